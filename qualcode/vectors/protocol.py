"""What every embedder promises."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np

Progress = Callable[[int, int], None]


class Embedder(Protocol):
    """Turns texts into vectors of unit length, so that the product of two vectors is their cosine.

    `name` says model, version and settings, and changes whenever the vectors would: it is a key of the cache.
    `size` is the length of a vector. `languages` are the ISO codes of the languages it knows; None means any.
    """

    name: str
    size: int
    languages: frozenset[str] | None

    def __call__(self, texts: Sequence[str], *, progress: Progress | None = None) -> np.ndarray:
        """An array of float32 with the shape (number of texts, `size`), in the order of the texts.

        A text without words has a row of zeros. A vector depends on its text alone. `progress` is called with how
        many texts are done, of how many; it may raise to cancel.
        """
        ...
