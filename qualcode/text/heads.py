"""The head of a transcript: title, date, people present. It is about the talk and belongs to no turn."""

from __future__ import annotations

import re
from collections import Counter

from qualcode.text.labels import SENTENCE_WORDS, key, shape
from qualcode.text.marks import Mark
from qualcode.text.words import words

LONGEST_HEAD = 60
LONGEST_VALUE = 40  # words of one entry, such as a list of those present
MOST_TITLES = 4  # lines without a key in a row
GREETINGS = words(
    "hello hi hey yes yeah no okay ok thanks thank good welcome sure right so well great morning hmm um uh mm-",
    "hmm sorry absolutely exactly alright bonjour oui non hallo ja nein hola sí olá sim ciao go wait please",
)
COLUMN_TITLES = words(
    "speaker name who participant role person text content transcript words utterance speech comment time timestamp",
    "comments timespan start end no id nr line paragraph notes code codes sprecher text zeit texte texto",
)
_FENCE = re.compile(r"(?:---|\.\.\.|\+\+\+)\s*$")
_RULE = re.compile(r"\s*(?:[-=_*~#]\s*){3,}$")
HEADING = re.compile(r"\s{0,3}#{1,6}\s+\S")
FOOTER = re.compile(
    r"\s*(?:[\[(*_]*\s*(?:(?:end|stop|fin|ende|fine) (?:of|de|der|du|des) .{0,40}|end|ende"
    r"|.{1,60} (?:stopped|ended) (?:the )?(?:transcription|recording)|recording (?:ends|stops|ended|stopped).{0,20}"
    r"|transcribed (?:by|with|using) .{1,100}|transcription (?:by|outsourcing).{1,100}|this transcript was .{1,120})"
    r"\s*[\])*_.]*)\s*$",
    re.IGNORECASE,
)


def head_end(lines: list[str], candidates: list[Mark], chosen: list[Mark]) -> int:
    """The number of the first line after the head; 0 when there is none.

    The head reaches to the last line such as `Date: 12 May` before the talk begins. `Interviewee: Mrs X` in it says
    who was there. Without such a line, `Interviewer: Anna Smith` opens a head when names stand where speech would.
    """
    start = _table_header(lines, chosen) or _front_matter(lines)
    metas = {
        m.line: m for m in reversed(candidates) if m.shape == "meta" and m.form in ("colon", "bold", "tab", "bare")
    }
    speaking = {mark.line: mark for mark in chosen}
    count = Counter(mark.key for mark in chosen)
    end = at = start
    filled = plain = 0
    while at < len(lines) and filled < LONGEST_HEAD and plain <= MOST_TITLES:
        line = lines[at]
        if not line.strip():
            at += 1
            continue
        filled += 1
        mark, meta = speaking.get(at), metas.get(at)
        if mark is not None:
            touching = _touches(lines, end, at) and end > start
            alone = count[mark.key] == 1 and end > start
            if mark.form not in ("colon", "bold", "tab") or not (touching or alone):
                break
            if not _names_somebody(line[mark.speech :], lenient=touching):
                break
            at = end = at + 1
        elif meta is not None and len(line[meta.speech :].split()) <= LONGEST_VALUE:
            at = end = _after_values(lines, at, meta, speaking)
            plain = 0
        elif _is_sentence(line):
            break
        else:
            plain += 1
            at += 1
    return end if end > start else max(start, _cast_list(lines, start, speaking))


def _is_sentence(line: str) -> bool:
    words = line.split()
    return len(words) > 25 or (len(words) >= 5 and line.rstrip(' *_)"”')[-1:] in (".", "?", "!", "…"))


def _table_header(lines: list[str], chosen: list[Mark]) -> int:
    """The first row of a table of turns, `Speaker⇥Text`."""
    if not chosen or chosen[0].form != "tab" or any(line.strip() for line in lines[: chosen[0].line]):
        return 0
    titles = {key(cell) for cell in lines[chosen[0].line].split("\t") if cell.strip()}
    return chosen[0].line + 1 if titles <= COLUMN_TITLES else 0


def _front_matter(lines: list[str]) -> int:
    """A YAML block at the very top."""
    if lines and lines[0].strip() in ("---", "+++"):
        for at in range(1, min(len(lines), 80)):
            if _FENCE.match(lines[at]):
                return at + 1
    return 0


def _after_values(lines: list[str], at: int, meta: Mark, speaking: dict[int, Mark]) -> int:
    """A key alone on its line, as in Otter's `SPEAKERS`, has its values below, up to the next blank line."""
    nothing_after = not lines[at][meta.speech :].strip() or meta.form == "bare"
    at += 1
    if not nothing_after:
        return at
    while at < len(lines) and lines[at].strip() and at not in speaking and len(lines[at].split()) <= 60:
        if _is_meta_line(lines[at]):
            return at
        at += 1
    return at


def _is_meta_line(line: str) -> bool:
    return shape(line.partition(":")[0].strip(" *_#")) == "meta"


def _touches(lines: list[str], end: int, at: int) -> bool:
    """Whether the line follows the head so far without a blank line between."""
    return 0 < end <= at and all(line.strip() for line in lines[end:at]) and bool(lines[end - 1].strip())


def _names_somebody(value: str, *, lenient: bool) -> bool:
    """Whether what follows a label is a name or a description and not speech."""
    words = value.strip(" *_\t").split()
    if not words or len(words) > 10:
        return False
    lowered = [word.casefold().strip(".,;()") for word in words]
    if words[-1][-1] in "?!…" or lowered[0] in GREETINGS or any(word in SENTENCE_WORDS for word in lowered):
        return False
    if words[-1].endswith(".") and len(words[-1]) > 4:
        return False
    capitals = [word[:1].isupper() or word[:1].isdigit() or not word[:1].isalpha() for word in words]
    if lenient:
        return capitals[0]
    return all(capitals) and (len(words) >= 2 or any(letter.isdigit() for letter in words[0]) or words[0].isupper())


def _cast_list(lines: list[str], start: int, speaking: dict[int, Mark]) -> int:
    """`Interviewer: Anna Smith` and the like at the top, closed by a blank line, with the talk below it."""
    later = {mark.key for mark in speaking.values()}
    at, end = start, start
    while at < len(lines):
        line = lines[at]
        if not line.strip():
            if end > start:
                break
            at += 1
            continue
        mark = speaking.get(at)
        if mark is None:
            if end > start or len(line.split()) > 15:
                break
            at += 1
            continue
        value = line[mark.speech :].strip()
        named_later = key(value) in later - {mark.key} or (bool(value) and key(value.split()[0]) in later - {mark.key})
        if mark.shape not in ("role", "code") or not (_names_somebody(value, lenient=False) or named_later):
            return start
        end = at = at + 1
    remains = sum(1 for line in speaking if line >= end)
    return end if end > start and remains and (end >= len(lines) or not lines[end].strip()) else start


def is_rule(line: str) -> bool:
    """A drawn line such as `-----` or `* * *`."""
    return bool(_RULE.match(line))
