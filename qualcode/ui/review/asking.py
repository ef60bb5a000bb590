"""Which suggesters are asked, how sure they have to be, and in what mix their suggestions are reviewed."""

from __future__ import annotations

import streamlit as st

from qualcode.project import Project
from qualcode.suggesters import SUGGESTERS
from qualcode.suggesters.queue import LEAST_RANDOM, LIKELY, MIX, NEGLECTED, RANDOM, UNCERTAIN
from qualcode.ui.acting import attempt, working
from qualcode.ui.look import plain

ASKED = {
    "rules": "the codes' rules: which words are said",
    "learned": "your own codings: what is like passages that you coded, and unlike those that you read and left",
    "similar": "likeness to names, definitions and examples: needs no coding",
}


def asking(study: Project) -> None:
    """The choice of suggesters, and the button that asks them."""
    usual = usual_suggesters(study)
    chosen = [
        name
        for name in SUGGESTERS
        if st.checkbox(f"**{name}**: {ASKED[name]}", value=name in usual, key=f"review_ask_{name}")
    ]
    precision = st.slider(
        "Propose what is right at least in … of 100",
        10,
        90,
        50,
        5,
        key="review_precision",
        help="For learned and similar. Higher: fewer suggestions, and more of them right. Where they do not know "
        "enough to promise it, they propose nothing and say so.",
    )
    if not st.button("Suggest", key="review_run", type="primary", disabled=not chosen, width="stretch"):
        return
    notes: list[str] = []

    def run() -> None:
        frame = study.suggestions.run(
            chosen,
            precision=precision / 100,
            progress=lambda done, of: report(done / max(of, 1), f"{done} of {of}"),
        )
        notes.extend(frame.attrs["notes"])

    with working("Looking through the corpus") as report:
        attempt(run)
    st.session_state["review_notes"] = notes
    st.session_state.pop("review_line", None)


def usual_suggesters(study: Project) -> list[str]:
    """The suggesters that have something to go by: rules, codings of one's own, codes to tell apart."""
    codes = study.codebook.value().codes
    have = {
        "rules": any(code.rules for code in codes),
        "learned": bool(study.coder) and len(study.codings) > 0,
        "similar": len(codes) > 1,
    }
    return [name for name in SUGGESTERS if have[name]]


def told() -> None:
    """What the suggesters said when they were asked last in this session."""
    notes = st.session_state.get("review_notes")
    if notes:
        with st.expander("What the suggesters say", icon=":material/info:", expanded=True):
            for note in notes:
                name, _, said = note.partition(": ")
                st.markdown(f"**{plain(name)}**: {plain(said)}")


def mixing() -> dict[str, int]:
    """The sliders of the mix: what is over eight is taken from the later ones, and what is left of ten is random."""
    left = most = 10 - LEAST_RANDOM
    mix: dict[str, int] = {}
    kinds = ((LIKELY, "Likeliest"), (UNCERTAIN, "Uncertain"), (NEGLECTED, "Case coded least"))
    *columns, last = st.columns(len(kinds) + 1)
    for column, (kind, label) in zip(columns, kinds, strict=True):
        wanted = column.slider(f"{label}, of ten", 0, most, MIX[kind], key=f"review_{kind}")
        mix[kind] = min(wanted, left)
        left -= mix[kind]
    mix[RANDOM] = 10 - sum(mix.values())
    last.caption("At least two are always random: what the machine misjudges is met as well.")
    return mix
