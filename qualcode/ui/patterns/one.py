"""One word pattern: its words, its typical and atypical passages, and a code that it inspires."""

from __future__ import annotations

import streamlit as st

from qualcode.project import Project
from qualcode.ui.acting import attempt
from qualcode.ui.components.passages import passages
from qualcode.ui.look import plain
from qualcode.ui.navigation import page
from qualcode.ui.views import patterns as views


def one(study: Project, pattern: int, *, writable: bool) -> None:
    """Everything about one pattern."""
    found = study.patterns.one(pattern)
    st.markdown(" · ".join(plain(word) for word, _ in found.words))
    typical, atypical = st.columns(2)
    with typical:
        st.markdown("**Most typical**")
        st.caption("Nearest to what its passages have in common. Each person once before anybody twice.")
        passages(
            views.passages(study, pattern, typical=True),
            key="patterns_typical",
            label="Most typical passages",
            empty="None of its passages is evidence any more. Look for patterns again.",
        )
    with atypical:
        st.markdown("**Most atypical**")
        st.caption("In it, but hardly alike. They show what the words hide.")
        passages(
            views.passages(study, pattern, typical=False),
            key="patterns_atypical",
            label="Most atypical passages",
            empty="It has too few passages to tell typical from atypical ones.",
        )
    if writable:
        _make_code(study, pattern)


def _make_code(study: Project, pattern: int) -> None:
    with st.form(f"patterns_code:{pattern}", border=True):
        st.markdown("**Make a code from this**")
        st.caption("You give it a name and, later, a definition. No passage is coded by it: coding is reading.")
        name = f"patterns_code_name:{pattern}"
        st.text_input("Name of the code", key=name, max_chars=120, placeholder="Your own word for it")
        st.form_submit_button("Make a code from this", key="patterns_make", on_click=_make, args=(study, pattern, name))
    made = st.session_state.get("patterns_made")
    if made:
        called = {code.id: code.name for code in study.codebook.value().codes}.get(made)
        if called:
            st.page_link(page("codebook"), label=f"Define {plain(called)} in the codebook", query_params={"code": made})


def _make(study: Project, pattern: int, name: str) -> None:
    def make() -> None:
        st.session_state["patterns_made"] = study.patterns.make_code(pattern, st.session_state[name])
        st.session_state[name] = ""

    attempt(make, done="Made the code. Its definition is empty: say what counts, and what does not.")
