"""Several coders' readings of the same passages: side by side, and in other approaches how far they agree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from qualcode.analysis.agreement import Place, agreement, marks, readings
from qualcode.errors import NotFound, Refused
from qualcode.project import frames
from qualcode.project.speaking import Speaking
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
    # By place, not by name: a coder may be called as a column is.
    for document, start, end in frame.iloc[:, :3].itertuples(index=False, name=None):
        row = speaking.documents[document]
        text, _ = study.documents.content(row["content_id"])
        speaker = speaking.turn_at(document, start).speaker or ""
        rows.append((row["name"], document, start, end, speaker, text[start:end]))
    told = pd.DataFrame(rows, columns=["document", "document_id", "start", "end", "speaker", "quote"])
    return pd.concat([told, frame.iloc[:, 3:]], axis=1)


def who_read(study: Project) -> list[str]:
    """The coders who have marked a document read, by name."""
    return [name for name in study.coders() if study.documents.read_by(name)]


def in_common(study: Project, coders: Sequence[str]) -> tuple[set[str], set[str]]:
    """The ids of the documents that two of the coders have read: those that may be compared, and those still closed.

    In the reliability approach a document is closed to a coder who has not read it: each codes it blind first.
    Whoever looks in no coder's name sees all that two have read.
    """
    read = [study.documents.read_by(name) for name in coders]
    shared = {document for own in read for document in own if sum(document in other for other in read) > 1}
    if study.approach != "reliability" or not study.coder:
        return shared, set()
    own = study.documents.read_by(study.coder)
    return shared & own, shared - own


def _marked(
    study: Project, coders: Sequence[str] | None, unit: Unit
) -> tuple[list[Place], dict[str, np.ndarray], list[str]]:
    """The units that two coders have read, and who has which code on each."""
    if unit not in ("turn", "sentence"):
        raise Refused(f"'{unit}' is not a unit. Choose turn or sentence.")
    chosen = who_read(study) if coders is None else _known(study, coders)
    if len(chosen) < 2:
        raise Refused(
            f"It takes two coders who have read a document; there is {chosen[0] if chosen else 'none'}. "
            "Whoever has read and coded a document marks it read."
        )
    shared, closed = in_common(study, chosen)
    if not shared and closed:
        raise Refused(
            f"In the reliability approach each codes blind first: {study.coder} has read none of the documents that "
            f"two of {', '.join(chosen)} have read."
        )
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
    read = {name: study.documents.read_by(name) & shared for name in chosen}
    return units, marks(units, frames.codings(study), read, codes), chosen


def _known(study: Project, coders: Sequence[str]) -> list[str]:
    """The named coders, each once.

    Raises:
        NotFound: nobody of such a name has worked on the study.
    """
    chosen, known = list(dict.fromkeys(name.strip() for name in coders)), study.coders()
    unknown = [f"'{name}'" for name in chosen if name not in known]
    if unknown:
        raise NotFound(f"There is no coder {' or '.join(unknown)}. Coders: {', '.join(known) or 'none yet'}.")
    return chosen
