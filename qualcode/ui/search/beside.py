"""What stands beside a search: filters, and making a rule of the query."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import streamlit as st

from qualcode.project import Project
from qualcode.ui import state
from qualcode.ui.acting import attempt
from qualcode.ui.look import plain
from qualcode.ui.navigation import page
from qualcode.ui.views import search

NAMES = {"kind": "Kind of document", "role": "Who speaks"}


def filters(study: Project, *, everybody: bool) -> dict[str, list[str]]:
    """What the search is narrowed down to: attribute → values; who speaks is asked only where everybody is."""
    cases = search.case_names(study)
    chosen = {}
    for name, values in search.choices(study).items():
        if name == "role" and not everybody:
            continue
        chosen[name] = st.multiselect(
            NAMES.get(name, name.replace("_", " ").capitalize()),
            values,
            key=f"search_by_{name}",
            bind="query-params",
            placeholder="All",
            format_func=partial(_called, cases if name == "case" else {}),
        )
    return {name: values for name, values in chosen.items() if values}


def _called(names: Mapping[str, str], value: str) -> str:
    return names.get(value, value.replace("_", " "))


def rule_of(study: Project, query: str, *, narrowed: bool) -> None:
    """Let the query be a rule of a code."""
    codes = {code.id: code.name for code in study.codebook.value().codes}
    with st.popover("Make a rule of this query", icon=":material/rule:", key="search_rule"):
        if not codes:
            st.write("A rule proposes a code. Make a code first.")
            st.page_link(page("codebook"), label="To the codebook", icon=":material/account_tree:")
            return
        st.write("From the next run of suggestions on, every passage that this query finds proposes the code.")
        if narrowed:
            st.caption("A rule holds the query alone, without the filters beside it.")
        code = st.selectbox("Code", list(codes), format_func=codes.get, key="search_rule_code", index=None)
        # Not a callback: what is said within one is misplaced in a fragment.
        refused = code is None or state.looking_back() is not None
        if st.button("Add the rule", key="search_rule_add", disabled=refused):
            attempt(search.make_rule, study, code, query, done=f"{plain(codes[code])} has another rule now.")
