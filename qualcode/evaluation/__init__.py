"""Measuring suggesters against a person's own codings: files or a study in, numbers out."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qualcode.evaluation.coded import Coded, read_coded
    from qualcode.evaluation.measure import Evaluation, evaluate

__all__ = ["Coded", "Evaluation", "evaluate", "read_coded"]

_HOMES = {"Coded": "coded", "Evaluation": "measure", "evaluate": "measure", "read_coded": "coded"}  # these need NumPy


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"qualcode.evaluation.{_HOMES[name]}"), name)
