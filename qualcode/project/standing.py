"""Which acts stand: not taken back, or done again since."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from qualcode.store import schema as t

if TYPE_CHECKING:
    from qualcode.project.project import Project


def stands(seq: int, undoer: Mapping[int, int]) -> bool:
    """Whether an act stands; `undoer` is act → the act that took it back.

    >>> stands(1, {}), stands(1, {1: 2}), stands(1, {1: 2, 2: 3})
    (True, False, True)
    """
    times = 0
    while undoer.get(seq, 0):
        seq, times = undoer[seq], times + 1
    return times % 2 == 0


def accepted_in_bulk(study: Project) -> list[dict[str, Any]]:
    """The acts that accepted many suggestions at once and stand, oldest first, as rows of events."""
    query = select(t.events).where(t.events.c.act == "suggestions.accept_many").order_by(t.events.c.seq)
    rows = study.store.rows(query)
    if not rows:
        return []
    undoing = select(t.events.c.seq, t.events.c.undoes).where(t.events.c.undoes.is_not(None)).order_by(t.events.c.seq)
    undoer = {row["undoes"]: row["seq"] for row in study.store.rows(undoing)}
    return [row for row in rows if stands(row["seq"], undoer)]
