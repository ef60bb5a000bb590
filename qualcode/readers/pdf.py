"""PDF transcripts: the text layer, its lines put together to paragraphs."""

from __future__ import annotations

import io
import logging
import re

from qualcode.model import Document
from qualcode.readers.original import Original
from qualcode.readers.pages import paragraphs
from qualcode.text import normalise

_BLANKS = re.compile(r"[ \t\xa0]+")


def read(original: Original) -> Document:
    """Read a PDF that holds text. Page numbers, repeated headers and margin numbers are dropped and reported.

    Lines are joined to paragraphs where the first word of the next line would not have fitted, or where a speaker
    begins. A hyphen at a line's end stays, unless the word without it occurs elsewhere in the text.
    """
    start = original.data[:1024].find(b"%PDF-")
    if start < 0:
        raise original.refusal("this is not a PDF, whatever its ending says (a PDF begins with %PDF-).")
    pages = _pages(original)
    empty = [number for number, page in enumerate(pages, 1) if not page.strip()]
    if len(empty) == len(pages):
        raise original.refusal(
            f"its {len(pages)} page{'s' * (len(pages) != 1)} hold no text, only pictures: it was probably scanned. "
            "Have its text recognised (OCR) first."
        )
    words = sum(page.count("\ufffd") + len(re.findall(r"\(cid:\d+\)|[\ue000-\uf8ff]", page)) for page in pages)
    if words > 0.2 * sum(len(page) for page in pages):
        raise original.refusal(
            "its fonts do not say which letters they draw, so its text cannot be read. Export it anew."
        )
    warnings = []
    if empty:
        warnings.append(f"Without text: page{'s' * (len(empty) > 1)} {', '.join(map(str, empty[:20]))}")
    cleaned, changes = [], []
    for page in pages:
        text, notes = normalise(page)
        cleaned.append([_BLANKS.sub(" ", line).strip() for line in text.split("\n")])
        changes += [note for note in notes if note not in changes and "control" not in note]
    blocks, more = paragraphs(cleaned)
    source = original.source(encoding="pdf", changes=(*changes, *more), warnings=warnings)
    return original.document_from("\n\n".join(blocks), source)


def _pages(original: Original) -> list[str]:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    logger = logging.getLogger("pypdf")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        try:
            reader = PdfReader(io.BytesIO(original.data))
            if reader.is_encrypted and not reader.decrypt(""):
                raise original.refusal("it is protected by a password. Save it without one.")
            pages = []
            for page in reader.pages:
                text = page.extract_text() or ""
                if _is_shredded(text):
                    text = page.extract_text(extraction_mode="layout", layout_mode_space_vertically=False) or text
                pages.append(text)
        except (DependencyError, NotImplementedError) as error:
            raise original.refusal(
                "it is encrypted. Open it and print or save it as a PDF without protection."
            ) from error
        except PyPdfError as error:
            raise original.refusal(f"the PDF is damaged or cut off ({error}). Fetch the file again.") from error
        except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, OSError, AssertionError,
                ZeroDivisionError, OverflowError) as error:  # fmt: skip
            raise original.refusal(f"the PDF is damaged ({type(error).__name__}). Open it and save it anew.") from error
    finally:
        logger.setLevel(level)
    if not pages:
        raise original.refusal("the PDF has no pages.")
    return pages


def _is_shredded(text: str) -> bool:
    """Some programs place every word by itself, so that each comes out as a line."""
    lines = [line for line in text.split("\n") if line.strip() and not line.strip().isdigit()]
    return len(lines) > 40 and sum(len(line.split()) <= 1 for line in lines) > 0.8 * len(lines)
