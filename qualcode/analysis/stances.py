"""What speaks for and against each theme, by case or by a value of the cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from qualcode.analysis.frames import finish, records, take
from qualcode.analysis.voices import evidence, tally

AGAINST = "against"
SIDES = ("for", AGAINST, "no stance")
PLACE = ("document_id", "start", "end")
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


def with_sides(
    theme_codes: pd.DataFrame, codings: pd.DataFrame, extracts: pd.DataFrame | None, groups: Mapping[str, str]
) -> pd.DataFrame:
    """The evidence of each theme, a row for each theme of the code: the codings' columns, theme, group, side.

    `groups` is case → the group it belongs to; cases that have none are left out. `side` is the stance of the coding,
    and "against" for a passage in the theme's tray of what does not fit. "No stance" is where nobody recorded one for
    the passage: nothing is taken for agreement.
    """
    links = take(theme_codes, "theme_codes", "theme", "code").drop_duplicates()
    frame = take(codings, "codings").merge(links, on="code")
    frame = frame[frame["eligible"] & frame["case"].isin(list(groups))].reset_index(drop=True)
    frame["group"] = frame["case"].map(dict(groups)).astype(object)
    tray = misfits(extracts, codings)
    places = list(zip(*(frame[name] for name in ("theme", *PLACE)), strict=True))
    sides = [AGAINST if place in tray else stance for place, stance in zip(places, frame["stance"], strict=True)]
    taken = {place for place, side in zip(places, sides, strict=True) if side}
    kept = [bool(side) or place not in taken for place, side in zip(places, sides, strict=True)]
    frame["side"] = pd.Series([side or SIDES[2] for side in sides], dtype=object)
    return frame[pd.Series(kept, dtype=bool)].reset_index(drop=True)


def misfits(extracts: pd.DataFrame | None, codings: pd.DataFrame) -> set[tuple[str, str, int, int]]:
    """The passages in the trays of what does not fit: (theme, document_id, start, end); only evidence."""
    picked = take(extracts, "extracts", "theme", "kind", "coding")
    picked = picked[picked["kind"] == "does_not_fit"]
    held = take(codings, "codings", "coding", *PLACE, "eligible")
    tray = picked.merge(held[held["eligible"]], on="coding")
    return set(zip(*(tray[name] for name in ("theme", *PLACE)), strict=True))


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
