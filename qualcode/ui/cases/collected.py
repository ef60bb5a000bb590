"""The table of data collected: what each case rests on."""

from __future__ import annotations

import streamlit as st

from qualcode.project import Project
from qualcode.ui.cases.choosing import nothing_yet
from qualcode.ui.navigation import page
from qualcode.ui.views import cases as views


def show(study: Project) -> None:
    """One row a case and a total, as the first table of a case study has it."""
    if not len(study.documents):
        nothing_yet("There is no document yet.", "documents", "Bring in documents")
        return
    st.caption("What was collected in each case. Participants are people, each counted once in the total.")
    table = views.collected(study)
    numbers = {name: st.column_config.NumberColumn(name, format="localized") for name in table.columns[1:]}
    st.dataframe(table, key="cases_collected", hide_index=True, column_config=numbers, alt="Data collected by case")
    st.page_link(page("export"), label="Export this table", icon=":material/download:")
