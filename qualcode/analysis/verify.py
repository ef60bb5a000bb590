"""A quote is its source, letter for letter."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from qualcode.analysis.frames import take

SHOWN = 40


def verify(codings: pd.DataFrame, texts: Mapping[str, str]) -> list[str]:
    """A sentence for each coding whose quote differs from its source; empty when all agree.

    `texts` is document id → text. A document that is missing, and offsets outside the text, are problems too. Each
    sentence names coding, document and place, and shows both texts from just before the first difference.

    >>> frame = pd.DataFrame({"coding": ["c1"], "document": ["note"], "start": [0], "end": [6], "quote": ["Nobody"]})
    >>> verify(frame, {"note": "Nobody asked."})
    []
    >>> verify(frame, {"note": "Nobidy asked."})
    ["note, 0–6, coding c1: the quote reads '…body' where the source has '…bidy'."]
    """
    frame = take(codings, "codings", "coding", "document", "document_id", "start", "end", "quote")
    problems = []
    for coding, document, id, start, end, quote in zip(*(frame[name].tolist() for name in frame), strict=True):
        text = texts.get(id)
        if text is not None and 0 <= start < end <= len(text) and text[start:end] == quote:
            continue
        place = f"{document}, {start}–{end}, coding {coding}"
        if text is None:
            problems.append(f"{place}: the document's text is missing, so the quote cannot be checked.")
        elif not 0 <= start < end <= len(text):
            problems.append(f"{place}: the place lies outside the document, which has {len(text)} characters.")
        else:
            ours, source = _apart(quote, text[start:end])
            problems.append(f"{place}: the quote reads {ours!r} where the source has {source!r}.")
    return problems


def _apart(quote: str, source: str) -> tuple[str, str]:
    same = next(
        (place for place, (a, b) in enumerate(zip(quote, source, strict=False)) if a != b),
        min(len(quote), len(source)),
    )
    first = max(0, same - 1)
    lead = "…" if first else ""

    def window(text: str) -> str:
        return lead + text[first : first + SHOWN] + ("…" if len(text) > first + SHOWN else "")

    return window(quote), window(source)
