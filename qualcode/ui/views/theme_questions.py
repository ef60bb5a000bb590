"""Questions that a methods reviewer would ask about the themes, with what each rests on. Never a block or a score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from qualcode.analysis import advisories, evidence_flags
from qualcode.analysis.frames import records
from qualcode.analysis.themes import theme_board
from qualcode.analysis.voices import evidence, tally
from qualcode.project import Project, frames
from qualcode.ui.views.theme_evidence import Evidence, own_codings, shown
from qualcode.ui.views.themes import many

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, Any]
Rests = Literal["passages", "suggested", "shared", "quoted", "card", "board", "documents", "codebook"]
FLAGS = {
    "no evidence": "Its codes lie on no passage yet. Which words would carry it?",
    "no voice: archival text only": "It rests on archival text only; nobody speaks. Who could say more about it?",
    "one voice": "It rests on one voice: {voice}. Is it this person’s story, or one that others share?",
    "one quote": "It rests on one passage. What else in the data tells of it?",
    "one case": "All of it lies in one case: {case}. Is it about this case, or about more?",
    "one sector": "Only people of one sector speak here: {sector}. What would the others say?",
}
SECTOR_UNKNOWN = "Where a sector is recorded, it is always the same: {sector}. Where do the others belong?"
PASSAGE, EXEMPLAR = "passage", "exemplar quote"
MOST_NAMED = 2
PLACE = ["document_id", "start", "end"]
NO_CONCEPT = "It has no central organising concept yet. What is the one idea that all of it shares?"
NO_CODES = "It rests on no code. Which codes tell its story?"
NO_MISFIT = "Nothing is recorded that does not fit. What did you look for that would speak against it?"


@dataclass(frozen=True, slots=True)
class Question:
    """Something to think about: of which theme (its key; "" for all), the question, and what it rests on."""

    theme: str
    text: str
    rests_on: Rests

    @property
    def id(self) -> str:
        """Tells questions apart, and stays the same while the question does."""
        return f"{self.theme}:{self.rests_on}:{self.text}"


def questions(study: Project, theme: str = "") -> list[Question]:
    """What to ask about the themes, or about one of them; those about all of them come last."""
    frame, links, codings = frames.themes(study), frames.theme_codes(study), study.codings.table()
    board = theme_board(frame)
    named = dict(zip(board["theme"], board["label"], strict=True))
    worded = advisories(frame, frames.codes(study), theme_codes=links)
    links = links[links["theme"].isin(board["theme"])]
    found = evidence(codings, "coding", "origin").merge(links.drop_duplicates(), on="code")
    shared = _shared(found)
    if theme:
        found = found[found["theme"] == theme]
    counts = {row["theme"]: row for row in records(tally(found, ["theme"]))}
    extracts = study.themes.extracts()
    misfits = set(extracts.loc[extracts["kind"] == "does_not_fit", "theme"])
    quoted = _shared(_quoted(extracts[extracts["kind"] == "exemplar"], codings))
    asked: list[Question] = []
    for key, label, concept in zip(board["theme"], board["label"], board["central_organising_concept"], strict=True):
        if theme and key != theme:
            continue
        own = found[found["theme"] == key]
        asks: list[tuple[str, Rests]] = [] if concept else [(NO_CONCEPT, "card")]
        asks += [(text, "card") for text in worded.loc[worded["about"] == f"theme '{label}'", "question"]]
        if not (links["theme"] == key).any():
            asks.append((NO_CODES, "card"))
        elif not len(own):
            asks.append((FLAGS["no evidence"], "card"))
        else:
            asks += [(_flagged(flag, own, study), "passages") for flag in evidence_flags(counts[key])]
            asks += [] if key in misfits else [(NO_MISFIT, "passages")]
            asks += [(born, "suggested")] if (born := _born(own)) else []
            asks += [(_also(*shared[key], named, PASSAGE), "shared")] if key in shared else []
            asks += [(_also(*quoted[key], named, EXEMPLAR), "quoted")] if key in quoted else []
        asked += [Question(key, text, rests_on) for text, rests_on in asks]
    return asked if theme else asked + _of_all(study, worded)


def evidence_of(study: Project, question: Question, *, most: int = 50, readonly: bool = False) -> Evidence:
    """The passages that a question rests on."""
    own = own_codings(study, question.theme)
    own = own[own["eligible"]]
    if question.rests_on == "suggested":
        own = own[own["origin"] == "suggestion"]
    elif question.rests_on in ("shared", "quoted"):
        links, extracts = frames.theme_codes(study), study.themes.extracts()
        links = links[links["theme"].isin(theme_board(frames.themes(study))["theme"])]
        if question.rests_on == "shared":
            places = _places(links, study.codings.table())
        else:
            places = _quoted(extracts[extracts["kind"] == "exemplar"], study.codings.table())
        mine, others = places[places["theme"] == question.theme], places[places["theme"] != question.theme]
        both = mine[PLACE].drop_duplicates().merge(others[PLACE].drop_duplicates(), on=PLACE)
        own = own.merge(both, on=PLACE)
    return shown(study, own, theme=question.theme, most=most, readonly=readonly)


def _of_all(study: Project, worded: pd.DataFrame) -> list[Question]:
    asked = []
    for about, text in zip(worded["about"], worded["question"], strict=True):
        if about == "themes":
            asked.append(Question("", text, "board"))
        elif about == "codes" or about.startswith("code "):
            asked.append(Question("", text if about == "codes" else f"{about.capitalize()}: {text}", "codebook"))
    documents = frames.documents(study)
    unread = list(documents.loc[~documents["read"], "document"])
    if unread:
        names = f"{', '.join(unread[:6])}{', …' if len(unread) > 6 else ''}"
        are, they = ("document is", "it") if len(unread) == 1 else ("documents are", "they")
        text = f"{len(unread):,} {are} not yet read: {names}. What might {they} say against the themes?"
        asked.append(Question("", text, "documents"))
    return asked


def _flagged(flag: str, own: pd.DataFrame, study: Project) -> str:
    words = FLAGS.get(flag, SECTOR_UNKNOWN if flag.startswith("one sector") else flag)
    said = {name: next((value for value in own[name] if value), "") for name in ("voice", "case", "sector")}
    cases = frames.cases(study)
    called = dict(zip(cases["case"], cases["label"], strict=True))
    return words.format(voice=said["voice"], case=called.get(said["case"], said["case"]), sector=said["sector"])


def _born(own: pd.DataFrame) -> str:
    each = own.drop_duplicates("coding")  # a passage of several people has a row for each
    born = int((each["origin"] == "suggestion").sum())
    if not born:
        return ""
    share = f"{born:,} of its {many(len(each), 'coding')} began as suggestions"
    return f"{share}. Would you have coded these passages without them?"


def _also(count: int, others: list[str], named: dict[str, str], noun: str) -> str:
    names = [f"“{named[other]}”" for other in others[:MOST_NAMED]]
    names += [many(len(others) - MOST_NAMED, "other theme")] if len(others) > MOST_NAMED else []
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    stand, them = ("also stands", "it") if count == 1 else ("also stand", "them")
    return f"{many(count, noun)} of it {stand} under {listed}. What does each theme say with {them}?"


def _places(links: pd.DataFrame, codings: pd.DataFrame) -> pd.DataFrame:
    """The passages of each theme: theme, document_id, start, end."""
    joined = codings.loc[codings["eligible"], [*PLACE, "code"]].merge(links.drop_duplicates(), on="code")
    return joined[["theme", *PLACE]]


def _quoted(extracts: pd.DataFrame, codings: pd.DataFrame) -> pd.DataFrame:
    """The passages chosen for each theme: theme, document_id, start, end."""
    return extracts[["theme", "coding"]].merge(codings, on="coding")[["theme", *PLACE]]


def _shared(places: pd.DataFrame) -> dict[str, tuple[int, list[str]]]:
    """How many passages of each theme stand under other themes too, and under which."""
    numbered = places[["theme"]].assign(place=places.groupby(PLACE, sort=False).ngroup()).drop_duplicates()
    twice = numbered[numbered["place"].duplicated(keep=False)]
    pairs = twice.merge(twice, on="place", suffixes=("", "_other"))
    pairs = pairs[pairs["theme"] != pairs["theme_other"]]
    counts = twice["theme"].value_counts()
    others = pairs.groupby("theme")["theme_other"]
    return {str(theme): (int(counts[theme]), list(found.value_counts().index)) for theme, found in others}
