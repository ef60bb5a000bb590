"""Word patterns over the corpus: with and without cached vectors, the lighter way, opening the page, memory.

`python -m benchmarks.topics [FOLDER] [VECTORS]` prints them. VECTORS is a `vectors.sqlite` of the corpus: with it the
first run, which takes minutes, is left out.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import qualcode
from benchmarks.rules import documents
from benchmarks.study import Row
from qualcode.project import Project

HOSTS = ("Adam", "Jerod", "Break")
USE = """
import resource, sys, qualcode
with qualcode.open(sys.argv[1]) as study:
    study.patterns.run(sys.argv[2], seed=int(sys.argv[3]))
    study.patterns.table(), study.patterns.passages(1), study.patterns.by_case()
used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(used / (1_000_000 if sys.platform == "darwin" else 1_000))
"""


def run(folder: str | Path | None = None, vectors: str | Path | None = None) -> list[Row]:
    """(name, value, unit, budget, met)."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "study.qualcode"
        _fill(path, folder)
        rows: list[Row] = []
        first = None
        if vectors:
            path.with_name("study.qualcode-cache").mkdir()
            shutil.copy(vectors, path.with_name("study.qualcode-cache") / "vectors.sqlite")
        else:
            first, memory = _apart(path, "bertopic", 0)
            rows.append(_row("word patterns, first run, vectors included", first, "s", 1800))
            rows.append(_row("its largest memory", memory, "MB", 2500))
        again, memory = _apart(path, "bertopic", 1)
        rows.append(_row("another seed, vectors cached, new process", again, "s", None))
        rows.append(_row("its largest memory", memory, "MB", 2500))
        if first:
            rows.append(_row("vectors cached / first run", 100 * again / first, "%", 25))
        rows.append(_row("what the page reads of a kept run, new handle", _reading(path), "s", 0.5))
        light, memory = _apart(path, "nmf", 0)
        rows.append(_row("word patterns by nmf, new process", light, "s", None))
        rows.append(_row("its largest memory", memory, "MB", 1500))
        return rows


def _fill(path: Path, folder: str | Path | None) -> None:
    with qualcode.open(path, coder="ana") as study:
        study.documents.add(documents(folder))
        study.participants.add("host", name="Host", role="interviewer")
        for document in study.documents:
            for label in document.speakers:
                if label.startswith(HOSTS):
                    study.participants.tie(document.name, label, "host")


def _apart(path: Path, method: str, seed: int) -> tuple[float, float]:
    """Seconds and largest memory in MB of a process of its own."""
    begun = time.perf_counter()
    command = [sys.executable, "-c", USE, str(path), method, str(seed)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return time.perf_counter() - begun, float(done.stdout)


def _reading(path: Path) -> float:
    """The slower of the first and the second look; pandas and the study's texts are in memory, as in a workbench."""

    def look(study: Project) -> Callable[[], object]:
        kept = study.patterns
        return lambda: (kept.notes(), kept.table(), kept.by_case(), kept.over_time(), kept.passages(1))

    import pandas as pd

    with qualcode.open(path) as study:
        assert pd.DataFrame([document.text for document in study.documents]).size
        taken = []
        for _ in range(2):
            begun = time.perf_counter()
            look(study)()
            taken.append(time.perf_counter() - begun)
        return max(taken)


def _row(name: str, value: float, unit: str, budget: float | None) -> Row:
    return (name, round(value, 3), unit, budget, budget is None or value <= budget)


if __name__ == "__main__":
    for line in run(*sys.argv[1:3]):
        print(*line, sep="\t")
