"""Suggesters: what proposes codes, with a reason; a person decides."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from qualcode.suggesters.frame import propose, suggest, to_frame
from qualcode.suggesters.protocol import (
    SUGGESTERS,
    Eligible,
    Evidence,
    Suggester,
    load,
    refuse_unknown,
    spoken_by_participants,
)

if TYPE_CHECKING:
    from qualcode.suggesters.by_rule import rules, version_of

__all__ = [
    "SUGGESTERS",
    "Eligible",
    "Evidence",
    "Suggester",
    "load",
    "propose",
    "refuse_unknown",
    "rules",
    "spoken_by_participants",
    "suggest",
    "to_frame",
    "version_of",
]


def __getattr__(name: str) -> Any:
    if name in ("rules", "version_of"):  # these need NumPy
        return getattr(import_module("qualcode.suggesters.by_rule"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
