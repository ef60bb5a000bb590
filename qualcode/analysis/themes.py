"""The theme table and the theme × case table."""

from __future__ import annotations

import pandas as pd

from qualcode.analysis.attribution import NEEDED, Granularity, attributions
from qualcode.analysis.flags import evidence_flags
from qualcode.analysis.frames import distinct_names, finish, records, take
from qualcode.analysis.frequencies import all_codes
from qualcode.analysis.matrix import cells
from qualcode.analysis.voices import evidence, tally
from qualcode.errors import Refused
from qualcode.text.abridging import edits

THEME_COLUMNS = [
    "theme",
    "status",
    "central_organising_concept",
    "codes",
    "voices",
    "cases",
    "codings",
    "exemplar_quotes",
    "does_not_fit",
    "flags",
]
CASE_COLUMNS = ["theme", "case", "voices", "codings", "state", "summary", "exemplar_quote"]
NO_EXEMPLAR = "none chosen"
NOTHING_THAT_DOES_NOT_FIT = "none recorded"


def theme_table(
    themes: pd.DataFrame,
    theme_codes: pd.DataFrame,
    codings: pd.DataFrame,
    extracts: pd.DataFrame,
    documents: pd.DataFrame,
    cases: pd.DataFrame,
    *,
    codes: pd.DataFrame | None = None,
    granularity: Granularity = "publication",
    discarded: bool = False,
) -> pd.DataFrame:
    """One row a theme, in project order: what it claims, on whom it rests, and what to ask about it.

    Columns: theme (its name), status, central_organising_concept, codes (names, "; "), voices, cases, codings,
    exemplar_quotes, does_not_fit, flags ("; ").

    - A theme without a central organising concept is a candidate, whatever its status says.
    - Voices, cases and codings are those of `voices`, over the codings of the theme's codes; a coding that is also in
      the tray of what does not fit is still counted, as its words were found.
    - Quotes are the ones chosen by hand, in their order, each as “quote” (attribution) on a line of its own. Without
      any: "none chosen", and "none recorded" in the tray. Interviewers' and researchers' words are never among them.
    - `codes` (the codebook) names codes that have no codings; without it they show their key.
    - Discarded themes are left out unless `discarded` is true.
    """
    board = theme_board(themes, discarded=discarded)
    links = take(theme_codes, "theme_codes", "theme", "code").drop_duplicates()
    names = _code_names(codes, codings)
    counts = {row["theme"]: row for row in records(tally(theme_evidence(links, codings), ["theme"]))}
    chosen = chosen_quotes(extracts, codings, granularity)
    unread = int((~take(documents, "documents", "read")["read"]).sum())
    nothing = {"codings": 0, "voices": 0, "cases": 0}
    rows = []
    for theme in records(board):
        key, concept = theme["theme"], theme["central_organising_concept"]
        own = links.loc[links["theme"] == key, "code"]
        counted = counts.get(key, nothing)
        flags = [] if concept else ["no central organising concept"]
        flags += [] if len(own) else ["no codes"]
        flags += evidence_flags(counted)
        flags += [f"documents not read: {unread}"] if unread else []
        quotes = chosen[chosen["theme"] == key]
        exemplars, tray = (quotes.loc[quotes["kind"] == kind, "printed"] for kind in ("exemplar", "does_not_fit"))
        rows.append(
            [
                theme["label"],
                theme["status"],
                concept,
                "; ".join(names.get(code, code) for code in own),
                int(counted["voices"]),
                int(counted["cases"]),
                int(counted["codings"]),
                "\n".join(exemplars) or NO_EXEMPLAR,
                "\n".join(tray) or NOTHING_THAT_DOES_NOT_FIT,
                "; ".join(flags),
            ]
        )
    return finish(pd.DataFrame(rows, columns=THEME_COLUMNS))


def theme_by_case(
    themes: pd.DataFrame,
    theme_codes: pd.DataFrame,
    codings: pd.DataFrame,
    extracts: pd.DataFrame,
    documents: pd.DataFrame,
    cases: pd.DataFrame,
    summaries: pd.DataFrame | None = None,
    *,
    granularity: Granularity = "publication",
) -> pd.DataFrame:
    """Every theme in every case: theme, case, voices, codings, state, summary, exemplar_quote.

    `state` is "found", "none found" or "not yet read", as in `code_by_case`. `summary` is the human text of the cell.
    `exemplar_quote` is the first exemplar of the theme that lies in the case, with its attribution. Themes and cases
    are in project order; discarded themes are left out.
    """
    board = theme_board(themes)
    links = take(theme_codes, "theme_codes", "theme", "code").drop_duplicates()
    found = theme_evidence(links[links["theme"].isin(board["theme"])], codings)
    table = cells(list(board["theme"]), "theme", found, cases, documents)
    texts = take(summaries, "summaries")
    written = dict(zip(zip(texts["theme"], texts["case"], strict=True), texts["text"], strict=True))
    chosen = chosen_quotes(extracts, codings, granularity)
    first = chosen[chosen["kind"] == "exemplar"].drop_duplicates(["theme", "case"])
    quoted = dict(zip(zip(first["theme"], first["case"], strict=True), first["printed"], strict=True))
    places = list(zip(table["theme"], table["case"], strict=True))
    table["summary"] = pd.Series([written.get(place, "") for place in places], dtype=object)
    table["exemplar_quote"] = pd.Series([quoted.get(place, "") for place in places], dtype=object)
    table["theme"] = table["theme"].map(dict(zip(board["theme"], board["label"], strict=True))).astype(object)
    return finish(table, CASE_COLUMNS)


def theme_board(themes: pd.DataFrame, *, discarded: bool = False) -> pd.DataFrame:
    """The themes in project order with `label` (distinct name) and an honest `status`: no concept, no theme."""
    board = take(themes, "themes", "theme", "name", "status", "central_organising_concept")
    if not discarded:
        board = board[board["status"] != "discarded"].reset_index(drop=True)
    board["central_organising_concept"] = board["central_organising_concept"].str.strip().astype(object)
    bare = (board["central_organising_concept"] == "") | (board["status"] == "")
    board["status"] = board["status"].where(~bare | (board["status"] == "discarded"), "candidate")
    return board.assign(label=board["theme"].map(distinct_names(board, "theme")).astype(object))


def theme_evidence(theme_codes: pd.DataFrame, codings: pd.DataFrame) -> pd.DataFrame:
    """Eligible codings with the theme of their code; one row for each theme that the code belongs to."""
    links = take(theme_codes, "theme_codes", "theme", "code").drop_duplicates()
    return evidence(codings).merge(links, on="code")


def chosen_quotes(extracts: pd.DataFrame, codings: pd.DataFrame, granularity: Granularity) -> pd.DataFrame:
    """The passages chosen by hand, in order: theme, kind, coding, case, quote, printed.

    `printed` has the elisions and insertions that were recorded, as long as they fit the passage; else it is printed
    whole. Passages that are not eligible, or whose coding is gone, are left out.
    """
    picked = take(extracts, "extracts", "theme", "kind", "coding", "position", "printed")
    chosen = take(codings, "codings", "coding")["coding"].isin(picked["coding"])
    frame = take(
        codings[chosen.to_numpy()], "codings", *dict.fromkeys(["coding", "case", "quote", "eligible", *NEEDED])
    )
    frame = frame[frame["eligible"]].drop_duplicates("coding")
    frame = frame.assign(who=pd.Series(attributions(frame, granularity), index=frame.index, dtype=object))
    picked = picked.rename(columns={"printed": "abridged"}).assign(place=range(len(picked)))
    merged = picked.merge(frame.drop(columns="kind"), on="coding").sort_values(["position", "place"], kind="stable")
    said = zip(merged["quote"], merged["abridged"], merged["who"], strict=True)
    merged["printed"] = pd.Series(
        [f"“{as_printed(quote, short)}” ({who})" for quote, short, who in said], index=merged.index, dtype=object
    )
    return merged[["theme", "kind", "coding", "case", "quote", "printed"]].reset_index(drop=True)


def as_printed(quote: str, abridged: str) -> str:
    """The quote with its recorded elisions and insertions, or whole where these do not fit it (any more)."""
    return abridged if abridged and fits(quote, abridged) else quote


def fits(quote: str, abridged: str) -> bool:
    """Whether an abridged quote differs from the passage in marked places alone."""
    try:
        edits(quote, abridged)
    except Refused:
        return False
    return True


def _code_names(codes: pd.DataFrame | None, codings: pd.DataFrame) -> dict[str, str]:
    book = all_codes(codes, codings)
    return dict(zip(book["code"], book["name"], strict=True))
