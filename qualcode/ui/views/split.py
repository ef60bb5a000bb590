"""The board of a split: all passages of a code, where each goes, and what is still undecided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qualcode.analysis.frames import records
from qualcode.project import Project
from qualcode.ui.views.codebook import case_names, colours_of, passage
from qualcode.ui.views.grid import many

if TYPE_CHECKING:
    from qualcode.ui.acting import Act

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Board:
    """The passages of a split. `targets` are the split code first, then its parts: key, name, color.

    `counts` says how many passages went to each, by key; one that goes to several counts for each.
    """

    code: str
    name: str
    targets: tuple[Row, ...]
    items: tuple[Row, ...]
    counts: dict[str, int]
    undecided: int

    def words(self) -> str:
        """How far it is, undecided ones first.

        >>> Board("a", "A", (), ({}, {}), {}, 1).words()
        '1 of 2 passages undecided'
        """
        passages = many(len(self.items), "passage")
        return f"{self.undecided:,} of {passages} undecided" if self.undecided else f"All {passages} decided"

    def bulk(self) -> list[Row]:
        """The buttons for all passages that are ticked."""
        return [_button(self.code, target) for target in self.targets]

    def shown(self, which: str, case: str = "") -> list[Row]:
        """The passages that are "undecided", "decided", or all of them; in one case where it is named."""
        wanted = {"undecided": (True,), "decided": (False,)}.get(which, (True, False))
        return [item for item in self.items if (not item["decided"]) in wanted and (not case or item["case"] == case)]


def board(study: Project, code: str, *, several: bool = False) -> Board:
    """The board of a code that is being split. With `several`, a button adds a code to a passage or takes it away.

    Raises:
        Refused: the code is not being split.
    """
    row = study.find.code(code)
    frame = study.codebook.board(row["key"])
    keys = [row["key"], *study.codebook.splits().get(row["key"], [])]
    colors = colours_of(study)
    targets = tuple({"key": key, "name": str(study.find.code(key)["name"]), "color": colors[key]} for key in keys)
    every = study.codings.table()
    rows = {found["coding"]: found for found in records(every[every["coding"].isin(frame["coding"])])}
    coders = frame["coder"].nunique() > 1
    named = case_names(study)
    items = []
    for found in records(frame):
        decided = [key for key in found["decided"].split(", ") if key]
        item = passage(rows[found["coding"]], named, several=coders)
        colour = colors[decided[0]] if decided else ""
        buttons = [_button(row["key"], target, decided, several=several) for target in targets]
        items.append({**item, "decided": decided, "color": colour, "actions": buttons})
    counts = {key: sum(key in item["decided"] for item in items) for key in keys}
    undecided = sum(not item["decided"] for item in items)
    return Board(row["key"], str(row["name"]), targets, tuple(items), counts, undecided)


def _button(code: str, target: Row, decided: Sequence[str] = (), *, several: bool = False) -> Row:
    key, stays = target["key"], target["key"] == code
    to = [key]
    if several:
        to = [one for one in decided if one != key] if key in decided else [*decided, key]
    return {
        "act": "assign",
        "label": "Stays as it is" if stays else target["name"],
        "help": f"It keeps the code {target['name']}" if stays else f"It gets the code {target['name']}",
        "with": {"to": to or [key]},
        "pressed": key in decided,
        "color": target["color"],
    }


def acts(study: Project, code: str) -> dict[str, Act]:
    """What the board may ask for, by name."""

    def assign(items: Sequence[str], to: Sequence[str]) -> str:
        left = study.codebook.assign(code, items, to)
        return "" if left else "All are decided. Finish the split when you are content."

    return {"assign": assign}
