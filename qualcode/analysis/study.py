"""A study as values: all that tables, displays, exports and reports need to know of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from qualcode.analysis.frames import COLUMNS, take
from qualcode.model import Attribute, Dimension


def empty(kind: str) -> pd.DataFrame:
    """A frame of this kind without rows: codings, documents, cases … as in `qualcode.analysis.COLUMNS`."""
    return take(None, kind)


@dataclass(frozen=True, eq=False, slots=True)
class StudyData:
    """The frames of one study. Those that are not given are empty.

    `attributes` are the values of cases over time, `declared` says what attributes of cases there are, `dimensions`
    which sets of codes a matrix can cross, `displays` what the codebook says of its tables and figures. `texts` is
    document id → text, against which every quote is checked. `identifiers` are names that must not leave
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
    links: pd.DataFrame = field(default_factory=lambda: empty("links"))
    incidents: pd.DataFrame = field(default_factory=lambda: empty("incidents"))
    attributes: pd.DataFrame = field(default_factory=lambda: empty("attributes"))
    memos: pd.DataFrame = field(default_factory=lambda: empty("memos"))
    history: pd.DataFrame = field(default_factory=lambda: empty("history"))
    texts: Mapping[str, str] = field(default_factory=dict)
    name: str = ""
    approach: str = "reflexive"
    identifiers: tuple[str, ...] = ()
    declared: tuple[Attribute, ...] = ()
    dimensions: tuple[Dimension, ...] = ()
    displays: tuple[Any, ...] = ()


def settled(data: StudyData) -> StudyData:
    """The same study with every frame's columns present and typed, so that this is done once for all tables."""
    frames: dict[str, Any] = {kind: take(getattr(data, kind), kind) for kind in COLUMNS if kind != "history"}
    return replace(data, **frames)
