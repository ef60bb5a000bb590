"""The reader: a transcript to read and to code in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qualcode.ui.acting import Act, answers, listen
from qualcode.ui.components.declared import declare

_mount = declare("reader", "transcript", "palette", "margin", "card")


def reader(shown: Mapping[str, Any], acts: Mapping[str, Act], *, key: str) -> None:
    """Show a document; `shown` is what `views.reader.shown` makes of it, `acts` what `views.reader.acts` does."""
    _mount(key=key, data={**shown, "answers": answers(key)}, on_outbox_change=listen(key, acts))
