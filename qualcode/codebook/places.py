"""Where the parts of a block of YAML stand in its text, in whole lines, and how edits are applied."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from qualcode.codebook.tree import Node


class Edit(NamedTuple):
    """Text to put in place of `text[start:end]`."""

    start: int
    end: int
    new: str


class Hard(Exception):
    """This part cannot be edited in place; it has to be written anew."""


class Chunk(NamedTuple):
    """An item of a block list: its lines, and the first of the comment and blank lines that lead to it."""

    lead: int
    first: int
    last: int


class Places:
    """A text with its lines. All line numbers here count from 0."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(at + 1 for at, letter in enumerate(text) if letter == "\n")]

    def line_of(self, offset: int) -> int:
        return bisect_right(self.starts, offset) - 1

    def line_start(self, line: int) -> int:
        return self.starts[line]

    def line_end(self, line: int) -> int:
        """The offset of the newline that ends the line, or of the end of the text."""
        return self.starts[line + 1] - 1 if line + 1 < len(self.starts) else len(self.text)

    def line(self, line: int) -> str:
        return self.text[self.line_start(line) : self.line_end(line)]

    def value_end(self, value: Node) -> int:
        """The offset after the last letter of a scalar or of a collection in brackets."""
        return self.line_end(self.last_line(value)) if value.style in ("|", ">") else value.end

    def last_line(self, node: Node, key: Node | None = None) -> int:
        """The last line with anything of the node in it, comments after it left out."""
        if node.kind == "map" and not node.flow:
            if not node.pairs:
                raise Hard
            last_key, last_value = node.pairs[-1]
            return max(self.line_of(last_key.start), self.last_line(last_value, last_key))
        if node.kind == "list" and not node.flow:
            if not node.items:
                raise Hard
            return self.last_line(node.items[-1])
        if node.kind == "null" and not node.text:
            if key is None:
                raise Hard
            return self.line_of(key.start)
        if node.style in ("|", ">"):
            first = self.line_of(node.start)
            last = self.line_of(node.end)
            if node.end < len(self.text) or not self.line(last).strip():
                last -= 1
            while last > first and not self.line(last).strip():
                last -= 1
            return max(first, last)
        return self.line_of(max(node.end - 1, node.start))

    def comment_after(self, offset: int) -> str:
        """The comment on the rest of the line, with its #, or ""."""
        rest = self.text[offset : self.line_end(self.line_of(offset))]
        return rest.strip() if rest.strip().startswith("#") else ""

    def begins_line(self, node: Node) -> bool:
        return not self.text[self.line_start(self.line_of(node.start)) : node.start].strip()

    def chunks(self, items: list[Node], dash: int, before: int) -> list[Chunk]:
        """The lines of each item of a block list; `dash` is the column of its dashes, `before` the line above."""
        chunks = []
        previous = before
        for item in items:
            first = self.line_of(item.start)
            while first > previous and not (
                self.line(first)[:dash].strip() == "" and self.line(first)[dash : dash + 1] == "-"
            ):
                first -= 1
            if first <= previous:
                raise Hard
            last = self.last_line(item)
            chunks.append(Chunk(previous + 1, first, last))
            previous = last
        return chunks

    def lines(self, first: int, last: int, edits: Iterable[Edit] = ()) -> str:
        """Whole lines with edits inside them done, without the last newline; "" when last < first."""
        if last < first:
            return ""
        start, end = self.line_start(first), self.line_end(last)
        return apply(self.text[start:end], [Edit(edit.start - start, edit.end - start, edit.new) for edit in edits])


def apply(text: str, edits: Iterable[Edit]) -> str:
    """The text with all edits done. Raises Hard when two of them overlap or one lies outside.

    >>> apply("one two", [Edit(4, 7, "2"), Edit(0, 3, "1")])
    '1 2'
    """
    out, at = [], 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if not at <= edit.start <= edit.end <= len(text):
            raise Hard
        out += [text[at : edit.start], edit.new]
        at = edit.end
    return "".join([*out, text[at:]])
