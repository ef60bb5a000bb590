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

    Of a csv the column called name, real_name, identifier, original or real is taken, else the first. Nothing of
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
    is_csv, column = file.suffix.casefold() == ".csv", 0
    rows = list(csv.reader(io.StringIO(lines))) if is_csv else [[line] for line in lines.splitlines()]
    if is_csv and rows:
        heads = [cell.strip().casefold().replace(" ", "_") for cell in rows[0]]
        column = next((heads.index(head) for head in HEADS if head in heads), 0)
        rows = rows[1:]
    names = dict.fromkeys(row[column].strip() for row in rows if len(row) > column)
    found = tuple(name for name in names if len(name) > 1)
    if not found:
        raise Refused(f"{file}: there is no name in the key. Write one on each line, or a csv with a column 'name'.")
    return found
