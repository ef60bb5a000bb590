"""Codes or themes against cases, where an empty cell says why it is empty."""

from __future__ import annotations

import pandas as pd

from qualcode.analysis.frames import NO_CASE, finish, take
from qualcode.analysis.frequencies import all_codes
from qualcode.analysis.voices import evidence, tally

STATES = ("found", "none found", "not yet read")


def fully_read(cases: pd.DataFrame | None, documents: pd.DataFrame | None) -> dict[str, bool]:
    """Case → whether somebody has marked each of its documents read. A case without documents is not read."""
    frame = take(documents, "documents", "case", "read")
    read = {str(case): bool(group.all()) for case, group in frame.groupby("case")["read"]}
    return dict.fromkeys(take(cases, "cases", "case")["case"], False) | read


def cells(
    keys: list[str], by: str, found: pd.DataFrame, cases: pd.DataFrame | None, documents: pd.DataFrame | None
) -> pd.DataFrame:
    """The full grid of keys × cases with voices, codings, passages, documents and state; `found` has the column `by`.

    Cases are in project order; evidence from documents without a case stands in a last column "no case", which is
    there only when it holds something, so that the codings of a row sum to the row's total.
    """
    order = list(take(cases, "cases", "case")["case"])
    order += [case for case in sorted(set(found["case"])) if case and case not in order]
    read = fully_read(cases, documents)
    if (found["case"] == "").any():
        order.append("")
    grid = pd.MultiIndex.from_product([keys, order], names=[by, "case"]).to_frame(index=False).astype(object)
    numbers = ["voices", "codings", "passages", "documents"]
    counts = tally(found, [by, "case"])[[by, "case", *numbers]]
    table = grid.merge(counts.astype({by: object, "case": object}), on=[by, "case"], how="left")
    table[numbers] = table[numbers].astype("float64").fillna(0).astype("int64")
    table["state"] = [
        "found" if codings else "none found" if read.get(case, False) else "not yet read"
        for case, codings in zip(table["case"], table["codings"], strict=True)
    ]
    return table.assign(case=table["case"].where(table["case"] != "", NO_CASE))


def code_by_case(
    codes: pd.DataFrame, codings: pd.DataFrame, cases: pd.DataFrame, documents: pd.DataFrame
) -> pd.DataFrame:
    """Every code in every case: code, name, case, voices, codings, documents, state.

    `state` is never left to the reader's guess:
    - "found": at least one eligible coding of the code lies in the case;
    - "none found": none does, and every document of the case has been marked read by somebody;
    - "not yet read": none does, and some document of the case is unread, or the case has no documents.

    Retired codes without evidence are left out. "Read" says that somebody read the document, not that it was read
    again after the code was made.
    """
    book = all_codes(codes, codings)
    found = evidence(codings)
    kept = book[(book["status"] != "retired") | book["code"].isin(found["code"])]
    table = cells(list(kept["code"]), "code", found, cases, documents)
    table["name"] = table["code"].map(dict(zip(book["code"], book["name"], strict=True)))
    return finish(table, ["code", "name", "case", "voices", "codings", "documents", "state"])
