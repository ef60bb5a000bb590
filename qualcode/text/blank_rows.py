"""Blank rows of a table: passed over, and said."""

from __future__ import annotations

from collections.abc import Sequence


def blank_rows(records: Sequence[Sequence[str]]) -> str:
    """How many rows have nothing in any cell, as a sentence without its full stop; "" for none.

    Empty lines at the end of a file are not counted: editors add them.

    >>> blank_rows([["a", "b"], [], ["", " "], ["1", "2"], []]), blank_rows([["a"], ["1"], []])
    ('2 blank rows were passed over', '')
    """
    last = max((at for at, cells in enumerate(records) if cells), default=-1)
    count = sum(not any(cell.strip() for cell in cells) for cells in records[: last + 1])
    if not count:
        return ""
    return "1 blank row was passed over" if count == 1 else f"{count:,} blank rows were passed over"
