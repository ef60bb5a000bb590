"""Plain words about how little a code or a theme may rest on. Never a score."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from qualcode.analysis.frames import records
from qualcode.analysis.voices import evidence, tally


def evidence_flags(counts: Mapping[str, int]) -> list[str]:
    """What one row of `tally` says about its evidence, most basic first.

    "no evidence" stands alone. "one quote" is one passage, even when several codes lie on it. "no voice: archival
    text only" means that nobody countable speaks. "one sector" looks at people; where some have no recorded
    sector it says so, because they may belong to another.

    >>> evidence_flags({"voices": 1, "cases": 1, "codings": 2, "passages": 2, "sectors": 0, "sectorless": 1})
    ['one voice', 'one case']
    """
    if not counts["codings"]:
        return ["no evidence"]
    flags = []
    if counts["voices"] == 0:
        flags.append("no voice: archival text only")
    if counts["voices"] == 1:
        flags.append("one voice")
    if counts["passages"] == 1:
        flags.append("one quote")
    if counts["cases"] == 1:
        flags.append("one case")
    if counts["sectors"] == 1:
        unknown = counts["sectorless"]
        people = "voice has" if unknown == 1 else "voices have"
        flags.append(f"one sector recorded, {unknown} {people} none" if unknown else "one sector")
    return flags


def flags_by(codings: pd.DataFrame, by: str = "code") -> dict[str, list[str]]:
    """The flags of every group that has evidence. A group that is not a key has none: it is "no evidence"."""
    return {str(row[by]): evidence_flags(row) for row in records(tally(evidence(codings, by), [by]))}
