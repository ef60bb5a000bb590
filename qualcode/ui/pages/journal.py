"""Memos and journal entries: write, link, find, and be asked about what one did."""

from __future__ import annotations

from typing import Any

import streamlit as st

from qualcode.ui import state
from qualcode.ui.components.memo_card import memo_card
from qualcode.ui.components.memo_editor import memo_editor, open_draft
from qualcode.ui.look import plain
from qualcode.ui.navigation import page
from qualcode.ui.views import journal
from qualcode.ui.views.journal import KINDS, POSITIONALITY
from qualcode.ui.views.prompts import open_prompts

A_PAGE = 10

study = state.study()
readonly = state.looking_back() is not None
not_now: set[int] = st.session_state.setdefault("journal_put_off", set())


def _write(kind: str, **known: Any) -> None:
    open_draft(journal.begin(study, kind, **known))


def _prompts() -> None:
    for prompt in open_prompts(study):
        if prompt.seq in not_now:
            continue
        with st.container(border=True, key=f"journal_asks:{prompt.seq}"):
            st.markdown(plain(prompt.question))
            known = {"title": prompt.title, "about": prompt.about, "asks": prompt.question}
            answer = {"on_click": _write, "args": ("journal",), "kwargs": known}
            later = {"on_click": not_now.add, "args": (prompt.seq,)}
            with st.container(horizontal=True):
                st.button("Write about it", key=f"journal_answer:{prompt.seq}", icon=":material/edit:", **answer)
                st.button("Not now", key=f"journal_not_now:{prompt.seq}", type="tertiary", **later)


def _beginnings() -> None:
    with st.container(horizontal=True):
        for kind, name in KINDS.items():
            st.button(
                f"New {name.lower()}", key=f"journal_new:{kind}", on_click=_write, args=(kind,), icon=":material/add:"
            )
        if not journal.has_positionality(study):
            st.button(
                "Write a positionality statement",
                key="journal_positionality",
                icon=":material/person_edit:",
                type="tertiary",
                on_click=_write,
                args=("journal",),
                kwargs={"title": POSITIONALITY},
                help="Where you stand towards the people and the question. A methods section will ask for it.",
            )


def _chosen() -> dict[str, object]:
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    words = left.text_input("Find in the journal", key="journal_find", bind="query-params", type="search", live=True)
    with right.popover("Narrow down", icon=":material/filter_list:", key="journal_filters", width="stretch"):
        called, coders = journal.objects(study), study.coders()
        kind = st.selectbox(
            "Kind",
            ["", *KINDS],
            format_func=lambda kind: KINDS.get(kind, "All"),
            key="journal_kind",
            bind="query-params",
        )
        about = st.selectbox(
            "About",
            ["", *called],
            format_func=lambda item: called.get(item, "Anything"),
            key="journal_about",
            bind="query-params",
        )
        coder = st.selectbox(
            "Coder",
            ["", *coders],
            format_func=lambda name: name or "Everybody",
            key="journal_coder",
            bind="query-params",
        )
        said = {"": "All", "no": "Those that may be exported", "yes": "Those left out of exports"}
        private = st.selectbox("Exports", list(said), format_func=said.get, key="journal_exports", bind="query-params")
    return {
        "containing": words or "",
        "kind": kind,
        "about": about,
        "coder": coder,
        "private": {"yes": True, "no": False}.get(private),
    }


st.title("Journal")
st.caption("What you think, dated and linked to what it is about. Private unless you say otherwise.")
if wanted := st.query_params.get("memo"):
    found = journal.entry(study, wanted)
    memo_editor(study)
    if found is None:
        st.info("There is no such entry, or it is private to somebody else.", icon=":material/lock:")
    else:
        memo_card(study, found, readonly=readonly)
    st.page_link(page("journal"), label="All entries", icon=":material/arrow_back:")
    st.stop()
if not readonly and not memo_editor(study):
    _prompts()
    _beginnings()
if not len(study.memos):
    st.info("Nothing is written yet. Begin with where you stand: why this study, why you.", icon=":material/edit_note:")
    st.stop()
entries, hidden = journal.entries(study, **_chosen())  # type: ignore[arg-type]
pages = max(1, -(-len(entries) // A_PAGE))
shown = st.container()
nth = st.pagination(pages, key="journal_page") if pages > 1 else 1
with shown:
    for entry in entries[(nth - 1) * A_PAGE : nth * A_PAGE]:
        memo_card(study, entry, readonly=readonly)
if not entries:
    st.caption("No entry fits. Take away a filter or a word.")
if hidden:
    st.caption(f":material/lock: {hidden} private {'entry' if hidden == 1 else 'entries'} of other coders not shown.")
