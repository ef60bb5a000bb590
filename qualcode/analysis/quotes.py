"""The quote table: every passage that may be quoted, under its theme."""

from __future__ import annotations

import pandas as pd

from qualcode.analysis.attribution import Granularity, attributions
from qualcode.analysis.frames import finish, take
from qualcode.analysis.frequencies import all_codes
from qualcode.analysis.themes import theme_board

QUOTE_COLUMNS = [
    "theme",
    "code",
    "quote",
    "attribution",
    "case",
    "document",
    "start",
    "end",
    "coder",
    "memo",
]


def quotes(
    themes: pd.DataFrame,
    theme_codes: pd.DataFrame,
    codings: pd.DataFrame,
    *,
    codes: pd.DataFrame | None = None,
    documents: pd.DataFrame | None = None,
    granularity: Granularity = "publication",
) -> pd.DataFrame:
    """Each eligible coding: theme, code, quote, attribution, case, document, start, end, coder, memo.

    Theme and code are names. A coding whose code belongs to several themes stands under each; one whose code has no
    theme (or only discarded ones) has theme "" and comes last. Two coders' codings of one passage are two rows. Sorted
    by theme in project order, code in codebook order, document, place, coder.

    `start` and `end` are code points of the document's text, half-open. At `publication` granularity case and document
    are empty; at `case`, only document is; at `full`, none.
    """
    board, names, joined = _placed(themes, theme_codes, codings, codes)
    order = {key: place for place, key in enumerate(take(documents, "documents", "document_id")["document_id"])}
    joined["theme_rank"] = joined["theme"].map({key: place for place, key in enumerate(board["theme"])})
    joined["code_rank"] = joined["code"].map({key: place for place, key in enumerate(names)})
    joined["document_rank"] = joined["document_id"].map(order)
    ranks = ["theme_rank", "code_rank", "document_rank", "document", "document_id", "start", "end", "coder", "coding"]
    joined = joined.sort_values(ranks, kind="stable", na_position="last").reset_index(drop=True)
    joined["attribution"] = pd.Series(attributions(joined, granularity), dtype=object)
    joined["theme"] = joined["theme"].map({"": ""} | dict(zip(board["theme"], board["label"], strict=True)))
    joined["code"] = joined["code"].map(names)
    if granularity == "publication":
        joined["case"] = ""
    if granularity != "full":
        joined["document"] = ""
    return finish(joined, QUOTE_COLUMNS)


def _placed(
    themes: pd.DataFrame, theme_codes: pd.DataFrame, codings: pd.DataFrame, codes: pd.DataFrame | None
) -> tuple[pd.DataFrame, dict[str, str], pd.DataFrame]:
    board = theme_board(themes)
    book = all_codes(codes, codings)
    links = take(theme_codes, "theme_codes", "theme", "code").drop_duplicates()
    links = links[links["theme"].isin(board["theme"])]
    frame = take(codings, "codings")
    joined = frame[frame["eligible"]].merge(links, on="code", how="left")
    joined["theme"] = joined["theme"].astype(object).where(joined["theme"].notna(), "")
    return board, dict(zip(book["code"], book["name"], strict=True)), joined
