"""The history of a study: every act, undo and redo, earlier states."""

from __future__ import annotations

import operator
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, SupportsIndex

from sqlalchemy import exists, select

from qualcode.errors import NotFound, Refused
from qualcode.store import as_of, last_to_undo, state_hash, undo
from qualcode.store import schema as t

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.project.project import Project


class History:
    """`study.history`."""

    def __init__(self, study: Project) -> None:
        self._study = study

    def table(self, *, about: str | None = None) -> pd.DataFrame:
        """One row an act, oldest first: seq, at (UTC), coder, act, summary, why, undone (the act that undid it, or 0).

        Args:
            about: only the acts that touched this object, as kind:name, e.g. "code:two_worlds".
        """
        undoer = t.events.alias()
        query = (
            select(
                t.events.c.seq,
                t.events.c.at,
                t.events.c.coder,
                t.events.c.act,
                t.events.c.summary,
                t.events.c.why,
                undoer.c.seq.label("undone"),
            )
            .outerjoin(undoer, undoer.c.undoes == t.events.c.seq)
            .order_by(t.events.c.seq)
        )
        if about is not None:
            _, row = self._study.find.anything(about)
            touched = exists().where(t.changes.c.seq == t.events.c.seq, t.changes.c.row_id == row["id"])
            query = query.where(touched)
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

        seq = self._seq_at(when) if isinstance(when, str) else _number(when)
        known = self._study.store.rows(select(t.events.c.seq).where(t.events.c.seq == seq))
        if not known:
            raise NotFound(f"There is no act {seq} in the history.")
        return Project(as_of(self._study.store, seq), self._study.coder)

    def hash(self) -> str:
        """A hash of everything the study holds, history aside; equal states have equal hashes."""
        return state_hash(self._study.store)

    def __len__(self) -> int:
        return len(self._study.store.rows(select(t.events.c.seq)))

    def _seq_at(self, when: str) -> int:
        query = select(t.events.c.seq).where(t.events.c.at <= _moment(when)).order_by(t.events.c.seq.desc()).limit(1)
        found = self._study.store.rows(query)
        if not found:
            raise NotFound(f"On {when} the study did not exist yet.")
        return int(found[0]["seq"])


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
