"""Vectors: a text becomes a point near the points of texts that mean the same, by models that are installed."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from qualcode.vectors.choosing import EMBEDDERS, embedder, installed
from qualcode.vectors.protocol import Embedder, Progress

if TYPE_CHECKING:
    from qualcode.vectors.cache import VectorCache

__all__ = ["EMBEDDERS", "Embedder", "Progress", "VectorCache", "embedder", "installed"]


def __getattr__(name: str) -> Any:
    if name == "VectorCache":  # it needs NumPy
        return import_module("qualcode.vectors.cache").VectorCache
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
