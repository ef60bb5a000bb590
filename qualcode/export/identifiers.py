"""Finding names of people, organisations and cases in what is about to be exported."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate

import pandas as pd

from qualcode.analysis.frames import take
from qualcode.analysis.study import StudyData

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
# Names of five letters and more that are ordinary words too: in small letters they name nobody.
_ORDINARY_TEXT = """
abbey alliance amber angel april archer arrow august autumn baker banks bishop black bloom books bridge bright brook
brooks brown bruce burns butler carpenter carter castle chance charity chase clerk close coast commons community
cooper council crane cross daisy dance daring dawn digital drake earth ember england english faith fields fisher
flower flowers foods forest forward foster franklin frank french fresh friend friends gardener glass global goods
grace grant green group guard happy harbour harbor harper haven heart heath holly homes honor honour hooker house
hunter ivory jewel joint justice kitchen knight known large light little lodge loose loyal lucky major marble march
market marks marsh mason mayor melody mercy miles miller mills moment moore mountain network noble north olive opera
orange parish parker parks patience pearl pepper piper place point poole porter potter power price pride prince
proper prudence queen quick reeds river rivers robin rocky rowan royal sandy savage school scott serene shade sharp
shell shepherd shore short silver singer skinner small smart smith snake somers south spark spring staff stark steel
stern stone storm story strange street strong summer summers swift sword table tailor temple terry thorn tiger today
tower town trade truth tucker turner union unity valley victor violet vision wagner walker waters weaver wells wheel
white wilde winter wolfe women woods works world worth young
"""
_ORDINARY = set(_ORDINARY_TEXT.split())
LEAST_IN_SMALL_LETTERS = 5
PARTICIPANT, SPEAKER = "the name of a participant", "the label of a speaker"
INTERVIEWER, RESEARCHER = "the name of an interviewer", "the name of a researcher"
ORGANISATION, CASE = "the name of an organisation", "the label of a case"
_ASKS = {"interviewer": INTERVIEWER, "researcher": RESEARCHER}
# The act of a coder who joins: its sentence names that coder, who is no participant.
JOINING = "coders.add"
# An underscore ends a word, as a blank does.
_BEFORE, _AFTER = r"(?<![^\W_])", r"(?![^\W_])"
_APOSTROPHES = "'’‘ʼ′"
_ONE_APOSTROPHE = dict.fromkeys(map(ord, _APOSTROPHES), "'")
_unspaced = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_WORD = re.compile(r"[^\W\d_]{3,}(?:['’-][^\W\d_]+)*")


def known_names(data: StudyData) -> dict[str, str]:
    """Name → what it is, of everybody and everything whose name a reader must not meet.

    Participants' and interviewers' names whole and by their parts (of three letters and more), speakers' labels that
    are names, organisations, and the labels of cases. Interviewers' and researchers' names are called that. Labels
    such as "Participant 3" and words that are somebody's sector or seniority are not names.
    """
    people = take(data.participants, "participants")
    organisations = take(data.organisations, "organisations", "organisation", "name")
    cases = take(data.cases, "cases", "label")
    speakers = take(data.codings, "codings", "speaker", "role").drop_duplicates(["speaker", "role"])
    common = _NOBODY | {
        word.casefold() for value in {*people["sector"], *people["seniority"]} for word in _WORD.findall(value)
    }
    names: dict[str, str] = {}
    for label in cases["label"]:
        names[label.strip()] = CASE
    for organisation in (*organisations["organisation"], *organisations["name"], *people["organisation"]):
        names[organisation.strip()] = ORGANISATION
    for person, what in (
        *((name, _ASKS.get(role, PARTICIPANT)) for name, role in zip(people["name"], people["role"], strict=True)),
        *((label, _ASKS.get(role, SPEAKER)) for label, role in zip(speakers["speaker"], speakers["role"], strict=True)),
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

    Words end at blanks, marks and underscores: "Ana_Souza.docx" holds "Souza". Several words match in any case. So does
    a single word of five letters and more that is no ordinary word; other single words, and the labels of cases, match
    as they are written or in capitals, so that "Will" is not "will". Where the history says that a coder joined, the
    coder's name is no hit. `columns` restricts the search for each table; without it every text column is searched.
    """
    what = names if isinstance(names, Mapping) else {}
    wanted = {name: pattern_of(name, what.get(name, "")) for name in sorted(set(names)) if name.strip()}
    hits = []
    for table, frame in tables.items():
        for column in frame.columns if columns is None else columns.get(table, ()):
            if column not in frame.columns or pd.api.types.is_numeric_dtype(frame[column]):
                continue
            texts = [str(value) for value in frame[column].tolist()]
            if table == "history" and column == "summary" and "act" in frame.columns:
                texts = ["" if act == JOINING else text for act, text in zip(frame["act"], texts, strict=True)]
            index = LineIndex(texts)
            for name, pattern in wanted.items():
                rows = [row + 2 for row in index.near(name) if pattern.search(texts[row])]
                if rows:
                    hits.append((table, str(column), name, rows))
    return hits


class LineIndex:
    """Which of many texts may hold a name: most do not, and a plain look says so far sooner than a pattern."""

    def __init__(self, texts: Iterable[str]) -> None:
        folded = [text.casefold().translate(_ONE_APOSTROPHE).replace("\n", " ") for text in texts]
        self._joined = "\n".join(folded)
        self._ends = [end - 1 for end in accumulate(len(text) + 1 for text in folded)][:-1]

    def near(self, name: str) -> Iterator[int]:
        """The numbers of the texts that hold the longest word of the name, in any case, each once."""
        word = max(name.casefold().translate(_ONE_APOSTROPHE).split(), key=len)
        place = self._joined.find(word)
        while place >= 0:
            line = bisect_left(self._ends, place)
            yield line
            place = self._joined.find(word, self._ends[line]) if line < len(self._ends) else -1


def pattern_of(name: str, what: str = "") -> re.Pattern[str]:
    """What finds a name as whole words; `what` is as in `known_names`.

    >>> [bool(pattern_of("Zebulon").search(text)) for text in ("zebulon_quark", "ZEBULON2", "zebulonian")]
    [True, False, False]
    >>> [bool(pattern_of("Will").search(text)) for text in ("Ask Will.", "WILL", "we will")]
    [True, True, False]
    """
    words = name.split()
    # Scripts such as Chinese and Thai put no blank between words, so a name may stand amid other letters.
    before, after = ("", "") if any(map(_unspaced.match, name)) else (_BEFORE, _AFTER)
    if len(words) > 1:
        return re.compile(before + r"[\s_]+".join(map(_escaped, words)) + after, re.IGNORECASE)
    lower = name.casefold()
    if what != CASE and lower not in _ORDINARY and sum(map(str.isalpha, lower)) >= LEAST_IN_SMALL_LETTERS:
        return re.compile(before + _escaped(name) + after, re.IGNORECASE)
    forms = "|".join(sorted({_escaped(name), _escaped(name.upper())}))
    return re.compile(f"{before}(?:{forms}){after}")


def _escaped(text: str) -> str:
    """The text as a pattern in which each apostrophe stands for all of them."""
    return re.sub(f"[{_APOSTROPHES}]", f"[{_APOSTROPHES}]", re.escape(text))
