"""A line for a query that is answered while one types."""

from __future__ import annotations

from qualcode.ui.components.declared import declare, nothing

_mount = declare("query")


def query_line(
    *, key: str, label: str, value: str = "", placeholder: str = "", version: str = "", lines: int = 1
) -> str:
    """What stands in the line, a moment after it was typed. Put it into a fragment: each pause runs that anew.

    Args:
        label: what the line is for, for a screen reader.
        lines: more than one give room for a long query; it grows with what is typed.
        value: the text to begin with, and again whenever `version` changes (another rule, or one that was saved).
    """
    found = _mount(
        key=key,
        data={"label": label, "value": value, "placeholder": placeholder, "version": version, "lines": lines},
        on_query_change=nothing,
    )
    typed = found.query
    return str(typed["text"]) if typed and typed["version"] == version else value
