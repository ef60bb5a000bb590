"""A list of passages with what can be done to each; used wherever passages are shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from qualcode.ui.acting import Act, answers, listen
from qualcode.ui.components.declared import declare, nothing
from qualcode.ui.navigation import page

_mount = declare("passages", "palette")


def passages(
    items: Sequence[Mapping[str, Any]],
    *,
    key: str,
    label: str,
    empty: str,
    acts: Mapping[str, Act] | None = None,
    actions: Sequence[Mapping[str, Any]] = (),
    bulk: Sequence[Mapping[str, Any]] = (),
    codes: Sequence[Mapping[str, Any]] = (),
    recent: Sequence[str] = (),
) -> None:
    """Show passages; a click on a document's name opens the transcript at the passage.

    Args:
        items: one a passage: id, quote, document (name) and start to lead there; and, where there are any: end,
            before, after (context), found ([[start, end], …] within the quote, to be marked), who, case, code, color,
            memo, reason, tags (texts), lang, and `actions` of its own in place of those for all.
        label: what the list is, for a screen reader.
        empty: the sentence shown when there is nothing: say what to do next.
        acts: what is called for an action's `act`, as `act(items=[ids], **with)`; `asks: "code"` adds `code` (a key)
            or `name` (of a new one), `asks: "note"` adds `note`. What it returns, a sentence or None, is shown; a
            refusal is, too.
        actions: buttons for each passage: act, label, and help, with, asks (for a note: `title` says what is asked,
            `note` is there before), pressed, color.
        bulk: buttons for all passages that are ticked; without any there is nothing to tick.
        codes, recent: for the palette, see `views.codes_for_palette`.
    """
    found = _mount(
        key=key,
        data={
            "place": key,
            "items": [{"href": read_address(item), **item} for item in items],
            "label": label,
            "empty": empty,
            "actions": list(actions),
            "bulk": list(bulk),
            "selectable": bool(bulk),
            "codes": list(codes),
            "recent": list(recent),
            "answers": answers(key),
        },
        on_outbox_change=listen(key, acts or {}),
        on_opened_change=nothing,
    )
    if found.opened:
        wanted = next((item for item in items if item["id"] == found.opened["id"]), None)
        if wanted:
            st.switch_page(page("read"), query_params=_place(wanted))


def read_address(item: Mapping[str, Any]) -> str:
    """The address of a passage in its transcript, to open or to share."""
    return f"read?{urlencode(_place(item))}"


def _place(item: Mapping[str, Any]) -> dict[str, str]:
    place = {"document": str(item["document"]), "at": str(item.get("start", 0))}
    return place | ({"to": str(item["end"])} if "end" in item else {})
