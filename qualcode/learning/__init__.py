"""What machines learn from words: likeness to definitions, and a model of a coder's own codings. Numbers only."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qualcode.learning.features import Features
    from qualcode.learning.likeness import Likeness, compare
    from qualcode.learning.model import Learned, learn
    from qualcode.learning.passages import CodeText, Passages, Vectors, code_texts

__all__ = ["CodeText", "Features", "Learned", "Likeness", "Passages", "Vectors", "code_texts", "compare", "learn"]

_HOMES = {  # these need NumPy and more
    "CodeText": "passages",
    "Features": "features",
    "Learned": "model",
    "Likeness": "likeness",
    "Passages": "passages",
    "Vectors": "passages",
    "code_texts": "passages",
    "learn": "model",
    "compare": "likeness",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"qualcode.learning.{_HOMES[name]}"), name)
