"""The figures of the report, and how themes and cases hang together: links, attributes of cases over time."""

from __future__ import annotations

from collections.abc import Iterator

from qualcode.analysis.frames import records, take
from qualcode.analysis.themes import theme_board
from qualcode.displays import figure
from qualcode.displays.display import Display, case_names, plain
from qualcode.errors import Refused
from qualcode.export.report.blocks import Block, Figure, Heading, Paragraph, Table
from qualcode.export.report.study import ReportData

SHOWN = ("thematic_map", "continuum", "timeline", "organisations", "attention")


def displays(report: ReportData) -> Iterator[Block]:
    """What the study can draw, each figure once: only those that have something to show."""
    made = [found for name in SHOWN if (found := _made(report, name)) is not None]
    links, attributes = _links(report), _attributes(report)
    if not (made or links or attributes):
        return
    yield Heading(2, "Figures and tables")
    for display in made:
        assert display.figure is not None
        yield Heading(3, display.title)
        yield Figure(display.title, display.figure.said, display.figure)
        for note in display.notes:
            yield Paragraph(note, small=True)
    if links:
        yield Heading(3, "How themes relate")
        yield Table(("From", "Relation", "To", "Why"), links)
    if attributes:
        yield Heading(3, "What is recorded of the cases")
        yield Table(("Case", "Attribute", "Value", "From"), attributes)


def _made(report: ReportData, name: str) -> Display | None:
    data = report.study
    if name == "thematic_map" and not len(theme_board(data.themes)):
        return None
    if name == "organisations" and not len(data.organisations):
        return None
    if name == "attention" and not len(data.documents):
        return None
    try:
        made = figure(data, name, granularity=report.granularity)
    except Refused:
        return None
    return made if made.figure is not None else None


def _links(report: ReportData) -> tuple[tuple[str, ...], ...]:
    board = theme_board(report.study.themes)
    labels = dict(zip(board["theme"], board["label"], strict=True))
    rows = records(take(report.study.links, "links"))
    return tuple(
        (labels[row["source"]], plain(row["type"]), labels[row["target"]], row["why"])
        for row in rows
        if row["between"] == "theme" and row["source"] in labels and row["target"] in labels
    )


def _attributes(report: ReportData) -> tuple[tuple[str, ...], ...]:
    names = case_names(report.study, report.granularity)
    called = {item.id: item.name or plain(item.id) for item in report.study.declared}
    return tuple(
        (names[row["case"]], called.get(row["attribute"], row["attribute"]), plain(row["value"]), row["since"])
        for row in records(take(report.study.attributes, "attributes"))
        if row["case"] in names
    )
