"""Choices that stand in the address of the page, so that a view can be shared, reloaded and left again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from qualcode.project import Project
from qualcode.ui.look import plain
from qualcode.ui.navigation import page
from qualcode.ui.state import looking_back


def choose(widget: Callable[..., Any], name: str, label: str, options: Sequence[str], **more: Any) -> str:
    """One of several, as it stands in the address under `name`; else, and for what is not among them, the first."""
    asked = st.query_params.get(name, "")
    st.session_state[f"cases_{name}"] = asked if asked in options else options[0]
    widget(label, options, key=f"cases_{name}", on_change=_take, args=(name,), **more)
    return str(st.session_state[f"cases_{name}"] or options[0])


def switch(name: str, label: str, **more: Any) -> bool:
    """On or off, as it stands in the address."""
    st.session_state[f"cases_{name}"] = st.query_params.get(name) == "yes"
    st.toggle(label, key=f"cases_{name}", on_change=_flip, args=(name,), **more)
    return bool(st.session_state[f"cases_{name}"])


def put(**values: str) -> None:
    """Let these stand in the address; an empty one goes."""
    for name, value in values.items():
        if value:
            st.query_params[name] = value
        elif name in st.query_params:
            del st.query_params[name]


def asked(name: str) -> str:
    """What stands in the address under this name."""
    return str(st.query_params.get(name, ""))


def moment(study: Project) -> tuple[str, int, int | None]:
    """What a value that was computed rests on: the study, its latest act, and the earlier state that is looked at."""
    return f"{study.path} {study.row()['created_at']}", study.last_act(), looking_back()


def nothing_yet(sentence: str, leads_to: str, label: str) -> None:
    """What is missing, and where it is made."""
    st.info(plain(sentence), icon=":material/arrow_forward:")
    st.page_link(page(leads_to), label=label)


def _take(name: str) -> None:
    put(**{name: str(st.session_state[f"cases_{name}"] or "")})


def _flip(name: str) -> None:
    put(**{name: "yes" if st.session_state[f"cases_{name}"] else ""})
