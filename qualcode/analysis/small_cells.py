"""Combinations of attributes that so few people carry that a reader may recognise somebody."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from qualcode.analysis.frames import finish, take


def small_cells(people: pd.DataFrame, by: Sequence[str] = ("sector", "seniority"), *, least: int = 3) -> pd.DataFrame:
    """Combinations of `by` carried by at least one and fewer than `least` people: the columns of `by`, then people.

    `people` is the participants frame (people whose role is participant) or the codings frame (the people whose words
    are coded). Sorted by number of people, then by combination. A combination of nothing recorded points at nobody
    and is left out; one that is partly recorded counts, as it is printed so.

    >>> people = pd.DataFrame({"participant": ["a", "b", "c"], "sector": ["Nonprofit"] * 3,
    ...                        "seniority": ["Manager", "Manager", "Leader"], "role": ["participant"] * 3})
    >>> small_cells(people, least=2).to_dict("records")
    [{'sector': 'Nonprofit', 'seniority': 'Leader', 'people': 1}]
    """
    by = list(by)
    if "voice" in people.columns:
        frame = take(people, "codings", "voice", "eligible", *by)
        frame = frame[frame["eligible"] & (frame["voice"] != "")].rename(columns={"voice": "person"})
    else:
        frame = take(people, "participants", "participant", "role", *by)
        frame = frame[~frame["role"].isin(["interviewer", "researcher"])].rename(columns={"participant": "person"})
    frame = frame[(frame[by] != "").any(axis=1)]
    if frame.empty:
        return finish(pd.DataFrame(columns=[*by, "people"]))
    counted = frame.groupby(by, sort=True)["person"].nunique().rename("people").reset_index()
    small = counted[counted["people"] < least]
    return finish(small.sort_values(["people", *by], kind="stable"), [*by, "people"])


def study_people(participants: pd.DataFrame | None, codings: pd.DataFrame) -> pd.DataFrame:
    """Everybody in the study as a participants frame: the registered, and voices that nobody has registered."""
    known = take(participants, "participants", "participant", "role", "sector", "seniority")
    heard = take(codings, "codings", "voice", "eligible", "sector", "seniority")
    heard = heard[heard["eligible"] & (heard["voice"] != "") & ~heard["voice"].isin(known["participant"])]
    heard = heard.drop_duplicates("voice").rename(columns={"voice": "participant"}).assign(role="participant")
    return pd.concat([known, heard[list(known.columns)]], ignore_index=True)
