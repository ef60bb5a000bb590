"""Tables as text: aligned columns, nothing cut; in a narrow terminal long cells stand below their row."""

import re
import textwrap
import unicodedata
from collections.abc import Sequence

LEAST_BELOW = 16  # a narrower column stays in the row
INDENT = 4
SHORTEST_ID = 8
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")

Rows = Sequence[Sequence[str]]


def aligned(names: Sequence[str], rows: Rows) -> str:
    """A table as text: columns as wide as their widest line, two blanks between.

    >>> print(aligned(["code", "n"], [["cost", "2"], ["wait\\nlong", "10"]]))
    code  n
    cost  2
    wait  10
    long
    """
    return "\n".join(line for block in _blocks(names, rows) for line in block)


def fitted(names: Sequence[str], rows: Rows, columns: int) -> str:
    """The table for a terminal of so many columns: where it is too wide, the widest cells go below their rows.

    A first column that is too wide stands above its row, as a heading.

    >>> print(fitted(["code", "quote"], [["cost", "We could not pay for it, ever."]], 24))
    code
    cost
        quote: We could not
        pay for it, ever.
    """
    out = _out_of_row(_widths(names, rows), columns)
    kept = [place for place in range(len(names)) if place not in out]
    head, *body = _blocks([names[place] for place in kept], [[row[place] for place in kept] for row in rows])
    above = 0 in out
    result = [*([names[0]] if above else []), *_indented(head, above)]
    for block, row in zip(body, rows, strict=True):
        result += textwrap.wrap(row[0], columns) if above else []
        result += _indented(block, above)
        result += [line for place in out if place and row[place] for line in _below(names[place], row[place], columns)]
    return "\n".join(result)


def _out_of_row(widths: Sequence[int], columns: int) -> list[int]:
    """Which columns leave the row, so that the others fit."""
    out: set[int] = set()
    while sum(wide + 2 for place, wide in enumerate(widths) if place not in out) - 2 > columns:
        long = [place for place in range(len(widths)) if place not in out and widths[place] >= LEAST_BELOW]
        if not long or len(out) == len(widths) - 1:
            break
        out.add(max(long, key=lambda place: widths[place]))
    return sorted(out)


def short_ids(cells: Sequence[str]) -> list[str]:
    """A column of ids cut to what tells them apart, eight characters or more; other columns as they are.

    >>> short_ids(["0b7c1e9a-9a3f-5d56-8a55-0c1e7a1f2c11", ""]), short_ids(["P1"])
    (['0b7c1e9a', ''], ['P1'])
    """
    ids = {cell for cell in cells if cell}
    if not ids or not all(_ID.fullmatch(cell) for cell in ids):
        return list(cells)
    size = SHORTEST_ID
    while len({cell[:size] for cell in ids}) < len(ids):
        size += 1
    return [cell[:size] for cell in cells]


def width(text: str) -> int:
    """How many columns of a terminal the text takes: wide characters two, combining marks none.

    >>> width("né"), width("日本")
    (2, 4)
    """
    if text.isascii():
        return len(text)
    return sum(
        2 if unicodedata.east_asian_width(char) in "WF" else 0 if unicodedata.combining(char) else 1 for char in text
    )


def _widths(names: Sequence[str], rows: Rows) -> list[int]:
    cells = [[row[place] for row in [names, *rows]] for place in range(len(names))]
    return [max(width(line) for cell in column for line in cell.split("\n")) for column in cells]


def _blocks(names: Sequence[str], rows: Rows) -> list[list[str]]:
    """The lines of the heading and of each row."""
    widths = _widths(names, rows)
    blocks = []
    for row in [names, *rows]:
        cells, block = [cell.split("\n") for cell in row], []
        for number in range(max(len(cell) for cell in cells)):
            parts = [cell[number] if number < len(cell) else "" for cell in cells]
            padded = (part + " " * (wide - width(part)) for part, wide in zip(parts, widths, strict=True))
            block.append("  ".join(padded).rstrip())
        blocks.append(block)
    return blocks


def _indented(block: Sequence[str], wanted: bool) -> list[str]:
    return [f"  {line}" for line in block] if wanted else list(block)


def _below(name: str, cell: str, columns: int) -> list[str]:
    blank = " " * INDENT
    wrapper = textwrap.TextWrapper(max(columns, 20), initial_indent=blank, subsequent_indent=blank)
    return [line for part in f"{name.replace('_', ' ')}: {cell}".split("\n") for line in wrapper.wrap(part)]
