"""Which case bears out which theme: a matrix in words, and the passages for and against behind a cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qualcode.analysis import NO_CASE
from qualcode.analysis.frames import records
from qualcode.analysis.replication import for_and_against
from qualcode.project import Project, frames
from qualcode.project.across import replication
from qualcode.ui.views.cases import counts, passages
from qualcode.ui.views.grid import Grid, many
from qualcode.ui.views.matrices import Items, themes_by_cases

if TYPE_CHECKING:
    import pandas as pd

WORDS = {
    "supports": ("Supports", "found", 0.0),
    "contradicts": ("Contradicts", "found", 0.22),
    "both": ("Both", "found", 0.1),
    "silent": ("", "none", 0.0),
    "not yet read": ("", "unread", 0.0),
}
"""For each state what the cell says, its look in the matrix, and how strongly it is tinted."""
CHOSEN = {"exemplar": "exemplar", "does_not_fit": "does not fit"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A theme in a case: its state in a sentence, what a person wrote, and the passages of both sides."""

    sentence: str
    summary: str
    supporting: Items
    against: Items


def grid(study: Project, cases: Mapping[str, str]) -> Grid:
    """Themes by cases, each cell in words; `cases` as they are to stand, see `matrices.ordered`."""
    frame = themes_by_cases(study, cases)
    found = _rows(study)
    order = [column["key"] for column in frame.columns] + ([NO_CASE] if _has_no_case(found, frame) else [])
    columns = [*frame.columns, *({"key": case, "name": case, "small": []} for case in order[len(frame.columns) :])]
    lines = [[_shown(found[row["key"], case]) for case in order] for row in frame.rows]
    return Grid(columns, frame.rows, lines)


def cell(study: Project, theme: str, case: str) -> Cell:
    """What is behind a cell of `grid`."""
    row = _rows(study)[theme, case]
    sided = for_and_against([theme], frames.theme_codes(study), frames.codings(study), frames.extracts(study))
    own = sided[sided["case"] == ("" if case == NO_CASE else case)]
    sides = [_items(study, theme, own[own["side"] == side]) for side in ("for", "against")]
    return Cell(_sentence(row), row["summary"], *sides)


def _rows(study: Project) -> dict[tuple[str, str], dict[str, Any]]:
    return {(row["theme"], row["case"]): row for row in records(replication(study, keys=True))}


def _has_no_case(found: Mapping[tuple[str, str], Any], frame: Grid) -> bool:
    """A passage chosen by hand may lie in no case though none of the theme's codings does."""
    return any(case == NO_CASE for _, case in found) and all(column["key"] != NO_CASE for column in frame.columns)


def _shown(row: Mapping[str, Any]) -> dict[str, Any]:
    text, state, tone = WORDS[row["state"]]
    shown = {"text": text, "state": state, "small": _people(row) if text else "", "title": _sentence(row)}
    if row["state"] == "silent":
        shown["words"] = "Silent: none found in what was read"
    return {**shown, "tone": tone} if tone else shown


def _people(row: Mapping[str, Any]) -> str:
    """How many people speak for and against.

    >>> _people({"voices_for": 2, "voices_against": 1, "passages_for": 3, "passages_against": 1})
    '2 people for, 1 person against'
    """
    sides = [
        f"{many(row[f'voices_{side}'], 'person', 'people') if row[f'voices_{side}'] else 'documents'} {side}"
        for side in ("for", "against")
        if row[f"passages_{side}"]
    ]
    return ", ".join(sides)


def _sentence(row: Mapping[str, Any]) -> str:
    if row["state"] == "silent":
        return "Silent: none found in what was read. Every document of this case was read."
    if row["state"] == "not yet read":
        return "Not yet read: the case has no documents, or there are some that nobody has read."
    sides = [
        f"{side}: {counts(row[f'voices_{side}'], row[f'passages_{side}'])}"
        for side in ("for", "against")
        if row[f"passages_{side}"]
    ]
    return f"{WORDS[row['state']][0]}. {'; '.join(sides).capitalize()}."


def _items(study: Project, theme: str, own: pd.DataFrame) -> Items:
    chosen = frames.extracts(study)
    chosen = chosen[chosen["theme"] == theme]
    kinds: dict[str, list[str]] = {}
    for coding, kind in zip(chosen["coding"], chosen["kind"], strict=True):
        kinds.setdefault(coding, []).append(CHOSEN[kind])
    stances = dict(zip(own["coding"], own["stance"], strict=True))
    items = passages(study, own)
    for item in items:
        tags = [tag for coding in item["codings"] for tag in kinds.get(coding, [])]
        tags += ["against"] * any(stances[coding] == "against" for coding in item["codings"])
        item["tags"] = list(dict.fromkeys(tags))
    return items
