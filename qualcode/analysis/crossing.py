"""Two dimensions of codes crossed on the same passage."""

from __future__ import annotations

from collections.abc import Sequence

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
    may be of different coders. A passage is the shorter of both; it counts once, whoever coded it, also where coders'
    ends differ and more than half is shared. A passage of several people counts each of them.

    `state` is "found"; "searched, none" when every document is marked read by somebody; "not searched" when some
    document is unread, or there is none. "Read" does not say that a document was read again for codes made later.
    """
    met = meetings(codings, rows, columns)
    counts = tally(evidence(met, "row", "column"), ["row", "column"])
    held = {(row["row"], row["column"]): row for row in records(counts)}
    own: dict[tuple[str, str], list[str]] = {}
    for one, other, coding in zip(met["row"], met["column"], met["coding"], strict=True):
        own.setdefault((one, other), []).append(coding)
    places = _passages(met)
    read = take(documents, "documents", "read")["read"]
    empty = SEARCHED if len(read) and bool(read.all()) else NOT_SEARCHED
    table = []
    for one in rows:
        for other in columns:
            found = held.get((one, other))
            numbers = [int(found[name]) if found else 0 for name in ("voices", "cases", "passages", "documents")]
            numbers[2] = places.get((one, other), 0)
            ids = "\n".join(dict.fromkeys(own.get((one, other), [])))
            table.append([one, other, *numbers, FOUND if found else empty, ids])
    return finish(pd.DataFrame(table, columns=CROSSING_COLUMNS))


def _passages(met: pd.DataFrame) -> dict[tuple[str, str], int]:
    """How many passages each cell has; stretches of one document that are about the same passage are one."""
    last: dict[tuple[str, str], tuple[str, int, int]] = {}
    count: dict[tuple[str, str], int] = {}
    columns = (met[name].tolist() for name in ("row", "column", "document_id", "start", "end"))
    for one, other, document, start, end in zip(*columns, strict=True):
        before = last.get((one, other))
        if before and before[0] == document and shares_half(start, end, *before[1:]):
            last[one, other] = (document, before[1], max(end, before[2]))
            continue
        last[one, other] = (document, start, end)
        count[one, other] = count.get((one, other), 0) + 1
    return count


def meetings(codings: pd.DataFrame, rows: Sequence[str], columns: Sequence[str]) -> pd.DataFrame:
    """The passages on which a code of `rows` and a code of `columns` lie: the shorter coding's row, with both codes.

    Columns: those of the codings frame, and row, column. Only evidence; in document order.
    """
    frame = take(codings, "codings")
    frame = frame[frame["eligible"]].sort_values(["document", "document_id", "start", "end", "coding"], kind="stable")
    frame = frame.reset_index(drop=True)
    held = [frame[name].tolist() for name in ("document_id", "start", "end", "code")]
    across: dict[str, list[tuple[int, int, int]]] = {}
    wanted = set(columns)
    for place, (document, start, end, code) in enumerate(zip(*held, strict=True)):
        if code in wanted:
            across.setdefault(document, []).append((start, end, place))
    down = set(rows)
    met: list[tuple[int, str, str]] = []
    for place, (document, start, end, code) in enumerate(zip(*held, strict=True)):
        if code not in down:
            continue
        for other_start, other_end, other in across.get(document, ()):
            if other_start >= end:
                break
            if other_end > start and shares_half(start, end, other_start, other_end):
                shorter = place if end - start <= other_end - other_start else other
                met.append((shorter, code, held[3][other]))
    met.sort()
    made = frame.iloc[[place for place, *_ in met]].reset_index(drop=True)
    both = [[pair[side] for pair in met] for side in (1, 2)]
    return made.assign(row=pd.Series(both[0], dtype=object), column=pd.Series(both[1], dtype=object))
