"""Passages of a theme or code side by side, case by case; and two by two, the most alike or the most unlike first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qualcode.analysis import NO_CASE
from qualcode.analysis.comparison import columns_of
from qualcode.analysis.frames import records
from qualcode.analysis.themes import theme_board
from qualcode.project import Project, frames
from qualcode.project.across import codes_of
from qualcode.ui.views.cases import labels, passages
from qualcode.ui.views.grid import many

if TYPE_CHECKING:
    import pandas as pd

Items = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Column:
    """The passages of one case; `people` says how many people speak, or why it is empty."""

    case: str
    name: str
    value: str
    people: str
    items: Items


@dataclass(frozen=True, slots=True)
class Pair:
    """Two passages, and in words how alike they are."""

    head: str
    items: Items


def choices(study: Project) -> dict[str, str]:
    """What can be compared, by key: themes, then codes with codings. A code that is called as a theme is left out."""
    board = theme_board(frames.themes(study))
    found = dict(zip(board["theme"], board["label"], strict=True))
    codes = frames.codes(study)
    used = set(frames.codings(study)["code"])
    for row in records(codes[codes["code"].isin(used)]):
        found.setdefault(row["code"], f"Code: {row['name']}")
    return found


def columns(study: Project, of: str, order: Mapping[str, str]) -> list[Column]:
    """The passages case by case; `order` are the cases of `matrices.ordered`, each with its value."""
    table = study.themes.side_by_side(of)
    items = _items(study, of)
    called = labels(study)
    documents = frames.documents(study)
    read = documents.groupby("case")["read"].all().to_dict()
    found = []
    for case, frame in columns_of(table, order).items():
        voices = {voice for told in frame["voice"] for voice in told.split("\n")} - {""}
        people = f"{many(len(voices), 'person', 'people')}, {many(len(frame), 'passage')}"
        if frame.empty:
            people = "none found in what was read" if read.get(case, False) else "not yet read"
        own = [{**items[coding], "case": ""} for coding in frame["coding"]]
        found.append(Column(case, called.get(case, case), order.get(case, ""), people, own))
    return found


def pairs(study: Project, of: str, frame: pd.DataFrame) -> list[Pair]:
    """The rows of a frame of `study.themes.compare`, as lists of two passages each."""
    items = _items(study, of)
    found = []
    for row in records(frame):
        both = [items[row["coding"]], items[row["other_coding"]]]
        likeness = f"{row['likeness']:.2f}".replace("-", "−")
        found.append(Pair(f"{row['rank']} · likeness {likeness}", both))
    return found


def none_to_compare(shown: list[Column], *, within: bool) -> str:
    """Why there is no pair, in a sentence."""
    if within:
        return "No case has passages of two different people, so there is nothing to compare inside a case."
    held = [column for column in shown if column.items and column.case != NO_CASE]
    if len(held) < 2:
        return "Passages lie in fewer than two cases, so there is nothing to compare across cases."
    return "All passages are of the same people, so there is nothing to compare."


def _items(study: Project, of: str) -> dict[str, dict[str, Any]]:
    """The passages as a list shows them, by the id of their first coding."""
    table = study.codings.table()
    own = table[table["eligible"] & table["code"].isin(codes_of(study, of)[1])]
    against = set(own.loc[own["stance"] == "against", "coding"])
    shown = passages(study, own)
    return {item["id"]: {**item, "tags": ["against"] if against & set(item["codings"]) else []} for item in shown}
