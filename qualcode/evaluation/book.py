"""The codes that segments name: found in a codebook by name, id or path, and made of their name where it lacks them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from qualcode.codebook import read_codebook
from qualcode.codebook.tables import COLUMNS
from qualcode.errors import UnreadableFile
from qualcode.evaluation.tables import read_table
from qualcode.learning import CodeText, code_texts
from qualcode.model import Code

NAMES = ("code", "code name", "name", "label", "tag", "title", "code system", "node", "path", "id")
PATH = re.compile(r"\s+>\s+|\s*>>\s*|\s*::\s*|\s*\\+\s*")


@dataclass
class Book:
    """Codes in the order of their codebook, and by which of their names a segment may call them."""

    codes: list[Code] = field(default_factory=list)
    names: dict[str, int] = field(default_factory=dict)
    lasts: dict[str, int] = field(default_factory=dict)
    paths: dict[int, bool] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def place(self, name: str) -> int | None:
        """Which code a name means; None where no code has it."""
        for form in (name.strip(), folded(name), folded(PATH.sub(" > ", name))):
            if form in self.names:
                return self.names[form]
        *above, last = PATH.split(name.strip())
        at = self.lasts.get(folded(last))
        # "B" may be "A > B", and "A > B" may be "B"; but "A > B" is not "C > B"
        return at if at is not None and not (above and self.paths[at]) else None

    def place_or_new(self, name: str) -> int:
        """Which code a name means; a code of that name alone is made where there is none."""
        at = self.place(name)
        if at is None:
            at = self._enter(Code(name.strip(), name.strip()), [name])
            self.unknown.append(name.strip())
        return at

    def split(self, cell: str) -> list[int]:
        """The codes of a cell, each once; they stand between `;`, but a code may have one in its name."""
        if folded(cell) in self.names:
            return [self.names[folded(cell)]]
        parts = [part for part in re.split(r"[;\n]", cell) if part.strip()]
        found: list[int] = []
        at = 0
        while at < len(parts):
            for end in range(len(parts), at, -1):
                name = "; ".join(part.strip() for part in parts[at:end])
                if end == at + 1 or folded(name) in self.names:
                    found.append(self.place_or_new(name))
                    at = end
                    break
        return list(dict.fromkeys(found))

    def texts(self) -> list[CodeText]:
        """What each code says, with the names of its parents."""
        known = {code.id for code in self.codes}
        parents = {code.parent for code in self.codes} - known - {""}
        found = code_texts([*self.codes, *(Code(parent, parent) for parent in sorted(parents))])
        return found[: len(self.codes)]

    def _enter(self, code: Code, names: Sequence[str]) -> int:
        at = len(self.codes)
        self.codes.append(code)
        for name in names:
            self.names.setdefault(name.strip(), at)
            self.names.setdefault(folded(name), at)
        return at


def read_book(path: str | Path) -> Book:
    """The codebook of a csv, tsv or xlsx with a column of codes, or of a YAML or JSON file of qualcode's.

    In a csv only the column of codes is needed. A code that stands twice is one code, with the first definition.
    """
    path = Path(path)
    return _of_table(path) if path.suffix.lower() in (".csv", ".tsv", ".txt", "") else _of_codebook(path)


def book_of(codes: Sequence[Code]) -> Book:
    """A book of the codes of a study."""
    book = Book()
    for code in codes:
        book._enter(code, [code.id, code.name])
    return book


def _of_codebook(path: Path) -> Book:
    book = Book()
    codes = read_codebook(path).codes
    by_id = {code.id: code for code in codes}
    for code in codes:
        parent = by_id.get(code.parent)
        book._enter(code, [code.name, code.id, *([f"{parent.name} > {code.name}"] if parent else [])])
    return book


def _of_table(path: Path) -> Book:
    table = read_table(path)
    names = table.column(NAMES)
    if names is None:
        raise UnreadableFile(
            f"{path}: which column holds the codes? Name it 'code'. The columns are: "
            f"{', '.join(name or '(no name)' for name in table.header)}."
        )
    blank = [""] * len(names)

    def cells(meaning: str) -> list[str]:
        return [cell.strip() for cell in table.column(COLUMNS[meaning]) or blank]

    also = table.column(("name", "code name", "label", "title")) or blank
    ids = table.column(("id", "code id", "key")) or blank
    book, seen, twice = Book(notes=list(table.notes)), {}, []  # type: ignore[var-annotated]
    fields = zip(*(cells(name) for name in ("definition", "parent", "include", "exclude", "examples")), strict=True)
    bare: dict[str, list[int]] = {}
    for name, other, key, (definition, parent, include, exclude, examples) in zip(
        names, also, ids, fields, strict=True
    ):
        name, other = " ".join(name.split()), " ".join(other.split())
        if not (name or other):
            continue
        name = name or other
        path_of = folded(f"{parent} > {name}" if parent and not _below(name, parent) else name)
        if path_of in seen:
            at = seen[path_of]
            twice.append(name)
            if definition and not book.codes[at].definition:
                book.codes[at] = _code(book.codes[at].id, other or name, definition, parent, include, exclude, examples)
            continue
        at = seen[path_of] = len(book.codes)
        code = _code(path_of if folded(name) in book.names else name, other or name, definition, parent, include,
                     exclude, examples)  # fmt: skip
        book._enter(code, [name, path_of, *([other] if other else []), *([key] if key.strip() else [])])
        *above, last = PATH.split(name)
        bare.setdefault(folded(last), []).append(at)
        book.paths[at] = bool(above or parent)
    # the last part of a path alone, where only one code ends with it
    book.lasts = {last: places[0] for last, places in bare.items() if len(places) == 1}
    if twice:
        book.notes.append(f"{table.file}: codes that stand twice and were taken once: {listed(twice)}.")
    if not book.codes:
        raise UnreadableFile(f"{path}: there is no code in the column of codes.")
    return book


def _code(key: str, name: str, definition: str, parent: str, include: str, exclude: str, examples: str) -> Code:
    quotes = tuple(line.strip() for line in examples.split("\n") if line.strip())
    return Code(key, PATH.sub(" > ", name), definition, include, exclude, quotes, parent)


def _below(name: str, parent: str) -> bool:
    return folded(name).startswith(f"{folded(parent)} > ")


def folded(name: str) -> str:
    """A name in one form: case and blanks do not count.

    >>> folded(" Moral  Panic ")
    'moral panic'
    """
    return " ".join(name.casefold().split())


def listed(names: Sequence[str], most: int = 5) -> str:
    """Some names in a sentence.

    >>> listed(["a", "b", "c"], most=2)
    "'a', 'b' and 1 more"
    """
    shown = ", ".join(f"'{name}'" for name in names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown
