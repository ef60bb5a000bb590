"""About a study: its name, question and approach, and changing them."""

from __future__ import annotations

from typing import Any

import streamlit as st

from qualcode.errors import Conflict, QualcodeError
from qualcode.project import Project
from qualcode.ui import state
from qualcode.ui.acting import attempt, own_acts, refused
from qualcode.ui.look import plain
from qualcode.ui.views.home import APPROACHES, describe


def about_study(study: Project) -> None:
    """Show what the study is about; name and question are saved together, the approach with its reason."""
    row, readonly = study.row(), state.looking_back() is not None
    theirs = st.session_state.get("home_theirs")
    # What was opened, not what is there now, tells whether somebody changed it meanwhile.
    opened = st.session_state.get("home_opened")
    mine = opened and {"name": st.session_state.get("home_title"), "question": st.session_state.get("home_asks")}
    elsewhere = opened is None or "home_title" not in st.session_state or opened["path"] != study.path
    if elsewhere or mine == {name: opened[name] for name in ("name", "question")}:
        _begin_with(study, row)
    if theirs:
        _clash(study, theirs)
    st.text_input("Name", key="home_title", max_chars=200, disabled=readonly)
    st.text_area("Research question", key="home_asks", height=80, disabled=readonly)
    st.button("Save", key="home_save", disabled=readonly, on_click=_save, args=(study,))
    st.divider()
    st.markdown(f"**Approach: {study.approach}**")
    st.caption(APPROACHES[study.approach])
    st.caption(f"Language of the transcripts: {plain(row['language'])}. File: {plain(str(study.path or 'in memory'))}")
    with st.popover("Change the approach", key="home_change", disabled=readonly):
        others = [name for name in APPROACHES if name != study.approach]
        to = st.radio("Another approach", others, key="home_to", format_func=str.capitalize)
        st.caption(APPROACHES[to])
        st.text_area("Why", key="home_why", height=80, help="It goes into the history and the methods appendix.")
        st.button("Change", key="home_change_now", on_click=_change, args=(study,))


def _begin_with(study: Project, row: dict[str, Any]) -> None:
    known = {name: row[name] for name in ("name", "question", "version")}
    st.session_state["home_opened"] = {**known, "path": study.path}
    st.session_state["home_title"], st.session_state["home_asks"] = row["name"], row["question"]


def _save(study: Project, seen: int | None = None) -> None:
    version = st.session_state["home_opened"]["version"] if seen is None else seen
    try:
        with own_acts():
            describe(study, st.session_state["home_title"], st.session_state["home_asks"], version)
    except Conflict as error:
        row = error.theirs if isinstance(error.theirs, dict) else study.row()
        st.session_state["home_theirs"] = {**row, "why": str(error)}
    except QualcodeError as error:
        refused(error)
    else:
        _forget()


def _forget() -> None:
    """Begin again with what the study says now."""
    st.session_state.pop("home_opened", None)
    st.session_state.pop("home_theirs", None)


def _clash(study: Project, theirs: dict[str, str]) -> None:
    with st.container(border=True, key="home_clash"):
        st.write(plain(theirs["why"]))
        st.markdown(f"**Theirs:** {plain(theirs['name'])}. {plain(theirs['question'])}")
        with st.container(horizontal=True):
            st.button("Keep theirs", key="home_keep", on_click=_forget)
            seen = int(theirs["version"])
            st.button("Save mine over it", key="home_over", on_click=_save, args=(study, seen))


def _change(study: Project) -> None:
    if attempt(study.set_approach, st.session_state["home_to"], why=st.session_state["home_why"]):
        st.session_state["home_why"] = ""
