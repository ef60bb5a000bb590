"""Entry point of the workbench: navigation only."""

from __future__ import annotations

import streamlit as st

from qualcode.ui.pages import study


def main() -> None:
    """Show the pages."""
    st.set_page_config(page_title="qualcode", page_icon="💬", layout="wide")
    st.navigation([st.Page(study.page, title="Study", icon=":material/menu_book:", default=True)]).run()


if __name__ == "__main__":
    main()
