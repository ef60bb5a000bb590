"""Keeps a small value in the browser, where `st.context.cookies` finds it again after a reload."""

from __future__ import annotations

from qualcode.ui.components.declared import declare

_mount = declare("keeper")


def keeper(name: str, value: str) -> None:
    """Keep `value` (already quoted for a cookie) under `name`; an empty one is forgotten."""
    _mount(key="keeper", data={"name": name, "value": value}, height=1)
