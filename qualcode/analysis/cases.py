"""What was collected in each case, and whether each case has its own narrative."""

from __future__ import annotations

import pandas as pd

from qualcode.analysis.attention import case_order
from qualcode.analysis.frames import NO_CASE, finish, take

TOTAL = "total"
DATA_COLUMNS = [
    "case",
    "documents",
    "interviews",
    "focus_groups",
    "observations",
    "observation_hours",
    "archival",
    "responses",
    "participants",
    "organisations",
    "words",
]
KIND_COLUMNS = {
    "interviews": "interview",
    "focus_groups": "focus_group",
    "observations": "observation",
    "archival": "archival",
    "responses": "response",
}


def data_by_case(
    cases: pd.DataFrame,
    documents: pd.DataFrame,
    participants: pd.DataFrame | None = None,
    organisations: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The table of data collected (Table 1 of a case study): one row a case, and a last row "total".

    Columns: case, documents, interviews, focus_groups, observations, observation_hours, archival, responses,
    participants, organisations, words. Cases in project order; what belongs to no case stands as "no case".

    `observation_hours` sums the `hours` of observations; missing (NaN) where there are observations but no hours are
    recorded, since 0 would be untrue. `participants` are people whose role is participant, each counted once in the
    total; interviewers and researchers are not counted. `organisations` are those nested in the case and those its
    participants belong to. `words` are the words of whole documents, interviewers' included.
    """
    files = take(documents, "documents", "document_id", "kind", "case", "words", "hours")
    people = take(participants, "participants", "participant", "role", "organisation", "case")
    people = people[~people["role"].isin(["interviewer", "researcher"])].drop_duplicates("participant")
    nested = pd.concat(
        [take(organisations, "organisations", "organisation", "case"), people[["organisation", "case"]]],
        ignore_index=True,
    )
    nested = nested[nested["organisation"] != ""]
    order = case_order(cases, files["case"], people["case"], nested["case"])
    rows = []
    for case in [*order, None]:
        inside = (frame if case is None else frame[frame["case"] == case] for frame in (files, people, nested))
        rows.append([TOTAL if case is None else case or NO_CASE, *_counts(*inside)])
    return finish(pd.DataFrame(rows, columns=DATA_COLUMNS))


def narratives(cases: pd.DataFrame, memos: pd.DataFrame | None) -> pd.DataFrame:
    """For each case, in project order: case, narrative (whether a case narrative with text exists), memos (their ids).

    A memo is a case's narrative when its kind is "case narrative" and it is about "case:<case>".
    """
    frame = take(memos, "memos", "memo", "kind", "text", "about")
    written = frame[(frame["kind"] == "case narrative") & (frame["text"].str.strip() != "")]
    held: dict[str, list[str]] = {}
    for memo, about in zip(written["memo"], written["about"], strict=True):
        for target in about:
            if target.startswith("case:"):
                held.setdefault(target.removeprefix("case:").strip(), []).append(memo)
    order = list(take(cases, "cases", "case")["case"])
    table = {
        "case": pd.Series(order, dtype=object),
        "narrative": pd.Series([case in held for case in order], dtype=bool),
        "memos": pd.Series(["; ".join(held.get(case, [])) for case in order], dtype=object),
    }
    return finish(pd.DataFrame(table))


def _counts(files: pd.DataFrame, people: pd.DataFrame, nested: pd.DataFrame) -> list[object]:
    kinds = {column: int((files["kind"] == kind).sum()) for column, kind in KIND_COLUMNS.items()}
    hours = files.loc[files["kind"] == "observation", "hours"]
    recorded = float(hours.sum()) if hours.notna().any() or not len(hours) else float("nan")
    return [
        len(files),
        kinds["interviews"],
        kinds["focus_groups"],
        kinds["observations"],
        round(recorded, 2),
        kinds["archival"],
        kinds["responses"],
        len(people),
        nested["organisation"].nunique(),
        int(files["words"].sum()),
    ]
