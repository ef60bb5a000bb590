"""Tables as CSV."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd

from qualcode.export.cells import encodable, neutral, plain_column, with_index
from qualcode.export.files import write_files

BOM = "\ufeff"


def csv_bytes(frame: pd.DataFrame, *, excel: bool = False) -> bytes:
    """The table as CSV: UTF-8, comma, LF at line ends, quotes only where needed, line breaks inside cells kept.

    `excel` puts a byte order mark before it, by which Excel knows UTF-8. Text that a spreadsheet might run as a formula
    gets an apostrophe before it (`restored` undoes it); numbers stay numbers. Nothing (NaN, None) is an empty cell.
    The same table gives the same bytes.
    """
    frame = with_index(frame)
    lines = _Lines()
    # The csv module quotes a lone carriage return only when it is part of the line end, so we let it be one.
    writer = csv.writer(lines, lineterminator="\r\n", quoting=csv.QUOTE_MINIMAL)
    writer.writerow([neutral(encodable(str(name))) for name in frame.columns])
    columns = [plain_column(frame.iloc[:, place], encodable) for place in range(frame.shape[1])]
    safe = [[neutral(value) if isinstance(value, str) else value for value in column] for column in columns]
    writer.writerows(zip(*safe, strict=True))
    return ((BOM if excel else "") + lines.text()).encode("utf-8")


def write_csv(frame: pd.DataFrame, path: str | Path, *, excel: bool = False) -> Path:
    """Write one table as CSV, as `csv_bytes` makes it. Makes missing folders and overwrites an existing file.

    Raises:
        ExportRefused: the file cannot be written; an existing one is then untouched.
    """
    return write_files({Path(path): csv_bytes(frame, excel=excel)})[0]


class _Lines(io.StringIO):
    """Takes the writer's lines and ends them with LF."""

    def write(self, line: str) -> int:
        return super().write(line[:-2] + "\n")

    def text(self) -> str:
        return self.getvalue()
