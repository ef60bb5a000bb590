"""What speaks for and against each theme, by case or by a value of the cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from qualcode.analysis.frames import finish, records, take
from qualcode.analysis.voices import evidence, tally

SIDES = ("for", "against", "no stance")
STANCE_COLUMNS = [
    "theme",
    "group",
    "people_for",
    "people_against",
    "people_without_stance",
    "documents_for",
    "documents_against",
    "documents_without_stance",
    "passages",
    "state",
]


def with_sides(theme_codes: pd.DataFrame, codings: pd.DataFrame, groups: Mapping[str, str]) -> pd.DataFrame:
    """The evidence of each theme, a row for each theme of the code: the codings' columns, theme, group, side.

    `groups` is case → the group it belongs to; cases that have none are left out. `side` is the stance of the coding,
    "no stance" where none is recorded: nothing is taken for agreement.
    """
    links = take(theme_codes, "theme_codes", "theme", "code").drop_duplicates()
    frame = take(codings, "codings").merge(links, on="code")
    frame = frame[frame["eligible"] & frame["case"].isin(list(groups))].reset_index(drop=True)
    frame["group"] = frame["case"].map(dict(groups)).astype(object)
    return frame.assign(side=frame["stance"].where(frame["stance"] != "", SIDES[2]).astype(object))


def stances(
    themes: Sequence[str],
    groups: Sequence[str],
    sided: pd.DataFrame,
    read: Mapping[str, bool],
) -> pd.DataFrame:
    """Every theme in every group: how many people speak for it, against it, or neither; documents counted apart.

    `sided` is of `with_sides`; `read` says of each group whether all of its documents are marked read. Columns:
    STANCE_COLUMNS. Archival text has no voice, so it counts as documents and never as people. A person who says both
    is counted on both sides. `state` is "found", "none found" or "not yet read", as in `code_by_case`.
    """
    found = evidence(sided, "theme", "group", "side")
    spoken = tally(found[found["voice"] != ""], ["theme", "group", "side"])
    written = tally(found[found["voice"] == ""], ["theme", "group", "side"])
    passages = tally(found, ["theme", "group"])
    people = {(row["theme"], row["group"], row["side"]): int(row["voices"]) for row in records(spoken)}
    papers = {(row["theme"], row["group"], row["side"]): int(row["documents"]) for row in records(written)}
    held = {(row["theme"], row["group"]): int(row["passages"]) for row in records(passages)}
    rows = []
    for theme in themes:
        for group in groups:
            count = held.get((theme, group), 0)
            state = "found" if count else "none found" if read.get(group, False) else "not yet read"
            numbers = [counts.get((theme, group, side), 0) for counts in (people, papers) for side in SIDES]
            rows.append([theme, group, *numbers, count, state])
    return finish(pd.DataFrame(rows, columns=STANCE_COLUMNS))
