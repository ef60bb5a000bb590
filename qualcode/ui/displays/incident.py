"""Noting an incident: which passage tells of it, what happened, when, who acted, what came of it."""

from __future__ import annotations

import streamlit as st

from qualcode.errors import QualcodeError
from qualcode.project import Project
from qualcode.text.dates import HOW, fuzzy_date
from qualcode.ui.acting import attempt
from qualcode.ui.look import plain
from qualcode.ui.state import looking_back
from qualcode.ui.views.displays import tellable


def note_incident(study: Project) -> None:
    """A form below the timeline; the same name in the same case is the same incident."""
    if looking_back() is not None:
        return
    table = study.codebook.table()
    codes = dict(zip(table["code"], table["name"], strict=True))
    held = {code: count for code, count in zip(table["code"], table["codings"], strict=True) if count}
    with st.expander("Note an incident", icon=":material/event:", key="displays_incident"):
        if not held:
            st.caption("An incident is told by a coded passage, and there is none yet.")
            return
        st.caption(
            "Each account keeps its own date. Give two accounts of one case the same name, and dates that contradict "
            "each other stand side by side."
        )
        code = st.selectbox("Code", list(held), format_func=codes.__getitem__, key="displays_incident_code")
        passages = tellable(study, code)
        st.selectbox("Passage", list(passages), format_func=passages.__getitem__, key="displays_incident_coding")
        known = study.incidents.names()
        with st.container(horizontal=True):
            st.text_input("What happened", key="displays_incident_name", placeholder="The grant is refused")
            if known:
                label = "Or another account of"
                st.selectbox(label, known, index=None, key="displays_incident_known", placeholder="an incident")
        with st.container(horizontal=True):
            st.text_input(
                "When, as this account has it", key="displays_incident_date", placeholder="2018-07~", help=HOW
            )
            st.text_input("Who acted", key="displays_incident_actor")
        st.text_input("How it changed what came after", key="displays_incident_mechanism")
        _read_back()
        st.button("Note it", key="displays_incident_add", type="primary", on_click=_add, args=(study,))


def _read_back() -> None:
    text = st.session_state.get("displays_incident_date", "")
    if text:
        try:
            st.caption(plain(f"Read as: {fuzzy_date(text).words}"))
        except QualcodeError as error:
            st.caption(f":material/warning: {plain(str(error))}")


def _add(study: Project) -> None:
    name = st.session_state.get("displays_incident_name") or st.session_state.get("displays_incident_known") or ""
    coding = st.session_state.get("displays_incident_coding") or ""
    told = {field: st.session_state.get(f"displays_incident_{field}", "") for field in ("date", "actor", "mechanism")}
    if attempt(study.incidents.add, coding, name, done="Noted the incident", **told):
        for field in ("name", "known", "date", "actor", "mechanism"):
            st.session_state.pop(f"displays_incident_{field}", None)
