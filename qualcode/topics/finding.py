"""From passages to word patterns: BERTopic over vectors, or a factorisation of word counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count as counting
from typing import Any

import numpy as np

from qualcode.errors import MissingModel, Refused
from qualcode.topics.cutting import Passages
from qualcode.topics.grouping import (
    FEWEST_EACH,
    ByVectors,
    ByWords,
    Labels,
    candidates,
    chosen,
    compare,
    repeatable,
    stability,
    strongest,
)
from qualcode.topics.grouping import RUNS as OTHERS
from qualcode.topics.values import METHODS, Member, Method, Pattern, WordPatterns

Progress = Callable[[int, int], None]
FEWEST_PASSAGES = 50
IN_PATTERN = 12  # words
Weighted = list[tuple[tuple[str, float], ...]]


def find_patterns(
    found: Passages,
    vectors: np.ndarray | None = None,
    *,
    method: Method = "bertopic",
    patterns: int | None = None,
    seed: int = 0,
    progress: Progress | None = None,
) -> WordPatterns:
    """Find word patterns in passages; the same passages, vectors and seed give the same patterns.

    `bertopic` needs a vector for each passage. It reduces them by a principal component analysis (20 dimensions) and
    groups them with k-means; the words of a pattern are BERTopic's (class-based TF-IDF). `nmf` needs words alone.
    Without a number of `patterns`, some are tried and the largest is taken whose patterns are all stable.

    Raises:
        Refused: too few passages, or a number of patterns that they do not allow.
        MissingModel: BERTopic is not installed.
    """
    check(len(found), method, patterns)
    if method == "bertopic" and (vectors is None or len(vectors) != len(found)):
        raise ValueError("bertopic needs one vector for each passage")
    numbers = candidates(len(found), patterns)
    total = len(numbers) * (OTHERS + 1) + 1
    done = counting(1)

    def step() -> None:
        if progress is not None:
            progress(next(done), total)

    with repeatable():
        if method == "bertopic" and vectors is not None:
            bertopic = _bertopic()
            groups = ByVectors(np.asarray(vectors, np.float64))
            compared = compare(groups, len(found), numbers, seed, step)
            number = chosen({key: value for key, (_, value) in compared.items()})
            labels, words = _by_bertopic(bertopic, groups, found, vectors, number, seed)
            likeness = _likeness(np.asarray(vectors, np.float64), labels)
        else:
            by_words = ByWords(found.words)
            compared = compare(by_words, len(found), numbers, seed, step)
            number = chosen({key: value for key, (_, value) in compared.items()})
            labels, words, likeness = _by_factors(by_words, len(found), number, seed)
        stable = stability(labels, compared[number][0])
        step()
    tried = tuple((key, round(float(np.mean(value)), 4), min(value)) for key, (_, value) in compared.items() if value)
    return _result(found, labels, words, likeness, stable, tried, method=method, seed=seed, asked=patterns)


def check(count: int, method: str, patterns: int | None) -> None:
    """Refuse, in a sentence, what cannot give patterns."""
    if method not in METHODS:
        raise Refused(f"'{method}' is not a way to find word patterns. Choose one of: {', '.join(METHODS)}.")
    if count < FEWEST_PASSAGES:
        raise Refused(
            f"Word patterns need at least {FEWEST_PASSAGES} passages of participants' words, and there are {count}. "
            f"With so few, reading them tells more: read and code, or bring in more documents. If participants are "
            f"taken for interviewers, correct who speaks."
        )
    most = count // FEWEST_EACH
    if patterns is not None and not 2 <= patterns <= most:
        raise Refused(
            f"{count} passages can be told apart into 2 to {most} word patterns, not {patterns}: each needs about "
            f"{FEWEST_EACH} passages."
        )


def _bertopic() -> Any:
    """BERTopic's class; what it loads may warn about its own names and versions."""
    import warnings

    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Tensorflow not installed", ImportWarning)
            from bertopic import BERTopic
    except ImportError as error:
        raise MissingModel(
            "BERTopic is not installed. Install it with: pip install bertopic. Or take the lighter way: nmf."
        ) from error
    return BERTopic


def _by_bertopic(
    bertopic: Any, groups: ByVectors, found: Passages, vectors: np.ndarray, number: int, seed: int
) -> tuple[Labels, Weighted]:
    from bertopic.vectorizers import ClassTfidfTransformer
    from sklearn.feature_extraction.text import CountVectorizer

    model = bertopic(
        language="multilingual",  # for "english" it would strip all but A to Z
        embedding_model=None,
        umap_model=groups.reducer(len(found)),
        hdbscan_model=groups.clusterer(number, seed),
        vectorizer_model=CountVectorizer(analyzer=str.split),
        ctfidf_model=ClassTfidfTransformer(reduce_frequent_words=True),
        top_n_words=IN_PATTERN,
        calculate_probabilities=False,
        verbose=False,
    )
    texts = [" ".join(words) for words in found.words]
    topics, _ = model.fit_transform(texts, embeddings=np.asarray(vectors, np.float64))
    labels = np.array(topics, np.int64)
    words = [
        _weighted({word: weight for word, weight in model.get_topic(topic) or () if word})
        for topic in range(int(labels.max(initial=-1)) + 1)
    ]
    return labels, words


def _by_factors(groups: ByWords, count: int, number: int, seed: int) -> tuple[Labels, Weighted, np.ndarray]:
    rows, columns = groups.factors(np.arange(count), number, seed)
    labels = strongest(rows)
    scale = np.linalg.norm(columns, axis=1, keepdims=True)
    directions = np.divide(columns, scale, out=np.zeros_like(columns), where=scale > 0)
    inside = np.maximum(labels, 0)
    likeness = np.asarray(groups.matrix.multiply(directions[inside]).sum(axis=1)).ravel()
    words = [_weighted(dict(zip(groups.words.tolist(), line.tolist(), strict=True))) for line in directions]
    return labels, words, likeness


def _weighted(weights: dict[str, float]) -> tuple[tuple[str, float], ...]:
    """The heaviest words; of equal ones the first in the alphabet."""
    best = sorted(weights, key=lambda word: (-round(weights[word], 4), word))[:IN_PATTERN]
    return tuple((word, round(weights[word], 4)) for word in best if weights[word] > 0)


def _likeness(vectors: np.ndarray, labels: Labels) -> np.ndarray:
    """The cosine of each row with the mean of its group."""
    scale = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit = np.divide(vectors, scale, out=np.zeros_like(vectors), where=scale > 0)
    found = np.zeros(len(vectors))
    for group in range(int(labels.max(initial=-1)) + 1):
        inside = labels == group
        mean = unit[inside].mean(axis=0)
        found[inside] = unit[inside] @ (mean / max(float(np.linalg.norm(mean)), 1e-12))
    return found


def _result(
    found: Passages,
    labels: Labels,
    words: Weighted,
    likeness: np.ndarray,
    stabilities: Sequence[float],
    tried: tuple[tuple[int, float, float], ...],
    *,
    method: Method,
    seed: int,
    asked: int | None,
) -> WordPatterns:
    """Patterns numbered from 1, the largest first."""
    sizes = np.bincount(labels[labels >= 0], minlength=len(words))
    order = [group for group in sorted(range(len(words)), key=lambda at: (-sizes[at], at)) if sizes[group]]
    number = {group: place for place, group in enumerate(order, start=1)}
    rows = list(zip(found.segments, labels.tolist(), likeness.tolist(), strict=True))
    return WordPatterns(
        method=method,
        seed=seed,
        asked=asked,
        patterns=tuple(Pattern(number[at], words[at], int(sizes[at]), stabilities[at]) for at in order),
        members=tuple(
            Member(item.document, item.start, item.end, number[label], round(value, 4))
            for item, label, value in rows
            if label >= 0
        ),
        outside=tuple((item.document, item.start, item.end) for item, label, _ in rows if label < 0),
        left_out=dict(found.left_out),
        tried=tried,
    )
