"""What a check found, as lines for people: by kind, then by problem, evidence on a line of its own."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qualcode.analysis.checking import KINDS

if TYPE_CHECKING:
    import pandas as pd


def finding_lines(frame: "pd.DataFrame") -> list[str]:
    """The findings as lines, kinds from the most serious on, with what to do beside each problem."""
    lines: list[str] = []
    for kind, name in KINDS.items():
        found = frame[frame["about"] == kind]
        if len(found):
            lines += [*([""] if lines else []), f"{name} ({len(found)})", *_of_kind(found)]
    return lines


def _of_kind(found: "pd.DataFrame") -> Iterator[str]:
    for (problem, remedy), rows in found.groupby(["problem", "remedy"], sort=False):
        yield f"  {problem}"
        yield f"  → {remedy}"
        for where, evidence in zip(rows["where"], rows["evidence"], strict=True):
            yield from _indented(where, 4)
            yield from _indented(evidence, 6)


def _indented(text: str, by: int) -> list[str]:
    return [" " * by + line for line in text.splitlines() if line.strip()]
