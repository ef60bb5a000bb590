"""Adding a column, a free attribute, to a table that is changed in place."""

from __future__ import annotations

import streamlit as st

from qualcode.ui.look import plain


def extra_columns(key: str) -> list[str]:
    """The columns that were added in this session and may still be empty."""
    added: list[str] = st.session_state.setdefault(f"{key}:extra", [])
    return added


def add_column(key: str, what: str, *, disabled: bool = False) -> None:
    """Offer to add a column; it is kept once a cell of it is saved."""
    with st.popover("Add a column", key=f"{key}_more", icon=":material/add:", type="tertiary", disabled=disabled):
        st.text_input(
            "Name of the column", key=f"{key}_column", placeholder="mode", help=f"A free attribute of {plain(what)}"
        )
        st.button("Add", key=f"{key}_column_add", on_click=_add, args=(key,))


def _add(key: str) -> None:
    # Names are those of tables that are loaded: small letters, no blanks.
    name = "_".join(st.session_state[f"{key}_column"].casefold().split())
    if name and name not in extra_columns(key):
        extra_columns(key).append(name)
    st.session_state[f"{key}_column"] = ""
