"""Words as numbers: stems and pieces of words, weighted by how much they tell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from scipy import sparse

STEMMERS = dict(
    pair.split(":")
    for pair in (
        "ar:arabic hy:armenian eu:basque ca:catalan da:danish nl:dutch en:english et:estonian fi:finnish fr:french "
        "de:german el:greek hi:hindi hu:hungarian id:indonesian ga:irish it:italian lt:lithuanian ne:nepali "
        "nb:norwegian no:norwegian pt:portuguese ro:romanian ru:russian sr:serbian es:spanish sv:swedish ta:tamil "
        "tr:turkish"
    ).split()
)
_SIGN = "\u3040-\u30ff\u3400-\u9fff"
_WORD = re.compile(rf"[{_SIGN}]|[^\W\d_{_SIGN}]{{2,}}")
PIECES = (3, 4, 5)
TALK = {
    "en": frozenset(
        (
            "yes yeah yep no nope ok okay oh ah uh um uhm hmm mhm hm er erm huh wow hey hello hi bye thanks thank "
            "please sorry like know mean think guess say said saying tell told talk talking go going gone went "
            "come coming get getting got thing things stuff something anything everything lot lots bit kind sort "
            "way really actually basically obviously probably maybe definitely absolutely totally pretty right "
            "well sure fine good great just gonna wanna gotta kinda ll ve re don doesn didn isn wasn aren weren "
            "won wouldn couldn shouldn can hasn haven hadn ain let yet whatever anyway "
        ).split()
    )
}
"""Words that carry talk along and tell nothing of what it is about."""


class Words:
    """The words of texts in a language, each text a row.

    `stems` weighs stems without stop words, `pieces` parts of three to five letters of words, both as tf-idf with
    sublinear counts and rows of unit length (Manning, Raghavan & Schütze 2008, chapter 6). `known` are the texts
    whose words count for the weights; `of` weighs others in the same way.
    """

    def __init__(self, known: Sequence[str], language: str = "en") -> None:
        self.language = language
        self._types: dict[str, int] = {}
        counted = self._count(known, grow=True)
        self._stems, self.names = _stems(list(self._types), language)
        self._pieces = _pieces(list(self._types))
        self._stem_weight = _idf(counted @ self._stems, 1)
        self._piece_weight = _idf(counted @ self._pieces, 2)
        self.stems, self.pieces = self._weighed(counted)

    def of(self, texts: Sequence[str]) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
        """The stems and the pieces of other texts; words that no known text has do not count."""
        return self._weighed(self._count(texts, grow=False))

    def spoken(self, text: str) -> dict[str, list[str]]:
        """The words of a text by their stem, without stop words."""
        found: dict[str, list[str]] = {}
        stop, stem = stop_words(self.language), stemmer(self.language)
        for word in words(text):
            if word not in stop:
                found.setdefault(stem(word), []).append(word)
        return {key: list(dict.fromkeys(forms)) for key, forms in found.items()}

    def tells(self, text: str) -> int:
        """How many different stems of a text tell something: neither stop words nor words that carry talk along."""
        talk = TALK.get(self.language.split("-")[0], frozenset())
        return sum(any(word not in talk for word in forms) for forms in self.spoken(text).values())

    def _weighed(self, counted: sparse.csr_matrix) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
        stems = _rows(counted @ self._stems, self._stem_weight)
        return stems, _rows(counted @ self._pieces, self._piece_weight)

    def _count(self, texts: Sequence[str], *, grow: bool) -> sparse.csr_matrix:
        rows: list[int] = []
        columns: list[int] = []
        for row, text in enumerate(texts):
            for word in words(text):
                column = self._types.setdefault(word, len(self._types)) if grow else self._types.get(word)
                if column is not None:
                    rows.append(row)
                    columns.append(column)
        shape = (len(texts), len(self._types))
        return sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=shape)


def words(text: str) -> list[str]:
    """The words of a text in lower case; of scripts without blanks, each sign.

    >>> words("We're TWO worlds — 2 of them.")
    ['we', 're', 'two', 'worlds', 'of', 'them']
    """
    return _WORD.findall(text.lower())


@lru_cache(maxsize=8)
def stop_words(language: str) -> frozenset[str]:
    """Words that tell nothing alone, as spaCy lists them; empty for a language without a list."""
    from importlib import import_module

    from qualcode.language import language_code

    try:
        listed = import_module(f"spacy.lang.{language_code(language)}.stop_words").STOP_WORDS
    except ImportError:
        return frozenset()
    return frozenset(word for entry in listed for word in words(entry))


@lru_cache(maxsize=8)
def stemmer(language: str):  # type: ignore[no-untyped-def]
    """What cuts a word to its stem, by Snowball where it knows the language; else the word itself."""
    name = STEMMERS.get(re.split(r"[-_]", language.lower())[0])
    if name is None:
        return str
    import snowballstemmer

    return lru_cache(maxsize=None)(snowballstemmer.stemmer(name).stemWord)


def _stems(types: list[str], language: str) -> tuple[sparse.csr_matrix, list[str]]:
    stop, stem = stop_words(language), stemmer(language)
    names: dict[str, int] = {}
    cells = [(row, names.setdefault(stem(word), len(names))) for row, word in enumerate(types) if word not in stop]
    return _ones(cells, (len(types), len(names))), list(names)


def _pieces(types: list[str]) -> sparse.csr_matrix:
    names: dict[str, int] = {}
    rows: list[int] = []
    columns: list[int] = []
    for row, word in enumerate(types):
        padded = f" {word} "
        for size in PIECES:
            for start in range(max(1, len(padded) - size + 1)):
                rows.append(row)
                columns.append(names.setdefault(padded[start : start + size], len(names)))
    return sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(types), len(names)))


def _ones(cells: list[tuple[int, int]], shape: tuple[int, int]) -> sparse.csr_matrix:
    rows, columns = zip(*cells, strict=True) if cells else ((), ())
    return sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=shape)


def _idf(counted: sparse.csr_matrix, least: int) -> np.ndarray:
    """ln((1 + n) / (1 + df)) + 1, and 0 for what fewer than `least` texts have."""
    have = np.asarray((counted > 0).sum(axis=0)).ravel()
    return np.where(have >= least, np.log((1 + counted.shape[0]) / (1 + have)) + 1, 0.0)


def _rows(counted: sparse.csr_matrix, weight: np.ndarray) -> sparse.csr_matrix:
    found = sparse.csr_matrix(counted)
    found.data = 1 + np.log(found.data)
    found = sparse.csr_matrix(found.multiply(weight[None, :]))
    found.eliminate_zeros()
    length = np.sqrt(np.asarray(found.multiply(found).sum(axis=1)).ravel())
    return sparse.csr_matrix(sparse.diags(1 / np.where(length > 0, length, 1)) @ found).astype(np.float32)
