"""Passages on which two codes lie together, each with both extents side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from qualcode.ui.components.declared import declare, nothing
from qualcode.ui.components.passages import read_address
from qualcode.ui.navigation import page

_mount = declare("overlaps")


def overlaps(
    items: Sequence[Mapping[str, Any]], *, key: str, label: str, names: tuple[str, str], colors: tuple[str, str]
) -> None:
    """Show what two codes share; a click on a document's name opens the transcript there.

    Args:
        items: one a place: id, document, start and end of the shared words, who, case, and `left` and `right`, the
            passage of each code: its text in three parts, what is before the shared words, those, what is after them.
        label: what the list is, for a screen reader.
        names, colors: of the two codes.
    """
    data = {
        "items": [{**item, "href": read_address(item)} for item in items],
        "label": label,
        "names": list(names),
        "colors": list(colors),
    }
    found = _mount(key=key, data=data, on_opened_change=nothing)
    wanted = found.opened and next((item for item in items if item["id"] == found.opened["id"]), None)
    if wanted:
        place = {"document": str(wanted["document"]), "at": str(wanted["start"]), "to": str(wanted["end"])}
        st.switch_page(page("read"), query_params=place)
