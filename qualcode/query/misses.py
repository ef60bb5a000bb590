"""Passages that a query just misses, and the one condition that each of them fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import zip_longest
from typing import NamedTuple

import numpy as np

from qualcode.errors import QueryError
from qualcode.language.corpus import Corpus
from qualcode.language.units import Unit
from qualcode.query.evaluate import Evaluation, as_query
from qualcode.query.hits import Eligible, Hit, Hits
from qualcode.query.nodes import (
    LARGEST_DISTANCE,
    And,
    Filter,
    Near,
    Node,
    Not,
    Operand,
    Or,
    Phrase,
    Query,
    Word,
    terms,
)
from qualcode.query.parser import parse
from qualcode.query.searching import hits_of, search
from qualcode.query.wording import describe

MOST_VARIANTS = 60
SHORTEST_STEM = 5


class NearMiss(NamedTuple):
    """A passage that is no hit, and in words what it lacks."""

    hit: Hit
    missing: str


Say = Callable[[Hit], str]
Step = tuple[Node, Say, int]  # a loosened part, what to say of what it finds, and how far it is from the part


class Variant(NamedTuple):
    """A loosened query; those at a smaller `distance` from what was asked come first."""

    query: Query
    say: Say
    distance: int


def near_misses(
    corpus: Corpus,
    query: Query | str,
    limit: int = 20,
    *,
    unit: Unit | None = None,
    eligible: Eligible | None = None,
) -> list[NearMiss]:
    """Passages that fulfil a query but for one condition, `limit` at most.

    Tried are: one part of AND left out, one filter left out, what NOT excludes, NEAR at any distance, the words of a
    phrase apart or in other forms, words that begin like a word looked for, and the words spread over the sentences
    of one turn. The kinds take turns, so that no kind fills the list. The same passage is named once.
    The nearest come first: a distance, a form or an excluded word, then one condition of several, then the rest.

    >>> from qualcode.model import Document
    >>> corpus = Corpus([Document.of("The big firm met a small one. Two big worlds.")])
    >>> [(miss.hit.quote, miss.missing) for miss in near_misses(corpus, "big NEAR/2 small")]
    [('The big firm met a small one.', '"big" and "small" are 4 words apart, not 2')]
    """
    asked = as_query(query)
    chosen: Unit = asked.unit or unit or "sentence"
    asked = Query(asked.root, chosen)
    own = set(search(corpus, asked, eligible=eligible).places())
    found: dict[tuple[str, int, int], tuple[int, NearMiss]] = {}
    variants = _variants(corpus, asked)
    for distance in sorted({variant.distance for variant in variants}):
        alike = (variant for variant in variants if variant.distance == distance)
        for row in zip_longest(*(_missed(corpus, variant, asked, own, limit, eligible) for variant in alike)):
            for miss in row:
                if miss is not None and len(found) < limit:
                    found.setdefault((miss.hit.document, miss.hit.start, miss.hit.end), (distance, miss))
    order = {document.id: place for place, document in enumerate(corpus)}
    rows = ((distance, order[place[0]], *place[1:], miss) for place, (distance, miss) in found.items())
    return [row[-1] for row in sorted(rows, key=lambda row: row[:-1])]


def _missed(
    corpus: Corpus,
    variant: Variant,
    asked: Query,
    own: set[tuple[str, int, int]],
    limit: int,
    eligible: Eligible | None,
) -> Iterator[NearMiss]:
    """The hits of a variant that are none of the query's; a turn that holds a hit is not a miss."""
    wider = variant.query.unit != asked.unit
    starts: dict[str, list[int]] = {}
    if wider:
        for document, start, _ in own:
            starts.setdefault(document, []).append(start)
    count = 0
    for hit in search(corpus, variant.query, eligible=eligible):
        if count >= limit:
            return
        inside = any(hit.start <= start < hit.end for start in starts.get(hit.document, ()))
        if (hit.document, hit.start, hit.end) not in own and not inside:
            count += 1
            yield NearMiss(hit, variant.say(hit))


def _variants(corpus: Corpus, asked: Query) -> list[Variant]:
    """The query with one condition loosened, in every way."""
    found: list[Variant] = []
    for root, say, distance in _loosened(corpus, asked.root, asked):
        try:
            loose = parse(str(Query(root, asked.unit)))  # refuses what would find everything
        except QueryError:
            continue
        if loose.root != asked.root:
            found.append(Variant(loose, say, distance))
        if len(found) >= MOST_VARIANTS:
            break
    if asked.unit == "sentence" and (len(terms(asked.root)) > 1):
        said = "the words are in one turn, but not in one sentence"
        found.append(Variant(Query(asked.root, "turn"), lambda hit: said, 1))
    return found


def _loosened(corpus: Corpus, node: Node, asked: Query) -> Iterator[Step]:
    if isinstance(node, And):
        for place, part in enumerate(node.parts):
            rest = node.parts[:place] + node.parts[place + 1 :]
            looked_for = sum(not isinstance(part, Not | Filter) for part in node.parts)
            distance = 0 if isinstance(part, Not | Filter) else 1 if looked_for > 2 else 2
            yield (And(rest) if len(rest) > 1 else rest[0]), _without(corpus, part, asked), distance
            if not isinstance(part, Not):
                for loose, say, distance in _loosened(corpus, part, asked):
                    yield And((*node.parts[:place], loose, *node.parts[place + 1 :])), say, distance
    elif isinstance(node, Or):
        for place, part in enumerate(node.parts):
            for loose, say, distance in _loosened(corpus, part, asked):
                yield Or((*node.parts[:place], loose, *node.parts[place + 1 :])), say, distance
    elif isinstance(node, Near):
        yield Near(node.left, node.right, LARGEST_DISTANCE), _apart(corpus, node, asked), 0
        for loose, say, distance in _loosened(corpus, node.left, asked):
            if isinstance(loose, Word | Phrase | Or) and _is_operand(loose):
                yield Near(loose, node.right, node.distance), say, distance
        for loose, say, distance in _loosened(corpus, node.right, asked):
            if isinstance(loose, Word | Phrase | Or) and _is_operand(loose):
                yield Near(node.left, loose, node.distance), say, distance
    elif isinstance(node, Phrase):
        yield from _loosened_phrase(node)
    elif isinstance(node, Word) and not node.wild and len(node.text) > SHORTEST_STEM and node.text.isalpha():
        stem = node.text[:-1] if node.text[-1] in "es" else node.text
        said = f'which begins like "{node.text}" but is not a form of it'
        yield Word(f"{stem}*"), lambda hit: f'found "{hit.words()}", {said}', 1


def _is_operand(node: Operand) -> bool:
    return isinstance(node, Word | Phrase) or all(isinstance(part, Word | Phrase) for part in node.parts)


def _loosened_phrase(node: Phrase) -> Iterator[Step]:
    words = [word for word in node.text.split() if word.strip("*")]
    if not words:
        return
    if len(words) > 1:
        loose = And(tuple(Phrase(word) for word in words))
        yield loose, lambda hit: f'the words of "{node.text}" are there, but not side by side in this order', 0
        return
    if "*" not in node.text and node.text.isalpha():
        yield Word(words[0]), lambda hit: f'found "{hit.words()}", another form of "{node.text}"', 0


def _without(corpus: Corpus, part: Node, asked: Query) -> Say:
    """What to say of a passage that only fails `part` of an AND."""
    if isinstance(part, Filter):
        if part.name == "speaker":
            return lambda hit: f'not said by "{part.value}"'
        return lambda hit: f'{part.name} is not "{part.value}"'
    if isinstance(part, Not):
        found = _words_of(corpus, part.part, asked)
        return lambda hit: f"left out because of {found(hit) or describe(part.part)}"
    return lambda hit: f"without {describe(part)}"


def _words_of(corpus: Corpus, node: Node, asked: Query) -> Say:
    """The words of a passage that an excluded part finds."""
    if not terms(node):
        return lambda hit: ""
    evaluation = Evaluation(corpus, Query(node, asked.unit))
    hits = hits_of(evaluation, evaluation.mask())
    return lambda hit: _quoted(hits, hit)


def _quoted(hits: Hits, hit: Hit) -> str:
    same = hits.at(hit.document, hit.start, hit.end)
    return f'"{same.words()}"' if same and same.spans else ""


def _apart(corpus: Corpus, node: Near, asked: Query) -> Say:
    evaluation = Evaluation(corpus, Query(node, asked.unit))
    left, right = evaluation.hits(node.left), evaluation.hits(node.right)
    gaps = evaluation.gaps(left, right)
    units = evaluation.index.units(evaluation.unit)
    documents = [entry.document.id for entry in evaluation.index.entries]
    nearest: dict[tuple[str, int], int] = {}
    for unit, gap in zip(evaluation.unit_of[left.first].tolist(), np.asarray(gaps).tolist(), strict=True):
        place = (documents[units.document[unit]], int(units.start[unit]))
        nearest[place] = min(gap, nearest.get(place, gap))
    names = " and ".join(_short(side) for side in (node.left, node.right))
    return lambda hit: f"{names} are {nearest.get((hit.document, hit.start), 0)} words apart, not {node.distance}"


def _short(node: Operand) -> str:
    parts = node.parts if isinstance(node, Or) else (node,)
    return " or ".join(f'"{part.text}"' for part in parts if isinstance(part, Word | Phrase))
