"""What the handles on one project file keep in memory between acts, and how a kept frame follows the acts since."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy import ColumnElement, Connection, Table, case, func, select

from qualcode.model import Turn
from qualcode.store import schema as t
from qualcode.store.acts import parts

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.project.matching import Matching
    from qualcode.project.project import Project
    from qualcode.project.speaking import Speaking

Place: TypeAlias = tuple[int, int, int, int, str, str]
"""Where a row stands in its frame: position of the document, start, end, position of the code; then its id and code."""
Built: TypeAlias = tuple[list[Place], "pd.DataFrame"]
Build: TypeAlias = Callable[["Project", Connection, "Speaking", ColumnElement[bool]], Built]
IN_DOCUMENTS = (t.codings.name, t.readings.name)
FEW = 500  # so many rows are built anew one by one, however small the frame


@dataclass
class Memory:
    """What all handles on one project file share. None of it is one coder's, unless its key names the coder.

    Whoever holds the lock of the corpus (`Matching.lock`) may take `building`, and then `reading`; never the other
    way round.
    """

    contents: dict[str, tuple[str, tuple[Turn, ...]]] = field(default_factory=dict)
    spoken: dict[str, dict[str, tuple[int, int]]] = field(default_factory=dict)  # by content: label → turns, words
    frames: dict[Any, Any] = field(default_factory=dict)
    speaking: tuple[int, Speaking] | None = None
    matching: Matching | None = None
    building: threading.RLock = field(default_factory=threading.RLock)  # frames and speaking
    reading: threading.RLock = field(default_factory=threading.RLock)  # contents


@dataclass(frozen=True, slots=True)
class Touched:
    """The rows that some acts touched, by table, and the documents that the codings and readings among them are of."""

    rows: dict[str, set[str]]
    documents: set[str]

    def __contains__(self, table: Table) -> bool:
        return table.name in self.rows

    def ids(self, table: Table) -> set[str]:
        """The ids of the rows of a table."""
        return self.rows.get(table.name, set())


@dataclass(frozen=True, slots=True)
class Kept:
    """A frame as it was after act `seq`, with the place of each of its rows."""

    seq: int
    speaking: Speaking
    places: list[Place]
    frame: pd.DataFrame


def last_act(connection: Connection) -> int:
    """The number of the latest act; 0 in a file without any."""
    return connection.execute(select(func.max(t.events.c.seq))).scalar() or 0


def touched(connection: Connection, since: int) -> Touched:
    """What the acts after act `since` touched."""
    image = func.coalesce(t.changes.c.after, t.changes.c.before)
    document = case((t.changes.c.place.in_(IN_DOCUMENTS), func.json_extract(image, "$.document_id")))
    result = Touched({}, set())
    query = select(t.changes.c.place, t.changes.c.row_id, document).where(t.changes.c.seq > since)
    for place, row_id, document_id in connection.execute(query):
        result.rows.setdefault(place, set()).add(row_id)
        if document_id is not None:
            result.documents.add(document_id)
    return result


def following(study: Project, table: Table, build: Build) -> Kept:
    """The frame of a table of passages with codes, brought up to date by building anew the rows that acts changed.

    `build` makes the rows that a condition chooses, in any order.
    """
    from qualcode.project.speaking import Speaking

    memory = study.memory
    with memory.building, study.store.reading() as connection:
        seq = last_act(connection)
        kept: Kept | None = memory.frames.get(table.name)
        if kept is None or kept.seq < seq:
            speaking = Speaking.now(study)
            some = kept and _some(study, connection, speaking, kept, table, build)
            places, frame = some or build(study, connection, speaking, table.c.id.is_not(None))
            kept = memory.frames[table.name] = Kept(seq, speaking, *in_order(places, frame))
    return kept


def joined(built: Iterable[Built]) -> Built:
    """Several parts of a frame as one; an empty part adds nothing, not even its types."""
    import pandas as pd

    places: list[Place] = []
    frames = []
    for own, frame in built:
        places.extend(own)
        frames.append(frame)
    filled = [frame for frame in frames if len(frame)] or frames[:1]
    return places, filled[0] if len(filled) == 1 else pd.concat(filled, ignore_index=True)


def _some(
    study: Project, connection: Connection, speaking: Speaking, kept: Kept, table: Table, build: Build
) -> Built | None:
    """The kept rows with those built anew that the acts since changed; None where it is quicker to build all."""
    import numpy as np

    since = touched(connection, kept.seq)
    stale = set(since.ids(table))
    owned = ((table.c.document_id, speaking.unlike(kept.speaking)), (table.c.code_id, since.ids(t.codes)))
    for column, owners in owned:
        for part in parts(list(owners)):
            stale.update(connection.execute(select(table.c.id).where(column.in_(part))).scalars())
    if len(stale) > max(FEW, len(kept.places) // 4):
        return None
    stays = [place[4] not in stale for place in kept.places]
    # As an array: a list without any element would choose columns.
    old = [place for place, stay in zip(kept.places, stays, strict=True) if stay], kept.frame[np.array(stays, bool)]
    fresh = [build(study, connection, speaking, table.c.id.in_(part)) for part in parts(list(stale))]
    return joined([old, *fresh])


def in_order(places: list[Place], frame: pd.DataFrame) -> Built:
    """Rows in the order of their places."""
    order = sorted(range(len(places)), key=places.__getitem__)
    return [places[at] for at in order], frame.take(order).reset_index(drop=True)
