"""Looking for word patterns: the choices, and the run with its progress."""

from __future__ import annotations

import streamlit as st

from qualcode.project import Project
from qualcode.ui.acting import attempt, working

LOOKING = "Looking for word patterns …"
WAYS = {
    "": "by itself: sentence vectors where they are installed",
    "bertopic": "sentence vectors (BERTopic): what is meant alike",
    "nmf": "word counts (NMF): lighter, what is said in the same words",
}


def looking(study: Project, *, key: str) -> None:
    """The choices, and a button that looks. The first time takes minutes, later times seconds."""
    way = st.selectbox("How", list(WAYS), key=f"{key}_way", format_func=WAYS.__getitem__)
    count = st.number_input(
        "How many patterns",
        min_value=0,
        max_value=100,
        value=0,
        key=f"{key}_count",
        help="0: as many as are stable when it is tried several times.",
    )
    seed = st.number_input("Seed", min_value=0, value=0, key=f"{key}_seed", help="The same seed finds the same.")
    if not st.button("Look for word patterns", key=f"{key}_run", type="primary", icon=":material/blur_on:"):
        return

    def run() -> None:
        study.patterns.run(
            way or None,
            patterns=int(count) or None,
            seed=int(seed),
            progress=lambda done, of: report(done / max(of, 1), f"{done} %"),
        )

    with working(LOOKING) as report:
        done = attempt(run)
    if done:
        st.rerun()
