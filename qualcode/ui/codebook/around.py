"""What stands around the tree and the card: ways to begin, files, and quiet questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from qualcode.project import Project
from qualcode.ui.codebook.acts import STATE, begin, new_code
from qualcode.ui.codebook.files import take_in, write_out
from qualcode.ui.look import plain, short
from qualcode.ui.navigation import page
from qualcode.ui.views.advice import Question
from qualcode.ui.views.grid import many


def empty(study: Project, themes: Sequence[Mapping[str, Any]]) -> None:
    """A study without codes: read, make one, or import some."""
    st.markdown("There are no codes yet. **Three ways to begin:**")
    with st.container(border=True):
        st.markdown("**Start by reading.** Most codes are made where they are needed, on a passage.")
        st.page_link(page("read"), label="Read and code", icon=":material/ink_highlighter:")
    with st.container(border=True):
        st.markdown("**Make a code now**, one that you bring along.")
        new_code(study, {}, themes)
    with st.container(border=True):
        st.markdown("**Import a codebook**, a published one or your own.")
        take_in(study)


def tools(study: Project, *, readonly: bool) -> None:
    """The buttons above the tree, and what was opened with them."""
    with st.container(horizontal=True):
        for act, label, icon in (
            ("new", "New code", ":material/add:"),
            ("in", "Import", ":material/upload:"),
            ("out", "Export", ":material/download:"),
        ):
            off = readonly and act != "out"
            st.button(label, key=f"codebook_begin_{act}", icon=icon, on_click=begin, args=(act,), disabled=off)
    doing = (st.session_state.get(STATE) or ("",))[0]
    if doing not in ("in", "out"):
        return
    with st.container(border=True, key="codebook_files"):
        st.markdown("**Import a codebook**" if doing == "in" else "**Export the codebook**")
        if doing == "in":
            take_in(study)
        else:
            write_out(study)
        st.button("Close", key="codebook_files_close", on_click=begin, args=("",), type="tertiary")


def questions(asked: Sequence[Question], codes: Sequence[Mapping[str, Any]]) -> None:
    """What a reader of the methods may ask about the codes, folded away."""
    if not asked:
        return
    names = {code["key"]: code["name"] for code in codes}
    with st.expander(f"{many(len(asked), 'question')} to think about", icon=":material/help:", key="codebook_asked"):
        st.caption("A reader of your methods may ask these. None is a fault, and nothing is blocked.")
        for question in asked:
            said = [plain(short(names[key])) for key in question.codes[:8]]
            more = f" and {len(question.codes) - 8:,} more" if len(question.codes) > 8 else ""
            st.markdown(f"{plain(question.text)}  \n:gray[{', '.join(said)}{more}]" if said else plain(question.text))
