"""Topic models as word patterns: passages whose words go together, and how far that can be relied on."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from qualcode.topics.values import METHODS, Member, Method, Pattern, WordPatterns, in_words

if TYPE_CHECKING:
    from qualcode.topics.cutting import Passages, passages
    from qualcode.topics.finding import find_patterns
    from qualcode.topics.grouping import stability

__all__ = [
    "METHODS",
    "Member",
    "Method",
    "Passages",
    "Pattern",
    "WordPatterns",
    "find_patterns",
    "in_words",
    "passages",
    "stability",
]

_LATER = {"find_patterns": "finding", "stability": "grouping", "Passages": "cutting", "passages": "cutting"}


def __getattr__(name: str) -> Any:
    if name in _LATER:  # these need NumPy or spaCy
        return getattr(import_module(f"qualcode.topics.{_LATER[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
