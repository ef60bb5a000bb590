"""Files that somebody dropped: under clean names into a folder that goes again, from there into the study."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

import pandas as pd

from qualcode.errors import ImportProblems, UnreadableFile
from qualcode.model import Document, Kind
from qualcode.project import Project, frames
from qualcode.project.batches import by_name
from qualcode.readers import SUFFIXES
from qualcode.readers.columns import columns
from qualcode.readers.read import TABLES

READABLE = ", ".join(SUFFIXES)
MOST_BYTES = 200
TURNED = re.compile("[\u202a-\u202e\u2066-\u2069]")  # signs that show the end of a name before its beginning
Report = Callable[[float, str], None]


class Upload(Protocol):
    """What the browser sent: a name that nobody checked, and bytes."""

    name: str

    def getvalue(self) -> bytes:
        """All bytes."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What came in, by the documents' names, and a sentence for each file that did not."""

    documents: tuple[str, ...]
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Received:
    """What was read from one file: the row of a table, and what deserves a look."""

    document: str
    row: dict[str, Any]
    changes: tuple[str, ...]
    warnings: tuple[str, ...]


def clean(name: str) -> str:
    """The name of a file without folders, control signs and tricks; what people see of it stays.

    >>> clean("../../etc/pass\\x00wd.txt"), clean("C:\\\\talks\\\\Ana 🎙️.docx"), clean(".."), clean("")
    ('passwd.txt', 'Ana 🎙️.docx', 'file', 'file')
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    kept = "".join(sign for sign in TURNED.sub("", last) if unicodedata.category(sign) not in ("Cc", "Cs"))
    kept = kept.strip().rstrip(".")
    stem, dot, ending = kept.rpartition(".")
    if not dot or len(ending) > 10:
        stem, ending = kept, ""
    room = MOST_BYTES - len(f".{ending}".encode())
    stem = stem.encode()[:room].decode(errors="ignore").strip() or "file"
    return f"{stem}.{ending}" if ending else stem


def put_down(folder: Path, uploads: Iterable[Upload]) -> list[Path]:
    """Write uploads into a folder, each into one of its own: two of the same name are two files."""
    files = []
    for number, upload in enumerate(uploads):
        file = folder / f"{number:04}" / clean(upload.name)
        file.parent.mkdir()
        file.write_bytes(upload.getvalue())
        files.append(file)
    return files


def is_table(name: str) -> bool:
    """Whether a file has columns that somebody has to name."""
    return Path(clean(name)).suffix.lower() in TABLES


def header(upload: Upload) -> tuple[str, ...]:
    """The columns of a table; empty where it cannot be read, which bringing it in will say."""
    with TemporaryDirectory(prefix="qualcode-") as folder:
        try:
            return columns(put_down(Path(folder), [upload])[0])
        except UnreadableFile:
            return ()


def bring_in(
    study: Project,
    uploads: Sequence[Upload],
    *,
    case: str = "",
    kind: Kind | None = None,
    pattern: str = "",
    language: str = "",
    encoding: str = "",
    named: Mapping[str, Mapping[str, str]] | None = None,
    report: Report = lambda share, words: None,
) -> Brought:
    """Bring uploads into the study in one act; those that cannot be read are named, the others are in.

    Args:
        named: for a file by its clean name, the columns that hold its words, speakers, documents: options of `read`.

    Raises:
        QualcodeError: nothing came in, for a reason that is not a file's: a pattern, or a case that is nearly another.
    """
    done: list[str] = []

    def say(name: str) -> None:
        report(len(done) / len(uploads), f"{len(done) + 1} of {len(uploads)}: {name}")
        done.append(name)

    options: dict[str, Any] = {"language": language or str(study.row()["language"])}
    if encoding:
        options["encoding"] = encoding
    with TemporaryDirectory(prefix="qualcode-") as folder:
        try:
            added = study.documents.add(
                put_down(Path(folder), uploads),
                case=case or None,
                kind=kind,
                pattern=pattern or None,
                progress=say,
                reading_of=lambda file: {k: v for k, v in (named or {}).get(file.name, {}).items() if v},
                **options,
            )
        except ImportProblems as error:
            came = [document.name for document in error.added if isinstance(document, Document)]
            return Brought(tuple(came), error.problems)
    return Brought(tuple(document.name for document in added))


def told_by_names(pattern: str, names: Iterable[str]) -> pd.DataFrame:
    """What a pattern finds in the names of files: file, case, kind, date.

    Raises:
        Refused: it is no pattern with groups of these names.
    """
    files = [clean(name) for name in names]
    found = by_name(pattern, [Document.of("", name=file) for file in files])
    cells = [
        [file, *(row.get(name, "") for name in ("case", "kind", "date"))]
        for file, row in zip(files, found, strict=True)
    ]
    return pd.DataFrame(cells, columns=["file", "case", "kind", "date"], dtype=object)


def received(study: Project, names: Iterable[str]) -> list[Received]:
    """What was read from each file; documents that are gone again are left out."""
    wanted = set(names)
    words = frames.documents(study).set_index("document")["words"]
    return [
        Received(
            document.name,
            {
                "document": document.name,
                "format": document.source.format,
                "encoding": document.source.encoding,
                "turns": len(document.turns),
                "words": int(words[document.name]),
                "speakers": ", ".join(document.speakers) or "none named",
                "changed in reading": "; ".join(document.source.changes),
                "worth a look": "; ".join(document.source.warnings),
            },
            document.source.changes,
            document.source.warnings,
        )
        for document in study.documents
        if document.name in wanted
    ]
