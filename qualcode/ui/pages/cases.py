"""Cases: each told for itself, then compared."""

import streamlit as st

from qualcode.ui.cases import (
    across,
    attributes,
    collected,
    crosswalk,
    portrait,
    replication,
    side_by_side,
    together,
    within,
)
from qualcode.ui.cases.choosing import choose
from qualcode.ui.state import study
from qualcode.ui.views.crosswalk import holds_two

VIEWS = {
    "within": ("Within a case", within),
    "across": ("Themes by cases", across),
    "replication": ("Replication", replication),
    "side": ("Side by side", side_by_side),
    "attributes": ("Codes by attributes", attributes),
    "together": ("Codes together", together),
    "portrait": ("Portraits", portrait),
    "data": ("Data collected", collected),
    "crosswalk": ("Crosswalk", crosswalk),
}

opened = study()
st.title("Cases")
st.caption(
    "Tell each case for itself, then look across cases. Numbers count people and cases; they lead to the passages."
)
view = choose(
    st.segmented_control,
    "view",
    "View",
    [key for key in VIEWS if key != "crosswalk" or holds_two(opened)],
    format_func=lambda key: VIEWS[key][0],
    required=True,
    label_visibility="collapsed",
)
VIEWS[view][1].show(opened)
