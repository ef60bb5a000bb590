"""Every place where a line could begin a speaker's turn, before it is decided which of them do."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import Literal

from qualcode.text.labels import LONGEST, Shape, key, shape
from qualcode.text.timestamps import BARE, CLOCK, DATED, STAMP, matched_seconds

# colon  `Name: speech`   bold  `**Name:** speech`   header  `Name  0:13` alone on its line
# The others need more evidence, because other things look like them:
# bracket `[Name] speech`  paren `(Name)` alone  tab `Name⇥speech`  dash `Name – speech`  dot `Q. speech`
# spaced `**Name** speech` or `Name [00:12] speech`  bare `Name` alone on its line
Form = Literal["colon", "bold", "header", "bracket", "paren", "tab", "dash", "dot", "spaced", "bare"]
HEAD = 160


@dataclass(frozen=True, slots=True)
class Mark:
    """A possible label at the head of a line. `speech` is the offset in the line at which its words begin."""

    line: int
    form: Form
    label: str
    shape: Shape
    speech: int
    time: float | None = None
    alone: bool = False
    closing: str = ""
    timed: bool = False
    tight: bool = False  # `Ana:we began`, which counts only where the label recurs
    key: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", key(self.label))


_LEAD = re.compile(
    r"[ \t\xa0]*(?:>{1,2}[ \t]*|[-•–—*][ \t]+|#{1,6}[ \t]+)?(?:\[?\d{1,5}[.)\]]?[ \t\xa0]+(?=[^\s\d:.,-]|\d+:\d\d))?"
)
_AFTER_TIME = re.compile(r"[ \t\xa0]*(?:[-–—|][ \t]+)?")
_EMPHASIS = re.compile(r"(\*{1,3}|_{1,3})(?=[^\s*_])")
_BRACKET = re.compile(r"\\?\[([^\[\]\n]{1,60}?)\\?\][ \t]*([:：]?)|<([^<>\n/]{1,60})>[ \t]*([:：]?)")
_PAREN = re.compile(r"\(([^()\n]{1,60})\)[ \t]*([:：]?)")
_HEADER = re.compile(
    rf"(?P<label>[^:：\t\[\]{{}}*\n]{{1,{LONGEST}}}?)[\s|,–—-]*?(?P<stamp>{STAMP.pattern}|(?<=[\s|,–—-])(?P<bare>{CLOCK})(?![\d:]))"
    r"(?P<day>[ \t\u202f]?[AaPp]\.?[Mm]\b\.?)?[ \t]*(?P<colon>[:：]?)".replace("?P<time>", "").replace("?P<tenth>", "")
)
_CHAT = re.compile(r"From\s+(.{1,60}?)\s+to\s+.{1,60}$", re.IGNORECASE)
_ASIDE = re.compile(r"^\([^()]{0,80}\)\s+")
_DASH = re.compile(r"([^\s–—-][^–—\n]{0,39}?)[ \t]+[-–—]{1,2}[ \t]+(?=\S)")
_DOT = re.compile(r"([A-Z]{1,3}\d{0,2})\.[ \t]+(?=\S)")
_ENDS_LIKE_SPEECH = frozenset(".?!…,;:")


def marks(lines: list[str]) -> list[Mark]:
    """All possible labels, in order; a line may have several, of different forms. Looks at each line's head only."""
    found: list[Mark] = []
    above: float | None = None  # a time on a line of its own may stand above a name
    for number, line in enumerate(lines):
        if line:
            here = _scan(number, line[:HEAD], len(line) > HEAD)
            if above is not None:
                here = [
                    replace(mark, time=above) if mark.form == "bare" and mark.time is None else mark for mark in here
                ]
            found.extend(here)
            above = _only_a_time(line) if len(line) < 60 else None
    return _without_lonely(found, sum(map(bool, lines))) if any(mark.tight for mark in found) else found


def _without_lonely(found: list[Mark], filled: int) -> list[Mark]:
    """Without the labels that touch their words and do not recur: `eg:this` is no label, `Ana:yes` twice is.

    In the text of a manual `GUID:…` recurs, too, but on few of its lines.
    """
    tight = {mark.key for mark in found if mark.tight and mark.shape in ("role", "code", "name")}
    count = Counter(mark.key for mark in found if mark.form == "colon" and mark.key in tight)
    good = {label for label, number in count.items() if number >= 2}
    if sum(count[label] for label in good) * 10 < filled:
        good = set()
    return [mark for mark in found if not mark.tight or mark.key in good]


def _only_a_time(line: str) -> float | None:
    if ":" not in line:
        return None
    text = line.strip()
    m = STAMP.fullmatch(text) or BARE.fullmatch(text)
    return matched_seconds(m) if m else None


def _scan(number: int, head: str, longer: bool) -> list[Mark]:
    at = _LEAD.match(head).end()  # type: ignore[union-attr]
    at, time, timed = _lead_time(head, at)
    body = head[at:]
    if not body.strip():
        return []
    if body[0] in "*_":
        return _emphasised(number, body, at, time, longer)
    found: list[Mark] = []

    def add(form: Form, label: str, speech: int, *, when: float | None = None, tight: bool = False) -> None:
        label = label.strip()
        chat = _CHAT.match(label) if timed else None
        if timed and label[:5].casefold() == "from " and not chat:
            label = label[5:].strip()
        label = chat[1] if chat else _ASIDE.sub("", label)
        kind = shape(label)
        if kind is not None:
            alone = not longer and not body[speech:].strip()
            found.append(
                Mark(number, form, label, kind, at + speech, time if when is None else when, alone, "", timed, tight)
            )

    if body[0] in "[\\<" and (m := _BRACKET.match(body)):
        colon = m[2] or m[4]
        if not colon and not longer and (clock := _only_a_time(body[m.end() :])) is not None:
            add("header", m[1] or m[3], len(body), when=clock)
        elif colon or not STAMP.match(body):
            add("colon" if colon else "bracket", m[1] or m[3], m.end())
        return found
    if body[0] == "(" and (m := _PAREN.match(body)) and (m[2] or not body[m.end() :].strip()):
        add("colon" if m[2] else "paren", m[1], m.end())
        return found
    if m := _timed_label(body):
        when = None if m["day"] else _time_of(m["stamp"])  # a time of day is no place in a recording
        rest = body[m.end() :].strip()
        if not rest and not longer:
            add("header", m["label"], m.end(), when=when)
        elif m["colon"]:
            add("colon", m["label"], m.end(), when=when)
        elif m["stamp"][0] in "[({<#\\":
            add("spaced", m["label"], m.end(), when=when)
        if found:
            return found
    _plain_forms(body, add)
    if not found and not longer and len(body.strip()) <= LONGEST and body.rstrip()[-1:] not in _ENDS_LIKE_SPEECH:
        add("bare", body, len(body))
    return found


def _plain_forms(body: str, add) -> None:  # type: ignore[no-untyped-def]
    colon = next((at for at, letter in enumerate(body[: LONGEST + 12]) if letter in ":："), -1)
    if colon > 0:
        after = body[colon + 1 : colon + 2]
        # `http://`, `10:30` and `eg:name` are no labels; `P1:Yes` and `问：` are.
        tight = after and not after.isspace() and body[colon] == ":"
        apart = not tight or after.isupper() or after in "\"'“‘[*"
        if (apart or after.isalpha()) and "\t" not in body[:colon].strip():
            add("colon", body[:colon], colon + 1, tight=not apart)
    tab = body.find("\t", 0, LONGEST + 2)
    if tab > 0 and body[tab:].strip() and not 0 < colon < tab:
        add("tab", body[:tab], tab + 1)
    if m := _DASH.match(body):
        add("dash", m[1], m.end())
    if m := _DOT.match(body):
        add("dot", m[1], m.end())


def _emphasised(number: int, body: str, at: int, time: float | None, longer: bool) -> list[Mark]:
    m = _EMPHASIS.match(body)
    if not m:
        return []
    marker, start = m[1], m.end()
    close = body.find(marker, start)
    inner = body[start : close if close > 0 else None]
    offset, inner_time, _ = _lead_time(inner, 0)
    time = inner_time if inner_time is not None else time
    after = close + len(marker) if close > 0 else len(body)
    tail = body[after:].lstrip()
    label, speech, closing, form = inner[offset:].rstrip(), after, "", "bold"
    stamped = _timed_label(label)
    colon = next((i for i, letter in enumerate(label) if letter in ":：" and not label[i + 1 : i + 3].isdigit()), -1)
    if stamped and not label[stamped.end() :].strip():
        time = _time_of(stamped["stamp"])
        label, form = stamped["label"], "bold" if stamped["colon"] or tail[:1] in (":", "：") else "header"
        speech = body.index(tail, after) + 1 if tail[:1] in (":", "：") else after
    elif close > 0 and colon == len(label) - 1:
        label = label[:-1]
    elif close > 0 and tail[:1] in (":", "："):
        speech = body.index(tail, after) + 1
    elif 0 < colon < len(label):
        speech, closing, label = start + offset + colon + 1, marker, label[:colon]
    elif close < 0:
        return []
    elif tail and (stamp := STAMP.match(tail) or BARE.match(tail)) and not tail[stamp.end() :].strip():
        form, time = "header", matched_seconds(stamp)
    else:
        form = "spaced" if tail else "bare"
    label = label.strip()
    kind = shape(label.strip("[]").strip() if label[:1] == "[" else label)
    if kind is None:
        return []
    alone = not longer and not body[speech:].strip(" *_\t")
    label = label.strip("[]").strip() if label[:1] == "[" else label
    return [Mark(number, form, label, kind, at + speech, time, alone, closing)]  # type: ignore[arg-type]


def _lead_time(head: str, at: int) -> tuple[int, float | None, bool]:
    """Skip a time or a date at the head; returns where the rest begins, the seconds, and whether there was one."""
    if head[at : at + 1] not in "[({<#\\0123456789":
        return at, None, False
    if m := DATED.match(head, at):
        return _AFTER_TIME.match(head, m.end()).end(), None, True  # type: ignore[union-attr]
    m = STAMP.match(head, at) or BARE.match(head, at)
    if not m:
        return at, None, False
    value = matched_seconds(m)
    if value is None:
        return at, None, False
    return _AFTER_TIME.match(head, m.end()).end(), value, True  # type: ignore[union-attr]


def _timed_label(body: str) -> re.Match[str] | None:
    """`Name 0:13`, `Name (00:12):` and the like; only where the head has a clock at all."""
    return _HEADER.match(body) if ":" in body and any(letter.isdigit() for letter in body) else None


def _time_of(stamp: str) -> float | None:
    m = STAMP.fullmatch(stamp) or BARE.fullmatch(stamp)
    return matched_seconds(m) if m else None
