"""Text of a YAML or JSON file as a tree of nodes that know their place; nothing in it is ever run."""

from __future__ import annotations

import codecs
import json
import re
import warnings
from dataclasses import dataclass, field
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any, Literal

from qualcode.codebook.problems import Problem

MAX_CHARACTERS = 5_000_000
MAX_NODES = 100_000
MAX_DEPTH = 60
TAG = "tag:yaml.org,2002:"
KINDS = {
    f"{TAG}str": "text",
    f"{TAG}timestamp": "text",
    f"{TAG}int": "number",
    f"{TAG}float": "number",
    f"{TAG}bool": "flag",
    f"{TAG}null": "null",
    f"{TAG}value": "text",
    f"{TAG}merge": "text",
}

JSON_WORDS = {"true": "flag", "false": "flag", "null": "null"}


@dataclass(slots=True)
class Node:
    """A mapping, a list or a scalar. `start` and `end` are offsets in the text; `line` counts from 1.

    A scalar keeps the letters of the file in `text`, so that `1.0`, `007` and a date stay what was written.
    """

    kind: Literal["map", "list", "text", "number", "flag", "null"]
    line: int
    start: int = 0
    end: int = 0
    column: int = 0
    text: str = ""
    style: str = ""
    flow: bool = False
    items: list[Node] = field(default_factory=list)
    pairs: list[tuple[Node, Node]] = field(default_factory=list)

    def plain(self) -> Any:
        """The values alone: dicts, lists, text, numbers, True, False and None."""
        if self.kind == "map":
            return {key.text: value.plain() for key, value in self.pairs}
        if self.kind == "list":
            return [item.plain() for item in self.items]
        if self.kind == "number":
            return _number(self.text)
        if self.kind == "flag":
            return self.text.lower() == "true"
        return None if self.kind == "null" else self.text


class TreeProblem(Exception):
    """The text is not YAML or JSON, or holds what is refused; carries the problem."""

    def __init__(self, line: int, message: str, remedy: str = "") -> None:
        self.problem = Problem(line, "file", message, remedy, kind="syntax")
        super().__init__(message)


def decode(data: bytes) -> tuple[str, str]:
    """Text of a file and its encoding: UTF-8 or UTF-16 by their marks, otherwise UTF-8, otherwise cp1252."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace"), "utf-16"
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace"), "cp1252"


def parse_yaml(text: str) -> Node | None:
    """The tree of one YAML 1.2 document; None when it is empty. Raises TreeProblem."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError
    from ruamel.yaml.reader import ReaderError

    _check_size(text)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # ruamel warns of an anchor that is defined twice
            root = YAML(typ="safe", pure=True).compose(text)
        return None if root is None else _Converter().convert(root)
    except ReaderError as error:
        line = text.count("\n", 0, max(error.position, 0)) + 1
        raise TreeProblem(
            line, f"the character number {error.character} cannot stand in YAML.", "Delete it; it may be invisible."
        ) from error
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        if "single document" in str(error.context):
            raise TreeProblem(line, "a second document begins here.", "Delete the line with ---.") from error
        raise TreeProblem(
            line, f"this is not YAML: {error.problem or error.context}.", _yaml_remedy(text, line)
        ) from error
    except RecursionError as error:
        raise TreeProblem(1, "the entries are nested too deeply.", f"At most {MAX_DEPTH} levels are read.") from error
    except (YAMLError, ValueError) as error:
        first = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise TreeProblem(1, f"this is not YAML: {first}.") from error


def _check_size(text: str) -> None:
    if len(text) > MAX_CHARACTERS:
        raise TreeProblem(
            1, f"the file has {len(text):,} characters; at most {MAX_CHARACTERS:,} are read.", "Split it."
        )


def _yaml_remedy(text: str, line: int) -> str:
    lines = text.split("\n")
    for number in (line, line - 1):
        content = lines[number - 1] if 0 < number <= len(lines) else ""
        if content.lstrip(" ").startswith("\t") or (content.startswith("\t")):
            return f"Line {number} is indented with a tab; use blanks."
        if re.match(r"\s*(- )?[\w]+: [^\"'>|{\[].*(: |:$)", content):
            return f"Put the text of line {number} in quotes: it contains a colon."
        if re.match(r"\s*(- )?[\w]+: [@%`&*!|>]", content):
            return f"Put the text of line {number} in quotes: it begins with a sign that means something in YAML."
        if content.count('"') % 2:
            return f"Look for a missing quotation mark in line {number}."
    return "Look at the indentation and the quotation marks near this line."


class _Converter:
    """Turns ruamel's nodes into ours, counting what aliases unfold to."""

    def __init__(self) -> None:
        self.count = 0
        self.open: set[int] = set()

    def convert(self, node: Any, depth: int = 0) -> Node:
        from ruamel.yaml.nodes import MappingNode, ScalarNode

        line = node.start_mark.line + 1
        self.count += 1
        if self.count > MAX_NODES:
            raise TreeProblem(line, "aliases unfold to too many entries.", "Write the text out instead of *aliases.")
        if id(node) in self.open:
            raise TreeProblem(line, "an alias contains itself.", "Write the text out instead of *aliases.")
        if depth > MAX_DEPTH:
            raise TreeProblem(line, "the entries are nested too deeply.", f"At most {MAX_DEPTH} levels are read.")
        ours = Node("text", line, node.start_mark.index, node.end_mark.index, node.start_mark.column)
        tag = str(node.tag)
        if isinstance(node, ScalarNode):
            if tag not in KINDS:
                shown = tag.replace(TAG, "!!")
                raise TreeProblem(line, f"the tag '{shown}' is not allowed in a codebook.", "Delete the tag.")
            ours.kind = KINDS[tag]  # type: ignore[assignment]
            ours.text, ours.style = _whole(str(node.value), line), str(node.style or "")
            return ours
        if tag not in (f"{TAG}map", f"{TAG}seq"):
            shown = tag.replace(TAG, "!!")
            raise TreeProblem(line, f"the tag '{shown}' is not allowed in a codebook.", "Delete the tag.")
        self.open.add(id(node))
        ours.flow = bool(node.flow_style)
        if isinstance(node, MappingNode):
            ours.kind = "map"
            for key, value in node.value:
                if not isinstance(key, ScalarNode):
                    raise TreeProblem(key.start_mark.line + 1, "a field's name must be a word.", "Use `name: value`.")
                ours.pairs.append((self.convert(key, depth + 1), self.convert(value, depth + 1)))
        else:
            ours.kind = "list"
            ours.items = [self.convert(item, depth + 1) for item in node.value]
        self.open.discard(id(node))
        return ours


def _whole(text: str, line: int) -> str:
    """The text with surrogate pairs joined; half a pair is no character and could not be stored."""
    try:
        text.encode("utf-8")
        return text
    except UnicodeEncodeError:
        pass
    try:
        return text.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError as error:
        raise TreeProblem(
            line, "a text has half a character in it.", "Write the letter itself, or delete it."
        ) from error


def _number(text: str) -> int | float | str:
    special = {".inf": "inf", "+.inf": "inf", "-.inf": "-inf", ".nan": "nan"}.get(text.lower(), text)
    for reader in (int, lambda word: int(word, 0), float):
        try:
            return reader(special)
        except ValueError:
            continue
    return text


def parse_json(text: str) -> Node | None:
    """The tree of a JSON text, with lines; None when it is empty. Raises TreeProblem."""
    _check_size(text)
    if not text.strip():
        return None
    parser = _Json(text)
    node, end = parser.value(parser.blanks(0), 0)
    if text[end:].strip():
        raise parser.problem(parser.blanks(end), "nothing may follow the closing bracket")
    return node


class _Json:
    """A small JSON reader: the standard one does not tell the lines of what it read."""

    NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?")

    def __init__(self, text: str) -> None:
        self.text = text
        self.counted, self.lines = 0, 1

    def line(self, at: int) -> int:
        if at < self.counted:
            return self.text.count("\n", 0, at) + 1
        self.lines += self.text.count("\n", self.counted, at)
        self.counted = at
        return self.lines

    def problem(self, at: int, what: str) -> TreeProblem:
        return TreeProblem(
            self.text.count("\n", 0, at) + 1, f"this is not JSON: {what}.", "Look for commas and quotes."
        )

    def blanks(self, at: int) -> int:
        while at < len(self.text) and self.text[at] in " \t\r\n":
            at += 1
        return at

    def string(self, at: int) -> tuple[Node, int]:
        node = Node("text", self.line(at), at, style='"')
        try:
            text, end = scanstring(self.text, at + 1, True)
        except json.JSONDecodeError as error:
            raise self.problem(error.pos, error.msg[:1].lower() + error.msg[1:]) from error
        node.text = _whole(text, node.line)
        return node, end

    def value(self, at: int, depth: int) -> tuple[Node, int]:
        if depth > MAX_DEPTH:
            raise self.problem(at, f"nested too deeply, at most {MAX_DEPTH} levels are read")
        sign = self.text[at : at + 1]
        if sign == '"':
            return self.string(at)
        if sign in ("{", "["):
            return self.collection(at, depth, "}" if sign == "{" else "]")
        for word, kind in JSON_WORDS.items():
            if self.text.startswith(word, at):
                return Node(kind, self.line(at), at, text=word), at + len(word)  # type: ignore[arg-type]
        match = self.NUMBER.match(self.text, at)
        if not match:
            raise self.problem(at, "a value is missing" if sign else "the text ends too early")
        return Node("number", self.line(at), at, text=match.group()), match.end()

    def collection(self, at: int, depth: int, closing: str) -> tuple[Node, int]:
        node = Node("map" if closing == "}" else "list", self.line(at), at, flow=True)
        at = self.blanks(at + 1)
        if self.text[at : at + 1] == closing:
            return node, at + 1
        while True:
            if closing == "}":
                if self.text[at : at + 1] != '"':
                    raise self.problem(at, "a field's name in double quotes is missing")
                key, at = self.string(at)
                at = self.blanks(at)
                if self.text[at : at + 1] != ":":
                    raise self.problem(at, "a colon is missing")
                value, at = self.value(self.blanks(at + 1), depth + 1)
                node.pairs.append((key, value))
            else:
                value, at = self.value(at, depth + 1)
                node.items.append(value)
            at = self.blanks(at)
            if self.text[at : at + 1] == closing:
                return node, at + 1
            if self.text[at : at + 1] != ",":
                raise self.problem(at, f"a comma or {closing} is missing")
            at = self.blanks(at + 1)
