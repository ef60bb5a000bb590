"""The crosswalk file: how codes of different codebooks relate."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from qualcode.codebook.build import label
from qualcode.codebook.entries import Entries
from qualcode.codebook.fields import Field
from qualcode.codebook.problems import Problem, did_you_mean
from qualcode.codebook.tree import Node
from qualcode.model import Codebook, Link

MARKER = "crosswalk/1"
RELATIONS = ("same_idea", "narrower", "broader", "contradicts")
FIELDS: dict[str, tuple[Field, ...]] = {
    "crosswalk": (
        Field("qualcode", "marker", f"Format marker: {MARKER}."),
        Field("id", "id", "Short key of the crosswalk."),
        Field("name", "text", "Name as people read it."),
        Field("description", "text", "Who proposes these relations, and why."),
        Field("links", "entries", "The relations.", of="pair"),
    ),
    "pair": (
        Field("a", "text", "A code or theme as codebook:id.", required=True, attribute="source"),
        Field("b", "text", "A code or theme as codebook:id.", required=True, attribute="target"),
        Field("relation", "choice", "What a is to b.", required=True, choices=RELATIONS, attribute="type"),
        Field("why", "text", "The reason."),
    ),
}


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """Relations between codes or themes of several codebooks; both ends are written `codebook:id`.

    A link's type says what its source is to its target: same_idea, narrower, broader or contradicts.
    """

    links: tuple[Link, ...] = ()
    id: str = ""
    name: str = ""
    description: str = ""


def build_crosswalk(root: Node, codebooks: Iterable[Codebook] = ()) -> tuple[Crosswalk, list[Problem]]:
    """The crosswalk of a tree, and its problems. Ends in the given codebooks must exist there."""
    entries = Entries(FIELDS)
    found = entries.fields(root, "crosswalk", "the crosswalk")
    if found is None:
        return Crosswalk(), entries.problems
    marker = found.get("qualcode")
    if marker is not None and marker.text != MARKER:
        entries.add(
            marker.line, "the crosswalk", f"has the format marker '{marker.text}'.", f"Write: qualcode: {MARKER}"
        )
    values = entries.read(found, "crosswalk", "the crosswalk", root.line)
    known = {book.id: [*(theme.id for theme in book.themes), *(code.id for code in book.codes)] for book in codebooks}
    links = []
    first: dict[tuple[str, str], int] = {}
    for position, node in enumerate(entries.list_of(found.get("links"), "links", "the crosswalk")):
        where = label("link", position, node)
        fields = entries.fields(node, "pair", where)
        if fields is None:
            continue
        link = Link(**{"source": "", "target": "", "type": "", **entries.read(fields, "pair", where, node.line)})
        if "relation" in fields and fields["relation"].text == "":
            entries.add(node.line, where, "has an empty relation.", f"Allowed: {', '.join(RELATIONS)}.")
        for name, end in (("a", link.source), ("b", link.target)):
            if end:
                _check_end(entries, fields[name].line, where, end, known)
        line = first.setdefault((link.source, link.target), node.line)
        if line != node.line and link.source:
            entries.add(node.line, where, f"relates what line {line} relates already.", "Keep one.", kind="reference")
        links.append(link)
    return Crosswalk(tuple(links), **values), entries.problems


def _check_end(entries: Entries, line: int, where: str, end: str, known: dict[str, list[str]]) -> None:
    book, colon, identity = end.partition(":")
    if not (book and colon and identity) or any(letter.isspace() for letter in end):
        entries.add(line, where, f"names '{end}'.", "Write both ends as codebook:id.", kind="reference")
    elif known and book not in known:
        hint = did_you_mean(book, list(known))
        entries.add(
            line, where, f"names the unknown codebook '{book}'.", f"{hint}Known: {', '.join(known)}.", kind="reference"
        )
    elif known and identity not in known[book]:
        hint = did_you_mean(identity, known[book]).strip() or "Look into that codebook."
        entries.add(line, where, f"names '{identity}', which '{book}' does not have.", hint, kind="reference")
