"""Passages with several coders' readings below each, side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from qualcode.ui.components.declared import declare, nothing
from qualcode.ui.components.passages import read_address
from qualcode.ui.navigation import page

_mount = declare("readings")


def readings(
    items: Sequence[Mapping[str, Any]],
    *,
    key: str,
    label: str,
    empty: str,
    coders: Sequence[str],
    codes: Mapping[str, tuple[str, str]],
) -> None:
    """Show passages as coders read them; a click on a passage or its document opens the transcript there.

    Args:
        items: one a passage: id, quote, document (name), start, end, who, case, and `cells`: for each coder the keys of
            codes, or None where the coder has not read the document.
        label: what the list is, for a screen reader.
        empty: the sentence shown when there is nothing.
        coders: the names, one a column.
        codes: name and colour of each code, by its key.
    """
    data = {
        "items": [{**item, "href": read_address(item)} for item in items],
        "label": label,
        "empty": empty,
        "coders": list(coders),
        "codes": {code: list(shown) for code, shown in codes.items()},
    }
    found = _mount(key=key, data=data, on_opened_change=nothing)
    wanted = found.opened and next((item for item in items if item["id"] == found.opened["id"]), None)
    if wanted:
        place = {"document": str(wanted["document"]), "at": str(wanted["start"]), "to": str(wanted["end"])}
        st.switch_page(page("read"), query_params=place)
