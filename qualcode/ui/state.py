"""Which study is open."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import streamlit as st

from qualcode.project import Project, open_project


def path_asked_for() -> str:
    """The study named in the address, on the command line, or in QUALCODE_STUDY; empty when none is."""
    named = st.query_params.get("study") or os.environ.get("QUALCODE_STUDY", "")
    arguments = [argument for argument in sys.argv[1:] if argument.endswith(".qualcode")]
    return str(named or (arguments[0] if arguments else ""))


@st.cache_resource(show_spinner="Opening the study …")
def study_at(path: str) -> Project:
    """The study, opened once for reading; kept while the workbench runs."""
    return open_project(Path(path), must_exist=True)
