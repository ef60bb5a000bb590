"""The words of many documents as one set of arrays, and the units that they lie in."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from qualcode.language.inflections import Inflections
from qualcode.language.units import Unit
from qualcode.language.words import Ints, Tokenizer, Words, place_of
from qualcode.model import Document

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab


@dataclass
class Entry:
    """One document of a corpus with its words; `places` are the words' places in the corpus' vocabulary.

    `docs` holds its turns as Docs with (True) and without (False) grammar, once a raw pattern has asked for them.
    """

    document: Document
    language: str
    words: Words
    places: Ints
    doc: Doc | None = None
    docs: dict[bool, list[tuple[int, Doc]]] = field(default_factory=dict)

    def as_doc(self, vocab: Vocab, hashes: Sequence[int]) -> Doc:
        """The words as a spaCy Doc, made once."""
        from spacy.tokens import Doc

        if self.doc is None:
            keys = np.array(hashes, np.uint64)[self.places] if len(self.places) else np.zeros(0, np.uint64)
            self.doc = Doc(vocab, words=keys.tolist())
        return self.doc


@dataclass(frozen=True)
class Units:
    """Sentences or turns of all documents, in order: document, start, end, and turn (counted over all documents).

    `at` and `until` are start and end counted over all documents, for looking up a place.
    """

    document: Ints
    start: Ints
    end: Ints
    turn: Ints
    at: Any
    until: Any

    def __len__(self) -> int:
        return len(self.start)


@dataclass(frozen=True)
class Group:
    """The documents of one language: their entries, where their words begin, and which words are theirs."""

    language: str
    entries: tuple[Entry, ...]
    firsts: tuple[int, ...]
    mask: Any = None

    @property
    def inflections(self) -> Inflections:
        """Which words are forms of one word in this language."""
        return Inflections.of(self.language)


@dataclass
class Index:
    """All words of a corpus as it stands. Made anew when a document comes or goes; `memo` dies with it."""

    entries: tuple[Entry, ...]
    vocabulary: tuple[str, ...]
    tokenizers: dict[str, Tokenizer]
    memo: dict[Hashable, Any] = field(default_factory=dict)

    def _joined(self, name: str) -> Ints:
        arrays = [getattr(entry.words, name) for entry in self.entries]
        return np.concatenate(arrays) if arrays else np.zeros(0, np.int32)

    @cached_property
    def word(self) -> Ints:
        """Each word's place in the vocabulary."""
        return np.concatenate([entry.places for entry in self.entries]) if self.entries else np.zeros(0, np.int32)

    @cached_property
    def start(self) -> Ints:
        """Offset in its document at which each word starts."""
        return self._joined("start")

    @cached_property
    def end(self) -> Ints:
        """Offset in its document at which each word ends."""
        return self._joined("end")

    @cached_property
    def number(self) -> Ints:
        """Each word counted within its document as people count."""
        return self._joined("number")

    @cached_property
    def turn(self) -> Ints:
        """The turn of each word, counted over all documents."""
        counts = [len(entry.document.turns) for entry in self.entries]
        bases = np.cumsum([0, *counts])
        return _shifted([entry.words.turn for entry in self.entries], bases)

    @cached_property
    def sentence(self) -> Ints:
        """The sentence of each word, counted over all documents; -1 for none."""
        bases = np.cumsum([0, *[len(entry.words.sentences) for entry in self.entries]])
        return _shifted([entry.words.sentence for entry in self.entries], bases)

    def unit_of(self, unit: Unit) -> Ints:
        """The sentence or the turn of each word."""
        return self.sentence if unit == "sentence" else self.turn

    @cached_property
    def _units(self) -> dict[Unit, Units]:
        texts = np.cumsum([0, *[len(entry.document.text) + 1 for entry in self.entries]], dtype=np.int64)
        turns = np.cumsum([0, *[len(entry.document.turns) for entry in self.entries]])
        rows: dict[Unit, list[Any]] = {"sentence": [], "turn": []}
        for entry in self.entries:
            rows["sentence"].append(entry.words.sentences)
            spans = [(turn.start, turn.end, place) for place, turn in enumerate(entry.document.turns)]
            rows["turn"].append(np.array(spans, np.int32).reshape(-1, 3))
        return {unit: _units_of(tables, texts, turns) for unit, tables in rows.items()}

    def units(self, unit: Unit) -> Units:
        """All sentences or all turns."""
        return self._units[unit]

    @cached_property
    def voices(self) -> tuple[list[tuple[Document, str | None]], Ints]:
        """Who speaks in which document, each once, and for each turn of all documents which of them it is."""
        known: dict[tuple[str, str | None], int] = {}
        pairs: list[tuple[Document, str | None]] = []
        places = []
        for entry in self.entries:
            document = entry.document
            for turn in document.turns:
                place = known.setdefault((document.id, turn.speaker), len(pairs))
                if place == len(pairs):
                    pairs.append((document, turn.speaker))
                places.append(place)
        return pairs, np.array(places, np.int32)

    def spoken(self, unit: Unit, accepts: Callable[[Document, str | None], bool]) -> Any:
        """For each unit whether its document and speaker are accepted."""
        pairs, places = self.voices
        answers = np.array([bool(accepts(document, speaker)) for document, speaker in pairs], bool)
        return answers[places[self.units(unit).turn]] if pairs else np.zeros(len(self.units(unit)), bool)

    @cached_property
    def frequency(self) -> Any:
        """How often each word of the vocabulary stands in the documents."""
        return np.bincount(self.word, minlength=len(self.vocabulary))

    def places(self, unit: Unit, document: int, starts: Any, ends: Any) -> Ints:
        """The unit that holds each span of a document whole; -1 where none does."""
        units = self.units(unit)
        base = sum(len(entry.document.text) + 1 for entry in self.entries[:document])
        first = place_of(np.asarray(starts, np.int64) + base, units.at, units.until)
        last = place_of(np.asarray(ends, np.int64) + base - 1, units.at, units.until)
        return np.where(first == last, first, -1).astype(np.int32)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The documents by language, in order of first appearance."""
        firsts = np.cumsum([0, *[len(entry.places) for entry in self.entries]])[:-1].tolist()
        languages = list(dict.fromkeys(entry.language for entry in self.entries))
        groups = []
        for language in languages:
            chosen = [place for place, entry in enumerate(self.entries) if entry.language == language]
            mask = None
            if len(languages) > 1:
                mask = np.repeat(
                    [entry.language == language for entry in self.entries],
                    [len(entry.places) for entry in self.entries],
                )
            entries, starts = tuple(self.entries[p] for p in chosen), tuple(firsts[p] for p in chosen)
            groups.append(Group(language, entries, starts, mask))
        return tuple(groups)

    def bases(self, language: str) -> dict[str, list[int]]:
        """The places in the vocabulary of the forms of each base word."""
        return self.tokenizers[language].by_base(self.vocabulary)

    @cached_property
    def lookup(self) -> dict[str, int]:
        """The place of each word in the vocabulary."""
        return {word: place for place, word in enumerate(self.vocabulary)}


def _shifted(arrays: list[Ints], bases: Any) -> Ints:
    """Places within a document as places over all documents; -1 stays."""
    if not arrays:
        return np.zeros(0, np.int32)
    moved = [np.where(array < 0, -1, array + base) for array, base in zip(arrays, bases, strict=False)]
    return np.concatenate(moved).astype(np.int32)


def _units_of(tables: list[Any], texts: Any, turns: Any) -> Units:
    table = np.concatenate(tables) if tables else np.zeros((0, 3), np.int32)
    document = np.repeat(np.arange(len(tables), dtype=np.int32), [len(rows) for rows in tables])
    return Units(
        document,
        table[:, 0],
        table[:, 1],
        (table[:, 2] + turns[document]).astype(np.int32),
        table[:, 0] + texts[document],
        table[:, 1] + texts[document],
    )
