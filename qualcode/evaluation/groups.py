"""Whether the suggester errs more with some groups of people than with others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

LEAST = 15
"""Passages that a group, and all others together, need so that chance can be told from difference."""
FALSE_ALARMS = 0.05
APART = 0.1
METHOD = (
    "Fisher's exact test, two-sided, of each group against all others; p-values adjusted over the groups by Benjamini "
    "and Hochberg (1995); a warning where a group is served worse, at p < 0.05 and by 10 points. Passages are taken as "
    "independent, so groups of one or two people may differ because these people do."
)


def compare_groups(
    values: Sequence[str], event: Sequence[bool] | np.ndarray, *, event_name: str = "missed"
) -> list[dict[str, Any]]:
    """One row a group: group, count, how often the event happened, its rate, the rate of all others, p, adjusted, told.

    `event` says for each passage whether it happened (the human code was not among the first three). Of each group
    against all others the probability, under equal chances, of a table as unlikely as this one is computed (Fisher
    1935), and adjusted over groups so that of those warned about 5 in 100 are false alarms (Benjamini & Hochberg
    1995). `told` is "differs", "no difference beyond chance" or "too few to tell" (under 15 passages in the group or
    outside it). Groups come by name; passages without a value are left out.
    """
    from scipy.stats import fisher_exact

    event = np.asarray(event, bool)
    known = np.array([bool(value) for value in values], bool)
    names = sorted({value for value in values if value})
    total, happened = int(known.sum()), int(event[known].sum())
    rows: list[dict[str, Any]] = []
    for name in names:
        own = np.array([value == name for value in values], bool)
        count, own_event = int(own.sum()), int(event[own].sum())
        others, other_event = total - count, happened - own_event
        enough = count >= LEAST and others >= LEAST
        table = [[own_event, count - own_event], [other_event, others - other_event]]
        rows.append(
            {
                "group": name,
                "count": count,
                event_name: own_event,
                "rate": round(own_event / count, 4),
                "others": round(other_event / others, 4) if others else None,
                "p": float(fisher_exact(table)[1]) if enough else None,
            }
        )
    adjusted = iter(benjamini_hochberg([row["p"] for row in rows if row["p"] is not None]))
    for row in rows:
        if row["p"] is None:
            row |= {"adjusted": None, "told": "too few to tell"}
            continue
        value = next(adjusted)
        differs = value < FALSE_ALARMS and abs(row["rate"] - row["others"]) >= APART
        row["p"], row["adjusted"] = round(row["p"], 6), round(value, 6)
        row["told"] = "differs" if differs else "no difference beyond chance"
    return rows


def benjamini_hochberg(values: Sequence[float]) -> list[float]:
    """p-values adjusted for the false discovery rate: min over j ≥ i of p(j) × m / j, at most 1.

    >>> [round(value, 4) for value in benjamini_hochberg([0.01, 0.04, 0.03, 0.5])]
    [0.04, 0.0533, 0.0533, 0.5]
    """
    count = len(values)
    order = sorted(range(count), key=lambda at: values[at])
    found, least = [0.0] * count, 1.0
    for place in range(count, 0, -1):
        at = order[place - 1]
        least = min(least, values[at] * count / place)
        found[at] = least
    return found


def warnings_of(column: str, rows: Sequence[Mapping[str, Any]], what: str) -> list[str]:
    """A sentence for each group that is served worse than the others; `what` says what happens, such as "missed"."""
    return [
        f"{column} '{row['group']}': {row['rate']:.0%} of {row['count']} passages were {what}, against "
        f"{row['others']:.0%} of the others (adjusted {shown(row['adjusted'])}). The suggester serves this group "
        "worse than the others."
        for row in rows
        if row["told"] == "differs" and row["rate"] > row["others"]
    ]


def shown(p: float) -> str:
    """A p-value as papers write it.

    >>> shown(0.0312), shown(0.00001)
    ('p = 0.031', 'p under 0.001')
    """
    return "p under 0.001" if p < 0.001 else f"p = {p:.3f}"
