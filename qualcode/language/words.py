"""The words of a document as arrays: what they are, where they stand, in which turn and sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from qualcode.language.folding import form, is_word, plain
from qualcode.language.inflections import Inflections
from qualcode.language.pipelines import blank
from qualcode.model import Document
from qualcode.text import segments

Ints = np.ndarray[Any, np.dtype[np.int32]]
_JOINTS = re.compile("[^-]+")
_ADDRESS = re.compile(r"://|@|^www\.")
_LONG_RUN = re.compile(r"\S{400,}")
RUN = 200


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one document, in order; punctuation, labels and times are not words.

    `forms` are the distinct words as they are compared, `form` points into them. `start` and `end` are offsets in
    the document's text. `number` counts words as people do: `don't` is two tokens and one word. `turn` and
    `sentence` are places in `document.turns` and in `sentences`, whose rows are start, end and turn; -1 is a word
    outside all sentences.
    """

    forms: tuple[str, ...]
    form: Ints
    start: Ints
    end: Ints
    number: Ints
    turn: Ints
    sentence: Ints
    sentences: Ints


def place_of(points: Any, starts: Any, ends: Any) -> Ints:
    """In which of the ordered, disjoint spans each point lies; -1 for none."""
    if not len(starts):
        return np.full(len(points), -1, np.int32)
    places = np.searchsorted(starts, points, side="right").astype(np.int32) - 1
    return np.where((places >= 0) & (points < ends[places]), places, -1).astype(np.int32)


def pieces(text: str) -> Iterator[tuple[int, str]]:
    """The text in pieces that the tokenizer can digest, with their offsets.

    spaCy peels punctuation off a run of letters without a blank one by one, so that the time grows with the square
    of the run; runs beyond 400 characters are cut.
    """
    done = 0
    for run in _LONG_RUN.finditer(text):
        if run.start() > done:
            yield done, text[done : run.start()]
        for start in range(run.start(), run.end(), RUN):
            yield start, text[start : min(start + RUN, run.end())]
        done = run.end()
    if done < len(text):
        yield done, text[done:]


class Tokenizer:
    """Cuts documents of one language into words; remembers what it learned about each token."""

    def __init__(self, language: str) -> None:
        self._nlp = blank(language)
        self._vocabulary: list[str] = []
        self._places: dict[str, int] = {}
        self._known: dict[int, tuple[tuple[int, int, int], ...]] = {}  # token → (offset, length, form) of its words
        self._inflections = Inflections.of(language)
        self._by_base: dict[str, list[int]] = {}
        self._based = 0

    def by_base(self, words: Sequence[str]) -> dict[str, list[int]]:
        """The places in a growing list of words of the forms of each base word; what is new in it is added."""
        for place in range(self._based, len(words)):
            for base in self._inflections.bases(words[place]):
                self._by_base.setdefault(base, []).append(place)
        self._based = len(words)
        return self._by_base

    def words_of(self, text: str) -> list[str]:
        """The words of a query, as they are compared."""
        return [
            self._vocabulary[word[2]]
            for _, piece in pieces(plain(text))
            for token in self._nlp.tokenizer(piece)
            for word in self._parts(token.lex.lower, token.lower_)
        ]

    def _parts(self, key: int, lower: str) -> tuple[tuple[int, int, int], ...]:
        known = self._known.get(key)
        if known is None:
            # spaCy keeps some hyphens inside a token ("covid-19"); for a reader they part words everywhere
            cut = [(0, lower)] if _ADDRESS.search(lower) else [(m.start(), m[0]) for m in _JOINTS.finditer(lower)]
            known = tuple((at, len(part), self._place(form(part))) for at, part in cut if is_word(part))
            self._known[key] = known
        return known

    def _place(self, word: str) -> int:
        place = self._places.setdefault(word, len(self._vocabulary))
        if place == len(self._vocabulary):
            self._vocabulary.append(word)
        return place

    def read(self, document: Document) -> Words:
        """The words of a document, turn by turn; each lies wholly inside its turn."""
        from spacy.attrs import IDX, LENGTH, LOWER

        tables, bases, turns = [], [], []
        for place, turn in enumerate(document.turns):
            for offset, piece in pieces(plain(document.text[turn.start : turn.end])):
                table = self._nlp.tokenizer(piece).to_array([LOWER, IDX, LENGTH])
                tables.append(table)
                bases.append(turn.start + offset)
                turns.append(place)
        lengths = [len(table) for table in tables]
        table = np.concatenate(tables) if tables else np.zeros((0, 3), np.uint64)
        start = table[:, 1].astype(np.int64) + np.repeat(np.array(bases, np.int64), lengths)
        turn_of = np.repeat(np.array(turns, np.int64), lengths)
        return self._assemble(document, table[:, 0], start, turn_of)

    def _assemble(self, document: Document, token: Any, start: Any, turn_of: Any) -> Words:
        keys, inverse = np.unique(token, return_inverse=True)
        strings = self._nlp.vocab.strings
        parts = [self._parts(key, strings[key]) for key in keys.tolist()]
        counts = np.array([len(part) for part in parts], np.int64)
        rows = np.array([row for part in parts for row in part], np.int64).reshape(-1, 3)
        firsts = np.cumsum(counts) - counts
        repeats = counts[inverse]
        which = np.repeat(np.arange(len(inverse)), repeats)
        nth = np.arange(len(which)) - np.repeat(np.cumsum(repeats) - repeats, repeats)
        chosen = rows[firsts[inverse[which]] + nth]
        starts = (start[which] + chosen[:, 0]).astype(np.int32)
        ends = (starts + chosen[:, 1]).astype(np.int32)
        used, form_of = np.unique(chosen[:, 2], return_inverse=True)
        forms = tuple(self._vocabulary[place] for place in used.tolist())
        sentences = np.array([(s.start, s.end, s.turn) for s in segments(document, "sentence")], np.int32)
        sentences = sentences.reshape(-1, 3)
        return Words(
            forms,
            form_of.astype(np.int32),
            starts,
            ends,
            _count(forms, form_of, starts, ends),
            turn_of[which].astype(np.int32),
            place_of(starts, sentences[:, 0], sentences[:, 1]),
            sentences,
        )


def _count(forms: tuple[str, ...], form_of: Any, start: Any, end: Any) -> Ints:
    """Number the words as people count them: what an apostrophe ties to the word before it is part of that word."""
    opens = np.array([word.startswith("'") or word == "n't" for word in forms], bool)
    ties = np.array([word.endswith("'") for word in forms], bool)
    glued = np.zeros(len(form_of), bool)
    if len(form_of):
        glued[1:] = (start[1:] == end[:-1]) & (opens[form_of[1:]] | ties[form_of[:-1]])
    return np.cumsum(~glued).astype(np.int32)
