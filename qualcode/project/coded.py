"""The codings of a study as the frame that analyses start from; after an act only what it changed is built anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
from sqlalchemy import ColumnElement, Connection, select

from qualcode.analysis.frames import COLUMNS
from qualcode.project.remembering import Built, following
from qualcode.project.speaking import Speaking
from qualcode.store import schema as t

if TYPE_CHECKING:
    from qualcode.project.project import Project

HELD = ("quote", "created_at", "origin", "suggester", "rule", "level", "stance", "memo", "code_id")
TYPES: dict[type, Any] = {int: "int64", bool: bool}


def codings(study: Project) -> pd.DataFrame:
    """One row a coding, in document order, with who speaks and whether the words are evidence."""
    with study.memory.building:
        return following(study, t.codings, _build).frame.copy()


def _build(study: Project, connection: Connection, speaking: Speaking, chosen: ColumnElement[bool]) -> Built:
    query = (
        select(
            t.codings.c.id.label("coding"),
            t.codings.c.document_id,
            t.codings.c.start_at.label("start"),
            t.codings.c.end_at.label("end"),
            *(t.codings.c[name] for name in HELD),
            t.codes.c.key.label("code"),
            t.codes.c.name.label("code_name"),
            t.codes.c.level.label("code_level"),
            t.codes.c.position,
            t.coders.c.name.label("coder"),
        )
        .join(t.codes, t.codings.c.code_id == t.codes.c.id)
        .join(t.coders, t.codings.c.coder_id == t.coders.c.id)
        .where(chosen)
    )
    result = connection.execute(query)
    names, rows = list(result.keys()), result.all()
    held: dict[str, Any] = dict(zip(names, zip(*rows, strict=True) if rows else ([] for _ in names), strict=True))
    told = [speaking.of(*passage) for passage in zip(held["document_id"], held["start"], held["end"], strict=True)]
    held["level"] = [own or of_code for own, of_code in zip(held["level"], held["code_level"], strict=True)]
    columns = {name: held[name] if name in held else [who[name] for who in told] for name in COLUMNS["codings"]}
    frame = pd.DataFrame(
        {name: pd.Series(columns[name], dtype=TYPES.get(type_, object)) for name, type_ in COLUMNS["codings"].items()}
    )
    at = [speaking.documents[document]["position"] for document in held["document_id"]]
    order = (at, held["start"], held["end"], held["position"], held["coding"], held["code_id"])
    return list(zip(*order, strict=True)), frame
