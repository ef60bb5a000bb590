"""How well suggestions meet this coder's own codings, and with whom they err more."""

from __future__ import annotations

import streamlit as st

from qualcode.errors import QualcodeError
from qualcode.ui import state
from qualcode.ui.acting import refused, working
from qualcode.ui.evaluation.measured import measured
from qualcode.ui.look import plain
from qualcode.ui.navigation import page
from qualcode.ui.views import evaluation as view

MODELS = {"": "Meaning and words", "none": "Words alone"}
study = state.study()
st.title("Evaluation")
st.caption(
    "Suggestions against your own codings: how often the code that you chose was the one that would have been "
    "suggested, in documents that the suggester had not learned from. It measures the suggester, never you, and "
    "nothing is written into the study."
)
enough, said = view.standing(study)
st.markdown(plain(said))
if not enough:
    st.page_link(page("read"), label="Read and code", icon=":material/ink_highlighter:")
    st.stop()

with st.container(horizontal=True, vertical_alignment="bottom"):
    model = st.segmented_control(
        "Compare by",
        list(MODELS),
        key="evaluation_model",
        default="",
        required=True,
        format_func=lambda name: MODELS[name],
        help="Meaning takes vectors of sentences, which are made once for each passage; words alone are quicker.",
    )
    curve = st.toggle("How much coding it takes", value=True, key="evaluation_with_curve")
wanted = (str(study.path), study.coder, state.looking_back(), study.last_act(), model, curve)
if st.button("Evaluate", key="evaluation_run", type="primary", icon=":material/straighten:"):
    with working("Measuring:") as report:
        try:
            found = study.evaluation.run(
                model=model or "",
                curve=curve,
                progress=lambda name, done, total: report(done / max(total, 1), f"{name.lower()}, {done} of {total}"),
            )
            st.session_state["evaluation"] = (wanted, found)
        except QualcodeError as error:
            refused(error)
made, found = st.session_state.get("evaluation", (None, None))
if found is None or made[:2] != wanted[:2]:
    st.caption("It takes seconds with some hundred codings, and minutes where vectors have to be made first.")
else:
    if made != wanted:
        st.info("The study or your choice changed since. Evaluate again.", icon=":material/refresh:")
    measured(found)
