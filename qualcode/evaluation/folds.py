"""Which documents are held out together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np


def folds_of(documents: Sequence[str], count: int) -> np.ndarray:
    """The fold of each passage: whole documents, as many passages in each as can be, the same again each time.

    Documents go, from the longest, to the fold that has the fewest passages so far; of equally long ones the one that
    comes first goes first. With fewer documents than folds each is a fold of its own.

    >>> folds_of(["a", "b", "b", "c"], 2).tolist()
    [1, 0, 0, 1]
    """
    sizes = Counter(documents)
    first = {document: place for place, document in reversed(list(enumerate(documents)))}
    filled = [0] * max(1, min(count, len(sizes)))
    fold: dict[str, int] = {}
    for document in sorted(sizes, key=lambda one: (-sizes[one], first[one])):
        fold[document] = smallest = filled.index(min(filled))
        filled[smallest] += sizes[document]
    return np.array([fold[document] for document in documents], np.int64)
