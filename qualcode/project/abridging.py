"""How a chosen quote is printed: with elisions and insertions that are marked and on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from qualcode.errors import NotFound
from qualcode.store import schema as t
from qualcode.text.abridging import abridged

if TYPE_CHECKING:
    from qualcode.project.project import Project


def abridge(study: Project, theme: str, coding: str, printed: str, *, seen: int | None = None) -> None:
    """See `Themes.abridge`."""
    row, chosen = study.find.theme(theme), study.codings[coding]
    made = abridged(chosen.quote, printed)
    with study.act("themes.abridge") as current:
        mine = (t.extracts.c.theme_id == row["id"]) & (t.extracts.c.coding_id == coding)
        found = current.rows(select(t.extracts).where(mine))
        if not found:
            raise NotFound(f"The coding '{coding}' is not among the extracts of {row['name']}.")
        for extract in found:
            current.update(t.extracts, extract["id"], seen=seen, printed=made)
        current.summary = f"{'Abridged' if made else 'Printed whole'} a quote of {row['name']}"
