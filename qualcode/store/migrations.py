"""Bringing a project file of an earlier version up to date: numbered functions, each in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import DDL, Connection, Engine, func, insert, inspect, select, update

from qualcode.store.schema import changes, incidents, metadata, migrations


@dataclass(frozen=True, slots=True)
class Migration:
    """A step from the format before to format `number`."""

    number: int
    name: str
    step: Callable[[Connection], None]


def _nothing(connection: Connection) -> None:
    """The first format has nothing before it."""


def _incidents(connection: Connection) -> None:
    """Dated incidents, quotes that are printed with elisions, reasons to keep a theme."""
    incidents.create(connection)
    _add_text(connection, "extracts", "printed")
    _add_text(connection, "themes", "kept_because")


def _add_text(connection: Connection, table: str, column: str) -> None:
    """An empty text in every row, and in every image of a row on record, so that old acts can still be undone."""
    connection.execute(DDL(f"ALTER TABLE {table} ADD COLUMN {column} TEXT NOT NULL DEFAULT ''"))
    for row in connection.execute(select(changes).where(changes.c.place == table)).mappings().all():
        images = {side: row[side] and {**row[side], column: ""} for side in ("before", "after")}
        connection.execute(update(changes).where(changes.c.id == row["id"]).values(**images))


MIGRATIONS: tuple[Migration, ...] = (
    Migration(1, "the first tables", _nothing),
    Migration(2, "incidents, quotes with elisions, reasons to keep a theme", _incidents),
)


def number_of(engine: Engine) -> int:
    """The format of a file; 0 before the first tables."""
    with engine.connect() as connection:
        if not inspect(connection).has_table(migrations.name):
            return 0
        return connection.execute(select(func.max(migrations.c.number))).scalar() or 0


def bring_up_to_date(engine: Engine, steps: Sequence[Migration] = MIGRATIONS) -> None:
    """Take each step that the file has not taken; a step that fails leaves the file as it was before it.

    A new file gets today's tables at once, and every step counts as taken.
    """
    have = number_of(engine)
    if not have:
        with engine.connect().execution_options(qualcode_writes=True) as connection, connection.begin():
            metadata.create_all(connection)
            for migration in steps:
                _record(connection, migration)
        return
    for migration in steps:
        if migration.number > have:
            with engine.connect().execution_options(qualcode_writes=True) as connection, connection.begin():
                # Another program may have taken the step while this one waited for the file.
                taken = select(migrations.c.number).where(migrations.c.number == migration.number)
                if connection.execute(taken).first() is None:
                    migration.step(connection)
                    _record(connection, migration)


def _record(connection: Connection, migration: Migration) -> None:
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    connection.execute(insert(migrations).values(number=migration.number, name=migration.name, at=at))
