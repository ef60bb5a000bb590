"""Several suggesters, one list: where they agree on a code for a passage, one suggestion speaks for all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from qualcode.model import Suggestion
from qualcode.text.stretches import shares_half

AGREEING = 0.5
UNKNOWN = 0.5


def combine(
    suggestions: Sequence[Suggestion], order: Sequence[str], *, accepted: Mapping[str, float] | None = None
) -> list[Suggestion]:
    """Suggestions without those that say the same of a passage, in their order.

    Two suggesters say the same when they propose one code for passages that share half of the shorter. The suggester
    that comes first in `order` speaks, so what is decided about it stays known; the reasons of the others are added.
    The scores of rules say how many words were found, not how likely the code is; so they are multiplied by the share
    of the rules' suggestions that were `accepted` (one half while nothing is known). The score of p, and q, r … of the
    others from the highest, is 1 - (1 - p)(1 - q/2)(1 - r/2) …: agreement makes a suggestion more likely, but
    suggesters look at the same words, so each further one counts half.

    >>> one = Suggestion("d", 0, 9, "cost", "rules", score=0.5, reason="Rule r1.")
    >>> two = Suggestion("d", 0, 20, "cost", "learned", score=0.6, reason="Like another.")
    >>> [(s.suggester, round(s.score, 2), s.reason) for s in combine([two, one], ["rules", "learned"])]
    [('rules', 0.65, 'Rule r1. Also learned (0.60): Like another.')]
    """
    rank = {name: place for place, name in enumerate(order)}
    share = (accepted or {}).get("rules", UNKNOWN)
    scaled = [
        replace(one, score=round(one.score * share, 4)) if one.suggester == "rules" else one for one in suggestions
    ]
    ordered = sorted(scaled, key=lambda one: (rank.get(one.suggester, len(rank)), one.document, one.start, one.end))
    leads: list[Suggestion] = []
    others: list[list[Suggestion]] = []
    known: dict[tuple[str, str], list[int]] = {}
    for one in ordered:
        same = [
            at
            for at in known.get((one.document, one.code), ())
            if leads[at].suggester != one.suggester and shares_half(one.start, one.end, leads[at].start, leads[at].end)
        ]
        for at in same:
            others[at].append(one)
        if not same:
            known.setdefault((one.document, one.code), []).append(len(leads))
            leads.append(one)
            others.append([])
    return [_joined(lead, with_it) for lead, with_it in zip(leads, others, strict=True)]


def _joined(lead: Suggestion, others: list[Suggestion]) -> Suggestion:
    best: dict[str, Suggestion] = {}
    for one in others:
        if one.suggester not in best or one.score > best[one.suggester].score:
            best[one.suggester] = one
    if not best:
        return lead
    scores = sorted([lead.score, *(one.score for one in best.values())], reverse=True)
    doubt = 1 - scores[0]
    for score in scores[1:]:
        doubt *= 1 - AGREEING * score
    end = "" if lead.reason.endswith(".") else "."
    also = " ".join(f"Also {name} ({one.score:.2f}): {one.reason}" for name, one in best.items())
    return replace(lead, score=round(1 - doubt, 4), reason=f"{lead.reason}{end} {also}")
