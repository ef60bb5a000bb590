"""Plain text and markdown."""

from __future__ import annotations

import re
from dataclasses import replace

from qualcode.model import Document
from qualcode.readers.original import Original

_CAPTION = re.compile(r"\s*(?:\d+\s*\n)?\s*(?:\d+:)?\d{1,2}:\d{2}[.,]\d{3} --> (?:\d+:)?\d{1,2}:\d{2}[.,]\d{3}")
_HTML = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!doctype html|<html[\s>])", re.IGNORECASE)


def read(original: Original) -> Document:
    """Read text in which speakers stand; captions, RTF, HTML and CHAT under a text ending are read as what they are."""
    if original.data[:5] == b"{\\rtf":
        from qualcode.readers.rtf import read as read_rtf

        return read_rtf(replace(original, format="rtf"))
    text, encoding, changes = original.decoded()
    head = text[:400].lstrip("\ufeff").replace("\r\n", "\n")
    if head.startswith("WEBVTT") or _CAPTION.match(head):
        from qualcode.readers.captions import read as read_captions

        return read_captions(replace(original, format="vtt" if head.startswith("WEBVTT") else "srt"))
    if _HTML.match(head):
        from qualcode.readers.html import read as read_html

        return read_html(replace(original, format="html"))
    if head.startswith("@UTF8") or (head.startswith("@") and "@Begin" in head):
        from qualcode.readers.cha import read as read_cha

        return read_cha(replace(original, format="cha"))
    return original.document_from(text, original.source(encoding=encoding, changes=changes))
