"""Which units fulfil a query, and which words in them did it."""

from __future__ import annotations

from typing import Any

import numpy as np

from qualcode.errors import QueryError
from qualcode.language.corpus import Corpus
from qualcode.language.folding import fits, same
from qualcode.language.index import Index
from qualcode.language.units import Unit
from qualcode.model import Document
from qualcode.query.found import Found, find, joined
from qualcode.query.nodes import And, Filter, Near, Node, Not, Or, Phrase, Query, Term, Word, terms
from qualcode.query.parser import parse

Marks = list[tuple[Term, Found]]


class Evaluation:
    """Answers a query in the sentences or the turns of a corpus."""

    def __init__(self, corpus: Corpus, query: Query, unit: Unit | None = None) -> None:
        self.corpus = corpus
        self.index: Index = corpus.index
        self.root = query.root
        self.unit: Unit = query.unit or unit or "sentence"
        self.unit_of = self.index.unit_of(self.unit)
        self.size = len(self.index.units(self.unit))
        self.found = {term: self._whole(found) for term, found in find(corpus, terms(query.root)).items()}
        self._masks: dict[int, Any] = {}
        self._pairs: dict[int, tuple[Found, Found]] = {}
        self._close_terms: dict[int, Marks] = {}

    def _whole(self, found: Found) -> Found:
        """Only what lies within one unit."""
        units = self.unit_of[found.first]
        keep = (units >= 0) & (units == self.unit_of[found.last])
        return found if keep.all() else found.where(keep)

    def mask(self, node: Node | None = None) -> Any:
        """For each unit, whether it fulfils the node, or else the whole query."""
        node = self.root if node is None else node
        key = id(node)
        if key not in self._masks:
            self._masks[key] = self._mask(node)
        return self._masks[key]

    def _mask(self, node: Node) -> Any:
        if isinstance(node, Word | Phrase):
            return self._units(self.found[node])
        if isinstance(node, Near):
            return self._units(self.pairs(node)[0])
        if isinstance(node, Filter):
            return self._filter(node)
        if isinstance(node, Not):
            return ~self.mask(node.part)
        parts = [self.mask(part) for part in node.parts]
        return np.logical_and.reduce(parts) if isinstance(node, And) else np.logical_or.reduce(parts)

    def _units(self, found: Found) -> Any:
        mask = np.zeros(self.size, bool)
        mask[self.unit_of[found.first]] = True
        return mask

    def hits(self, node: Word | Phrase | Or) -> Found:
        """The places of one side of NEAR."""
        if isinstance(node, Or):
            return joined(self.found[part] for part in node.parts if isinstance(part, Word | Phrase))
        return self.found[node]

    def pairs(self, node: Near) -> tuple[Found, Found]:
        """The places of the left and of the right side that have one of the other side close enough."""
        if id(node) not in self._pairs:
            left, right = self.hits(node.left), self.hits(node.right)
            self._pairs[id(node)] = (
                left.where(self._close(left, right, node.distance)),
                right.where(self._close(right, left, node.distance)),
            )
        return self._pairs[id(node)]

    def _close(self, one: Found, other: Found, distance: int) -> Any:
        return self.gaps(one, other) <= distance

    def gaps(self, one: Found, other: Found) -> Any:
        """Words from each place of `one` to the nearest place of `other` in its unit that shares no word with it.

        Next to each other is 1, two halves of `don't` 0, and a very large number means that there is none.
        """
        gap = np.full(len(one), np.iinfo(np.int32).max, np.int32)
        if not len(one) or not len(other):
            return gap
        number, unit_of = self.index.number, self.unit_of
        after = np.searchsorted(other.first, one.last, side="right")
        there = np.flatnonzero(after < len(other))
        nearest = other.first[after[there]]
        keep = unit_of[nearest] == unit_of[one.first[there]]
        gap[there[keep]] = (number[nearest] - number[one.last[there]])[keep]
        ends = np.sort(other.last)
        before = np.searchsorted(ends, one.first, side="left") - 1
        there = np.flatnonzero(before >= 0)
        nearest = ends[before[there]]
        keep = unit_of[nearest] == unit_of[one.first[there]]
        back = (number[one.first[there]] - number[nearest])[keep]
        gap[there[keep]] = np.minimum(gap[there[keep]], back)
        return gap

    def _filter(self, node: Filter) -> Any:
        return self.index.spoken(self.unit, lambda document, speaker: accepts(self.corpus, node, document, speaker))

    def marks(self, mask: Any, node: Node | None = None) -> Marks:
        """The places that make the units of `mask` fulfil the query; nothing under NOT."""
        node = self.root if node is None else node
        if isinstance(node, Filter | Not):
            return []
        if isinstance(node, Word | Phrase):
            return [(node, self._in(mask, self.found[node]))]
        if isinstance(node, Near):
            return self._near_marks(mask, node)
        found: Marks = []
        for part in node.parts:
            found += self.marks(mask & self.mask(part), part)
        return found

    def _near_marks(self, mask: Any, node: Near) -> Marks:
        if id(node) not in self._close_terms:
            close: Marks = []
            sides = zip((node.left, node.right), (node.right, node.left), self.pairs(node), strict=True)
            for side, other, pairs in sides:
                if isinstance(side, Or):
                    opposite = self.hits(other)
                    for term in side.parts:
                        if isinstance(term, Word | Phrase):
                            places = self.found[term]
                            close.append((term, places.where(self._close(places, opposite, node.distance))))
                else:
                    close.append((side, pairs))
            self._close_terms[id(node)] = close
        return [(term, self._in(mask, places)) for term, places in self._close_terms[id(node)]]

    def _in(self, mask: Any, found: Found) -> Found:
        return found.where(mask[self.unit_of[found.first]])


def accepts(corpus: Corpus, node: Filter, document: Document, speaker: str | None) -> bool:
    """Whether a speaker in a document passes a filter. `*` in the value stands for any letters.

    `speaker:` compares whole words of the label, and the whole value of every attribute of the speaker; other
    names compare the whole value of that attribute of the speaker or of the document. Case, blanks, hyphens and
    underscores make no difference.
    """
    name, wanted = same(node.name), same(node.value)
    if name != "speaker":
        value = corpus.attributes_of(document, speaker).get(name)
        return value is not None and _equal(wanted, same(value))
    if speaker is None:
        return False
    values = [same(str(value)) for value in corpus.speaker(document, speaker).values()]
    return _in_label(wanted, same(speaker)) or any(_equal(wanted, value) for value in values)


def _equal(wanted: str, value: str) -> bool:
    return fits(tuple(wanted.split("*")), value) if "*" in wanted else wanted == value


def _in_label(wanted: str, label: str) -> bool:
    words, inside = label.split(), wanted.split()
    windows = (words[at : at + len(inside)] for at in range(len(words) - len(inside) + 1))
    stripped = ((word.strip(".,:;()[]") for word in window) for window in windows)
    return _equal(wanted, label) or any(_equal(wanted, " ".join(window)) for window in stripped)


def as_query(query: Query | str) -> Query:
    """A query as it is, a text parsed."""
    if isinstance(query, str):
        return parse(query)
    if isinstance(query, Query):
        return query
    raise QueryError(f"A query is a text or a parsed Query, not {type(query).__name__}.")
