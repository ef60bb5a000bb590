"""A file as it came: its bytes, how the caller wants it read, and the way to a document or a refusal."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from qualcode.errors import UnreadableFile
from qualcode.model import Document, Kind, Source
from qualcode.text import Speech, decode, document_from, document_of_speeches


@dataclass(frozen=True)
class Original:
    """What every reader is given. `text`, `speaker`, `document`, `time` and `sheet` name parts of a table."""

    data: bytes
    file: str
    format: str
    name: str
    kind: Kind | None = None
    language: str = "en"
    encoding: str | None = None
    text: str | None = None
    speaker: str | None = None
    document: str | None = None
    time: str | None = None
    sheet: str | None = None
    named: bool = False

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    def refusal(self, *problems: str) -> UnreadableFile:
        """The error that names this file, with a sentence for each problem."""
        if len(problems) == 1:
            return UnreadableFile(f"{self.file}: {problems[0]}")
        shown = [f"  {problem}" for problem in problems[:20]]
        if len(problems) > 20:
            shown.append(f"  … and {len(problems) - 20} more")
        return UnreadableFile("\n".join([f"{self.file}: {len(problems)} problems:", *shown]))

    def decoded(self) -> tuple[str, str, tuple[str, ...]]:
        """The bytes as text, the encoding, and what to say about it."""
        return decode(self.data, encoding=self.encoding, file=self.file)

    def source(
        self, *, encoding: str = "", changes: Iterable[str] = (), warnings: Iterable[str] = (), format: str = ""
    ) -> Source:
        return Source(self.file, format or self.format, encoding, self.sha256, tuple(changes), tuple(warnings))

    def document_from(self, text: str, source: Source) -> Document:
        return document_from(text, name=self.name, kind=self.kind or "interview", language=self.language, source=source)

    def document_of(
        self,
        speeches: Iterable[Speech],
        source: Source,
        *,
        name: str | None = None,
        kind: Kind | None = None,
        attributes: Mapping[str, str] | None = None,
    ) -> Document:
        return document_of_speeches(
            speeches,
            name=name or self.name,
            kind=kind or self.kind or "interview",
            language=self.language,
            source=source,
            attributes=attributes,
        )
