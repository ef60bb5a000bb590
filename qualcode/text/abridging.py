"""A quote as a writer prints it: words left out as […], words put in as [word], and nothing else changed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qualcode.errors import Refused

ELISION = "[…]"
MOST_REPLACED = 60
"""Characters that words in brackets may stand for; where more is left out, […] has to say so."""
_BRACKETS = re.compile(r"\[[^\[\]]*\]")
_DOTS = re.compile(r"\[\s*(?:\.\s?\.\s?\.|…)\s*\]")


@dataclass(frozen=True, slots=True)
class Edit:
    """One change to a quote: characters `start` to `end` of it are left out, and `put_in` stands there ("" for […])."""

    start: int
    end: int
    put_in: str = ""


def abridged(quote: str, printed: str) -> str:
    """`printed`, tidied ([...] as […]), if it is the quote with marked changes alone; "" where it is the whole quote.

    Raises:
        Refused: it differs from the quote outside brackets; the sentence says where.
    """
    if printed.strip() in ("", quote.strip()):
        return ""
    tidy = _DOTS.sub(lambda found: found[0] if found[0] in quote else ELISION, printed.strip())
    edits(quote, tidy)
    return tidy


def edits(quote: str, printed: str) -> tuple[Edit, ...]:
    """The changes that make `printed` of `quote`, in order.

    Brackets that stand in the quote itself are its own words. Blanks beside […] and [word] may differ from the quote.

    >>> edits("We waited, and it rained, for months.", "We waited […] for [many] months.")
    (Edit(start=9, end=25, put_in=''), Edit(start=29, end=29, put_in='many'))

    Raises:
        Refused: something outside the brackets is not in the quote at that place.
    """
    quote, lead = quote.strip(), len(quote) - len(quote.lstrip())
    pieces, marks = _split(quote, printed)
    at, gaps = 0, []
    for place, piece in enumerate(pieces):
        first, last = place == 0, place == len(pieces) - 1
        if first:
            found = 0 if quote.startswith(piece) else -1
        elif last and piece:
            found = len(quote) - len(piece) if quote.endswith(piece) and len(quote) - len(piece) >= at else -1
        elif last:
            found = len(quote)
        else:
            found = quote.find(piece, at)
        if found < 0:
            raise Refused(
                f"“{_short(piece)}” does not stand in the passage at that place. A quote stays letter for letter; mark "
                "what you leave out with […] and what you put in with [word]."
            )
        if not first:
            gaps.append((at, found))
        at = found + len(piece)
    if at != len(quote):
        raise Refused("The quote goes on after what you wrote. Mark what you leave out at its end with […].")
    kept, put_in = sum(map(len, pieces)), sum(map(len, marks))
    if not any(letter.isalnum() for piece in pieces for letter in piece) or put_in > kept:
        raise Refused(
            "More is put in than is left of the passage. Keep the words that carry it, or choose another passage."
        )
    made = [_edit(quote, gap, mark) for gap, mark in zip(gaps, marks, strict=True)]
    return tuple(Edit(edit.start + lead, edit.end + lead, edit.put_in) for edit in made)


def _split(quote: str, printed: str) -> tuple[list[str], list[str]]:
    """The pieces between the brackets that are the writer's, and what stands in these brackets."""
    pieces, marks, at, start = [], [], 0, 0
    for found in _BRACKETS.finditer(printed):
        before = printed[start : found.start()]
        if found[0] != ELISION and f"{before[-12:]}{found[0]}" in quote:
            continue  # the speaker's passage holds these very brackets
        pieces.append(printed[at : found.start()])
        mark = found[0][1:-1].strip()
        if not mark:
            raise Refused("[] says nothing: write […] where words are left out, [word] where you put one in.")
        marks.append("" if found[0] == ELISION else mark)
        at = start = found.end()
    pieces.append(printed[at:])
    if not marks and printed != quote:
        raise Refused(
            "It is not the passage letter for letter. Mark what you leave out with […], what you put in with [word]."
        )
    last = len(pieces) - 1
    trimmed = [
        (piece if place == 0 else piece.lstrip())
        if place == last
        else (piece.rstrip() if place == 0 else piece.strip())
        for place, piece in enumerate(pieces)
    ]
    return trimmed, marks


def _edit(quote: str, gap: tuple[int, int], mark: str) -> Edit:
    start, end = gap
    left_out = quote[start:end].strip()
    if not mark and not left_out:
        raise Refused("[…] stands where nothing is left out.")
    if mark and len(left_out) > MOST_REPLACED:
        raise Refused(
            f"[{mark}] stands for {len(left_out)} characters. Say with […] that words are left out there, beside it."
        )
    begin = start + len(quote[start:end]) - len(quote[start:end].lstrip()) if left_out else start
    return Edit(begin, begin + len(left_out), mark)


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
