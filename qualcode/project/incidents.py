"""Incidents: what people tell that happened, each account with its own date, actor and mechanism."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from qualcode.errors import NotFound, Refused
from qualcode.project.speaking import Speaking
from qualcode.store import schema as t
from qualcode.text.dates import fuzzy_date

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.project.project import Project

Row = dict[str, Any]
FIELDS = ("name", "date", "actor", "mechanism", "note")


class Incidents:
    """`study.incidents`.

    An account is one coded passage that tells of an incident. Accounts of one name in one case are about the same
    incident; each keeps its own date, so that dates which contradict each other stand side by side. The source of the
    idea: Van de Ven & Poole (1990), who code incidents, with date, actor and action, before they speak of events.
    """

    def __init__(self, study: Project) -> None:
        self._study = study

    def add(
        self, coding: str, name: str, *, date: str = "", actor: str = "", mechanism: str = "", note: str = ""
    ) -> str:
        """Say that a coding tells of an incident, and when. Returns the id of the account.

        Args:
            name: what happened, in a few words; the same name in the same case is the same incident.
            date: as this account has it, in the notation of `qualcode.text.dates.fuzzy_date`; empty when it gives none.
            actor: who acted.
            mechanism: how it changed what came after, in a few words.

        Raises:
            NotFound: no such coding.
            Refused: no name, a date that is none, the incident is on the coding already, or the passage is no evidence.
        """
        held = self._study.codings[coding]
        if not Speaking.now(self._study).of(held.document, held.start, held.end)["eligible"]:
            raise Refused(
                "This passage holds the interviewer's or a researcher's words; it cannot tell of an incident."
            )
        values = _checked({"name": name, "date": date, "actor": actor, "mechanism": mechanism, "note": note})
        values["name"] = self._as_known(values["name"])
        with self._study.act("incidents.add") as current:
            _refuse_twice(current.rows(_same(coding, values["name"])), values["name"])
            row = current.insert(t.incidents, coding_id=coding, **values)
            current.summary = f"Noted the incident {values['name']}"
        return str(row["id"])

    def change(self, incident: str, *, seen: int | None = None, **fields: str) -> None:
        """Set name, date, actor, mechanism or note of an account; `seen` is the version that was read.

        Raises:
            NotFound: no such account.
            Conflict: somebody changed it since version `seen`.
            Refused: as in `add`, or a field that an account does not have.
        """
        values = _checked(fields)
        if "name" in values:
            values["name"] = self._as_known(values["name"], but=incident)
        with self._study.act("incidents.change") as current:
            row = _found(current.rows(select(t.incidents).where(t.incidents.c.id == incident)), incident)
            others = [item for item in current.rows(_same(row["coding_id"], values.get("name", ""))) if item != row]
            _refuse_twice(others, values.get("name", ""))
            current.update(t.incidents, incident, seen=seen, **values)
            current.summary = f"Changed the incident {values.get('name', row['name'])}"

    def remove(self, incident: str, *, why: str = "") -> None:
        """Take an account away; the coding stays.

        Raises:
            NotFound: no such account.
        """
        with self._study.act("incidents.remove", why=why) as current:
            row = _found(current.rows(select(t.incidents).where(t.incidents.c.id == incident)), incident)
            current.delete(t.incidents, incident)
            current.summary = f"Removed an account of the incident {row['name']}"

    def of(self, coding: str) -> list[Row]:
        """The accounts that a coding gives: id, version and FIELDS, by name."""
        rows = self._study.store.rows(select(t.incidents).where(t.incidents.c.coding_id == coding))
        named = ("id", "version", *FIELDS)
        return sorted(({name: row[name] for name in named} for row in rows), key=lambda row: str(row["name"]))

    def names(self, case: str = "") -> list[str]:
        """The names of incidents, of one case or of all, sorted: what an account can be tied to."""
        frame = self.table()
        own = frame if not case else frame[frame["case"] == self._study.find.case(case)["key"]]
        return sorted(set(own["incident"]))

    def table(self) -> pd.DataFrame:
        """One row an account, by case, day and incident; see `qualcode.analysis.accounts` for the columns."""
        from qualcode.analysis import accounts
        from qualcode.project import frames

        return accounts(frames.incidents(self._study), frames.codings(self._study), frames.cases(self._study))

    def _as_known(self, name: str, *, but: str = "") -> str:
        """The spelling of another incident that has this name in other capitals; else the name."""
        rows = self._study.store.rows(
            select(t.incidents.c.name).where(t.incidents.c.id != but).order_by(t.incidents.c.name)
        )
        return next((row["name"] for row in rows if row["name"].casefold() == name.casefold()), name)

    def __len__(self) -> int:
        return len(self._study.store.rows(select(t.incidents.c.id)))


def _same(coding: str, name: str) -> Any:
    return select(t.incidents).where(t.incidents.c.coding_id == coding, t.incidents.c.name == name)


def _found(rows: list[Row], incident: str) -> Row:
    if not rows:
        raise NotFound(f"There is no account '{incident}'. It may have been removed.")
    return rows[0]


def _refuse_twice(rows: list[Row], name: str) -> None:
    if rows:
        raise Refused(f"This passage tells of '{name}' already. Change that account, or give this one another name.")


def _checked(fields: dict[str, str]) -> dict[str, str]:
    unknown = [name for name in fields if name not in FIELDS]
    if unknown:
        raise Refused(f"An account has no '{unknown[0]}'. It may have: {', '.join(FIELDS)}.")
    values = {name: " ".join(text.split()) if name != "note" else text.strip() for name, text in fields.items()}
    if not values.get("name", "x"):
        raise Refused("An incident needs a name: what happened, in a few words.")
    if "date" in values:
        fuzzy_date(values["date"])
    return values
