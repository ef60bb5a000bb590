"""The report on the page Export: what goes into it, what to know about it, the file to take."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from qualcode.project import Project
from qualcode.ui.acting import working
from qualcode.ui.look import plain
from qualcode.ui.state import looking_back
from qualcode.ui.views.reporting import MIME, made, printable

if TYPE_CHECKING:
    from qualcode.analysis.attribution import Granularity

NAMES = {"docx": "Word document (docx)", "html": "Web page (html)"}
MOST_SAID = 40


def report_of_study(study: Project, granularity: Granularity, key: str = "") -> None:
    """Build a report and offer it; it is built anew once the study or the choice changed."""
    st.subheader("Report", anchor=False)
    st.caption(
        "Methods appendix from the record, themes with their quotes in your order, cases, figures, discarded themes, "
        "and what deserves a look. Of the journal only what you choose; quotes are signed as chosen above."
    )
    memos = printable(study)
    journal = st.multiselect(
        "From the journal",
        list(memos),
        format_func=lambda memo: memos.get(memo, ""),
        key="report_journal",
        placeholder="Nothing, unless you choose entries",
    )
    coreq = st.toggle("Add the COREQ checklist", key="report_coreq", help="With reasons where an item does not fit.")
    wanted = (str(study.path), looking_back(), study.last_act(), study.coder, tuple(journal), coreq, granularity, key)
    if st.button("Build the report", key="report_build", icon=":material/article:"):
        with working("Building the report:") as report:
            report(0.1, "checking quotes")
            built = made(study, granularity, journal=journal, coreq=coreq, key=key)
            st.session_state["report_built"] = (wanted, built)
    asked, built = st.session_state.get("report_built", (None, None))
    if built is None:
        return
    if asked != wanted:
        st.info("The study or your choice changed since. Build the report again.", icon=":material/refresh:")
        return
    if built.refused:
        st.error("This report would not be true, so there is nothing to download.", icon=":material/block:")
        st.text(built.refused)
        return
    if built.warnings:
        with st.expander(f"Before it leaves · {len(built.warnings)}", key="report_warnings", icon=":material/warning:"):
            st.text("\n".join(built.warnings[:MOST_SAID]))
            if len(built.warnings) > MOST_SAID:
                st.caption(f"… and {len(built.warnings) - MOST_SAID} more.")
    with st.container(horizontal=True):
        for ending, content in built.files.items():
            st.download_button(
                NAMES[ending],
                partial(bytes, content),
                file_name=f"report.{ending}",
                mime=MIME[ending],
                key=f"report_file:{ending}",
                icon=":material/download:",
                type="primary" if ending == "docx" else "secondary",
                on_click="ignore",
            )
    st.caption(plain("A report is a draft to go on from: what no record can know is listed at its end."))
