"""What a theme rests on: its passages, the quotes chosen by hand, what does not fit, and the questions it raises."""

from __future__ import annotations

import streamlit as st

from qualcode.project import Project
from qualcode.ui.components.passages import passages
from qualcode.ui.look import plain
from qualcode.ui.navigation import page
from qualcode.ui.state import looking_back
from qualcode.ui.views import theme_evidence, theme_questions
from qualcode.ui.views import themes as views
from qualcode.ui.views.theme_questions import Question

LEADS = {"documents": "To the documents", "codebook": "To the codebook"}


def extracts(study: Project, theme: str) -> None:
    """All passages of a theme, to be narrowed down to a case or a code, with the buttons that choose them."""
    locked = looking_back() is not None
    cases = theme_evidence.cases_of(study, theme)
    called = {code["key"]: code["name"] for code in views.all_codes(study)}
    codes = views.codes_of(study, theme)
    if not codes:
        st.info("It rests on no code yet. Choose codes beside, or drag them onto it on the board.")
        return
    with st.container(horizontal=True):
        case = st.selectbox(
            "Case",
            ["", *cases],
            key=f"themes_case:{theme}",
            format_func=lambda key: cases.get(key, key) or "All cases",
            persist_state="page",
            width=160,
        )
        code = st.selectbox(
            "Code",
            ["", *codes],
            key=f"themes_code:{theme}",
            format_func=lambda key: called.get(key, key) or "All its codes",
            persist_state="page",
            width=240,
        )
    found = theme_evidence.evidence(study, theme, case=case or "", code=code or "", readonly=locked)
    st.caption(found.counts())
    passages(
        found.items,
        key=f"themes_passages:{theme}",
        label="Passages of this theme",
        empty="No passage has this code in this case. Choose another, or all.",
        acts=theme_evidence.acts(study, theme),
        actions=() if locked else theme_evidence.actions(),
    )


def quotes(study: Project, theme: str) -> None:
    """The exemplar quotes in their order, and the tray of what does not fit."""
    locked = looking_back() is not None
    acts = theme_evidence.acts(study, theme)
    st.markdown("##### Exemplar quotes")
    st.caption("They stand for the theme in tables and in the report, in this order. Choose them under Evidence.")
    passages(
        theme_evidence.chosen(study, theme, "exemplar", readonly=locked),
        key=f"themes_exemplars:{theme}",
        label="Exemplar quotes",
        empty="None chosen yet. Press “Exemplar” on a passage under Evidence.",
        acts=acts,
    )
    st.markdown("##### What does not fit")
    st.caption("Passages that speak against the theme, and how. Readers trust a theme more when they can see them.")
    passages(
        theme_evidence.chosen(study, theme, "does_not_fit", readonly=locked),
        key=f"themes_misfits:{theme}",
        label="What does not fit",
        empty="none recorded",
        acts=acts,
    )


def questions(study: Project, theme: str = "") -> None:
    """What a reviewer would ask, each with the passages it rests on. Nothing here blocks anything."""
    asked = theme_questions.questions(study, theme)
    called = views.names(study)
    if not asked:
        st.caption("Nothing to ask at the moment.")
        return
    st.caption("Questions that a reviewer may ask. They are there to think about; nothing depends on the answers.")
    about = None
    for question in asked:
        if not theme and question.theme != about:
            about = question.theme
            if about:
                st.page_link(page("themes"), label=f"**{plain(called[about])}**", query_params={"theme": about})
            else:
                st.markdown("**All themes together**")
        _question(study, question)


def _question(study: Project, question: Question) -> None:
    if question.rests_on in LEADS:
        st.markdown(plain(question.text))
        st.page_link(page(question.rests_on), label=LEADS[question.rests_on])
        return
    if question.rests_on in ("card", "board"):
        st.markdown(plain(question.text))
        return
    with st.expander(plain(question.text), key=f"themes_question:{question.id}", on_change="rerun") as box:
        if box.open:
            locked = looking_back() is not None
            found = theme_questions.evidence_of(study, question, readonly=locked)
            st.caption(found.counts())
            passages(
                found.items,
                key=f"themes_rests_on:{question.id}",
                label="What the question rests on",
                empty="No passage.",
                acts=theme_evidence.acts(study, question.theme),
                actions=() if locked else theme_evidence.actions(),
            )
