"""How often scores put a human code first, or among the first: figures over passages and over codes."""

from __future__ import annotations

from typing import Any

import numpy as np


def ranked(scores: np.ndarray) -> np.ndarray:
    """Codes from the best, for each passage: (passages, codes). Equal scores go by lot, always the same.

    So where nothing speaks for any code, none is favoured for standing first in the codebook.
    """
    lot = np.random.default_rng(0).random(scores.shape)
    return np.asarray(np.lexsort((lot, -np.round(scores, 9)), axis=1))


def in_order(order: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Whether the first, second … code of each passage is one that the person gave."""
    return np.take_along_axis(labels.astype(bool), order, axis=1)


def figures(scores: np.ndarray, labels: np.ndarray) -> dict[str, float | None]:
    """The figures of scores (passages, codes) against the codes that a person gave.

    hit@k is the share of passages for which a human code is among the first k. recall@3 is the mean, over passages, of
    the share of its human codes that are among the first three (Manning, Raghavan & Schütze 2008, chapter 8). The
    macro figures are means over codes of the share of a code's passages that have it among the first k: there a rare
    code counts as much as a frequent one. All are between 0 and 1, and None without a passage.

    >>> figures(np.array([[3, 2, 1, 0], [3, 2, 1, 0]]), np.array([[1, 0, 0, 1], [0, 1, 0, 0]]))["hit@1"]
    0.5
    """
    names = ("hit@1", "hit@3", "hit@5", "recall@3", "macro hit@1", "macro hit@3")
    if not len(scores):
        return dict.fromkeys(names)
    labels = labels.astype(bool)
    order = ranked(scores)
    right = in_order(order, labels)
    hits = [float(right[:, :k].any(axis=1).mean()) for k in (1, 3, 5)]
    recall = float((right[:, :3].sum(axis=1) / labels.sum(axis=1)).mean())
    macro = [float(np.mean(_by_code(order, labels, k))) for k in (1, 3)]
    return {name: round(value, 4) for name, value in zip(names, (*hits, recall, *macro), strict=True)}


def _by_code(order: np.ndarray, labels: np.ndarray, k: int) -> np.ndarray:
    """The share of each used code's passages that have it among the first k."""
    among = np.zeros(labels.shape, bool)
    np.put_along_axis(among, order[:, :k], True, axis=1)
    uses = labels.sum(axis=0)
    return np.asarray(((among & labels).sum(axis=0) / np.maximum(uses, 1))[uses > 0])


def code_rows(scores: np.ndarray, labels: np.ndarray, names: list[str]) -> list[dict[str, Any]]:
    """One row a code, in the order of the codebook.

    uses; hit@1 and hit@3, the share of its passages that have it first and among the first three; suggested, how often
    it was first; precision, the share of those that were right (None where it was never first); confused_with, the
    code that was first most often where this one was right and the first was not, and how often.
    """
    labels = labels.astype(bool)
    order = ranked(scores)
    top = order[:, 0]
    right = labels[np.arange(len(top)), top]
    three = np.zeros(labels.shape, bool)
    np.put_along_axis(three, order[:, :3], True, axis=1)
    rows: list[dict[str, Any]] = []
    for code, name in enumerate(names):
        own = labels[:, code]
        uses, first = int(own.sum()), top == code
        wrong = top[own & ~right]
        count = np.bincount(wrong, minlength=len(names))
        other = int(count.argmax()) if len(wrong) else -1
        rows.append(
            {
                "code": name,
                "uses": uses,
                "hit@1": share(int((own & first).sum()), uses),
                "hit@3": share(int((own & three[:, code]).sum()), uses),
                "suggested": int(first.sum()),
                "precision": share(int((own & first).sum()), int(first.sum())),
                "confused_with": names[other] if other >= 0 else "",
                "confused": int(count[other]) if other >= 0 else 0,
            }
        )
    return rows


def share(part: int, whole: int) -> float | None:
    """A share to four places; None of nothing."""
    return round(part / whole, 4) if whole else None
