"""The key of de-identification: which names must not leave. It lies outside the project and is only read."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from qualcode.errors import Refused
from qualcode.text.encodings import decode

HEADS = ("name", "real_name", "identifier", "original", "real")
MOST_BYTES = 10_000_000


def identifiers_of(path: str | Path) -> tuple[str, ...]:
    """The names of a key file, each once: a text with a name on each line, or a csv with a header.

    Of a csv (also with semicolons or tabs) the column called name, real_name, identifier, original or real is taken;
    without such a heading the first, from the first line on. Nothing of
    the file is kept in the project, its cache or an export.

    Raises:
        Refused: the file cannot be read, or holds no name.
    """
    file = Path(path).expanduser()
    try:
        if file.stat().st_size > MOST_BYTES:
            raise Refused(f"{file}: a key of more than {MOST_BYTES:,} bytes is none. Name the file of the key.")
        text, *_ = decode(file.read_bytes(), file=file.name)
    except OSError as error:
        raise Refused(f"{file}: the key cannot be read ({error.strerror or error}).") from error
    lines = text.lstrip("\ufeff")
    is_table, column = file.suffix.casefold() in (".csv", ".tsv"), 0
    try:
        rows = list(csv.reader(io.StringIO(lines), delimiter=_delimiter(lines))) if is_table else []
    except csv.Error as error:
        raise Refused(
            f"{file}: this is no table that can be read ({error}). Write a name on each line of a .txt."
        ) from error
    rows = rows if is_table else [[line] for line in lines.splitlines()]
    if is_table and rows:
        heads = [cell.strip().casefold().replace(" ", "_") for cell in rows[0]]
        column = next((heads.index(head) for head in HEADS if head in heads), -1)
        rows, column = (rows[1:], column) if column >= 0 else (rows, 0)
    names = dict.fromkeys(name for row in rows if len(row) > column for name in _both_ways(row[column].strip()))
    found = tuple(name for name in names if len(name) > 1 or ord(name or " ") > 0x2E7F)
    if not found:
        raise Refused(f"{file}: there is no name in the key. Write one on each line, or a csv with a column 'name'.")
    return found


def _delimiter(text: str) -> str:
    """What parts the columns: the sign that the first line has most of."""
    first = text.split("\n", 1)[0]
    return max(",;\t", key=first.count)


def _both_ways(name: str) -> list[str]:
    """A name, and as it is spoken where the key has the family name first.

    >>> _both_ways("Quill, Zora"), _both_ways("Zora Quill")
    (['Quill, Zora', 'Zora Quill'], ['Zora Quill'])
    """
    last, comma, first = (part.strip() for part in name.partition(","))
    return [name, f"{first} {last}"] if comma and first and last else [name]
