"""The pages of the workbench on a large study: what a visit costs the server after an act, and its memory."""

from __future__ import annotations

import os
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import streamlit as st
from streamlit.testing.v1 import AppTest

import qualcode
from benchmarks.rules import queries, texts
from benchmarks.study import fill
from qualcode.project import Project
from qualcode.suggesters.queue import MIX
from qualcode.ui.views import reader, review

Row = tuple[str, float, str, float | None, bool]
APP = Path(__file__).parents[1] / "app.py"
PAGES = (
    *("home", "documents", "read", "review", "codebook", "search", "themes", "cases", "journal", "export", "history"),
    *("patterns", "evaluation", "displays", "coders"),
)
QUICK = {"read", "review"}
SUGGESTIONS = 17_000
WIDE = ("people OR team", "company OR business", "think AND know", "like AND just", "really OR actually", "time OR day")
VISITS = 3


def run(folder: str | Path | None = None) -> list[Row]:
    """(name, value, unit, budget, met): each page's slowest visit of three, each after an act on the study."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "study.qualcode"
        with qualcode.open(path, coder="ana") as study:
            suggested = _fill(study, folder)
            document = next(iter(study.documents)).name
        rows: list[Row] = [("suggestions in the study", float(suggested), "", None, True)]
        with _started(path, place):
            rows += [_page(path, name, document) for name in PAGES]
        rows += _acts(path, document)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        rows.append(_row("peak memory of all pages, one session", memory, "MB", 1500))
        return rows


def _fill(study: Project, folder: str | Path | None) -> int:
    for number in range(4):
        study.cases.add(f"case{number}", name=f"Case {number}")
    study.documents.add([qualcode.read_text(text, name=name) for name, text in texts(folder)])
    for number, document in enumerate(list(study.documents)):
        study.documents.assign(document.name, case=f"case{number % 4}")
    fill(study)
    codes = list(study.codebook.table()["code"])
    for number, query in enumerate([*queries(), *WIDE]):
        study.codebook.add_rule(codes[number % len(codes)], query)
    found = int(study.suggestions.run()["suggestions"].sum())
    study.documents.mark_read([document.name for document in study.documents])
    return found


@contextmanager
def _started(path: Path, place: str) -> Iterator[None]:
    named = {"QUALCODE_STUDY": str(path), "QUALCODE_CODER": "ana", "QUALCODE_HOME": place}
    before = {name: os.environ.get(name) for name in named}
    os.environ.update(named)
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()
    for name, value in before.items():
        if value is None:
            del os.environ[name]
        else:
            os.environ[name] = value


def _page(path: Path, name: str, document: str) -> Row:
    at = AppTest.from_file(APP, default_timeout=300).run()
    at.switch_page(f"qualcode/ui/pages/{name}.py").run()
    chance, taken = random.Random(name), []
    for _ in range(VISITS):
        with qualcode.open(path, coder="ben") as other:  # an act elsewhere: what was remembered is out of date
            before, start = other.last_act(), chance.randrange(2000, 9000)
            other.codings.add(document, start, start + 90, "code_3")
            assert other.last_act() > before, "the coding was there already: nothing would be out of date"
        begun = time.perf_counter()
        at.run()
        taken.append(time.perf_counter() - begun)
        assert not at.exception, at.exception
    budget = 0.3 if name in QUICK else 0.5
    return _row(
        f"page {name} after an act, slowest of {VISITS} (median {statistics.median(taken):.2f})",
        max(taken),
        "s",
        budget,
    )


def _acts(path: Path, document: str) -> list[Row]:
    """What the server does for one key in the reader and in the review: the act, and what is shown after it."""
    coded: list[float] = []
    decided: list[float] = []
    with qualcode.open(path, coder="ana") as study:
        text = study.documents[document]
        do, decide = reader.acts(study, text), review.acts(study)
        lined_up = review.line_up(study, mix=MIX)
        for number in range(20):
            begun = time.perf_counter()
            do["code"](start=9000 + number, end=9100 + number, code="code_2")
            reader.shown(study, text)
            coded.append(time.perf_counter() - begun)
            begun = time.perf_counter()
            decide["accept"](review.cards(study, lined_up)["cards"][0]["suggestion"])
            review.cards(study, lined_up)
            decided.append(time.perf_counter() - begun)
    return [
        _row("reader: one coding and the document anew, slowest of 20", max(coded), "s", 0.3),
        _row("review: one decision and the next cards, slowest of 20", max(decided), "s", 0.3),
    ]


def _row(name: str, value: float, unit: str, budget: float | None) -> Row:
    return (name, round(value, 3), unit, budget, budget is None or value <= budget)


if __name__ == "__main__":
    for row in run():
        print(*row, sep="\t")
