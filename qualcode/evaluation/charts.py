"""Small charts as SVG text, legible in black and white, each with its words for those who do not see it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

WIDTH, HEIGHT = 560, 300
LEFT, RIGHT, TOP, BOTTOM = 52, 150, 16, 48
DASHES = ("", "7 4", "2 3", "9 3 2 3")
Point = tuple[float, float]


def line_chart(
    series: Sequence[tuple[str, Sequence[Point]]],
    *,
    across: str,
    up: str,
    said: str,
    ticks: Sequence[tuple[float, str]],
) -> str:
    """Lines of shares (0 to 1), told apart by their dashes and named at their ends.

    `across` and `up` name the axes, `said` says the chart in words, `ticks` are places across with their labels.
    """
    last = max((x for _, points in series for x, _ in points), default=1.0) or 1.0
    parts = [*_frame(across, up), *(_tick(x / last, label) for x, label in ticks)]
    ends: list[float] = []
    for place, (name, points) in enumerate(series):
        if not points:
            continue
        path = " ".join(f"{_x(x / last):.1f},{_y(y):.1f}" for x, y in points)
        dash = DASHES[place % len(DASHES)]
        style = f' stroke-dasharray="{dash}"' if dash else ""
        parts.append(f'<polyline points="{path}" fill="none" stroke="#111" stroke-width="2"{style}/>')
        parts += [f'<circle cx="{_x(x / last):.1f}" cy="{_y(y):.1f}" r="2.5" fill="#111"/>' for x, y in points]
        end = _y(points[-1][1])
        while any(abs(end - other) < 14 for other in ends):
            end += 14
        ends.append(end)
        parts.append(f'<text x="{_x(points[-1][0] / last) + 8:.1f}" y="{end + 4:.1f}">{escape(name)}</text>')
    return _svg(parts, said)


def calibration_chart(series: Sequence[tuple[str, Sequence[tuple[float, float, int]]]], *, said: str) -> str:
    """What was promised across, what was right up, the diagonal where both agree; larger marks are more passages."""
    parts = [*_frame("Promised", "Right"), *(_tick(x / 4, f"{25 * x}%") for x in range(5))]
    parts.append(
        f'<line x1="{_x(0):.1f}" y1="{_y(0):.1f}" x2="{_x(1):.1f}" y2="{_y(1):.1f}" stroke="#888" '
        'stroke-dasharray="4 4"/>'
    )
    most = max((count for _, points in series for *_, count in points), default=1)
    for place, (name, points) in enumerate(series):
        fill = "#111" if place == 0 else "#fff"
        for x, y, count in points:
            radius = 3 + 7 * (count / most) ** 0.5
            parts.append(
                f'<circle cx="{_x(x):.1f}" cy="{_y(y):.1f}" r="{radius:.1f}" fill="{fill}" stroke="#111" '
                'stroke-width="1.5"/>'
            )
        at = TOP + 14 + 18 * place
        parts.append(f'<circle cx="{WIDTH - RIGHT + 16}" cy="{at - 4}" r="5" fill="{fill}" stroke="#111"/>')
        parts.append(f'<text x="{WIDTH - RIGHT + 26}" y="{at}">{escape(name)}</text>')
    return _svg(parts, said)


def bar(value: float | None) -> str:
    """A share as a bar of 100 pixels for a cell of a table; the number stands beside it, so it needs no words."""
    if value is None:
        return ""
    return (
        '<svg class="bar" width="100" height="10" aria-hidden="true"><rect width="100" height="10" fill="none" '
        f'stroke="#999"/><rect width="{100 * value:.1f}" height="10" fill="#444"/></svg>'
    )


def _frame(across: str, up: str) -> list[str]:
    bottom, right = _y(0), _x(1)
    parts = []
    for quarter in range(5):
        y = _y(quarter / 4)
        parts.append(f'<line x1="{LEFT}" y1="{y:.1f}" x2="{right:.1f}" y2="{y:.1f}" stroke="#ddd"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{25 * quarter}%</text>')
    parts.append(f'<line x1="{LEFT}" y1="{bottom:.1f}" x2="{right:.1f}" y2="{bottom:.1f}" stroke="#111"/>')
    middle = (LEFT + right) / 2
    parts.append(f'<text x="{middle:.1f}" y="{HEIGHT - 8}" text-anchor="middle">{escape(across)}</text>')
    parts.append(
        f'<text x="12" y="{(TOP + bottom) / 2:.1f}" text-anchor="middle" '
        f'transform="rotate(-90 12 {(TOP + bottom) / 2:.1f})">{escape(up)}</text>'
    )
    return parts


def _tick(share: float, label: str) -> str:
    return f'<text x="{_x(share):.1f}" y="{_y(0) + 16:.1f}" text-anchor="middle">{escape(label)}</text>'


def _x(share: float) -> float:
    return LEFT + share * (WIDTH - LEFT - RIGHT)


def _y(share: float) -> float:
    return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)


def _svg(parts: Sequence[str], said: str) -> str:
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img" '
        f'aria-label="{escape(said)}"><title>{escape(said)}</title>{"".join(parts)}</svg>'
    )
