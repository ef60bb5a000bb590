"""Does each case bear a theme out? Evidence for and against, by case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from qualcode.analysis.attribution import Granularity
from qualcode.analysis.frames import NO_CASE, finish, records, take
from qualcode.analysis.matrix import cells
from qualcode.analysis.stances import PLACE, misfits
from qualcode.analysis.themes import chosen_quotes, theme_board
from qualcode.analysis.voices import evidence, tally

REPLICATION_STATES = ("supports", "contradicts", "both", "silent", "not yet read")
REPLICATION_COLUMNS = ["theme", "case", "state", "voices_for", "voices_against", "passages_for", "passages_against"]
REPLICATION_COLUMNS += ["summary", "quote_for", "quote_against"]


def replication(
    themes: pd.DataFrame,
    theme_codes: pd.DataFrame,
    codings: pd.DataFrame,
    extracts: pd.DataFrame,
    documents: pd.DataFrame,
    cases: pd.DataFrame,
    summaries: pd.DataFrame | None = None,
    *,
    granularity: Granularity = "publication",
    keys: bool = False,
) -> pd.DataFrame:
    """Every theme in every case, and whether the case bears it out: one row a cell, themes and cases in their order.

    In a multiple-case study cases are not a sample: each is an experiment of its own, chosen because it should show the
    same as the others (literal replication) or something else for a reason that was foreseen (theoretical
    replication); see Yin 2018, *Case Study Research and Applications*, 6th edition, chapter 2. This table says what was
    found. Whether a case that contradicts was foreseen, and so replicates, is for the researcher to argue.

    Columns: theme (its name, or key with `keys`), case, state, voices_for, voices_against, passages_for,
    passages_against, summary (the human text of the cell), quote_for, quote_against. The states:

    - "supports", "contradicts", "both": on which sides there are passages (see `for_and_against`);
    - "silent": nothing on either side, and somebody read every document of the case;
    - "not yet read": nothing on either side, and some document is unread, or the case has none.

    A person may speak on both sides and then counts on both; so does a passage that one coding takes for and another
    against. Quotes are the first that was chosen by hand and lies in the cell, with its attribution, "" without any:
    for, of the exemplars; against, of the tray of what does not fit, else an exemplar whose stance is against.
    Discarded themes are left out; "no case" stands last and only where it holds something.
    """
    board = theme_board(themes)
    sided = for_and_against(list(board["theme"]), theme_codes, codings, extracts)
    found = evidence(sided, "theme", "side")
    table = cells(list(board["theme"]), "theme", found, cases, documents)
    counted = {
        (row["theme"], row["case"], row["side"]): row for row in records(tally(found, ["theme", "case", "side"]))
    }
    texts = take(summaries, "summaries")
    written = dict(zip(zip(texts["theme"], texts["case"], strict=True), texts["text"], strict=True))
    quoted = _quoted(sided, extracts, codings, granularity)
    labels = dict(zip(board["theme"], board["theme" if keys else "label"], strict=True))
    rows = []
    for cell in records(table):
        theme, case = cell["theme"], cell["case"]
        place = (theme, "" if case == NO_CASE else case)
        sides = [counted.get((*place, side), {"voices": 0, "passages": 0}) for side in ("for", "against")]
        numbers = [int(side[name]) for name in ("voices", "passages") for side in sides]
        state = _state(numbers[2], numbers[3], cell["state"])
        quotes = [quoted.get((*place, side), "") for side in ("for", "against")]
        rows.append([labels[theme], case, state, *numbers, written.get((theme, case), ""), *quotes])
    return finish(pd.DataFrame(rows, columns=REPLICATION_COLUMNS))


def for_and_against(
    themes: list[str], theme_codes: pd.DataFrame, codings: pd.DataFrame, extracts: pd.DataFrame | None
) -> pd.DataFrame:
    """The eligible codings of each theme, with `theme` and `side`: "for" or "against".

    Against is a coding with the stance "against", and every coding of the theme on a passage that lies in the theme's
    tray of what does not fit. All others that were found are for. A passage that was chosen by hand belongs to the
    theme, whatever its code; so the counts may exceed those of the theme table, which counts the theme's codes.
    """
    frame = take(codings, "codings")
    frame = frame[frame["eligible"]].reset_index(drop=True)
    frame["row"] = range(len(frame))
    links = take(theme_codes, "theme_codes", "theme", "code")
    picked = take(extracts, "extracts", "theme", "kind", "coding")
    chosen = frame[frame["coding"] != ""].merge(picked, on="coding", suffixes=("_of_document", ""))
    both = pd.concat([frame.merge(links, on="code")[["row", "theme"]], chosen[["row", "theme"]]])
    both = both[both["theme"].isin(themes)].drop_duplicates()
    sided = both.merge(frame, on="row").sort_values("row", kind="stable").reset_index(drop=True)
    misfit = misfits(extracts, codings)
    places = zip(*(sided[name] for name in ("theme", *PLACE)), strict=True)
    against = [stance == "against" or place in misfit for stance, place in zip(sided["stance"], places, strict=True)]
    side = pd.Series(["against" if one else "for" for one in against], dtype=object)
    return sided.drop(columns="row").assign(side=side)


def _quoted(
    sided: pd.DataFrame, extracts: pd.DataFrame, codings: pd.DataFrame, granularity: Granularity
) -> Mapping[tuple[Any, ...], str]:
    """The first quote of each (theme, case, side)."""
    side_of = {
        (theme, coding): side
        for theme, coding, side in zip(sided["theme"], sided["coding"], sided["side"], strict=True)
    }
    found: dict[tuple[Any, ...], str] = {}
    chosen = chosen_quotes(extracts, codings, granularity)
    for kind in ("does_not_fit", "exemplar"):
        for row in records(chosen[chosen["kind"] == kind]):
            side = side_of.get((row["theme"], row["coding"]))
            if side and (side == "against" or kind == "exemplar"):
                found.setdefault((row["theme"], row["case"], side), row["printed"])
    return found


def _state(supporting: int, against: int, read: str) -> str:
    if supporting and against:
        return "both"
    if supporting or against:
        return "supports" if supporting else "contradicts"
    return "silent" if read == "none found" else "not yet read"
