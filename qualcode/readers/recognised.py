"""JSON of speech recognisers: Whisper and its forks, and services that write much the same."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any

from qualcode.model import Document
from qualcode.readers.joining import Piece, joined
from qualcode.readers.original import Original
from qualcode.text import Speech
from qualcode.text.timestamps import seconds

TEXTS = ("text", "transcript", "content", "utterance", "value", "body", "message", "sentence")
SPEAKERS = (
    "speaker",
    "speaker_name",
    "speakerName",
    "speaker_label",
    "speaker_id",
    "speakerId",
    "name",
    "participant",
    "role",
)
LISTS = (
    "segments",
    "utterances",
    "transcription",
    "chunks",
    "monologues",
    "messages",
    "turns",
    "paragraphs",
    "entries",
    "results",
)
STARTS = ("start", "start_time", "startTime", "begin", "timestamp", "time", "ts", "from")
ENDS = ("end", "end_time", "endTime", "stop", "to")


def read(original: Original) -> Document:
    """Read segments with their speakers and times; words may name their own speakers.

    Segments of one speaker in a row are one turn; where nobody is named, segments are put together to passages.
    """
    content, encoding, changes = loaded(original)
    if isinstance(content, dict) and isinstance(content.get("text"), str) and "media-time" in content:
        from qualcode.readers.otr import read as read_otr

        return read_otr(original)
    items, thousandths = _items(content)
    if items is None:
        text = content.get("text") or content.get("transcript") if isinstance(content, dict) else None
        if isinstance(text, str) and text.strip():
            return original.document_from(text, original.source(encoding=encoding, changes=changes))
        keys = ", ".join(map(repr, list(content)[:10])) if isinstance(content, dict) else type(content).__name__
        raise original.refusal(
            f"no transcript was recognised in this JSON, which has {keys or 'nothing'} at its top. Read are "
            "'segments' as Whisper writes them and lists of {speaker, text, start}."
        )
    problems: list[str] = []
    pieces = [piece for number, item in enumerate(items, 1) for piece in _pieces(number, item, thousandths, problems)]
    if problems:
        raise original.refusal(*problems)
    warnings = []
    untimed = sum(1 for piece in pieces if piece.start is None and piece.text.strip())
    if 0 < untimed < len(pieces):
        warnings.append(f"{untimed} segments have no time")
    speeches = joined(pieces) if untimed < len(pieces) else [Speech(p.text, p.speaker) for p in pieces]
    return original.document_of(speeches, original.source(encoding=encoding, changes=changes, warnings=warnings))


def loaded(original: Original) -> tuple[Any, str, tuple[str, ...]]:
    """The JSON value, or one value a line, with the encoding."""
    text, encoding, changes = original.decoded()
    try:
        return json.loads(text), encoding, changes
    except RecursionError as error:
        raise original.refusal("the JSON is nested too deeply to be a transcript.") from error
    except json.JSONDecodeError as error:
        if error.msg == "Extra data":
            try:
                lines = [json.loads(line) for line in text.splitlines() if line.strip()]
            except (json.JSONDecodeError, RecursionError):
                lines = []
            if lines:
                return lines, encoding, changes
        raise original.refusal(
            f"line {error.lineno}, column {error.colno}: this is no well-formed JSON ({error.msg})."
        ) from error


def _items(content: Any) -> tuple[list[Any] | None, bool]:
    """The list of segments, and whether its times are in thousandths of a second."""
    if isinstance(content, list):
        return (content, False) if any(_text_of(item) is not None for item in content) else (None, False)
    if not isinstance(content, dict):
        return None, False
    for name in LISTS:
        found = content.get(name)
        if isinstance(found, dict):
            inner, thousandths = _items(found)
            if inner is not None:
                return inner, thousandths
        if isinstance(found, list) and any(_text_of(item) is not None for item in found):
            whole = all(isinstance(_first(item, STARTS), int) for item in found if isinstance(item, dict))
            return found, name == "utterances" and whole
    return None, False


def _first(item: Any, names: tuple[str, ...]) -> Any:
    if isinstance(item, dict):
        for name in names:
            if item.get(name) is not None:
                return item[name]
    return None


def _text_of(item: Any) -> str | None:
    """The words of a segment; those of Rev's monologues are spread over its elements."""
    if not isinstance(item, dict):
        return None
    for name in TEXTS:
        if isinstance(item.get(name), str):
            return str(item[name])
    words = item.get("words")
    if isinstance(words, str):
        return words
    if isinstance(words, list) and words:
        return _spaced([_word(word) for word in words])
    elements = item.get("elements")
    if isinstance(elements, list):
        return "".join(str(element.get("value", "")) for element in elements if isinstance(element, dict))
    return None


def _pieces(number: int, item: Any, thousandths: bool, problems: list[str]) -> Iterator[Piece]:
    text = _text_of(item)
    if text is None:
        problems.append(f"segment {number}: it has no text.")
        return
    start, end = _time(item, STARTS, thousandths), _time(item, ENDS, thousandths)
    speaker = _speaker(_first(item, SPEAKERS))
    words = item.get("words") if isinstance(item, dict) else None
    named = [_speaker(_first(word, SPEAKERS)) for word in words] if isinstance(words, list) else []
    if words and len({name for name in named if name}) > 1:
        yield from _by_words(words, named, speaker, thousandths)
        return
    if speaker is None:
        speaker = next((name for name in named if name), None)
    if start is None and isinstance(words, list) and words:
        start = _time(words[0], STARTS, thousandths)
    yield Piece(text, speaker, start, end)


def _by_words(words: list[Any], named: list[str | None], speaker: str | None, thousandths: bool) -> Iterator[Piece]:
    """A segment in which the speaker changes, cut where its words say so."""
    run: list[Any] = []
    current = next((name for name in named if name), speaker)
    for word, name in zip(words, named, strict=True):
        if run and name is not None and name != current:
            yield Piece(
                _spaced([_word(w) for w in run]),
                current,
                _time(run[0], STARTS, thousandths),
                _time(run[-1], ENDS, thousandths),
            )
            run = []
        current = name or current
        run.append(word)
    yield Piece(
        _spaced([_word(w) for w in run]), current, _time(run[0], STARTS, thousandths), _time(run[-1], ENDS, thousandths)
    )


def _word(word: Any) -> str:
    if isinstance(word, dict):
        for name in ("punctuated_word", "word", "text", "value"):
            if isinstance(word.get(name), str):
                return str(word[name])
    return word if isinstance(word, str) else ""


def _spaced(words: list[str]) -> str:
    """Whisper's words carry their own blanks; those of its forks do not."""
    if any(word[:1] == " " for word in words[1:]):
        return "".join(words).strip()
    return " ".join(word for word in words if word)


def _speaker(value: Any) -> str | None:
    if isinstance(value, dict):
        value = _first(value, ("name", "label", "id"))
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int):
        return f"Speaker {value}"
    return str(value).strip() or None


def _time(item: Any, names: tuple[str, ...], thousandths: bool) -> float | None:
    value = _first(item, names)
    if isinstance(item, dict) and value is None and isinstance(item.get("timestamps"), dict):
        value = _first(item["timestamps"], names)  # whisper.cpp
    if isinstance(item, dict) and value is None and isinstance(item.get("elements"), list):
        value = next(
            (_first(element, names) for element in item["elements"] if _first(element, names) is not None), None
        )
    if isinstance(value, list):  # chunks of transformers: [start, end]
        at = 0 if names is STARTS else 1
        value = value[at] if len(value) > at else None
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        if not math.isfinite(value):
            return None
        return round(value / 1000 if thousandths else float(value), 3)
    return seconds(value.removesuffix("s")) if isinstance(value, str) else None
