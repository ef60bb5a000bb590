"""Taking an act back, and rebuilding an earlier state."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, delete, exists, insert, select
from sqlalchemy import update as sql_update

from qualcode.errors import Conflict, NotFound, Refused
from qualcode.store.acts import Act, Change, Row, act, images, parts, put, same
from qualcode.store.database import Store
from qualcode.store.schema import ROWS, changes, contents, events

UNDID, AGAIN = "Undid: ", "Did again: "
FIRST_ACTS = ("project.create", "coders.add")  # without these there is nobody to undo anything


def changes_of(connection: Connection, seq: int) -> list[Change]:
    """What the event did, in the order in which it did it."""
    query = select(changes).where(changes.c.seq == seq).order_by(changes.c.id)
    return [Change(row.place, row.row_id, row.before, row.after) for row in connection.execute(query)]


def undo(store: Store, seq: int, coder: str) -> str:
    """Take back event `seq`, as an act of its own. Returns its summary.

    An act that was undone and done again is taken back through the later event.

    Raises:
        NotFound: there is no such event.
        Conflict: somebody changed a row of it since; the message names the act that stands in the way.
        Refused: it is undone already, or something else rests on it.
    """
    with act(store, "history.undo", coder) as current:
        found = current.rows(select(events).where(events.c.seq == seq, events.c.seq < current.seq))
        if not found:
            raise NotFound(f"There is no act {seq} in the history.")
        summary = str(found[0]["summary"])
        if found[0]["act"] in FIRST_ACTS:
            raise Refused(f"Act {seq} ({summary}) began the study; it cannot be undone.")
        latest = found[0]
        while by := current.rows(select(events).where(events.c.undoes == latest["seq"])):
            latest = by[0]
        standing = int(latest["seq"])
        if _is_undo(latest) != _is_undo(found[0]):
            raise Refused(f"Act {seq} ({summary}) is undone already, by act {standing}.")
        undone = changes_of(current.connection, standing)
        if not undone:
            raise Refused(f"Act {seq} ({summary}) changed nothing that could be undone.")
        _refuse_if_changed(current, undone, standing, summary)
        put(current, (Change(item.table, item.row_id, item.after, item.before) for item in reversed(undone)))
        current.summary = f"{AGAIN if _is_undo(latest) else UNDID}{_plain(summary)}"
        current.connection.execute(sql_update(events).where(events.c.seq == current.seq).values(undoes=standing))
    return summary


def last_to_undo(store: Store, coder: str, *, again: bool = False) -> int | None:
    """The latest act of this coder that stands and can be undone; with `again`, the latest undo that stands.

    An undo that was undone itself brought the act back: then that later event is the one to undo. Once the coder did
    something new, what was undone before stays undone.
    """
    undoer = events.alias()
    mine = (
        select(events.c.seq, events.c.undoes, events.c.summary, exists().where(undoer.c.undoes == events.c.seq))
        .where(events.c.coder == coder)
        .where(events.c.act.not_in(FIRST_ACTS))
        .where(exists().where(changes.c.seq == events.c.seq))
        .order_by(events.c.seq.desc())
    )
    with store.reading() as connection:
        for seq, undoes, summary, undone in connection.execute(mine):  # read one by one: the answer is near the end
            if again and undoes is None:
                return None  # a new act came after the undo: to do it again now would surprise
            if not undone and _is_undo({"undoes": undoes, "summary": summary}) == again:
                return int(seq)
    return None


def as_of(store: Store, seq: int) -> Store:
    """The project as it was after event `seq`, as a copy in memory that cannot be changed."""
    earlier = store.copy_in_memory()
    with earlier.writing() as connection:
        # What a row was before the first later act that touched it is what it was at that time.
        then: dict[str, dict[str, Row | None]] = {}
        later = select(changes.c.place, changes.c.row_id, changes.c.before).where(changes.c.seq > seq)
        for place, row_id, before in connection.execute(later.order_by(changes.c.id)):
            then.setdefault(place, {}).setdefault(row_id, before)
        for place, rows in then.items():
            for part in parts(list(rows)):
                connection.execute(delete(ROWS[place]).where(ROWS[place].c.id.in_(part)))
        for place, rows in then.items():
            restored = [row for row in rows.values() if row is not None]
            if restored:
                connection.execute(insert(ROWS[place]), restored)
        connection.execute(delete(changes).where(changes.c.seq > seq))
        connection.execute(sql_update(events).where(events.c.seq > seq).values(undoes=None))
        connection.execute(delete(events).where(events.c.seq > seq))
    earlier.read_only = True
    return earlier


def state_hash(store: Store) -> str:
    """A hash of everything that the project holds, history aside. Equal states have equal hashes.

    Rows are taken by id, without the number of the event that touched them last.
    """
    digest = hashlib.sha256()
    with store.reading() as connection:
        for name in sorted(ROWS):
            table = ROWS[name]
            for row in connection.execute(select(table).order_by(table.c.id)).mappings():
                kept = {column: value for column, value in row.items() if column != "version"}
                digest.update(json.dumps([name, kept], sort_keys=True, ensure_ascii=False).encode())
        used = select(ROWS["documents"].c.content_id)
        for (content,) in connection.execute(
            select(contents.c.id).where(contents.c.id.in_(used)).order_by(contents.c.id)
        ):
            digest.update(content.encode())
    return digest.hexdigest()


def _is_undo(event: Mapping[str, Any]) -> bool:
    """Whether an event took something back, rather than doing it again; its summary says which."""
    return event["undoes"] is not None and str(event["summary"]).startswith(UNDID)


def _plain(summary: str) -> str:
    while summary.startswith((UNDID, AGAIN)):
        summary = summary.split(": ", 1)[1]
    return summary


def _refuse_if_changed(current: Act, undone: list[Change], seq: int, summary: str) -> None:
    final = {(change.table, change.row_id): change for change in undone}
    for name in dict.fromkeys(table for table, _ in final):
        wanted = [change for change in final.values() if change.table == name]
        now = images(current.connection, ROWS[name], [change.row_id for change in wanted])
        for change in wanted:
            if not same(now.get(change.row_id), change.after):
                since = f"what it did was changed since{_by(current, change, seq)}"
                raise Conflict(
                    f"Act {seq} ({summary}) cannot be undone: {since}. Undo that first.",
                    mine=change.after,
                    theirs=now.get(change.row_id),
                )


def _by(current: Act, change: Change, seq: int) -> str:
    touched = select(changes.c.seq).where(
        changes.c.place == change.table, changes.c.row_id == change.row_id, changes.c.seq > seq
    )
    found = current.rows(select(events).where(events.c.seq.in_(touched)).order_by(events.c.seq.desc()).limit(1))
    return f" by {found[0]['coder']} in act {found[0]['seq']} ({found[0]['summary']})" if found else ""
