"""The displays of a large study, against its theme table and quotes: 20,000 codings, 38 codes, 113 interviews."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import pairwise

import pandas as pd

from benchmarks.tables import large_study
from qualcode.analysis.study import StudyData
from qualcode.displays import FIGURES, SOURCES, figure, replay
from qualcode.export import build_tables
from qualcode.model import Attribute, Dimension

Row = tuple[str, float, str, float | None, bool]
TIMES = 3


def run() -> list[Row]:
    """(name, value, unit, budget, met): multiples of building the theme table and the quotes, best of three."""
    data = equipped(large_study())
    base = _best(lambda: build_tables(data, ["theme_table", "quotes"]))
    rows: list[Row] = [("theme table and quotes, 20,000 codings", base, "s", None, True)]
    for source in SOURCES:
        rows.append((f"replay {source}", _best(partial(replay, data, source)) / base, "×", None, True))
    document = str(data.documents["document"].iloc[0])
    for name in FIGURES:
        options = {"document": document} if name == "portrait" else {}
        made = figure(data, name, **options)
        assert made.figure is not None
        table = partial(figure, data, name, **options)
        rows.append((f"figure {name}: table", _best(table) / base, "×", None, True))
        rows.append((f"figure {name}: svg", _best(made.figure.svg) / base, "×", None, True))
    return rows


def equipped(data: StudyData) -> StudyData:
    """The study with what displays need: two dimensions, attributes over time, stances, incidents, links."""
    codes = data.codes.assign(dimension=["phase" if place % 2 else "perspective" for place in range(len(data.codes))])
    sides = ["for", "against", ""]
    codings = data.codings.assign(stance=[sides[place % 3] for place in range(len(data.codings))])
    cases = list(data.cases["case"])
    values = [
        *((case, "level", ["low", "high"][place % 2], f"{2010 + place}") for place, case in enumerate(cases)),
        *((case, "daf_present", ["absent", "present"][place % 2], "") for place, case in enumerate(cases)),
        *((case, "partner_type", ["new", "repeated"][place // 2 % 2], "") for place, case in enumerate(cases)),
    ]
    told = codings["coding"].iloc[:60].tolist()
    incidents = [
        (f"a{at}", coding, f"incident {at // 2}", str(2000 + at % 20), "", "", "") for at, coding in enumerate(told)
    ]
    themes = list(data.themes["theme"])
    links = [("theme", one, two, "answered_by", "") for one, two in pairwise(themes)]
    around = [
        (f"{case} {at}", f"{case} {at}", case, ["Business", "Nonprofit"][at % 2]) for case in cases for at in range(6)
    ]
    return replace(
        data,
        organisations=pd.DataFrame(around, columns=["organisation", "name", "case", "sector"]),
        codes=codes,
        codings=codings,
        attributes=pd.DataFrame(values, columns=["case", "attribute", "value", "since"]),
        incidents=pd.DataFrame(
            incidents, columns=["account", "coding", "incident", "date", "actor", "mechanism", "note"]
        ),
        links=pd.DataFrame(links, columns=["between", "source", "target", "type", "why"]),
        declared=(
            Attribute("level", type="ordinal", values=("low", "high"), dated=True),
            Attribute("daf_present", values=("absent", "present")),
            Attribute("partner_type", values=("new", "repeated")),
        ),
        dimensions=(Dimension("phase"), Dimension("perspective")),
    )


def _best(act: Callable[[], object]) -> float:
    taken = []
    for _ in range(TIMES):
        start = time.perf_counter()
        act()
        taken.append(time.perf_counter() - start)
    return min(taken)
