"""What commands print: tables for people, JSON and CSV for programs, talk on stderr."""

import re
import sys
from collections.abc import Sequence
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any

import typer

from qualcode.cli.text_table import aligned, fitted, short_ids

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.project import Preview

# Transcripts are untrusted: no escape sequence of theirs may reach a terminal.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def talk(text: str) -> None:
    """Say something to the person, on stderr."""
    typer.echo(safe(text), err=True)


def safe(text: str) -> str:
    """The text without control characters that a terminal would obey; line breaks and tabs stay.

    >>> safe("a\\x1b[31mb\\r\\n")
    'a�[31mb\\n'
    """
    return _CONTROL.sub("\ufffd", text.replace("\r\n", "\n"))


def lines(values: Sequence[str]) -> None:
    """Print one value a line."""
    for value in values:
        typer.echo(safe(value))


def show(frame: "pd.DataFrame", *, json: bool = False, csv: bool = False, columns: Sequence[str] | None = None) -> None:
    """Print a table on stdout: aligned text, or all columns as JSON records or CSV.

    Args:
        columns: those that the text shows, where all would be too many; what is left out is said on stderr.
    """
    if json and csv:
        raise typer.BadParameter("Choose one of --json and --csv.")
    if json:
        typer.echo(as_json(frame).encode("utf-8", "backslashreplace"))
    elif csv:
        from qualcode.export import csv_bytes

        typer.echo(csv_bytes(frame), nl=False)
    else:
        _show_text(frame, columns)


def show_preview(preview: "Preview | None") -> None:
    """Print what an act would do; nothing where it was done."""
    if preview is not None:
        typer.echo(safe(f"{preview.summary}: {preview.counts()}"))
        talk("This was a preview: nothing was written.")


def as_json(frame: "pd.DataFrame") -> str:
    """The rows as a JSON list of records, keys in the order of the columns; nothing (NaN) is null."""
    import json

    from qualcode.export.cells import plain

    records = [
        {name: _json_value(value, plain) for name, value in zip(frame.columns, row, strict=True)}
        for row in frame.itertuples(index=False, name=None)
    ]
    return json.dumps(records, ensure_ascii=False, indent=2, allow_nan=False)


def _json_value(value: Any, plain: Any) -> Any:
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple):
        return [_json_value(item, plain) for item in value]
    if isinstance(value, dict):
        return {str(name): _json_value(item, plain) for name, item in value.items()}
    return plain(value)


def _show_text(frame: "pd.DataFrame", columns: Sequence[str] | None) -> None:
    names = [name for name in columns if name in frame.columns] if columns else list(frame.columns)
    left = len(frame.columns) - len(names)
    if frame.empty:
        talk("Nothing.")
        return
    cells = [short_ids([_text(value) for value in frame[name].tolist()]) for name in names]
    rows = list(zip(*cells, strict=True))
    typer.echo(fitted(names, rows, get_terminal_size().columns) if sys.stdout.isatty() else aligned(names, rows))
    if left:
        talk(f"{left} more column{'s' if left != 1 else ''} with --csv or --json.")


def _text(value: Any) -> str:
    from qualcode.export.cells import plain

    value = plain(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.4f}".rstrip("0").rstrip(".")
    return safe(str(value)).replace("\t", "    ").strip("\n")
