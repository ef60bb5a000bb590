"""The cases of a study, their dated attributes and the organisations nested in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from qualcode.errors import ImportProblems, Refused
from qualcode.model import Attribute
from qualcode.project.attributes import attribute_table, declare, declared, set_values
from qualcode.project.find import key_from, listed
from qualcode.project.tables import Table, read_table
from qualcode.store import Act
from qualcode.store import schema as t

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.project.project import Preview, Project

Row = dict[str, Any]
COLUMNS = ("case", "name", "label", "description")
SINCE = "since"
OF_CASES = select(t.attributes).where(t.attributes.c.applies_to == "case")


class Cases:
    """`study.cases`."""

    def __init__(self, study: Project) -> None:
        self._study = study

    def add(
        self,
        key: str,
        *,
        name: str = "",
        label: str = "",
        description: str = "",
        attributes: Mapping[str, Any] | None = None,
        organisations: Iterable[tuple[str, str]] = (),
    ) -> str:
        """Enter a case, or bring the one with this key up to date. Returns its key.

        Args:
            attributes: a value each, or for a dated attribute a list of {"value": …, "from": "2014"}.
            organisations: pairs of name and sector.
        """
        if not key.strip():
            raise Refused("A case needs a key, such as 'case1'.")
        with self._study.act("cases.add") as current:
            row = _enter(current, key.strip(), {"name": name, "label": label, "description": description})
            set_values(current, "case", [(row["id"], attributes or {})])
            for organisation, sector in organisations:
                _organisation(current, row["id"], organisation, sector)
            current.summary = f"Entered the case {name or key}"
        return str(row["key"])

    def edit(self, wanted: Mapping[str, Mapping[str, str]]) -> None:
        """Set name, label, description or undated attributes of several cases in one act: {case: {column: value}}.

        An empty text takes a value away; a case without a name is called by its key.
        """
        rows = {case: self._study.find.case(case) for case in wanted}
        with self._study.act("cases.edit") as current:
            for case, row in rows.items():
                known: Row = {name: value for name, value in wanted[case].items() if name in COLUMNS[1:]}
                if "name" in known:
                    known["name"] = known["name"].strip() or row["key"]
                if known:
                    current.update(t.cases, row["id"], **known)
                free = {name: value for name, value in wanted[case].items() if name not in COLUMNS}
                set_values(current, "case", [(row["id"], free)])
            current.summary = f"Changed {listed([row['name'] for row in rows.values()])}"

    def load(self, table: Table | Path | str, *, preview: bool = False) -> int:
        """Enter cases from a table (columns case, name, label, description, others are attributes) or a cases YAML.

        In a column `since` stands from when on the dated attributes of the row hold; a case may have several rows.

        Returns how many, or how many it would be. All problems of the file are reported at once and nothing is entered.
        """
        if isinstance(table, str | Path) and Path(table).suffix.lower() in {".yaml", ".yml"}:
            return self._load_yaml(Path(table), preview=preview)
        rows, problems = read_table(table, need=("case",)), []
        for number, row in rows:
            if not row["case"]:
                problems.append(f"row {number}: the case has no key in the column 'case'.")
        if problems:
            raise ImportProblems(problems, table=True)
        with self._study.act("cases.load", preview=preview) as current:
            dated = {item["key"] for item in current.rows(OF_CASES) if item["dated"]}
            entered: dict[str, Row] = {}
            for number, row in rows:
                about = {name: row[name] for name in COLUMNS[1:] if row.get(name)}
                known = entered.get(row["case"])
                case = entered[row["case"]] = _enter(
                    current, row["case"], about if known else {name: row.get(name, "") for name in COLUMNS[1:]}
                )
                free = {name: value for name, value in row.items() if name not in (*COLUMNS, SINCE) and value}
                try:
                    wanted = self._wanted(current, case["id"], free, dated, row.get(SINCE, ""))
                    set_values(current, "case", [(case["id"], wanted)])
                except Refused as error:
                    problems.append(f"row {number}: {error}")
            if problems:
                raise ImportProblems(problems, table=True)
            current.summary = f"Entered {len(entered)} cases from a table"
        return len(entered)

    def _wanted(
        self, current: Act, case_id: str, free: Mapping[str, str], dated: set[str], since: str
    ) -> dict[str, Any]:
        """The values of a row beside those with other dates, which stay."""
        have = self._values(current, case_id)
        wanted: dict[str, Any] = {}
        for name, value in free.items():
            own = since if name in dated else ""
            if name in dated and not since and any(item["from"] for item in have.get(name, [])):
                raise Refused(f"'{name}' has values with dates. Say since when: a column 'since'.")
            others = [item for item in have.get(name, []) if item["from"] != own] if own else []
            wanted[name] = [*others, {"value": value, "from": own}]
        return wanted

    def _load_yaml(self, path: Path, *, preview: bool) -> int:
        from qualcode.codebook import read_cases

        book = read_cases(path)
        with self._study.act("cases.load", preview=preview) as current:
            for attribute in book.attributes:
                declare(current, attribute)
            for entry in book.cases:
                case = _enter(
                    current, entry.id, {"name": entry.name, "label": entry.label, "description": entry.description}
                )
                values: Row = {}
                for item in book.values:
                    if item.case == entry.id:
                        values.setdefault(item.attribute, []).append({"value": item.value, "from": item.since})
                set_values(current, "case", [(case["id"], values)])
            keys = {row["key"]: row["id"] for row in current.rows(select(t.cases))}
            for organisation in book.organisations:
                _organisation(current, keys[organisation.case], organisation.name, organisation.sector)
            current.summary = f"Entered {len(book.cases)} cases from {path.name}"
        return len(book.cases)

    def declare(self, attribute: Attribute) -> None:
        """Say what an attribute is: its type, its values in order, dated or not, and of what."""
        with self._study.act("cases.declare") as current:
            declare(current, attribute)
            current.summary = f"Declared the attribute {attribute.name or attribute.id}"

    def set(self, case: str, *, since: str = "", **attributes: str) -> None:
        """Set attributes of a case; with `since` (an ISO date, also a year alone) the value holds from then on."""
        row = self._study.find.case(case)
        with self._study.act("cases.set") as current:
            have = self._values(current, row["id"])
            wanted: dict[str, Any] = {}
            dated = {item["key"] for item in current.rows(OF_CASES) if item["dated"]}
            for name, value in attributes.items():
                if name in dated and not since and any(item["from"] for item in have.get(name, [])):
                    raise Refused(f"'{name}' has values with dates. Say since when: since='2019'.")
                others = [item for item in have.get(name, []) if item["from"] != since] if since else []
                wanted[name] = [*others, {"value": value, "from": since}]
            set_values(current, "case", [(row["id"], wanted)])
            shown = ", ".join(f"{name} = {value}" for name, value in attributes.items())
            current.summary = f"Set {shown} of {row['name']}{f' from {since}' if since else ''}"

    def add_organisation(self, case: str, name: str, *, sector: str = "") -> None:
        """Nest an organisation in a case."""
        row = self._study.find.case(case)
        with self._study.act("cases.add_organisation") as current:
            _organisation(current, row["id"], name, sector)
            current.summary = f"Entered the organisation {name} in {row['name']}"

    def assign(self, case: str, documents: str | Iterable[str]) -> None:
        """Put documents into a case."""
        self._study.documents.assign(documents, case=case)

    def remove(self, case: str, *, why: str = "", preview: bool = False) -> Preview | None:
        """Take a case out; refused while documents, participants or summaries belong to it."""
        from qualcode.project.project import Preview

        row = self._study.find.case(case)
        with self._study.act("cases.remove", why=why, preview=preview) as current:
            organisations = current.rows(select(t.organisations.c.id).where(t.organisations.c.case_id == row["id"]))
            current.delete_many(t.organisations, [found["id"] for found in organisations])
            values = select(t.attribute_values.c.id).where(t.attribute_values.c.subject_id == row["id"])
            current.delete_many(t.attribute_values, [found["id"] for found in current.rows(values)])
            current.delete(t.cases, row["id"])
            current.summary = f"Removed the case {row['name']}"
        return Preview(current.summary, current.changes) if preview else None

    def table(self) -> pd.DataFrame:
        """Table 1 of a case study: what was collected in each case; see `qualcode.analysis.data_by_case`."""
        from qualcode.analysis import data_by_case
        from qualcode.project.frames import cases, documents, organisations, people

        study = self._study
        return data_by_case(cases(study), documents(study), people(study), organisations(study))

    def attributes(self, *, on: str = "") -> pd.DataFrame:
        """One row a case, one column an attribute, as of a date (the latest value when none is given)."""
        rows = self._study.store.rows(select(t.cases).order_by(t.cases.c.position))
        return attribute_table(self._study, "case", [(row["id"], row["key"]) for row in rows], on=on)

    def declared(self) -> list[Attribute]:
        """The attributes that cases have: type, values in order, dated or not."""
        return declared(self._study, "case")

    def values(self) -> pd.DataFrame:
        """The attributes of cases over time, one row a value: case, attribute (its key), value, since (or "").

        By case and attribute in the study's order, the earliest first.
        """
        query = (
            select(
                t.cases.c.key.label("case"),
                t.attributes.c.key.label("attribute"),
                t.attribute_values.c.value,
                t.attribute_values.c.since,
            )
            .select_from(t.attribute_values)
            .join(t.attributes)
            .join(t.cases, t.attribute_values.c.subject_id == t.cases.c.id)
            .where(t.attributes.c.applies_to == "case")
            .order_by(t.cases.c.position, t.attributes.c.key, t.attribute_values.c.since)
        )
        return self._study.store.frame(query)

    def organisations(self) -> pd.DataFrame:
        """One row an organisation: organisation, case, sector; by case."""
        from qualcode.project.frames import organisations

        return organisations(self._study)[["organisation", "case", "sector"]]

    def __len__(self) -> int:
        return len(self._study.store.rows(select(t.cases.c.id)))

    def _values(self, current: Act, case_id: str) -> dict[str, list[dict[str, str]]]:
        query = (
            select(t.attributes.c.key, t.attribute_values.c.value, t.attribute_values.c.since)
            .join(t.attributes)
            .where(t.attribute_values.c.subject_id == case_id)
        )
        have: dict[str, list[dict[str, str]]] = {}
        for row in current.rows(query):
            have.setdefault(row["key"], []).append({"value": row["value"], "from": row["since"]})
        return have


def _enter(current: Act, key: str, values: Row) -> Row:
    found = current.rows(select(t.cases).where(t.cases.c.key == key))
    if found:
        return current.update(t.cases, found[0]["id"], **{name: value for name, value in values.items() if value})
    position = len(current.rows(select(t.cases.c.id)))
    return current.insert(t.cases, key=key, position=position, **{**values, "name": values.get("name") or key})


def _organisation(current: Act, case_id: str, name: str, sector: str) -> Row:
    same = (t.organisations.c.case_id == case_id) & (t.organisations.c.name == name)
    found = current.rows(select(t.organisations).where(same))
    if found:
        return current.update(t.organisations, found[0]["id"], sector=sector or found[0]["sector"])
    return current.insert(t.organisations, case_id=case_id, name=name, sector=sector)


def case_by_name(current: Act, name: str) -> Row:
    """The case of this key or name, made when there is none."""
    found = current.rows(select(t.cases).where((t.cases.c.key == name) | (t.cases.c.name == name)))
    if found:
        return found[0]
    taken = [row["key"] for row in current.rows(select(t.cases.c.key))]
    return _enter(current, name if name not in taken else key_from(name, taken), {"name": name})


def organisation_by_name(current: Act, case_id: str, name: str) -> Row:
    """The organisation of this name in a case, made when there is none."""
    return _organisation(current, case_id, name, "")
