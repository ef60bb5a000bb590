"""Every act of the study: find one, see what it did, take it back, look at the study as it was then."""

from __future__ import annotations

from typing import Any

import streamlit as st

from qualcode.errors import NotFound
from qualcode.ui import state
from qualcode.ui.acting import attempt
from qualcode.ui.history.detail import act_detail
from qualcode.ui.look import plain
from qualcode.ui.views import history
from qualcode.ui.views.journal import objects
from qualcode.ui.views.moments import zone_of

study = state.study()
zone = zone_of(st.context.timezone, st.context.timezone_offset)
looking_back = state.looking_back() is not None


def _page_key() -> str:
    return f"history_page:{st.session_state.get('history_searches', 0)}"


def _first_page() -> None:
    st.session_state["history_searches"] = st.session_state.get("history_searches", 0) + 1


def _only_about() -> None:
    _first_page()
    chosen = st.session_state["history_about"]
    if chosen:
        st.query_params["about"] = chosen
    else:
        st.query_params.pop("about", None)


def _everything() -> None:
    _first_page()
    st.session_state["history_about"] = ""
    st.query_params.pop("about", None)


def _open(seq: int) -> None:
    if st.query_params.get("act") == str(seq):
        st.query_params.pop("act")
    else:
        st.query_params["act"] = str(seq)


def _then() -> None:
    attempt(lambda: state.look_back(history.evening_of(study, st.session_state["history_day"], zone)))


def _back_up() -> None:
    attempt(lambda: st.session_state.update(history_copy=str(study.backup())))


def _beside() -> None:
    with st.container(horizontal=True):
        with st.popover("As of a day", icon=":material/event:", key="history_as_of", disabled=looking_back):
            st.write("All pages then show the study as it was on that evening. Nothing changes by looking.")
            st.date_input("Day", key="history_day", format="YYYY-MM-DD", value="today", max_value="today")
            st.button("Look at it", key="history_then", on_click=_then)
        st.button(
            "Back up the study", key="history_backup", icon=":material/save:", on_click=_back_up, disabled=looking_back
        )
    if copy := st.session_state.get("history_copy"):
        st.caption(f":material/check: A copy of the study is in {plain(copy)}. The next backup takes its place.")


def _chosen() -> dict[str, Any]:
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    bound = {"bind": "query-params", "on_change": _first_page}
    words = left.text_input("Find an act", key="history_find", type="search", live=True, **bound)
    with right.popover("Narrow down", icon=":material/filter_list:", key="history_filters", width="stretch"):
        there = {"": "All", **history.kinds(study)}
        kind = st.selectbox("Kind of act", list(there), format_func=there.get, key="history_kind", **bound)
        names = ["", *study.coders()]
        coder = st.selectbox("Coder", names, format_func=lambda name: name or "Everybody", key="history_coder", **bound)
        called = {"": "Anything", **objects(study)}
        if about and about not in called:
            called[about] = history.about_called(study, about)
        st.session_state["history_about"] = about
        touched = {"format_func": called.get, "on_change": _only_about}
        st.selectbox("What it touched", list(called), key="history_about", **touched)
    return {"containing": words or "", "kind": kind, "coder": coder, "about": about}


st.title("History")
st.caption("Every act, newest first: who did what, when and why. Everything can be taken back, and that is an act too.")
_beside()
about = st.query_params.get("about", "")
chosen = _chosen()
if about:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"Only acts that touched **{plain(history.about_called(study, about))}**")
        st.button("Show all", key="history_all", type="tertiary", on_click=_everything)
nth = st.session_state.get(_page_key(), 1)
try:
    acts, total = history.lines(study, **chosen, nth=nth, zone=zone)
    if total and not acts:  # there are fewer pages now
        _first_page()
        acts, total = history.lines(study, **chosen, zone=zone)
except NotFound as error:
    st.info(plain(str(error)), icon=":material/search_off:")
    st.stop()
opened = st.query_params.get("act", "")
if opened not in {str(line.seq) for line in acts} and (elsewhere := history.line(study, opened, zone)):
    act_detail(study, elsewhere, readonly=looking_back)
for day, own in history.days(acts):
    st.markdown(f"**{day}**")
    with st.container(gap=None):
        for line in own:
            time, what, who = st.columns([1, 10, 2], vertical_alignment="center")
            time.caption(line.clock)
            what.button(line.label, key=f"history_open:{line.seq}", type="tertiary", on_click=_open, args=(line.seq,))
            who.caption(plain(line.coder))
            if opened == str(line.seq):
                act_detail(study, line, readonly=looking_back)
if not acts:
    st.caption("No act fits. Take away a filter or a word.")
pages = -(-total // history.A_PAGE)
if pages > 1:
    st.pagination(pages, key=_page_key())
    st.caption(f"{total:,} acts")
