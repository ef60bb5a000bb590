"""The acts of a study as the history shows them, and one act told in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, tzinfo
from typing import Any

from qualcode.errors import NotFound
from qualcode.project import Project
from qualcode.project.telling import Told
from qualcode.store.undo import FIRST_ACTS
from qualcode.ui.look import plain, short
from qualcode.ui.views.journal import objects
from qualcode.ui.views.moments import clock, day, end_of

KINDS = {
    "codings.": "Coding",
    "suggestions.": "Suggestions",
    "codebook.": "Codebook",
    "themes.": "Themes",
    "memos.": "Journal",
    "documents.": "Documents",
    "participants.": "Participants",
    "cases.": "Cases",
    "project.": "The study itself",
    "coders.": "Coders",
    "history.": "Undo and redo",
}
A_PAGE = 40
MOST_TOLD = 12


@dataclass(frozen=True, slots=True)
class Line:
    """One act: `undone` is the act that took it back, or 0; `why` the reason that was given."""

    seq: int
    day: str
    clock: str
    coder: str
    act: str
    summary: str
    why: str
    undone: int

    @property
    def label(self) -> str:
        """The summary on a button, struck out where the act was undone."""
        words = plain(short(self.summary, 120)) or self.act
        return f"~~{words}~~" if self.undone else words


@dataclass(frozen=True, slots=True)
class Detail:
    """What an act did to the first objects it touched, of `count`; whether it can be taken back, and in what words."""

    told: tuple[Told, ...]
    count: int
    can_undo: bool
    undo: str


def lines(
    study: Project,
    *,
    containing: str = "",
    coder: str = "",
    kind: str = "",
    about: str = "",
    nth: int = 1,
    size: int = A_PAGE,
    zone: tzinfo = UTC,
) -> tuple[list[Line], int]:
    """The acts that fit, newest first, on the nth page; and how many fit.

    Raises:
        NotFound: what the acts are to be about does not exist.
    """
    frame, total = study.history.find(
        containing=containing,
        coder=coder,
        acts=[kind] if kind else (),
        about=about or None,
        size=size,
        start=(nth - 1) * size,
    )
    return [_line(row, zone) for row in frame.to_dict("records")], total


def line(study: Project, seq: str, zone: tzinfo = UTC) -> Line | None:
    """One act by its number as an address has it; None when there is none."""
    if not seq.isdecimal() or len(seq) > 15:
        return None
    frame, _ = study.history.find(seq=int(seq))
    return next((_line(row, zone) for row in frame.to_dict("records")), None)


def kinds(study: Project) -> dict[str, str]:
    """The kinds of acts that there were, with their names."""
    there = {f"{act.partition('.')[0]}." for act in study.history.acts()}
    return {kind: name for kind, name in KINDS.items() if kind in there}


def detail(study: Project, line: Line) -> Detail:
    """One act told in words."""
    told, count = study.history.told(line.seq, most=MOST_TOLD)
    can_undo = bool(count) and not line.undone and line.act not in FIRST_ACTS
    again = line.act == "history.undo" and line.summary.startswith("Undid: ")
    return Detail(tuple(told), count, can_undo, "Do it again after all" if again else "Undo this act")


def sentences(told: Told) -> list[str]:
    """What an act did to one object, as lines of Markdown that show every text letter for letter.

    >>> sentences(Told("code", "Speed", "changed", (("name", "Pace", "Speed"), ("memo", "", "Why?"))))
    ['**code** Speed · changed', 'name: ~~Pace~~ → Speed', 'memo: Why?']
    """
    lines = [f"**{plain(told.noun)}** {plain(short(told.title, 160))} · {told.did}"]
    for name, before, after in told.fields:
        old, new = plain(short(before, 400)), plain(short(after, 400))
        struck = f"~~{old}~~" if old and told.did == "changed" else old
        arrow = " → " if struck and new else ""
        lines.append(f"{plain(name)}: {struck}{arrow}{new}")
    return lines


def about_called(study: Project, about: str) -> str:
    """What people call an object that the acts are about; its own name where nobody knows it."""
    try:
        kind, row = study.find.anything(about)
    except NotFound:
        return about
    name = row["name"] if kind == "document" else row.get("key") or row["id"]
    return objects(study).get(f"{kind}:{name}", about)


def evening_of(study: Project, day: date, zone: tzinfo) -> int:
    """The last act of a day on the reader's clock.

    Raises:
        NotFound: the study did not exist yet.
    """
    return study.history.seq_at(end_of(day, zone))


def days(lines: Sequence[Line]) -> list[tuple[str, list[Line]]]:
    """The acts by day, in their order."""
    grouped: dict[str, list[Line]] = {}
    for line in lines:
        grouped.setdefault(line.day, []).append(line)
    return list(grouped.items())


def _line(row: dict[Any, Any], zone: tzinfo) -> Line:
    return Line(
        seq=row["seq"],
        day=day(row["at"], zone),
        clock=clock(row["at"], zone),
        coder=row["coder"],
        act=row["act"],
        summary=row["summary"],
        why=row["why"],
        undone=row["undone"],
    )
