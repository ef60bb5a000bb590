"""Which codes lie together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Literal, TypeAlias

import pandas as pd

from qualcode.analysis.frames import finish, take

Stretch: TypeAlias = tuple[int, int, str]
"""Start and end of overlapping passages of one code, joined; and the code."""
OVERLAP_COLUMNS = [
    *("code", "other", "document_id", "start", "end"),
    *("code_start", "code_end", "other_start", "other_end"),
]


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
        pairs = Counter(_overlaps(codings))
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


def overlaps(codings: pd.DataFrame) -> pd.DataFrame:
    """Where two codes share words: one row for each pair of stretches that `co_occurrence` counts, the first key first.

    Columns: code, other, document_id, start, end (the shared characters), code_start, code_end, other_start,
    other_end (the two stretches). Sorted by pair, document and place. Only eligible codings count where the frame says
    which are.

    >>> codings = pd.DataFrame({"document": ["d"] * 3, "start": [0, 4, 8], "end": [6, 9, 9], "code": ["b", "a", "b"]})
    >>> overlaps(codings)[["code", "other", "start", "end"]].to_dict("records")
    [{'code': 'a', 'other': 'b', 'start': 4, 'end': 6}, {'code': 'a', 'other': 'b', 'start': 8, 'end': 9}]
    """
    if "eligible" in codings.columns:
        codings = codings[take(codings, "codings", "eligible")["eligible"].to_numpy()]
    rows = []
    for document, own, before in _meetings(codings):
        for one in before:
            first, second = (own, one) if own[2] < one[2] else (one, own)
            shared = (max(own[0], one[0]), min(own[1], one[1]))
            rows.append((first[2], second[2], document, *shared, *first[:2], *second[:2]))
    rows.sort()
    columns = zip(*rows, strict=True) if rows else ((),) * len(OVERLAP_COLUMNS)
    return finish(pd.DataFrame(dict(zip(OVERLAP_COLUMNS, columns, strict=True))))


def _overlaps(codings: pd.DataFrame) -> Iterator[tuple[str, str]]:
    for _, (_, _, code), before in _meetings(codings):
        yield code, code
        for _, _, other in before:
            yield (code, other) if code <= other else (other, code)


def _meetings(codings: pd.DataFrame) -> Iterator[tuple[str, Stretch, list[Stretch]]]:
    """Each stretch with those that began before it (or with it) and share a character with it, by document."""
    frame = take(codings, "codings", "document_id", "start", "end", "code")
    columns = (frame[name].tolist() for name in ("document_id", "code", "start", "end"))
    by_document: dict[str, list[Stretch]] = {}
    for document, code, start, end in sorted(set(zip(*columns, strict=True))):
        known = by_document.setdefault(document, [])
        if known and known[-1][2] == code and start < known[-1][1]:
            known[-1] = (known[-1][0], max(end, known[-1][1]), code)
        else:
            known.append((start, end, code))
    for document, stretches in by_document.items():
        open_: list[Stretch] = []
        for stretch in sorted(stretches):
            open_ = [other for other in open_ if other[1] > stretch[0]]
            yield document, stretch, open_
            open_.append(stretch)
