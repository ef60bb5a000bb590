"""Reading a small table that assigns things: a csv, an xlsx or a frame."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from qualcode.errors import UnreadableFile

if TYPE_CHECKING:
    import pandas as pd

Table: TypeAlias = "str | Path | pd.DataFrame"


def read_table(table: Any, *, need: Sequence[str] = ()) -> list[tuple[int, dict[str, str]]]:
    """The rows of a table as text, each with its row number in the file (the heading is row 1).

    Column names lose their case and the blanks around them; cells lose the blanks around them, and in a csv the
    apostrophe that keeps a spreadsheet from running them; blank rows go.

    Raises:
        UnreadableFile: not a table, or a needed column is absent; the message names the columns there are.
    """
    where, names, rows = _cells(table)
    columns = [name.strip().casefold().replace(" ", "_") for name in names]
    missing = [name for name in need if name not in columns]
    if missing:
        raise UnreadableFile(
            f"{where}: there is no column '{missing[0]}'. The columns are: {', '.join(columns) or 'none'}."
        )
    double = sorted({name for name in columns if columns.count(name) > 1 and name})
    if double:
        raise UnreadableFile(f"{where}: the column '{double[0]}' stands there twice.")
    kept = []
    for number, cells in enumerate(rows, start=2):
        row = {name: cell.strip() for name, cell in zip(columns, cells, strict=False) if name}
        if any(row.values()):
            kept.append((number, {name: row.get(name, "") for name in columns if name}))
    return kept


def _cells(table: Any) -> tuple[str, list[str], list[list[str]]]:
    if not isinstance(table, str | Path):
        frame = table.astype(object).where(table.notna(), "")
        return (
            "the table",
            [str(name) for name in frame.columns],
            [[_text(c) for c in row] for row in frame.values.tolist()],
        )
    path = Path(table)
    if not path.is_file():
        raise UnreadableFile(f"{path}: there is no such file.")
    if path.suffix.lower() == ".xlsx":
        rows = _sheet(path)
    else:
        from qualcode.export import restored
        from qualcode.text import decode

        text, _, _ = decode(path.read_bytes(), file=path.name)
        head = text.lstrip("\ufeff").split("\n", 1)[0]
        delimiter = max(",;\t", key=head.count)
        read = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=delimiter)
        rows = [[restored(cell) for cell in row] for row in read]
    if not rows:
        raise UnreadableFile(f"{path}: the table is empty. Its first row must name the columns.")
    return path.name, rows[0], rows[1:]


def _sheet(path: Path) -> list[list[str]]:
    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except Exception as error:  # openpyxl raises whatever its parts raise
        raise UnreadableFile(f"{path}: this is not an Excel workbook ({error}).") from error
    try:
        return [[_text(cell) for cell in row] for row in book.worksheets[0].iter_rows(values_only=True)]
    finally:
        book.close()


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if hasattr(cell, "isoformat"):
        return str(cell.isoformat()).removesuffix("T00:00:00")
    return str(cell)
