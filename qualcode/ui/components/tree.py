"""The tree of codes: filter, fold, open, choose several, and drag one under another."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from qualcode.ui.acting import Act, answers, listen
from qualcode.ui.components.declared import declare

_mount = declare("tree")


def tree(
    codes: Sequence[Mapping[str, Any]],
    themes: Sequence[Mapping[str, Any]],
    *,
    key: str,
    selected: str,
    acts: Mapping[str, Act],
    on_open: Callable[[str], None],
    on_merge: Callable[[list[str]], None],
    settled: int = 0,
    readonly: bool = False,
) -> None:
    """Show the codes. Arrows move, Enter opens, letters filter, Space chooses; a code is dragged onto another.

    Args:
        codes: one a code, in codebook order: key, name, parent (a key), color, themes (keys), retired, note,
            definition, rules (whether it has any), voices, cases, codings.
        themes: the groups of the other view: key, name.
        selected: the code that is open.
        acts: `move` (code, parent: "" for the top), called when a code was dragged.
        on_open, on_merge: called with a code, and with the chosen codes, before the page runs.
        settled: another number takes the choice of several codes back.
        readonly: nothing can be dragged or chosen.
    """

    def opened() -> None:
        if asked := st.session_state[key].get("opened"):
            on_open(str(asked["code"]))

    def merging() -> None:
        if asked := st.session_state[key].get("merging"):
            on_merge([str(code) for code in asked["codes"]])

    _mount(
        key=key,
        data={
            "place": key,
            "codes": list(codes),
            "themes": list(themes),
            "selected": selected,
            "settled": settled,
            "readonly": readonly,
            "answers": answers(key),
        },
        on_outbox_change=listen(key, acts),
        on_opened_change=opened,
        on_merging_change=merging,
    )
