"""A display: a table that an analysis ends in, and where one helps, its figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from qualcode.analysis.attribution import Granularity, attributions
from qualcode.analysis.frames import records, take
from qualcode.analysis.matrix import fully_read
from qualcode.analysis.study import StudyData
from qualcode.analysis.themes import as_printed
from qualcode.figures import Drawing
from qualcode.text.abridging import ELISION
from qualcode.text.dates import holds_on, plain_date

NONE_FOUND, NOT_READ = "none found in what was read", "not yet read"
EMPTY = {"none found": NONE_FOUND, "not yet read": NOT_READ}


@dataclass(frozen=True, slots=True)
class Display:
    """One table of a replay. `name` is what its files are called, `notes` what a reader must know of it."""

    name: str
    title: str
    table: pd.DataFrame
    figure: Drawing | None = None
    notes: tuple[str, ...] = ()


def case_names(data: StudyData, granularity: Granularity) -> dict[str, str]:
    """Case → what it is called: its key for publication, else key and label."""
    frame = take(data.cases, "cases", "case", "label")
    if granularity == "publication":
        return {case: case for case in frame["case"]}
    pairs = zip(frame["case"], frame["label"], strict=True)
    return {case: case if label in ("", case) else f"{case}: {label}" for case, label in pairs}


def values_of(data: StudyData, attribute: str, *, on: str = "") -> dict[str, str]:
    """Case → its value of an attribute; of a dated one the last, or the one that held on a day. "" where none."""
    frame = take(data.attributes, "attributes")
    own = frame[frame["attribute"] == attribute].sort_values("since", kind="stable")
    values, on = dict.fromkeys(take(data.cases, "cases", "case")["case"], ""), plain_date(on)
    for row in records(own):
        if holds_on(row["since"], on):
            values[row["case"]] = row["value"]
    return values


def read_groups(data: StudyData, groups: Mapping[str, str]) -> dict[str, bool]:
    """Group → whether every document of all its cases is marked read."""
    read = fully_read(data.cases, data.documents)
    names = dict.fromkeys(groups.values())
    return {name: all(read.get(case, False) for case, group in groups.items() if group == name) for name in names}


def as_abridged(data: StudyData, frame: pd.DataFrame) -> pd.DataFrame:
    """The frame of codings with each quote as it is printed elsewhere: with the elisions and insertions on record."""
    picked = take(data.extracts, "extracts", "coding", "printed")
    short = {coding: text for coding, text in zip(picked["coding"], picked["printed"], strict=True) if text}
    pairs = zip(frame["quote"], frame["coding"], strict=True)
    return frame.assign(quote=[as_printed(quote, short.get(coding, "")) for quote, coding in pairs])


def quoted(
    frame: pd.DataFrame,
    granularity: Granularity,
    *,
    most: int = 0,
    longest: int = 0,
    labels: Mapping[str, str] | None = None,
) -> list[str]:
    """Passages with their attribution, each once, in document order; `most` of them, 0 for all.

    Where not all are wanted, each person's first passage comes before anybody's second. Of one with more than `longest`
    characters (0: any number) the end is left out and marked […]. `labels` (theme → name) stand before each.
    """
    ordered = frame.sort_values(["document", "start", "end", "coding"], kind="stable")
    ordered = ordered.drop_duplicates(["document_id", "start", "end"])
    if most:
        turn = ordered.groupby("voice", sort=False).cumcount()
        ordered = ordered.loc[turn.sort_values(kind="stable").index]
    chosen = ordered.head(most) if most else ordered
    if longest:
        chosen = chosen.assign(quote=[_opening(quote, longest) for quote in chosen["quote"]])
    said = printed(chosen, granularity)
    if labels is None:
        return said
    return [f"{labels[theme]}: {quote}" for theme, quote in zip(chosen["theme"], said, strict=True)]


def _opening(quote: str, longest: int) -> str:
    """A quote of at most so many characters; what is left out at its end is marked."""
    return quote if len(quote) <= longest else f"{quote[:longest].rsplit(maxsplit=1)[0]} {ELISION}"


def printed(frame: pd.DataFrame, granularity: Granularity) -> list[str]:
    """Each passage of a frame with its attribution, in its order."""
    who = attributions(frame, granularity)
    return [f"“{quote}” ({name})" for quote, name in zip(frame["quote"], who, strict=True)]


def plain(key: str) -> str:
    """A key as words.

    >>> plain("not_yet_clear")
    'not yet clear'
    """
    return key.replace("_", " ").strip()


def listed(items: Iterable[str], nothing: str = "none") -> str:
    """Items with commas."""
    return ", ".join(items) or nothing


def spoken(rows: Sequence[str]) -> str:
    """Sentences as one text alternative."""
    return " ".join(row if row.endswith(".") else f"{row}." for row in rows if row)
