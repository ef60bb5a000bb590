"""Grouping passages, several times over, and measuring how stable each group is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

import numpy as np

from qualcode.topics.values import STABLE

CANDIDATES = (2, 3, 4, 5, 6, 8, 10, 12, 15, 20)
RUNS = 4
SHARE = 0.8
FEWEST_EACH = 12  # passages for each pattern, on average
DIMENSIONS = 20
STARTS = 4
Labels = np.ndarray[Any, np.dtype[np.int64]]
Run = tuple[Labels, Labels]
"""The rows that took part in a run, and the group of each of them; -1 for none."""


class Groups(Protocol):
    """Cuts some rows into about `count` groups; -1 stands for a row in none."""

    def __call__(self, rows: Labels, count: int, seed: int) -> Labels: ...


def stability(labels: Labels, runs: Sequence[Run]) -> list[float]:
    """How well each group is found again in other runs, by number of the group: 1 always, 0 never.

    For a group C of the first run and the groups D of another one that saw the rows S,
    `max over D of |C ∩ S ∩ D| / |(C ∩ S) ∪ D|` (the Jaccard coefficient of members), and of that the mean over the
    runs. 0 where a run saw no member. By chance alone it is about a third for a few groups of equal size, and less
    for many; a few groups can be stable in data without any, where the cut always falls at the same place.

    Source: Hennig, C. (2007), Cluster-wise assessment of cluster stability, Computational Statistics & Data Analysis
    52, 258–271, with the subsetting scheme; the bounds 0.6 and 0.75 are from there.

    >>> first = np.array([0, 0, 0, 1, 1, 1])
    >>> every = np.arange(6)
    >>> stability(first, [(every, np.array([1, 1, 1, 0, 0, 0])), (every, np.array([0, 0, 1, 1, 1, 1]))])
    [0.8333, 0.875]
    """
    count = int(labels.max(initial=-1)) + 1
    total = np.zeros(count)
    for rows, found in runs:
        before = labels[rows]
        others = int(found.max(initial=-1)) + 1
        both = (before >= 0) & (found >= 0)
        shared = np.zeros((count, max(others, 1)))
        np.add.at(shared, (before[both], found[both]), 1)
        sizes = np.bincount(before[before >= 0], minlength=count)[:, None]
        theirs = np.bincount(found[found >= 0], minlength=max(others, 1))[None, :]
        together = sizes + theirs - shared
        total += np.divide(shared, together, out=np.zeros_like(shared), where=together > 0).max(axis=1)
    return [round(float(value), 4) for value in total / max(len(runs), 1)]


def samples(count: int, seed: int) -> list[Labels]:
    """The rows that each of the other runs sees: four fifths of them, drawn anew for each."""
    size = max(int(SHARE * count), 1)
    return [
        np.sort(np.random.default_rng([seed, nth]).choice(count, size, replace=False)) for nth in range(1, RUNS + 1)
    ]


def candidates(count: int, asked: int | None) -> tuple[int, ...]:
    """The numbers of patterns to try: the one asked for, or those that leave enough passages for each."""
    if asked is not None:
        return (asked,)
    return tuple(number for number in CANDIDATES if number * FEWEST_EACH <= count) or CANDIDATES[:1]


def compare(
    groups: Groups, count: int, numbers: Sequence[int], seed: int, step: Callable[[], None]
) -> dict[int, tuple[list[Run], list[float]]]:
    """For each number of groups: the other runs, and the stability of the groups of the first one.

    The first run sees all rows with the seed; each other one a random four fifths with a seed of its own. Other seeds
    alone would flatter methods that hardly depend on them.
    """
    every = np.arange(count)
    found = {}
    drawn = samples(count, seed)
    for number in numbers:
        first = groups(every, number, seed)
        step()
        runs = []
        for nth, rows in enumerate(drawn, start=1):
            runs.append((rows, groups(rows, number, seed + nth)))
            step()
        found[number] = (runs, stability(first, runs))
    return found


def chosen(stabilities: dict[int, list[float]]) -> int:
    """The largest number of groups of which every one is stable; where there is none, the most stable on the whole.

    >>> chosen({3: [1.0, 1.0, 0.9], 4: [0.9, 0.9, 0.8, 0.75], 5: [0.9, 0.9, 0.9, 0.9, 0.7]})
    4
    >>> chosen({2: [0.7, 0.5], 3: [0.5, 0.4, 0.4]})
    2
    """
    stable = [number for number, found in stabilities.items() if found and min(found) >= STABLE]
    if stable:
        return max(stable)
    return max(stabilities, key=lambda number: (round(float(np.mean(stabilities[number] or [0])), 4), -number))


class ByVectors:
    """Groups of vectors: reduced by a principal component analysis, then k-means."""

    def __init__(self, vectors: np.ndarray) -> None:
        self._vectors = vectors
        self._reduced: dict[bytes, np.ndarray] = {}

    def reducer(self, count: int) -> Any:
        """The principal component analysis for so many rows."""
        from sklearn.decomposition import PCA

        return PCA(min(DIMENSIONS, count - 1, self._vectors.shape[1]), svd_solver="full")

    def clusterer(self, count: int, seed: int) -> Any:
        """The k-means for so many groups."""
        from sklearn.cluster import KMeans

        return KMeans(count, n_init=STARTS, random_state=seed)

    def __call__(self, rows: Labels, count: int, seed: int) -> Labels:
        key = rows.tobytes()
        if key not in self._reduced:
            self._reduced[key] = self.reducer(len(rows)).fit_transform(self._vectors[rows])
        return self.clusterer(count, seed).fit_predict(self._reduced[key]).astype(np.int64)


class ByWords:
    """Groups of word counts: non-negative matrix factorisation of TF-IDF; a row belongs to its strongest factor."""

    def __init__(self, words: Sequence[Sequence[str]]) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        vectorizer = TfidfVectorizer(analyzer=list, max_df=0.5, max_features=MOST_WORDS, sublinear_tf=True)
        try:
            self.matrix = vectorizer.fit_transform(words)
        except ValueError:  # every word is in more than half of the passages
            vectorizer.set_params(max_df=1.0)
            self.matrix = vectorizer.fit_transform(words)
        self.words = vectorizer.get_feature_names_out()

    def factors(self, rows: Labels, count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
        """Factors of rows and of words: (rows, count) and (count, words)."""
        from sklearn.decomposition import NMF

        # A Frobenius fit with coordinate descent: what scikit-learn does by itself.
        model = NMF(
            count,
            init="nndsvd" if count <= min(len(rows), len(self.words)) else "random",
            random_state=seed,
            max_iter=200,
            tol=1e-3,
        )
        return model.fit_transform(self.matrix[rows]), model.components_

    def __call__(self, rows: Labels, count: int, seed: int) -> Labels:
        return strongest(self.factors(rows, count, seed)[0])


MOST_WORDS = 4000


def strongest(weights: np.ndarray) -> Labels:
    """The strongest factor of each row; -1 for a row that has none.

    >>> strongest(np.array([[0.0, 2.0], [0.0, 0.0]])).tolist()
    [1, -1]
    """
    return np.where(weights.max(axis=1) > 0, weights.argmax(axis=1), -1).astype(np.int64)


@contextmanager
def repeatable() -> Iterator[None]:
    """One thread, so that sums are in one order and a run can be repeated to the letter; no talk about convergence.

    That k-means finds fewer groups than were asked for, or a factorisation stops early, shows in the stability.
    """
    import warnings

    from sklearn.exceptions import ConvergenceWarning
    from threadpoolctl import threadpool_limits

    # Vectors that are all alike have no variance to explain.
    with threadpool_limits(1), np.errstate(invalid="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        yield
