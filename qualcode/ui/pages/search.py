"""Search the whole corpus, read what is found in its context, and code it."""

from __future__ import annotations

import streamlit as st

from qualcode.errors import QueryError
from qualcode.query import explain
from qualcode.ui import state
from qualcode.ui.acting import working
from qualcode.ui.components.passages import passages
from qualcode.ui.components.query import query_line
from qualcode.ui.look import plain
from qualcode.ui.navigation import page
from qualcode.ui.search.beside import filters, rule_of
from qualcode.ui.views import search
from qualcode.ui.views.codes import codes_for_palette

READING = "Reading the transcripts word by word, once …"

study = state.study()
st.title("Search")
st.caption("Find passages in the whole corpus, in the language of rules, and code them. Inflections are found too.")
if not len(study.documents):
    st.info("There is nothing to search yet. Bring in some transcripts first.", icon=":material/upload_file:")
    st.page_link(page("documents"), label="To the documents", icon=":material/description:")
    st.stop()

asked = st.session_state.setdefault("search", {"query": "", "version": 0})
in_address = st.query_params.get("q")
if in_address is not None and in_address != asked["query"]:
    asked.update(query=in_address, version=asked["version"] + 1)


def _ask(query: str) -> None:
    asked.update(query=query, version=asked["version"] + 1)
    st.query_params["q"] = query


def _examples() -> None:
    st.markdown("**What you can ask.** Take one and change it.")
    for nth, (query, what) in enumerate(search.EXAMPLES):
        left, right = st.columns([3, 4], vertical_alignment="center")
        left.button(f"`{query}`", key=f"search_example:{nth}", on_click=_ask, args=(query,))
        right.caption(what)


def _results(query: str, narrowed: dict[str, list[str]], everybody: bool) -> None:
    try:
        st.caption(plain(explain(query)))
        found = search.look(study, query, filters=narrowed, everybody=everybody)
    except QueryError as error:
        st.markdown(f":material/edit: {plain(str(error).partition(chr(10))[0])}")
        st.code(f"{error.query}\n{' ' * error.position}^", language=None)
        return
    for sentence in search.advice(study, query):
        st.caption(f":material/info: {plain(sentence)}")
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(f"**{found.counts()}**" if found.passages else "**Nothing found**")
        rule_of(study, query, narrowed=bool(narrowed))
    if found.cut():
        st.caption(found.cut())
    writable = state.looking_back() is None
    passages(
        found.items,
        key="search_found",
        label="Passages found",
        empty="No passage fits. Try another form of the word, a * at its end, or OR with words that mean the same.",
        acts=search.acts(study, query),
        bulk=[{"act": "code", "label": "Code these…", "asks": "code", "primary": True}] if writable else (),
        codes=codes_for_palette(study),
        recent=study.codebook.recent(),
    )


@st.fragment
def _search() -> None:
    typed = query_line(
        key="search_query",
        label="Search the corpus",
        value=asked["query"],
        version=str(asked["version"]),
        placeholder='trust   ·   "two worlds"   ·   money NEAR/10 brand   ·   partner* NOT meeting',
    )
    if typed != asked["query"] or typed != st.query_params.get("q", ""):
        asked["query"] = st.query_params["q"] = typed
    if not study.matching.ready:
        if st.session_state.get(f"cancel:{READING}"):
            st.info("Stopped. A search needs the words of all transcripts, once.", icon=":material/pause:")
            st.button("Go on", key="search_go_on")
            return
        with working(READING) as report:
            study.matching.corpus(progress=lambda done, of: report(done / of, f"{done} of {of}"))
    with st.container(horizontal=True, vertical_alignment="center"):
        everybody = not st.toggle(
            "Only participants’ words", value=True, key="search_participants", bind="query-params"
        )
        with st.popover("Narrow down", icon=":material/filter_list:", key="search_filters"):
            narrowed = filters(study, everybody=everybody)
        for name, values in narrowed.items():
            st.badge(f"{plain(name)}: {plain(', '.join(values))}", color="gray")
    if typed.strip():
        _results(typed, narrowed, everybody)
    else:
        _examples()


_search()
