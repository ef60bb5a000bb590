"""When two stretches of a text are about the same passage."""

from __future__ import annotations

HALF = 0.5


def shares_half(start: int, end: int, other_start: int, other_end: int) -> bool:
    """Whether two stretches share at least half of the shorter.

    >>> shares_half(0, 10, 5, 40), shares_half(0, 10, 6, 40), shares_half(0, 0, 0, 0)
    (True, False, False)
    """
    shared = min(end, other_end) - max(start, other_start)
    return shared > 0 and shared >= HALF * min(end - start, other_end - other_start)
