"""The tables that can be exported, by name."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from qualcode import analysis
from qualcode.analysis.attribution import Granularity
from qualcode.analysis.frames import finish, take
from qualcode.analysis.frequencies import frequencies
from qualcode.analysis.study import StudyData
from qualcode.analysis.themes import theme_board
from qualcode.export.masking import masked_history

CODING_COLUMNS = [
    "coding",
    "code",
    "code_name",
    "themes",
    "quote",
    "start",
    "end",
    "document",
    "case",
    "speaker",
    "participant",
    "role",
    "sector",
    "seniority",
    "coder",
    "created_at",
    "origin",
    "suggester",
    "rule",
    "level",
    "stance",
    "memo",
    "eligible",
]
IDENTIFYING = ["document", "case", "speaker", "participant"]
CODEBOOK_COLUMNS = [
    "code",
    "name",
    "theme",
    "parent",
    "dimension",
    "level",
    "origin",
    "status",
    "definition",
    "include",
    "exclude",
    "examples",
    "rules",
    "memo",
    "voices",
    "cases",
    "codings",
]


def theme_table(data: StudyData, granularity: Granularity = "publication") -> pd.DataFrame:
    """One row a theme; see `qualcode.analysis.theme_table`."""
    return analysis.theme_table(
        data.themes,
        data.theme_codes,
        data.codings,
        data.extracts,
        data.documents,
        data.cases,
        codes=data.codes,
        granularity=granularity,
    )


def theme_by_case(data: StudyData, granularity: Granularity = "publication") -> pd.DataFrame:
    """One row for each theme in each case; see `qualcode.analysis.theme_by_case`."""
    return analysis.theme_by_case(
        data.themes,
        data.theme_codes,
        data.codings,
        data.extracts,
        data.documents,
        data.cases,
        data.summaries,
        granularity=granularity,
    )


def quotes(data: StudyData, granularity: Granularity = "publication") -> pd.DataFrame:
    """Every passage that may be quoted; see `qualcode.analysis.quotes`."""
    return analysis.quotes(
        data.themes,
        data.theme_codes,
        data.codings,
        codes=data.codes,
        documents=data.documents,
        granularity=granularity,
    )


def codings(data: StudyData, granularity: Granularity = "publication") -> pd.DataFrame:
    """Every coding with its provenance, those that are no evidence too (eligible False), in the frame's order.

    At `publication` granularity document, case, speaker and participant are empty; at `case`, all of them but case.
    """
    frame = take(data.codings, "codings")
    frame["themes"] = frame["code"].map(_themes_of(data)).fillna("").astype(object)
    for column in IDENTIFYING:
        if granularity == "publication" or (granularity == "case" and column != "case"):
            frame[column] = ""
    return finish(frame, CODING_COLUMNS)


def codebook(data: StudyData, granularity: Granularity = "publication") -> pd.DataFrame:
    """Every code in codebook order, with the themes it belongs to and what it was found in."""
    book = take(data.codes, "codes")
    counts = frequencies(data.codes, data.codings)[["code", "voices", "cases", "codings"]].astype({"code": object})
    extra = counts[~counts["code"].isin(book["code"])]
    if len(extra):
        names = take(data.codings, "codings", "code", "code_name").drop_duplicates("code")
        orphans = names[names["code"].isin(extra["code"])].rename(columns={"code_name": "name"})
        book = pd.concat([book, orphans], ignore_index=True).fillna("")
    table = book.merge(counts, on="code", how="left")
    table["theme"] = table["code"].map(_themes_of(data)).fillna("").astype(object)
    return finish(table, CODEBOOK_COLUMNS)


def data_by_case(data: StudyData, granularity: Granularity = "publication") -> pd.DataFrame:
    """What was collected in each case; see `qualcode.analysis.data_by_case`."""
    return analysis.data_by_case(data.cases, data.documents, data.participants, data.organisations)


def history(data: StudyData, granularity: Granularity = "publication") -> pd.DataFrame:
    """The acts as the project tells them; below `full` granularity without passages, and with kinds for names."""
    return data.history.reset_index(drop=True) if granularity == "full" else masked_history(data)


TABLES: dict[str, Callable[[StudyData, Granularity], pd.DataFrame]] = {
    "theme_table": theme_table,
    "theme_by_case": theme_by_case,
    "quotes": quotes,
    "codings": codings,
    "codebook": codebook,
    "data_by_case": data_by_case,
    "history": history,
}
QUOTING = ("theme_table", "theme_by_case", "quotes", "codings")
"""The tables that hold quotes, so that every coding is checked against its source before one is written."""
CROSS_CASE = ("theme_table", "theme_by_case")
"""The tables that compare cases, so that missing case narratives are named."""


def _themes_of(data: StudyData) -> dict[str, str]:
    """Code → names of its themes, "; ", in project order; discarded themes left out."""
    board = theme_board(data.themes)
    labels = dict(zip(board["theme"], board["label"], strict=True))
    links = take(data.theme_codes, "theme_codes", "theme", "code").drop_duplicates()
    result: dict[str, list[str]] = {}
    for theme in board["theme"]:
        for code in links.loc[links["theme"] == theme, "code"]:
            result.setdefault(code, []).append(labels[theme])
    return {code: "; ".join(names) for code, names in result.items()}
