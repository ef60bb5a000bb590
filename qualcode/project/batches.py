"""Which files a batch means, what their names say, and that none comes in twice."""

from __future__ import annotations

import glob
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

from qualcode.errors import NotFound, Refused
from qualcode.model import Document

Texts: TypeAlias = str | Path | Document | Iterable[str | Path | Document]
Row = dict[str, Any]


class Seen:
    """Which files and names the study has, so that none comes in twice."""

    def __init__(self, rows: list[Row]) -> None:
        self.files = {row["file_sha256"]: row["name"] for row in rows if row["file_sha256"]}
        self.ids = {row["id"]: row["name"] for row in rows}
        self.names = {row["name"] for row in rows}

    def refuse_doubles(self, documents: list[Document]) -> None:
        """Refuse documents that the study or this batch has; take note of the others."""
        for document in documents:
            where, sha = document.source.file or document.name, document.source.sha256
            # A table may come in several times, with other columns: only its texts tell whether it did.
            same_file = len(documents) == 1 and document.kind != "response" and sha in self.files
            if same_file or document.id in self.ids:
                have = self.files[sha] if same_file else self.ids[document.id]
                raise Refused(f"{where}: this text is in the study already, as '{have}'.")
            if document.name in self.names:
                raise Refused(
                    f"{where}: another document is called '{document.name}'. Rename the file, or give a name."
                )
        for document in documents:
            if document.name in self.names:
                raise Refused(f"{document.source.file}: two of its documents are called '{document.name}'.")
            self.names.add(document.name)
            self.ids[document.id] = document.name
        if documents and documents[0].source.sha256:
            self.files[documents[0].source.sha256] = documents[0].name


def each(texts: Texts) -> Iterator[Path | Document]:
    """Every file and document that is meant: a folder's readable files and a pattern's matches in order of name."""
    if isinstance(texts, Document):
        yield texts
    elif isinstance(texts, str | Path):
        yield from paths_of(texts)
    else:
        for item in texts:
            yield from each(item)


def paths_of(where: str | Path) -> Iterator[Path]:
    """The files that a path, a folder or a pattern means, in order; a file that is not there is named all the same.

    Raises:
        NotFound: the folder holds nothing readable, or nothing fits the pattern.
    """
    from qualcode.readers import SUFFIXES

    path = Path(where).expanduser()
    if path.is_dir():
        found = sorted(
            item for item in path.iterdir() if item.suffix.lower() in SUFFIXES and not item.name.startswith(".")
        )
        if not found:
            raise NotFound(f"{path}: the folder has no file that can be read. Readable: {', '.join(sorted(SUFFIXES))}.")
        yield from found
    elif path.exists() or not glob.has_magic(str(where)):
        yield path
    else:
        found = sorted(Path(name) for name in glob.glob(str(path), recursive=True))  # noqa: PTH207 - patterns may be absolute
        if not found:
            raise NotFound(f"{where}: no file fits this pattern.")
        yield from found


def by_name(pattern: str | None, documents: list[Document]) -> list[Row]:
    """What the named groups of a pattern find in each document's file name: case, kind, date."""
    if pattern is None:
        return [{} for _ in documents]
    try:
        expression = re.compile(pattern)
    except re.error as error:
        raise Refused(f"The pattern {pattern!r} is not a regular expression: {error}.") from error
    allowed = {"case", "kind", "date"}
    if not expression.groupindex or set(expression.groupindex) - allowed:
        raise Refused(f"The pattern {pattern!r} needs named groups, of these: (?P<case>…), (?P<kind>…), (?P<date>…).")
    found = [expression.search(document.source.file or document.name) for document in documents]
    return [{k: v for k, v in match.groupdict().items() if v} if match else {} for match in found]
