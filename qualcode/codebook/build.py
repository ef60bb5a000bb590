"""A tree becomes a codebook: everything that can be said of an entry without looking at the others."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from qualcode.codebook.entries import SCALARS, Entries
from qualcode.codebook.fields import FIELDS, MARKER
from qualcode.codebook.problems import Problem, did_you_mean
from qualcode.codebook.tree import Node
from qualcode.model import Attribute, Code, Codebook, Dimension, Link, Rule, ThemeEntry

TOKEN_KEYS = (
    *("ORTH", "TEXT", "NORM", "LOWER", "SHAPE", "PREFIX", "SUFFIX", "LENGTH", "LEMMA", "POS", "TAG", "DEP", "MORPH"),
    *("ENT_TYPE", "ENT_ID", "ENT_IOB", "ENT_KB_ID", "SENT_START", "SPACY", "LIKE_NUM", "LIKE_URL", "LIKE_EMAIL"),
    *("IS_ALPHA", "IS_ASCII", "IS_DIGIT", "IS_LOWER", "IS_UPPER", "IS_TITLE", "IS_PUNCT", "IS_SPACE", "IS_STOP"),
    *("IS_SENT_START", "IS_BRACKET", "IS_QUOTE", "IS_LEFT_PUNCT", "IS_RIGHT_PUNCT", "IS_CURRENCY", "OP", "_"),
)
Place = tuple[str, int, str]


@dataclass(slots=True)
class Draft:
    """A codebook as far as it could be read, its problems, and the line of each entry and field.

    `lines` has ("code", 3, "") for the fourth code, ("code", 3, "theme") for its theme and
    ("rule", 3, "0") for its first rule; an entry that could not be read at all is not in the codebook.
    """

    book: Codebook
    problems: list[Problem] = field(default_factory=list)
    lines: dict[Place, int] = field(default_factory=dict)

    def line(self, kind: str, index: int, name: str = "") -> int:
        """The line of a field, or of its entry where the field has none, or 1."""
        return self.lines.get((kind, index, name)) or self.lines.get((kind, index, "")) or 1


def build(root: Node, *, fallback: str = "codebook") -> Draft:
    """Read a whole codebook; `fallback` is its id where the file has none."""
    return _Builder(fallback).build(root)


class _Builder(Entries):
    def __init__(self, fallback: str) -> None:
        super().__init__(FIELDS)
        self.fallback = fallback
        self.lines: dict[Place, int] = {}

    def build(self, root: Node) -> Draft:
        found = self.fields(root, "codebook", "the codebook")
        if found is None:
            return Draft(Codebook(self.fallback, self.fallback), self.problems)
        self.marker(found.get("qualcode"))
        values = self.read(found, "codebook", "the codebook", root.line)
        for name, node in found.items():
            self.lines["codebook", 0, name] = node.line
        identity = values.pop("id", "") or self.fallback
        name = values.pop("name", "") or identity
        book = Codebook(
            identity,
            name,
            codes=tuple(self.codes(found)),
            themes=tuple(ThemeEntry(**entry) for entry in self.entries(found, "themes", "theme")),
            links=tuple(Link(**entry) for entry in self.entries(found, "links", "link")),
            dimensions=tuple(Dimension(**entry) for entry in self.entries(found, "dimensions", "dimension")),
            attributes=tuple(Attribute(**entry) for entry in self.entries(found, "attributes", "attribute")),
            displays=tuple(self.displays(found)),
            **values,
        )
        return Draft(book, self.problems, self.lines)

    def marker(self, node: Node | None) -> None:
        if node is None:
            self.add(
                1,
                "the codebook",
                "has no format marker.",
                f"Begin with: qualcode: {MARKER}",
                severity="advice",
                kind="advice",
            )
        elif node.kind != "text" or node.text != MARKER:
            remedy = f"This version reads: qualcode: {MARKER}."
            if node.text.startswith("codebook/"):
                remedy += " A newer version of qualcode may be needed."
            elif node.text in ("cases/1", "crosswalk/1"):
                remedy = f"This is a {node.text.split('/')[0]} file; read it with read_{node.text.split('/')[0]}."
            self.add(node.line, "the codebook", f"has the format marker '{node.text}'.", remedy)

    def entries(self, found: dict[str, Node], plural: str, kind: str) -> list[dict[str, Any]]:
        """The entries of one list as keyword arguments of their model type."""
        result: list[dict[str, Any]] = []
        needed = [entry.model_name for entry in FIELDS[kind] if entry.required]
        for position, node in enumerate(self.list_of(found.get(plural), plural, "the codebook")):
            where = label(kind, position, node)
            fields = self.fields(node, kind, where)
            if fields is None:
                continue
            values = self.read(fields, kind, where, node.line)
            if all(values.get(name) for name in needed):
                self.place(kind, len(result), node, fields)
                result.append(values)
        return result

    def place(self, kind: str, index: int, node: Node, fields: dict[str, Node]) -> None:
        self.lines[kind, index, ""] = node.line
        for name, value in fields.items():
            self.lines[kind, index, name] = value.line

    def codes(self, found: dict[str, Node]) -> list[Code]:
        codes: list[Code] = []
        for position, node in enumerate(self.list_of(found.get("codes"), "codes", "the codebook")):
            where = label("code", position, node)
            fields = self.fields(node, "code", where)
            if fields is None:
                continue
            values = self.read(fields, "code", where, node.line)
            rules = self.rules(fields.get("rules"), values.get("id", ""), where, len(codes))
            if values.get("id") and values.get("name"):
                self.place("code", len(codes), node, fields)
                codes.append(Code(rules=tuple(rules), **values))
        return codes

    def rules(self, node: Node | None, code: str, where: str, index: int) -> list[Rule]:
        if node is None or node.kind == "null" or (node.kind == "text" and not node.text.strip()):
            return []
        items = node.items if node.kind == "list" else [node]
        rules: list[Rule] = []
        for position, item in enumerate(item for item in items if item.kind != "null"):
            rule = self.rule(item, f"{code}.r{position + 1}", f"{where}, rule {position + 1},")
            if rule is not None:
                self.lines["rule", index, str(len(rules))] = item.line
                rules.append(rule)
        return rules

    def rule(self, node: Node, identity: str, where: str) -> Rule | None:
        if node.kind in SCALARS:
            if not node.text.strip():
                self.add(node.line, where, "is empty.", "Write a query, or delete it.")
                return None
            return Rule(identity, node.text)
        fields = self.fields(node, "rule", where)
        if fields is None:
            return None
        if set(fields) & {"query", "spacy"} == set():
            self.add(node.line, where, "has neither a query nor spacy patterns.", "Write: {query: '…'}.")
            return None
        if {"query", "spacy"} <= set(fields):
            self.add(node.line, where, "has both a query and spacy patterns.", "Make two rules of it.")
        values = self.read(fields, "rule", where, node.line)
        if "query" in fields and not values.get("query", "").strip():
            self.add(fields["query"].line, where, "has an empty query.", "Write a query, or delete the rule.")
        patterns = self.patterns(fields["spacy"], where) if "spacy" in fields else ()
        return Rule(values.get("id") or identity, values.get("query", ""), patterns, values.get("note", ""))

    def patterns(self, node: Node, where: str) -> tuple[list[dict[str, Any]], ...]:
        """A list of patterns, each a list of tokens; one pattern alone is a list of one."""
        remedy = "Write for example: spacy: [[{LOWER: cost}, {POS: NOUN}]]."
        if node.kind != "list" or not node.items:
            self.add(node.line, where, "has no list of token patterns as spacy.", remedy)
            return ()
        alone = all(item.kind == "map" for item in node.items)
        patterns: list[list[dict[str, Any]]] = []
        for pattern in [node] if alone else node.items:
            if pattern.kind != "list" or not pattern.items or any(token.kind != "map" for token in pattern.items):
                self.add(pattern.line, where, "has a spacy pattern that is no list of tokens.", remedy)
                continue
            for token in pattern.items:
                for key, _ in token.pairs:
                    if key.text.upper() not in TOKEN_KEYS:
                        hint = did_you_mean(key.text, TOKEN_KEYS)
                        what = f"has the unknown token attribute '{key.text}'."
                        self.add(key.line, where, what, f"{hint}See spaCy's Matcher.", kind="rule")
            patterns.append(pattern.plain())
        return tuple(patterns)

    def displays(self, found: dict[str, Node]) -> list[dict[str, Any]]:
        displays = []
        for position, node in enumerate(self.list_of(found.get("displays"), "displays", "the codebook")):
            if node.kind != "map":
                where = f"display {position + 1}"
                self.add(node.line, where, "has no fields.", "Write for example: {type: matrix, rows: phase}.")
            else:
                displays.append(node.plain())
        return displays


def label(kind: str, position: int, node: Node) -> str:
    """How messages name an entry: code 'cost', or code 3 where it has no usable id.

    >>> label("code", 2, Node("text", 1))
    'code 3'
    """
    pairs = {key.text: value for key, value in node.pairs} if node.kind == "map" else {}
    if kind == "link" and {"from", "to"} <= set(pairs):
        return f"link '{pairs['from'].text}' to '{pairs['to'].text}'"
    identity = pairs.get("id")
    if identity is not None and identity.kind in ("text", "number") and identity.text.strip():
        return f"{kind} '{identity.text}'"
    named = pairs.get("name")
    suffix = f" ('{named.text}')" if named is not None and named.kind == "text" and named.text.strip() else ""
    return f"{kind} {position + 1}{suffix}"
