"""Choose tables, see what is in them and what to know about them, and only then let them leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from qualcode.errors import QualcodeError
from qualcode.ui import state
from qualcode.ui.acting import attempt, refused, working
from qualcode.ui.export.built import built_tables
from qualcode.ui.export.key import key_file
from qualcode.ui.export.report import report_of_study
from qualcode.ui.look import plain
from qualcode.ui.views import export
from qualcode.ui.views.export import GRANULARITIES, TABLES

if TYPE_CHECKING:
    from qualcode.analysis.attribution import Granularity

study = state.study()


def _tables() -> list[str]:
    st.markdown("**Tables**")
    chosen = []
    for name, (title, about) in TABLES.items():
        if st.checkbox(f"**{title}**: {about}", value=True, key=f"export_{name}", bind="query-params", wrap=True):
            chosen.append(name)
    return chosen


def _granularity() -> Granularity:
    captions = [f"{about}, as in {plain(export.example(study, name))}" for name, (_, about) in GRANULARITIES.items()]
    chosen: Granularity = st.radio(
        "Who says it",
        list(GRANULARITIES),
        format_func=lambda name: GRANULARITIES[name][0],
        captions=captions,
        key="export_granularity",
        bind="query-params",
    )
    return chosen


def _folder(tables: list[str], granularity: Granularity, excel: bool, key: str) -> None:
    with st.expander("Write them into a folder of this machine", icon=":material/folder:", key="export_to_folder"):
        folder = st.text_input("Folder", key="export_folder", placeholder="~/study/tables")
        format = st.segmented_control("Files", ["csv", "xlsx"], default="csv", required=True, key="export_format")
        if there := export.replaced(folder, tables, format or "csv"):
            st.caption(f":material/warning: These are there and will be replaced: {plain(', '.join(there))}")
        if st.button("Write", key="export_write", disabled=not folder.strip()):
            wanted = {"format": format, "granularity": granularity, "excel": excel, "key": key}
            attempt(lambda: st.success(plain(export.write(study, folder, tables, **wanted)), icon=":material/check:"))


st.title("Export")
st.caption("Tables for a paper or for other programs. Private memos and journal entries are in none of them.")
left, right = st.columns([3, 2], gap="large")
with left:
    tables = _tables()
with right:
    granularity = _granularity()
    excel = st.toggle(
        "Mark csv for Excel",
        key="export_excel",
        bind="query-params",
        help="So that Excel shows accents. Other programs do not need it.",
    )
    key = key_file()
wanted = (str(study.path), state.looking_back(), study.last_act(), tuple(tables), granularity, excel, key)
if st.button("Build the tables", key="export_build", type="primary", disabled=not tables, icon=":material/table:"):
    with working("Building the tables:") as report:
        try:
            ready = export.build(study, tables, granularity=granularity, excel=excel, key=key, report=report)
            st.session_state["export_built"] = (wanted, ready)
        except QualcodeError as error:
            refused(error)
made, built = st.session_state.get("export_built", (None, None))
if not tables:
    st.info("Choose at least one table.", icon=":material/table:")
elif built is None:
    st.caption("Building checks every quote against its source and says what deserves a look. Nothing leaves by it.")
elif made != wanted:
    st.info(
        "The study or your choice changed since the tables were built. Build them again.", icon=":material/refresh:"
    )
elif built.refused:
    st.error("This export would not be true, so there is nothing to download.", icon=":material/block:")
    st.text(built.refused)
else:
    built_tables(built)
    _folder(tables, granularity, excel, key)
st.divider()
report_of_study(study, granularity, key)
