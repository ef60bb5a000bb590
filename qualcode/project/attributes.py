"""Attributes of cases, participants and documents: declaring them, and their values over time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from qualcode.errors import Refused
from qualcode.model import Attribute
from qualcode.store import Act
from qualcode.store import schema as t
from qualcode.text.dates import holds_on, plain_date

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.project.project import Project

Row = dict[str, Any]


def declare(current: Act, attribute: Attribute) -> Row:
    """Enter an attribute, or bring the one with its id up to date."""
    known = (t.attributes.c.applies_to == attribute.applies_to) & (t.attributes.c.key == attribute.id)
    values: Row = {
        "key": attribute.id,
        "name": attribute.name or attribute.id,
        "type": attribute.type,
        "values": list(attribute.values),
        "dated": attribute.dated,
        "applies_to": attribute.applies_to,
        "note": attribute.note,
    }
    found = current.rows(select(t.attributes).where(known))
    return current.update(t.attributes, found[0]["id"], **values) if found else current.insert(t.attributes, **values)


def set_values(current: Act, applies_to: str, wanted: Iterable[tuple[str, Mapping[str, Any]]]) -> None:
    """Set attribute values of objects, each `(id, {attribute: value})`; unknown attributes become nominal ones.

    A value may be text, or, for a dated attribute, a list of `{value, from}`. An empty text takes the value away.

    Raises:
        Refused: a value that an ordinal attribute does not have, or several dates for an undated one.
    """
    known = {
        row["key"]: row for row in current.rows(select(t.attributes).where(t.attributes.c.applies_to == applies_to))
    }
    for subject, values in wanted:
        for key, value in values.items():
            if key not in known and not value:
                continue
            if key not in known:
                known[key] = declare(current, Attribute(key, applies_to=applies_to))  # type: ignore[arg-type]
            _set(current, known[key], subject, _dated(known[key], value))


def _dated(attribute: Row, value: Any) -> dict[str, str]:
    items = value if isinstance(value, list | tuple) else [value]
    values: dict[str, str] = {}
    for item in items:
        if isinstance(item, Mapping):
            values[plain_date(str(item.get("from", "") or ""))] = str(item["value"])
        else:
            values[""] = str(item)
    if not attribute["dated"] and any(values):
        raise Refused(f"The attribute '{attribute['key']}' is not dated. Declare it with dated: true.")
    allowed = attribute["values"]
    for text in values.values():
        if allowed and text and text not in allowed:
            raise Refused(f"'{text}' is not a value of '{attribute['key']}'. Its values are: {', '.join(allowed)}.")
    return values


def _set(current: Act, attribute: Row, subject: str, values: dict[str, str]) -> None:
    mine = (t.attribute_values.c.attribute_id == attribute["id"]) & (t.attribute_values.c.subject_id == subject)
    have = {row["since"]: row for row in current.rows(select(t.attribute_values).where(mine))}
    for since, row in have.items():
        if not values.get(since):
            current.delete(t.attribute_values, row["id"])
    for since, text in values.items():
        if text and since in have:
            current.update(t.attribute_values, have[since]["id"], value=text)
        elif text:
            current.insert(
                t.attribute_values, attribute_id=attribute["id"], subject_id=subject, value=text, since=since
            )


def declared(study: Project, applies_to: str) -> list[Attribute]:
    """The attributes of cases, participants or documents, in the order in which they came."""
    query = select(t.attributes).where(t.attributes.c.applies_to == applies_to)
    return [
        Attribute(
            row["key"], row["name"], row["type"], tuple(row["values"]), row["dated"], row["applies_to"], row["note"]
        )
        for row in study.store.rows(query)
    ]


def attribute_table(
    study: Project, applies_to: str, objects: Iterable[tuple[str, str]], *, on: str = ""
) -> pd.DataFrame:
    """One row an object, given as (id, name), one column an attribute; see `values_of`. The names head the first."""
    import pandas as pd

    on = plain_date(on)
    query = (
        select(
            t.attributes.c.key, t.attribute_values.c.subject_id, t.attribute_values.c.value, t.attribute_values.c.since
        )
        .join(t.attributes)
        .where(t.attributes.c.applies_to == applies_to)
    )
    values = values_of(study.store.rows(query), on)
    columns = [attribute.id for attribute in declared(study, applies_to)]
    cells = [[name, *(values.get(ref, {}).get(column, "") for column in columns)] for ref, name in objects]
    return pd.DataFrame(cells, columns=[applies_to, *columns], dtype=object)


def values_of(rows: Iterable[Row], on: str = "") -> dict[str, dict[str, str]]:
    """The value of each attribute for each object at a date: {subject: {attribute: value}}.

    `rows` have key, subject_id, value, since. The latest value not after `on` counts; all dates when `on` is empty.
    """
    result: dict[str, dict[str, str]] = {}
    for row in sorted(rows, key=lambda row: row["since"]):
        if holds_on(row["since"], on):
            result.setdefault(row["subject_id"], {})[row["key"]] = row["value"]
    return result
