"""The units that a query is answered in."""

from __future__ import annotations

from typing import Literal, get_args

Unit = Literal["sentence", "turn"]
UNITS: tuple[Unit, ...] = get_args(Unit)
