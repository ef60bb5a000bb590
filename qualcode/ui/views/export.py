"""Building the tables that leave the study: the same bytes as the command line writes, with what to know about them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.errors import ExportRefused
from qualcode.project import Project

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.analysis.attribution import Granularity

TABLES = {
    "theme_table": ("Themes", "one row a theme: what it claims, how many people and cases, quotes, what does not fit"),
    "theme_by_case": ("Themes by case", "one row for each theme in each case: the written summary and a quote"),
    "quotes": ("Quotes", "every passage that may be quoted, with its theme and who says it"),
    "codings": ("Codings", "every coding with its code, coder and where it came from"),
    "codebook": ("Codebook", "every code with its definition, rules, and what it was found in"),
    "data_by_case": ("Data by case", "what was collected in each case: documents, people, hours, words"),
    "history": ("History", "every act of the study, with reasons: the audit trail"),
}
GRANULARITIES: dict[Granularity, tuple[str, str]] = {
    "publication": ("For publication", "sector and seniority; never a name, a case or a document"),
    "case": ("With the case", "the same, and the case"),
    "full": ("In full", "the same, and person and document: for the team only"),
}
WARNINGS = {
    "names": (
        "Names are left",
        "Replace them in documents, memos and summaries if they could identify somebody.",
        "documents",
    ),
    "cases": ("Quotes stand beside their case", "Leave the column out if readers must not know the case.", ""),
    "small_cells": ("Few people fit the attribution", "A reader may recognise who speaks.", "documents"),
    "attributions": (
        "Attributions are missing or clash",
        "Nothing is invented: the table says what is not known.",
        "documents",
    ),
    "narratives": ("Cases have no narrative", "Each case is told for itself before cases are compared.", "cases"),
    "unread": ("Documents are not yet read", "What was not read says nothing about what is there.", "read"),
    "not_counted": ("Codings do not count", "Interviewers’ and researchers’ words are no evidence.", ""),
    "extracts": ("Chosen passages are left out", "Choose others for these themes.", "themes"),
    "hours": ("Hours are not recorded", "Record how long the observations took.", "documents"),
}
"""What each kind of warning is called, what to do about it, and on which page."""
NO_EXAMPLE = {
    "sector": "Nonprofit",
    "seniority": "Manager",
    "case": "case1",
    "participant": "P07",
    "document": "P07_first",
}
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # in the archive, so that the same tables give the same bytes

Report = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class Built:
    """Tables ready to leave: `files` by name, `frames` to look at, warnings by kind; or why there are none."""

    frames: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    warnings: Mapping[str, Sequence[str]] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)
    refused: str = ""


def build(
    study: Project,
    tables: Sequence[str],
    *,
    granularity: Granularity,
    excel: bool = False,
    key: str = "",
    report: Report = lambda share, words: None,
) -> Built:
    """Build tables, with a file of each, a workbook and an archive of all: the bytes that `Project.export` writes.

    An export that would not be true comes back with the reason and without files.
    """
    from qualcode.analysis.study import settled
    from qualcode.export import build_tables, csv_bytes, xlsx_bytes
    from qualcode.export.checks import refuse_identifiers, warnings_by_kind
    from qualcode.project.exporting import data_of

    try:
        report(0.05, "checking every quote against its source")
        data = settled(data_of(study, key or None))
        frames = build_tables(data, tables, granularity=granularity)
        report(0.35, "looking for names")
        refuse_identifiers(data, frames)
        warnings = warnings_by_kind(data, frames, granularity)
        report(0.5, "csv")
        single = {f"{name}.csv": csv_bytes(frame, excel=excel) for name, frame in frames.items()}
        report(0.7, "xlsx")
        together = {f"{name_of(study)}.xlsx": xlsx_bytes(frames), f"{name_of(study)}.zip": _archive(single)}
        files = {**single, **together}
    except ExportRefused as error:
        return Built(refused=str(error))
    report(1.0, "done")
    return Built(frames, warnings, files)


def name_of(study: Project) -> str:
    """What the files of all tables are called: after the study's file."""
    return study.path.stem if study.path else "study"


def example(study: Project, granularity: Granularity) -> str:
    """How a quote of this study is attributed: of somebody with sector and seniority, where there is one."""
    from qualcode.analysis.attribution import attribution

    frame = study.codings.table()
    frame = frame[frame["eligible"] & (frame["sector"] != "") & (frame["seniority"] != "")]
    row = frame.iloc[0].to_dict() if len(frame) else NO_EXAMPLE
    return f"({attribution({str(name): value for name, value in row.items()}, granularity)})"


def replaced(folder: str, tables: Sequence[str], format: str) -> list[str]:
    """The files of a folder that writing the tables there would replace."""
    try:
        place = Path(folder.strip()).expanduser()
        return [name for table in tables if (place / (name := f"{table}.{format}")).exists()]
    except (OSError, ValueError, RuntimeError):
        return []


def write(
    study: Project,
    folder: str,
    tables: Sequence[str],
    *,
    format: str,
    granularity: Granularity,
    excel: bool,
    key: str = "",
) -> str:
    """Write the tables into a folder of this machine. Returns what was done, in a sentence.

    Raises:
        ExportRefused: nothing was written; the message says why.
    """
    place = folder.strip()
    if not place:
        raise ExportRefused("Say which folder to write to.")
    report = study.export(place, tables=tables, format=format, granularity=granularity, excel=excel, key=key or None)
    count = len(report.files)
    return f"Wrote {count} {'file' if count == 1 else 'files'} to {report.files[0].parent.resolve()}."


def _archive(files: Mapping[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return held.getvalue()
