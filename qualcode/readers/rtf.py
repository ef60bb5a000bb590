"""Rich text (RTF)."""

from __future__ import annotations

import re

from qualcode.model import Document
from qualcode.readers.original import Original

# `\par` but not `\pard`; an escaped backslash before it is passed over.
_PARAGRAPH = re.compile(r"(\\\\)|\\par(?![a-zA-Z])")
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n){2,}")
_HIDDEN = re.compile(r"\{\\\*\\annotation")


def read(original: Original) -> Document:
    """Read an RTF; paragraphs are parted by a blank line. Comments, headers and pictures are left out."""
    data = original.data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not data.startswith(b"{\\rtf"):
        if data.startswith(b"PK\x03\x04"):
            raise original.refusal("this is a zip archive, such as a docx or odt, not RTF; give it its own ending.")
        raise original.refusal("line 1: this is not RTF, which begins with {\\rtf. Is the ending right?")
    from striprtf.striprtf import rtf_to_text

    marked = _PARAGRAPH.sub(lambda found: found[0] if found[1] else r"\par\par", data.decode("cp1252", "replace"))
    try:
        text = rtf_to_text(marked, encoding=original.encoding or "cp1252", errors="replace")
    except (LookupError, ValueError, ArithmeticError, RecursionError) as error:
        raise original.refusal(f"the RTF cannot be understood ({error}). Save it again, or as docx.") from error
    warnings = ["Comments are not read"] if _HIDDEN.search(marked) else []
    if data.count(b"{") - data.count(b"\\{") > data.count(b"}") - data.count(b"\\}") + 2:
        warnings.append("The file ends before its groups are closed; it may be cut off")
    text = _BLANK_LINES.sub("\n\n", text.replace("\r\n", "\n"))
    return original.document_from(text.strip(), original.source(encoding="rtf", warnings=warnings))
