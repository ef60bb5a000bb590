"""Tables of coded segments and of codes, read with patience: what is odd is passed over and said."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from qualcode.errors import UnreadableFile
from qualcode.text.blank_rows import blank_rows
from qualcode.text.normalise import decode, normalise

DELIMITERS = ",;\t|"


@dataclass
class Table:
    """The cells of a file, all rows as long as the header, and what a reader should know about them."""

    file: str
    header: list[str]
    rows: list[list[str]]
    notes: list[str] = field(default_factory=list)

    def column(self, names: Sequence[str]) -> list[str] | None:
        """The cells of the first of these columns that is there, whatever its case; None without one."""
        at = place_of(self.header, names)
        return None if at is None else [row[at] for row in self.rows]


def read_table(path: str | Path) -> Table:
    """A csv or tsv file: any common encoding and delimiter, blank rows left out and counted in a note.

    Raises:
        UnreadableFile: there is no such file, it is no text, or it has no row below its header.
    """
    path = Path(path)
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableFile(f"{path}: there is no such file. Look at the folder and the spelling.") from error
    except OSError as error:
        raise UnreadableFile(f"{path}: cannot be opened: {error.strerror or error}.") from error
    text, _, changes = decode(data, file=path.name)
    text, _ = normalise(text)
    notes = [f"{path.name}: {change}." for change in changes if "byte order mark" not in change]
    first, _, rest = text.partition("\n")
    delimiter = ""
    if first.strip().strip('"').lower().startswith("sep="):  # Excel's own first line
        delimiter, text = first.strip().strip('"')[4:5], rest
    delimiter = delimiter or _delimiter(text, "\t" if path.suffix.lower() == ".tsv" else ",")
    records = _records(text, delimiter, path)
    rows = [row for row in records if any(cell.strip() for cell in row)]
    if blank := blank_rows(records):
        notes.append(f"{path.name}: {blank}.")
    if len(rows) < 2:
        raise UnreadableFile(f"{path}: there is {'a header row and nothing below it' if rows else 'nothing in it'}.")
    header = [" ".join(cell.split()) for cell in rows[0]]
    long = sum(any(cell.strip() for cell in row[len(header) :]) for row in rows[1:])
    if long:
        notes.append(f"{path.name}: {_rows(long)} more cells than the header; what is beyond it was left out.")
    filled = [[*row[: len(header)], *[""] * (len(header) - len(row))] for row in rows[1:]]
    return Table(path.name, header, filled, notes)


def place_of(header: Sequence[str], names: Sequence[str]) -> int | None:
    """Where the first of these columns stands that is there.

    >>> place_of(["Segment ID", "Codes"], ("codes", "code")), place_of(["a"], ("b",))
    (1, None)
    """
    folded = [plain_name(name) for name in header]
    return next((folded.index(name) for name in map(plain_name, names) if name in folded), None)


def plain_name(name: str) -> str:
    """The name of a column in one form."""
    return " ".join(name.casefold().replace("_", " ").replace("-", " ").split())


def _records(text: str, delimiter: str, path: Path) -> list[list[str]]:
    limit = csv.field_size_limit(max(len(text) + 1, 131_072))
    try:
        return list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as error:
        raise UnreadableFile(f"{path}: this is not a table: {error}. Save it as CSV, UTF-8.") from error
    finally:
        csv.field_size_limit(limit)


def _delimiter(text: str, usual: str) -> str:
    """The delimiter under which nearly all of the first rows are as wide as the header, and widest."""
    best, most = usual, 0.0
    limit = csv.field_size_limit(max(len(text) + 1, 131_072))
    try:
        for delimiter in DELIMITERS:
            widths: list[int] = []
            for row in csv.reader(io.StringIO(text), delimiter=delimiter):
                if any(cell.strip() for cell in row):
                    widths.append(len(row))
                if len(widths) == 50:
                    break
            if widths and widths[0] > 1:
                score = 10 * Counter(widths)[widths[0]] / len(widths) + min(widths[0], 9) / 10
                if score > most:
                    best, most = delimiter, score
    finally:
        csv.field_size_limit(limit)
    return best


def _rows(count: int) -> str:
    return "1 row has" if count == 1 else f"{count} rows have"
