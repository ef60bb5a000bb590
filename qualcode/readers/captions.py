"""Captions: WebVTT and SubRip (SRT), from Zoom, Teams, YouTube, Whisper and others."""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from qualcode.model import Document
from qualcode.readers.joining import Piece, joined
from qualcode.readers.original import Original
from qualcode.text import normalise
from qualcode.text.timestamps import seconds
from qualcode.text.turns import labels_of_lines

_TIME = r"(?:\d+:)?\d{1,2}:\d{1,2}(?:[.,]\d{1,3})?"
_TIMING = re.compile(rf"\s*({_TIME})\s*-+>\s*({_TIME})(?:\s.*)?$")
_LOOKS_TIMED = re.compile(rf".*-->|\s*{_TIME}\s*[-–—>]*\s*(?:{_TIME})?\s*$")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^>]*)>|</v>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>|<\d[\d:.]*>|</>|\{\\[^{}]{0,60}\}")
_BLOCK = re.compile(r"(?:NOTE|STYLE|REGION)(?:[ \t]|$)")
_CHANGE = re.compile(r"\s*(?:&gt;&gt;|>>|»)+\s*")
_EMPTY_DASH = re.compile(r"^[-–—]\s+")


@dataclass(slots=True)
class Cue:
    """One caption: the line it begins on, its times in seconds and its lines of text."""

    line: int
    start: float
    end: float
    lines: list[str]


def read(original: Original) -> Document:
    """Read vtt or srt. Cues of one speaker that follow each other are one turn; a cue that names nobody goes on with
    the speaker before it. Where nobody is named at all, cues are put together to passages of some sentences."""
    text, encoding, changes = original.decoded()
    text, more = normalise(text)
    lines = text.split("\n")
    if original.format == "vtt" and not lines[0].lstrip().startswith("WEBVTT") and "-->" not in text:
        raise original.refusal("line 1: a WebVTT file begins with WEBVTT and has cues with 'start --> end'. Is it one?")
    warnings: list[str] = []
    cues = _cues(original, lines, warnings)
    pieces = _pieces(cues, warnings)
    source = original.source(encoding=encoding, changes=(*changes, *more), warnings=warnings)
    return original.document_of(joined(pieces), source)


def _cues(original: Original, lines: list[str], warnings: list[str]) -> list[Cue]:
    cues: list[Cue] = []
    problems: list[str] = []
    untimed = 0
    at = 0
    if lines and lines[0].lstrip().startswith("WEBVTT"):
        while at < len(lines) and lines[at].strip() and not _TIMING.match(lines[at]):
            at += 1
    while at < len(lines):
        line = lines[at]
        if not line.strip():
            at += 1
        elif found := _TIMING.match(line):
            at = _cue(lines, at, found, cues)
        elif _BLOCK.match(line) and original.format == "vtt":
            while at < len(lines) and lines[at].strip():
                at += 1
        elif at + 1 < len(lines) and _TIMING.match(lines[at + 1]):
            at += 1  # the cue's number or name
        elif _LOOKS_TIMED.match(line):
            problems.append(f"line {at + 1}: a cue needs 'start --> end', found {line.strip()[:60]!r}.")
            at += 1
        elif line.strip().isdigit() and at + 1 < len(lines) and _LOOKS_TIMED.match(lines[at + 1]):
            at += 1
        elif cues:
            cues[-1].lines.append(line)  # a blank line inside a cue
            untimed += 1
            at += 1
        else:
            at += 1
    if problems:
        raise original.refusal(*problems)
    if not cues:
        raise original.refusal("there is not a single cue ('start --> end') in it. Is it a caption file?")
    if untimed:
        warnings.append(f"{untimed} lines without a time of their own were joined to the cue before them")
    return cues


def _cue(lines: list[str], at: int, found: re.Match[str], cues: list[Cue]) -> int:
    cue = Cue(at + 1, seconds(found[1]) or 0.0, seconds(found[2]) or 0.0, [])
    at += 1
    while at < len(lines) and lines[at].strip():
        timed = _TIMING.match(lines[at])
        if timed:
            if cue.lines and cue.lines[-1].strip().isdigit():
                cue.lines.pop()  # the blank line before the next cue's number is missing
            break
        cue.lines.append(lines[at])
        at += 1
    cues.append(cue)
    return at


def _pieces(cues: list[Cue], warnings: list[str]) -> list[Piece]:
    _without_rolling(cues, warnings)
    pieces = [piece for cue in cues for piece in _voices(cue)]
    if any(piece.speaker for piece in pieces):
        return pieces
    # Nobody is named by a tag: look at the heads of lines, all cues in view.
    spoken = [(at, line) for at, piece in enumerate(pieces) for line in piece.text.split("\n")]
    labels = labels_of_lines([line for _, line in spoken])
    # Two lines that both begin with a dash are two people; a single dash is a dash.
    dialogue = [
        "\n" in piece.text and all(_EMPTY_DASH.match(line) for line in piece.text.split("\n")) for piece in pieces
    ]
    found: list[Piece] = []
    before = -1
    for number, (at, line) in enumerate(spoken):
        piece, label = pieces[at], labels.get(number)
        change = _CHANGE.match(line)
        dashes = dialogue[at] and not label
        if label:
            found.append(Piece(_EMPTY_DASH.sub("", line[label.speech :].strip()), label.label, piece.start, piece.end))
        elif change and change.end():
            found.append(Piece(line[change.end() :].strip(), None, piece.start, piece.end, changes=True))
        elif dashes:
            found.append(Piece(_EMPTY_DASH.sub("", line.strip()), None, piece.start, piece.end, changes=True))
        elif at == before and found:
            words = line.strip() if found[-1].text else _EMPTY_DASH.sub("", line.strip())
            found[-1].text = f"{found[-1].text} {words}".strip()
        else:
            found.append(Piece(line.strip(), None, piece.start, piece.end))
        before = at
    return found


def _voices(cue: Cue) -> Iterator[Piece]:
    """The text of a cue, one piece for each `<v Name>` in it, tags and entities resolved."""
    text = "\n".join(cue.lines)
    speaker: str | None = None
    at = 0
    for found in _VOICE.finditer(text):
        yield from _piece(text[at : found.start()], speaker, cue)
        speaker = " ".join(html.unescape(found[1]).split()) if found[1] else None
        at = found.end()
    yield from _piece(text[at:], speaker, cue)


def _piece(text: str, speaker: str | None, cue: Cue) -> Iterator[Piece]:
    text = html.unescape(_TAG.sub("", text)).replace("\u200e", "").replace("\u200f", "")
    text = "\n".join(line.strip() for line in text.split("\n") if line.strip())
    if text:
        yield Piece(text if speaker is None else text.replace("\n", " "), speaker, cue.start, cue.end)


def _without_rolling(cues: list[Cue], warnings: list[str]) -> None:
    """YouTube's automatic captions show each line twice, while it comes in and while it scrolls up."""
    plain = [[_TAG.sub("", line).strip() for line in cue.lines] for cue in cues]
    repeats = [bool(now and before and now[0] and now[0] == before[-1]) for before, now in itertools.pairwise(plain)]
    if len(cues) < 6 or sum(repeats) * 3 < len(cues):
        return
    last = ""
    dropped = 0
    for cue, shown in zip(cues, plain, strict=True):
        kept = []
        for line, bare in zip(cue.lines, shown, strict=True):
            if bare and bare == last:
                dropped += 1
                continue
            kept.append(line)
            last = bare or last
        cue.lines = kept
    warnings.append(f"{dropped} caption lines that repeat the line before them were read once")
