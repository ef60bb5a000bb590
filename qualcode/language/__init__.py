"""Words: spaCy pipelines, inflections, and documents cut into words once."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from qualcode.language.folding import form, plain
from qualcode.language.inflections import Inflections
from qualcode.language.pipelines import language_code
from qualcode.language.units import UNITS, Unit

if TYPE_CHECKING:
    from qualcode.language.cache import TokenCache
    from qualcode.language.corpus import Attributes, Corpus, Progress

__all__ = [
    "UNITS",
    "Attributes",
    "Corpus",
    "Inflections",
    "Progress",
    "TokenCache",
    "Unit",
    "form",
    "language_code",
    "plain",
]

_LATER = {"Attributes": "corpus", "Corpus": "corpus", "Progress": "corpus", "TokenCache": "cache"}  # these need NumPy


def __getattr__(name: str) -> Any:
    if name in _LATER:
        return getattr(import_module(f"qualcode.language.{_LATER[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
