"""What a suggester is: a function from documents and a codebook to suggestions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, TypeAlias

from qualcode.codebook.problems import did_you_mean
from qualcode.errors import QualcodeError
from qualcode.language import Unit
from qualcode.model import Codebook, Document, Role, Suggestion
from qualcode.text import role_of_label, roles_of

if TYPE_CHECKING:
    from qualcode.language import Corpus

Eligible: TypeAlias = Callable[[Document, str | None], bool]

SUGGESTERS: dict[str, str] = {
    "rules": "qualcode.suggesters.by_rule:rules",
    "learned": "qualcode.suggesters.by_codings:learned",
    "similar": "qualcode.suggesters.by_likeness:similar",
}
"""In the order in which they speak for a passage that several of them propose a code for."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one person has done so far, for suggesters that learn from it, and how they are to work.

    `codings` are passages with a code: document id, start, end, code; `rejected` are those that a suggested code was
    refused for. `read` are the ids of the documents that the person has read, where a passage without a code was left
    without one on purpose. `coder` is the person's name; `accepted` says of suggesters which share of
    their suggestions the person accepted. `seed` is for whatever draws. `precision` is the share of
    suggestions that have to be right, by what is known; others are not made. `model` names the embedder: "" is the
    default one, "none" is none. `progress` is called with how many vectors are made, of how many.
    """

    codings: tuple[tuple[str, int, int, str], ...] = ()
    rejected: tuple[tuple[str, int, int, str], ...] = ()
    read: frozenset[str] = frozenset()
    coder: str = ""
    accepted: tuple[tuple[str, float], ...] = ()
    seed: int = 0
    precision: float = 0.5
    model: str = ""
    progress: Callable[[int, int], None] | None = field(default=None, compare=False, hash=False)
    notes: list[str] = field(default_factory=list, compare=False, hash=False)
    """What the suggesters have to say about what they did not propose; they add to it."""


class Suggester(Protocol):
    """Proposes codes for passages; the same input gives the same output in the same order.

    Only passages whose document and speaker are `eligible` are proposed, in sentences or turns as `unit` says
    where the suggester has no reason for another. Every suggestion quotes its document letter for letter, has a
    score in (0, 1] and a reason that a person can check against the text.
    """

    def __call__(
        self,
        corpus: Corpus,
        codebook: Codebook,
        *,
        eligible: Eligible | None = None,
        unit: Unit | None = None,
        evidence: Evidence | None = None,
    ) -> list[Suggestion]: ...


def refuse_unknown(names: Iterable[str]) -> None:
    """Raise QualcodeError for the first name that is no suggester's. Nothing is loaded to find out.

    >>> refuse_unknown(["rules", "simlar"])
    Traceback (most recent call last):
    ...
    qualcode.errors.QualcodeError: There is no suggester 'simlar'. Did you mean 'similar'? There are: rules, learned, \
similar.
    """
    for name in names:
        if name not in SUGGESTERS:
            raise QualcodeError(
                f"There is no suggester '{name}'. {did_you_mean(name, list(SUGGESTERS))}"
                f"There are: {', '.join(SUGGESTERS)}."
            )


def load(name: str) -> Suggester:
    """The suggester of that name; QualcodeError when there is none."""
    refuse_unknown([name])
    module, _, function = SUGGESTERS[name].partition(":")
    return getattr(import_module(module), function)


def spoken_by_participants(roles: Mapping[str, Role] | None = None) -> Eligible:
    """Whose words are evidence: participants', and archival documents; never an interviewer's or a researcher's.

    `roles` says of labels, whatever their case, who they are; the others are judged by convention.

    >>> eligible = spoken_by_participants({"Kim": "interviewer"})
    >>> document = Document.of("Yes.")
    >>> [eligible(document, label) for label in ("KIM", "Interviewer 2", "Ana", None)]
    [False, False, True, True]
    """
    known = {label.strip().casefold(): role for label, role in (roles or {}).items()}
    found: dict[str, dict[str | None, Role]] = {}

    def eligible(document: Document, speaker: str | None) -> bool:
        role = known.get(speaker.strip().casefold()) if speaker is not None else None
        if document.id not in found:
            found[document.id] = roles_of(document.turns, document.kind)
        return (role or found[document.id].get(speaker) or role_of_label(speaker, document.kind)) == "participant"

    return eligible
