"""How much coding it takes: the figures after one, two, four … coded documents."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from qualcode.evaluation.figures import figures
from qualcode.learning import Features, Likeness, learn

ASKED = 2000
"""Passages that are asked at each point, at most: whole documents, from the last."""


def sizes_of(documents: int) -> list[int]:
    """After how many documents the curve has a point: powers of two, as long as a third of them is left to ask.

    >>> sizes_of(17), sizes_of(1)
    ([1, 2, 4, 8], [])
    """
    found, size = [], 1
    while size <= documents * 2 / 3:
        found.append(size)
        size *= 2
    return found


def learning_curve(
    features: Features,
    cold: Likeness,
    labels: np.ndarray,
    measured: np.ndarray,
    *,
    starts: int = 3,
    progress: Callable[[int, int], None] | None = None,
) -> list[dict[str, Any]]:
    """One row a point: documents, segments (coded until there, the mean over starts), asked, hit@1, hit@3, and what
    the codebook alone gives on the same passages (cold hit@1, cold hit@3).

    Documents are coded in the order in which they stand, from up to three starts spread over them; asked are passages
    of the documents that are not coded yet. The figures are means over the starts. A point with 0 documents is what
    the codebook alone gives on all passages. `measured` are the passages that have codes.
    """
    group = features.passages.group[measured]
    documents = list(dict.fromkeys(group.tolist()))
    sizes = sizes_of(len(documents))
    begins = sorted({len(documents) * start // starts for start in range(starts)})
    every = figures(cold.scores[measured], labels[measured])
    rows: list[dict[str, Any]] = [_row(0, [0], [len(measured)], [every], [every])]
    done = 0
    for size in sizes:
        found, before, coded, asked = [], [], [], []
        for begin in begins:
            turned = [*documents[begin:], *documents[:begin]]
            train = measured[np.isin(group, turned[:size])]
            query = measured[_last(group, turned[size:])]
            model = learn(features, cold, labels, train, query=query)
            found.append(figures(model.scores, labels[query]))
            before.append(figures(cold.scores[query], labels[query]))
            coded.append(len(train))
            asked.append(len(query))
            done += 1
            if progress is not None:
                progress(done, len(sizes) * len(begins))
        rows.append(_row(size, coded, asked, found, before))
    return rows


def _last(group: np.ndarray, documents: Sequence[int]) -> np.ndarray:
    """The passages of as many of these documents, from the last, as `ASKED` allows; of one at least."""
    chosen: list[int] = []
    count = 0
    for document in reversed(documents):
        size = int((group == document).sum())
        if chosen and count + size > ASKED:
            break
        chosen.append(document)
        count += size
    return np.flatnonzero(np.isin(group, chosen))


def _row(
    documents: int, coded: list[int], asked: list[int], found: list[dict[str, Any]], before: list[dict[str, Any]]
) -> dict[str, Any]:
    def mean(rows: list[dict[str, Any]], name: str) -> float:
        return round(float(np.mean([row[name] for row in rows])), 4)

    return {
        "documents": documents,
        "segments": round(float(np.mean(coded)), 1),
        "asked": round(float(np.mean(asked)), 1),
        "hit@1": mean(found, "hit@1"),
        "hit@3": mean(found, "hit@3"),
        "cold hit@1": mean(before, "hit@1"),
        "cold hit@3": mean(before, "hit@3"),
    }
