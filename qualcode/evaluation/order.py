"""Whether rows stand in the order in which things were said: only then may a passage's neighbours speak."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from qualcode.evaluation.tables import plain_name

OFFSETS = ("start byte", "start", "start at", "start char", "start offset", "begin", "offset")
PLACES = ("position", "order", "turn", "line", "paragraph", "index", "time", "start time", "timestamp")
LONG = 8
"""Passages that a document needs so that its order can be judged."""
PAIRS, UNBROKEN, BEYOND, NEARLY_ALL = 10, 0.6, 0.2, 0.95
KNOWN = "as in the interviews"
DRAWS = 20


def find_order(
    documents: Sequence[str], labels: np.ndarray, columns: Mapping[str, Sequence[str]], names: Sequence[str] = ()
) -> tuple[np.ndarray, str]:
    """The rows in the order to use, and a sentence: `KNOWN`, or why the order is not known.

    A column of offsets (start, offset …) gives the order where every row has a number that differs within its
    document; one of places (position, order, time …) does so unless the rows then look sorted by code, since such a
    column may only number the rows of a sorted table. Otherwise rows are believed to stand in order when each
    document's rows stand together and do not look sorted by code (see `looks_sorted`). `labels` are (rows, codes),
    `names` those of the codes.
    """
    rows = np.arange(len(documents))
    if (found := _by_place(documents, columns, OFFSETS)) is not None:
        return found, KNOWN
    found = _by_place(documents, columns, PLACES)
    if found is not None and not looks_sorted([documents[row] for row in found], labels[found], names):
        return found, KNOWN
    runs = 1 + sum(one != other for one, other in pairwise(documents))
    if runs > len(set(documents)):
        return rows, "not known: the rows of a document do not stand together"
    if len(rows) == len(set(documents)):
        return rows, "not known: each document has one row"
    why = looks_sorted(documents, labels, names)
    return rows, f"not known: {why}" if why else KNOWN


def looks_sorted(documents: Sequence[str], labels: np.ndarray, names: Sequence[str] = ()) -> str:
    """Why the rows of documents look sorted by code, as exports of other tools are; "" where they do not.

    Counted are the codes that are used at least twice in a document of 8 rows or more. In talk, a code comes back
    after others; in a sorted table its rows form one unbroken run. The order is doubted when more than 0.6 of at
    least 10 such pairs are unbroken, and 0.2 more than in shuffled rows (20 shuffles, seed 0). It is also doubted when
    the first codes of rows go up in nearly all of at least 20 steps between differing codes, by name or by codebook.
    """
    blocks: dict[str, list[int]] = {}
    for row, document in enumerate(documents):
        blocks.setdefault(document, []).append(row)
    long = [np.array(own) for own in blocks.values() if len(own) >= LONG]
    unbroken, pairs = _unbroken(labels, long)
    if pairs >= PAIRS and unbroken / pairs > UNBROKEN:
        draw = np.random.default_rng(0)
        chance = np.mean([_unbroken(labels, [draw.permutation(own) for own in long])[0] / pairs for _ in range(DRAWS)])
        if unbroken / pairs > chance + BEYOND:
            return (
                f"the rows look sorted by code ({unbroken} of {pairs} codes that come back in a document do so "
                f"without a break; {chance:.0%} would by chance)"
            )
    by_name = sorted(range(labels.shape[1]), key=lambda code: names[code].casefold()) if names else []
    for order, what in ((list(range(labels.shape[1])), "codebook"), (by_name, "alphabet")):
        first = labels[:, order].argmax(axis=1) if order else np.zeros(len(labels))
        steps = np.concatenate([np.diff(first[own]) for own in blocks.values()])
        up, down = int((steps > 0).sum()), int((steps < 0).sum())
        if up + down >= 2 * PAIRS and up / (up + down) > NEARLY_ALL:
            return f"the rows look sorted by code ({up} of {up + down} steps between codes go up in the {what})"
    return ""


def _unbroken(labels: np.ndarray, blocks: Sequence[np.ndarray]) -> tuple[int, int]:
    """How many (document, code) pairs used at least twice form one run, and how many pairs there are."""
    unbroken = pairs = 0
    for own in blocks:
        used = labels[own].astype(bool)
        count = used.sum(axis=0)
        begins = used[0].astype(int) + (used[1:] & ~used[:-1]).sum(axis=0)
        pairs += int((count >= 2).sum())
        unbroken += int(((count >= 2) & (begins == 1)).sum())
    return unbroken, pairs


def _by_place(
    documents: Sequence[str], columns: Mapping[str, Sequence[str]], names: Sequence[str]
) -> np.ndarray | None:
    known = {plain_name(name): name for name in reversed(list(columns))}
    first = {document: place for place, document in reversed(list(enumerate(documents)))}
    for name in names:
        if name in known:
            numbers = [_number(cell) for cell in columns[known[name]]]
            places = [number for number in numbers if number is not None]
            if len(places) < len(numbers):
                continue
            keys = [(first[document], place) for document, place in zip(documents, places, strict=True)]
            if len(set(keys)) >= 0.9 * len(keys):
                return np.array(sorted(range(len(keys)), key=lambda row: (*keys[row], row)))
    return None


def _number(cell: str) -> float | None:
    try:
        found = float(cell.strip())
    except ValueError:
        return None
    return found if np.isfinite(found) else None
