"""Two dimensions of codes crossed on the same passage."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from qualcode.analysis.frames import finish, records, take
from qualcode.analysis.voices import evidence, tally
from qualcode.text.stretches import shares_half

CROSSING_COLUMNS = ["row", "column", "voices", "cases", "passages", "documents", "state", "codings"]
FOUND, SEARCHED, NOT_SEARCHED = "found", "searched, none", "not searched"


def crossing(
    codings: pd.DataFrame, documents: pd.DataFrame, rows: Sequence[str], columns: Sequence[str]
) -> pd.DataFrame:
    """Every code of one dimension against every code of another: who speaks where both lie on one passage.

    Columns: row, column (codes), voices, cases, passages, documents, state, codings (ids of the row's codings there, a
    line each, in document order). Two codings are about one passage when they share at least half of the shorter; they
    may be of different coders. A passage is the shorter of both; it counts once, whoever coded it. A passage of several
    people counts each of them.

    `state` is "found"; "searched, none" when every document is marked read by somebody; "not searched" when some
    document is unread, or there is none. "Read" does not say that a document was read again for codes made later.
    """
    met = meetings(codings, rows, columns)
    counts = tally(evidence(met, "row", "column"), ["row", "column"])
    held = {(row["row"], row["column"]): row for row in records(counts)}
    own: dict[tuple[str, str], list[str]] = {}
    for row in records(met):
        own.setdefault((row["row"], row["column"]), []).append(row["coding"])
    read = take(documents, "documents", "read")["read"]
    empty = SEARCHED if len(read) and bool(read.all()) else NOT_SEARCHED
    table = []
    for one in rows:
        for other in columns:
            found = held.get((one, other))
            numbers = [int(found[name]) if found else 0 for name in ("voices", "cases", "passages", "documents")]
            ids = "\n".join(dict.fromkeys(own.get((one, other), [])))
            table.append([one, other, *numbers, FOUND if found else empty, ids])
    return finish(pd.DataFrame(table, columns=CROSSING_COLUMNS))


def meetings(codings: pd.DataFrame, rows: Sequence[str], columns: Sequence[str]) -> pd.DataFrame:
    """The passages on which a code of `rows` and a code of `columns` lie: the shorter coding's row, with both codes.

    Columns: those of the codings frame, and row, column. Only evidence; in document order.
    """
    frame = take(codings, "codings")
    frame = frame[frame["eligible"]]
    below = records(frame[frame["code"].isin(list(columns))])
    by_document: dict[str, list[dict[str, Any]]] = {}
    for row in sorted(below, key=_place):
        by_document.setdefault(row["document_id"], []).append(row)
    met: list[dict[str, Any]] = []
    for one in records(frame[frame["code"].isin(list(rows))]):
        for other in by_document.get(one["document_id"], ()):
            if other["start"] >= one["end"]:
                break
            if shares_half(one["start"], one["end"], other["start"], other["end"]):
                shorter = min((one, other), key=lambda row: row["end"] - row["start"])
                met.append({**shorter, "row": one["code"], "column": other["code"]})
    met.sort(key=lambda row: (row["document"], *_place(row), row["row"], row["column"]))
    return pd.DataFrame(met, columns=[*frame.columns, "row", "column"])


def _place(row: dict[str, Any]) -> tuple[int, int, str]:
    return row["start"], row["end"], row["coding"]
