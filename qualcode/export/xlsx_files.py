"""Tables as the sheets of one workbook.

openpyxl makes the workbook (sheets, styles, header, filter); the rows are put into its sheets as text, which takes a
sixth of the time and lets the same tables give the same bytes.
"""

from __future__ import annotations

import io
import math
import re
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pandas as pd

from qualcode.errors import ExportRefused
from qualcode.export.cells import allowed_in_xml, may_be_formula, plain_column, with_index
from qualcode.export.files import write_files

MOST_CHARACTERS = 32_767
MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
LONGEST_NAME = 31
WIDTHS = (8, 60)
LOOKED_AT = 300
# Microsoft keeps this name for tracked changes.
RESERVED = {"history"}
STAMP = "2000-01-01T00:00:00Z"
_MARKUP = re.compile(r"[&<>\r]")
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def sheet_names(names: Iterable[str]) -> list[str]:
    """Names that Excel takes, in order: without : \\ / ? * [ ], at most 31 characters, no two alike in any case.

    "History" is Excel's own and gets an underscore.

    >>> sheet_names(["theme_table", "history", "a/b", "", "A-B"])
    ['theme_table', 'history_', 'a-b', 'sheet', 'A-B (2)']
    """
    taken: set[str] = set()
    result = []
    for name in names:
        base = re.sub(r"[:\\/?*\[\]\t\r\n]", "-", allowed_in_xml(name)).strip().strip("'")[:LONGEST_NAME]
        base = base.strip("'") or "sheet"
        chosen = f"{base[: LONGEST_NAME - 1]}_" if base.casefold() in RESERVED else base
        number = 1
        while chosen.casefold() in taken:
            number += 1
            chosen = f"{base[: LONGEST_NAME - len(str(number)) - 3]} ({number})"
        taken.add(chosen.casefold())
        result.append(chosen)
    return result


def xlsx_bytes(frames: Mapping[str, pd.DataFrame]) -> bytes:
    """The tables as one workbook, a sheet each, in order: header bold, frozen and filtered, text wrapped.

    Text is always text: a cell such as "=1+1" holds these characters, is marked as text (`quotePrefix`), and is never
    a formula. Control characters that a workbook cannot hold are left out. The same tables give the same bytes.

    Raises:
        ExportRefused: a cell is longer than Excel's 32,767 characters, or a table has too many rows or columns; all
            such places are named. CSV has no such limit.
    """
    from openpyxl import Workbook

    named = dict(zip(sheet_names(frames), (with_index(frame) for frame in frames.values()), strict=True))
    cells = {
        name: [plain_column(frame.iloc[:, place], allowed_in_xml) for place in range(frame.shape[1])]
        for name, frame in named.items()
    }
    _check_size(named, cells)
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    workbook.properties.creator = "qualcode"
    rows: dict[str, bytes] = {}
    for number, (name, frame) in enumerate(named.items(), start=1):
        sheet = workbook.create_sheet(name)
        header = [allowed_in_xml(str(column)) for column in frame.columns]
        styles = _furnish(sheet, header, cells[name], len(frame))
        rows[f"xl/worksheets/sheet{number}.xml"] = _rows(cells[name], len(frame), styles)
    if not named:
        workbook.create_sheet("empty")
    draft = io.BytesIO()
    workbook.save(draft)
    return _with_rows(draft, rows)


def write_xlsx(frames: Mapping[str, pd.DataFrame], path: str | Path) -> Path:
    """Write tables as one workbook, as `xlsx_bytes` makes it. Makes missing folders, overwrites an existing file.

    Raises:
        ExportRefused: a cell or table is too big for Excel, or the file cannot be written.
    """
    return write_files({Path(path): xlsx_bytes(frames)})[0]


def _check_size(frames: Mapping[str, pd.DataFrame], cells: Mapping[str, list[list[Any]]]) -> None:
    problems = []
    for name, frame in frames.items():
        if len(frame) + 1 > MOST_ROWS or frame.shape[1] > MOST_COLUMNS:
            problems.append(
                f"{name}: {len(frame):,} rows × {frame.shape[1]:,} columns; "
                f"a sheet holds {MOST_ROWS:,} × {MOST_COLUMNS:,}, its header included."
            )
        for column, values in zip(frame.columns, cells[name], strict=True):
            if 2 * max((len(value) for value in values if isinstance(value, str)), default=0) <= MOST_CHARACTERS:
                continue
            for row, value in enumerate(values, start=2):
                length = _utf16_length(value) if isinstance(value, str) else 0
                if length > MOST_CHARACTERS:
                    where = f"{name}, row {row}, {column}"
                    problems.append(f"{where}: {length:,} characters; a cell holds {MOST_CHARACTERS:,}.")
    if problems:
        listed = "\n".join(f"  {problem}" for problem in problems)
        raise ExportRefused(f"Too big for a workbook. Export this table as csv, which has no such limit.\n{listed}")


def _utf16_length(text: str) -> int:
    """Excel counts UTF-16 units: an emoji is two."""
    return len(text) + sum(ord(letter) > 0xFFFF for letter in text)


def _furnish(sheet: Any, header: list[str], columns: list[list[Any]], rows: int) -> tuple[int, int, int]:
    """Header, widths, filter; returns the style numbers of text, text that looks like a formula, and numbers."""
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    for place, name in enumerate(header, start=1):
        cell = sheet.cell(row=1, column=place)
        cell.value = name
        cell.data_type = "s"
        cell.quotePrefix = may_be_formula(name)
        cell.font, cell.alignment = Font(name="Calibri", size=11, bold=True), Alignment(vertical="top", wrap_text=True)
        width = min(max(_width(name, columns[place - 1]), WIDTHS[0]), WIDTHS[1])
        sheet.column_dimensions[get_column_letter(place)].width = width
    # Cells that exist only to register their styles, and go again.
    samples = [sheet.cell(row=2, column=place) for place in (1, 2, 3)]
    for sample, wraps, prefixed in zip(samples, (True, True, False), (False, True, False), strict=True):
        sample.alignment, sample.quotePrefix = Alignment(vertical="top", wrap_text=wraps), prefixed
    text, quoted, number = (sample.style_id for sample in samples)
    sheet.delete_rows(2)
    sheet.freeze_panes = "A2"
    if header:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(header))}{rows + 1}"
    return text, quoted, number


def _width(name: str, column: list[Any]) -> int:
    lines = [len(str(value)) for value in column[:LOOKED_AT] if value is not None]
    return max([len(name) + 4, *lines]) + 1


def _rows(columns: list[list[Any]], count: int, styles: tuple[int, int, int]) -> bytes:
    """The rows below the header as SpreadsheetML, text inline."""
    from openpyxl.utils import get_column_letter

    rows = [[f'<row r="{row}">' for row in range(2, count + 2)]]
    for place, column in enumerate(columns, start=1):
        letter = get_column_letter(place)
        # Most columns repeat a few texts; the types are kept apart because 1, 1.0 and True are one key.
        kinds: dict[type, set[Any]] = {
            kind: {value for value in column if type(value) is kind} for kind in set(map(type, column))
        }
        made = {kind: {value: _cell(value, *styles) for value in values} for kind, values in kinds.items()}
        rows.append(
            [
                "" if value is None else f'<c r="{letter}{row}"{made[type(value)][value]}'
                for row, value in enumerate(column, start=2)
            ]
        )
    return "".join(part + "</row>" for part in map("".join, zip(*rows, strict=True))).encode("utf-8")


def _cell(value: str | int | float | bool | None, text: int, quoted: int, number: int) -> str:
    """What follows the place of a cell."""
    if isinstance(value, bool):
        return f' s="{number}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, str) or (isinstance(value, float) and not math.isfinite(value)):
        value = str(value)
        style = quoted if may_be_formula(value) else text
        # A bare carriage return would be read back as a line feed, and blanks at the edges would be lost.
        inside = escape(value, {"\r": "&#13;"}) if _MARKUP.search(value) else value
        space = ' xml:space="preserve"' if value != value.strip() else ""
        return f' s="{style}" t="inlineStr"><is><t{space}>{inside}</t></is></c>'
    return f' s="{number}"><v>{value!r}</v></c>'


def _with_rows(draft: io.BytesIO, rows: Mapping[str, bytes]) -> bytes:
    """The workbook with rows in its sheets, and without the hour at which it was made."""
    result = io.BytesIO()
    with (
        zipfile.ZipFile(draft) as source,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target,
    ):
        for name in source.namelist():
            content = source.read(name)
            if name in rows:
                content = _insert(content, rows[name])
            elif name == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:\w+[^>]*>)[^<]*(?=<)", rb"\g<1>" + STAMP.encode(), content)
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o600 << 16
            target.writestr(entry, content)
    return result.getvalue()


def _insert(sheet: bytes, rows: bytes) -> bytes:
    filtered = re.search(rb'<autoFilter ref="([^"]+)"', sheet)
    if filtered:
        sheet = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="' + filtered[1] + b'"', sheet, count=1)
    before, end, after = sheet.partition(b"</sheetData>")
    if not end:
        return sheet
    return before + rows + end + after
