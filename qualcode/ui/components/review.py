"""The review card: one suggestion in its context, decided by a key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qualcode.ui.acting import Act, answers, listen
from qualcode.ui.components.declared import declare

_mount = declare("review", "transcript", "palette", "card")


def review(shown: Mapping[str, Any], acts: Mapping[str, Act], *, key: str) -> None:
    """Show the next cards; `shown` is what `views.review.cards` makes of them, `acts` what `views.review.acts` does."""
    _mount(key=key, data={**shown, "answers": answers(key)}, on_outbox_change=listen(key, acts))
