"""From a study to a report: the same checks as an export, then one list of blocks, then a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from qualcode.analysis.attribution import check_granularity
from qualcode.errors import Refused
from qualcode.export.checks import refuse_identifiers, warnings_of
from qualcode.export.exporting import ExportReport, build_tables
from qualcode.export.files import write_files
from qualcode.export.identifiers import known_names, occurrences
from qualcode.export.report.blocks import Block, Heading, plain, settled, texts
from qualcode.export.report.closing import advisories, cases, discarded, journal, only_researchers
from qualcode.export.report.coreq import coreq as checklist
from qualcode.export.report.displays import displays
from qualcode.export.report.methods import methods, title
from qualcode.export.report.page import page_bytes
from qualcode.export.report.study import ReportData
from qualcode.export.report.themes import themes
from qualcode.export.report.word import word_bytes

FORMATS = (".docx", ".html")
CHECKED = ("theme_table", "theme_by_case")


def blocks_of(report: ReportData, *, coreq: bool = False) -> list[Block]:
    """The report, block by block; what it says is the same in every format.

    Raises:
        ExportRefused: a quote differs from its source, or a known identifier remains.
        Refused: the granularity does not exist.
    """
    check_granularity(report.granularity)
    build_tables(report.study, CHECKED, granularity=report.granularity)  # refuses what is not verbatim
    sections = [title, methods, themes, cases, displays, discarded, advisories, journal, only_researchers]
    if coreq:
        sections.append(checklist)
    blocks = settled(block for section in sections for block in section(report))
    if report.study.identifiers:
        refuse_identifiers(report.study, sections_of(blocks))
    return blocks


def write_report(report: ReportData, path: Path, *, coreq: bool = False, least: int = 3) -> ExportReport:
    """Write the report to a .docx or .html; `least` is as in `export_tables`.

    Raises:
        ExportRefused: as `blocks_of`, or the file cannot be written. Nothing has been written then.
        Refused: another ending, or a granularity that does not exist.
    """
    path = path.expanduser()
    suffix = path.suffix.casefold()
    if suffix not in FORMATS:
        raise Refused(f"{path}: a report is a .docx or .html file. End the name with one of: {', '.join(FORMATS)}.")
    content, warnings = report_bytes(report, suffix, coreq=coreq, least=least)
    return ExportReport(tuple(write_files({path: content})), ("report",), warnings)


def report_bytes(
    report: ReportData, suffix: str, *, coreq: bool = False, least: int = 3
) -> tuple[bytes, tuple[str, ...]]:
    """The file that `write_report` writes (`suffix` is one of FORMATS), and what a person should know about it.

    Raises:
        ExportRefused: as `blocks_of`.
    """
    blocks = blocks_of(report, coreq=coreq)
    named = {"title": report.study.name, "language": report.language, "authors": "; ".join(report.coders)}
    about = {name: " ".join(plain(text).split()) for name, text in named.items()}
    content = word_bytes(blocks, at=report.at, **about) if suffix == ".docx" else page_bytes(blocks, **about)
    return content, tuple(_warnings(report, blocks, least))


def sections_of(blocks: Sequence[Block]) -> dict[str, pd.DataFrame]:
    """The texts of each section, as tables for the search of names."""
    said: dict[str, list[str]] = {}
    heading = ""
    for block in blocks:
        if isinstance(block, Heading) and block.level <= 3:
            heading = block.text
        said.setdefault(heading, []).extend(texts(block))
    return {heading: pd.DataFrame({"text": lines}, dtype=object) for heading, lines in said.items()}


def _warnings(report: ReportData, blocks: Sequence[Block], least: int) -> list[str]:
    """What an export of the theme table warns of, and names that remain anywhere in the report."""
    table = {"theme_table": build_tables(report.study, "theme_table")["theme_table"]}
    warnings = warnings_of(report.study, table, "full", least=least)
    return [*_names_left(report, blocks), *warnings] if report.granularity == "publication" else warnings


def _names_left(report: ReportData, blocks: Sequence[Block]) -> list[str]:
    """A sentence for each name in each section; the coders sign the report, so their names are none."""
    own = {part for coder in report.coders for part in (coder, *coder.split())}
    known = {name: what for name, what in known_names(report.study).items() if name not in own}
    return [
        f"report, under “{heading}”: “{name}” is {known[name]}. Replace it if it could identify somebody."
        for heading, _, name, _ in occurrences(sections_of(blocks), known)
    ]
