"""The rule language: parse, explain, look for, and see what was just missed."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from qualcode.query.advice import check
from qualcode.query.nodes import And, Filter, Near, Not, Or, Phrase, Query, Word
from qualcode.query.parser import parse
from qualcode.query.wording import condition, explain

if TYPE_CHECKING:
    from qualcode.query.hits import Eligible, Hit, Hits, spread
    from qualcode.query.misses import NearMiss, near_misses
    from qualcode.query.raw import check_patterns
    from qualcode.query.searching import run, run_one, search

__all__ = [
    "And",
    "Eligible",
    "Filter",
    "Hit",
    "Hits",
    "Near",
    "NearMiss",
    "Not",
    "Or",
    "Phrase",
    "Query",
    "Word",
    "check",
    "check_patterns",
    "condition",
    "explain",
    "near_misses",
    "parse",
    "run",
    "run_one",
    "search",
    "spread",
]

_LATER = {  # these need NumPy
    "Eligible": "hits",
    "Hit": "hits",
    "Hits": "hits",
    "NearMiss": "misses",
    "check_patterns": "raw",
    "near_misses": "misses",
    "run": "searching",
    "run_one": "searching",
    "search": "searching",
    "spread": "hits",
}


def __getattr__(name: str) -> Any:
    if name in _LATER:
        value = getattr(import_module(f"qualcode.query.{_LATER[name]}"), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
