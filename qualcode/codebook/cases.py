"""The cases file: cases, their organisations, and the values of their attributes over time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from qualcode.codebook.build import label
from qualcode.codebook.entries import SCALARS, Entries
from qualcode.codebook.fields import FIELDS as CODEBOOK_FIELDS
from qualcode.codebook.fields import Field
from qualcode.codebook.names import slug, unique
from qualcode.codebook.problems import Problem, did_you_mean, listed, shortened
from qualcode.codebook.tree import Node
from qualcode.model import Attribute, Case, Organisation

MARKER = "cases/1"
DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
FIELDS: dict[str, tuple[Field, ...]] = {
    "cases": (
        Field("qualcode", "marker", f"Format marker: {MARKER}."),
        Field("id", "id", "Short key of the file."),
        Field("name", "text", "Name as people read it."),
        Field("description", "text", "What is compared, and where the facts come from."),
        Field("citation", "text", "The publication that the cases are taken from."),
        Field("attributes", "entries", "Properties of the cases.", of="attribute"),
        Field("cases", "entries", "The cases, in order.", of="case"),
    ),
    "attribute": CODEBOOK_FIELDS["attribute"],
    "case": (
        Field("id", "id", "Short key of the case.", required=True),
        Field("name", "text", "Name as people read it.", required=True),
        Field("label", "text", "Short label for tables and figures."),
        Field("description", "text", "The case in a sentence or two."),
        Field("organisations", "entries", "Organisations that take part; a name alone will do.", of="organisation"),
        Field("attributes", "mappings", "attribute: value, or attribute: [{value: …, from: 2014}, …]."),
    ),
    "organisation": (
        Field("id", "id", "Short key; made from case and name where it is missing."),
        Field("name", "text", "Name, or a description in place of it.", required=True),
        Field("sector", "text", "business, nonprofit, public …"),
    ),
    "value": (
        Field("value", "text", "The value.", required=True),
        Field(
            "from",
            "text",
            "Since when: 2014, 2014-05 or 2014-05-31.",
            attribute="since",
            pattern=DATE,
            pattern_help="Write a year, a month or a day: 2014, 2014-05 or 2014-05-31.",
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class CaseValue:
    """The value of one attribute of one case. `since` is an ISO date, month or year, or "" for always."""

    case: str
    attribute: str
    value: str
    since: str = ""


@dataclass(frozen=True, slots=True)
class CaseFile:
    """What a cases file holds, in the order of the file; values of one attribute in order of time."""

    cases: tuple[Case, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    values: tuple[CaseValue, ...] = ()
    id: str = ""
    name: str = ""
    description: str = ""
    citation: str = ""

    def value(self, case: str, attribute: str, at: str = "") -> str:
        """The value of an attribute on a date (the latest without one); "" when none is known.

        >>> grown = CaseFile(values=(CaseValue("a", "tie", "loose"), CaseValue("a", "tie", "close", "2014")))
        >>> grown.value("a", "tie", "2012-05"), grown.value("a", "tie", "2014-01-01"), grown.value("a", "tie")
        ('loose', 'close', 'close')
        """
        values = [value for value in self.values if (value.case, value.attribute) == (case, attribute)]
        past = [value.value for value in values if not at or value.since <= at]
        return past[-1] if past else ""


def build_cases(root: Node, *, fallback: str = "cases") -> tuple[CaseFile, list[Problem]]:
    """The cases of a tree and its problems."""
    builder = _Builder(FIELDS)
    return builder.build(root, fallback), builder.problems


class _Builder(Entries):
    def build(self, root: Node, fallback: str) -> CaseFile:
        found = self.fields(root, "cases", "the cases file")
        if found is None:
            return CaseFile()
        marker = found.get("qualcode")
        if marker is not None and marker.text != MARKER:
            self.add(
                marker.line, "the cases file", f"has the format marker '{marker.text}'.", f"Write: qualcode: {MARKER}"
            )
        values = self.read(found, "cases", "the cases file", root.line)
        attributes = [Attribute(**entry) for entry, _ in self.entries(found.get("attributes"), "attribute")]
        cases: list[Case] = []
        organisations: list[Organisation] = []
        dated: list[CaseValue] = []
        for entry, fields in self.entries(found.get("cases"), "case"):
            case = Case(**entry)
            cases.append(case)
            taken = [organisation.id for organisation in organisations]
            organisations += self.organisations(fields.get("organisations"), case.id, taken)
            dated += self.values(fields.get("attributes"), case.id, attributes)
        identity = values.pop("id", "") or fallback
        return CaseFile(tuple(cases), tuple(organisations), tuple(attributes), tuple(dated), id=identity, **values)

    def entries(self, node: Node | None, kind: str) -> list[tuple[dict[str, Any], dict[str, Node]]]:
        """Entries with an id, each id once."""
        result = []
        first: dict[str, int] = {}
        plural = {"case": "cases", "attribute": "attributes"}[kind]
        for position, item in enumerate(self.list_of(node, plural, "the cases file")):
            where = label(kind, position, item)
            fields = self.fields(item, kind, where)
            values = self.read(fields, kind, where, item.line) if fields is not None else {}
            if fields is None or not values.get("id") or (kind == "case" and not values.get("name")):
                continue
            line = first.setdefault(values["id"], item.line)
            if line != item.line:
                what = f"has an id that the {kind} in line {line} has already."
                self.add(item.line, where, what, "Give one of them another id.", kind="reference")
            result.append((values, fields))
        return result

    def organisations(self, node: Node | None, case: str, taken: list[str]) -> list[Organisation]:
        result: list[Organisation] = []
        for position, item in enumerate(self.list_of(node, "organisations", f"case '{case}'")):
            where = f"case '{case}', organisation {position + 1},"
            if item.kind in SCALARS and item.text.strip():
                values: dict[str, Any] = {"name": item.text}
            else:
                fields = self.fields(item, "organisation", where)
                values = self.read(fields, "organisation", where, item.line) if fields is not None else {}
            if not values.get("name"):
                continue
            wanted = values.pop("id", "") or f"{case}.{slug(values['name'])}"
            identity = unique(wanted, [*taken, *(organisation.id for organisation in result)])
            result.append(Organisation(identity, case=case, **values))
        return result

    def values(self, node: Node | None, case: str, attributes: list[Attribute]) -> list[CaseValue]:
        where = f"case '{case}'"
        if node is None or node.kind == "null":
            return []
        if node.kind != "map":
            self.add(node.line, where, "has no fields under attributes.", "Write: attributes: {size: large}.")
            return []
        known = {attribute.id: attribute for attribute in attributes}
        result: list[CaseValue] = []
        for key, value in node.pairs:
            attribute = known.get(key.text)
            if attribute is None:
                remedy = f"{did_you_mean(key.text, list(known))}Define it under attributes of the file."
                self.add(key.line, where, f"has the unknown attribute '{key.text}'.", remedy, kind="reference")
                continue
            read = self.dated(value, case, attribute)
            if len({one.since for one in read}) < len(read):
                what = f"has two values of '{attribute.id}' from the same date."
                self.add(value.line, where, what, "Give each its date.", kind="reference")
            result += sorted(read, key=lambda one: one.since)
        return result

    def dated(self, node: Node, case: str, attribute: Attribute) -> list[CaseValue]:
        where = f"case '{case}', attribute '{attribute.id}',"
        read: list[CaseValue] = []
        for item in node.items if node.kind == "list" else [node]:
            if item.kind == "null":
                continue
            if item.kind in SCALARS:
                values = {"value": item.text}
            else:
                fields = self.fields(item, "value", where)
                values = self.read(fields, "value", where, item.line) if fields is not None else {}
            if not values.get("value"):
                continue
            if attribute.values and values["value"] not in attribute.values:
                hint = did_you_mean(values["value"], attribute.values)
                what = f"has the value '{shortened(values['value'])}'."
                self.add(item.line, where, what, f"{hint}Allowed: {listed(attribute.values)}.", kind="reference")
            read.append(CaseValue(case, attribute.id, **values))
        if len(read) > 1 and not attribute.dated:
            remedy = "Write dated: true for the attribute, or keep one value."
            self.add(node.line, where, "has several values and is not dated.", remedy, kind="reference")
        return read
