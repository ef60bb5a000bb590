"""What a study holds at a moment, counted once: what phases and next steps are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.project import Project, frames
from qualcode.ui.views.documents import nobodys

if TYPE_CHECKING:
    import pandas as pd


def counted(count: int, one: str, many: str = "") -> str:
    """A number with its noun.

    >>> counted(1, "case"), counted(1200, "case"), counted(2, "person", "people")
    ('1 case', '1,200 cases', '2 people')
    """
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"


@dataclass(frozen=True, slots=True)
class Standing:
    """A study as its coder sees it. `cases` has what tables call each case, by its key."""

    documents: pd.DataFrame
    mine: set[str]
    codes: int
    rules: bool
    ran: bool
    codings: int
    codes_used: int
    people: int
    cases_heard: int
    waiting: int
    themes: pd.DataFrame
    extracts: pd.DataFrame
    summaries: int
    memos: pd.DataFrame
    cases: dict[str, str]
    unnamed: int

    @classmethod
    def of(cls, study: Project) -> Standing:
        """What the study holds now, as its coder sees it."""
        book = study.codebook.value()
        memos, codings, cases = frames.memos(study), frames.codings(study), frames.cases(study)
        heard = codings[codings["eligible"]]
        voices = {voice for cell in heard["voice"].unique() for voice in cell.split("\n") if voice}
        return cls(
            documents=study.documents.attention().assign(document_id=frames.documents(study)["document_id"]),
            mine=study.documents.read_by(study.coder),
            codes=len(book.codes),
            rules=any(code.rules for code in book.codes),
            codings=len(codings),
            codes_used=codings["code"].nunique(),
            people=len(voices),
            cases_heard=len([case for case in heard["case"].unique() if case]),
            waiting=len(study.suggestions.table()),
            themes=frames.themes(study),
            extracts=frames.extracts(study),
            summaries=len(frames.summaries(study)),
            memos=memos[~memos["private"] | (memos["coder"] == study.coder)],
            cases=dict(zip(cases["case"], cases["label"], strict=True)),
            unnamed=nobodys(study),
            ran="suggestions.run" in set(study.history.table()["act"]),
        )

    def unread(self) -> list[str]:
        """The documents that this coder has not read, in order."""
        mine = self.documents["document_id"].isin(self.mine)
        return [str(name) for name in self.documents.loc[~mine, "document"]]

    def uncoded(self) -> list[str]:
        """The documents that this coder has read and nobody has coded in."""
        mine = self.documents["document_id"].isin(self.mine)
        return [str(name) for name in self.documents.loc[mine & (self.documents["coded_percent"] == 0), "document"]]

    def standing(self) -> pd.DataFrame:
        """The themes that are not discarded."""
        return self.themes[self.themes["status"] != "discarded"]

    def candidates(self) -> pd.DataFrame:
        """The themes that say no central organising concept yet."""
        rows = self.standing()
        return rows[(rows["central_organising_concept"].str.strip() == "") | (rows["status"] != "defined")]

    def without(self, kind: str) -> pd.DataFrame:
        """The themes that nobody chose such an extract for: exemplar or does_not_fit."""
        rows = self.standing()
        return rows[~rows["theme"].isin(self.extracts.loc[self.extracts["kind"] == kind, "theme"])]

    def untold(self) -> list[str]:
        """The keys of the cases without a narrative."""
        told = self.memos.loc[self.memos["kind"] == "case narrative", "about"]
        have = {item.removeprefix("case:") for about in told for item in about}
        return [case for case in self.cases if case not in have]
