"""oTranscribe files: HTML in JSON, with clickable times."""

from __future__ import annotations

import re
from dataclasses import replace

from qualcode.model import Document
from qualcode.readers.html import text_of
from qualcode.readers.original import Original
from qualcode.readers.recognised import loaded
from qualcode.text.timestamps import seconds

_STAMP = re.compile(
    r"""<span[^<>]{0,200}?data-timestamp\s*=\s*["']?(\d+(?:\.\d+)?)["']?[^<>]{0,200}>(?:\s|&nbsp;)*([^<>]{0,40}?)(?:\s|&nbsp;)*</span>""",
    re.IGNORECASE,
)


def read(original: Original) -> Document:
    """Read the text of an otr; its times appear as [00:12] and are kept exactly as start times."""
    content, encoding, changes = loaded(original)
    markup = content.get("text") if isinstance(content, dict) else None
    if not isinstance(markup, str):
        raise original.refusal("this is JSON, but not of oTranscribe: it has no 'text'.")
    exact: dict[float, float] = {}

    def shown(found: re.Match[str]) -> str:
        clock = found[2].strip() or _clock(float(found[1]))
        value = seconds(clock)
        if value is None:
            clock = _clock(float(found[1]))
            value = seconds(clock)
        exact.setdefault(value or 0.0, round(float(found[1]), 3))
        return f"[{clock}] "

    words = text_of(_STAMP.sub(shown, markup), original)
    document = original.document_from(words, original.source(encoding=encoding, changes=changes))
    turns = tuple(
        turn if turn.start_time is None else replace(turn, start_time=exact.get(turn.start_time, turn.start_time))
        for turn in document.turns
    )
    return replace(document, turns=turns)


def _clock(value: float) -> str:
    minutes, rest = divmod(int(value), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes:02}:{rest:02}"
