"""The key of de-identification: a file of this machine whose names must not leave. Only its path is asked for."""

from __future__ import annotations

import streamlit as st


def key_file() -> str:
    """A widget for the path of the key, "" without one; what is typed on one page stands on the others."""
    typed = st.text_input(
        "Key of de-identification",
        key="key_file",
        placeholder="~/keys/study.csv",
        persist_state="session",
        help="Names that must not leave: one a line, or a csv with a column 'name'. While one remains, nothing is "
        "offered. The file is read for this and nothing of it is kept.",
    )
    return str(typed or "").strip()
