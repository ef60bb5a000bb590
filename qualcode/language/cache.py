"""A folder of tokenised documents. Everything in it can be computed again, so it may be deleted at any time."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from qualcode.language.words import Words
from qualcode.model import Document

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

ATTRIBUTES = ("ORTH", "LEMMA", "POS", "TAG", "MORPH", "DEP", "HEAD", "ENT_IOB", "ENT_TYPE", "SPACY")
ARRAYS = ("form", "start", "end", "number", "turn", "sentence", "sentences")
SCHEME = 1  # raise it when words or sentences are found in another way


class TokenCache:
    """Words of documents on disk, keyed by what the document says and by what cut it into words.

    An entry that is damaged, of another version or of another document is as good as none. Entries hold the words
    of the documents: they are as confidential as the transcripts.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = Path(folder)

    def load(self, document: Document, language: str) -> Words | None:
        """The words of a document as they were saved; None where there is no sound entry."""
        path = self._path(document, language, "npz")
        try:
            with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as entry:
                arrays = {name: entry[name] for name in ARRAYS}
                text = entry["forms"].tobytes()
                if entry["checksum"].tobytes() != _checksum(text, arrays):
                    return None
        except Exception:  # whatever a damaged archive raises, the words are computed again
            return None
        return Words(forms=tuple(text.decode().split("\n")) if text else (), **arrays)

    def save(self, document: Document, language: str, words: Words) -> None:
        """Keep the words of a document."""
        text = "\n".join(words.forms).encode()
        arrays = {name: getattr(words, name) for name in ARRAYS}
        checksum = np.frombuffer(_checksum(text, arrays), np.uint8)
        buffer = io.BytesIO()
        np.savez_compressed(buffer, forms=np.frombuffer(text, np.uint8), checksum=checksum, **arrays)
        self._write(self._path(document, language, "npz"), buffer.getvalue())

    def load_docs(self, document: Document, nlp: Language) -> list[Doc] | None:
        """The document's turns as a trained pipeline saw them; None where there is no sound entry."""
        from spacy.tokens import DocBin

        try:
            content = self._path(document, _name(nlp), "docs").read_bytes()
            if hashlib.sha256(content[32:]).digest() != content[:32]:
                return None
            docs = list(DocBin().from_bytes(content[32:]).get_docs(nlp.vocab))
        except Exception:  # whatever a damaged file raises, the pipeline is asked again
            return None
        return docs if len(docs) == len(document.turns) else None

    def save_docs(self, document: Document, nlp: Language, docs: list[Doc]) -> None:
        """Keep what a trained pipeline found in the turns of a document."""
        from spacy.tokens import DocBin

        content = DocBin(attrs=ATTRIBUTES, docs=docs).to_bytes()
        self._write(self._path(document, _name(nlp), "docs"), hashlib.sha256(content).digest() + content)

    def forget(self, document: Document) -> None:
        """Delete all entries of a document."""
        with contextlib.suppress(OSError):
            for path in self.folder.glob(f"{_content_key(document)}-*"):
                path.unlink(missing_ok=True)

    def _path(self, document: Document, pipeline: str, ending: str) -> Path:
        from spacy import __version__

        version = hashlib.sha256(f"{SCHEME}\0{__version__}\0{pipeline}".encode()).hexdigest()[:12]
        return self.folder / f"{_content_key(document)}-{version}.{ending}"

    def _write(self, path: Path, content: bytes) -> None:
        """All or nothing. A folder that cannot be written is not an error, only slower."""
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self.folder, suffix=".part")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(content)
                Path(name).replace(path)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise


def _content_key(document: Document) -> str:
    key = hashlib.sha256(document.text.encode("utf-8", "surrogatepass"))
    key.update(np.array([(turn.start, turn.end) for turn in document.turns], np.int64).tobytes())
    return key.hexdigest()[:32]


def _name(nlp: Language) -> str:
    return f"{nlp.meta.get('lang')}_{nlp.meta.get('name')}-{nlp.meta.get('version')}"


def _checksum(text: bytes, arrays: dict[str, np.ndarray]) -> bytes:
    digest = hashlib.sha256(text)
    for name in sorted(arrays):
        digest.update(f"{name}{arrays[name].shape}{arrays[name].dtype}".encode())
        digest.update(np.ascontiguousarray(arrays[name]).tobytes())
    return digest.digest()
