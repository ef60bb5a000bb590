"""What is scored: passages in their order, and codes as their codebook describes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

from qualcode.model import Code

Vectors: TypeAlias = Callable[[Sequence[str]], np.ndarray]
"""Texts in, one row of unit length each out."""
SEPARATOR = " > "


@dataclass(frozen=True, slots=True)
class Passages:
    """Texts to score, each with the document it is of.

    `sentences` are the sentences of each text, `speakers` the labels of who speaks, or nothing. Passages of one
    document stand in the order of the document where `ordered` says so: only then do a passage's neighbours and its
    place in the document speak.
    """

    texts: Sequence[str]
    sentences: Sequence[Sequence[str]]
    documents: Sequence[str]
    ordered: bool = True
    speakers: Sequence[str] = ()
    group: np.ndarray = field(init=False, repr=False)

    def __post_init__(self) -> None:
        numbers: dict[str, int] = {}
        group = [numbers.setdefault(document, len(numbers)) for document in self.documents]
        object.__setattr__(self, "group", np.array(group, np.int64))

    def __len__(self) -> int:
        return len(self.texts)

    def speaks(self) -> np.ndarray:
        """The number of the speaker of each passage among those who speak in several documents; else -1.

        >>> Passages(["a", "b", "c"], [["a"], ["b"], ["c"]], ["d", "d", "e"], speakers=["Mod", "Ana", "Mod"]).speaks()
        array([ 0, -1,  0])
        """
        if not self.speakers:
            return np.full(len(self), -1)
        heard: dict[str, set[int]] = {}
        for speaker, group in zip(self.speakers, self.group.tolist(), strict=True):
            heard.setdefault(speaker, set()).add(group)
        several = [speaker for speaker, groups in heard.items() if speaker and len(groups) > 1]
        numbers = {speaker: number for number, speaker in enumerate(several)}
        return np.array([numbers.get(speaker, -1) for speaker in self.speakers], np.int64)

    def neighbour(self, by: int) -> np.ndarray:
        """For each passage the index of the one `by` places later in its document; -1 where there is none."""
        index = np.arange(len(self)) + by
        inside = (index >= 0) & (index < len(self)) & self.ordered
        inside[inside] = self.group[index[inside]] == self.group[inside]
        return np.where(inside, index, -1)

    def place(self) -> np.ndarray:
        """Where in its document each passage stands, between 0 and 1.

        >>> Passages(["a", "b", "c"], [["a"], ["b"], ["c"]], ["d", "d", "e"]).place().tolist()
        [0.25, 0.75, 0.5]
        """
        order = np.argsort(self.group, kind="stable")
        sizes = np.bincount(self.group)
        first = np.concatenate([[0], np.cumsum(sizes)[:-1]])
        place = np.empty(len(self))
        place[order] = np.arange(len(self)) - first[self.group[order]]
        return (place + 0.5) / sizes[self.group] if len(self) else place


@dataclass(frozen=True, slots=True)
class CodeText:
    """What a codebook says about a code, in the words that are compared with passages."""

    id: str
    name: str
    parents: tuple[str, ...] = ()
    definition: str = ""
    exclude: str = ""
    examples: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """The names of the parents and of the code."""
        return ": ".join((*self.parents, self.name))

    @property
    def whole(self) -> str:
        """The names and the definition."""
        return f"{self.path}. {self.definition}" if self.definition else self.path


def code_texts(codes: Sequence[Code]) -> list[CodeText]:
    """The codes of a codebook in words; a name such as `A > B` names its parents.

    >>> code_texts([Code("a", "Delay"), Code("b", "Waiting", "They waited.", "Queues", parent="a")])[1].whole
    'Delay: Waiting. They waited. Queues'
    """
    known = {code.id: code for code in codes}
    return [_of(code, known) for code in codes]


def _of(code: Code, known: Mapping[str, Code]) -> CodeText:
    *parents, name = code.name.split(SEPARATOR)
    above, seen = code.parent, {code.id}
    while above in known and above not in seen:
        if known[above].name not in parents:
            parents = [*known[above].name.split(SEPARATOR), *parents]
        seen.add(above)
        above = known[above].parent
    said = " ".join(part.strip() for part in (code.definition, code.include) if part.strip())
    examples = tuple(example for example in code.examples if example.strip())
    return CodeText(code.id, name.strip(), tuple(parents), said, code.exclude.strip(), examples)
