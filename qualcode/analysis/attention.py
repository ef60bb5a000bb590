"""What has been read and coded, and what has not."""

from __future__ import annotations

import pandas as pd

from qualcode.analysis.frames import NO_CASE, finish, take

COLUMNS = ["document", "case", "kind", "words", "read", "readers", "coded_percent", "last_visit"]


def attention(documents: pd.DataFrame) -> pd.DataFrame:
    """Per document: document, case, kind, words, read, readers, coded_percent, last_visit; in the frame's order.

    `coded_percent` is the share of the characters that may be evidence which lie under at least one coding, 0 to 100
    with one decimal; missing (NaN) where a document has no such characters, as field notes have none.
    """
    frame = take(documents, "documents")
    return finish(frame.assign(coded_percent=_percent(frame["coded_chars"], frame["eligible_chars"])), COLUMNS)


def attention_by_case(documents: pd.DataFrame, cases: pd.DataFrame) -> pd.DataFrame:
    """Per case: case, documents, read, words, words_read, read_percent, coded_percent; in project order.

    `read_percent` is by words: one long unread interview weighs more than a short one; missing without words. Documents
    without a case stand last as "no case", when there are any.
    """
    frame = take(documents, "documents")
    frame["words_read"] = frame["words"].where(frame["read"], 0)
    sums = frame.groupby("case").agg(
        documents=("document", "size"),
        read=("read", "sum"),
        words=("words", "sum"),
        words_read=("words_read", "sum"),
        coded_chars=("coded_chars", "sum"),
        eligible_chars=("eligible_chars", "sum"),
    )
    order = case_order(cases, frame["case"])
    table = sums.reindex(order).fillna(0).astype("int64")
    table.insert(0, "case", [case or NO_CASE for case in order])
    table["read_percent"] = _percent(table["words_read"], table["words"])
    table["coded_percent"] = _percent(table["coded_chars"], table["eligible_chars"])
    columns = ["case", "documents", "read", "words", "words_read", "read_percent", "coded_percent"]
    return finish(table, columns)


def case_order(cases: pd.DataFrame | None, *used: pd.Series) -> list[str]:
    """The project's cases, then others that are used, sorted, then "" when something belongs to no case."""
    order = list(take(cases, "cases", "case")["case"])
    extra = {case for column in used for case in column} - set(order)
    return [*order, *sorted(extra - {""}), *([""] if "" in extra else [])]


def _percent(part: pd.Series, whole: pd.Series) -> pd.Series:
    return (100 * part / whole.where(whole > 0)).astype("float64").round(1)
