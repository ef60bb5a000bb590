"""Build themes of codes, say what each one claims, and look at what speaks for it and against it."""

from __future__ import annotations

import streamlit as st

from qualcode.errors import NotFound
from qualcode.ui import state
from qualcode.ui.look import plain
from qualcode.ui.themes.card import card, open_theme
from qualcode.ui.themes.overview import overview

study = state.study()
st.title("Themes")
st.caption("A theme is a claim that passages share. Build it of codes, say what it claims, keep what does not fit.")
theme = st.query_params.get("theme", "")
if theme:
    try:
        study.find.theme(theme)
    except NotFound as error:
        st.info(plain(str(error)), icon=":material/info:")
        st.button("All themes", key="themes_back", on_click=open_theme, args=("",))
    else:
        card(study, theme)
else:
    overview(study)
