"""Cells that somebody changed in a table and has not saved: which differ, and which somebody else changed meanwhile."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import pandas as pd

Cell: TypeAlias = tuple[Hashable, str]
"""The key of a row and the name of a column."""
Cells: TypeAlias = dict[Cell, str]


@dataclass(frozen=True, slots=True)
class Clash:
    """A cell that somebody else changed since this person began to change it."""

    row: Hashable
    column: str
    theirs: str
    mine: str


def text_of(value: Any) -> str:
    """A cell as text; nothing is "".

    >>> text_of(None), text_of(math.nan), text_of(3.0), text_of(1.5), text_of("c1")
    ('', '', '3', '1.5', 'c1')
    """
    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def edited(rows: Sequence[Hashable], changes: Mapping[int, Mapping[str, Any]]) -> Cells:
    """The changes of a table editor, which knows rows by their place."""
    return {
        (rows[place], column): text_of(value).strip()
        for place, values in changes.items()
        if place < len(rows)
        for column, value in values.items()
    }


def differing(frame: pd.DataFrame, rows: Sequence[Hashable], cells: Cells) -> Cells:
    """The cells that are not so already; those of rows and columns that are gone are left out."""
    have = values(frame, rows, cells)
    return {cell: value for cell, value in cells.items() if cell in have and have[cell] != value}


def values(frame: pd.DataFrame, rows: Sequence[Hashable], cells: Cells) -> Cells:
    """What the table holds in these cells."""
    places = {row: place for place, row in enumerate(rows)}
    return {
        (row, column): text_of(frame[column].iloc[places[row]]).strip()
        for row, column in cells
        if row in places and column in frame
    }


def with_cells(frame: pd.DataFrame, rows: Sequence[Hashable], cells: Cells) -> pd.DataFrame:
    """The table with these cells in it."""
    shown, places = frame.copy(), {row: place for place, row in enumerate(rows)}
    for (row, column), value in cells.items():
        filled: Any = value or pd.NA
        if shown[column].dtype.kind == "f":
            filled = float(value) if value else math.nan
        shown.loc[shown.index[places[row]], column] = filled
    return shown


def clashes(frame: pd.DataFrame, rows: Sequence[Hashable], before: Cells, mine: Cells) -> list[Clash]:
    """The cells that hold neither what they held when they were first changed here, nor what they shall hold."""
    now = values(frame, rows, mine)
    return [
        Clash(row, column, now[row, column], value)
        for (row, column), value in mine.items()
        if (row, column) in now and now[row, column] not in (before.get((row, column), now[row, column]), value)
    ]


def by_row(cells: Cells) -> dict[Any, dict[str, str]]:
    """The cells as acts take them: {row: {column: value}}."""
    wanted: dict[Any, dict[str, str]] = {}
    for (row, column), value in cells.items():
        wanted.setdefault(row, {})[column] = value
    return wanted
