"""How widely each code is found, those that were never found included."""

from __future__ import annotations

import pandas as pd

from qualcode.analysis.flags import evidence_flags
from qualcode.analysis.frames import distinct_names, finish, records, take
from qualcode.analysis.voices import COUNTS, evidence, tally

COLUMNS = ["code", "name", "status", "voices", "cases", "documents", "codings", "flags"]


def frequencies(codes: pd.DataFrame, codings: pd.DataFrame) -> pd.DataFrame:
    """Voices, cases, documents and codings of every code, in codebook order, zeros included.

    Columns: code, name, status, voices, cases, documents, codings, flags (joined by "; ").
    A code counts only its own codings, not those of its children. A code that has codings but is not in the
    codebook comes last, so that the table always accounts for all evidence.
    """
    book = all_codes(codes, codings)
    found = evidence(codings)
    counts = tally(found, ["code"])
    table = book.merge(counts, on="code", how="left")
    numbers = [*COUNTS, "passages", "sectors", "sectorless"]
    table[numbers] = table[numbers].astype("float64").fillna(0).astype("int64")
    table["flags"] = ["; ".join(evidence_flags(row)) for row in records(table[numbers])]
    return finish(table, COLUMNS)


def all_codes(codes: pd.DataFrame | None, codings: pd.DataFrame) -> pd.DataFrame:
    """code, name (distinct) and status: the codebook, then codes that only the codings know, in their order."""
    book = take(codes, "codes", "code", "name", "status")
    used = take(codings, "codings", "code", "code_name").drop_duplicates("code")
    extra = used[~used["code"].isin(book["code"])].rename(columns={"code_name": "name"}).assign(status="")
    both = pd.concat([book, extra], ignore_index=True) if len(extra) else book
    names = distinct_names(both, "code")
    return both.assign(name=both["code"].map(names).astype(object))
