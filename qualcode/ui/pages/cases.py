"""Cases: each told for itself, then compared."""

import streamlit as st

from qualcode.ui.cases import across, attributes, collected, portrait, together, within
from qualcode.ui.cases.choosing import choose
from qualcode.ui.state import study

VIEWS = {
    "within": ("Within a case", within),
    "across": ("Themes by cases", across),
    "attributes": ("Codes by attributes", attributes),
    "together": ("Codes together", together),
    "portrait": ("Portraits", portrait),
    "data": ("Data collected", collected),
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
    list(VIEWS),
    format_func=lambda key: VIEWS[key][0],
    required=True,
    label_visibility="collapsed",
)
VIEWS[view][1].show(opened)
