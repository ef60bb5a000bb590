"""Displays as the page shows them: tables, figures as pictures, and the files to take."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from qualcode.analysis.frames import records
from qualcode.displays import FIGURES, SOURCES
from qualcode.errors import QualcodeError
from qualcode.export.csv_files import csv_bytes
from qualcode.export.displaying import display_warnings
from qualcode.project import Project
from qualcode.project.exporting import data_of
from qualcode.ui.look import short

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.analysis.attribution import Granularity
    from qualcode.displays import Display

FIGURE = "figures"
TITLES = {
    FIGURE: "Figures",
    "taylor": "Taylor 2023",
    "sadri": "Sadri 2024",
    "cambra-fierro": "Cambra-Fierro 2015",
    "oskam": "Oskam 2021",
    "lavie": "Lavie",
    "mckinsey": "McKinsey",
}
assert list(TITLES) == [FIGURE, *SOURCES]
FIGURE_TITLES = {
    "thematic_map": "Thematic map",
    "theme_matrix": "Themes by cases",
    "continuum": "Continuum",
    "timeline": "Timeline",
    "organisations": "Organisations",
    "co_occurrence": "Codes together",
    "portrait": "Portrait of a document",
    "attention": "Attention",
}
assert list(FIGURE_TITLES) == list(FIGURES)


@dataclass(frozen=True, slots=True)
class Shown:
    """One display: its table, its picture (png) with its words, and its files by name, made when they are taken."""

    title: str
    table: pd.DataFrame
    picture: bytes | None
    said: str
    notes: tuple[str, ...]
    files: Mapping[str, Callable[[], bytes]]


@dataclass(frozen=True, slots=True)
class Made:
    """The displays of a choice with what to know before they leave; or `refused`, why there are none."""

    shown: tuple[Shown, ...] = ()
    warnings: tuple[str, ...] = ()
    refused: str = ""


def made(study: Project, name: str, granularity: Granularity, choices: Mapping[str, Any], *, key: str = "") -> Made:
    """The displays of a source, or of the figure `choices["figure"]`; every quote is checked against its source."""
    from qualcode.displays import figure, replay

    try:
        data = data_of(study, key or None)
        if name == FIGURE:
            given = {key: value for key, value in choices.items() if key != "figure" and value}
            found: tuple[Display, ...] = (figure(data, choices["figure"], granularity=granularity, **given),)
        else:
            found = replay(data, name, granularity=granularity, **choices)
        warnings = display_warnings(data, found, granularity)
    except QualcodeError as error:
        return Made(refused=str(error))
    return Made(tuple(map(_shown, found)), warnings)


def _shown(display: Display) -> Shown:
    files: dict[str, Callable[[], bytes]] = {f"{display.name}.csv": partial(csv_bytes, display.table)}
    picture = None
    if display.figure is not None:
        picture = display.figure.png()
        files |= {f"{display.name}.svg": display.figure.svg, f"{display.name}.png": partial(bytes, picture)}
    said = display.figure.said if display.figure else ""
    return Shown(display.title, display.table, picture, said, display.notes, files)


def options(study: Project, name: str) -> dict[str, list[str]]:
    """What can be chosen for the displays of a source: choice → values, "" standing for the usual one."""
    book = study.codebook.value()
    attributes = [item for item in book.attributes if item.applies_to == "case"]
    dimensions = [item.id for item in book.dimensions]
    ordinal = [item.id for item in attributes if item.type == "ordinal"]
    two = [item.id for item in attributes if len(item.values) == 2]
    able = {
        "taylor": {"attribute": ordinal},
        "sadri": {"rows": dimensions, "columns": dimensions},
        "cambra-fierro": {"attribute": ordinal},
        "lavie": {"rows": two, "columns": two},
    }.get(name, {})
    return {choice: ["", *values] for choice, values in able.items() if len(values) > 1}


def tellable(study: Project, code: str) -> dict[str, str]:
    """The codings of a code that can tell of an incident: id → its words with its document, in document order."""
    table = study.codings.table(code=code)
    rows = records(table[table["eligible"]])
    return {row["coding"]: f"{row['document']}: {short(row['quote'], 90)}" for row in rows}
