"""The learned model: parts whose weights are learned from the coder's own codings, and what its scores are worth."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import minimize

from qualcode.learning.features import Features
from qualcode.learning.likeness import Likeness
from qualcode.learning.parts import Basis, Fitted, combined, fit
from qualcode.learning.worth import Worth, worth_of

WEIGHTS = {
    "vectors": 0.4,
    "sentence": 0.1,
    "stems": 0.15,
    "pieces": 0.35,
    "nearest": 0.2,
    "cold": 0.35,
    "prior": 0.1,
    "place": 0.55,
    "speaker": 0.2,
    "before": 0.15,
    "after": 0.15,
    "family": 0.1,
}
"""Where learning the weights begins, and what they stay near to while there is little to learn from."""
DEFINED = 1.0  # by how much more definitions count while codes have no codings; it falls with e^(-codings per code)
PULL = 10.0
FOLDS = 4
Report = Callable[[int, int], None]


@dataclass
class Learned:
    """A model of one coder's codings: `scores` of codes for passages and what they are worth.

    `probability` is how likely this coder would use the code there, found on documents that the model did not learn
    from; `held_out` says on how many documents that rests (0: the default weights were used unchecked).
    """

    scores: np.ndarray
    probability: np.ndarray
    weights: dict[str, float]
    worth: Worth
    held_out: int
    fitted: Fitted = field(repr=False)
    parts: dict[str, np.ndarray] = field(repr=False)


def learn(
    features: Features,
    cold: Likeness,
    labels: np.ndarray,
    train: Sequence[int] | np.ndarray,
    *,
    query: Sequence[int] | np.ndarray | None = None,
    progress: Report | None = None,
) -> Learned:
    """Learn from the passages `train`, whose codes `labels` says (passages, codes), and score the passages `query`.

    A passage of `train` without a code is one that was read and left without. The weights of the parts are those
    under which the codings of documents that were held out are most likely (a conditional logit, McFadden 1974),
    pulled towards `WEIGHTS`; folds are whole documents. With one document they are `WEIGHTS`, and the place in the
    document does not count. Everything is computed in closed form or converges to one optimum: the same input gives
    the same scores.
    """
    from threadpoolctl import threadpool_limits

    # many small products: threads that wait for each other make them slower, and the last bits of sums uncertain
    with threadpool_limits(1, user_api="blas"):
        return _learn(features, cold, labels, np.asarray(train, np.int64), query, progress)


def _learn(
    features: Features,
    cold: Likeness,
    labels: np.ndarray,
    train: np.ndarray,
    query: Sequence[int] | np.ndarray | None,
    progress: Report | None,
) -> Learned:
    everything = np.arange(len(features.passages))
    query = everything if query is None else np.asarray(query, np.int64)
    basis = Basis(features, len(train))
    groups = _folds(features.passages.group[train])
    steps = len(set(groups.tolist())) + 1 if groups.max(initial=0) else 1
    held: list[tuple[dict[str, np.ndarray], np.ndarray]] = []
    weights = starting(len(train), labels.shape[1])
    if steps > 1:
        for step, fold in enumerate(sorted(set(groups.tolist()))):
            inside, outside = train[groups != fold], train[groups == fold]
            asked = everything[np.isin(features.passages.group, features.passages.group[outside])]
            found = fit(basis, inside, labels[inside]).scores(asked)
            parts = combined(basis, found, cold.alone, asked)
            keep = np.isin(asked, outside)
            held.append(({name: part[keep] for name, part in parts.items()}, labels[asked[keep]]))
            if progress is not None:
                progress(step + 1, steps)
        weights = _weights(held, weights)
    else:
        weights["place"] = weights["speaker"] = 0.0
    fitted = fit(basis, train, labels[train])
    # the neighbours speak too, so whole documents are scored
    asked = everything[np.isin(features.passages.group, features.passages.group[query])]
    parts = combined(basis, fitted.scores(asked), cold.alone, asked)
    keep = np.isin(asked, query)
    parts = {name: part[keep] for name, part in parts.items()}
    scores = _sum(parts, weights)
    worth = worth_of([(_sum(own, weights), truth) for own, truth in held])
    if progress is not None:
        progress(steps, steps)
    documents = len(set(features.passages.group[train].tolist())) if steps > 1 else 0
    return Learned(scores, worth.probability(scores), weights, worth, documents, fitted, parts)


def _sum(parts: dict[str, np.ndarray], weights: dict[str, float]) -> np.ndarray:
    return np.asarray(sum(weights[name] * part for name, part in parts.items()))


def starting(codings: int, codes: int) -> dict[str, float]:
    """The weights to begin with: definitions count more while there are few codings for each code.

    >>> [round(starting(count, 20)["cold"], 2) for count in (0, 20, 200)]
    [1.35, 0.72, 0.35]
    """
    return WEIGHTS | {"cold": WEIGHTS["cold"] + DEFINED * float(np.exp(-codings / max(codes, 1)))}


def _weights(held: list[tuple[dict[str, np.ndarray], np.ndarray]], begin: dict[str, float]) -> dict[str, float]:
    """The most likely weights, given codings that were held out."""
    names = list(held[0][0])
    some = [np.flatnonzero(truth.any(axis=1)) for _, truth in held]
    cube = np.concatenate(
        [np.stack([parts[name][rows] for name in names], axis=2) for (parts, _), rows in zip(held, some, strict=True)]
    )
    truth = np.concatenate([labels[rows] for (_, labels), rows in zip(held, some, strict=True)]).astype(float)
    start = np.array([begin[name] for name in names])
    if not len(truth):
        return dict(zip(names, start.tolist(), strict=True))
    truth /= truth.sum(axis=1, keepdims=True)

    def loss(weight: np.ndarray) -> tuple[float, np.ndarray]:
        score = cube @ weight
        score -= score.max(axis=1, keepdims=True)
        share = np.exp(score)
        share /= share.sum(axis=1, keepdims=True)
        off = weight - start
        value = -float((truth * np.log(share + 1e-12)).sum()) + PULL * float(off @ off)
        return value, -np.tensordot(truth - share, cube, axes=([0, 1], [0, 1])) + 2 * PULL * off

    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 100})
    return dict(zip(names, found.x.tolist(), strict=True))


def _folds(groups: np.ndarray, most: int = FOLDS) -> np.ndarray:
    """Which fold each passage is in: whole documents, about as many passages in each."""
    ids, counts = np.unique(groups, return_counts=True)
    sizes = np.zeros(max(1, min(most, len(ids))), np.int64)
    fold: dict[int, int] = {}
    for place in sorted(range(len(ids)), key=lambda place: (-counts[place], ids[place])):
        fold[int(ids[place])] = smallest = int(sizes.argmin())
        sizes[smallest] += counts[place]
    return np.array([fold[int(group)] for group in groups], np.int64)
