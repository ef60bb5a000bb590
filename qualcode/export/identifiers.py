"""Finding names of people, organisations and cases in what is about to be exported."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping

import pandas as pd

from qualcode.analysis.frames import take
from qualcode.export.study import StudyData

SCANNED = {
    "theme_table": ["theme", "central_organising_concept", "exemplar_quotes", "does_not_fit"],
    "theme_by_case": ["theme", "summary", "exemplar_quote"],
    "quotes": ["theme", "quote", "memo"],
    "codings": ["quote", "memo"],
    "codebook": ["name", "theme", "definition", "include", "exclude", "examples", "memo"],
    "history": ["summary", "why"],
}
# Words of labels such as "Participant 3" or "Senior Manager", which name nobody.
_NOBODY_TEXT = """
anonymous board boss business ceo chair child client coach coordinator cto director doctor employee executive
facilitator father female first focus founder girl group head interviewee interviewer lead leader man manager
member moderator mother nonprofit nurse observer officer operator owner parent participant partner patient
people person president public representative researcher respondent second sector senior service speaker staff
stakeholder student teacher team third unidentified unknown user volunteer woman worker young youth
"""
_NOBODY = set(_NOBODY_TEXT.split())
_WORD = re.compile(r"[^\W\d_]{3,}(?:['’-][^\W\d_]+)*")


def known_names(data: StudyData) -> dict[str, str]:
    """Name → what it is, of everybody and everything whose name a reader must not meet.

    Participants' and interviewers' names whole and by their parts (of three letters and more), speakers' labels that
    are names, organisations, and the labels of cases. Labels such as "Participant 3" and words that are somebody's
    sector or seniority are not names.
    """
    people = take(data.participants, "participants")
    organisations = take(data.organisations, "organisations", "organisation", "name")
    cases = take(data.cases, "cases", "label")
    speakers = take(data.codings, "codings", "speaker")["speaker"]
    common = _NOBODY | {
        word.casefold() for value in {*people["sector"], *people["seniority"]} for word in _WORD.findall(value)
    }
    names: dict[str, str] = {}
    for label in cases["label"]:
        names[label.strip()] = "the label of a case"
    for organisation in (*organisations["organisation"], *organisations["name"], *people["organisation"]):
        names[organisation.strip()] = "the name of an organisation"
    for person, what in (
        *((name, "the name of a participant") for name in people["name"]),
        *((label, "the label of a speaker") for label in dict.fromkeys(speakers)),
    ):
        parts = [part for part in _WORD.findall(person) if part.casefold() not in common and not part.islower()]
        if parts:
            names.setdefault(person.strip(), what)
        for part in parts:
            names.setdefault(part, what)
    return {name: what for name, what in names.items() if len(name) > 1 and name.casefold() not in common}


def occurrences(
    tables: Mapping[str, pd.DataFrame], names: Iterable[str], columns: Mapping[str, Iterable[str]] | None = None
) -> list[tuple[str, str, str, list[int]]]:
    """Where names occur as whole words: table, column, name, rows as a spreadsheet numbers them (the header is row 1).

    Several words match in any case; a single word as it is written or in capitals, so that "Will" is not "will".
    `columns` restricts the search for each table; without it every text column is searched.
    """
    wanted = sorted({name for name in names if name.strip()})
    hits = []
    for table, frame in tables.items():
        for column in frame.columns if columns is None else columns.get(table, ()):
            if column not in frame.columns or pd.api.types.is_numeric_dtype(frame[column]):
                continue
            texts = [str(value) for value in frame[column].tolist()]
            joined = "\n".join(text.casefold().replace("\n", " ") for text in texts)
            line_ends = [place for place, character in enumerate(joined) if character == "\n"]
            for name in wanted:
                pattern = _pattern(name)
                # Most cells do not hold the name at all, and a plain look says so far sooner than the pattern.
                near = _lines_with(max(name.casefold().split(), key=len), joined, line_ends)
                rows = [row + 2 for row in near if pattern.search(texts[row])]
                if rows:
                    hits.append((table, str(column), name, rows))
    return hits


def _lines_with(word: str, joined: str, line_ends: list[int]) -> Iterator[int]:
    """The lines of a text that hold a word, each once, without looking at the others one by one."""
    place = joined.find(word)
    while place >= 0:
        line = bisect_left(line_ends, place)
        yield line
        place = joined.find(word, line_ends[line]) if line < len(line_ends) else -1


def _pattern(name: str) -> re.Pattern[str]:
    words = name.split()
    if len(words) > 1:
        return re.compile(r"(?<!\w)" + r"\s+".join(map(re.escape, words)) + r"(?!\w)", re.IGNORECASE)
    forms = "|".join(sorted({re.escape(name), re.escape(name.upper())}))
    return re.compile(rf"(?<!\w)(?:{forms})(?!\w)")
