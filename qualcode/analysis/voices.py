"""Prevalence: people and cases, not mentions."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from qualcode.analysis.frames import finish, take

COUNTS = ["voices", "cases", "codings", "documents"]


def evidence(codings: pd.DataFrame, *also: str) -> pd.DataFrame:
    """The codings that may count: participants' words and archival text, with what counting needs.

    `also` names further columns to keep. Interviewer and researcher words are left out. A passage of several people,
    whose voices stand on a line each, gives a row for each of them.
    """
    needed = ("document_id", "start", "end", "code", "case", "sector", "voice", "eligible")
    frame = take(codings, "codings", *dict.fromkeys([*needed, *also]))
    frame = frame[frame["eligible"]].reset_index(drop=True)
    if frame["voice"].str.contains("\n", regex=False).any():
        frame["voice"] = frame["voice"].str.split("\n")
        frame = frame.explode("voice", ignore_index=True)
    return frame


def voices(codings: pd.DataFrame, by: Sequence[str] | str = ("code",)) -> pd.DataFrame:
    """Count the people, cases, codings and documents behind each group of codings.

    Columns: those of `by`, then `voices, cases, codings, documents`; one row a group that has evidence,
    sorted by the group. With `by=[]` there is one row over everything.

    - only eligible codings count: an interviewer's or a researcher's words add nothing to any column;
    - a voice is a person; twenty codings of one person add one, a focus group adds each of its speakers, and a
      coding without a person (voice "": archival text) adds none;
    - a coding is a distinct (document, start, end, code): two coders who put one code on one passage add one;
    - a case "" is no case and adds none.

    >>> codings = pd.DataFrame({
    ...     "document": ["d1", "d1", "d2"], "start": [0, 9, 0], "end": [5, 12, 7], "code": ["cost"] * 3,
    ...     "case": ["north"] * 3, "voice": ["ana", "ana", "ben"], "eligible": [True] * 3})
    >>> voices(codings).to_dict("records")
    [{'code': 'cost', 'voices': 2, 'cases': 1, 'codings': 3, 'documents': 2}]
    """
    by = [by] if isinstance(by, str) else list(by)
    return finish(tally(evidence(codings, *by), by), [*by, *COUNTS])


def tally(found: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Distinct things in each group of evidence: COUNTS, and what flags need.

    Further columns: `passages` (distinct spans, whatever the code), `sectors` (distinct recorded sectors of the
    people), `sectorless` (people without a recorded sector).
    """
    by = list(by)
    speaks, sector = found["voice"] != "", found["sector"] != ""
    documents = _ids(found["document_id"])
    passages = found.groupby([documents, "start", "end"], sort=False, dropna=False).ngroup()
    marks = pd.DataFrame(
        {
            "voices": _ids(found["voice"]),
            "cases": _ids(found["case"]),
            "codings": found.groupby([passages, "code"], sort=False).ngroup(),
            "documents": documents,
            "passages": passages,
            "sectors": _ids(found["sector"].where(speaks, "")),
            "sectorless": _ids(found["voice"].where(~sector, "")),
        },
        index=found.index,
    )
    if not by:
        return marks.nunique().to_frame().T.astype("int64")
    keys = [found[name] for name in by]
    counted = marks.groupby(keys, sort=True, observed=True, dropna=False).nunique()
    return counted.reset_index() if len(counted) else pd.DataFrame(columns=[*by, *marks.columns])


def _ids(column: pd.Series) -> pd.Series:
    """A number for each distinct text; NaN for "", which `nunique` leaves out."""
    numbers = pd.Series(pd.factorize(column)[0], index=column.index, dtype="float64")
    return numbers.where(column != "")
