"""Which codes lie together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from typing import Literal

import pandas as pd

from qualcode.analysis.frames import take


def co_occurrence(
    codings: pd.DataFrame,
    *,
    within: Literal["segment", "document"] = "segment",
    codes: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Count how often two codes fall on the same passage or in the same document.

    A square, symmetric frame, codes on both sides, sorted (or those of `codes`, in that order, zeros kept). The
    diagonal is each code's own count. Two coders' codings of one code on one unit count once. Only eligible codings
    count where the frame says which are.

    - `within="document"`: the number of documents that hold both codes.
    - `within="segment"`: when the frame has a column `segment`, the number of segments that hold both. Else passages
      are compared: overlapping passages of one code are first joined into one stretch, so that a second coder's
      slightly different span adds nothing; the count is the number of pairs of stretches, one of each code, that
      share at least one character. One long stretch that meets two short ones of another code counts two, so a cell
      may exceed the diagonal.

    >>> codings = pd.DataFrame({"segment": [1, 1, 2], "code": ["cost", "wait", "wait"]})
    >>> co_occurrence(codings).to_dict()
    {'cost': {'cost': 1, 'wait': 1}, 'wait': {'cost': 1, 'wait': 2}}
    """
    if within not in ("segment", "document"):
        raise ValueError(f"within is 'segment' or 'document', not {within!r}")
    if "eligible" in codings.columns:
        codings = codings[take(codings, "codings", "eligible")["eligible"].to_numpy()]
    if within == "segment" and "segment" not in codings.columns:
        pairs = _overlaps(codings)
    else:
        unit = "segment" if within == "segment" else "document_id"
        pairs = _together(take(codings, "codings", unit, "code"), unit)
    order = sorted({code for pair in pairs for code in pair}) if codes is None else list(dict.fromkeys(codes))
    grid = [[pairs[(a, b) if a <= b else (b, a)] for b in order] for a in order]
    return pd.DataFrame(grid, index=order, columns=order, dtype="int64")


def _together(frame: pd.DataFrame, unit: str) -> Counter[tuple[str, str]]:
    pairs: Counter[tuple[str, str]] = Counter()
    for _, group in frame.drop_duplicates().groupby(unit, sort=False)["code"]:
        present = sorted(group)
        pairs.update((code, code) for code in present)
        pairs.update(combinations(present, 2))
    return pairs


def _overlaps(codings: pd.DataFrame) -> Counter[tuple[str, str]]:
    frame = take(codings, "codings", "document_id", "start", "end", "code").drop_duplicates()
    pairs: Counter[tuple[str, str]] = Counter()
    for _, group in frame.groupby("document_id", sort=False):
        open_: list[tuple[int, int, str]] = []
        for start, end, code in _stretches(group):
            open_ = [other for other in open_ if other[1] > start]
            pairs.update((code, other[2]) if code <= other[2] else (other[2], code) for other in open_)
            pairs[code, code] += 1
            open_.append((start, end, code))
    return pairs


def _stretches(group: pd.DataFrame) -> list[tuple[int, int, str]]:
    """One document's passages, those of one code that share a character joined, sorted by start."""
    joined: list[tuple[int, int, str]] = []
    for code, own in group.groupby("code", sort=False):
        spans = sorted(zip(own["start"].tolist(), own["end"].tolist(), strict=True))
        start, end = spans[0]
        for left, right in spans[1:]:
            if left < end:
                end = max(end, right)
            else:
                joined.append((start, end, str(code)))
                start, end = left, right
        joined.append((start, end, str(code)))
    return sorted(joined)
