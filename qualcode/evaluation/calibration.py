"""Whether probabilities keep what they promise."""

from __future__ import annotations

from typing import Any

import numpy as np

BINS = 10
LEAST = 5  # suggestions that a bin needs on average


def calibration(probability: np.ndarray, right: np.ndarray) -> dict[str, Any]:
    """How often the first suggestion was right, by the probability that it was given.

    `bins` are up to ten of equal width, each with count, the mean promised probability and the share that was right.
    Expected calibration error = sum over bins of (bin's share of suggestions) × |right - promised| (Naeini, Cooper &
    Hauskrecht 2015): 0 is perfect, and it depends on the bins. Brier score = mean of (promised - right)² (Brier 1950):
    0 is perfect, 0.25 is what 0.5 everywhere gives; it rewards being sure as well as being calibrated. With under 50
    suggestions there are fewer bins; without any the figures are None.
    """
    count = len(probability)
    if not count:
        return {"error": None, "brier": None, "promised": None, "right": None, "bins": []}
    bins = int(np.clip(count // LEAST, 1, BINS))
    right = right.astype(float)
    which = np.minimum((probability * bins).astype(int), bins - 1)
    rows = []
    for place in range(bins):
        own = which == place
        if own.any():
            rows.append(
                {
                    "from": round(place / bins, 4),
                    "to": round((place + 1) / bins, 4),
                    "count": int(own.sum()),
                    "promised": round(float(probability[own].mean()), 4),
                    "right": round(float(right[own].mean()), 4),
                }
            )
    error = sum(row["count"] / count * abs(row["promised"] - row["right"]) for row in rows)
    return {
        "error": round(error, 4),
        "brier": round(float(((probability - right) ** 2).mean()), 4),
        "promised": round(float(probability.mean()), 4),
        "right": round(float(right.mean()), 4),
        "bins": rows,
    }
