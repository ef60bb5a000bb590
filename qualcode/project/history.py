"""The history of a study: every act, undo and redo, earlier states."""

from __future__ import annotations

import operator
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, SupportsIndex

from sqlalchemy import ColumnElement, Select, exists, func, or_, select

from qualcode.errors import NotFound, Refused
from qualcode.store import Change, as_of, last_to_undo, state_hash, undo
from qualcode.store import schema as t

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.project.project import Project
    from qualcode.project.telling import Told


class History:
    """`study.history`."""

    def __init__(self, study: Project) -> None:
        self._study = study

    def table(self, *, about: str | None = None) -> pd.DataFrame:
        """One row an act, oldest first: seq, at (UTC), coder, act, summary, why, undone (the act that undid it, or 0).

        Args:
            about: only the acts that touched this object, as kind:name, e.g. "code:two_worlds".
        """
        query = _acts().order_by(t.events.c.seq)
        return self._frame(query if about is None else query.where(self._touches(about)))

    def find(
        self,
        *,
        containing: str = "",
        coder: str = "",
        acts: Iterable[str] = (),
        about: str | None = None,
        seq: int | None = None,
        size: int = 50,
        start: int = 0,
    ) -> tuple[pd.DataFrame, int]:
        """The acts that fit, newest first, a page at a time: the rows as in `table`, and how many fit in all.

        Args:
            containing: words of the summary or the reason, in any case.
            acts: names of acts ("themes.merge"), or all of a kind ("themes.").
            about: as in `table`.
            seq: only the act of this number.
            size, start: how many rows, from the how-manieth on.
        """
        seqs = select(t.events.c.seq).order_by(t.events.c.seq.desc())
        if seq is not None:
            seqs = seqs.where(t.events.c.seq == seq)
        if coder:
            seqs = seqs.where(t.events.c.coder == coder)
        if wanted := list(acts):
            kinds = [t.events.c.act.startswith(act, autoescape=True) for act in wanted if act.endswith(".")]
            seqs = seqs.where(or_(t.events.c.act.in_(wanted), *kinds))
        if about is not None:
            seqs = seqs.where(self._touches(about))
        with self._study.store.reading() as connection:
            if needle := " ".join(containing.split()).casefold():
                said = seqs.add_columns(t.events.c.summary, t.events.c.why)
                fitting = [seq for seq, *texts in connection.execute(said) if needle in "\n".join(texts).casefold()]
                total, chosen = len(fitting), fitting[start : start + size]
            else:
                total = connection.execute(select(func.count()).select_from(seqs.subquery())).scalar_one()
                chosen = list(connection.execute(seqs.limit(size).offset(start)).scalars())
            page = _acts().where(t.events.c.seq.in_(chosen)).order_by(t.events.c.seq.desc())
            return self._frame(page), total

    def acts(self) -> list[str]:
        """The names of the acts that there were, such as "codings.add", in alphabetical order."""
        return [row["act"] for row in self._study.store.rows(select(t.events.c.act).distinct().order_by("act"))]

    def changes(self, seq: int, *, most: int | None = None) -> list[Change]:
        """What act `seq` did to each row, in the order in which it did it; `most` rows at most."""
        query = select(t.changes).where(t.changes.c.seq == seq).order_by(t.changes.c.id).limit(most)
        rows = self._study.store.rows(query)
        return [Change(row["place"], row["row_id"], row["before"], row["after"]) for row in rows]

    def images(self, *tables: str) -> list[dict[str, Any]]:
        """All that acts did to the rows of these tables, oldest first.

        Each has the columns of `table`, and table, row (its id), before and after (its columns, or None).
        """
        columns = (
            t.changes.c.place.label("table"),
            t.changes.c.row_id.label("row"),
            t.changes.c.before,
            t.changes.c.after,
        )
        query = _acts().add_columns(*columns).join(t.changes, t.changes.c.seq == t.events.c.seq)
        rows = self._study.store.rows(query.where(t.changes.c.place.in_(tables)).order_by(t.changes.c.id))
        return [{**row, "undone": row["undone"] or 0} for row in rows]

    def told(self, seq: int, *, most: int = 30) -> tuple[list[Told], int]:
        """What act `seq` did to each object, in words, `most` objects at most; and to how many in all."""
        from qualcode.project.telling import told

        return told(self._study, seq, most=most)

    def _touches(self, about: str) -> ColumnElement[bool]:
        _, row = self._study.find.anything(about)
        return exists().where(t.changes.c.seq == t.events.c.seq, t.changes.c.row_id == row["id"])

    def _frame(self, query: Select[Any]) -> pd.DataFrame:
        frame = self._study.store.frame(query)
        return frame.assign(undone=frame["undone"].fillna(0).astype(int))

    def undo(self, seq: int | None = None) -> str:
        """Take back this coder's latest act, or act `seq` of anybody. Returns what was undone, in a sentence.

        Raises:
            Conflict: somebody changed what the act did; nothing is undone.
            Refused: there is nothing to undo.
        """
        self._study.coder_id()
        target = _number(seq) if seq is not None else last_to_undo(self._study.store, self._study.coder)
        if target is None:
            raise Refused(f"There is no act of {self._study.coder} to undo.")
        return undo(self._study.store, target, self._study.coder)

    def redo(self) -> str:
        """Do again what this coder undid last. Returns it in a sentence."""
        self._study.coder_id()
        target = last_to_undo(self._study.store, self._study.coder, again=True)
        if target is None:
            raise Refused(f"{self._study.coder} has undone nothing that could be done again.")
        return undo(self._study.store, target, self._study.coder).removeprefix("Undid: ")

    def as_of(self, when: int | str) -> Project:
        """The study as it was after act `when`, or at a moment (ISO text, UTC; a date means its end). Read-only.

        Raises:
            NotFound: the study did not exist yet.
        """
        from qualcode.project.project import Project

        seq = self.seq_at(when) if isinstance(when, str) else _number(when)
        known = self._study.store.rows(select(t.events.c.seq).where(t.events.c.seq == seq))
        if not known:
            raise NotFound(f"There is no act {seq} in the history.")
        return Project(as_of(self._study.store, seq), self._study.coder)

    def next_undo(self) -> str:
        """What `undo` would take back, in a sentence; "" when there is nothing."""
        return self._summary(last_to_undo(self._study.store, self._study.coder))

    def next_redo(self) -> str:
        """What `redo` would do again, in a sentence; "" when there is nothing."""
        return self._summary(last_to_undo(self._study.store, self._study.coder, again=True))

    def _summary(self, seq: int | None) -> str:
        if seq is None:
            return ""
        found = self._study.store.rows(select(t.events.c.summary).where(t.events.c.seq == seq))
        return str(found[0]["summary"]).removeprefix("Undid: ")

    def hash(self) -> str:
        """A hash of everything the study holds, history aside; equal states have equal hashes."""
        return state_hash(self._study.store)

    def __len__(self) -> int:
        return len(self._study.store.rows(select(t.events.c.seq)))

    def seq_at(self, when: str) -> int:
        """The number of the last act at a moment (ISO text, UTC; a date means its end).

        Raises:
            NotFound: the study did not exist yet.
        """
        query = select(t.events.c.seq).where(t.events.c.at <= _moment(when)).order_by(t.events.c.seq.desc()).limit(1)
        found = self._study.store.rows(query)
        if not found:
            raise NotFound(f"On {when} the study did not exist yet.")
        return int(found[0]["seq"])


def _acts() -> Select[Any]:
    undoer = t.events.alias()
    columns = [t.events.c[name] for name in ("seq", "at", "coder", "act", "summary", "why")]
    return select(*columns, undoer.c.seq.label("undone")).outerjoin(undoer, undoer.c.undoes == t.events.c.seq)


def _number(seq: SupportsIndex) -> int:
    try:
        number = operator.index(seq)
    except TypeError:
        raise Refused(f"'{seq}' is no number of an act. The history lists them.") from None
    if isinstance(seq, bool) or not 0 < number < 2**63:
        raise NotFound(f"There is no act {seq} in the history.")
    return int(number)


def _moment(when: str) -> str:
    """The moment as the events hold it: UTC, to the millisecond. A day means its end."""
    try:
        try:
            moment = datetime.combine(date.fromisoformat(when), datetime.min.time(), UTC) + timedelta(days=1)
            moment -= timedelta(milliseconds=1)
        except ValueError:
            moment = datetime.fromisoformat(when)
            moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise Refused(
            f"'{when}' is no date. Write 2026-05-31, or 2026-05-31T14:00 in UTC, or the number of an act."
        ) from None
    return moment.isoformat(timespec="milliseconds")
