"""One study at a glance: what was collected, the themes, the themes in each case, and what deserves a look."""

from __future__ import annotations

import streamlit as st

from qualcode.errors import QualcodeError
from qualcode.project import Project
from qualcode.ui.state import path_asked_for, study_at

COLUMNS = {
    "codes": st.column_config.TextColumn("codes", width="medium"),
    "central_organising_concept": st.column_config.TextColumn("central organising concept", width="large"),
    "exemplar_quotes": st.column_config.TextColumn("exemplar quotes", width="large"),
    "exemplar_quote": st.column_config.TextColumn("exemplar quote", width="large"),
    "summary": st.column_config.TextColumn("summary", width="large"),
    "does_not_fit": st.column_config.TextColumn("does not fit", width="medium"),
}


def page() -> None:
    """Show the study that was asked for, or ask for one."""
    try:
        path = path_asked_for()
        study = study_at(path) if path else None
    except QualcodeError as error:
        _welcome(str(error))
        return
    if study is None:
        _welcome()
        return
    try:
        _show(study)
    except QualcodeError as error:
        st.error(str(error), icon=":material/error:")


def _welcome(problem: str = "") -> None:
    st.title("qualcode")
    if problem:
        st.error(problem, icon=":material/error:")
    st.write("A machine proposes, a named person decides. Open a study to see it here.")
    st.text_input("Study file", key="study_path", placeholder="my_study.qualcode", on_change=_open_typed)
    st.write("There is none yet? Make the sample study, then open it:")
    st.code("qualcode demo\nqualcode serve demo/study.qualcode", language="shell")


def _open_typed() -> None:
    st.query_params["study"] = st.session_state["study_path"].strip()


def _show(study: Project) -> None:
    st.title(study.name)
    documents, collected = study.documents.table(), study.cases.table()
    unread = documents.loc[~documents["read"], "document"].tolist()
    facts = st.columns(4)
    read = f"{len(documents) - len(unread)} read"
    facts[0].metric("Documents", len(documents), read, delta_color="off", delta_arrow="off")
    facts[1].metric("Cases", len(study.cases))
    facts[2].metric("Codings", len(study.codings))
    facts[3].metric("Themes", len(study.themes))
    st.caption(f"Approach: {study.approach}. Numbers count people and cases before mentions; they are no scores.")
    if unread:
        st.info(f"Not yet read by anybody: {', '.join(unread)}.", icon=":material/visibility_off:")
    themes, by_case, data, look, history = st.tabs(
        ["Themes", "Themes in each case", "Data by case", "Deserves a look", "History"]
    )
    with themes:
        _table(study.themes.table(), "No theme yet: make one with `qualcode themes add`.")
    with by_case:
        st.caption("“None found” means that all of the case was read; “not yet read” means that some of it was not.")
        _table(study.themes.by_case(), "No theme yet: make one with `qualcode themes add`.")
    with data:
        _table(collected, "No document yet: bring some in with `qualcode documents add`.")
    with look:
        _table(study.check(), "Nothing found.")
    with history:
        _table(study.history.table().iloc[::-1], "Nothing happened yet.")


def _table(frame: object, empty: str) -> None:
    if len(frame):  # type: ignore[arg-type]
        st.dataframe(frame, hide_index=True, column_config=COLUMNS, width="stretch")
    else:
        st.write(empty)
