"""The JSON schema of the format, made from the same table that the checks use."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from qualcode.codebook.fields import FIELDS, ID, MARKER, Field

FILE = Path(__file__).with_name("codebook.schema.json")
TITLES = {
    "codebook": "A codebook of qualcode",
    "attribute": "A property of cases, participants or documents",
    "dimension": "A set of codes that a matrix uses as rows or columns",
    "theme": "A theme; without a central organising concept it is a candidate",
    "code": "A code",
    "rule": "A query that proposes a code",
    "link": "A typed relation between two codes or themes",
}
SCALAR = ["string", "number", "boolean", "null"]
NOT_BLANK = r"\S"
END = r"(?![\s\S])"  # what $ means in JavaScript; in Python $ also stands before a last newline


def schema() -> dict[str, Any]:
    """The schema (JSON Schema 2020-12) of a codebook file.

    It holds what can be said of each entry alone. References between entries, repeated ids and the rule
    language are checked by `check` only.
    """
    kinds = [kind for kind in FIELDS if kind != "codebook"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:qualcode:codebook:1",
        **_entry("codebook"),
        "$defs": {
            **{kind: _entry(kind) for kind in kinds},
            "text": {"type": SCALAR},
            "texts": {"type": [*SCALAR, "array"], "items": {"type": SCALAR}},
            "query": {"type": ["string", "number", "boolean"], "pattern": NOT_BLANK},
            "pattern": {"type": "array", "minItems": 1, "items": {"type": "object"}},
        },
    }


def _entry(kind: str) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "title": TITLES[kind],
        "type": "object",
        "properties": {field.name: {"description": field.help, **_field(field, kind)} for field in FIELDS[kind]},
        "additionalProperties": False,
    }
    required = [field.name for field in FIELDS[kind] if field.required]
    if required:
        entry["required"] = required
    if kind == "rule":
        entry["oneOf"] = [{"required": ["query"]}, {"required": ["spacy"]}]
    return entry


def _field(field: Field, kind: str) -> dict[str, Any]:
    if field.type == "marker":
        return {"const": MARKER}
    if field.type == "id":
        types = ["string", "number"] if field.required else ["string", "number", "null"]
        return {"type": types, "pattern": rf"^{ID.pattern}{END}"}
    if field.type == "choice":
        return {"enum": [*field.choices, "", None]}
    if field.type == "flag":
        return {"type": ["boolean", "null"]}
    if field.type == "texts":
        return {"$ref": "#/$defs/texts"}
    if field.type == "entries":
        return {"type": ["array", "null"], "items": {"$ref": f"#/$defs/{field.of}"}}
    if field.type == "mappings":
        return {"type": ["array", "null"], "items": {"type": "object"}}
    if field.type == "patterns":
        pattern = {"$ref": "#/$defs/pattern"}
        return {"anyOf": [pattern, {"type": "array", "minItems": 1, "items": pattern}]}
    if field.type == "rules":
        one = {"anyOf": [{"$ref": "#/$defs/query"}, {"$ref": "#/$defs/rule"}, {"type": "null"}]}
        return {"anyOf": [{"type": SCALAR}, {"$ref": "#/$defs/rule"}, {"type": "array", "items": one}]}
    if field.name == "query" and kind == "rule":
        return {"$ref": "#/$defs/query"}
    if field.pattern:
        return {"type": ["string", "null"], "pattern": f"^({field.pattern.pattern})?{END}"}
    return {"type": SCALAR[:-1], "pattern": NOT_BLANK} if field.required else {"$ref": "#/$defs/text"}


def text() -> str:
    """The schema as the published file has it."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
