"""Figures along time: how a case moved between ordered levels, and incidents with uncertain dates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from qualcode.figures.drawing import INK, LINE, SIZE, SMALL, SOFT, Drawing, tall, wrapped, write

if TYPE_CHECKING:
    from matplotlib.axes import Axes

DASHES = ("-", (0, (5, 2)), (0, (1.2, 1.6)), (0, (6, 1.5, 1.2, 1.5)), (0, (9, 3)), (0, (3, 1, 1, 1, 1, 1)))
MARKS = ("o", "s", "^", "D", "v", "P", "X")
PAD, AXIS = 0.12, 0.42
PLOT = 5.2
KEY = (
    "Dot: a short time. Bar: some time in that stretch. Hollow: about, or perhaps. Arrow: open on that side. "
    "Dots between marks: accounts differ. ?: no date is given."
)
LEVEL_KEY = (
    "Hollow mark: since when is not recorded. Lines run on to the right edge, since nothing says that they ended."
)


@dataclass(frozen=True, slots=True)
class Level:
    """From a day on, a case has a level (its place in the order); `since` is ISO text, "" when it is not recorded."""

    since: str
    place: int


@dataclass(frozen=True, slots=True)
class Account:
    """When something was, by one account: ISO days, "" where open; `about` when it is only about right."""

    first: str
    last: str
    about: bool = False


def levels(names: Sequence[str], cases: Sequence[tuple[str, Sequence[Level]]], *, title: str, said: str) -> Drawing:
    """Each case as a line that steps between levels over time; `names` are the levels, the lowest first.

    Lines are told apart by their dashes and marks and are named at their ends. A level without a date is drawn from the
    left edge with an open mark. The last level runs on to the right edge, since nothing says that it ended.
    """
    days = [level.since for _, held in cases for level in held if level.since]
    low, high = _extent([(day, day) for day in days])
    heads = [wrapped(name, 1.5) for name in names]
    left, right = 1.75, 1.7
    room = max(0.62, 0.13 * len(cases) + 0.3)
    titles = wrapped(title, left + PLOT + right, size=SIZE + 1)
    top = PAD + tall(len(titles), SIZE + 1) + PAD
    width = left + PLOT + right
    foot = wrapped(LEVEL_KEY, width - 2 * PAD, size=SMALL)
    height = top + room * max(len(names), 1) + AXIS + tall(len(foot), SMALL) + PAD

    def across(day: str) -> float:
        return left + PLOT * (_year(day) - low) / (high - low) if day else left

    def paint(axes: Axes) -> None:
        write(axes, PAD, PAD, "\n".join(titles), fontsize=SIZE + 1, weight="bold")
        middles = [top + room * (len(names) - place - 0.5) for place in range(len(names))]
        for lines, middle in zip(heads, middles, strict=True):
            axes.plot([left, left + PLOT], [middle, middle], color="#dddddd", linewidth=7, solid_capstyle="butt")
            write(axes, PAD, middle, "\n".join(lines), va="center")
        _years(axes, low, high, left, top, top + room * len(names))
        ends: list[float] = []
        for number, (name, held) in enumerate(cases):
            own = sorted(held, key=lambda level: level.since)
            if not own:
                continue
            shift = 0.13 * (number - (len(cases) - 1) / 2)
            xs: list[float] = []
            ys: list[float] = []
            for place, level in enumerate(own):
                x, y = across(level.since), middles[level.place] + shift
                xs += [x, x] if place else [x]
                ys += [ys[-1], y] if place else [y]
            xs, ys = [*xs, left + PLOT], [*ys, ys[-1]]
            axes.plot(xs, ys, color=INK, linewidth=1.4, linestyle=DASHES[number % len(DASHES)])
            for level in own:
                fill = INK if level.since else "white"
                spot = middles[level.place] + shift
                how: dict[str, Any] = {
                    "marker": MARKS[number % len(MARKS)],
                    "markersize": 5,
                    "color": INK,
                    "markerfacecolor": fill,
                }
                axes.plot([across(level.since)], [spot], linestyle="none", **how)
            end = ys[-1]
            while any(abs(end - other) < 0.15 for other in ends):
                end += 0.15
            ends.append(end)
            write(axes, left + PLOT + 0.08, end, wrapped(name, right - 0.2, most=1)[0], va="center")
        below = top + room * max(len(names), 1) + AXIS
        write(axes, PAD, below, "\n".join(foot), fontsize=SMALL, color=SOFT)

    return Drawing(title, said, width, height, paint)


def timeline(lanes: Sequence[tuple[str, Sequence[tuple[str, Sequence[Account]]]]], *, title: str, said: str) -> Drawing:
    """Incidents of each case, one line each: (case, [(incident, accounts)]).

    A day or month is a mark, a longer stretch a bar; an open mark is only about right; an arrow leads on where a date
    is open. Several accounts of one incident stand on its line, joined by dots where they differ.
    """
    dated = [(a.first, a.last) for _, held in lanes for _, accounts in held for a in accounts]
    low, high = _extent([(first or last, last or first) for first, last in dated if first or last])
    left, right, row = 1.5, 4.2, 0.24
    width = left + PLOT + right
    titles = wrapped(title, width - 2 * PAD, size=SIZE + 1)
    top = PAD + tall(len(titles), SIZE + 1) + PAD
    heads = [wrapped(name, left - 2 * PAD) for name, _ in lanes]

    def across(day: str) -> float:
        return left + PLOT * min(max((_year(day) - low) / (high - low), 0.0), 1.0)

    def labelled(name: str, accounts: Sequence[Account]) -> list[str]:
        reach = max((_reach(across, account, left) for account in accounts), default=left)
        return wrapped(name, width - reach - 0.25, size=SMALL, most=4)

    labels = [[labelled(name, accounts) for name, accounts in held] for _, held in lanes]
    rows = [[max(row, tall(len(lines), SMALL) + 0.07) for lines in lane] for lane in labels]
    sizes = [max(sum(lane), tall(len(lines))) + 0.2 for lane, lines in zip(rows, heads, strict=True)]
    foot = wrapped(KEY, width - 2 * PAD, size=SMALL)
    height = top + sum(sizes) + AXIS + tall(len(foot), SMALL) + PAD

    def paint(axes: Axes) -> None:
        write(axes, PAD, PAD, "\n".join(titles), fontsize=SIZE + 1, weight="bold")
        _years(axes, low, high, left, top, top + sum(sizes))
        start = top
        for (_, held), lines, size, lane, said in zip(lanes, heads, sizes, rows, labels, strict=True):
            axes.plot([0, width], [start, start], color=LINE, linewidth=0.8)
            write(axes, PAD, start + 0.1, "\n".join(lines), weight="bold")
            for place, (_, accounts) in enumerate(held):
                y = start + 0.1 + sum(lane[:place]) + lane[place] / 2
                told = [account for account in accounts if account.first or account.last] or accounts[:1]
                reach = max([_account(axes, across, account, y, left) for account in told], default=left)
                spots = [across(day) for a in accounts if (day := a.first or a.last)]
                if len(set(spots)) > 1:
                    axes.plot([min(spots), max(spots)], [y, y], color=INK, linewidth=0.9, linestyle=":")
                words = "\n".join(said[place])
                how = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}
                write(axes, reach + 0.1, y, words, va="center", fontsize=SMALL, bbox=how)
            start += size
        axes.plot([0, width], [start, start], color=LINE, linewidth=0.8)
        write(axes, PAD, start + AXIS, "\n".join(foot), fontsize=SMALL, color=SOFT)

    return Drawing(title, said, width, height, paint)


def _reach(across: Callable[[str], float], account: Account, left: float) -> float:
    """How far to the right an account is drawn."""
    if not account.first and not account.last:
        return left
    begin, end = (
        (across(account.first) if account.first else left),
        (across(account.last) if account.last else left + PLOT),
    )
    return max(begin, end)


def _account(axes: Axes, across: object, account: Account, y: float, left: float) -> float:
    """Draw one account; how far to the right it reaches."""
    assert callable(across)
    first, last = account.first, account.last
    if not first and not last:
        write(axes, left - 0.08, y, "?", ha="center", va="center", color=SOFT)
        return left
    begin, end = (across(first) if first else left), (across(last) if last else left + PLOT)
    if not first or not last:
        one, two = (end, begin) if not first else (begin, end)
        arrow = {"arrowstyle": "->", "linewidth": 1.1, "color": INK, "shrinkA": 0, "shrinkB": 0}
        axes.annotate("", (two, y), (one, y), arrowprops=arrow)
        return max(begin, end)
    if end - begin > 0.12:
        axes.plot([begin, end], [y, y], color=SOFT if account.about else INK, linewidth=4, solid_capstyle="butt")
        if account.about:
            axes.plot([begin, end], [y, y], color="white", linewidth=2.2, solid_capstyle="butt")
        return float(end)
    fill = "white" if account.about else INK
    middle = (begin + end) / 2
    axes.plot([middle], [y], marker="o", markersize=5, color=INK, markerfacecolor=fill, linestyle="none")
    return float(middle)


def _year(day: str) -> float:
    """A day as a number of years, 2018-07-02 about 2018.5."""
    held = date.fromisoformat(day) if len(day) == 10 else date.fromisoformat(f"{day}-01-01"[:10])
    return held.year + (held.timetuple().tm_yday - 1) / 366


def _extent(spans: Sequence[tuple[str, str]]) -> tuple[float, float]:
    days = [_year(day) for span in spans for day in span if day]
    if not days:
        return 0.0, 1.0
    low, high = int(min(days)), int(max(days)) + 1
    return float(low), float(max(high, low + 1))


def _years(axes: Axes, low: float, high: float, left: float, top: float, bottom: float) -> None:
    """The axis of years; every one of them where there is room, else every second, fifth, tenth …"""
    span = high - low
    if span <= 1 and low == 0:
        write(axes, left, bottom + 0.1, "no date is recorded", color=SOFT, fontsize=SMALL)
        return
    steps = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
    step = next((step for step in steps if span / step <= 13), 10000)
    for year in range(int(low) // step * step, int(high) + 1, step):
        if year < low:
            continue
        x = left + PLOT * (year - low) / span
        axes.plot([x, x], [top, bottom], color="#dddddd", linewidth=0.7, zorder=0)
        write(axes, x, bottom + 0.08, str(year), ha="center", fontsize=SMALL, color=SOFT)
