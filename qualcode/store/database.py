"""Opening a project file: SQLite with write-ahead log, foreign keys, and one writer at a time."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from uuid import uuid4

from sqlalchemy import URL, Connection, Engine, Executable, create_engine, event
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import StaticPool

from qualcode.errors import ProjectError, Refused
from qualcode.store.migrations import MIGRATIONS, Migration, bring_up_to_date, number_of

if TYPE_CHECKING:
    import pandas as pd

APPLICATION_ID = 0x51434F44  # "QCOD": tells a project file from any other SQLite file
BUSY_SECONDS = 20


class Store:
    """One project file. Reads see the last act; writes go through `acts.act`. Threads may share it."""

    def __init__(self, engine: Engine, path: Path | None, *, read_only: bool = False) -> None:
        self.engine, self.path, self.read_only = engine, path, read_only
        self._thread = threading.local()
        # A state in memory has a single connection, which threads use in turn.
        self._turn: AbstractContextManager[object] = (
            threading.RLock() if isinstance(engine.pool, StaticPool) else nullcontext()
        )

    @classmethod
    def create(cls, path: Path) -> Store:
        """Make a new file; refuses to replace one."""
        if path.exists():
            raise ProjectError(f"{path}: there is a file of this name already. Open it, or choose another name.")
        if not path.parent.is_dir():
            raise ProjectError(f"{path}: the folder {path.parent} does not exist. Make it first.")
        try:
            with closing(sqlite3.connect(path)) as plain:
                plain.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                plain.execute("PRAGMA journal_mode = WAL")
                plain.commit()
        except sqlite3.Error as error:
            raise ProjectError(f"{path}: cannot write here ({error}).") from error
        store = cls(_engine(path), path)
        bring_up_to_date(store.engine)
        return store

    @classmethod
    def open(cls, path: Path, *, migrations: Sequence[Migration] = MIGRATIONS) -> Store:
        """Open a file; an older one is copied to `NAME.before-vN.qualcode` and then brought up to date."""
        if not path.is_file():
            raise ProjectError(f"{path}: there is no such project. Make one with 'qualcode init {path}'.")
        _look_at_header(path)
        if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
            return cls.open_to_read(path)
        store = cls(_engine(path), path)
        try:
            with store._raw() as plain:
                (sound,) = plain.execute("PRAGMA quick_check(1)").fetchone()
            if sound != "ok":
                raise ProjectError(f"{path}: is damaged ({sound.splitlines()[-1]}). Open a backup of it.")
            have, newest = number_of(store.engine), migrations[-1].number
            if have > newest:
                raise ProjectError(
                    f"{path}: this project was written by a newer qualcode (format {have}; this one knows {newest}). "
                    "Update qualcode to open it."
                )
            if have < newest:
                store.backup(path.with_name(f"{path.stem}.before-v{newest}{path.suffix}"), older_than=newest)
                bring_up_to_date(store.engine, migrations)
        except OperationalError as error:
            store.close()
            raise ProjectError(f"{path}: cannot be opened ({error.orig}). Is the folder writable?") from error
        except (DatabaseError, sqlite3.DatabaseError) as error:
            store.close()
            why = getattr(error, "orig", error)
            raise ProjectError(f"{path}: is damaged ({why}). Open a backup of it.") from error
        except ProjectError:
            store.close()
            raise
        return store

    @classmethod
    def open_to_read(cls, path: Path) -> Store:
        """A file that cannot be written, such as one on a read-only share: it is copied into memory to be read."""
        copy = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
        _prepare(copy)
        try:
            target = cast(sqlite3.Connection, copy.raw_connection().driver_connection)
            with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as source:
                source.backup(target)
        except sqlite3.Error as error:
            raise ProjectError(f"{path}: cannot be read ({error}). Open a backup of it.") from error
        if number_of(copy) != MIGRATIONS[-1].number:
            raise ProjectError(
                f"{path}: is of another version and cannot be written to bring it up to date. Copy it first."
            )
        return cls(copy, path, read_only=True)

    def copy_in_memory(self) -> Store:
        """A copy of the whole project that no file knows of; what is done to it is lost with it."""
        engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
        _prepare(engine)
        target = engine.raw_connection()
        with self._raw() as source:
            source.backup(cast(sqlite3.Connection, target.driver_connection))
        return Store(engine, None)

    def backup(self, path: Path, *, older_than: int = 0) -> Path:
        """Copy the project to `path` while it is open, acts of other programs included.

        With `older_than` a copy of that format or a newer one is let go: another program was quicker.

        Raises:
            Refused: something that is not an older backup of this project is there, or it cannot be written.
        """
        if path.exists() and not self._is_copy(path):
            raise Refused(f"{path}: there is another file of this name. Choose another name for the backup.")
        fresh = path.with_name(f"{path.name}.{uuid4().hex[:8]}.new")
        try:
            with self._raw() as source, closing(sqlite3.connect(fresh)) as target:
                source.backup(target)
                (format,) = target.execute("SELECT max(number) FROM migrations").fetchone() if older_than else (0,)
            if older_than and format >= older_than:
                fresh.unlink()
            else:
                fresh.replace(path)
        except (sqlite3.Error, OSError) as error:
            raise Refused(f"{path}: the backup cannot be written ({error}).") from error
        return path

    def _is_copy(self, path: Path) -> bool:
        """Whether a file is a project that began with the same act as this one."""
        first = "SELECT at, summary FROM events WHERE seq = 1"
        try:
            if self.path is not None and path.samefile(self.path):
                return False
            with self._raw() as mine, closing(sqlite3.connect(path)) as other:
                return bool(mine.execute(first).fetchone() == other.execute(first).fetchone())
        except (sqlite3.Error, OSError):
            return False

    def rows(self, query: Executable) -> list[dict[str, Any]]:
        """The rows of a select, as dictionaries."""
        with self.reading() as connection:
            return [dict(row) for row in connection.execute(query).mappings()]

    def frame(self, query: Executable) -> pd.DataFrame:
        """The rows of a select as a frame, with its columns even where there is no row."""
        import pandas as pd

        with self.reading() as connection:
            result = connection.execute(query)
            return pd.DataFrame.from_records(result.fetchall(), columns=list(result.keys()))

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the project throughout; a reading within a reading sees the same."""
        outer: Connection | None = getattr(self._thread, "connection", None)
        if outer is not None:
            yield outer
            return
        try:
            with self._turn, self.engine.connect() as connection:
                self._thread.connection = connection
                try:
                    yield connection
                finally:
                    self._thread.connection = None
        except OperationalError as error:
            raise Refused(self._why_not(error)) from error

    def _why_not(self, error: OperationalError) -> str:
        reason = str(error.orig)
        if "locked" in reason or "busy" in reason:
            waited = f"another program has been writing for {BUSY_SECONDS} seconds"
            return f"{self.path}: {waited}. Nothing was done; try again."
        if "readonly" in reason:
            return f"{self.path}: the file or its folder cannot be written. Nothing was done."
        if "full" in reason:
            return f"{self.path}: the disk is full. Nothing was done."
        return f"{self.path}: the project file does not answer ({reason}). Nothing was done."

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that holds the only right to write from its first moment on."""
        if self.read_only:
            what = "an earlier state of the project" if self.path is None else f"{self.path}, which cannot be written"
            raise Refused(f"This is {what}: it can be read, not changed.")
        try:
            with (
                self._turn,
                self.engine.connect().execution_options(qualcode_writes=True) as connection,
                connection.begin(),
            ):
                yield connection
        except OperationalError as error:
            raise Refused(self._why_not(error)) from error

    def close(self) -> None:
        """Let go of the file."""
        self.engine.dispose()

    @contextmanager
    def _raw(self) -> Iterator[sqlite3.Connection]:
        connection = self.engine.raw_connection()
        try:
            yield cast(sqlite3.Connection, connection.driver_connection)
        finally:
            connection.close()


def _engine(path: Path) -> Engine:
    # Not as text: in a URL, signs such as ? and % of a file name would mean something else.
    place = URL.create("sqlite", database=str(path))
    waits = {"check_same_thread": False, "timeout": BUSY_SECONDS}
    engine = create_engine(place, connect_args=waits, max_overflow=-1)  # an act reads while others queue to write
    _prepare(engine)
    return engine


def _prepare(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _connect(plain: sqlite3.Connection, _: object) -> None:
        plain.isolation_level = None  # SQLAlchemy's begin below decides, not the driver
        plain.execute("PRAGMA foreign_keys = ON")
        plain.execute("PRAGMA synchronous = FULL")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A writer asks for its right at once: two acts at a time wait for each other instead of failing half-way.
        writes = connection.get_execution_options().get("qualcode_writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _look_at_header(path: Path) -> None:
    with path.open("rb") as file:
        head = file.read(72)
    if not head.startswith(b"SQLite format 3\0") or int.from_bytes(head[68:72], "big") != APPLICATION_ID:
        raise ProjectError(f"{path}: this is not a qualcode project. Make one with 'qualcode init NAME.qualcode'.")
