"""The tables of a large study: 20,000 codings, 8 themes, 38 codes, 4 cases, 113 interviews."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from qualcode import analysis
from qualcode.export import StudyData, build_tables, export_tables

BUDGET = 2.0
Row = tuple[str, float, str, float | None, bool]


def run() -> list[Row]:
    """(name, value, unit, budget, met): each the best of three, in seconds."""
    data = large_study()
    quotes = build_tables(data, "quotes")["quotes"]
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        return [
            _row("theme and quote tables, 20,000 codings", lambda: build_tables(data, ["theme_table", "quotes"])),
            _row(
                "theme and quote tables to xlsx, 20,000 codings",
                lambda: export_tables(data, place / "study.xlsx", tables=["theme_table", "quotes"]),
            ),
            _row(
                "theme, theme by case and quote tables to csv, 20,000 codings",
                lambda: export_tables(data, place / "csv", tables=["theme_table", "theme_by_case", "quotes"]),
            ),
            _row("all seven tables to xlsx, 20,000 codings", lambda: export_tables(data, place / "all.xlsx"), None),
            _row("warnings before an export", lambda: _warn(data, quotes), None),
            _row("voices per code", lambda: analysis.voices(data.codings), None),
            _row(
                "code by case",
                lambda: analysis.code_by_case(data.codes, data.codings, data.cases, data.documents),
                None,
            ),
            _row("co-occurrence of codes on passages", lambda: analysis.co_occurrence(data.codings), None),
        ]


def large_study(codings: int = 20_000, *, seed: int = 1) -> StudyData:
    """A made-up study of the size of the case study, with every quote verbatim."""
    chance = random.Random(seed)
    words = [
        "we",
        "waited",
        "for",
        "them",
        "and",
        "nobody",
        "asked",
        "us",
        "what",
        "the",
        "work",
        "was",
        "worth",
        "so",
        "trust",
        "came",
        "slowly",
        "or",
        "not",
        "at",
        "all",
    ]
    cases = [f"case{number}" for number in range(1, 5)]
    codes = [f"code_{number}" for number in range(38)]
    documents = [f"interview_{number:03}" for number in range(113)]
    texts = {name: " ".join(chance.choices(words, k=7_000)) for name in documents}
    people = {
        name: (chance.choice(["Business", "Nonprofit"]), chance.choice(["Manager", "Leader"])) for name in documents
    }
    rows = []
    for number in range(codings):
        name = chance.choice(documents)
        start = chance.randrange(len(texts[name]) - 400)
        end = start + chance.randrange(40, 400)
        code, (sector, seniority) = chance.choice(codes), people[name]
        rows.append(
            {
                "coding": f"{number:032x}",
                "document": name,
                "document_id": name,
                "kind": "interview",
                "case": cases[documents.index(name) % 4],
                "start": start,
                "end": end,
                "quote": texts[name][start:end],
                "code": code,
                "code_name": code.replace("_", " ").title(),
                "coder": "ana",
                "created_at": "2026-01-01T00:00:00Z",
                "origin": chance.choice(["hand", "suggestion"]),
                "speaker": "P",
                "participant": f"P-{name[-3:]}",
                "role": "participant",
                "sector": sector,
                "seniority": seniority,
                "eligible": True,
                "voice": f"P-{name[-3:]}",
            }
        )
    frame = pd.DataFrame(rows)
    themes = [f"theme_{number}" for number in range(8)]
    return StudyData(
        codings=frame,
        documents=pd.DataFrame(
            [
                {"document": name, "kind": "interview", "case": cases[place % 4], "words": 7_000, "read": place > 5}
                for place, name in enumerate(documents)
            ]
        ),
        cases=pd.DataFrame({"case": cases, "label": [f"The partnership of {case}" for case in cases]}),
        participants=pd.DataFrame(
            [
                {"participant": f"P-{name[-3:]}", "name": f"Zoë Surname{name[-3:]}", "role": "participant"}
                | {"sector": people[name][0], "seniority": people[name][1], "case": cases[place % 4]}
                for place, name in enumerate(documents)
            ]
        ),
        codes=pd.DataFrame({"code": codes, "name": [code.replace("_", " ").title() for code in codes]}),
        themes=pd.DataFrame(
            {
                "theme": themes,
                "name": [theme.replace("_", " ").title() for theme in themes],
                "status": "defined",
                "central_organising_concept": "Trust is slow.",
            }
        ),
        theme_codes=pd.DataFrame([{"theme": themes[place % 8], "code": code} for place, code in enumerate(codes)]),
        extracts=pd.DataFrame(
            [
                {"theme": theme, "kind": kind, "coding": frame["coding"][50 * place + extra], "position": extra}
                for place, theme in enumerate(themes)
                for extra, kind in enumerate(["exemplar"] * 5 + ["does_not_fit"] * 2)
            ]
        ),
        texts=texts,
        name="large",
    )


def _warn(data: StudyData, quotes: pd.DataFrame) -> None:
    from qualcode.export.checks import warnings_of

    warnings_of(data, {"quotes": quotes}, "publication")


def _row(name: str, act: Callable[[], object], budget: float | None = BUDGET) -> Row:
    times = []
    for _ in range(3):
        before = time.perf_counter()
        act()
        times.append(time.perf_counter() - before)
    value = round(min(times), 3)
    return name, value, "s", budget, budget is None or value <= budget


if __name__ == "__main__":
    for row in run():
        print(*row, sep="\t")
