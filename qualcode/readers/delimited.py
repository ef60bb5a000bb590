"""Tables as text: csv and tsv."""

from __future__ import annotations

import csv
import io
from collections import Counter

from qualcode.model import Document, Source
from qualcode.readers.original import Original
from qualcode.readers.tables import Row, Table, documents
from qualcode.text import normalise
from qualcode.text.blank_rows import blank_rows

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}


def read(original: Original) -> Document | list[Document]:
    """Read a csv or tsv with a header row; the delimiter (comma, semicolon, tab, bar) is found by itself."""
    return documents(original, *opened(original))


def opened(original: Original) -> tuple[Table, Source]:
    """The table of a csv or tsv, whatever its columns are, and how it was read."""
    text, encoding, changes = original.decoded()
    text, more = normalise(text)
    if not text.strip():
        raise original.refusal("there are no words in it.")
    delimiter = _declared(text)
    if delimiter:
        text = text.split("\n", 1)[1] if "\n" in text else ""
    delimiter = delimiter or _delimiter(text, original.format)
    table, blank = _table(original, text, delimiter)
    odd = [blank] if blank else []
    return table, original.source(encoding=encoding, changes=(*changes, *more), warnings=odd)


def _declared(text: str) -> str | None:
    """Excel's own first line, `sep=;`."""
    first = text.split("\n", 1)[0].strip().strip('"')
    return first[4:5] or None if first.lower().startswith("sep=") else None


def _delimiter(text: str, format: str) -> str:
    """The delimiter that gives the most columns, the same number in nearly every row."""
    best, best_score = "\t" if format == "tsv" else ",", 0.0
    for delimiter in DELIMITERS:
        widths: list[int] = []
        try:
            for row in csv.reader(io.StringIO(text), delimiter=delimiter):
                if row:
                    widths.append(len(row))
                if len(widths) == 50:
                    break
        except csv.Error:
            continue
        if not widths or widths[0] < 2:
            continue
        agreeing = Counter(widths)[widths[0]] / len(widths)
        score = agreeing * 10 + min(widths[0], 9) / 10
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _table(original: Original, text: str, delimiter: str) -> tuple[Table, str]:
    """The table, and what to say of blank rows."""
    limit = csv.field_size_limit(max(len(text) + 1, 131_072))
    try:
        try:
            records = _records(text, delimiter, strict=True)
        except csv.Error as error:
            if "unexpected end of data" in str(error):
                raise original.refusal(_open_quote(text, delimiter)) from error
            records = _records(text, delimiter, strict=False)
    finally:
        csv.field_size_limit(limit)
    blank = blank_rows([cells for _, cells in records])
    records = [(line, cells) for line, cells in records if any(cell.strip() for cell in cells)]
    header = tuple(" ".join(cell.split()) for cell in records[0][1])
    while header and not header[-1]:
        header = header[:-1]
    if len(records) < 2:
        raise original.refusal("there is a header row and nothing below it.")
    problems, rows = [], []
    for line, cells in records[1:]:
        extra = [cell for cell in cells[len(header) :] if cell.strip()]
        if extra:
            problems.append(
                f"row at line {line}: {len(cells)} cells where the header has {len(header)}. "
                f"Put text that has {DELIMITERS.get(delimiter, repr(delimiter))} in it between quotation marks."
            )
        rows.append(Row(line, [*cells[: len(header)], *[""] * (len(header) - len(cells))]))
    if problems:
        raise original.refusal(*problems)
    return Table(header, rows), blank


def _records(text: str, delimiter: str, *, strict: bool) -> list[tuple[int, list[str]]]:
    """Each record with the line on which it begins."""
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=strict)
    records, begin = [], 1
    for cells in reader:
        records.append((begin, cells))
        begin = reader.line_num + 1
    return records


def _open_quote(text: str, delimiter: str) -> str:
    begin = 1
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    try:
        for _ in reader:
            begin = reader.line_num + 1
    except csv.Error:
        pass
    return f"line {begin}: a quotation mark that opens in this row is never closed."
