"""What a theme claims: its fields, the codes it rests on, and both versions when somebody else changed it meanwhile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from qualcode.project import Project
from qualcode.project.themes import FIELDS
from qualcode.ui.acting import attempt
from qualcode.ui.state import looking_back
from qualcode.ui.views import themes as views

LABELS = {
    "name": "Name",
    "central_organising_concept": "Central organising concept",
    "part": "Part of the story",
    "include": "What is in",
    "exclude": "What is out",
    "memo": "Memo",
}
HELP = {
    "central_organising_concept": "The one idea that all of it shares, as a claim: a sentence that could be wrong.",
    "part": "Where themes are told in parts, such as challenges and capacities.",
    "include": "What belongs to the claim, in a sentence or two.",
    "exclude": "What is near and belongs elsewhere.",
    "memo": "How you came to it, doubts, what to try next.",
}
HEIGHTS = {"name": 68, "central_organising_concept": 110, "include": 80, "exclude": 80, "memo": 80}


@st.fragment
def claim(study: Project, theme: str) -> None:
    """The fields of a theme with a button that saves them, as one act. What one writes stays when the page is left."""
    row = study.find.theme(theme)
    base = _base(row)
    locked = looking_back() is not None
    if base["version"] != row["version"]:
        _both(study, base, row)
    for name in FIELDS:
        key, more = _key(row, name), {"disabled": locked, "persist_state": "session"}
        if name in HEIGHTS:
            st.text_area(LABELS[name], key=key, height=HEIGHTS[name], placeholder=HELP.get(name, ""), **more)
        else:
            st.text_input(LABELS[name], key=key, max_chars=300, placeholder=HELP.get(name, ""), **more)
        if name == "central_organising_concept":
            st.caption(HELP[name])
    changed = views.differences(base, _written(row))
    with st.container(horizontal=True, vertical_alignment="center"):
        pressed = st.button(
            "Save", key=f"themes_save:{row['id']}", type="primary", disabled=locked or base["version"] != row["version"]
        )
        if changed:
            st.caption(f"Not saved yet: {', '.join(LABELS[name].lower() for name in changed)}")
    if pressed and attempt(views.define, study, base, _written(row), done=_said(row, changed)):
        _forget(row)
        st.rerun()


def codes(study: Project, theme: str) -> None:
    """The codes that a theme rests on; each that is put in or taken out is one act."""
    key = f"themes_codes:{theme}"
    called = {code["key"]: code["name"] for code in views.all_codes(study)}
    st.session_state[key] = views.codes_of(study, theme)
    st.multiselect(
        "Codes it rests on",
        list(called),
        key=key,
        format_func=lambda code: called.get(code, code),
        placeholder="Choose the codes that tell its story",
        disabled=looking_back() is not None,
        on_change=_set_codes,
        args=(study, theme, key),
    )


def _set_codes(study: Project, theme: str, key: str) -> None:
    wanted: Sequence[str] = st.session_state[key]
    attempt(views.set_codes, study, theme, wanted)


def _key(row: Mapping[str, Any], name: str) -> str:
    return f"themes_{name}:{row['id']}:{looking_back() or 'now'}"


def _base(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """The theme as the fields were filled from it; filled anew when it changed and nothing was written in them."""
    held: Mapping[str, Any] | None = st.session_state.get(_key(row, "base"))
    if held is not None and _key(row, "name") in st.session_state:
        written = _written(row)
        if views.differences(held, written) and views.differences(row, written):
            return held
    for name in FIELDS:
        st.session_state[_key(row, name)] = row[name]
    st.session_state[_key(row, "base")] = row
    return row


def _written(row: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(st.session_state.get(_key(row, name)) or "") for name in FIELDS}


def _forget(row: Mapping[str, Any]) -> None:
    st.session_state.pop(_key(row, "base"), None)


def _said(row: Mapping[str, Any], changed: Mapping[str, str]) -> str:
    concept = changed.get("central_organising_concept")
    if concept is None or bool(concept.strip()) == bool(row["central_organising_concept"].strip()):
        return "Saved."
    if concept.strip():
        return "Saved: it says what it claims now."
    return "Saved: without a claim it is a candidate again."


def _both(study: Project, base: Mapping[str, Any], theirs: Mapping[str, Any]) -> None:
    mine = views.differences(base, _written(theirs))
    with st.container(border=True):
        st.markdown(":material/group: **This theme was changed while you were writing.** Here are both versions.")
        for name, now, written in views.both_versions(mine, theirs):
            left, right = st.columns(2)
            left.caption(f"{LABELS[name]}, as it is now")
            left.text(now or "(nothing)")
            right.caption(f"{LABELS[name]}, as you wrote it")
            right.text(written or "(nothing)")
        with st.container(horizontal=True):
            if st.button("Keep theirs", key=f"themes_theirs:{theirs['id']}"):
                _forget(theirs)
                st.rerun()
            if st.button("Save mine over it", key=f"themes_mine:{theirs['id']}"):
                over = {**theirs, **mine}
                if attempt(views.define, study, theirs, {name: str(over[name]) for name in FIELDS}, done="Saved."):
                    _forget(theirs)
                    st.rerun()
