"""What the codings of a study say of the links between codes and themes of several codebooks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from qualcode.analysis.co_occurrence import overlaps
from qualcode.analysis.frames import finish, records, take
from qualcode.analysis.voices import evidence, tally
from qualcode.model import Link

CROSSWALK_COLUMNS = ["a", "a_name", "relation", "b", "b_name", "voices_a", "voices_b", "voices_both"]
CROSSWALK_COLUMNS += ["passages_a", "passages_b", "passages_both", "note", "why"]
NUMBERS = CROSSWALK_COLUMNS[5:11]
NOT_HERE = "not in this study"


@dataclass(frozen=True, slots=True)
class End:
    """One end of a link: what it is called here, the codes it stands for, and what to know of it.

    `codes` is None where the study has no code or theme of this id.
    """

    name: str = ""
    codes: frozenset[str] | None = None
    note: str = NOT_HERE


def crosswalk(
    links: Iterable[Link], codings: pd.DataFrame, codes: pd.DataFrame, themes: pd.DataFrame, theme_codes: pd.DataFrame
) -> pd.DataFrame:
    """One row a link between codebooks, with the people and the passages of its two ends, and where both meet.

    Columns: a, a_name, relation (what a is to b), b, b_name, voices_a, voices_b, voices_both, passages_a, passages_b,
    passages_both, note, why.

    - An end is written `codebook:id`; the id is looked for among the codes of the study, then among its themes. An end
      that the study does not have has no name, no numbers (missing, which is not 0), and says so in `note`.
    - The end that is a theme has the codings of its codes; a code has its own, not those of the codes below it.
    - Voices are people, passages are distinct places; only participants' words and archival text count.
    - `passages_both` counts the places whose words carry both ends: overlapping passages count, equal ones need not be.
      `voices_both` are the people who speak there.
    - "contradicts" stands first, those that meet in the data before those that do not: that the same words bear out
      one framework and speak against another is what a crosswalk is for. Otherwise the order of the file stays.
    """
    rows = []
    for link in links:
        ends = [end_of(written, codes, themes, theme_codes) for written in (link.source, link.target)]
        numbers: list[Any] = [pd.NA] * len(NUMBERS)
        both = [marked(end, codings, side) for end, side in zip(ends, "ab", strict=True)]
        for place, frame in enumerate(both):
            if ends[place].codes is not None:
                counted = tally(evidence(frame), [])
                numbers[place], numbers[3 + place] = int(counted["voices"].iloc[0]), int(counted["passages"].iloc[0])
        if all(end.codes is not None for end in ends):
            numbers[2], numbers[5] = _both(*both)
        told = [f"{side}: {end.note}" for side, end in zip("ab", ends, strict=True) if end.note]
        a, b = ends
        rows.append([link.source, a.name, link.type, link.target, b.name, *numbers, "; ".join(told), link.why])
    table = pd.DataFrame(rows, columns=CROSSWALK_COLUMNS).astype(dict.fromkeys(NUMBERS, "Int64"))
    first = [(row["relation"] != "contradicts", _none_meet(row)) for row in records(table)]
    order = sorted(range(len(table)), key=first.__getitem__)
    return finish(table.iloc[order])


def end_of(written: str, codes: pd.DataFrame, themes: pd.DataFrame, theme_codes: pd.DataFrame) -> End:
    """The code or theme of the study that an end of a link (`codebook:id`) names."""
    key = written.partition(":")[2] or written
    book = take(codes, "codes", "code", "name", "status")
    for row in records(book[book["code"] == key]):
        return End(row["name"] or key, frozenset([key]), "retired here" if row["status"] == "retired" else "")
    board = take(themes, "themes", "theme", "name", "status")
    for row in records(board[board["theme"] == key]):
        links = take(theme_codes, "theme_codes", "theme", "code")
        own = frozenset(links.loc[links["theme"] == key, "code"])
        note = "discarded here" if row["status"] == "discarded" else "" if own else "a theme without codes"
        return End(row["name"] or key, own, note)
    return End()


def marked(end: End, codings: pd.DataFrame, side: str) -> pd.DataFrame:
    """The eligible codings of an end, with `side` in the place of their code, so that two ends can be laid together."""
    frame = take(codings, "codings")
    own = frame[frame["eligible"] & frame["code"].isin(end.codes or frozenset())]
    return own.assign(code=side).astype({"code": object}).reset_index(drop=True)


def meetings(a: pd.DataFrame, b: pd.DataFrame) -> pd.DataFrame:
    """Where the codings of both ends share words, as `overlaps` gives it: code is a, other is b."""
    return overlaps(pd.concat([a, b], ignore_index=True))


def _both(a: pd.DataFrame, b: pd.DataFrame) -> tuple[int, int]:
    """The people who speak, and the places, where both ends meet."""
    places = meetings(a, b)
    people: set[str] = set()
    spans = {frame_side: _spans(frame) for frame_side, frame in (("a", a), ("b", b))}
    for row in records(places):
        at = (row["document_id"], row["start"], row["end"])
        people |= set.intersection(*(_voices(own, *at) for own in spans.values()))
    return len(people - {""}), len(places)


def _spans(frame: pd.DataFrame) -> dict[str, list[tuple[int, int, str]]]:
    found: dict[str, list[tuple[int, int, str]]] = {}
    for document, start, end, voice in zip(
        *(frame[name] for name in ("document_id", "start", "end", "voice")), strict=True
    ):
        found.setdefault(document, []).append((start, end, voice))
    return found


def _voices(spans: dict[str, list[tuple[int, int, str]]], document: str, start: int, end: int) -> set[str]:
    inside = (voice for s, e, voice in spans.get(document, ()) if s < end and e > start)
    return {name for voice in inside for name in voice.split("\n")}


def _none_meet(row: dict[str, Any]) -> bool:
    count = row["passages_both"]
    return row["relation"] == "contradicts" and (pd.isna(count) or not count)
