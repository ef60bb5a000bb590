"""How much of each theme began as a machine's suggestion."""

from __future__ import annotations

import pandas as pd

from qualcode.analysis.frames import distinct_names, finish, take

COLUMNS = ["theme", "codings", "by_hand", "from_suggestions", "imported", "suggested_percent"]


def origins(themes: pd.DataFrame, theme_codes: pd.DataFrame, codings: pd.DataFrame) -> pd.DataFrame:
    """Per theme, in project order: theme, codings, by_hand, from_suggestions, imported, suggested_percent.

    Each coder's eligible coding of each passage counts, since each was somebody's act; so `codings` may exceed that of
    the theme table. `suggested_percent` is the share that began as a suggestion, one decimal, NaN without codings.
    Discarded themes are left out.
    """
    board = take(themes, "themes", "theme", "name", "status")
    board = board[board["status"] != "discarded"]
    links = take(theme_codes, "theme_codes", "theme", "code").drop_duplicates()
    frame = take(codings, "codings", "coding", "code", "origin", "eligible")
    joined = links.merge(frame[frame["eligible"]], on="code")
    names = distinct_names(board, "theme")
    rows = []
    for theme in board["theme"]:
        own = joined.loc[joined["theme"] == theme, "origin"]
        born = [int((own == origin).sum()) for origin in ("hand", "suggestion", "import")]
        rows.append([names[theme], len(own), *born, round(100 * born[1] / len(own), 1) if len(own) else float("nan")])
    return finish(pd.DataFrame(rows, columns=COLUMNS))
