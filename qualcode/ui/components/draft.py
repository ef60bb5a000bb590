"""A text that several people may write: it is kept while one writes, and never overwrites another person's."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import streamlit as st

from qualcode.project import Project
from qualcode.ui.acting import attempt
from qualcode.ui.look import plain
from qualcode.ui.state import looking_back

Save: TypeAlias = Callable[[str, int], None]
Base: TypeAlias = tuple[str, int]
"""A text and its version."""


def draft(
    study: Project,
    *,
    key: str,
    label: str,
    text: str,
    version: int,
    save: Save,
    done: str,
    button: str = "Save",
    on_saved: Callable[[], None] | None = None,
    placeholder: str = "",
    height: int = 200,
) -> None:
    """A field for a text with a button that saves it, as one act.

    What one writes stays when the page is left and comes again. When somebody else changed the text meanwhile, both
    versions stand beside each other and one chooses.

    Args:
        key: of the field; begins with the page's name, and is another one for each object.
        text, version: as the study holds it now; version 0 where there is none.
        save: called with the text and the version it was written over.
        done: the sentence that says that it was saved.
        on_saved: called after it was.
    """
    base = st.session_state.get(f"{key}:base")
    if base is None or (base != (text, version) and _follows(study, base, st.session_state.get(key), (text, version))):
        st.session_state[key] = text
        base = st.session_state[f"{key}:base"] = (text, version)
    if base != (text, version):
        _both(study, key=key, text=text, version=version, save=save, done=done, on_saved=on_saved)
    locked = looking_back() is not None
    st.text_area(label, key=key, height=height, placeholder=placeholder, disabled=locked, persist_state="session")
    if base == (text, version):
        st.button(
            button,
            key=f"{key}:save",
            type="primary",
            disabled=locked,
            on_click=_save,
            args=(key, base[1], save, done, on_saved),
        )


def forget(key: str) -> None:
    """Let go of what was written under this key and not saved."""
    st.session_state.pop(f"{key}:base", None)


def advance(key: str, seen: int, version: int) -> None:
    """The object changed beside its text, by an act of this page: what is being written goes with the new version."""
    base = st.session_state.get(f"{key}:base")
    if base and base[1] == seen:
        st.session_state[f"{key}:base"] = (base[0], version)


def _follows(study: Project, base: Base, mine: str | None, now: Base) -> bool:
    """Whether the field may show the text as it is now: nothing was written in it, and this coder made the change."""
    text, version = now
    if mine == text:
        return True
    if mine != base[0]:
        return False
    if version:
        acts, _ = study.history.find(seq=version)
    else:
        acts, _ = study.history.find()
        acts = acts[acts["seq"] > base[1]]
    return bool((acts["coder"] == study.coder).all())


def _both(
    study: Project, *, key: str, text: str, version: int, save: Save, done: str, on_saved: Callable[[], None] | None
) -> None:
    with st.container(border=True):
        st.markdown(":material/group: **This was changed while you had it open.** It now reads:")
        st.text(text or "(nothing: it was taken away)")
        st.caption("Yours is in the field below.")
        with st.container(horizontal=True):
            st.button("Keep theirs", key=f"{key}:theirs", on_click=forget, args=(key,))
            st.button(
                "Save mine over it",
                key=f"{key}:mine",
                disabled=looking_back() is not None,
                on_click=_save,
                args=(key, version, save, done, on_saved),
            )


def _save(key: str, seen: int, save: Save, done: str, on_saved: Callable[[], None] | None) -> None:
    if attempt(save, st.session_state[key], seen, done=plain(done)):
        forget(key)
        if on_saved:
            on_saved()
