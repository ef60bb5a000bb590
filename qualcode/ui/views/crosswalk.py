"""The shipped crosswalk between codebooks, as the codings of a study show it."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pandas as pd

from qualcode.analysis.crosswalk import NOT_HERE, meetings
from qualcode.analysis.frames import records
from qualcode.codebook import Crosswalk, read_crosswalk
from qualcode.errors import NotFound
from qualcode.project import Project, frames
from qualcode.project.crosswalk import coded, link_of
from qualcode.project.sample import find_data
from qualcode.ui.views.cases import passages
from qualcode.ui.views.grid import Grid
from qualcode.ui.views.together import met

FILE = "crosswalk.yaml"
RELATIONS = {"contradicts": "Contradicts", "same_idea": "Same idea", "broader": "Broader", "narrower": "Narrower"}
"""In the order in which they stand, contradiction first."""
VERBS = {
    "contradicts": "contradicts",
    "same_idea": "says the same as",
    "broader": "is broader than",
    "narrower": "is narrower than",
}
COLUMNS = {"voices_a": "People, first", "voices_b": "People, second", "voices_both": "People, both"}
COLUMNS |= {"passages_both": "Places of both"}


@lru_cache(maxsize=1)
def shipped() -> Crosswalk:
    """The crosswalk that came with this installation; an empty one where its folder is not there."""
    try:
        return read_crosswalk(find_data("codebooks") / FILE)
    except NotFound:
        return Crosswalk()


def holds_two(study: Project) -> bool:
    """Whether the study has codes or themes of at least two codebooks that the crosswalk relates."""
    here = {*frames.codes(study)["code"], *frames.themes(study)["theme"]}
    ends = [end.split(":", 1) for link in shipped().links for end in (link.source, link.target)]
    return len({book for book, key in ends if key in here}) > 1


def grid(study: Project) -> tuple[Grid, str]:
    """The links as a list, by relation; the key of a row is both ends with a line between them. And a note, or ""."""
    table = study.codebook.crosswalk(shipped())
    rows = sorted(records(table), key=lambda row: list(RELATIONS).index(row["relation"]))
    shown = Grid(
        [{"key": key, "name": name} for key, name in COLUMNS.items()],
        [{"key": f"{row['a']}\n{row['b']}", "name": _named(row), "group": RELATIONS[row["relation"]]} for row in rows],
        [[_cell(key, row[key]) for key in COLUMNS] for row in rows],
    )
    return shown, str(table.attrs["note"])


def link(study: Project, a: str, b: str) -> dict[str, Any] | None:
    """A row of the crosswalk with `head` (both names and the relation), or None where there is none."""
    try:
        found = link_of(shipped(), a, b)
    except NotFound:
        return None
    table = study.codebook.crosswalk(Crosswalk((found,)))
    row = records(table)[0]
    return {**row, "names": (_end(row, "a"), _end(row, "b")), "head": _named(row)}


def places(study: Project, a: str, b: str) -> list[dict[str, Any]]:
    """Where both ends of a link share words, as the component `overlaps` shows it."""
    return met(study, meetings(*coded(study, link_of(shipped(), a, b))), ("a", "b"))


def sides(study: Project, a: str, b: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The passages of either end, as the list of passages shows them."""
    first, second = (_own(study, frame) for frame in coded(study, link_of(shipped(), a, b)))
    return first, second


def _own(study: Project, frame: pd.DataFrame) -> list[dict[str, Any]]:
    table = study.codings.table()
    return passages(study, table[table["coding"].isin(frame["coding"])])


def _named(row: dict[str, Any]) -> str:
    return f"{_end(row, 'a')} — {VERBS[row['relation']]} — {_end(row, 'b')}"


def _end(row: dict[str, Any], side: str) -> str:
    return str(row[f"{side}_name"] or row[side])


def _cell(column: str, number: Any) -> dict[str, Any]:
    if not pd.isna(number):
        return {"text": f"{number:,}"}
    return {"text": "", "words": "–" if column.endswith("both") else NOT_HERE}
