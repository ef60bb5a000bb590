"""Rounding, so that a vector does not tell in what company it was computed."""

from __future__ import annotations

import numpy as np


def unit(sums: np.ndarray) -> np.ndarray:
    """Rows of unit length in half precision, as float32; a row of zeros stays one.

    >>> unit(np.array([[3.0, 4.0], [0.0, 0.0]])).tolist()
    [[0.60009765625, 0.7998046875], [0.0, 0.0]]
    """
    norms = np.linalg.norm(sums, axis=1, keepdims=True)
    rows: np.ndarray = (sums / np.where(norms > 0, norms, 1)).astype(np.float16).astype(np.float32)
    return rows
