"""Looks for one query, or for many rules at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from qualcode.errors import QueryError
from qualcode.language.corpus import Corpus
from qualcode.language.units import Unit
from qualcode.model import Rule
from qualcode.query.evaluate import Evaluation, as_query
from qualcode.query.found import Found, find
from qualcode.query.hits import Eligible, Hits, Mark
from qualcode.query.nodes import Query, terms
from qualcode.query.raw import raw_marks


def search(corpus: Corpus, query: Query | str, *, unit: Unit | None = None, eligible: Eligible | None = None) -> Hits:
    """The sentences or turns that a query finds, in the order of the documents.

    `unit` counts where the query does not say IN turn or IN sentence; without both it is the sentence. `eligible`
    says, for a document and a speaker's label, whether their words count; without it everybody's do.
    QueryError when the text cannot be understood.

    >>> from qualcode.model import Document
    >>> corpus = Corpus([Document.of("Two contracts were signed. The big one by a small shop.")])
    >>> [hit.quote for hit in search(corpus, "contract OR big NEAR/3 small")]
    ['Two contracts were signed.']
    >>> [hit.words() for hit in search(corpus, "contract AND big NEAR small IN turn")]
    ['contracts … big … small']
    """
    evaluation = Evaluation(corpus, as_query(query), unit)
    mask, keep = evaluation.mask(), eligible_units(corpus, evaluation.unit, eligible)
    return hits_of(evaluation, mask if keep is None else mask & keep)


def run(
    corpus: Corpus, rules: Iterable[Rule], *, unit: Unit | None = None, eligible: Eligible | None = None
) -> dict[str, Hits]:
    """The hits of each rule, by the rule's id. The words of all rules are found in one pass.

    Raw Matcher patterns are run too; MissingModel when one needs a trained model that is not installed.
    """
    rules = list(rules)
    queries = {rule.id: as_query(rule.query) for rule in rules if not rule.spacy}
    find(corpus, [term for query in queries.values() for term in terms(query.root)])
    return {rule.id: run_one(corpus, rule, unit=unit, eligible=eligible) for rule in rules}


def run_one(corpus: Corpus, rule: Rule, *, unit: Unit | None = None, eligible: Eligible | None = None) -> Hits:
    """The hits of one rule."""
    if not rule.spacy:
        if not rule.query:
            raise QueryError(f"The rule '{rule.id}' is empty. Give it a query, or raw patterns under spacy.")
        return search(corpus, rule.query, unit=unit, eligible=eligible)
    units, starts, ends = raw_marks(corpus, rule, unit or "sentence")
    chosen = np.unique(units)
    keep = eligible_units(corpus, unit or "sentence", eligible)
    if keep is not None:
        chosen = chosen[keep[chosen]]
    return Hits(corpus, unit or "sentence", chosen, lambda _: [("spacy", units, starts, ends)])


def hits_of(evaluation: Evaluation, mask: Any) -> Hits:
    """The units of `mask`, with what in them fulfils the query of the evaluation."""
    index = evaluation.index

    def marks(units: Any) -> list[Mark]:
        wanted = np.zeros(evaluation.size, bool)
        wanted[units] = True
        merged: dict[str, list[Found]] = {}
        for term, found in evaluation.marks(wanted):
            merged.setdefault(str(term), []).append(found)
        rows = []
        for label, founds in merged.items():
            first = np.concatenate([found.first for found in founds])
            last = np.concatenate([found.last for found in founds])
            rows.append((label, evaluation.unit_of[first], index.start[first], index.end[last]))
        return rows

    return Hits(evaluation.corpus, evaluation.unit, np.flatnonzero(mask), marks)


def eligible_units(corpus: Corpus, unit: Unit, eligible: Eligible | None) -> Any:
    """For each unit whether its speaker counts; None when everybody does."""
    if eligible is None:
        return None
    return corpus.index.spoken(unit, eligible)
