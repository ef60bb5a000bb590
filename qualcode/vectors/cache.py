"""Vectors that are computed once. Everything in it can be computed again, so it may be deleted at any time."""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from qualcode.errors import QualcodeError

if TYPE_CHECKING:
    from qualcode.vectors.protocol import Embedder, Progress

FILE = "vectors.sqlite"
SCHEME = 1  # raise it when vectors are kept in another way
CHUNK = 40_000  # characters that are computed before they are kept: about a second of work
BUSY = 10.0  # seconds to wait for another process that is writing
TABLE = (
    "CREATE TABLE IF NOT EXISTS vectors (text BLOB NOT NULL, embedder BLOB NOT NULL, vector BLOB NOT NULL, "
    "checksum INTEGER NOT NULL, PRIMARY KEY (embedder, text)) WITHOUT ROWID"
)
T = TypeVar("T")


class VectorCache:
    """Vectors of texts, kept in memory and in one file of a folder; without a folder, in memory only.

    They are keyed by a hash of the text and by the name of the embedder, and come back as the embedder made them,
    bit by bit. Several processes may use a folder at once. What is damaged, or made in another way, is as good as
    none; a folder that cannot be written is not an error, only slower. The file has no text in it; but a short text
    can be guessed from its hash, and roughly told from its vector: it is as confidential as the transcripts.
    """

    def __init__(self, folder: Path | None) -> None:
        self.path = Path(folder) / FILE if folder is not None else None
        self._memory: dict[bytes, dict[bytes, bytes]] = {}

    def vectors(self, embedder: Embedder, texts: Sequence[str], *, progress: Progress | None = None) -> np.ndarray:
        """The vectors of texts, an array of float32 with the shape (number of texts, `embedder.size`).

        Each text that is not in the cache is computed once. `progress` is called with how many of these are done,
        of how many; when it raises, what was computed until then is kept.
        """
        keys = [_key(text) for text in texts]
        name = _key(f"{SCHEME}\0{embedder.name}\0{embedder.size}")
        known = self._memory.setdefault(name, {})
        wanted = dict(zip(keys, texts, strict=True))
        for key, vector in self._load(name, [key for key in wanted if key not in known]):
            if len(vector) in (2 * embedder.size, 4 * embedder.size):
                known[key] = vector
        absent = sorted((key for key in wanted if key not in known), key=lambda key: len(wanted[key]), reverse=True)
        done = 0
        for chunk in _chunks(absent, [len(wanted[key]) for key in absent]):
            made = dict(zip(chunk, _packed(embedder([wanted[key] for key in chunk])), strict=True))
            known |= made
            self._save(name, made)
            done += len(chunk)
            if progress is not None:
                progress(done, len(absent))
        return _unpacked([known[key] for key in keys], embedder.size)

    def forget(self, texts: Iterable[str]) -> None:
        """Delete the vectors of texts, by whatever embedder, in memory and in the file, where they are overwritten.

        Raises `QualcodeError` when they are in a file that cannot be written.
        """
        keys = list({_key(text) for text in texts})
        for known in self._memory.values():
            for key in keys:
                known.pop(key, None)
        if self.path is None or not self.path.exists():
            return

        def there(database: sqlite3.Connection) -> bool:
            return any(
                database.execute(f"SELECT 1 FROM vectors WHERE text IN {marks} LIMIT 1", some).fetchone()
                for marks, some in _some(keys)
            )

        def delete(database: sqlite3.Connection) -> bool:
            with database:
                database.execute("BEGIN IMMEDIATE")
                for marks, some in _some(keys):
                    database.execute(f"DELETE FROM vectors WHERE text IN {marks}", some)
            return True

        if self._ask(delete, write=True) is None and self._ask(there) is not False and self.path.exists():
            raise QualcodeError(
                f"{self.path}: the vectors of {len(keys)} removed texts may still be in this file, which cannot be "
                f"written. Close other programs that use it, or delete it: it only holds what can be computed again."
            )

    def _load(self, name: bytes, keys: list[bytes]) -> list[tuple[bytes, bytes]]:
        def read(database: sqlite3.Connection) -> list[tuple[bytes, bytes]]:
            found: list[tuple[bytes, bytes]] = []
            for marks, some in _some(sorted(keys)):  # in the order of the file
                select = f"SELECT text, vector, checksum FROM vectors WHERE embedder = ? AND text IN {marks}"
                rows = database.execute(select, [name, *some])
                found += [(key, vector) for key, vector, sum_ in rows if zlib.crc32(vector, zlib.crc32(key)) == sum_]
            return found

        return (self._ask(read) or []) if keys else []

    def _save(self, name: bytes, made: dict[bytes, bytes]) -> None:
        def write(database: sqlite3.Connection) -> bool:
            rows = [(key, name, vector, zlib.crc32(vector, zlib.crc32(key))) for key, vector in made.items()]
            with database:
                database.execute("BEGIN IMMEDIATE")
                database.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?, ?)", rows)
            return True

        self._ask(write, write=True)

    def _ask(self, question: Callable[[sqlite3.Connection], T], *, write: bool = False) -> T | None:
        """What the file answers; None where it cannot. A damaged file is deleted, to begin anew."""
        if self.path is None:
            return None
        for _ in range(2):
            try:
                if not write and not self.path.exists():
                    return None
                with closing(self._open(write)) as database:
                    return question(database)
            except (sqlite3.OperationalError, OSError) as error:
                another_make = write and getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR
                if not another_make:  # locked, read-only, full, no folder: slower, not an error
                    return None
                if not self._discard():
                    return None
            except Exception:  # whatever a damaged file raises, it is as good as none
                if not self._discard():
                    return None
        return None

    def _open(self, write: bool) -> sqlite3.Connection:
        assert self.path is not None
        if write:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        mode = "rwc" if write else "ro"
        database = sqlite3.connect(
            f"{self.path.absolute().as_uri()}?mode={mode}", uri=True, timeout=BUSY, isolation_level=None
        )
        if write:
            database.execute("PRAGMA page_size = 16384")  # holds for a new file; a row is about 800 bytes
            database.execute("PRAGMA secure_delete = ON")
            database.execute("PRAGMA synchronous = NORMAL")
            database.execute(TABLE)
        return database

    def _discard(self) -> bool:
        assert self.path is not None
        with contextlib.suppress(OSError):
            self.path.with_name(f"{FILE}-journal").unlink(missing_ok=True)
            self.path.unlink(missing_ok=True)
            return True
        return False


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:16]


def _some(keys: list[bytes], at_once: int = 500) -> Iterator[tuple[str, list[bytes]]]:
    for begin in range(0, len(keys), at_once):
        some = keys[begin : begin + at_once]
        yield f"({','.join('?' * len(some))})", some


def _chunks(keys: list[bytes], lengths: list[int]) -> Iterator[list[bytes]]:
    chunk: list[bytes] = []
    characters = 0
    for key, length in zip(keys, lengths, strict=True):
        chunk.append(key)
        characters += length + 40  # a short text is work too
        if characters >= CHUNK:
            yield chunk
            chunk, characters = [], 0
    if chunk:
        yield chunk


def _packed(vectors: np.ndarray) -> list[bytes]:
    """Rows as bytes: two bytes a number where nothing is lost by it, else four."""
    rows = np.ascontiguousarray(vectors, "<f4")
    with np.errstate(over="ignore"):
        halves = rows.astype("<f2")
    exact = (halves.astype("<f4").view("<u4") == rows.view("<u4")).all(axis=1)
    return [half.tobytes() if same else row.tobytes() for row, half, same in zip(rows, halves, exact, strict=True)]


def _unpacked(packed: list[bytes], size: int) -> np.ndarray:
    found = np.zeros((len(packed), size), np.float32)
    lengths = np.array([len(row) for row in packed])
    for kind, width in (("<f2", 2), ("<f4", 4)):
        rows = np.flatnonzero(lengths == width * size)
        found[rows] = np.frombuffer(b"".join(packed[row] for row in rows), kind).reshape(-1, size)
    return found
