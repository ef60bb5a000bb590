"""What a person should know before tables leave the machine. Warnings, in plain sentences."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import pandas as pd

from qualcode.analysis.attribution import Granularity, attribution
from qualcode.analysis.cases import narratives
from qualcode.analysis.frames import distinct_names, take
from qualcode.analysis.small_cells import small_cells, study_people
from qualcode.analysis.study import StudyData
from qualcode.analysis.themes import fits, theme_board
from qualcode.errors import ExportRefused
from qualcode.export.identifiers import SCANNED, known_names, occurrences
from qualcode.export.tables import CROSS_CASE, QUOTING

MOST_NAMED = 8


def warnings_of(
    data: StudyData, tables: Mapping[str, pd.DataFrame], granularity: Granularity, *, least: int = 3
) -> list[str]:
    """Sentences about the tables that are about to be exported, most serious first; empty when there is nothing."""
    kinds = warnings_by_kind(data, tables, granularity, least=least)
    return [sentence for sentences in kinds.values() for sentence in sentences]


def warnings_by_kind(
    data: StudyData,
    tables: Mapping[str, pd.DataFrame],
    granularity: Granularity,
    *,
    least: int = 3,
    quoted: pd.DataFrame | None = None,
) -> dict[str, list[str]]:
    """The same sentences by what they are about, most serious first; a kind without any is left out.

    `quoted` are the codings whose words stand in the tables, where their names do not say it.

    Names that remain and quotes beside cases (publication granularity), small_cells (combinations of attributes
    carried by fewer than `least` people), attributions that are missing or clash, cases without narratives before a
    cross-case table, unread documents, not_counted (codings on words that are no evidence), chosen extracts that could
    not be used, hours that are not recorded.
    """
    names = set(tables)
    said: dict[str, list[str]] = {}
    if granularity == "publication":
        said["names"] = _names_left(data, tables)
        said["cases"] = _quotes_beside_cases(tables)
    quoted = _quoted(data, names) if quoted is None else quoted
    said["small_cells"] = _small(data, quoted, least)
    said["attributions"] = _attribution_gaps(quoted)
    if names & set(CROSS_CASE):
        said["narratives"] = _narratives_missing(data)
    if names & {*QUOTING, "codebook"}:
        said["unread"] = _unread(data)
        said["not_counted"] = _not_counted(data)
    if names & set(CROSS_CASE):
        said["extracts"] = _unusable_extracts(data)
    if "data_by_case" in names:
        said["hours"] = _hours_missing(data)
    return {kind: sentences for kind, sentences in said.items() if sentences}


def refuse_identifiers(data: StudyData, tables: Mapping[str, pd.DataFrame]) -> None:
    """Raise ExportRefused while a known identifier stands anywhere in the tables, naming each place."""
    hits = occurrences(tables, data.identifiers)
    if hits:
        lines = [f"  {_place(table, column, rows)}: “{name}”" for table, column, name, rows in hits]
        raise ExportRefused(
            "Nothing was exported: known identifiers remain. In a memo, summary or name: write it anew. In a passage: "
            "resize or remove the coding, or bring in a document in which the name is replaced. A chosen quote can be "
            "abridged.\n" + "\n".join(lines)
        )


def _names_left(data: StudyData, tables: Mapping[str, pd.DataFrame]) -> list[str]:
    known = known_names(data)
    hits = occurrences(tables, known, SCANNED)
    return [
        f"{_place(table, column, rows)}: “{name}” is {known[name]}. Replace it if it could identify somebody."
        for table, column, name, rows in hits
    ]


def _quotes_beside_cases(tables: Mapping[str, pd.DataFrame]) -> list[str]:
    if "theme_by_case" not in tables:
        return []
    count = int((tables["theme_by_case"]["exemplar_quote"] != "").sum())
    if not count:
        return []
    verb = "quote stands" if count == 1 else "quotes stand"
    advice = "Drop the column exemplar_quote if readers must not know it."
    return [f"theme_by_case: {count} {verb} beside the case. {advice}"]


def _quoted(data: StudyData, tables: Collection[str]) -> pd.DataFrame:
    """The eligible codings whose words are in the tables."""
    frame = take(data.codings, "codings")
    frame = frame[frame["eligible"]]
    if set(tables) & {"quotes", "codings"}:
        return frame
    if set(tables) & set(CROSS_CASE):
        return frame[frame["coding"].isin(take(data.extracts, "extracts", "coding")["coding"])]
    return frame.iloc[:0]


def _small(data: StudyData, quoted: pd.DataFrame, least: int) -> list[str]:
    spoken = quoted[quoted["voice"] != ""]
    small = small_cells(study_people(data.participants, data.codings), least=least)
    said = []
    for sector, seniority, people in zip(small["sector"], small["seniority"], small["people"], strict=True):
        own = spoken[(spoken["sector"] == sector) & (spoken["seniority"] == seniority)]
        count = len(own[["document_id", "start", "end"]].drop_duplicates())
        if count:
            who = attribution({"sector": sector, "seniority": seniority})
            carried = f"{people} {'person' if people == 1 else 'people'} of the study (fewer than {least})"
            beside = f"{count} {'quote' if count == 1 else 'quotes'}"
            said.append(f"Small cell: “{who}” fits {carried} and stands beside {beside}. A reader may recognise them.")
    return said


def _attribution_gaps(quoted: pd.DataFrame) -> list[str]:
    spoken = quoted[(quoted["kind"] != "archival") & (quoted["voice"] != "")]
    said = []
    for attribute in ("sector", "seniority"):
        people = spoken.loc[spoken[attribute] == "", "voice"].drop_duplicates()
        if len(people):
            verb = "person is quoted" if len(people) == 1 else "people are quoted"
            said.append(f"{len(people)} {verb} without a recorded {attribute}: {_some(people)}.")
        values = spoken[spoken[attribute] != ""].groupby("voice")[attribute].unique()
        for voice, found in values.items():
            if len(found) > 1:
                said.append(f"{voice} has more than one {attribute}: {', '.join(sorted(found))}. Which is right?")
    return said


def _narratives_missing(data: StudyData) -> list[str]:
    table = narratives(data.cases, data.memos)
    missing = table.loc[~table["narrative"].astype(bool), "case"]
    if not len(missing):
        return []
    return [f"No case narrative is written for: {_some(missing)}. Each case comes before the comparison of cases."]


def _unread(data: StudyData) -> list[str]:
    frame = take(data.documents, "documents", "document", "read")
    unread = frame.loc[~frame["read"], "document"]
    if not len(unread):
        return []
    return [f"{len(unread)} of {len(frame)} documents not read: {_some(unread)}."]


def _not_counted(data: StudyData) -> list[str]:
    count = int((~take(data.codings, "codings", "eligible")["eligible"]).sum())
    if not count:
        return []
    verb = "coding lies" if count == 1 else "codings lie"
    return [f"{count} {verb} on interviewers' or researchers' words: not counted, and not among the quotes."]


def _unusable_extracts(data: StudyData) -> list[str]:
    board = theme_board(data.themes)
    labels = distinct_names(board, "theme")
    held = take(data.codings, "codings", "coding", "eligible", "quote").drop_duplicates("coding")
    usable = dict(zip(held["coding"], held["eligible"], strict=True))
    words = dict(zip(held["coding"], held["quote"], strict=True))
    said = []
    chosen = take(data.extracts, "extracts", "theme", "coding", "printed").drop_duplicates()
    for theme, coding, short in chosen.itertuples(index=False, name=None):
        if theme in labels and not usable.get(coding, False):
            why = "lies on words that are not evidence" if coding in usable else "is gone"
            said.append(f"Theme '{labels[theme]}': the chosen passage {coding} {why} and was left out.")
        elif theme in labels and short and not fits(words[coding], short):
            said.append(f"Theme '{labels[theme]}': a passage changed since it was abridged, so it is printed whole.")
    return said


def _hours_missing(data: StudyData) -> list[str]:
    frame = take(data.documents, "documents", "document", "kind", "hours")
    missing = frame.loc[(frame["kind"] == "observation") & frame["hours"].isna(), "document"]
    if not len(missing):
        return []
    return [f"data_by_case: no hours are recorded for {len(missing)} observations: {_some(missing)}."]


def _place(table: str, column: str, rows: list[int]) -> str:
    more = f" and {len(rows) - 3} more" if len(rows) > 3 else ""
    return f"{table}, {'row' if len(rows) == 1 else 'rows'} {', '.join(map(str, rows[:3]))}{more}, {column}"


def _some(values: Iterable[object]) -> str:
    items = [str(value) for value in values]
    more = f" and {len(items) - MOST_NAMED} more" if len(items) > MOST_NAMED else ""
    return ", ".join(items[:MOST_NAMED]) + more
