"""From a study to files: build, verify, warn, and only then write."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pandas as pd

from qualcode.analysis.attribution import Granularity, check_granularity
from qualcode.analysis.study import StudyData, settled
from qualcode.analysis.verify import verify
from qualcode.errors import ExportRefused, NotFound, Refused
from qualcode.export.checks import refuse_identifiers, warnings_of
from qualcode.export.csv_files import csv_bytes
from qualcode.export.files import write_files
from qualcode.export.tables import QUOTING, TABLES
from qualcode.export.xlsx_files import xlsx_bytes

Format = Literal["csv", "xlsx"]
FORMATS: tuple[Format, ...] = ("csv", "xlsx")
OPTIONS = ("tables", "format", "granularity", "excel", "least")
MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What an export did: the files, the tables in them, and what a person should know about them."""

    files: tuple[Path, ...]
    tables: tuple[str, ...]
    warnings: tuple[str, ...] = ()


def build_tables(
    data: StudyData, tables: Sequence[str] | str | None = None, *, granularity: Granularity = "publication"
) -> dict[str, pd.DataFrame]:
    """The named tables (all when none is named), every quote verified against its source.

    Raises:
        NotFound: there is no table of that name.
        Refused: the granularity does not exist.
        ExportRefused: a quote differs from its source; each is named with document and place.
    """
    check_granularity(granularity)
    names = _chosen(tables)
    if set(names) & set(QUOTING):
        refuse_altered(data)
    return {name: TABLES[name](data, granularity) for name in names}


def review_export(
    data: StudyData,
    tables: Sequence[str] | str | None = None,
    *,
    granularity: Granularity = "publication",
    least: int = 3,
) -> tuple[str, ...]:
    """The warnings of an export, without writing anything: what to show somebody before they export."""
    data = settled(data)
    return tuple(warnings_of(data, build_tables(data, tables, granularity=granularity), granularity, least=least))


def export_tables(
    data: StudyData,
    path: str | Path,
    *,
    tables: Sequence[str] | str | None = None,
    format: Format | None = None,
    granularity: Granularity = "publication",
    excel: bool = False,
    least: int = 3,
    **unknown: object,
) -> ExportReport:
    """Write tables of a study to a file or a folder.

    - `quotes.csv`: the name says which table; `anything.csv` with `tables="quotes"` does too.
    - `quotes.xlsx`: the table of that name; `anything.xlsx`: all tables, or those of `tables`, a sheet each.
    - a folder (an existing one, or a name without ending): a file for each table, csv unless `format="xlsx"`.

    Missing folders are made and existing files are overwritten, all of them or none. `excel` puts a byte order mark
    before csv, so that Excel shows accents. `least` is the number of people below which a combination of sector and
    seniority is called a small cell.

    Raises:
        ExportRefused: a quote differs from its source, a known identifier remains, a cell is too long for a workbook,
            or a file cannot be written. Nothing has been written then.
        NotFound, Refused: a table, format, granularity or option that does not exist.
    """
    _check_options(unknown)
    plan = _plan(Path(path).expanduser(), tables, format)
    data = settled(data)
    names = list(dict.fromkeys(name for chosen in plan.values() for name in chosen))
    frames = build_tables(data, names, granularity=granularity)
    if data.identifiers:
        refuse_identifiers(data, frames)
    warnings = warnings_of(data, frames, granularity, least=least)
    contents = {
        file: xlsx_bytes({name: frames[name] for name in chosen})
        if file.suffix.casefold() == ".xlsx"
        else csv_bytes(frames[chosen[0]], excel=excel)
        for file, chosen in plan.items()
    }
    return ExportReport(tuple(write_files(contents)), tuple(names), tuple(warnings))


def _check_options(unknown: Iterable[str]) -> None:
    """Refuse options that there are not, before anything is built."""
    for name in unknown:
        near = difflib.get_close_matches(name, OPTIONS, n=1)
        hint = f" Did you mean '{near[0]}'?" if near else ""
        raise Refused(f"an export has no option '{name}'.{hint} Options: {', '.join(OPTIONS)}.")


def _chosen(tables: Sequence[str] | str | None) -> list[str]:
    if tables is None:
        return list(TABLES)
    names = list(dict.fromkeys([tables] if isinstance(tables, str) else tables))
    for name in names:
        if name not in TABLES:
            near = difflib.get_close_matches(name, TABLES, n=1)
            hint = f" Did you mean '{near[0]}'?" if near else ""
            raise NotFound(f"there is no table '{name}'.{hint} Tables: {', '.join(TABLES)}.")
    if not names:
        raise Refused(f"no table was named. Tables: {', '.join(TABLES)}.")
    return names


def _plan(path: Path, tables: Sequence[str] | str | None, format: Format | None) -> dict[Path, list[str]]:
    """Which tables go into which file."""
    if format is not None and format not in FORMATS:
        raise Refused(f"tables cannot be exported as '{format}'. Formats: {', '.join(FORMATS)}.")
    suffix = path.suffix.casefold().removeprefix(".")
    if path.is_dir() or not suffix:
        return {path / f"{name}.{format or 'csv'}": [name] for name in _chosen(tables)}
    if suffix not in FORMATS:
        raise Refused(
            f"{path}: tables cannot be exported as '.{suffix}'. End the name with .csv or .xlsx, or name a folder."
        )
    if format is not None and format != suffix:
        raise Refused(f"{path}: the name ends with .{suffix}, but the format is {format}. Leave one of them out.")
    if tables is None and path.stem in TABLES:
        return {path: [path.stem]}
    if suffix == "xlsx":
        return {path: _chosen(tables)}
    if tables is None:
        near = difflib.get_close_matches(path.stem, TABLES, n=1)
        hint = f" Did you mean {near[0]}.csv?" if near else ""
        raise NotFound(
            f"{path}: a csv holds one table, and '{path.stem}' is none.{hint} "
            f"Name the file after a table, or say which. Tables: {', '.join(TABLES)}."
        )
    names = _chosen(tables)
    if len(names) != 1:
        raise Refused(
            f"{path}: a csv holds one table, not {len(names)}. Name a folder, or a file that ends with .xlsx."
        )
    return {path: names}


def refuse_altered(data: StudyData) -> None:
    """Raise ExportRefused where a quote differs from its source, naming document and place of each."""
    problems = verify(data.codings, data.texts)
    if problems:
        count = f"{len(problems)} {'quote does' if len(problems) == 1 else 'quotes do'} not match the source"
        lines = [f"  {problem}" for problem in problems[:MOST_SHOWN]]
        if len(problems) > MOST_SHOWN:
            lines.append(f"  and {len(problems) - MOST_SHOWN} more")
        raise ExportRefused("\n".join([f"Nothing was exported: {count}.", *lines]))
