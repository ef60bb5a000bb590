"""A drawing: what is painted, how large it is, and what it says in words; as svg or png."""

from __future__ import annotations

import io
import re
import textwrap
import unicodedata
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from threading import Lock
from typing import TYPE_CHECKING, Any

from qualcode.text.printable import printable

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FORMATS = ("svg", "png")
INK, SOFT, LINE = "#111111", "#555555", "#9a9a9a"
SIZE, SMALL = 9.0, 7.5
"""Points: of letters, and of small print."""
LEFT_TO_RIGHT, RIGHT_TO_LEFT = "\u200e", "\u200f"
DPI, MOST_DOTS = 200, 12_000
SETTINGS: Any = {
    "font.family": ["DejaVu Sans", "sans-serif"],
    "font.size": SIZE,
    "text.parse_math": False,
    "text.color": INK,
    "svg.fonttype": "none",
    "svg.hashsalt": "qualcode",
    "path.simplify": False,
}
_DRAWING = Lock()


@dataclass(frozen=True, slots=True)
class Drawing:
    """A figure, painted when it is asked for.

    `paint` draws on axes that run from 0 to `width` across and from 0 to `height` down, in inches, without frame.
    `title` is short; `said` tells the whole figure to somebody who does not see it.
    """

    title: str
    said: str
    width: float
    height: float
    paint: Callable[[Axes], None]

    def svg(self) -> bytes:
        """The figure as SVG: letters stay letters, with title and description for screen readers."""
        made = self._made("svg").decode("utf-8")
        opened = re.search(r"<svg\b[^>]*>", made)
        assert opened
        named = f"<title>{escape(printable(self.title))}</title>\n<desc>{escape(printable(self.said))}</desc>"
        head = opened[0][:-1] + f' role="img" aria-label="{escape(printable(self.title))}">'
        body = made[opened.end() :]
        return f"{made[: opened.start()]}{head}\n{named}{body}".encode()

    def png(self) -> bytes:
        """The figure as PNG with 200 dots an inch; fewer where it would be more than 12,000 dots wide or tall."""
        return self._made("png")

    def as_format(self, format: str) -> bytes:
        """The figure as "svg" or "png"."""
        return self.svg() if format == "svg" else self.png()

    def _made(self, format: str) -> bytes:
        from matplotlib import rc_context, rcParamsDefault
        from matplotlib.figure import Figure

        held = io.BytesIO()
        # Settings are the whole process's, and a file in the folder may hold some: one at a time, and all of them.
        settings: Any = {name: value for name, value in rcParamsDefault.items() if "backend" not in name} | SETTINGS
        with _DRAWING, rc_context(settings), warnings.catch_warnings():
            # The letters of a script that the font lacks are drawn as boxes in a png; an svg has them.
            warnings.filterwarnings("ignore", message=r"Glyph .* missing from")
            figure = Figure(figsize=(self.width, self.height), facecolor="white")
            axes = figure.add_axes((0, 0, 1, 1))
            axes.set_xlim(0, self.width)
            axes.set_ylim(self.height, 0)
            axes.axis("off")
            self.paint(axes)
            about: dict[str, Any] = {"Date": None, "Creator": None} if format == "svg" else {"Software": None}
            dots = min(DPI, MOST_DOTS / max(self.width, self.height))
            figure.savefig(held, format=format, dpi=dots, metadata=about)
        return held.getvalue()


def write(axes: Axes, x: float, y: float, text: str, **how: Any) -> None:
    """Letters at a place, their upper left corner there unless `how` says otherwise."""
    style = {"ha": "left", "va": "top", "fontsize": SIZE, "linespacing": 1.25, **how}
    axes.text(x, y, printable(text), **style)


def wrapped(text: str, inches: float, *, size: float = SIZE, most: int = 0) -> list[str]:
    """The lines of a text in a width; at most `most`, the last then ending in ….

    Lines are broken by how wide letters are on average, wide ones (as of Chinese) counting twice.
    """
    room = max(int(inches * 72 / (size * 0.57)), 4)
    lines: list[str] = []
    for paragraph in printable(text).splitlines() or [""]:
        wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in paragraph)
        fits = max(room // 2, 2) if wide > len(paragraph) / 3 else room
        mark = _direction(paragraph)
        lines += [mark + line for line in textwrap.wrap(paragraph, fits, break_long_words=True)] or [""]
    if most and len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1][: room - 1].rstrip()}…"]
    return lines


def _direction(paragraph: str) -> str:
    """The sign that keeps each line of a paragraph in the paragraph's direction, "" where all letters run one way."""
    ways = [unicodedata.bidirectional(letter) for letter in paragraph]
    strong = [way in "RAL" and way != "L" for way in ways if way in ("L", "R", "AL")]
    if not any(strong) or all(strong):
        return ""
    return RIGHT_TO_LEFT if strong[0] else LEFT_TO_RIGHT


def tall(lines: int, size: float = SIZE) -> float:
    """How tall so many lines are, in inches."""
    return lines * size * 1.25 / 72
