"""Project: one study, a handle with small collections. Reads give frames or values; writes are single acts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Self

from sqlalchemy import select

from qualcode.errors import ProjectError, Refused
from qualcode.model import APPROACHES, Approach
from qualcode.project.find import Find
from qualcode.project.remembering import Memory, last_act
from qualcode.store import Act, Change, Store, act, now
from qualcode.store import schema as t

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.export import ExportReport
    from qualcode.project.cases import Cases
    from qualcode.project.codebook import ProjectCodebook
    from qualcode.project.codings import Codings
    from qualcode.project.displaying import Displays
    from qualcode.project.documents import Documents
    from qualcode.project.evaluating import Evaluating
    from qualcode.project.history import History
    from qualcode.project.incidents import Incidents
    from qualcode.project.matching import Matching
    from qualcode.project.memos import Memos
    from qualcode.project.participants import Participants
    from qualcode.project.patterns import StudyPatterns
    from qualcode.project.suggestions import Suggestions
    from qualcode.project.themes import Themes

PROJECT_ID = "project"
SUFFIX = ".qualcode"


class Preview:
    """What an act would do, without doing it: `summary` in a sentence and the rows it would touch."""

    def __init__(self, summary: str, changes: Sequence[Change]) -> None:
        self.summary, self.changes = summary, tuple(changes)

    def __repr__(self) -> str:
        return f"Preview: {self.summary} ({self.counts()})"

    def counts(self) -> str:
        """How many rows of each table would be added, changed and removed, in words."""
        kinds: dict[str, int] = {}
        for change in self.changes:
            verb = "removed" if change.after is None else "added" if change.before is None else "changed"
            kinds[f"{change.table} {verb}"] = kinds.get(f"{change.table} {verb}", 0) + 1
        return ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())) or "nothing changes"

    def table(self) -> pd.DataFrame:
        """One row for each row that would change: table, row, before, after (dictionaries or None)."""
        import pandas as pd

        rows = [(change.table, change.row_id, change.before, change.after) for change in self.changes]
        return pd.DataFrame(rows, columns=["table", "row", "before", "after"], dtype=object)


class Project:
    """One study. Open it with `qualcode.open`; use it in a `with` block or call `close`.

    A coder is the person in whose name acts are recorded; without one the project can only be read. `memory` is what
    handles on one store share. Several threads may use a project at once.
    """

    def __init__(self, store: Store, coder: str = "", *, memory: Memory | None = None) -> None:
        self.store, self.coder = store, coder.strip()
        self.find = Find(store)
        self.memory = memory or Memory()
        self._opened = memory is None
        self._coder_id = ""

    def by(self, coder: str) -> Project:
        """The same study in another person's name; texts, words and tables in memory are shared.

        Closing it leaves the file open: that is done where the file was opened.
        """
        return Project(self.store, coder, memory=self.memory)

    @cached_property
    def documents(self) -> Documents:
        """The transcripts and other texts."""
        from qualcode.project.documents import Documents

        return Documents(self)

    @cached_property
    def cases(self) -> Cases:
        """What is compared, with attributes and organisations."""
        from qualcode.project.cases import Cases

        return Cases(self)

    @cached_property
    def participants(self) -> Participants:
        """The people who speak, and which label in which document is whose."""
        from qualcode.project.participants import Participants

        return Participants(self)

    @cached_property
    def codebook(self) -> ProjectCodebook:
        """The codes and their rules."""
        from qualcode.project.codebook import ProjectCodebook

        return ProjectCodebook(self)

    @cached_property
    def codings(self) -> Codings:
        """Codes on passages, each by a named coder."""
        from qualcode.project.codings import Codings

        return Codings(self)

    @cached_property
    def suggestions(self) -> Suggestions:
        """What the machine proposes, and what coders decided."""
        from qualcode.project.suggestions import Suggestions

        return Suggestions(self)

    @cached_property
    def themes(self) -> Themes:
        """Themes, their codes and extracts, and the theme × case summaries."""
        from qualcode.project.themes import Themes

        return Themes(self)

    @cached_property
    def incidents(self) -> Incidents:
        """What people tell that happened, each account with its date."""
        from qualcode.project.incidents import Incidents

        return Incidents(self)

    @cached_property
    def displays(self) -> Displays:
        """Tables and figures: six published analyses replayed on the study."""
        from qualcode.project.displaying import Displays

        return Displays(self)

    @cached_property
    def memos(self) -> Memos:
        """Memos, journal entries and case narratives."""
        from qualcode.project.memos import Memos

        return Memos(self)

    @cached_property
    def patterns(self) -> StudyPatterns:
        """Word patterns: what a topic model finds in participants' words."""
        from qualcode.project.patterns import StudyPatterns

        return StudyPatterns(self)

    @cached_property
    def history(self) -> History:
        """Every act; undo, and earlier states."""
        from qualcode.project.history import History

        return History(self)

    @cached_property
    def evaluation(self) -> Evaluating:
        """How well suggestions meet this coder's own codings."""
        from qualcode.project.evaluating import Evaluating

        return Evaluating(self)

    @property
    def matching(self) -> Matching:
        """The tokenised corpus, for searches and rules."""
        from qualcode.project.matching import Matching

        with self.memory.building:
            if self.memory.matching is None:
                self.memory.matching = Matching(self)
            return self.memory.matching

    # -- the study itself

    @property
    def name(self) -> str:
        """The study's name."""
        return str(self.row()["name"])

    @property
    def approach(self) -> Approach:
        """reflexive, codebook or reliability: what the software may show and do (see the method page)."""
        approach: Approach = self.row()["approach"]
        return approach

    @property
    def path(self) -> Path | None:
        """The project file; None for an earlier state, which lives in memory."""
        return self.store.path

    def last_act(self) -> int:
        """The number of the latest act of anybody: as long as it is the same, nothing changed."""
        with self.store.reading() as connection:
            return last_act(connection)

    def row(self) -> dict[str, Any]:
        """The row of the study itself."""
        return self.store.rows(select(t.project))[0]

    def set_approach(self, approach: Approach, *, why: str) -> None:
        """Change the approach; the reason goes into the history and the methods appendix.

        Raises:
            Refused: no reason, or an approach that is not one of reflexive, codebook, reliability.
        """
        if approach not in APPROACHES:
            raise Refused(f"'{approach}' is not an approach. Choose one of: {', '.join(APPROACHES)}.")
        if not why.strip():
            raise Refused("Say why the approach changes: a reader of the study will ask.")
        with self.act("project.set_approach", why=why) as current:
            current.update(t.project, PROJECT_ID, approach=approach)
            current.summary = f"Changed the approach to {approach}"

    def describe(self, *, name: str | None = None, question: str | None = None, seen: int | None = None) -> None:
        """Set the study's name or research question. `seen` is the version of the row that was read."""
        values: dict[str, Any] = {
            key: value for key, value in {"name": name, "question": question}.items() if value is not None
        }
        with self.act("project.describe") as current:
            current.update(t.project, PROJECT_ID, seen=seen, **values)
            current.summary = f"Set the study's {' and '.join(values)}"

    def coders(self) -> list[str]:
        """The names of those who worked on the study, by name."""
        return [row["name"] for row in self.store.rows(select(t.coders.c.name).order_by(t.coders.c.name))]

    def search(self, query: str, *, eligible_only: bool = False) -> pd.DataFrame:
        """Passages that the query finds, in document order; the language is that of rules.

        Columns: document, start, end, quote, speaker, case, found (the words hit), eligible.
        """
        return self.matching.search(query, eligible_only=eligible_only)

    def check(self) -> pd.DataFrame:
        """Everything that deserves a look before tables are made, most serious first. Never a block, never a score.

        Columns: about (what kind of thing), where, problem (one sentence), remedy, evidence (the words or numbers to
        judge by; people in it as sector and seniority, passages with document and place). Names of codings, documents
        and cases stand in it, so it is for the researchers. An empty frame means: nothing found.
        """
        from qualcode.project.checks import check

        return check(self)

    def readings(
        self, *, coders: Sequence[str] | None = None, unit: Literal["turn", "sentence"] = "turn"
    ) -> pd.DataFrame:
        """Where coders who have read the same document coded it differently, side by side: something to talk about.

        Columns: document, document_id, start, end, speaker, quote, and one for each coder with the codes that not all
        of them have there ("" for none of these, None where the coder has not read the document). Without `coders`,
        everybody who has read a document. In the reliability approach each codes blind first: to a coder who looks,
        only documents count that this coder has read.

        Raises:
            NotFound: a name that no coder has.
            Refused: fewer than two coders, or no document that two of them have read.
        """
        from qualcode.project.agreeing import readings_of

        return readings_of(self, coders=coders, unit=unit)

    def agreement(
        self, *, coders: Sequence[str] | None = None, unit: Literal["turn", "sentence"] = "turn"
    ) -> pd.DataFrame:
        """How far coders agree on each code, as a check on the codebook; not in the reflexive approach.

        Columns: code, code_name, units, coders, used, all_used, observed, kappa (two coders), alpha; see
        `qualcode.analysis.agreement` for formulas and sources. Only documents that two have read count, and only
        participants' words. `readings` lists the disagreements behind it.

        Raises:
            NotFound: a name that no coder has.
            Refused: the approach is reflexive, fewer than two coders, or no document that two of them have read.
        """
        from qualcode.project.agreeing import agreement_of

        return agreement_of(self, coders=coders, unit=unit)

    def export(self, path: str | Path, **options: Any) -> ExportReport:
        """Write tables: to a .csv (named after a table), an .xlsx, or a folder. See `qualcode.export.export_tables`.

        `key` is a file of names that must not leave (`qualcode.project.keyfile`): with one of them nothing is written.
        """
        from qualcode.project.exporting import export

        return export(self, Path(path), **options)

    def report(
        self,
        path: str | Path,
        *,
        granularity: str = "publication",
        journal: str | Iterable[str] = (),
        coreq: bool = False,
        least: int = 3,
        key: str | Path | None = None,
    ) -> ExportReport:
        """Write a report to a .docx or .html; `journal` names the memos to print. See `qualcode.project.reporting`."""
        from qualcode.project.reporting import report

        return report(self, Path(path), granularity=granularity, journal=journal, coreq=coreq, least=least, key=key)

    def backup(self, path: str | Path | None = None) -> Path:
        """Copy the project file, while it is open; beside it as NAME.backup.qualcode unless `path` is given."""
        if self.path is None and path is None:
            raise Refused("Say where to write the copy: this state lives in memory.")
        target = Path(path) if path else self.path.with_name(f"{self.path.stem}.backup{SUFFIX}")  # type: ignore[union-attr]
        return self.store.backup(target)

    # -- acts

    @contextmanager
    def act(self, name: str, *, why: str = "", preview: bool = False) -> Iterator[Act]:
        """One act in the name of this project's coder; see `qualcode.store.act`."""
        if not preview or not self.coder:
            self.coder_id()
        with act(self.store, name, self.coder, why=why.strip(), preview=preview) as current:
            yield current

    def refuse_nobody(self) -> None:
        """Refuse where the project was opened without a coder, before work that only a coder can end."""
        if not self.coder:
            raise Refused("Say who is coding: qualcode.open(path, coder='ana').")

    def coder_id(self) -> str:
        """The id of the coder, who is entered on the first write.

        Raises:
            Refused: the project was opened without a coder.
        """
        self.refuse_nobody()
        if not self._coder_id:
            known = select(t.coders.c.id).where(t.coders.c.name == self.coder)
            found = self.store.rows(known)
            if not found:
                with act(self.store, "coders.add", self.coder) as current:
                    if not current.rows(known):
                        current.insert(t.coders, name=self.coder)
                    current.summary = f"{self.coder} began to work on the study"
                found = self.store.rows(known)
            self._coder_id = str(found[0]["id"])
        return self._coder_id

    def close(self) -> None:
        """Let go of the project file; nothing happens for a handle that `by` gave."""
        if self._opened:
            self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Project {self.name!r} {self.path or 'in memory'}>"


def create(
    path: str | Path,
    *,
    coder: str = "",
    name: str = "",
    approach: Approach = "reflexive",
    language: str = "en",
    question: str = "",
) -> Project:
    """Make a new project file and open it.

    Raises:
        ProjectError: a file of this name exists, or the folder does not.
        Refused: an unknown approach.
    """
    if approach not in APPROACHES:
        raise Refused(f"'{approach}' is not an approach. Choose one of: {', '.join(APPROACHES)}.")
    path = Path(path)
    store = Store.create(path)
    with act(store, "project.create", coder.strip() or "qualcode") as current:
        current.insert(
            t.project,
            id=PROJECT_ID,
            name=name or path.stem,
            approach=approach,
            language=language,
            question=question,
            created_at=now(),
            codebook={},
        )
        current.summary = f"Created the study ({approach} approach)"
    return Project(store, coder)


def open_project(path: str | Path, coder: str = "", *, must_exist: bool = False) -> Project:
    """Open a project file; with a coder it is made when there is none, unless `must_exist`.

    Args:
        path: the file, by custom ending in .qualcode.
        coder: who works; needed for every act, not for reading.

    Raises:
        ProjectError: not a project file, damaged, from a newer version, or absent with `must_exist`.
    """
    path = Path(path)
    try:
        there = path.exists()
    except OSError as error:
        raise ProjectError(f"{path}: no file can have this name ({error.strerror}).") from error
    if not there and coder.strip() and not must_exist:
        return create(path, coder=coder)
    study = Project(Store.open(path), coder)
    if not study.store.rows(select(t.project.c.id)):
        study.close()
        raise ProjectError(f"{path}: this study was never finished being made. Delete the file and make it again.")
    return study
