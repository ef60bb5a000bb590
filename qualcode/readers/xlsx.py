"""Excel workbooks."""

from __future__ import annotations

import datetime
import io
import warnings
from typing import TYPE_CHECKING, Any

from qualcode.errors import UnreadableFile
from qualcode.model import Document, Source
from qualcode.readers.archives import Archive
from qualcode.readers.original import Original
from qualcode.readers.tables import Row, Table, documents

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook

MOST_ROWS = 1_048_576
MOST_COLUMNS = 1_000


def read(original: Original) -> Document | list[Document]:
    """Read one sheet, the first that is not empty unless `sheet` names another; its first filled row is the header."""
    return documents(original, *opened(original))


def opened(original: Original) -> tuple[Table, Source]:
    """The sheet that `read` takes, whatever its columns are, and how it was read."""
    archive = Archive(original, "xlsx")
    if not any(name.startswith("xl/") for name in archive.names):
        raise original.refusal("the archive holds no Excel workbook (xl/workbook.xml). Is the ending right?")
    for name in archive.names:
        if name.endswith(".xml") and name.startswith(("xl/workbook", "xl/sharedStrings", "xl/worksheets/")):
            part = archive.part(name) or b""
            if b"<!ENTITY" in part or b"<!DOCTYPE" in part:
                raise original.refusal(
                    f"its part {name!r} declares XML entities, which a table has no use for; it is refused."
                )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions that do not matter for the words
        tables, names = _tables(original)
    notes = []
    if original.sheet is None and len(tables) > 1:
        others = ", ".join(repr(name) for name in list(tables)[1:])
        notes.append(f"The sheet {next(iter(tables))!r} was read; {others} not. Name one with sheet=")
    if not tables:
        raise original.refusal(f"no sheet has a header row and a row below it. The sheets are: {', '.join(names)}.")
    return next(iter(tables.values())), original.source(warnings=notes)


def _tables(original: Original) -> tuple[dict[str, Table], list[str]]:
    from openpyxl import load_workbook

    try:
        book: Workbook = load_workbook(io.BytesIO(original.data), read_only=True, data_only=True)
    except Exception as error:  # openpyxl lets through whatever its parsers raise
        raise original.refusal(
            f"the workbook is damaged ({type(error).__name__}). Open it in Excel and save it again."
        ) from error
    try:
        names = list(book.sheetnames)
        wanted = names if original.sheet is None else [original.sheet]
        if original.sheet is not None and original.sheet not in names:
            raise original.refusal(f"there is no sheet {original.sheet!r}. The sheets are: {', '.join(names)}.")
        tables: dict[str, Table] = {}
        for name in wanted:
            try:
                table = _table(book[name])
            except UnreadableFile:
                raise
            except Exception as error:
                raise original.refusal(f"the sheet {name!r} is damaged ({type(error).__name__}: {error}).") from error
            if table is not None:
                tables[name] = table
    finally:
        book.close()
    return tables, names


def _table(sheet: Any) -> Table | None:
    if not hasattr(sheet, "iter_rows"):
        return None  # a sheet that is only a chart
    if hasattr(sheet, "reset_dimensions"):
        sheet.reset_dimensions()  # some programs state them wrongly
    header: tuple[str, ...] = ()
    rows: list[Row] = []
    for number, cells in enumerate(sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS), 1):
        values = [_written(cell) for cell in cells]
        if not any(value.strip() for value in values):
            continue
        if not header:
            header = tuple(" ".join(value.split()) for value in values)
            while header and not header[-1]:
                header = header[:-1]
            continue
        rows.append(Row(number, [*values[: len(header)], *[""] * (len(header) - len(values))]))
    return Table(header, rows) if rows else None


def _written(cell: object) -> str:
    """A cell as it would be typed: whole numbers without a point, times as h:mm:ss, dates as ISO."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat(sep=" ")
    if isinstance(cell, datetime.time):
        return cell.isoformat()
    if isinstance(cell, datetime.timedelta):
        return str(cell.total_seconds())
    return str(cell).replace("_x000D_", "\n")
