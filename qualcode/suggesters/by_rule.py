"""Suggestions from the rules of a codebook."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from qualcode.errors import CodebookError, QueryError
from qualcode.language import Unit
from qualcode.model import Code, Codebook, Rule, Suggestion
from qualcode.query import Hit, condition, parse, run_one
from qualcode.query.found import find
from qualcode.query.nodes import terms
from qualcode.query.raw import check_patterns, pattern_key
from qualcode.query.searching import eligible_units
from qualcode.suggesters.protocol import Eligible, Evidence, spoken_by_participants

if TYPE_CHECKING:
    from qualcode.language import Corpus

MATCHER = 1  # raise it when the same rule finds something else than before


def rules(
    corpus: Corpus,
    codebook: Codebook,
    *,
    eligible: Eligible | None = None,
    unit: Unit | None = None,
    evidence: Evidence | None = None,
) -> list[Suggestion]:
    """What the rules of a codebook find: one suggestion for each code and each unit that one of its rules hits.

    Ordered by document, start, end and the codebook's order of codes. The score is 1 - 1/2^k, where k is the number
    of different words and phrases of the rule that were found: 0.5 for one, 0.75 for two. Where several rules of a
    code hit a unit, the best speaks (the first of equals) and the others are named. Codes without rules give nothing;
    a code's `exclude` text is for people and is not evaluated. Without `eligible` the labels decide who counts, see
    `spoken_by_participants`. Rules do not learn, so `evidence` makes no difference. What did not change since the
    last call on this corpus is not computed again.

    CodebookError names every rule that cannot be understood.
    """
    eligible = eligible or spoken_by_participants()
    _check(codebook)
    fingerprint = _fingerprint(corpus, eligible)
    new = [code for code in codebook.codes if code.rules and _key(code, unit, fingerprint) not in corpus.results]
    queries = [parse(rule.query) for code in new for rule in code.rules if not rule.spacy]
    find(corpus, [term for query in queries for term in terms(query.root)])
    for code in new:
        corpus.results[_key(code, unit, fingerprint)] = _of_code(corpus, code, eligible, unit)
    order = {document.id: place for place, document in enumerate(corpus)}
    found = [
        suggestion
        for code in codebook.codes
        if code.rules
        for suggestion in corpus.results[_key(code, unit, fingerprint)]
    ]
    return sorted(found, key=lambda suggestion: (order[suggestion.document], suggestion.start, suggestion.end))


def version_of(rule: Rule, unit: Unit | None = None) -> str:
    """A short hash of what a rule looks for; blanks and redundant parentheses make no difference.

    >>> version_of(Rule("r1", "(contract)  money")) == version_of(Rule("r1", "contract AND money"))
    True
    """
    said = pattern_key(rule) if rule.spacy else str(parse(rule.query))
    return hashlib.sha256(f"{MATCHER}\0{unit or ''}\0{said}".encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _key(code: Code, unit: Unit | None, fingerprint: str) -> Any:
    # a rule's raw patterns are not hashable, but its text is
    said = tuple((rule.id, rule.query, pattern_key(rule) if rule.spacy else "") for rule in code.rules)
    return ("rules", code.id, said, unit, fingerprint)


def _fingerprint(corpus: Corpus, eligible: Eligible) -> str:
    """Changes when others may speak, or when something else is known about speakers and documents."""
    answers = eligible_units(corpus, "turn", eligible)
    known = [
        (document.id, sorted(corpus.attributes_of(document, speaker).items()))
        for document in corpus
        for speaker in (None, *document.speakers)
    ]
    return hashlib.sha256(answers.tobytes() + repr(known).encode("utf-8", "surrogatepass")).hexdigest()


def _check(codebook: Codebook) -> None:
    problems = []
    for code in codebook.codes:
        for rule in code.rules:
            try:
                if rule.spacy:
                    check_patterns(rule)
                else:
                    parse(rule.query)
            except QueryError as error:
                problems.append(f"code '{code.id}', rule '{rule.id}': {error}")
    if problems:
        raise CodebookError(problems)


def _of_code(corpus: Corpus, code: Code, eligible: Eligible, unit: Unit | None) -> list[Suggestion]:
    best: dict[tuple[str, int, int], tuple[float, Rule, Hit]] = {}
    others: dict[tuple[str, int, int], list[str]] = {}
    for rule in code.rules:
        for hit in run_one(corpus, rule, unit=unit, eligible=eligible):
            place = (hit.document, hit.start, hit.end)
            score = 1 - 0.5 ** max(1, min(len(hit.terms), 30))
            before = best.get(place)
            if before is None:
                best[place] = (score, rule, hit)
                continue
            loser = rule if before[0] >= score else before[1]
            others.setdefault(place, []).append(loser.id)
            if score > before[0]:
                best[place] = (score, rule, hit)
    said = {rule.id: (version_of(rule, unit), f"Rule {_name(code, rule)}: {condition(rule)}") for rule in code.rules}
    return [
        _suggestion(code, rule, hit, score, *said[rule.id], others.get(place, []))
        for place, (score, rule, hit) in best.items()
    ]


def _suggestion(
    code: Code, rule: Rule, hit: Hit, score: float, version: str, said: str, others: list[str]
) -> Suggestion:
    reason = f'{said}; found "{hit.words()}"'
    if others:
        order = [rule.id for rule in code.rules if rule.id in others]
        reason += f"; also rule{'s' if len(order) > 1 else ''} {', '.join(order)}"
    return Suggestion(
        hit.document,
        hit.start,
        hit.end,
        code.id,
        "rules",
        rule.id,
        version,
        score,
        hit.quote,
        hit.speaker,
        reason,
    )


def _name(code: Code, rule: Rule) -> str:
    return rule.id if rule.id.startswith(f"{code.id}.") or rule.id == code.id else f"{code.id}.{rule.id}"
