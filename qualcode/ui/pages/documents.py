"""Bring in transcripts; say what they are, who speaks in them, and which case they belong to."""

from __future__ import annotations

import streamlit as st

from qualcode.ui import state
from qualcode.ui.documents.bring_in import bring_in
from qualcode.ui.documents.case_table import case_table
from qualcode.ui.documents.document_table import document_table
from qualcode.ui.documents.load_table import load_table
from qualcode.ui.documents.people_table import people_table
from qualcode.ui.documents.speaker_map import speaker_map

TABS = {
    "Documents": document_table,
    "Speakers": speaker_map,
    "People": people_table,
    "Cases": case_table,
    "Load a table": load_table,
}

study = state.study()
if "participant" in st.query_params:  # a link to a person
    del st.query_params["participant"]
    st.session_state["documents_tab"] = "People"
st.title("Documents")
st.caption("Bring in transcripts; say what they are, who speaks in them, and which case they belong to.")
bring_in(study)
if not len(study.documents) and not len(study.cases) and not len(study.participants):
    st.info(
        "There is no document yet. Drop transcripts above: Word, text, PDF, captions, tables and more. "
        "What was read from each file is shown afterwards.",
        icon=":material/upload_file:",
    )
for name, tab in zip(TABS, st.tabs(list(TABS), key="documents_tab", bind="query-params"), strict=True):
    if tab.open:
        with tab:
            TABS[name](study)
