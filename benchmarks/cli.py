"""How quickly the command line answers: help beside a bare Python, and a command on a study."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

HELP_SECONDS = 0.3
RUNS = 7
Row = tuple[str, float, str, float | None, bool]


def run() -> list[Row]:
    """(name, value, unit, budget, met): medians of several processes, in seconds and as a ratio to `python -c pass`."""
    bare = _seconds([sys.executable, "-c", "pass"])
    root = _seconds([*_qualcode(), "--help"])
    group = _seconds([*_qualcode(), "codebook", "--help"])
    with tempfile.TemporaryDirectory() as folder:
        study = str(Path(folder) / "study.qualcode")
        subprocess.run([*_qualcode(), "init", study], check=True, capture_output=True)
        listing = _seconds([*_qualcode(), "documents", "list", study])
    return [
        ("qualcode --help", root, "s", HELP_SECONDS, root <= HELP_SECONDS),
        ("qualcode --help, against python -c pass", root / bare, "×", None, True),
        ("qualcode codebook --help (the largest group)", group, "s", HELP_SECONDS, group <= HELP_SECONDS),
        ("qualcode documents list, an empty study", listing, "s", None, True),
    ]


def _qualcode() -> list[str]:
    return [sys.executable, "-m", "qualcode.cli"]


def _seconds(command: Sequence[str]) -> float:
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        times.append(time.perf_counter() - start)
    return statistics.median(times)
