"""One thing that deserves a look, with its evidence, and the frames of a study that it is looked for in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pandas as pd

from qualcode.analysis.attribution import attribution
from qualcode.analysis.frames import take

COLUMNS = ["about", "where", "problem", "remedy", "evidence"]
KINDS = {
    "quote": "Quotes that differ from their source",
    "coding": "Passages that may not count",
    "speaker": "Who speaks",
    "participant": "People",
    "attribution": "Attributions that few people share",
    "document": "Documents",
    "case": "Cases",
    "theme": "Themes and their evidence",
    "code": "Codes",
    "suggestion": "Suggestions",
    "question": "Questions to think about",
}
"""What a finding may be about, most serious first, and how people read it."""
LONGEST = 200
MOST_NAMED = 5


class Finding(NamedTuple):
    """Something to look at. `printed` is what of the evidence names no document, no case and nobody."""

    about: str
    where: str
    problem: str
    remedy: str
    evidence: str = ""
    printed: str = ""


def _empty() -> pd.DataFrame:
    return pd.DataFrame()


@dataclass(frozen=True, eq=False, slots=True)
class Material:
    """A study as its checks see it. Frames without a comment have the columns of `qualcode.analysis.COLUMNS`."""

    codings: pd.DataFrame = field(default_factory=_empty)
    documents: pd.DataFrame = field(default_factory=_empty)
    cases: pd.DataFrame = field(default_factory=_empty)
    participants: pd.DataFrame = field(default_factory=_empty)
    organisations: pd.DataFrame = field(default_factory=_empty)
    codes: pd.DataFrame = field(default_factory=_empty)
    themes: pd.DataFrame = field(default_factory=_empty)
    theme_codes: pd.DataFrame = field(default_factory=_empty)
    extracts: pd.DataFrame = field(default_factory=_empty)
    summaries: pd.DataFrame = field(default_factory=_empty)
    memos: pd.DataFrame = field(default_factory=_empty)
    speakers: pd.DataFrame = field(default_factory=_empty)
    """document, speaker, role, participant, turns, words"""
    readings: pd.DataFrame = field(default_factory=_empty)
    """document, coder, read_at ("" while not read), override_why"""
    undated: pd.DataFrame = field(default_factory=_empty)
    """applies_to, subject, attribute, value: values of dated attributes that have no date"""
    bulk: pd.DataFrame = field(default_factory=_empty)
    """coder, accepted, sample, precision (a share), why"""
    texts: Mapping[str, str] = field(default_factory=dict)
    """document id → text"""
    warnings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """document → what was odd when its file was read"""


def attributed(participants: pd.DataFrame) -> dict[str, str]:
    """Participant → attribution at publication granularity, such as "Nonprofit Manager"."""
    people = take(participants, "participants", "participant", "sector", "seniority")
    rows = zip(people["participant"], people["sector"], people["seniority"], strict=True)
    return {key: attribution({"sector": sector, "seniority": seniority}) for key, sector, seniority in rows}


def people_in(voices: Iterable[str], who: Mapping[str, str]) -> str:
    """The distinct voices as attributions, the most frequent first; "" where nobody speaks.

    >>> people_in(["a", "b", "b", "c"], {"a": "Nonprofit Manager", "b": "Nonprofit Manager", "c": "Public Leader"})
    '2 × Nonprofit Manager, Public Leader'
    """
    unknown = attribution({})
    counts = Counter(who.get(voice, unknown) for voice in dict.fromkeys(voices) if voice)
    return some([name if count == 1 else f"{count} × {name}" for name, count in counts.most_common()])


def example(passages: pd.DataFrame, first: Iterable[str] = ()) -> tuple[str, str]:
    """A quote with document and place, and the same without them; of `first` (ids of codings) where there is one."""
    if passages.empty:
        return "", ""
    chosen = passages[passages["coding"].isin(list(first))]
    row = (chosen if len(chosen) else passages).iloc[0]
    return f"{quoted(row['quote'])} ({place(row)})", quoted(row["quote"])


def place(row: Mapping[str, Any] | pd.Series) -> str:
    """Document and offsets of a passage.

    >>> place({"document": "P1", "start": 4, "end": 9})
    'P1, 4–9'
    """
    return f"{row['document']}, {row['start']}–{row['end']}"


def quoted(text: str) -> str:
    """The words between quotation marks, letter for letter; beyond 200 characters the rest is marked […].

    >>> quoted("We wait.")
    '“We wait.”'
    """
    return f"“{text}”" if len(text) <= LONGEST else f"“{text[:LONGEST].rstrip()} […]”"


def some(values: Iterable[object], most: int = MOST_NAMED) -> str:
    """The first few of a list, and how many more there are.

    >>> some("abc"), some("abc", 2)
    ('a, b, c', 'a, b and 1 more')
    """
    items = [str(value) for value in values]
    more = f" and {len(items) - most} more" if len(items) > most else ""
    return ", ".join(items[:most]) + more
