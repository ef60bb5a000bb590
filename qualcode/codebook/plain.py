"""A codebook as plain dicts and lists in the shape of the file, without what is empty."""

from __future__ import annotations

from typing import Any

from qualcode.codebook.fields import FIELDS, MARKER
from qualcode.model import Code, Codebook, Rule

ALWAYS = {"codebook": ("id", "name", "approach"), "attribute": ("id", "type")}


def plain(book: Codebook) -> dict[str, Any]:
    """What a YAML or JSON file of this codebook holds, in the order in which fields are written.

    >>> plain(Codebook("b", "B", (Code("cost", "Cost"),)))["codes"]
    [{'id': 'cost', 'name': 'Cost'}]
    """
    return {"qualcode": MARKER, **plain_entry(book, "codebook")}


def plain_entry(entry: Any, kind: str) -> dict[str, Any]:
    """One entry of the model as its fields; empty ones and defaults are left out."""
    result: dict[str, Any] = {}
    for field in FIELDS[kind]:
        if field.type == "marker":
            continue
        value = plain_field(entry, kind, field.name)
        always = field.required or field.name in ALWAYS.get(kind, ())
        if always or (value not in ("", [], False) and value != field.default):
            result[field.name] = value
    return result


def plain_field(entry: Any, kind: str, name: str) -> Any:
    """One field of an entry in the shape of the file: text, flag, list of texts, or list of entries."""
    field = next(field for field in FIELDS[kind] if field.name == name)
    value = getattr(entry, field.model_name)
    if field.type == "rules":
        return plain_rules(entry)
    if field.type == "entries":
        return [plain_entry(item, field.of) for item in value]
    return list(value) if field.type in ("texts", "patterns", "mappings") else value


def plain_rules(code: Code) -> list[str | dict[str, Any]]:
    """Rules as the file has them: a text alone where id and place agree, otherwise fields."""
    return [plain_rule(rule, f"{code.id}.r{position + 1}") for position, rule in enumerate(code.rules)]


def plain_rule(rule: Rule, usual_id: str) -> str | dict[str, Any]:
    """One rule; `usual_id` is the id that it has by its place alone."""
    if rule.id == usual_id and rule.query and not rule.note and not rule.spacy:
        return rule.query
    result = plain_entry(rule, "rule")
    if rule.id == usual_id:
        result.pop("id", None)
    return result
