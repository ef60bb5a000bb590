"""The table of documents: case, kind, date and attributes in place; opening one; taking one out."""

from __future__ import annotations

import streamlit as st

from qualcode.errors import QualcodeError
from qualcode.project import Project
from qualcode.ui import state
from qualcode.ui.acting import attempt
from qualcode.ui.documents.edit_table import edit_table, row_of
from qualcode.ui.documents.more_columns import add_column, extra_columns
from qualcode.ui.look import plain
from qualcode.ui.navigation import page
from qualcode.ui.views import documents

KEY = "documents_table"


def document_table(study: Project) -> None:
    """All documents, each on a line."""
    if not len(study.documents):
        st.caption("Documents stand here once they are in.")
        return
    opened = st.session_state.pop("documents_read", None)
    if opened:
        st.switch_page(page("read"), query_params={"document": opened})
    names = documents.case_names(study)
    text, number, choice = st.column_config.TextColumn, st.column_config.NumberColumn, st.column_config.SelectboxColumn
    percent = {"min_value": 0, "max_value": 100, "format": "%.0f %%"}
    readonly = state.looking_back() is not None
    edit_table(
        lambda: documents.document_table(study, extra_columns(KEY)),
        key=KEY,
        alt="Documents",
        columns={
            "open": st.column_config.ButtonColumn("Reader", key="documents_open", type="tertiary", on_click=_open),
            "document": text("Document", pinned=True),
            "case": choice("Case", options=list(names), format_func=names.get),
            "kind": choice("Kind", options=list(documents.KINDS), format_func=documents.KINDS.get, required=True),
            "date": text("Date", help="2026, 2026-03 or 2026-03-01"),
            "hours": number("Hours", min_value=0, help="How long an observation took"),
            "read_by_you": st.column_config.CheckboxColumn("Read by you", help="Marked in the reader"),
            "coded_percent": st.column_config.ProgressColumn(
                "Coded", width=130, help="Of the words that can count", **percent
            ),
            "words": "Words",
            "turns": "Turns",
            "speakers": number("Speakers", help="Labels in the text"),
            "notes": text("How it was read", width="medium"),
        },
        fixed=["document", *(name if name != "read" else "read_by_you" for name in documents.MEASURED)],
        save=study.documents.edit,
        readonly=readonly,
    )
    if not readonly:
        with st.container(horizontal=True, vertical_alignment="center"):
            add_column(KEY, "documents")
            _remove(study)


def _open() -> None:
    click = st.session_state["documents_open"]
    if click:
        st.session_state["documents_read"] = row_of(KEY, click.row)


def _remove(study: Project) -> None:
    with st.popover("Take a document out", key="documents_out", icon=":material/delete:", type="tertiary"):
        known = study.documents.attention()["document"].tolist()
        name = st.selectbox("Document", known, index=None, key="documents_remove", placeholder="Choose one")
        if not name:
            return
        try:
            preview = study.documents.remove(name, preview=True)
        except QualcodeError as error:
            st.write(plain(str(error)))
            return
        st.caption(f"{plain(preview.counts())}. Undo brings it back." if preview else "")
        st.text_input("Why", key="documents_remove_why", placeholder="Withdrew consent")
        st.button("Take it out", key="documents_remove_now", on_click=_take_out, args=(study, name))


def _take_out(study: Project, name: str) -> None:
    done = f"Took out {plain(name)}"
    if attempt(study.documents.remove, name, why=st.session_state["documents_remove_why"], done=done):
        st.session_state["documents_remove"] = None
        st.session_state["documents_remove_why"] = ""
