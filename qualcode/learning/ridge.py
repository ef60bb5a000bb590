"""Ridge regression of codes on the numbers of passages: closed form, no chance in it."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from scipy import linalg, sparse

Rows: TypeAlias = Any
"""Dense or sparse rows of numbers."""
LAMBDA = {"vectors": 2.0, "stems": 1.0, "pieces": 1.0}
"""How much large weights cost, by kind of numbers."""


def ridge(rows: Rows, targets: np.ndarray, weight: np.ndarray, cost: float) -> np.ndarray:
    """Coefficients that minimise the weighted squared error plus `cost` times their squares (Hoerl & Kennard 1970).

    `rows` is (n, d), dense or sparse, `targets` (n, codes), `weight` (n,) with mean 1. The result is (d, codes).
    For more columns than rows the dual form is solved, which gives the same.
    """
    root = np.sqrt(weight)[:, None]
    count, width = rows.shape
    if count <= width:
        scaled = sparse.csr_matrix(rows.multiply(root)) if sparse.issparse(rows) else rows * root
        gram = scaled @ scaled.T
        dense = np.asarray(gram.todense() if sparse.issparse(gram) else gram, np.float64)
        dense[np.diag_indices(count)] += cost
        dual = _solved(dense, root * targets)
        return np.asarray(scaled.T @ dual)
    full = np.asarray(rows.todense() if sparse.issparse(rows) else rows, np.float64) * root
    gram = full.T @ full
    gram[np.diag_indices(width)] += cost
    return _solved(gram, full.T @ (root * targets))


def _solved(matrix: np.ndarray, right: np.ndarray) -> np.ndarray:
    """By Cholesky's factors: the matrix is symmetric, and positive by its cost."""
    factors = linalg.cho_factor(matrix, lower=True, overwrite_a=True, check_finite=False)
    return np.asarray(linalg.cho_solve(factors, right, check_finite=False))
