"""What a report needs to know beyond the tables: the question, who read what, how the codebook grew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from qualcode.analysis import Granularity
from qualcode.analysis.study import StudyData, empty


@dataclass(frozen=True, slots=True)
class Step:
    """One step in the life of codes or themes: `did` to those of these `names`, by whom, when and why."""

    seq: int
    at: str
    coder: str
    did: str
    names: tuple[str, ...]
    why: str = ""


@dataclass(frozen=True, slots=True)
class Bulk:
    """Many suggestions accepted at once; `precision` is the share of the sample of `sample` that was accepted."""

    at: str
    coder: str
    accepted: int
    sample: int
    precision: float
    why: str = ""


READINGS = ["document", "case", "kind", "coder", "read_at"]
CHECKS = ["about", "where", "problem", "remedy", "evidence", "printed"]


def _frame(*columns: str) -> pd.DataFrame:
    return pd.DataFrame(columns=list(columns), dtype=object)


@dataclass(frozen=True, eq=False, slots=True)
class ReportData:
    """One study as a report sees it, with `study` for the tables.

    `seq` and `at` are the last act's number and moment: they date the report, so that the same study gives the same
    bytes. `readings` has READINGS; `decisions` is verdict → how many decisions on suggestions; `discarded` theme, name,
    why; `checks` is `Project.check`, with `printed`: its evidence without names of documents, cases and people.
    `journal` are the chosen memos, `kept_private` the cases whose narrative is private. `history` of `study` is
    unmasked.
    """

    study: StudyData
    question: str = ""
    language: str = "en"
    synthetic: bool = False
    codebook: Mapping[str, Any] = field(default_factory=dict)
    coders: tuple[str, ...] = ()
    seq: int = 0
    at: str = ""
    readings: pd.DataFrame = field(default_factory=lambda: _frame(*READINGS))
    code_steps: tuple[Step, ...] = ()
    theme_steps: tuple[Step, ...] = ()
    bulk: tuple[Bulk, ...] = ()
    decisions: Mapping[str, int] = field(default_factory=dict)
    discarded: pd.DataFrame = field(default_factory=lambda: _frame("theme", "name", "why"))
    checks: pd.DataFrame = field(default_factory=lambda: _frame(*CHECKS))
    journal: pd.DataFrame = field(default_factory=lambda: empty("memos"))
    kept_private: frozenset[str] = frozenset()
    granularity: Granularity = "publication"


def day(at: str) -> str:
    """The day of a moment: its first ten characters."""
    return at[:10]


def people(count: int) -> str:
    """A count of people in words."""
    return f"{count} {'person' if count == 1 else 'people'}"


def counted(count: int, noun: str) -> str:
    """A count and its noun.

    >>> counted(1, "case"), counted(2, "case")
    ('1 case', '2 cases')
    """
    return f"{count} {noun}{'' if count == 1 else 's'}"
