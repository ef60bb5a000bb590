"""The board: themes as cards with their codes as chips, to be moved by mouse or by keyboard."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qualcode.ui.acting import Act, answers, listen
from qualcode.ui.components.declared import declare, nothing

_mount = declare("board")


def board(shown: Mapping[str, Any], *, key: str, acts: Mapping[str, Act]) -> str:
    """Show themes and codes; returns the key of the theme that was opened just now, else "".

    Args:
        shown: themes (key, name, status, words, concept, part, codes, counts), codes (key, name, color, definition,
            counts) and readonly; see `views.themes.board`.
        acts: what is called for `add(theme, codes)`, `move(theme, codes, out_of)`, `take_out(theme, codes)` and
            `make(name, codes)`, which returns the key of the new theme.
    """
    found = _mount(
        key=key,
        data={"place": key, **shown, "answers": answers(key)},
        on_outbox_change=listen(key, acts),
        on_opened_change=nothing,
    )
    return str(found.opened["theme"]) if found.opened else ""
