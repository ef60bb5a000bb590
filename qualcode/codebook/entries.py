"""Read one entry of a tree field by field and say everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qualcode.codebook.fields import FIELDS, ID, OTHER_WORDS, Field
from qualcode.codebook.names import file_id
from qualcode.codebook.problems import Problem, ProblemKind, Severity, did_you_mean, listed, shortened
from qualcode.codebook.tree import Node

SCALARS = ("text", "number", "flag", "null")
ARTICLE = {"attribute": "An attribute"}


class Entries:
    """Collects problems while entries are read. A field that is wrong is read as if it were absent."""

    def __init__(self, formats: dict[str, tuple[Field, ...]] | None = None) -> None:
        self.formats = formats or FIELDS
        self.problems: list[Problem] = []

    def add(
        self,
        line: int,
        where: str,
        message: str,
        remedy: str = "",
        *,
        kind: ProblemKind = "structure",
        severity: Severity = "error",
    ) -> None:
        """Note one problem; the message begins with the place."""
        self.problems.append(Problem(line, where, f"{where} {message}", remedy, severity, kind))

    def fields(self, node: Node, kind: str, where: str) -> dict[str, Node] | None:
        """The fields of an entry by name; None when it is no mapping. Unknown and repeated fields are reported."""
        known = [field.name for field in self.formats[kind]]
        if node.kind != "map":
            example = ", ".join(f"{field.name}: …" for field in self.formats[kind] if field.required) or "name: …"
            what = f"is {_described(node)}, not an entry with fields."
            self.add(node.line, where, what, f"Write: {{{example}}}." if kind != "codebook" else "Write: codes: …")
            return None
        found: dict[str, Node] = {}
        for key, value in node.pairs:
            if key.text in found:
                first = next(other.line for other, _ in node.pairs if other.text == key.text)
                place = f"in line {first} and again in line {key.line}" if first != key.line else "twice"
                self.add(key.line, where, f"has the field '{key.text}' {place}.", "Keep one.", kind="syntax")
            elif key.text not in known:
                other = OTHER_WORDS.get(key.text.lower(), "")
                hint = did_you_mean(key.text, known) or (f"Did you mean '{other}'? " if other in known else "")
                article = ARTICLE.get(kind, f"A {kind}")
                remedy = f"{hint}{article} may have: {', '.join(known)}."
                self.add(key.line, where, f"has the unknown field '{shortened(key.text)}'.", remedy)
            else:
                found[key.text] = value
        return found

    def read(self, found: dict[str, Node], kind: str, where: str, line: int) -> dict[str, Any]:
        """The values of the simple fields (texts, choices, flags, ids) under the names of the model."""
        values: dict[str, Any] = {}
        for field in self.formats[kind]:
            node = found.get(field.name)
            if node is None:
                if field.required:
                    self.add(line, where, f"has no {field.name}.", f"Add: {field.name}: … ({field.help})")
                continue
            if field.type in ("text", "choice"):
                values[field.model_name] = self.text(node, field, where)
            elif field.type == "id":
                values[field.model_name] = self.id(node, field, where)
            elif field.type == "flag":
                values[field.model_name] = self.flag(node, field, where)
            elif field.type == "texts":
                values[field.model_name] = self.texts(node, field.name, where)
        return values

    def text(self, node: Node, field: Field, where: str) -> str:
        """A text as it is written in the file; numbers, dates and true are text here too."""
        if node.kind not in SCALARS:
            self.add(node.line, where, f"has {_described(node)} as {field.name}.", f"'{field.name}' is one text.")
            return field.default
        text = node.text if node.kind != "null" else ""
        if not text.strip() and field.required:
            self.add(node.line, where, f"has an empty {field.name}.", f"Write: {field.name}: … ({field.help})")
            return ""
        if field.type == "choice":
            if text and text not in field.choices:
                hint = did_you_mean(text, field.choices)
                remedy = f"{hint}Allowed: {', '.join(field.choices)}."
                self.add(node.line, where, f"has the {field.name} '{shortened(text)}'.", remedy)
                return field.default
            return text or field.default
        if field.pattern and text and not field.pattern.fullmatch(text):
            self.add(node.line, where, f"has the {field.name} '{shortened(text)}'.", field.pattern_help)
            return field.default
        return text or field.default

    def id(self, node: Node, field: Field, where: str) -> str:
        """An id; digits are allowed, blanks, commas, semicolons and colons are not."""
        if node.kind not in ("text", "number") or not node.text.strip():
            if node.kind == "null" and not field.required:
                return ""
            what = "an empty id" if node.kind in ("text", "null") else f"{_described(node)} as id"
            self.add(node.line, where, f"has {what}.", "Write a short key, for example: id: cost")
            return ""
        if not ID.fullmatch(node.text):
            remedy = f"Write for example: id: {file_id(node.text)}"
            what = f"has the id '{shortened(node.text)}', with a blank, comma, semicolon or colon in it."
            self.add(node.line, where, what, remedy)
            return ""
        return node.text

    def flag(self, node: Node, field: Field, where: str) -> bool:
        """True or False; nothing else counts as one."""
        if node.kind not in ("flag", "null"):
            remedy = f"Write {field.name}: true or {field.name}: false."
            shown = f"'{shortened(node.text)}'" if node.kind in SCALARS else _described(node)
            self.add(node.line, where, f"has {shown} as {field.name}.", remedy)
            return False
        return node.kind == "flag" and node.text.lower() == "true"

    def texts(self, node: Node, name: str, where: str) -> tuple[str, ...]:
        """A list of texts; a single text is a list of one, an empty dash is skipped."""
        if node.kind in SCALARS:
            return (node.text,) if node.kind != "null" and node.text.strip() else ()
        if node.kind == "map":
            self.add(node.line, where, f"has {_described(node)} as {name}.", f"'{name}' is a text or a list of texts.")
            return ()
        texts = []
        for item in node.items:
            if item.kind not in SCALARS:
                remedy = (
                    "Put the text in quotes: it contains a colon." if item.kind == "map" else "Write one text a line."
                )
                self.add(item.line, where, f"has {_described(item)} among its {name}.", remedy)
            elif item.kind != "null":
                texts.append(item.text)
        return tuple(texts)

    def list_of(self, node: Node | None, name: str, where: str) -> Sequence[Node]:
        """The items of a list of entries; an absent or empty field is an empty list."""
        if node is None or node.kind == "null":
            return ()
        if node.kind != "list":
            example = "- id: cost\n    name: Cost" if name == "codes" else "- id: …"
            remedy = f"Begin every entry with a dash:\n  {example}"
            self.add(node.line, where, f"has {_described(node)} where a list of {name} is expected.", remedy)
            return ()
        return node.items


def _described(node: Node) -> str:
    if node.kind == "map":
        return f"fields ({listed((key.text for key, _ in node.pairs), limit=3)})" if node.pairs else "{}"
    if node.kind == "list":
        return "a list"
    return f"the text '{shortened(node.text, 40)}'" if node.kind != "null" else "nothing"
