"""Short timed pieces, as captions and recognisers give them, to speeches."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from qualcode.text import Speech

PAUSE = 2.0  # seconds of silence after a finished sentence that begin a new passage
LONG_PAUSE = 5.0  # the same in the middle of one
SENTENCES = 5
LONGEST = 900  # characters of a passage without a sentence's end
_FINISHED = re.compile(r"[.?!…。！？؟।][\"'”’»)\]♪]*$")
_NO_BLANK_BETWEEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uff00-\uff65]$")


@dataclass(slots=True)
class Piece:
    """Some words with their times in seconds. `changes` says that another, unnamed speaker begins."""

    text: str
    speaker: str | None = None
    start: float | None = None
    end: float | None = None
    changes: bool = False


def joined(pieces: Iterable[Piece]) -> list[Speech]:
    """Join what one speaker says in a row; a piece without a speaker goes on with the one before it.

    Where no piece names anybody, passages end at a sentence's end after a pause or after some sentences.

    >>> [(s.speaker, s.text) for s in joined([Piece("I waited", "Ana"), Piece("a year."), Piece("Go on.", "Mod")])]
    [('Ana', 'I waited a year.'), ('Mod', 'Go on.')]
    """
    pieces = [piece for piece in pieces if piece.text.strip()]
    named = any(piece.speaker for piece in pieces)
    speeches: list[Speech] = []
    run: list[Piece] = []
    sentences = length = 0
    speaker: str | None = None
    for piece in pieces:
        ends = False
        if run:
            if piece.changes:
                ends = True
            elif named:
                ends = piece.speaker is not None and piece.speaker != speaker
            else:
                ends = _passage_ends(run[-1], piece, sentences, length)
        if ends:
            speeches.append(_speech(run, speaker))
            run, sentences, length = [], 0, 0
        if not run:
            speaker = piece.speaker if piece.speaker is not None or piece.changes or not named else speaker
        run.append(piece)
        sentences += bool(_FINISHED.search(piece.text.rstrip()[-6:]))
        length += len(piece.text)
        if piece.speaker is not None:
            speaker = piece.speaker
    if run:
        speeches.append(_speech(run, speaker))
    return speeches


def _passage_ends(before: Piece, piece: Piece, sentences: int, length: int) -> bool:
    pause = piece.start - before.end if piece.start is not None and before.end is not None else 0.0
    if _FINISHED.search(before.text.rstrip()[-6:]):
        return pause >= PAUSE or sentences >= SENTENCES or length >= LONGEST
    return pause >= LONG_PAUSE or length >= 2 * LONGEST


def _speech(run: list[Piece], speaker: str | None) -> Speech:
    text = ""
    for piece in run:
        words = " ".join(piece.text.split())
        touching = text and _NO_BLANK_BETWEEN.search(text) and _NO_BLANK_BETWEEN.match(words[:1])
        text = f"{text}{'' if touching or not text else ' '}{words}"
    return Speech(text, speaker, run[0].start)
