"""A document, its turns and its segments. Offsets are code points of `Document.text`, half-open."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

Kind = Literal["interview", "focus_group", "observation", "archival", "response"]
KINDS: tuple[Kind, ...] = get_args(Kind)
NAMESPACE = uuid.UUID("6b0b7c1e-9a3f-5d56-8a55-0c1e7a1f2c11")


@dataclass(frozen=True, slots=True)
class Turn:
    """One speaker's uninterrupted stretch of a document.

    `text` is `document.text[start:end]`: the speech alone, without label, time or the blanks around it.
    `speaker` is the label as it stands in the file, None where the file names nobody.
    `start_time` is in seconds from the start of the recording, None where the file has no times.
    """

    start: int
    end: int
    text: str
    speaker: str | None = None
    start_time: float | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """The unit that is matched and proposed: a sentence, a turn or a window, always inside one turn."""

    document: str
    turn: int
    start: int
    end: int
    text: str
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where a text came from. `sha256` is of the file's bytes; `changes` says what reading changed."""

    file: str = ""
    format: str = ""
    encoding: str = ""
    sha256: str = ""
    changes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One text, normalised once, never edited in place.

    The id is made from name and text, so that reading a file twice gives the same document.

    >>> document = Document.of("Nobody asked us.", name="note")
    >>> [turn.text for turn in document.turns], document.id == Document.of("Nobody asked us.", name="note").id
    (['Nobody asked us.'], True)
    """

    id: str
    name: str
    text: str
    turns: tuple[Turn, ...] = ()
    kind: Kind = "interview"
    language: str = "en"
    source: Source = field(default_factory=Source)
    attributes: Mapping[str, str] = field(default_factory=dict, hash=False)

    @classmethod
    def of(
        cls,
        text: str,
        *,
        name: str = "text",
        turns: tuple[Turn, ...] | None = None,
        kind: Kind = "interview",
        language: str = "en",
        source: Source | None = None,
        attributes: Mapping[str, str] | None = None,
    ) -> Document:
        """Make a document of a text as it stands: not normalised, one turn unless `turns` are given.

        `qualcode.read_text` also normalises and finds the speakers. A blank text has no turn.
        """
        if turns is None:
            start = len(text) - len(text.lstrip())
            turns = (Turn(start, len(text.rstrip()), text.strip()),) if text.strip() else ()
        identity = str(uuid.uuid5(NAMESPACE, f"{name}\0{text}".encode("utf-8", "surrogatepass").hex()))
        return cls(identity, name, text, turns, kind, language, source or Source(), dict(attributes or {}))

    @property
    def speakers(self) -> tuple[str, ...]:
        """The labels of the speakers, in order of first appearance."""
        return tuple(dict.fromkeys(turn.speaker for turn in self.turns if turn.speaker is not None))
