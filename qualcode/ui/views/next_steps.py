"""What to do next in a study, from what it holds: the earliest phases first, never more than three."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from qualcode.ui.look import short
from qualcode.ui.views.standing import Standing, counted

ENOUGH_FOR_THEMES = 20


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do next: what, why, the page where it is done, and what that page shows then."""

    do: str
    why: str
    page: str
    query: dict[str, str] = field(default_factory=dict)


def next_steps(now: Standing, *, approach: str, most: int = 3) -> list[Step]:
    """The next steps, the first one first."""
    return list(islice(_steps(now, approach), most))


def _steps(now: Standing, approach: str) -> Iterator[Step]:
    if not len(now.documents):
        yield Step(
            "Bring in transcripts", "Everything starts with the texts. Many files can come at once.", "documents"
        )
        return
    yield from _reading(now)
    if not now.mine:
        # Whoever has read nothing here has nothing to decide yet, however far others are.
        if now.codes:
            why = f"{counted(now.codes, 'code')}: what belongs to each, and what does not."
            yield Step("Look through the codebook", why, "codebook")
        return
    yield from _coding(now, approach)
    yield from _themes(now)
    yield from _writing(now)


def _reading(now: Standing) -> Iterator[Step]:
    for name in now.unread()[:1]:
        left = f"{counted(len(now.unread()), 'document')} left for you to read. Mark each as read when you have."
        yield Step(f"Read {name}", left, "read", {"document": name})
    if now.unnamed:
        whose = f"{counted(now.unnamed, 'label')} {'is' if now.unnamed == 1 else 'are'} nobody’s yet."
        why = f"{whose} A quote is told by the sector and seniority of who said it."
        yield Step("Say who speaks", why, "documents", {"documents_tab": "Speakers"})


def _coding(now: Standing, approach: str) -> Iterator[Step]:
    for name in now.uncoded()[:1]:
        yield Step(f"Code {name}", "You have read it; no passage in it has a code.", "read", {"document": name})
    if now.rules and not now.ran and now.mine and approach != "reliability":
        why = "Your codes have rules. What they find is a suggestion until you decide."
        yield Step("Let the rules suggest", why, "review")
    if now.waiting:
        yield Step(f"Decide on {counted(now.waiting, 'suggestion')}", "One at a time, in their context.", "review")


def _themes(now: Standing) -> Iterator[Step]:
    if now.codings >= ENOUGH_FOR_THEMES and not len(now.standing()):
        why = f"{counted(now.codes_used, 'code')} in use: what may they mean together?"
        yield Step("Generate initial themes", why, "themes")
    candidates = now.candidates()
    for row in candidates[candidates["central_organising_concept"].str.strip() == ""].head(1).itertuples():
        why = "Without a central organising concept a theme stays a candidate."
        yield Step(f"Say what “{short(str(row.name), 40)}” claims", why, "themes", {"theme": str(row.theme)})
    for row in now.without("does_not_fit").head(1).itertuples():
        why = "No passage is recorded that speaks against it."
        yield Step(f"Look for what does not fit “{short(str(row.name), 24)}”", why, "themes", {"theme": str(row.theme)})


def _writing(now: Standing) -> Iterator[Step]:
    for case in now.untold()[:1]:
        left = f"{counted(len(now.untold()), 'case')} without a narrative; it comes before cases are compared."
        yield Step(f"Tell “{short(now.cases[case], 40)}” for itself", left, "cases", {"case": case})
    cells = len(now.standing()) * len(now.cases)
    if now.summaries < cells:
        left = f"{cells - now.summaries} of {counted(cells, 'cell')} of theme × case are not written."
        yield Step("Write what a theme means in a case", left, "cases")
    if now.codings:
        yield Step("Export the tables", "Every quote is checked against its source first.", "export")
