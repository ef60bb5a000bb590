"""From displays to files: quotes verified, known identifiers refused, names that remain told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import pandas as pd

from qualcode.analysis.attribution import Granularity
from qualcode.analysis.frames import take
from qualcode.analysis.study import StudyData
from qualcode.displays import Display
from qualcode.errors import Refused
from qualcode.export.checks import refuse_identifiers, warnings_by_kind
from qualcode.export.csv_files import csv_bytes
from qualcode.export.exporting import ExportReport, refuse_altered
from qualcode.export.files import write_files
from qualcode.export.identifiers import known_names, occurrences
from qualcode.export.tables import theme_by_case
from qualcode.figures.drawing import FORMATS

_QUOTE = re.compile(r"“(.*?)” \(", re.DOTALL)


def write_displays(
    data: StudyData,
    displays: Sequence[Display],
    folder: Path,
    *,
    granularity: Granularity = "publication",
    formats: Iterable[str] = FORMATS,
    excel: bool = False,
    least: int = 3,
) -> ExportReport:
    """Write each display as NAME.csv, and its figure as NAME.svg and NAME.png, into a folder; all of them or none.

    Raises:
        ExportRefused: a quote differs from its source, a known identifier remains, or a file cannot be written.
        Refused: a format that there is not, or the folder's name ends like a file's.
    """
    formats = list(dict.fromkeys(formats))
    for format in formats:
        if format not in FORMATS:
            raise Refused(f"Figures cannot be written as '{format}'. Formats: {', '.join(FORMATS)}.")
    folder = folder.expanduser()
    if folder.is_file():
        raise Refused(f"{folder}: this is a file. Several files are written, so name a folder.")
    if folder.suffix and not folder.is_dir():
        raise Refused(f"{folder}: several files are written, so name a folder.")
    warnings = display_warnings(data, displays, granularity, least=least)
    contents: dict[Path, bytes] = {}
    for display in displays:
        contents[folder / f"{display.name}.csv"] = csv_bytes(display.table, excel=excel)
        if display.figure is not None:
            for format in formats:
                contents[folder / f"{display.name}.{format}"] = display.figure.as_format(format)
    return ExportReport(tuple(write_files(contents)), tuple(display.name for display in displays), warnings)


def write_figure(
    data: StudyData, display: Display, path: Path, *, granularity: Granularity = "publication", least: int = 3
) -> ExportReport:
    """Write the figure of a display to a .svg or .png.

    Raises:
        ExportRefused: as `write_displays`.
        Refused: another ending, or the display has no figure.
    """
    path = path.expanduser()
    format = path.suffix.casefold().removeprefix(".")
    if format not in FORMATS:
        raise Refused(f"{path}: a figure is a .svg or .png file. End the name with one of them.")
    if display.figure is None:
        raise Refused(f"{display.title} has nothing to draw yet. {' '.join(display.notes)}".strip())
    warnings = display_warnings(data, [display], granularity, least=least)
    return ExportReport(tuple(write_files({path: display.figure.as_format(format)})), (display.name,), warnings)


def display_warnings(
    data: StudyData, displays: Sequence[Display], granularity: Granularity, *, least: int = 3
) -> tuple[str, ...]:
    """What a person should know before displays leave the machine; raises for what must not leave.

    Raises:
        ExportRefused: a quote differs from its source, or a known identifier remains.
    """
    refuse_altered(data)
    tables = {display.name: display.table for display in displays}
    tables |= {f"{d.name} (headings)": pd.DataFrame({"text": list(map(str, d.table.columns))}) for d in displays}
    tables |= {f"{d.name} (notes)": pd.DataFrame({"text": [d.title, *d.notes]}) for d in displays}
    tables |= {f"{d.name} (figure)": pd.DataFrame({"text": [d.figure.said]}) for d in displays if d.figure is not None}
    if data.identifiers:
        refuse_identifiers(data, tables)
    said: list[str] = []
    if granularity == "publication":
        known = known_names(data)
        for table, column, name, rows in occurrences(tables, known):
            said.append(
                f"{table}, {column}, row {rows[0]}: “{name}” is {known[name]}. Replace it if it could identify."
            )
        said += [sentence for display in displays if (sentence := _beside_cases(display))]
    printed = _printed(displays)
    like = {"quotes": pd.DataFrame()} if printed else {}
    if any(_comparing(display.table) for display in displays):
        like["theme_by_case"] = theme_by_case(data)  # so that cases without a narrative are named
    codings = take(data.codings, "codings")
    shown = codings[codings["eligible"] & codings["quote"].isin(printed)]
    kinds = warnings_by_kind(data, like, "full", least=least, quoted=shown)
    return (*said, *(sentence for sentences in kinds.values() for sentence in sentences))


def _printed(displays: Sequence[Display]) -> set[str]:
    """The passages that stand in the tables."""
    found: set[str] = set()
    for display in displays:
        for name in _quoting(display.table):
            for cell in display.table[name].astype(str):
                found.update(_QUOTE.findall(cell))
                found.add(cell)
    return found - {""}


def _quoting(table: pd.DataFrame) -> list[str]:
    """The columns that hold passages."""
    names = [str(column) for column in table.columns]
    return [name for name in names if "quote" in name or name in ("a_passage", "contrary_evidence")]


def _comparing(table: pd.DataFrame) -> bool:
    """Whether cases stand in it, beside each other."""
    return "case" in table.columns or ("cases" in table.columns and table["cases"].dtype == object)


def _beside_cases(display: Display) -> str:
    """A sentence where quotes stand beside the cases that they come from."""
    if not _comparing(display.table):
        return ""
    texts = [(name, display.table[name].astype(str)) for name in _quoting(display.table)]
    count = sum(int((text != "" if name == "quote" else text.str.contains("“")).sum()) for name, text in texts)
    if not count:
        return ""
    cells = "cell holds quotes" if count == 1 else "cells hold quotes"
    return f"{display.name}: {count} {cells} beside the case. Drop those columns if readers must not know it."
