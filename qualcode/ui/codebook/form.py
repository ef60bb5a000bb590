"""The form of a code: all its fields, saved by one act; when somebody else changed it meanwhile, both are shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from qualcode.errors import Conflict, QualcodeError
from qualcode.model import LEVELS, ORIGINS
from qualcode.project import Project
from qualcode.ui.acting import own_acts, refused
from qualcode.ui.look import plain
from qualcode.ui.views import codebook

STATE = "codebook_form"
LEVEL = {"": "Not said", "semantic": "Semantic: what people say", "latent": "Latent: what their words rest on"}
ORIGIN = {"": "Not said", "data": "From the data", "theory": "From theory", "both": "From both"}
LABELS = {
    "name": "Name",
    "definition": "What it means",
    "include": "When to use it",
    "exclude": "When not to, and what to use instead",
    "examples": "Examples, one a line",
    "level": "Level",
    "origin": "Where it comes from",
    "dimension": "Dimension",
    "color": "Colour",
    "memo": "Memo",
}


def code_form(study: Project, row: Mapping[str, Any], color: str, dimensions: Sequence[str], *, readonly: bool) -> None:
    """The form of a code as it was when it was opened; `color` is what it is shown in.

    What is typed stays there while others change the code; saving it then shows both versions.
    """
    held = st.session_state.get(STATE)
    if held is None or held["base"]["id"] != row["id"]:
        held = _begin(row)
    base = held["base"]
    others = codebook.changed_by_others(study, base, row)
    if held["mine"] is None and base["version"] != row["version"] and not others:
        same = all(base[name] == row[name] for name in codebook.FIELDS)
        held = _begin(row, nth=held["nth"] if same else held["nth"] + 1)
        base = held["base"]
    if held["mine"] is not None:
        _two_versions(study, row, color, held["mine"])
        return
    if others:
        st.info(f"{plain(others)}. What you save will be compared with that first.", icon=":material/group:")
        st.button("Show it as it is now", key="codebook_form_anew", on_click=_begin, args=(row, held["nth"] + 1))
    _fields(study, base, codebook.form_of(base, color), dimensions, str(held["nth"]), readonly)


def _begin(row: Mapping[str, Any], nth: int | None = None, mine: Mapping[str, str] | None = None) -> dict[str, Any]:
    last = st.session_state.get(STATE, {"nth": 0})["nth"]
    held = {"base": dict(row), "nth": last + 1 if nth is None else nth, "mine": mine}
    st.session_state[STATE] = held
    return held


def _fields(
    study: Project,
    base: Mapping[str, Any],
    shown: Mapping[str, str],
    dimensions: Sequence[str],
    nth: str,
    readonly: bool,
) -> None:
    def key(name: str) -> str:
        return f"codebook_{name}:{base['id']}:{nth}"

    with st.form(f"codebook_form:{base['id']}:{nth}", border=False, enter_to_submit=False):
        st.text_input(LABELS["name"], shown["name"], key=key("name"), max_chars=200, disabled=readonly)
        st.text_area(LABELS["definition"], shown["definition"], key=key("definition"), height=90, disabled=readonly)
        for column, name in zip(st.columns(2), ("include", "exclude"), strict=True):
            column.text_area(LABELS[name], shown[name], key=key(name), height=120, disabled=readonly)
        st.text_area(LABELS["examples"], shown["examples"], key=key("examples"), height=110, disabled=readonly)
        left, right = st.columns(2)
        _choose(left, "level", ["", *LEVELS], shown, key, LEVEL, readonly)
        _choose(right, "origin", ["", *ORIGINS], shown, key, ORIGIN, readonly)
        left, right = st.columns([3, 1])
        known = list(dict.fromkeys(["", *dimensions, shown["dimension"]]))
        left.selectbox(
            LABELS["dimension"],
            known,
            known.index(shown["dimension"]),
            key=key("dimension"),
            format_func=lambda value: value or "None",
            accept_new_options=True,
            help="A set of codes that a matrix uses as its rows or columns, such as phases or perspectives.",
            disabled=readonly,
        )
        right.color_picker(LABELS["color"], shown["color"], key=key("color"), disabled=readonly)
        st.text_area(LABELS["memo"], shown["memo"], key=key("memo"), height=90, disabled=readonly)
        if readonly:
            st.form_submit_button("Save", key=key("save"), disabled=True)
            return
        st.text_input("Why it changes (goes into the history; may stay empty)", key=key("why"), max_chars=500)
        st.form_submit_button(
            "Save", type="primary", key=key("save"), on_click=_submit, args=(study, base, shown, key("{}"))
        )


def _choose(
    place: Any,
    name: str,
    options: Sequence[str],
    shown: Mapping[str, str],
    key: Any,
    names: Mapping[str, str],
    off: bool,
) -> None:
    place.selectbox(
        LABELS[name], options, options.index(shown[name]), key=key(name), format_func=names.get, disabled=off
    )


def _submit(study: Project, base: Mapping[str, Any], shown: Mapping[str, str], key: str) -> None:
    wanted = {name: str(st.session_state[key.format(name)] or "") for name in codebook.FIELDS}
    _save(study, base, codebook.changed_fields(shown, wanted), st.session_state[key.format("why")], wanted)


def _save(
    study: Project, base: Mapping[str, Any], changed: Mapping[str, Any], why: str, wanted: Mapping[str, str]
) -> None:
    try:
        with own_acts():
            done = codebook.save(study, base, changed, why=why)
    except Conflict:
        st.session_state[STATE]["mine"] = {"fields": dict(changed), "wanted": dict(wanted), "why": why}
    except QualcodeError as error:
        refused(error)
    else:
        if done:
            st.session_state.pop(STATE)
            st.toast("Saved.", icon=":material/check:")
        else:
            st.toast("There was nothing to save.")


def _two_versions(study: Project, row: Mapping[str, Any], color: str, mine: Mapping[str, Any]) -> None:
    st.warning("Somebody changed this code while you were writing. Here are both.", icon=":material/group:")
    theirs = codebook.form_of(row, color)
    differing = [name for name in mine["fields"] if theirs[name].strip() != mine["wanted"][name].strip()]
    for name in differing:
        st.markdown(f"**{LABELS[name]}**")
        for column, title, text in zip(
            st.columns(2), ("As it is now", "As you wrote it"), (theirs[name], mine["wanted"][name]), strict=True
        ):
            with column.container(border=True):
                st.caption(title)
                st.text(text or "(empty)")
    if not differing:
        st.caption("You both wrote the same.")
    with st.container(horizontal=True):
        st.button("Keep theirs", key="codebook_theirs", on_click=_begin, args=(row,))
        st.button(
            "Save mine over it",
            key="codebook_mine",
            on_click=_save,
            args=(study, row, mine["fields"], mine["why"], mine["wanted"]),
            disabled=not differing,
        )
