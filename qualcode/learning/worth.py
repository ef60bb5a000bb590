"""What scores are worth: calibrated probabilities, and where to stop so that enough suggestions are right."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

LEAST = 30
"""So many held-out passages it takes to calibrate; with fewer, scores are shares among codes, halved."""
TOP = 10


@dataclass(frozen=True)
class Worth:
    """How scores of codes become probabilities that a person uses the code there.

    `slope` and `intercept` are of a logistic curve over the log-odds of a code's share among all codes (Platt 1999)
    and over how well the best code fits (`fit`). No probability is above `most`, the share of the best held-out
    suggestions that were right; `held` are the probabilities of held-out suggestions with whether they were right,
    best first.
    """

    slope: float = 1.0
    fit: float = 0.0
    intercept: float = -0.7
    most: float = 0.99
    held: tuple[tuple[float, bool], ...] = ()

    def probability(self, scores: np.ndarray) -> np.ndarray:
        """Probabilities in (0, 1) for scores (passages, codes); rows need not add up to 1."""
        if scores.size == 0:
            return scores
        odds, best = _odds(scores)
        curve = 1 / (1 + np.exp(-np.clip(self.slope * odds + self.fit * best + self.intercept, -30, 30)))
        return np.minimum(curve, self.most)

    def threshold(self, precision: float) -> float | None:
        """The lowest probability from which on at least a share `precision` of held-out suggestions were right.

        It is not under half of `precision`, so that no suggestion hides behind better ones. None where there is none,
        or fewer than 10 suggestions to tell from.
        """
        right, lowest = 0, None
        for count, (probability, hit) in enumerate(self.held, start=1):
            right += hit
            if probability < precision / 2:
                break
            if count >= LEAST // 3 and right / count >= precision:
                lowest = probability
        return lowest


def worth_of(held: list[tuple[np.ndarray, np.ndarray]]) -> Worth:
    """Learn what scores are worth from held-out passages: pairs of scores and codes (passages, codes)."""
    if not held or sum(len(scores) for scores, _ in held) < LEAST or held[0][0].shape[1] == 0:
        return Worth()
    from sklearn.linear_model import LogisticRegression

    scores, truth = np.concatenate([own for own, _ in held]), np.concatenate([own for _, own in held]).astype(bool)
    odds, high = _odds(scores)
    top = np.argsort(-scores, axis=1, kind="stable")[:, :TOP]
    rows = np.repeat(np.arange(len(scores)), top.shape[1])
    hit = truth[rows, top.ravel()]
    if hit.all() or not hit.any():
        return Worth()
    columns = np.column_stack([odds[rows, top.ravel()], np.broadcast_to(high, scores.shape)[rows, top.ravel()]])
    found = LogisticRegression(C=10.0, max_iter=200).fit(columns, hit)
    made = Worth(float(found.coef_[0, 0]), float(found.coef_[0, 1]), float(found.intercept_[0]), most=1.0)
    first = np.arange(len(scores)), top[:, 0]
    probability = made.probability(scores)[first]
    order = np.argsort(-probability, kind="stable")
    right = truth[first][order]
    best = right[: max(LEAST // 2, len(right) // 50)]
    # rounded off towards one half, as a rule of succession (Laplace)
    most = float((best.sum() + 1) / (len(best) + 2))
    held_out = zip(np.minimum(probability[order], most).tolist(), right.tolist(), strict=True)
    return Worth(made.slope, made.fit, made.intercept, most, tuple(held_out))


def _odds(scores: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The log-odds of each code's share among the codes, and how far the best code stands out from a choice by lot."""
    high = scores.max(axis=1, keepdims=True)
    share = np.exp(scores - high)
    total = share.sum(axis=1, keepdims=True)
    share = np.clip(share / total, 1e-6, 1 - 1e-6)
    return np.log(share / (1 - share)), high + np.log(total) - np.log(scores.shape[1])
