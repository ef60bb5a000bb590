"""The units that are matched and proposed: sentences, turns and windows, each inside one turn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from qualcode.model import Document, Segment
from qualcode.text.words import words

Unit = Literal["sentence", "turn", "window"]
_CLOSERS = "\"'”’»)\\]*_"
# A run of stops with what closes after it, before a blank or the end; stops of scripts without blanks; line ends.
_STOPS = re.compile(rf"[.!?…؟۔।॥]+[{_CLOSERS}]*(?=\s|$)|[。！？]+[”’」』）)\]]*|\n\s*")
_GREEK = re.compile(rf"[.!?…;]+[{_CLOSERS}]*(?=\s|$)|\n\s*")
_LAST_WORD = re.compile(r"[^\s(\[\"'“‘«]+$")
_DOTTED = re.compile(r"(?:[^\W\d_]\.){2,}$")
_NUMBERING = re.compile(r"(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,4})\.$")
# Always followed by what they belong to.
_BEFORE_SOMETHING = words(
    "mr. mrs. ms. mx. dr. prof. st. rev. gen. sen. rep. gov. capt. lt. col. sgt. hon. pres. vs. v. e.g. i.e.",
    "cf. viz. eg. ie. approx. ca. fig. figs. eq. pp. p. vol. ed. eds. ph. mt. ft. esp. incl. resp. hr. fr.",
    "z.b. d.h. u.a. bzw. vgl. nr. abs. bd. evtl. ggf. inkl. sog. mme. mlle. mm. m. p.ex. sra. srta. dra. ej.",
    "p.ej. pág. núm. dott. sig. dhr. mevr. bijv. o.a. t.ex. bl.a. jr. sr.",
)
# Followed by a number, or else at the end of a sentence.
_BEFORE_NUMBER = words(
    "no. nos. art. sec. ch. par. n. núm. num. p. pp. nr. vol.",
)
# May end a sentence; then the next word is one that begins sentences.
_MAYBE_LAST = words(
    "etc. inc. ltd. co. corp. dept. est. al. a.m. p.m. pm. u.s. u.k. u.n. e.u. d.c. ph.d. m.d. b.a. m.a.",
    "bros. assn. univ. jan. feb. apr. jun. jul. aug. sep. sept. oct. nov. dec. tue. tues. wed. thu.",
    "thurs. fri. ave. blvd. rd. usw. enz. ecc. hrs. hr. min. mins. sec. secs. lb. lbs. oz. kg. km.",
    "cm. mg. asst. avg. misc. temp. tel. dipl. bspw. mio. mrd.",
)
_STARTERS = words(
    "the a an i i'm i've i'd we we're you you're he she it it's they they're this that these those there and",
    "but so or if when then what why how who where because my our your his her their its in on at for with as",
    "is are was were do did does no yes yeah okay ok well now also however after before since while maybe not",
    "all some most der die das ich wir sie er es und aber le la les je nous il elle et mais el los yo nosotros",
    "y pero",
)


def segments(document: Document, unit: Unit = "sentence", *, window: int = 3, step: int | None = None) -> list[Segment]:
    """Cut a document's turns into segments, in order.

    `unit` is "sentence", "turn", or "window": `window` sentences that follow each other in one turn, the next window
    beginning `step` sentences later (default: `window`, so that nothing is in two of them). Every segment is trimmed,
    is not blank, lies inside one turn, and `document.text[s.start:s.end] == s.text`; together the segments hold every
    non-blank character of every turn.

    >>> [s.text for s in segments(Document.of("I met Dr. Lee at 3.30 p.m. on Monday. She stayed… why? No idea."))]
    ['I met Dr. Lee at 3.30 p.m. on Monday.', 'She stayed… why?', 'No idea.']
    """
    if unit not in ("sentence", "turn", "window"):
        raise ValueError(f"unit is 'sentence', 'turn' or 'window', not {unit!r}")
    step = window if step is None else step
    if not 1 <= step <= window:
        raise ValueError(f"a window holds at least one sentence and moves on by 1 to {window}, not {step}")
    stops = _GREEK if document.language[:2] == "el" else _STOPS
    wrapped = unit != "turn" and _is_wrapped(document.text)
    text, found = document.text, []
    for number, turn in enumerate(document.turns):
        if unit == "turn":
            spans = _trimmed(text, [(turn.start, turn.end)])
        else:
            spans = _trimmed(text, _sentences(text, turn.start, turn.end, stops, wrapped))
            if unit == "window":
                spans = _windows(spans, window, step)
        found += [Segment(document.id, number, start, end, text[start:end], turn.speaker) for start, end in spans]
    return found


def _trimmed(text: str, spans: Iterator[tuple[int, int]] | list[tuple[int, int]]) -> list[tuple[int, int]]:
    result = []
    for start, end in spans:
        piece = text[start:end]
        bare = piece.lstrip()
        if bare:
            start += len(piece) - len(bare)
            result.append((start, start + len(bare.rstrip())))
    return result


def _windows(spans: list[tuple[int, int]], window: int, step: int) -> list[tuple[int, int]]:
    result = []
    for first in range(0, len(spans), step):
        last = min(first + window, len(spans)) - 1
        result.append((spans[first][0], spans[last][1]))
        if last == len(spans) - 1:
            break
    return result


def _is_wrapped(text: str) -> bool:
    """Whether single line ends break lines to a width: many a line goes on with a small letter."""
    checked = going_on = at = 0
    while checked < 400:
        at = text.find("\n", at + 1)
        if at < 0:
            break
        after = text[at + 1 : at + 2]
        if after.isspace() or not after or text[at - 1].isspace():
            continue
        checked += 1
        going_on += after.islower() and text[at - 1] not in ".!?…:"
    return checked >= 3 and going_on * 3 >= checked


def _sentences(text: str, start: int, end: int, stops: re.Pattern[str], wrapped: bool) -> Iterator[tuple[int, int]]:
    begin = start
    for found in stops.finditer(text, start, end):
        at = found.end()
        first = text[found.start()]
        if first == "\n":
            if not _line_end_ends(text, found.start(), at, end, wrapped, found[0].count("\n") > 1):
                continue
        elif first in "。！？۔।॥؟;":
            pass
        elif at < end and not _stop_ends(text, begin, found, at, end):
            continue
        yield begin, at
        begin = at
    if begin < end:
        yield begin, end


def _line_end_ends(text: str, before: int, after: int, end: int, wrapped: bool, blank: bool) -> bool:
    if blank or after >= end:
        return True
    if text[after].islower() and text[before - 1] not in ".!?…":
        return False
    return not wrapped or before - text.rfind("\n", 0, before) < 40


def _stop_ends(text: str, begin: int, found: re.Match[str], at: int, end: int) -> bool:
    after = at
    limit = min(end, at + 60)
    while after < limit and (text[after].isspace() or text[after] in "\"'“‘«([*_¿¡"):
        after += 1
    following = text[after] if after < end else ""
    marks = found[0]
    if "?" in marks or "!" in marks:
        return not (following.islower() and marks[-1] in "\"'”’»)]")
    if not following:
        return True
    if "…" in marks or ".." in marks:
        return not following.islower()
    if marks[-1] != ".":  # something closes after the stop: `etc.)`, `there."`
        return not following.islower()
    return _dot_ends(text, begin, found.start(), after, following, end)


def _dot_ends(text: str, begin: int, dot: int, after: int, following: str, end: int) -> bool:
    word = _LAST_WORD.search(text, max(begin, dot - 24), dot + 1)
    token = word[0] if word else "."
    small = token.lower()
    if len(token) <= 5 and _NUMBERING.fullmatch(token) and not text[begin : dot + 1 - len(token)].strip():
        return False  # "1. First", "a. then" at the head of a sentence is numbering
    if small in _BEFORE_NUMBER and following.isdigit():
        return False
    if small in _BEFORE_SOMETHING:
        return False
    if small in _MAYBE_LAST or _DOTTED.fullmatch(token):
        return following.isupper() and _next_word(text, after, end) in _STARTERS
    if len(token) == 2 and token[0].isupper() and token[0] != "I":  # an initial: "J. Smith", but "plan B. Then"
        return following.isupper() and _next_word(text, after, end) in _STARTERS
    if following.islower():
        # Careless typing, "yes. i think", still ends a sentence; a short unknown word may be an abbreviation.
        return len(token) > 3 and (len(token) > 5 or _next_word(text, after, end) in _STARTERS)
    return True


def _next_word(text: str, at: int, end: int) -> str:
    stop = at
    limit = min(end, at + 16)
    while stop < limit and (text[stop].isalpha() or text[stop] in "'’"):
        stop += 1
    return text[at:stop].lower().replace("’", "'")
