"""The one way to write: an act collects row images and writes them with its event in one transaction."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, insert, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from qualcode.errors import Conflict, Refused
from qualcode.store.database import Store
from qualcode.store.schema import ROWS, changes, events

Row = dict[str, Any]
HALF = "The text holds half of a character (a lone surrogate), which cannot be kept. Remove it."
NOT_VALUES = {"id", "version"}


@dataclass(frozen=True, slots=True)
class Change:
    """What one act did to one row. `before` is None for a new row, `after` for one that is gone."""

    table: str
    row_id: str
    before: Row | None
    after: Row | None


class _RollBack(Exception):
    pass


def now() -> str:
    """This moment in UTC, to the millisecond, as ISO text."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


@dataclass
class Act:
    """An act under way. Rows are written at once; the event and its changes at the end."""

    connection: Connection
    seq: int
    at: str
    summary: str = ""
    why: str = ""
    details: dict[str, Any] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)

    def insert(self, table: Table, **values: Any) -> Row:
        """Add a row; the id is made unless given. Returns the whole row."""
        return self.insert_many(table, [values])[0]

    def insert_many(self, table: Table, rows: Iterable[Mapping[str, Any]]) -> list[Row]:
        """Add rows; each may leave out columns that have a default."""
        whole = [_complete(table, {**row, "version": self.seq}) for row in rows]
        if whole:
            self.connection.execute(insert(table), whole)
        self.changes.extend(Change(table.name, row["id"], None, row) for row in whole)
        return whole

    def update(self, table: Table, row_id: str, *, seen: int | None = None, **values: Any) -> Row:
        """Change columns of a row. `seen` is the version that the caller read: a later one is a `Conflict`."""
        before = self.row(table, row_id)
        if seen is not None and before["version"] != seen:
            raise Conflict(
                f"{self._who_changed(before['version'])} changed this while you were at it. Look at both versions.",
                mine=values,
                theirs=before,
            )
        if all(before[column] == value for column, value in values.items()):
            return before
        after = {**before, **values, "version": self.seq}
        self.connection.execute(update(table).where(table.c.id == row_id).values(**values, version=self.seq))
        self.changes.append(Change(table.name, row_id, before, after))
        return after

    def update_many(self, table: Table, wanted: Mapping[str, Mapping[str, Any]]) -> None:
        """Change rows, each `id: {column: value}` with the same columns; those that are so already stay untouched."""
        before = images(self.connection, table, wanted)
        if len(before) != len(wanted):
            raise Conflict("Somebody removed this while you were at it.")
        differ = {
            row_id: dict(values)
            for row_id, values in wanted.items()
            if any(before[row_id][column] != value for column, value in values.items())
        }
        if differ:
            columns = next(iter(differ.values()))
            statement = (
                update(table)
                .where(table.c.id == bindparam("row_id"))
                .values({column: bindparam(f"new_{column}") for column in (*columns, "version")})
            )
            self.connection.execute(
                statement,
                [
                    {
                        "row_id": row_id,
                        "new_version": self.seq,
                        **{f"new_{name}": value for name, value in values.items()},
                    }
                    for row_id, values in differ.items()
                ],
            )
        self.changes.extend(
            Change(table.name, row_id, before[row_id], {**before[row_id], **values, "version": self.seq})
            for row_id, values in differ.items()
        )

    def delete(self, table: Table, row_id: str) -> Row:
        """Take a row away. Returns what it was."""
        return self.delete_many(table, [row_id])[0]

    def delete_many(self, table: Table, row_ids: Iterable[str]) -> list[Row]:
        """Take rows away. Returns what they were."""
        wanted = list(row_ids)
        gone = [row for part in parts(wanted) for row in self.rows(select(table).where(table.c.id.in_(part)))]
        if len(gone) != len(set(wanted)):
            raise Conflict("Somebody removed this while you were at it.")
        for part in parts(wanted):
            self.connection.execute(delete(table).where(table.c.id.in_(part)))
        self.changes.extend(Change(table.name, row["id"], row, None) for row in gone)
        return gone

    def rows(self, query: Any) -> list[Row]:
        """The rows of a select, as this act sees them."""
        return [dict(row) for row in self.connection.execute(query).mappings()]

    def row(self, table: Table, row_id: str) -> Row:
        """One row by its id; a `Conflict` where somebody removed it."""
        found = self.rows(select(table).where(table.c.id == row_id))
        if not found:
            raise Conflict("Somebody removed this while you were at it.")
        return found[0]

    def _who_changed(self, seq: int) -> str:
        found = self.rows(select(events.c.coder, events.c.summary).where(events.c.seq == seq))
        return f"{found[0]['coder']} ({found[0]['summary']})" if found else "Somebody"


@contextmanager
def act(store: Store, name: str, coder: str, *, why: str = "", preview: bool = False) -> Iterator[Act]:
    """Run one act: all of it is written, or nothing.

    With `preview`, everything is done and then taken back; `Act.changes` says what it would have been.
    An act that changes nothing and says nothing leaves no event.
    """
    try:
        with store.writing() as connection:
            at = now()
            made = connection.execute(insert(events).values(at=at, coder=coder, act=name, details={}))
            seq = int(made.inserted_primary_key[0])  # type: ignore[index]
            current = Act(connection, seq, at, why=why)
            yield current
            if preview or not (current.changes or current.details):
                raise _RollBack
            _record(current)
    except _RollBack:
        return
    except IntegrityError as error:
        raise Refused(f"This cannot be done: {_plainly(error)}") from error
    except UnicodeEncodeError as error:
        raise Refused(HALF) from error
    except DBAPIError:
        raise
    except (OverflowError, StatementError) as error:
        cause = getattr(error, "orig", None) or error
        raise Refused(f"A value cannot be kept in the project: {cause}.") from error


def same(one: Mapping[str, Any] | None, other: Mapping[str, Any] | None) -> bool:
    """Whether two row images hold the same, whoever touched them last."""
    if one is None or other is None:
        return one is other
    return {**one, "version": 0} == {**other, "version": 0}


def put(act: Act, wanted: Iterable[Change]) -> None:
    """Bring rows to their `Change.after`, in order, recording it."""
    for (name, kind), group in groupby(wanted, key=lambda change: (change.table, _kind(change))):
        table, part = ROWS[name], list(group)
        if kind == "delete":
            act.delete_many(table, [change.row_id for change in part])
        elif kind == "insert":
            act.insert_many(table, [change.after or {} for change in part])
        else:
            act.update_many(
                table,
                {
                    change.row_id: {
                        name: value for name, value in (change.after or {}).items() if name not in NOT_VALUES
                    }
                    for change in part
                },
            )


def images(connection: Connection, table: Table, row_ids: Iterable[str]) -> dict[str, Row]:
    """The rows with these ids as they are now; those that are gone are left out."""
    found: dict[str, Row] = {}
    for part in parts(list(row_ids)):
        for row in connection.execute(select(table).where(table.c.id.in_(part))).mappings():
            found[row["id"]] = dict(row)
    return found


def _values(row: Row) -> Row:
    return {name: value for name, value in row.items() if name not in NOT_VALUES}


def _kind(change: Change) -> str:
    return "delete" if change.after is None else "insert" if change.before is None else "update"


def _complete(table: Table, row: Row) -> Row:
    whole: Row = {}
    for column in table.columns:
        if column.name in row:
            whole[column.name] = row[column.name]
        elif column.name == "id":
            whole["id"] = str(uuid.uuid4())
        else:
            default: Any = column.default
            if default is None:
                whole[column.name] = None
            else:
                whole[column.name] = default.arg(None) if default.is_callable else default.arg
    return whole


def _record(current: Act) -> None:
    values = {"summary": current.summary, "why": current.why, "details": current.details}
    current.connection.execute(update(events).where(events.c.seq == current.seq).values(**values))
    images = [
        {"seq": current.seq, "place": item.table, "row_id": item.row_id, "before": item.before, "after": item.after}
        for item in current.changes
    ]
    if images:
        current.connection.execute(insert(changes), images)


def parts(ids: list[str], size: int = 500) -> Iterator[list[str]]:
    """The ids in portions that one query can name."""
    for first in range(0, len(ids), size):
        yield ids[first : first + size]


def _plainly(error: IntegrityError) -> str:
    reason = str(error.orig)
    if "FOREIGN KEY" in reason:
        return "something else in the project rests on it. Undo or remove that first."
    if "UNIQUE" in reason:
        return f"there is one already ({reason.rsplit(':', 1)[-1].strip()})."
    return f"{reason}."
