"""Being built."""

import streamlit as st

from qualcode.ui.state import study

st.title(study().name)
