"""Strips and bars: where along a text codes lie, and how much of each document was read and coded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.figures.drawing import INK, LINE, SIZE, SMALL, SOFT, Drawing, tall, wrapped, write
from qualcode.figures.grid import HATCH

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PAD, ROW, HEAD, PLOT = 0.12, 0.22, 2.7, 4.8


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a strip, from 0 (its beginning) to 1 (its end); `open` ones are drawn hollow."""

    left: float
    right: float
    open: bool = False


@dataclass(frozen=True, slots=True)
class Strip:
    """A named line with stretches on it."""

    name: str
    marks: Sequence[Mark]


@dataclass(frozen=True, slots=True)
class Bar:
    """A named share from 0 to 1 with its words; hatched where nobody has read, a heading where `head`."""

    name: str
    share: float = 0.0
    words: str = ""
    hatched: bool = False
    head: bool = False


def strips(held: Sequence[Strip], *, title: str, said: str, note: str = "") -> Drawing:
    """A line for each strip, its stretches on it, from beginning to end of the text."""
    return _rows([strip.name for strip in held], title, said, note, lambda axes, place, y: _strip(axes, held[place], y))


def bars(held: Sequence[Bar], *, title: str, said: str, note: str = "") -> Drawing:
    """A bar for each name; the whole width is all of it."""
    heads = {place for place, bar in enumerate(held) if bar.head}
    return _rows(
        [bar.name for bar in held], title, said, note, lambda axes, place, y: _bar(axes, held[place], y), heads
    )


def _rows(
    names: Sequence[str], title: str, said: str, note: str, line: object, heads: set[int] | frozenset[int] = frozenset()
) -> Drawing:
    assert callable(line)
    width = PAD + HEAD + PLOT + 1.3
    titles = wrapped(title, width - 2 * PAD, size=SIZE + 1)
    top = PAD + tall(len(titles), SIZE + 1) + PAD
    foot = wrapped(note, width - 2 * PAD, size=SMALL) if note else []
    height = top + ROW * max(len(names), 1) + PAD + tall(len(foot), SMALL) + PAD

    def paint(axes: Axes) -> None:
        write(axes, PAD, PAD, "\n".join(titles), fontsize=SIZE + 1, weight="bold")
        for place, name in enumerate(names):
            y = top + ROW * (place + 0.5)
            bold = {"weight": "bold"} if place in heads else {}
            write(axes, PAD, y, wrapped(name, HEAD - 0.1, size=SMALL, most=1)[0], va="center", fontsize=SMALL, **bold)
            line(axes, place, y)
        write(axes, PAD, top + ROW * len(names) + PAD, "\n".join(foot), fontsize=SMALL, color=SOFT)

    return Drawing(title, said, width, height, paint)


def _box(axes: Axes, left: float, right: float, y: float, tallness: float, **how: object) -> None:
    from matplotlib.patches import Rectangle

    start, size = PAD + HEAD + PLOT * left, max(PLOT * (right - left), 0.02)
    axes.add_patch(Rectangle((start, y - tallness / 2), size, tallness, **how))  # type: ignore[arg-type]


def _strip(axes: Axes, strip: Strip, y: float) -> None:
    _box(axes, 0, 1, y, 0.14, facecolor="#eeeeee", edgecolor=LINE, linewidth=0.6)
    for mark in strip.marks:
        fill = "white" if mark.open else INK
        _box(axes, mark.left, mark.right, y, 0.14, facecolor=fill, edgecolor=INK, linewidth=0.7)


def _bar(axes: Axes, bar: Bar, y: float) -> None:
    if bar.head:
        return
    _box(axes, 0, 1, y, 0.13, facecolor="white", edgecolor=LINE, linewidth=0.6)
    if bar.share > 0:
        _box(axes, 0, min(bar.share, 1.0), y, 0.13, facecolor="#777777", edgecolor=INK, linewidth=0.6)
    if bar.hatched:
        _box(axes, 0, 1, y, 0.13, facecolor="none", edgecolor=INK, linewidth=0, hatch=HATCH)
    write(axes, PAD + HEAD + PLOT + 0.08, y, bar.words, va="center", fontsize=SMALL)
