"""What the page Coders shows: passages that coders read differently; how far they agree, where the approach has it."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qualcode.project import Project
from qualcode.project.agreeing import Unit, in_common, who_read
from qualcode.project.speaking import Speaking
from qualcode.ui.views.cases import labels, listed, who
from qualcode.ui.views.codes import codes_for_palette

if TYPE_CHECKING:
    import pandas as pd

MOST_NAMED = 6
NAMES = {
    "code_name": "Code",
    "units": "Compared",
    "used": "Any has it",
    "all_used": "All have it",
    "apart": "Apart",
    "observed": "Observed agreement (%)",
    "kappa": "Cohen’s kappa",
    "alpha": "Krippendorff’s alpha",
}


@dataclass(frozen=True, slots=True)
class Readings:
    """The passages that coders read differently, in document order, as `components.readings` shows them.

    `codes` are those on which they are apart, in codebook order, each with name and colour.
    """

    items: list[dict[str, Any]]
    codes: dict[str, tuple[str, str]]

    def of(self, code: str) -> list[dict[str, Any]]:
        """The passages on which this code is apart; "" for all."""
        return [item for item in self.items if not code or any(code in cell for cell in item["cells"] if cell)]


def joining(study: Project) -> tuple[str, str]:
    """How a second coder joins, while fewer than two have read: a sentence, and its command; "" when two have."""
    read = who_read(study)
    if len(read) > 1:
        return "", ""
    # Whoever looks and has not read is the second; else somebody who has begun, else any other name.
    waiting = [name for name in (study.coder if read else "", *study.coders(), "ben", "ana") if name]
    other = next(name for name in waiting if name not in read and (read or name != study.coder))
    name = study.path.name if study.path else "study.qualcode"
    return (
        "It takes two who have coded the same document and marked it read, and so far "
        f"{f'only {read[0]} has' if read else 'nobody has'}: a second coder joins by opening the study in another name:"
    ), f"qualcode serve {shlex.quote(name)} --coder {shlex.quote(other)}"


def standing(study: Project, coders: Sequence[str]) -> str:
    """Which documents are compared, and which stay closed to this coder."""
    shared, closed = in_common(study, coders)
    called = {document.id: document.name for document in study.documents}
    said = f"Participants’ words in what two have read: {_some(called[one] for one in called if one in shared)}."
    if closed:
        names = _some(called[one] for one in called if one in closed)
        said += f" Each codes blind first: closed until you have marked it read: {names}."
    return said


def readings(study: Project, coders: Sequence[str], unit: Unit) -> Readings:
    """Where these coders differ, to be read side by side. Raises what `Project.readings` raises."""
    frame = study.readings(coders=coders, unit=unit)
    cases, speaking = labels(study), Speaking.now(study)
    items = []
    for name, document, start, end, _, quote, *cells in frame.itertuples(index=False, name=None):
        told = speaking.of(document, start, end)
        items.append(
            {
                "id": f"{document}:{start}:{end}",
                "quote": quote,
                "document": name,
                "start": start,
                "end": end,
                "who": who(told),
                "case": cases.get(told["case"], told["case"]),
                "cells": [None if cell is None else cell.split("; ") if cell else [] for cell in cells],
            }
        )
    apart = {code for item in items for cell in item["cells"] for code in cell or ()}
    shown = {code["key"]: (code["name"], code["color"]) for code in codes_for_palette(study)}
    return Readings(items, {code: look for code, look in shown.items() if code in apart})


def table(frame: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """A frame of `Project.agreement` with headings in words, most apart first, and the names of codes that nobody used.

    Kappa is left out for more than two coders, for whom it is not defined.
    """
    told = frame.assign(apart=frame["used"] - frame["all_used"], observed=100 * frame["observed"])
    used = told[told["used"] > 0].sort_values("apart", ascending=False, kind="stable")
    shown = used[[name for name in NAMES if name != "kappa" or (used["coders"] == 2).all()]]
    return shown.rename(columns=NAMES).reset_index(drop=True), told.loc[told["used"] == 0, "code_name"].tolist()


def _some(names: Iterable[str]) -> str:
    """Names in a sentence, the first few of many."""
    every = list(names)
    if len(every) > MOST_NAMED + 1:
        every = [*every[:MOST_NAMED], f"{len(every) - MOST_NAMED} more"]
    return listed(every) if every else "none"
