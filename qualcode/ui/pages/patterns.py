"""Word patterns: which words go together, where, and how far that can be relied on."""

from __future__ import annotations

import streamlit as st

from qualcode.ui import state
from qualcode.ui.look import plain
from qualcode.ui.navigation import page
from qualcode.ui.patterns.looking import looking
from qualcode.ui.patterns.one import one
from qualcode.ui.views import patterns as views

study = state.study()
writable = state.looking_back() is None
st.title("Word patterns")
st.caption(
    "Passages in which the same words go together, as a topic model sorts them. Use them to get to know the talk and "
    "to choose what to read. A pattern is no theme and no code: with the themes of a published study, topic models "
    "agreed hardly better than chance. Nothing is coded here."
)
if not len(study.documents):
    st.info("There is nothing to look through yet. Bring in some transcripts first.", icon=":material/upload_file:")
    st.page_link(page("documents"), label="To the documents", icon=":material/description:")
    st.stop()

if not study.patterns.ready:
    st.info(
        "No word patterns have been looked for yet. The first time takes minutes on a large study, later seconds.",
        icon=":material/blur_on:",
    )
    looking(study, key="patterns_first")
    st.stop()

with st.popover("Look again…", icon=":material/refresh:"):
    looking(study, key="patterns_again")
notes = study.patterns.notes()
if not study.patterns.current():
    st.warning(plain(notes.pop(0)), icon=":material/history:")
st.caption(plain(" ".join(notes)))

named = views.labels(study)
st.dataframe(views.shown(study), key="patterns_table", hide_index=True, width="stretch")
st.caption(
    "Stability: the run was repeated with other seeds on four fifths of the passages. A stable pattern and its "
    "nearest one there share at least 75 % of their passages, an unstable one less than 60 %. Stable does not mean "
    "meaningful."
)
left, right = st.columns([3, 1], vertical_alignment="bottom")
left.subheader("Where they are")
over = right.segmented_control(
    "Spread over",
    ["cases", "time"],
    key="patterns_over",
    default="cases",
    required=True,
    format_func={"cases": "Cases", "time": "Time"}.get,
    bind="query-params",
)
spread = views.spread(study, over)
st.altair_chart(views.chart(spread, over), key=f"patterns_chart:{over}", width="stretch", alt=views.in_words(spread))
st.caption(
    "The stronger the colour, the larger the share of the passages there. Without dates, time is the study's order."
)
with st.expander("The same in numbers", key="patterns_numbers"):
    st.dataframe(spread, key="patterns_spread", hide_index=True)

st.subheader("One pattern")
chosen = st.selectbox(
    "Word pattern",
    list(named),
    key="patterns_one",
    format_func=lambda number: named[number],
    label_visibility="collapsed",
)
one(study, chosen, writable=writable)
