"""Codebooks that other tools wrote as a table: one row a code, with a name, a definition and a parent."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

from qualcode.codebook.build import Draft
from qualcode.codebook.fields import COLOUR, ID
from qualcode.codebook.names import file_id, slug, unique
from qualcode.codebook.problems import Problem, Severity, listed, shortened
from qualcode.codebook.tree import MAX_CHARACTERS, decode
from qualcode.errors import CodebookError
from qualcode.model import LEVELS, ORIGINS, Code, Codebook, Dimension, Rule, ThemeEntry

TABLES = (".csv", ".tsv")
SHEETS = (".xlsx", ".xlsm")
MAX_UNPACKED = 100_000_000
COLUMNS = {
    "code": ("code", "tag", "path", "code system", "node", "id"),
    "name": ("name", "code name", "label", "title"),
    "definition": ("definition", "description", "meaning", "code description", "code definition"),
    "parent": ("parent", "parent code", "parent name"),
    "theme": ("theme",),
    "dimension": ("dimension",),
    "level": ("level",),
    "origin": ("origin",),
    "include": ("include", "inclusion", "inclusion criteria", "when to use"),
    "exclude": ("exclude", "exclusion", "exclusion criteria", "when not to use"),
    "examples": ("examples", "example", "example quote", "example quotes"),
    "rules": ("rules", "rule"),
    "color": ("color", "colour"),
    "memo": ("memo", "notes", "note", "comment", "comments"),
}
SEPARATOR = re.compile(r"\s+>\s+|\s*>>\s*|\s*::\s*|\s*\\+\s*")


@dataclass(slots=True)
class Row:
    """One code of a table: the cells by their meaning, and what they lead to."""

    line: int
    cells: dict[str, str]
    parts: tuple[str, ...] = ()
    id: str = ""
    parent: str = ""


@dataclass(slots=True)
class _Table:
    rows: list[Row] = field(default_factory=list)
    columns: tuple[str, ...] = ()
    problems: list[Problem] = field(default_factory=list)

    def add(self, line: int, where: str, message: str, remedy: str = "", severity: Severity = "error") -> None:
        kind = "structure" if severity == "error" else "advice"
        self.problems.append(Problem(line, where, f"{where} {message}", remedy, severity, kind))  # type: ignore[arg-type]


def draft_of_table(path: Path) -> Draft:
    """The codebook of a .csv, .tsv or .xlsx file (first sheet) with its problems; lines are rows of the table.

    Columns are found by name, whatever their case and order: code, tag, name or path; definition or
    description; parent; and any other field of a code. Raises CodebookError when the file cannot be opened.
    """
    lines = _sheet(path) if path.suffix.lower() in SHEETS else _csv(path)
    table = _meanings(lines)
    identity = file_id(path.stem)
    if "code" in table.columns and "name" in table.columns:
        _use_ids(table)
    else:
        _make_ids(table)
    return _draft(table, Codebook(identity, path.stem.strip() or identity))


def _csv(path: Path) -> list[tuple[int, list[str]]]:
    try:
        text, _ = decode(path.read_bytes())
    except FileNotFoundError as error:
        raise CodebookError(f"{path}: there is no such file. Look at the folder and the spelling.") from error
    except OSError as error:
        raise CodebookError(f"{path}: cannot be opened: {error.strerror or error}.") from error
    if len(text) > MAX_CHARACTERS:
        raise CodebookError(f"{path}: {len(text):,} characters are more than the {MAX_CHARACTERS:,} that are read.")
    header = text.lstrip().split("\n", 1)[0]
    delimiter = max("\t;|,", key=header.count) if any(sign in header for sign in "\t;|,") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows, line = [], 1
    try:
        for row in reader:
            rows.append((line, row))
            line = reader.line_num + 1
    except csv.Error as error:
        raise CodebookError(
            f"{path}:{reader.line_num}: this is not a table: {error}. Save it as CSV, UTF-8."
        ) from error
    return rows


def _sheet(path: Path) -> list[tuple[int, list[str]]]:
    import openpyxl

    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(item.file_size for item in archive.infolist())
        if size > MAX_UNPACKED:
            raise CodebookError(f"{path}: unpacks to {size:,} bytes, more than the {MAX_UNPACKED:,} that are read.")
        workbook = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except FileNotFoundError as error:
        raise CodebookError(f"{path}: there is no such file. Look at the folder and the spelling.") from error
    except CodebookError:
        raise
    except Exception as error:  # openpyxl raises whatever the XML parser or the archive does
        raise CodebookError(
            f"{path}: this is not an Excel workbook ({type(error).__name__}). Save it as .xlsx."
        ) from error
    try:
        sheet = workbook.worksheets[0]
        return [
            (number, [_cell(value) for value in row]) for number, row in enumerate(sheet.iter_rows(values_only=True), 1)
        ]
    except (IndexError, KeyError, ValueError, AttributeError) as error:
        raise CodebookError(f"{path}: the first sheet cannot be read. Save the workbook again as .xlsx.") from error
    finally:
        workbook.close()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _meanings(lines: list[tuple[int, list[str]]]) -> _Table:
    """Find the header among the first lines and give each cell its meaning."""
    table = _Table()
    filled = [(line, cells) for line, cells in lines if any(cell.strip() for cell in cells)]
    at = next((at for at, (_, header) in enumerate(filled[:10]) if {"code", "name"} & set(_columns(header))), None)
    if at is None:
        line, header = filled[0] if filled else (1, [])
        found = listed(f"'{shortened(cell, 30)}'" for cell in header if cell.strip()) or "nothing"
        table.add(
            line, "the table", f"has no column named code, tag, name or path; found: {found}.", "Rename the column."
        )
        return table
    header = filled[at][1]
    columns = _columns(header)
    if {"document", "content"} <= {cell.strip().lower() for cell in header}:
        remedy = "Export the list of codes (the codebook) instead."
        table.add(1, "the table", "holds coded passages, one row a passage, not codes.", remedy)
        return table
    table.columns = tuple(dict.fromkeys(column for column in columns if column))
    for line, cells in filled[at + 1 :]:
        row = Row(line, {})
        for column, cell in zip(columns, cells, strict=False):
            if column and cell.strip() and column not in row.cells:
                row.cells[column] = re.sub(r"\r\n?", "\n", cell).strip()
        if row.cells.get("code") or row.cells.get("name"):
            table.rows.append(row)
        elif row.cells:
            shown = shortened(next(iter(row.cells.values())), 40)
            table.add(line, f"row {line}", f"has '{shown}' and no code.", "Name the code, or delete the row.")
    if not table.rows and not table.problems:
        table.add(1, "the table", "has no codes below its header.", "Add one row a code.")
    return table


def _columns(header: list[str]) -> list[str]:
    """What each column means, "" where it means nothing to a codebook."""
    words = [" ".join(cell.replace("_", " ").split()).lower() for cell in header]
    columns = [next((meaning for meaning, known in COLUMNS.items() if word in known), "") for word in words]
    if "id" in words and columns.count("code") > 1 and "name" not in columns:
        columns = [
            "name" if column == "code" and word != "id" else column for column, word in zip(columns, words, strict=True)
        ]
    if "definition" not in columns:  # MAXQDA keeps what a code means in its memo
        columns = ["definition" if column == "memo" else column for column in columns]
    return columns


def _use_ids(table: _Table) -> None:
    """The table has ids and names of its own: parents are named by id, or by name."""
    first: dict[str, int] = {}
    for row in table.rows:
        wanted = row.cells.get("code", "")
        row.id = wanted if ID.fullmatch(wanted) else slug(SEPARATOR.split(wanted)[-1] if wanted else row.cells["name"])
        row.parts = (row.cells.get("name") or wanted,)
        row.parent = row.cells.get("parent", "")
        if first.setdefault(row.id, row.line) != row.line and row.id != wanted:
            row.id = unique(row.id, first)
            first[row.id] = row.line
    ids = {row.id for row in table.rows}
    by_name = {name: row.id for row in reversed(table.rows) for name in (row.parts[0], row.cells.get("code", ""))}
    for row in table.rows:
        if row.parent and row.parent not in ids:
            row.parent = by_name.get(row.parent, row.parent)


def _make_ids(table: _Table) -> None:
    """The table has names only, perhaps as paths: ids are made, and parents that have no row are added."""
    names = {row.cells.get("code") or row.cells["name"] for row in table.rows}
    own = [_split(row.cells.get("code") or row.cells["name"], names) for row in table.rows]
    _place(table, own)
    _add_parents(table)
    first: dict[tuple[str, ...], Row] = {}
    for row in table.rows:
        twin = first.setdefault(_key(row.parts), row)
        if twin is not row:
            where = f"code '{' > '.join(row.parts)}'"
            table.add(row.line, where, f"is also in line {twin.line}.", "Keep one row, or give them different names.")
    table.rows = list(first.values())
    again = Counter(slug(row.parts[-1]) for row in table.rows)
    taken: dict[str, None] = {}
    for row in table.rows:
        short = slug(row.parts[-1])
        row.id = unique(short if again[short] == 1 else slug("_".join(row.parts[-2:])), taken)
        taken[row.id] = None
    ids = {_key(row.parts): row.id for row in table.rows}
    for row in table.rows:
        row.parent = ids[_key(row.parts[:-1])] if len(row.parts) > 1 else ""


def _split(path: str, names: set[str]) -> tuple[str, ...]:
    """The parts of a path. A dot divides only below a code that has a row of its own, as in Taguette."""
    parts = tuple(part.strip() for part in SEPARATOR.split(path) if part.strip()) or (path,)
    if "\\" in path and len(parts) > 1 and parts[0].lower() in ("codes", "nodes"):
        parts = parts[1:]
    above, dot, last = path.rpartition(".")
    if len(parts) == 1 and dot and above in names and last.strip() and last == last.strip():
        return (*_split(above, names), last)
    return parts


def _key(parts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(" ".join(part.casefold().split()) for part in parts)


def _place(table: _Table, own: list[tuple[str, ...]]) -> None:
    """Give each row its whole path, following the column named parent."""
    by_path = {_key(parts): at for at, parts in reversed(list(enumerate(own)))}
    by_last: dict[str, list[int]] = {}
    for at, parts in enumerate(own):
        by_last.setdefault(_key(parts)[-1], []).append(at)
    done: dict[int, tuple[str, ...]] = {}

    def whole(at: int, above: tuple[int, ...]) -> tuple[str, ...]:
        if at in done:
            return done[at]
        row, parts = table.rows[at], own[at]
        wanted = _split(row.cells.get("parent", ""), set()) if row.cells.get("parent") else ()
        if wanted and len(parts) == 1:
            target = by_path.get(_key(wanted))
            last = by_last.get(_key(wanted)[-1], [])
            if target is None and len(wanted) == 1 and len(last) == 1:
                target = last[0]
            if target is None:
                parts = (*wanted, *parts)
            elif target in (*above, at) or len(above) > 50:
                table.add(row.line, f"code '{parts[-1]}'", "is its own ancestor.", "Delete one of the parents.")
            else:
                parts = (*whole(target, (*above, at)), *parts)
        done[at] = parts
        return parts

    for at, row in enumerate(table.rows):
        row.parts = whole(at, ())


def _add_parents(table: _Table) -> None:
    there = {_key(row.parts) for row in table.rows}
    rows: list[Row] = []
    for row in table.rows:
        for depth in range(1, len(row.parts)):
            if _key(row.parts[:depth]) not in there:
                there.add(_key(row.parts[:depth]))
                rows.append(Row(row.line, {}, row.parts[:depth]))
        rows.append(row)
    table.rows = rows


def _draft(table: _Table, book: Codebook) -> Draft:
    codes: list[Code] = []
    themes: dict[str, ThemeEntry] = {}
    dimensions: dict[str, Dimension] = {}
    lines: dict[tuple[str, int, str], int] = {}
    for row in table.rows:
        cells, where = row.cells, f"code '{row.id}'"
        theme, dimension = _entry_id(cells.get("theme", "")), _entry_id(cells.get("dimension", ""))
        if theme:
            themes.setdefault(theme, ThemeEntry(theme, cells["theme"]))
        if dimension:
            dimensions.setdefault(dimension, Dimension(dimension, cells["dimension"]))
        chosen = {}
        for name, allowed in (("level", LEVELS), ("origin", ORIGINS)):
            value = cells.get(name, "").lower()
            if value and value not in allowed:
                table.add(
                    row.line,
                    where,
                    f"has the {name} '{shortened(value)}', which is left out.",
                    f"Allowed: {listed(allowed)}.",
                    "advice",
                )
            chosen[name] = value if value in allowed else ""
        color = cells.get("color", "")
        color = f"#{color}" if COLOUR.fullmatch(f"#{color}") else color
        if color and not COLOUR.fullmatch(color):
            table.add(
                row.line, where, f"has the colour '{shortened(color)}', which is left out.", "Write #RRGGBB.", "advice"
            )
            color = ""
        lines["code", len(codes), ""] = row.line
        codes.append(
            Code(
                row.id,
                row.parts[-1],
                definition=cells.get("definition", ""),
                include=cells.get("include", ""),
                exclude=cells.get("exclude", ""),
                examples=tuple(line for line in cells.get("examples", "").split("\n") if line.strip()),
                parent=row.parent,
                theme=theme,
                dimension=dimension,
                rules=_rules(table, row, where),
                color=color,
                memo=cells.get("memo", ""),
                level=chosen["level"],  # type: ignore[arg-type]
                origin=chosen["origin"],  # type: ignore[arg-type]
            )
        )
    whole = replace(book, codes=tuple(codes), themes=tuple(themes.values()), dimensions=tuple(dimensions.values()))
    return Draft(whole, table.problems, lines)


def _entry_id(text: str) -> str:
    return text if ID.fullmatch(text) or not text else slug(text)


def _rules(table: _Table, row: Row, where: str) -> tuple[Rule, ...]:
    """One rule a line; a line that begins with `spacy:` holds token patterns as JSON."""
    rules: list[Rule] = []
    for line in row.cells.get("rules", "").split("\n"):
        identity = f"{row.id}.r{len(rules) + 1}"
        if line.strip().startswith("spacy:"):
            try:
                rules.append(Rule(identity, spacy=tuple(json.loads(line.strip().removeprefix("spacy:")))))
            except (ValueError, TypeError):
                table.add(row.line, where, "has spacy patterns that are not JSON.", "Write: spacy: [[{…}]].")
        elif line.strip():
            rules.append(Rule(identity, line.strip()))
    return tuple(rules)
