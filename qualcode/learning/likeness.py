"""How alike passages and codes are before anybody has coded: the words and vectors of definitions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from qualcode.learning.features import Features, standard

WITH_VECTORS = {"name": 0.25, "definition": 0.33, "whole": 0.33, "sentence": 0.3, "stems": 0.25, "pieces": 0.35}
WITHOUT = {"stems": 0.6, "pieces": 0.6}
AROUND = {-1: 0.15, 1: 0.15, -2: 0.07}
"""How much the passages before and after count."""
EXAMPLE, EXCLUDED = 0.3, 0.3


@dataclass(frozen=True)
class Likeness:
    """Scores of codes for passages: `parts` by what is compared, `alone` and, with the neighbours, `scores`.

    All are arrays of the shape (passages, codes), standardised within each passage.
    """

    parts: dict[str, np.ndarray]
    alone: np.ndarray
    scores: np.ndarray


def compare(features: Features) -> Likeness:
    """Compare each passage with the name, the definition and the examples of each code.

    The weights of the parts were chosen on human-coded interviews of three studies and are the same for everybody.
    A code's `exclude` text counts against it where a passage is nearer to it than to the definition. The passages
    around count a little, where passages stand in their order.
    """
    parts: dict[str, np.ndarray] = {}
    weights = WITH_VECTORS if features.mean is not None else WITHOUT
    if features.mean is not None:
        parts["name"] = features.likes(features.name_vectors)
        parts["definition"] = features.likes(features.definition_vectors)
        parts["whole"] = features.likes(features.whole_vectors)
        parts["sentence"] = features.best_sentence(features.whole_vectors) + features.best_sentence(
            features.name_vectors
        )
    parts["stems"] = np.asarray((features.stems @ features.code_stems.T).todense())
    parts["pieces"] = np.asarray((features.pieces @ features.code_pieces.T).todense())
    total = sum(weights[name] * standard(parts[name]) for name in weights)
    total = total + EXAMPLE * _examples(features) - EXCLUDED * _excluded(features, parts)
    alone = standard(np.asarray(total))
    scores = alone.copy()
    for by, weight in AROUND.items():
        there = features.passages.neighbour(by)
        scores[there >= 0] += weight * alone[there[there >= 0]]
    return Likeness(parts, alone, standard(scores))


def _examples(features: Features) -> np.ndarray:
    """For codes with examples, how near the nearest is, beyond what passages usually are; else 0."""
    found = np.zeros((len(features.passages), len(features.codes)))
    for column, code in enumerate(features.codes):
        if code.examples:
            near = _near(features, code.examples).max(axis=1)
            found[:, column] = np.clip((near - near.mean()) / (near.std() or 1.0), 0, 4) / 2
    return found


def _excluded(features: Features, parts: dict[str, np.ndarray]) -> np.ndarray:
    """For codes that exclude something, by how much a passage is nearer to that than to the definition; else 0."""
    found = np.zeros((len(features.passages), len(features.codes)))
    for column, code in enumerate(features.codes):
        if code.exclude:
            own = _near(features, [code.whole]).ravel()
            other = _near(features, [code.exclude]).ravel()
            found[:, column] = np.clip((other - own) / ((own.std() + other.std()) / 2 or 1.0), 0, 4)
    return found


def _near(features: Features, texts: list[str] | tuple[str, ...]) -> np.ndarray:
    stems, _ = features.words.of(texts)
    near = np.asarray((features.stems @ stems.T).todense())
    return near + features.likes(features.placed(texts)) if features.mean is not None else near
