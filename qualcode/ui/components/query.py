"""A line for a query that is answered while one types."""

from __future__ import annotations

from qualcode.ui.components.declared import declare, nothing

_mount = declare("query")


def query_line(*, key: str, label: str, value: str = "", placeholder: str = "", version: str = "") -> str:
    """What stands in the line, a moment after it was typed. Put it into a fragment: each pause in typing runs that anew.

    Args:
        label: what the line is for, for a screen reader.
        value: the text to begin with, and again whenever `version` changes (another rule, or one that was saved).
    """
    found = _mount(
        key=key,
        data={"label": label, "value": value, "placeholder": placeholder, "version": version},
        on_query_change=nothing,
    )
    typed = found.query
    return str(typed["text"]) if typed and typed["version"] == version else value
