"""Loading a table that says things of many documents, people or cases at once."""

from __future__ import annotations

import streamlit as st

from qualcode.project import Project
from qualcode.ui import state
from qualcode.ui.acting import attempt
from qualcode.ui.look import plain
from qualcode.ui.views import loading
from qualcode.ui.views.loading import KINDS
from qualcode.ui.views.uploads import Upload

MOST_TOLD = 100


def load_table(study: Project) -> None:
    """Choose what the table is about, see what it would do, enter it in one act."""
    kind = st.segmented_control(
        "The table is about",
        list(KINDS),
        default="documents",
        required=True,
        key="documents_load_kind",
        format_func=lambda name: KINDS[name].name,
    )
    about = KINDS[kind]
    also = " A cases file in YAML is read, too." if kind == "cases" else ""
    st.caption(
        f"A csv or xlsx; its first row names the columns. Needed: {about.need}. Known: {', '.join(about.known)}. "
        f"Any other column is {about.free}.{also} Empty cells change nothing."
    )
    st.download_button(
        "Download a template",
        lambda: loading.template(study, kind),
        file_name=f"{kind}.csv",
        mime="text/csv",
        key=f"documents_template:{kind}",
        icon=":material/download:",
        type="tertiary",
        help="Filled with what the study has; complete it and load it",
        on_click="ignore",
    )
    turn = st.session_state.setdefault("documents_load_turn", 0)
    upload = st.file_uploader(
        f"Drop a table about {about.name.lower()} here",
        type=["csv", "tsv", "txt", "xlsx", *(["yaml", "yml"] if kind == "cases" else [])],
        key=f"documents_load:{kind}:{turn}",
        disabled=state.looking_back() is not None,
    )
    if upload is not None:
        _checked(study, kind, upload)


def _checked(study: Project, kind: str, upload: Upload) -> None:
    checked = loading.check(study, kind, upload)
    if checked.problems:
        several = "problems" if len(checked.problems) != 1 else "problem"
        st.markdown(f":material/error: **{len(checked.problems)} {several}; nothing is entered until none is left:**")
        for problem in checked.problems[:MOST_TOLD]:
            st.markdown(f"- {plain(problem)}")
        if len(checked.problems) > MOST_TOLD:
            st.caption(f"and {len(checked.problems) - MOST_TOLD} more")
    else:
        what = f"{checked.count} {KINDS[kind].name.lower()}"
        st.button(
            f"Enter {what}",
            key="documents_load_now",
            type="primary",
            icon=":material/check:",
            on_click=_enter,
            args=(study, kind, upload),
        )
    if len(checked.meaning):
        left, right = st.columns([2, 3])
        left.dataframe(checked.meaning, hide_index=True, alt="What each column means")
        right.dataframe(checked.rows, hide_index=True, alt="The rows of the table")


def _enter(study: Project, kind: str, upload: Upload) -> None:
    done = f"Entered {plain(upload.name)}"
    if attempt(loading.load, study, kind, upload, done=done):
        st.session_state["documents_load_turn"] += 1
