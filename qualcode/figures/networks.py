"""Figures of who or what is tied to whom: themes with their codes and links, and organisations around a case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, pi, sin
from typing import TYPE_CHECKING, Any

from qualcode.figures.drawing import INK, LINE, SIZE, SMALL, SOFT, Drawing, tall, wrapped, write

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PAD = 0.12
SHAPES = ("s", "o", "^", "D", "v", "P", "X", "h")
"""Shapes of sectors, in the order in which they are met."""


@dataclass(frozen=True, slots=True)
class Node:
    """A theme or a code. `dashed` themes are candidates."""

    key: str
    label: str
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Tie:
    """A link between two nodes, named; `both` has two arrowheads."""

    source: str
    target: str
    name: str = ""
    both: bool = False


@dataclass(frozen=True, slots=True)
class Ego:
    """A case with the organisations around it: (label, kind, small print)."""

    label: str
    others: Sequence[tuple[str, str, str]]


def network(
    themes: Sequence[Node], codes: Sequence[Node], rests: Sequence[tuple[str, str]], ties: Sequence[Tie], *,
    title: str, said: str,
) -> Drawing:  # fmt: skip
    """The thematic map: themes as boxes, the codes they rest on beside them, links between themes as arrows.

    `rests` are (theme, code). A code that several themes rest on stands once, with a line to each.
    """
    box, gap, column, row = 2.7, 1.0, 2.7, 0.21
    between = [tie for tie in ties if {tie.source, tie.target} <= {node.key for node in themes}]
    aside = 0.45 * len(between) + 0.2 if between else PAD
    order = _ordered(themes, codes, rests)
    places = {key: 0.5 * row + row * place for place, key in enumerate(order)}
    labels = {node.key: wrapped(node.label, box - 0.2, most=5) for node in themes}
    middles, used = {}, 0.0
    for node in themes:
        own = [places[code] for theme, code in rests if theme == node.key and code in places]
        size = tall(len(labels[node.key])) + 0.16
        wanted = (sum(own) / len(own) if own else used + size / 2) - size / 2
        start = max(wanted, used)
        middles[node.key], used = start + size / 2, start + size + 0.1
    titles = wrapped(title, aside + box + gap + column - 2 * PAD, size=SIZE + 1)
    top = PAD + tall(len(titles), SIZE + 1) + PAD
    width = aside + box + gap + column
    height = top + max(used, row * len(order)) + PAD
    names = {node.key: node.label for node in codes}

    def paint(axes: Axes) -> None:
        from matplotlib.patches import Rectangle

        write(axes, PAD, PAD, "\n".join(titles), fontsize=SIZE + 1, weight="bold")
        for theme, code in rests:
            if theme in middles and code in places:
                ends = [top + middles[theme], top + places[code]]
                axes.plot([aside + box, aside + box + gap], ends, color=LINE, linewidth=0.8, zorder=0)
        for node in themes:
            size, middle = tall(len(labels[node.key])) + 0.16, top + middles[node.key]
            style = (0, (4, 2)) if node.dashed else "-"
            how: dict[str, Any] = {"facecolor": "white", "edgecolor": INK, "linewidth": 1.2, "linestyle": style}
            axes.add_patch(Rectangle((aside, middle - size / 2), box, size, **how))
            write(axes, aside + 0.1, middle, "\n".join(labels[node.key]), va="center")
        for code in order:
            y = top + places[code]
            axes.plot([aside + box + gap], [y], marker="o", markersize=3, color=INK)
            label = wrapped(names[code], column - 0.2, size=SMALL, most=1)[0]
            write(axes, aside + box + gap + 0.09, y, label, va="center", fontsize=SMALL)
        for number, tie in enumerate(between):
            _beside(axes, tie, top + middles[tie.source], top + middles[tie.target], aside, number, len(between))

    return Drawing(title, said, width, height, paint)


def ego_networks(egos: Sequence[Ego], *, title: str, said: str) -> Drawing:
    """The organisations around each case, two cases beside each other; their kinds are told apart by shape."""
    met = list(dict.fromkeys(kind for ego in egos for _, kind, _ in ego.others))
    shapes = {kind: SHAPES[place % len(SHAPES)] for place, kind in enumerate(met)}
    across = 2 if len(egos) > 1 else 1
    panel, tallness = 5.0, 3.3
    width = panel * across
    titles = wrapped(title, width - 2 * PAD, size=SIZE + 1)
    top = PAD + tall(len(titles), SIZE + 1) + 0.34
    rows = (len(egos) + across - 1) // across
    height = top + tallness * max(rows, 1) + PAD

    def paint(axes: Axes) -> None:
        write(axes, PAD, PAD, "\n".join(titles), fontsize=SIZE + 1, weight="bold")
        _key(axes, shapes, top - 0.18)
        for number, ego in enumerate(egos):
            x, y = panel * (number % across), top + tallness * (number // across)
            _ego(axes, ego, shapes, x + panel / 2, y + tallness / 2)

    return Drawing(title, said, width, height, paint)


def _ordered(themes: Sequence[Node], codes: Sequence[Node], rests: Sequence[tuple[str, str]]) -> list[str]:
    known = [node.key for node in codes]
    own = [code for node in themes for code in known if (node.key, code) in set(rests)]
    return list(dict.fromkeys([*own, *known]))


def _beside(axes: Axes, tie: Tie, one: float, two: float, aside: float, number: int, many: int) -> None:
    x = aside - 0.28 - 0.45 * (many - 1 - number)
    line = (0, (4, 2)) if tie.both else "-"
    axes.plot([aside, x, x], [one, one, two], color=INK, linewidth=1.0, linestyle=line)
    head = {"linewidth": 1.0, "color": INK, "shrinkA": 0, "shrinkB": 0, "mutation_scale": 9}
    axes.annotate("", (aside, two), (x, two), arrowprops={"arrowstyle": "-|>", **head})
    if tie.both:
        axes.annotate("", (aside, one), (x, one), arrowprops={"arrowstyle": "-|>", **head})
    box = {"facecolor": "white", "edgecolor": "none", "pad": 0.5}
    name = tie.name.replace("_", " ")
    write(axes, x, (one + two) / 2, name, rotation=90, ha="center", va="center", fontsize=SMALL, bbox=box)


def _key(axes: Axes, shapes: Mapping[str, str], y: float) -> None:
    x = PAD + 0.06
    for kind, shape in shapes.items():
        axes.plot([x], [y], marker=shape, markersize=7, color=INK, markerfacecolor="white", linestyle="none")
        label = kind or "sector not recorded"
        write(axes, x + 0.12, y, label, va="center", fontsize=SMALL)
        x += 0.35 + len(label) * SMALL * 0.6 / 72


def _ego(axes: Axes, ego: Ego, shapes: Mapping[str, str], x: float, y: float) -> None:
    from matplotlib.patches import Ellipse

    count = len(ego.others)
    for place, (label, kind, small) in enumerate(ego.others):
        turn = -pi / 2 + 2 * pi * place / max(count, 1)
        px, py = x + 1.15 * cos(turn), y + 1.05 * sin(turn)
        axes.plot([x, px], [y, py], color=LINE, linewidth=1.0, zorder=0)
        how: dict[str, Any] = {"markersize": 11, "color": INK, "markerfacecolor": "white", "markeredgewidth": 1.3}
        axes.plot([px], [py], marker=shapes[kind], linestyle="none", **how)
        side = "left" if cos(turn) > 0.3 else "right" if cos(turn) < -0.3 else "center"
        shift = {"left": 0.14, "right": -0.14, "center": 0.0}[side]
        lines = wrapped(label, 1.1 if side != "center" else 2.2, size=SMALL, most=4)
        room = 1.0 if side != "center" else 2.2
        text = "\n".join([*lines, *(wrapped(small, room, size=SMALL, most=2) if small else [])])
        below = py + (0.13 if sin(turn) > 0 else -0.13) if side == "center" else py
        anchor = ("top" if sin(turn) > 0 else "bottom") if side == "center" else "center"
        write(axes, px + shift, below, text, ha=side, va=anchor, fontsize=SMALL)
    axes.add_patch(Ellipse((x, y), 1.15, 0.62, facecolor="white", edgecolor=INK, linewidth=1.3))
    lines = wrapped(ego.label, 0.95, size=SMALL, most=3)
    write(axes, x, y, "\n".join(lines), ha="center", va="center", fontsize=SMALL, weight="bold")
    if not count:
        write(axes, x, y + 0.5, "no organisation is recorded", ha="center", fontsize=SMALL, color=SOFT)
