"""Several coders' readings of the same passages, to talk about; and a check on the codebook where there is one."""

from __future__ import annotations

from typing import Any

import streamlit as st

from qualcode.errors import QualcodeError
from qualcode.project import Project
from qualcode.project.agreeing import Unit, who_read
from qualcode.ui import state
from qualcode.ui.cases.choosing import moment
from qualcode.ui.coders import checking
from qualcode.ui.components.readings import readings
from qualcode.ui.look import plain
from qualcode.ui.views import coders as views

UNITS = {"turn": "Turns", "sentence": "Sentences"}


@st.cache_data(show_spinner="Laying readings side by side…", max_entries=8)
def _readings(
    _study: Project, moment: tuple[Any, ...], coder: str, coders: tuple[str, ...], unit: Unit
) -> views.Readings:
    return views.readings(_study, coders, unit)


study = state.study()
st.title("Coders")
st.caption(
    "What two or more of you coded differently in a document that you have both read: something to talk about, not an "
    "error of anybody’s. Each may have seen what the other did not. Nothing is changed here."
)
sentence, command = views.joining(study)
if sentence:
    st.info(plain(sentence), icon=":material/group_add:")
    st.code(command, language=None)
    st.stop()

names = who_read(study)
with st.container(horizontal=True, vertical_alignment="bottom"):
    chosen = tuple(
        st.multiselect("Whose readings", names, default=names, key="coders_chosen", bind="query-params", width=420)
    )
    unit = st.segmented_control(
        "Compare", list(UNITS), key="coders_unit", default="turn", required=True, format_func=UNITS.__getitem__,
        bind="query-params",
    )  # fmt: skip
if len(chosen) < 2:
    st.info("Choose two coders or more, to lay their readings side by side.", icon=":material/group:")
    st.stop()
try:
    found = _readings(study, moment(study), study.coder, chosen, unit)
except QualcodeError as error:
    st.info(plain(str(error)), icon=":material/group:")
    st.stop()
st.caption(plain(views.standing(study, chosen)))
now = state.study_or_none()
# An earlier state is looked at with the eyes of now: a study that became reflexive has no coefficient for its past.
if now and "reflexive" not in (study.approach, now.approach):
    checking.show(study, chosen, unit)

st.subheader("Readings side by side", anchor=False)
if found.codes:
    code = st.selectbox(
        "Code",
        ["", *found.codes],
        key="coders_code",
        format_func=lambda key: found.codes[key][0] if key else "Any code",
        help="Only passages on which this code is not everybody’s.",
        bind="query-params",
        width=420,
    )
else:
    code = ""
st.caption("Codes that all of them have on a passage are left out. Open a passage to see it in its transcript.")
readings(
    found.of(code),
    key="coders_readings",
    label="Passages that were read differently",
    empty="Nothing is coded differently in what two of you have read.",
    coders=chosen,
    codes=found.codes,
)
