"""A table of cells that can be opened: themes by cases, codes by attributes, pairs of codes, documents of a case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import streamlit as st

from qualcode.ui.components.declared import declare, nothing
from qualcode.ui.views.grid import Grid, Place

_mount = declare("matrix")


def matrix(
    grid: Grid,
    *,
    key: str,
    label: str,
    corner: str,
    look: Literal["texts", "counts", "pairs", "list"] = "counts",
    chosen: Place | None = None,
    on_open: Callable[[str, str], None] | None = None,
) -> Place | None:
    """Show a matrix; arrows move between its cells, Enter or a click opens one. Gives the place that was opened now.

    Args:
        label: what the table is, for a screen reader.
        corner: what the rows are.
        look: room for sentences, for a number, for a number under a name that is written upwards, or a plain list.
        chosen: the place that is open: the table gets shorter, so that what is below can be seen.
        on_open: called with row and column before the page runs, so that the page knows already what is open.
    """

    def opened() -> None:
        place = st.session_state[key].get("opened")
        if place and on_open:
            on_open(str(place["row"]), str(place["column"]))

    found = _mount(
        key=key,
        data={
            "columns": list(grid.columns),
            "rows": list(grid.rows),
            "cells": [list(row) for row in grid.cells],
            "label": label,
            "corner": corner,
            "look": look,
            "chosen": list(chosen) if chosen else None,
        },
        on_opened_change=opened if on_open else nothing,
    )
    return (str(found.opened["row"]), str(found.opened["column"])) if found.opened else None
