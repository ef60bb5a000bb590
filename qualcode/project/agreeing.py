"""Several coders' readings of the same passages: side by side, and in other approaches how far they agree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd
from sqlalchemy import select

from qualcode.analysis.agreement import Place, agreement, marks, readings
from qualcode.errors import Refused
from qualcode.project import frames
from qualcode.project.speaking import Speaking
from qualcode.store import schema as t
from qualcode.text import segments

if TYPE_CHECKING:
    from qualcode.project.project import Project

Unit = Literal["turn", "sentence"]


def agreement_of(study: Project, *, coders: Sequence[str] | None = None, unit: Unit = "turn") -> pd.DataFrame:
    """See `Project.agreement`."""
    if study.approach == "reflexive":
        raise Refused(
            "In the reflexive approach coding is interpretation, and no coefficient says how good it is. Look at the "
            "readings side by side instead (readings). Changing the approach takes a reason (set-approach)."
        )
    _, marked, _ = _marked(study, coders, unit)
    frame = agreement(marked)
    names = {code.id: code.name for code in study.codebook.value().codes}
    frame.insert(1, "code_name", frame["code"].map(names))
    return frame


def readings_of(study: Project, *, coders: Sequence[str] | None = None, unit: Unit = "turn") -> pd.DataFrame:
    """See `Project.readings`."""
    units, marked, chosen = _marked(study, coders, unit)
    frame = readings(units, marked, chosen)
    speaking = Speaking.now(study)
    rows = []
    for document, start, end in frame[["document_id", "start", "end"]].itertuples(index=False, name=None):
        row = speaking.documents[document]
        text, _ = study.documents.content(row["content_id"])
        speaker = speaking.turn_at(document, start).speaker or ""
        rows.append((row["name"], document, start, end, speaker, text[start:end]))
    told = pd.DataFrame(rows, columns=["document", "document_id", "start", "end", "speaker", "quote"])
    return pd.concat([told, frame[chosen]], axis=1)


def _marked(
    study: Project, coders: Sequence[str] | None, unit: Unit
) -> tuple[list[Place], dict[str, np.ndarray], list[str]]:
    """The units that two coders have read, and who has which code on each."""
    if unit not in ("turn", "sentence"):
        raise Refused(f"'{unit}' is not a unit. Choose turn or sentence.")
    if coders is None:
        names = [row["name"] for row in study.store.rows(select(t.coders.c.name).order_by(t.coders.c.name))]
        chosen = [name for name in names if study.documents.read_by(name)]
    else:
        chosen = list(dict.fromkeys(name.strip() for name in coders))
    if len(chosen) < 2:
        raise Refused(
            f"It takes two coders who have read a document; there is {chosen[0] if chosen else 'none'}. "
            "Whoever has read and coded a document marks it read."
        )
    read = {name: study.documents.read_by(name) for name in chosen}
    shared = {document for documents in read.values() for document in documents}
    shared = {document for document in shared if sum(document in own for own in read.values()) > 1}
    if not shared:
        raise Refused(f"There is no document that two of {', '.join(chosen)} have read, so nothing can be compared.")
    speaking = Speaking.now(study)
    units = [
        (document.id, segment.start, segment.end)
        for document in study.documents
        if document.id in shared
        for segment in segments(document, unit)
        if speaking.is_evidence(document.id, segment.speaker or "")
    ]
    codes = [code.id for code in study.codebook.value().codes]
    return units, marks(units, frames.codings(study), read, codes), chosen
