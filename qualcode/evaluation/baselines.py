"""What needs no learning, to compare with: the most used codes, and words shared with the definition."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from qualcode.learning import CodeText
from qualcode.learning.words import stemmer, stop_words, words


def majority(labels: np.ndarray, fold: np.ndarray) -> np.ndarray:
    """The codes by how often they are used in the other folds, the same for each passage of a fold."""
    found = np.zeros(labels.shape)
    for own in np.unique(fold):
        others = labels[fold != own] if len(np.unique(fold)) > 1 else labels
        found[fold == own] = others.sum(axis=0)
    return found


def shared_words(texts: Sequence[str], codes: Sequence[CodeText], language: str) -> np.ndarray:
    """How many stems each passage shares with a code's names and definition, divided by the root of their number.

    Each stem counts once, whatever it tells; stop words do not count.
    """
    from scipy import sparse

    stop, stem = stop_words(language), stemmer(language)
    columns: dict[str, int] = {}

    def rows(of: Sequence[str]) -> list[list[int]]:
        own = [sorted({stem(word) for word in words(text) if word not in stop}) for text in of]
        return [[columns.setdefault(key, len(columns)) for key in keys] for keys in own]

    told, asked = rows([code.whole for code in codes]), rows(texts)

    def matrix(of: list[list[int]]) -> sparse.csr_matrix:
        ends = np.cumsum([0, *map(len, of)])
        places = np.array([column for row in of for column in row], np.int64)
        return sparse.csr_matrix((np.ones(len(places)), places, ends), shape=(len(of), len(columns)))

    length = np.sqrt(np.maximum([len(row) for row in told], 1))
    return np.asarray((matrix(asked) @ matrix(told).T).todense()) / length
