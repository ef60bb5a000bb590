"""Where a study stands: what each phase holds, what to do next, what was read and coded, what deserves a look."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qualcode.analysis.checking import KINDS
from qualcode.errors import Refused
from qualcode.project import Project
from qualcode.ui.views.standing import Standing, counted

if TYPE_CHECKING:
    import pandas as pd

SYNTHETIC = "SYNTHETIC.txt"
APPROACHES = {
    "reflexive": "Coding is interpretation, and you are its instrument. You read before anything is suggested; "
    "agreement is not measured.",
    "codebook": "A codebook is applied and amended, as in template, framework or matrix analysis. Suggestions are "
    "shown at once; agreement is a check on the codebook.",
    "reliability": "Coding is measurement by independent coders, blind to each other and to suggestions until both are "
    "done; agreement is told per code.",
}
COMMANDS = "documents|participants|memos|codings|themes|cases|codebook"
PLACES = {
    "quote": ("history", "To the history"),
    "coding": ("search", "To the search"),
    "speaker": ("documents", "To the speakers"),
    "participant": ("documents", "To the people"),
    "attribution": ("documents", "To the people"),
    "document": ("documents", "To the documents"),
    "case": ("cases", "To the cases"),
    "theme": ("themes", "To the themes"),
    "code": ("codebook", "To the codebook"),
    "suggestion": ("review", "To the suggestions"),
    "question": ("themes", "To the themes"),
}
TABS = {"speaker": "Speakers", "participant": "People", "attribution": "People"}


@dataclass(frozen=True, slots=True)
class Phase:
    """One of the six phases: what exists in it, and the page where it is done."""

    name: str
    about: str
    exists: tuple[str, ...]
    page: str
    link: str


@dataclass(frozen=True, slots=True)
class Problem:
    """One sentence, what to do, and where it holds: a frame of where and evidence."""

    said: str
    remedy: str
    found: pd.DataFrame


@dataclass(frozen=True, slots=True)
class Group:
    """Things of one kind that deserve a look, by problem, and the page to go to."""

    name: str
    problems: tuple[Problem, ...]
    page: str
    link: str
    query: dict[str, str]

    @property
    def count(self) -> int:
        """How many things there are."""
        return sum(len(problem.found) for problem in self.problems)


def phases(now: Standing) -> list[Phase]:
    """The six phases of thematic analysis, in order, each with what exists in it."""
    candidates = len(now.candidates())
    kinds, standing = now.memos["kind"].value_counts(), now.standing()
    chosen = len(standing) - len(now.without("exemplar"))
    discarded = len(now.themes) - len(standing)
    defined = len(standing) - candidates
    read = len(now.documents) - len(now.unread())
    return [
        Phase(
            "Familiarisation",
            "Read and reread; note what strikes you. No codes yet.",
            (f"{read} of {counted(len(now.documents), 'document')} read by you", _notes(kinds)),
            "read" if len(now.documents) else "documents",
            "Read" if len(now.documents) else "Bring in transcripts",
        ),
        Phase(
            "Systematic coding",
            "Give passages codes, what is said and what is meant; suggestions come after your own reading.",
            (
                f"words of {counted(now.people, 'person', 'people')}"
                + (f" in {counted(now.cases_heard, 'case')}" if now.cases_heard else "")
                + f", {counted(now.codings, 'coding')}",
                f"{now.codes_used} of {counted(now.codes, 'code')} in use",
                f"{counted(now.waiting, 'suggestion')} wait{'s' if now.waiting == 1 else ''} for your decision"
                if now.waiting
                else "",
            ),
            "read",
            "Read and code",
        ),
        Phase(
            "Generating initial themes",
            "Bring codes together around what they may mean: candidate themes.",
            (
                counted(len(standing), "theme"),
                counted(candidates, "candidate") if candidates else "",
            ),
            "themes",
            "Themes",
        ),
        Phase(
            "Developing and reviewing themes",
            "Hold themes against their extracts and the whole data set; look for what does not fit; let some go.",
            (
                f"{chosen} of {counted(len(standing), 'theme')} with chosen quotes",
                f"{len(standing) - len(now.without('does_not_fit'))} with something that does not fit",
                f"{discarded} discarded" if discarded else "",
            ),
            "themes",
            "Review themes",
        ),
        Phase(
            "Refining, defining and naming themes",
            "Say what each theme claims, what is in and what is out; name it.",
            (f"{defined} of {counted(len(standing), 'theme')} defined by a central organising concept",),
            "themes",
            "Define themes",
        ),
        Phase(
            "Writing",
            "Tell each case for itself, then across cases; write with extracts.",
            (
                f"{len(now.cases) - len(now.untold())} of {counted(len(now.cases), 'case')} with a narrative",
                f"{now.summaries} of {len(standing) * len(now.cases)} cells of theme × case written"
                if len(standing) * len(now.cases)
                else "",
            ),
            "cases",
            "Cases",
        ),
    ]


def read_and_coded(study: Project, now: Standing) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What was read and how much is coded, per case and per document; `mine` says whether this coder read it."""
    by_case = study.documents.attention(by_case=True)
    return by_case, now.documents.assign(mine=now.documents["document_id"].isin(now.mine))


def deserves_a_look(study: Project) -> list[Group]:
    """What `study.check()` finds, the most serious kind first, with remedies in the words of the workbench."""
    found = study.check()
    groups = []
    for about, (page, link) in PLACES.items():
        rows = found[found["about"] == about]
        if len(rows):
            problems = tuple(
                Problem(str(said), _without_command(str(remedy)), same[["where", "evidence"]].reset_index(drop=True))
                for (said, remedy), same in rows.groupby(["problem", "remedy"], sort=False)
            )
            query = {"documents_tab": TABS[about]} if about in TABS else {}
            groups.append(Group(KINDS[about], problems, page, link, query))
    return groups


def latest_acts(study: Project, most: int = 5) -> list[dict[str, Any]]:
    """The latest acts, newest first: at, coder, summary, undone."""
    frame = study.history.table().iloc[::-1].head(most)
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def is_sample(study: Project) -> bool:
    """Whether this is the synthetic study that the demonstration makes."""
    try:
        return study.path is not None and (study.path.parent / SYNTHETIC).is_file()
    except OSError:
        return False


def describe(study: Project, name: str, question: str, seen: int) -> None:
    """Set name and question, as far as they changed.

    Raises:
        Refused: the name is empty.
        Conflict: somebody changed them since version `seen`.
    """
    if not name.strip():
        raise Refused("The study needs a name.")
    row = study.row()
    values = {key: new for key, new in {"name": name.strip(), "question": question.strip()}.items() if new != row[key]}
    if values:
        study.describe(**values, seen=seen)


def _notes(kinds: pd.Series) -> str:
    notes = int(kinds.get("journal", 0)) + int(kinds.get("memo", 0))
    return counted(notes, "memo or journal entry", "memos and journal entries") if notes else "no memo or journal entry"


def _without_command(remedy: str) -> str:
    """Remedies name commands in parentheses; here a link leads there."""
    return re.sub(rf" \(({COMMANDS}) [^()]*\)", "", remedy)
