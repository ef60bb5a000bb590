"""What would change if a study took in a codebook, in sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from qualcode.codebook import Change, describe, diff
from qualcode.codebook.problems import listed
from qualcode.model import Codebook
from qualcode.store import schema as t

if TYPE_CHECKING:
    from qualcode.project.project import Project

STAY = {"code": "codes", "theme": "themes", "attribute": "attributes", "link": "links"}


def compare(study: Project, book: Codebook) -> str:
    """See `ProjectCodebook.diff`. What the codebook does not have and the study keeps is counted, not told as gone."""
    retired = {row["key"] for row in study.store.rows(select(t.codes).where(t.codes.c.status == "retired"))}
    left = [code.id for code in book.codes if code.id in retired]
    here = study.codebook.value()
    above = {code.id: code.parent for code in here.codes}
    codes = (
        replace(code, parent=above.get(code.id, "")) if code.parent in retired else code
        for code in book.codes
        if code.id not in retired
    )
    brought = set(study.row()["codebook"].get("brought", {}).get("rules", ()))
    changes = diff(here, replace(book, codes=tuple(codes)))
    kept = [item for item in changes if _stays(item, brought)]
    told = [item for item in changes if item not in kept]
    return "\n".join(
        [
            *([describe(told)] if told or not (kept or left) else []),
            *(f"code '{key}' is retired here and stays so." for key in left),
            *_staying(kept),
        ]
    )


def _stays(change: Change, brought: set[str]) -> bool:
    if change.kind != "removed":
        return False
    return change.entry in STAY or (change.entry == "rule" and change.id not in brought)


def _staying(kept: Iterable[Change]) -> Iterable[str]:
    for entry, several in {**STAY, "rule": "rules"}.items():
        names = [change.id or change.before for change in kept if change.entry == entry]
        if names:
            only = f"1 {entry} of the study that the codebook does not have stays"
            many = f"{len(names)} {several} of the study that the codebook does not have stay"
            yield f"{only if len(names) == 1 else many}: {listed(names)}."
