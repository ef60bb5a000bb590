"""How machine suggestions entered the study: many at once, and differently between groups of people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from qualcode.analysis.checking.finding import Finding, Material, quoted
from qualcode.analysis.frames import records
from qualcode.text.printable import many

AT_ONCE = "Suggestions were accepted many at once, after a sample was reviewed."
SKEWED = "The share of suggestions that were accepted differs between groups."
METHOD = "Fisher's exact test, adjusted over the groups"


def bulk(data: Material) -> Iterator[Finding]:
    """Acts that accepted many suggestions, each with the share of its sample that had been accepted."""
    for row in records(data.bulk):
        sample = f"{row['precision']:.0%} of a sample of {row['sample']:,} was accepted before"
        printed = f"{row['accepted']:,} accepted by {row['coder']}; {sample}"
        why = f": {quoted(row['why'])}" if row["why"] else ""
        remedy = "Read a few of them at random, and say in the report how they came about."
        yield Finding("suggestion", many(row["accepted"], "suggestion"), AT_ONCE, remedy, f"{printed}{why}", printed)


def skewed(told: Mapping[str, Sequence[Mapping[str, Any]]]) -> Iterator[Finding]:
    """One finding for each attribute whose groups differ.

    `told` is attribute → the groups that differ: group, accepted, count, rate, others (shares), adjusted (p).
    """
    for attribute, groups in told.items():
        lines = [
            f"{row['group']}: {row['accepted']:,} of {row['count']:,} ({row['rate']:.0%}), others {row['others']:.0%}"
            for row in groups
        ]
        least = min(row["adjusted"] for row in groups)
        evidence = f"{'; '.join(lines)}. p {'under 0.001' if least < 0.001 else f'= {least:.3f}'} ({METHOD})."
        remedy = (
            "Read there without suggestions: they may miss how these people speak. Groups of one or two people may "
            "differ because these people do."
        )
        yield Finding(
            "suggestion", f"by {attribute}", SKEWED, remedy, evidence, "" if attribute == "case" else evidence
        )
