"""Suggestions from what the codebook says about its codes, before anybody has coded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from qualcode.language import Unit
from qualcode.learning import CodeText, Likeness, compare
from qualcode.learning.worth import Worth
from qualcode.model import Code, Codebook, Suggestion
from qualcode.suggesters.cutting import Cut, cuts, described
from qualcode.suggesters.protocol import Eligible, Evidence
from qualcode.suggesters.reasons import definition_reason

if TYPE_CHECKING:
    from qualcode.language import Corpus

WORTH = Worth(slope=0.89, fit=0.38, intercept=-0.25)
"""How often the likeliest code was the human one, on passages that people had coded in three studies."""
WORTH_OF_WORDS = Worth(slope=0.65, fit=0.2, intercept=-0.75)
"""The same where words alone were compared."""
ALIKE = 0.3  # cosine of vectors from which on meaning alone may speak for a code
SOMEWHAT = 0.15  # from which on it may where words are shared
MOST = 2  # codes for one passage


def similar(
    corpus: Corpus,
    codebook: Codebook,
    *,
    eligible: Eligible | None = None,
    unit: Unit | None = None,
    evidence: Evidence | None = None,
) -> list[Suggestion]:
    """Passages that resemble what a code's name, definition, inclusions and examples say; `exclude` counts against.

    Needs no coding. The score is how often a code with such a likeness was the one that people had chosen, in three
    studies that people had coded; on passages without any code it is too high. Suggestions under the wanted
    `evidence.precision` are not made. Codes need at least two to choose from; a code without a definition speaks by
    its name. Where no model of vectors is installed, or it does not know the language, words alone are compared.
    """
    evidence = evidence or Evidence()
    found: list[Suggestion] = []
    if len(codebook.codes) < 2:
        there = "one code leaves nothing to choose between" if codebook.codes else "there is no code yet"
        evidence.notes.append(f"similar: {there}; it takes at least two.")
        return found
    for cut in cuts(corpus, codebook, eligible=eligible, unit=unit, evidence=evidence):
        if len(cut.open):
            found += _of_cut(corpus, cut, codebook.codes, evidence)
    return found


def likeness_of(corpus: Corpus, cut: Cut) -> Likeness:
    """The likeness of the passages of a cut, computed once."""
    key = ("likeness", id(cut.features))
    if key not in corpus.results:
        from threadpoolctl import threadpool_limits

        with threadpool_limits(1, user_api="blas"):
            corpus.results[key] = compare(cut.features)
    found: Likeness = corpus.results[key]
    return found


def _of_cut(corpus: Corpus, cut: Cut, codes: tuple[Code, ...], evidence: Evidence) -> list[Suggestion]:
    features = cut.features
    alike = likeness_of(corpus, cut)
    probability = (WORTH if cut.model else WORTH_OF_WORDS).probability(alike.scores[cut.open])
    shared = alike.parts["stems"][cut.open] > 0
    if cut.model:
        near = features.likes(features.placed([code.whole for code in features.codes]))[cut.open]
        speaks = (near >= ALIKE) | (shared & (near >= SOMEWHAT))
    else:
        speaks = shared
    order = np.argsort(-probability, axis=1, kind="stable")
    made = []
    versions = [described(code) for code in features.codes]
    for row, at in enumerate(cut.open.tolist()):
        for place, column in enumerate(order[row, :MOST].tolist()):
            chance = float(probability[row, column])
            if chance < evidence.precision or not speaks[row, column]:
                break
            segment, code = cut.segments[at], features.codes[column]
            rival = features.codes[order[row, 1 if place == 0 else 0]]
            made.append(
                Suggestion(
                    segment.document,
                    segment.start,
                    segment.end,
                    code.id,
                    "similar",
                    code.id,
                    versions[column],
                    round(min(max(chance, 0.0001), 0.9999), 4),
                    segment.text,
                    segment.speaker or "",
                    _reason(cut, at, column, rival, float(probability[row, order[row, 1 if place == 0 else 0]])),
                )
            )
    _say(evidence, cut, len(made), codes)
    return made


def _reason(cut: Cut, at: int, column: int, rival: CodeText, chance: float) -> str:
    said = definition_reason(cut, at, column)
    return f"{said} Against: “{rival.name}” is likely too ({chance:.2f})." if chance >= 0.25 else said


def _say(evidence: Evidence, cut: Cut, made: int, codes: tuple[Code, ...]) -> None:
    bare = sum(not (code.definition.strip() or code.include.strip()) for code in codes)
    share = round(evidence.precision * 100)
    evidence.notes.append(
        f"similar: {made} suggestions for {len(cut.open)} passages ({cut.language or 'any language'}). Of such, about "
        f"{share} in 100 or more were right in three studies that people had coded; the other passages get none."
    )
    if not cut.model:
        evidence.notes.append(
            f"similar: no model of vectors for the language '{cut.language}', so only words were compared."
        )
    if bare:
        evidence.notes.append(
            f"similar: {bare} of {len(codes)} codes have no definition and speak by their name alone."
        )
