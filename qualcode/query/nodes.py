"""What a query says, as values. Printing one gives a text that reads back as the same value."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from qualcode.language import UNITS, Unit

DEFAULT_DISTANCE = 10
LARGEST_DISTANCE = 999


@dataclass(frozen=True, slots=True)
class Word:
    """A word in any inflection or, with `*` in it, every word of that pattern."""

    text: str
    at: int = field(default=0, compare=False, repr=False)

    @property
    def wild(self) -> bool:
        """Whether it is a pattern."""
        return "*" in self.text

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words exactly as they stand, one after the other."""

    text: str
    at: int = field(default=0, compare=False, repr=False)

    def __str__(self) -> str:
        return f'"{self.text}"'


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition on the speaker, the document or the case, not on the words."""

    name: str
    value: str
    at: int = field(default=0, compare=False, repr=False)

    def __str__(self) -> str:
        bare = self.value and not any(c.isspace() or c in '()"' for c in self.value)
        return f"{self.name}:{self.value}" if bare else f'{self.name}:"{self.value}"'


@dataclass(frozen=True, slots=True)
class Near:
    """Two terms at most `distance` words apart, in either order."""

    left: Operand
    right: Operand
    distance: int = DEFAULT_DISTANCE
    at: int = field(default=0, compare=False, repr=False)

    def __str__(self) -> str:
        return f"{_inside(self.left)} NEAR/{self.distance} {_inside(self.right)}"


@dataclass(frozen=True, slots=True)
class Not:
    """What must not be there."""

    part: Node
    at: int = field(default=0, compare=False, repr=False)

    def __str__(self) -> str:
        return f"NOT {_inside(self.part) if isinstance(self.part, And | Or) else self.part}"


@dataclass(frozen=True, slots=True)
class And:
    """All of several conditions."""

    parts: tuple[Node, ...]
    at: int = field(default=0, compare=False, repr=False)

    def __str__(self) -> str:
        return " AND ".join(f"({part})" if isinstance(part, Or) else str(part) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of several conditions."""

    parts: tuple[Node, ...]
    at: int = field(default=0, compare=False, repr=False)

    def __str__(self) -> str:
        return " OR ".join(_inside(part) for part in self.parts)


Term: TypeAlias = Word | Phrase
Operand: TypeAlias = Word | Phrase | Or
Node: TypeAlias = Word | Phrase | Filter | Near | Not | And | Or


@dataclass(frozen=True, slots=True)
class Query:
    """A whole query; `unit` is None where the query leaves it to whoever asks (a sentence, if nobody says)."""

    root: Node
    unit: Unit | None = None

    def __str__(self) -> str:
        return f"{self.root} IN {self.unit}" if self.unit else str(self.root)


def _inside(node: Node) -> str:
    return f"({node})" if isinstance(node, And | Or) else str(node)


def terms(node: Node) -> tuple[Term, ...]:
    """The words and phrases of a node, each once, in the order in which they are written.

    >>> terms(Near(Word("big"), Or((Word("small"), Word("big")))))
    (Word(text='big'), Word(text='small'))
    """
    found: dict[Term, None] = {}
    _collect(node, found)
    return tuple(found)


def _collect(node: Node, found: dict[Term, None]) -> None:
    if isinstance(node, Word | Phrase):
        found.setdefault(node)
    elif isinstance(node, Near):
        _collect(node.left, found)
        _collect(node.right, found)
    elif isinstance(node, Not):
        _collect(node.part, found)
    elif isinstance(node, And | Or):
        for part in node.parts:
            _collect(part, found)


__all__ = ["UNITS", "And", "Filter", "Near", "Node", "Not", "Operand", "Or", "Phrase", "Query", "Term", "Unit", "Word"]
