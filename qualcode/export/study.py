"""Everything that an export needs to know about a study, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from qualcode.analysis.frames import COLUMNS, take


def empty(kind: str) -> pd.DataFrame:
    """A frame of this kind without rows: codings, documents, cases … as in `qualcode.analysis.COLUMNS`."""
    return take(None, kind)


@dataclass(frozen=True, eq=False, slots=True)
class StudyData:
    """The frames of one study. Those that are not given are empty.

    `texts` is document id → text, against which every quote is checked. `identifiers` are names that must not leave
    (the known ones of a de-identification key): an export that holds one is refused.
    """

    codings: pd.DataFrame = field(default_factory=lambda: empty("codings"))
    documents: pd.DataFrame = field(default_factory=lambda: empty("documents"))
    cases: pd.DataFrame = field(default_factory=lambda: empty("cases"))
    participants: pd.DataFrame = field(default_factory=lambda: empty("participants"))
    organisations: pd.DataFrame = field(default_factory=lambda: empty("organisations"))
    codes: pd.DataFrame = field(default_factory=lambda: empty("codes"))
    themes: pd.DataFrame = field(default_factory=lambda: empty("themes"))
    theme_codes: pd.DataFrame = field(default_factory=lambda: empty("theme_codes"))
    extracts: pd.DataFrame = field(default_factory=lambda: empty("extracts"))
    summaries: pd.DataFrame = field(default_factory=lambda: empty("summaries"))
    memos: pd.DataFrame = field(default_factory=lambda: empty("memos"))
    history: pd.DataFrame = field(default_factory=lambda: empty("history"))
    texts: Mapping[str, str] = field(default_factory=dict)
    name: str = ""
    approach: str = "reflexive"
    identifiers: tuple[str, ...] = ()


def settled(data: StudyData) -> StudyData:
    """The same study with every frame's columns present and typed, so that this is done once for all tables."""
    frames: dict[str, Any] = {kind: take(getattr(data, kind), kind) for kind in COLUMNS if kind != "history"}
    return replace(data, **frames)
