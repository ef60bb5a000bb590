"""What a matrix shows: rows, columns, and a cell for each of both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

Place: TypeAlias = tuple[str, str]
"""The key of a row and that of a column."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows, columns and cells, as the component `matrix` draws them.

    `columns` have key and name, and where there are any `small` (lines of small print). `rows` have these, and color,
    and `group` (a heading above the first row of each). `cells` are one list a row; each has text, and where there
    are any: words (below a text, or in its place), small, counts (in words, for the page), title, tone (0 to 1, how
    strongly it is tinted) and state: found (or none given), waiting (found, but nothing is written yet), none (none
    found in what was read), unread, own (a code with itself).
    """

    columns: Sequence[Mapping[str, Any]] = ()
    rows: Sequence[Mapping[str, Any]] = ()
    cells: Sequence[Sequence[Mapping[str, Any]]] = ()

    def __contains__(self, place: Place) -> bool:
        return all(self.names(place))

    def names(self, place: Place) -> Place:
        """The names of a place's row and column; "" for one that is not there.

        >>> grid = Grid([{"key": "c1", "name": "Case one"}], [{"key": "t", "name": "Trust"}], [[{"text": "3"}]])
        >>> grid.names(("t", "c1")), ("t", "c2") in grid
        (('Trust', 'Case one'), False)
        """
        row, column = place
        return _name(self.rows, row), _name(self.columns, column)

    def cell(self, place: Place) -> Mapping[str, Any]:
        """The cell at a place that is there."""
        row = next(at for at, item in enumerate(self.rows) if item["key"] == place[0])
        column = next(at for at, item in enumerate(self.columns) if item["key"] == place[1])
        return self.cells[row][column]


def many(count: int, one: str, plural: str = "") -> str:
    """A count with its noun.

    >>> many(1, "passage"), many(1200, "person", "people")
    ('1 passage', '1,200 people')
    """
    return f"{count:,} {one if count == 1 else plural or f'{one}s'}"


def _name(items: Sequence[Mapping[str, Any]], key: str) -> str:
    return next((str(item["name"]) for item in items if item["key"] == key), "")
