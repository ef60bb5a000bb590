"""Passages and codes as numbers: sentence vectors, stems and pieces of words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from qualcode.learning.passages import CodeText, Passages, Vectors
from qualcode.learning.words import Words


class Features:
    """The numbers of passages and of the codes that they are compared with.

    `vectors` gives sentence vectors; without it words alone speak. Vectors are centred on the mean of the passages,
    so that what all of them share does not count (Mu & Viswanath 2018); no label is used for it. Passages without a
    word have rows of zeros.
    """

    def __init__(
        self, passages: Passages, codes: Sequence[CodeText], *, vectors: Vectors | None = None, language: str = "en"
    ) -> None:
        self.passages, self.codes, self.vectors = passages, tuple(codes), vectors
        whole = [code.whole for code in codes]
        self.words = Words([*passages.texts, *whole], language)
        self.stems, self.code_stems = _parts(self.words.stems, len(passages))
        self.pieces, self.code_pieces = _parts(self.words.pieces, len(passages))
        self.sentence_of = np.repeat(np.arange(len(passages)), [len(own) for own in passages.sentences])
        self.mean: np.ndarray | None = None
        if vectors is not None and len(passages):
            self._embed(vectors)

    def _embed(self, vectors: Vectors) -> None:
        passages, codes = self.passages, self.codes
        sentences = [sentence for own in passages.sentences for sentence in own]
        raw = vectors([*passages.texts, *sentences])
        self.mean = raw[: len(passages)].mean(axis=0)
        centred = unit(raw - self.mean) * (np.abs(raw).sum(axis=1, keepdims=True) > 0)
        self.vector, self.sentence_vectors = centred[: len(passages)], centred[len(passages) :]
        self.name_vectors = own_centre(vectors([code.name for code in codes]))
        said = [code.definition or code.name for code in codes]
        self.definition_vectors = own_centre(vectors(said))
        self.whole_raw = vectors([code.whole for code in codes])
        self.whole_vectors = own_centre(self.whole_raw)

    def likes(self, vectors: np.ndarray) -> np.ndarray:
        """How near each passage is to each of some vectors: (passages, vectors)."""
        return np.asarray(self.vector @ vectors.T)

    def best_sentence(self, vectors: np.ndarray) -> np.ndarray:
        """How near the nearest sentence of each passage is to each of some vectors."""
        found = np.full((len(self.passages), len(vectors)), -1.0, np.float32)
        near = self.sentence_vectors @ vectors.T
        if len(near):
            starts = np.flatnonzero(np.r_[True, self.sentence_of[1:] != self.sentence_of[:-1]])
            found[self.sentence_of[starts]] = np.maximum.reduceat(near, starts, axis=0)
        return found

    def placed(self, texts: Sequence[str]) -> np.ndarray:
        """The vectors of other texts, centred as those of passages."""
        assert self.vectors is not None and self.mean is not None
        return unit(self.vectors(texts) - self.mean)


def unit(rows: np.ndarray) -> np.ndarray:
    """Rows of unit length; rows of zeros stay."""
    length = np.linalg.norm(rows, axis=-1, keepdims=True)
    return np.asarray(rows / np.where(length > 0, length, 1))


def own_centre(rows: np.ndarray) -> np.ndarray:
    """Rows of unit length, without what all of them share; a single row stays."""
    return unit(rows - rows.mean(axis=0)) if len(rows) > 1 else unit(rows)


def standard(scores: np.ndarray) -> np.ndarray:
    """Scores of the codes for each passage with mean 0, on a common scale; where all are equal, 0.

    They are divided by the geometric mean of the passage's own spread and of the spread in all passages: so a passage
    for which nothing stands out keeps small scores, and one of long words does not drown the others.
    """
    if scores.size == 0:
        return scores
    centred = scores - scores.mean(axis=1, keepdims=True)
    own = np.sqrt((centred**2).mean(axis=1, keepdims=True))
    scale = np.sqrt(own * np.sqrt((own**2).mean()))
    return np.where(scale > 1e-9, centred / np.where(scale > 0, scale, 1), 0.0)


def _parts(rows: sparse.csr_matrix, count: int) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
    return rows[:count], rows[count:]
