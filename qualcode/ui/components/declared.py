"""Declaring a component of its parts: shared JavaScript and styles first, its own after them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

HERE = Path(__file__).parent
Mount = Callable[..., Any]


def declare(name: str, *parts: str) -> Mount:
    """A component `name` of NAME.js and NAME.css in this folder, with `core` and the named parts before them.

    Styles are not isolated: a selection of text cannot be seen from outside a shadow root. So every class and rule
    begins with `qc`.
    """
    names = ("core", *parts, name)
    return st.components.v2.component(
        f"qualcode.{name}",
        html=f'<div class="qc qc-{name}"></div>\n<!-- {name} -->',
        css="\n".join(_text(f"{part}.css") for part in names),
        js="\n".join(_text(f"{part}.js") for part in names),
        isolate_styles=False,
    )


@cache
def _text(file: str) -> str:
    path = HERE / file
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def nothing() -> None:
    """For a component's value that nobody waits for: Streamlit gives the value only where there is a callback."""
