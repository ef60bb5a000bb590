"""A grid of texts: matrices, heat maps, a two by two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qualcode.figures.drawing import INK, LINE, SIZE, SMALL, SOFT, Drawing, tall, wrapped, write

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PAD = 0.08
HATCH = "/////"
TILTED = 2.6
"""Inches that a heading on end may take."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text, small print below it, `tone` from 0 (white) to 1 (dark grey), hatched where nobody looked."""

    text: str = ""
    small: str = ""
    tone: float = 0.0
    hatched: bool = False
    soft: bool = False


@dataclass(frozen=True, slots=True)
class Relation:
    """A link between two headings of a grid, by their places, ("row", 0) or ("column", 2). `both` has two heads."""

    source: tuple[str, int]
    target: tuple[str, int]
    name: str
    both: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows and columns with headings, and a cell for each pair."""

    rows: Sequence[str]
    columns: Sequence[str]
    cells: Sequence[Sequence[Cell]]
    corner: str = ""
    relations: Sequence[Relation] = field(default=())
    note: str = ""


def grid(
    held: Grid, *, title: str, said: str, column: float = 1.5, head: float = 1.9, most: int = 14, tilted: bool = False
) -> Drawing:
    """The grid as a drawing; `column` and `head` are widths in inches, `most` the lines in a cell.

    `tilted` headings stand on end, for many narrow columns.
    """
    across = [r for r in held.relations if r.source[0] == r.target[0] == "column"]
    down = [r for r in held.relations if r.source[0] == r.target[0] == "row"]
    above, aside = 0.22 * len(across) + 0.05, 0.34 * len(down) + 0.05
    titles = wrapped(title, head + column * len(held.columns), size=SIZE + 1)
    top = PAD + tall(len(titles), SIZE + 1) + PAD
    heads = [
        wrapped(name, TILTED, most=1) if tilted else wrapped(name, column - 2 * PAD, most=6) for name in held.columns
    ]
    longest = max((len(name) for lines in heads for name in lines), default=0)
    corner = "" if held.corner == title else held.corner  # said once is enough
    named = wrapped(corner, head - 2 * PAD, size=SMALL, most=3) if corner else []
    header = longest * SIZE * 0.6 / 72 + 2 * PAD if tilted else tall(max(map(len, heads), default=1)) + 2 * PAD
    header = max(header, tall(len(named), SMALL) + 2 * PAD)
    names = [wrapped(name, head - 2 * PAD, most=8) for name in held.rows]
    filled = [[_lines(cell, column, most) for cell in line] for line in held.cells]
    heights = [
        max(tall(len(name)), *(tall(len(text)) + tall(len(small), SMALL) for text, small in line), 0.0) + 2 * PAD
        for name, line in zip(names, filled, strict=True)
    ]
    left, start = PAD + aside, top + above
    width = left + head + column * len(held.columns) + PAD
    foot = wrapped(held.note, width - 2 * PAD, size=SMALL) if held.note else []
    height = start + header + sum(heights) + PAD + tall(len(foot), SMALL) + PAD

    def paint(axes: Axes) -> None:
        from matplotlib.patches import Rectangle

        write(axes, PAD, PAD, "\n".join(titles), fontsize=SIZE + 1, weight="bold")
        for place, lines in enumerate(heads):
            x = left + head + column * place
            if tilted:
                write(axes, x + column / 2, start + header - PAD, lines[0], rotation=90, ha="center", va="bottom")
            else:
                write(axes, x + PAD, start + PAD, "\n".join(lines), weight="bold")
        write(axes, left + PAD, start + PAD, "\n".join(named), color=SOFT, fontsize=SMALL)
        y = start + header
        for name, line, contents, tallness in zip(names, held.cells, filled, heights, strict=True):
            write(axes, left + PAD, y + PAD, "\n".join(name), weight="bold")
            for place, (cell, (text, small)) in enumerate(zip(line, contents, strict=True)):
                x = left + head + column * place
                shade = str(round(1 - 0.4 * min(max(cell.tone, 0), 1), 3))
                axes.add_patch(Rectangle((x, y), column, tallness, facecolor=shade, edgecolor=LINE, linewidth=0.8))
                if cell.hatched:
                    box = Rectangle((x, y), column, tallness, fill=False, edgecolor="#cccccc", hatch=HATCH, linewidth=0)
                    axes.add_patch(box)
                colour = SOFT if cell.soft else INK
                boxed = {"facecolor": "white", "edgecolor": "none", "pad": 1.5} if cell.hatched and text else None
                write(axes, x + PAD, y + PAD, "\n".join(text), color=colour, bbox=boxed)
                below = y + PAD + tall(len(text))
                write(axes, x + PAD, below, "\n".join(small), color=SOFT, fontsize=SMALL)
            y += tallness
        middles = _middles(held, left, head, column, start, header, heights)
        for number, relation in enumerate(across):
            _across(axes, middles, relation, start - 0.04 - 0.22 * number)
        for number, relation in enumerate(down):
            _down(axes, middles, relation, left - 0.04 - 0.34 * number)
        write(axes, PAD, y + PAD, "\n".join(foot), fontsize=SMALL, color=SOFT)

    return Drawing(title, said, width, height, paint)


def _lines(cell: Cell, column: float, most: int) -> tuple[list[str], list[str]]:
    text = wrapped(cell.text, column - 2 * PAD, most=most) if cell.text else []
    return text, wrapped(cell.small, column - 2 * PAD, size=SMALL) if cell.small else []


def _middles(
    held: Grid, left: float, head: float, column: float, start: float, header: float, heights: Sequence[float]
) -> dict[tuple[str, int], tuple[float, float]]:
    places = {("column", at): (left + head + column * (at + 0.5), start) for at in range(len(held.columns))}
    y = start + header
    for at, tallness in enumerate(heights):
        places["row", at] = (left, y + tallness / 2)
        y += tallness
    return places


def _style(relation: Relation) -> tuple[str, str]:
    return ("<|-|>", "--") if relation.both else ("-|>", "-")


def _across(axes: Axes, places: dict[tuple[str, int], tuple[float, float]], relation: Relation, y: float) -> None:
    arrow, line = _style(relation)
    (one, _), (two, _) = places[relation.source], places[relation.target]
    shrink = {"shrinkA": 0, "shrinkB": 0, "linewidth": 1.1, "color": INK, "mutation_scale": 9}
    axes.annotate("", (two, y), (one, y), arrowprops={"arrowstyle": arrow, "linestyle": line, **shrink})
    write(axes, (one + two) / 2, y - 0.02, relation.name, ha="center", va="bottom", fontsize=SMALL)


def _down(axes: Axes, places: dict[tuple[str, int], tuple[float, float]], relation: Relation, x: float) -> None:
    arrow, line = _style(relation)
    (_, one), (_, two) = places[relation.source], places[relation.target]
    shrink = {"shrinkA": 0, "shrinkB": 0, "linewidth": 1.1, "color": INK, "mutation_scale": 9}
    axes.annotate("", (x, two), (x, one), arrowprops={"arrowstyle": arrow, "linestyle": line, **shrink})
    write(axes, x - 0.03, (one + two) / 2, relation.name, rotation=90, ha="right", va="center", fontsize=SMALL)
