"""Taking a codebook into a study: codes, rules, themes, links and attributes, matched by their ids."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sqlalchemy import select

from qualcode.errors import CodebookError
from qualcode.model import Codebook
from qualcode.project.attributes import declare
from qualcode.store import Act
from qualcode.store import schema as t

Row = dict[str, Any]
SAME = ("name", "dimension", "level", "origin", "definition", "include", "exclude", "color", "memo")


def adopt(current: Act, book: Codebook, *, themes: bool) -> None:
    """Write a codebook inside an act; see `ProjectCodebook.use`."""
    for attribute in book.attributes:
        declare(current, attribute)
    meta = {
        "id": book.id,
        "name": book.name,
        "description": book.description,
        "citation": book.citation,
        "dimensions": [asdict(dimension) for dimension in book.dimensions],
        "displays": list(book.displays),
    }
    current.update(t.project, "project", codebook=meta)
    ids = _codes(current, book)
    _rules(current, book, ids)
    if themes:
        theme_ids = _themes(current, book)
        _members(current, book, ids, theme_ids)
        _links(current, book, ids, theme_ids)


def _codes(current: Act, book: Codebook) -> dict[str, str]:
    have = {row["key"]: row for row in current.rows(select(t.codes))}
    ids: dict[str, str] = {}
    for position, code in enumerate(book.codes):
        values: Row = {name: getattr(code, name) for name in SAME}
        values |= {"examples": list(code.examples), "position": position, "status": "active", "merged_into_id": None}
        if code.id in have:
            ids[code.id] = current.update(t.codes, have[code.id]["id"], **values)["id"]
        else:
            ids[code.id] = current.insert(t.codes, key=code.id, **values)["id"]
    others = [row for row in have.values() if row["key"] not in ids]
    for position, row in enumerate(sorted(others, key=lambda row: row["position"]), start=len(book.codes)):
        current.update(t.codes, row["id"], position=position)
    for code in book.codes:
        current.update(t.codes, ids[code.id], parent_id=ids[code.parent] if code.parent else None)
    return ids


def _rules(current: Act, book: Codebook, ids: dict[str, str]) -> None:
    have = {row["key"]: row for row in current.rows(select(t.rules))}
    wanted = {rule.id: (code, rule) for code in book.codes for rule in code.rules}
    mine = set(ids.values())
    for key, row in have.items():
        if key not in wanted and row["code_id"] in mine:
            current.delete(t.rules, row["id"])
    foreign = [key for key, row in have.items() if key in wanted and row["code_id"] not in mine]
    if foreign:
        raise CodebookError(f"The rule id '{foreign[0]}' belongs to another code of the study. Give it another id.")
    for position, (key, (code, rule)) in enumerate(wanted.items()):
        values: Row = {
            "code_id": ids[code.id],
            "query": rule.query,
            "spacy": [_plain(pattern) for pattern in rule.spacy],
            "note": rule.note,
            "position": position,
        }
        if key in have:
            current.update(t.rules, have[key]["id"], **values)
        else:
            current.insert(t.rules, key=key, **values)


def _themes(current: Act, book: Codebook) -> dict[str, str]:
    have = {row["key"]: row for row in current.rows(select(t.themes))}
    ids: dict[str, str] = {}
    for position, theme in enumerate(book.themes):
        concept = theme.central_organising_concept
        values: Row = {
            "name": theme.name,
            "central_organising_concept": concept,
            "part": theme.part,
            "include": theme.include,
            "exclude": theme.exclude,
            "memo": theme.memo,
            "position": position,
        }
        if theme.id in have:
            row = have[theme.id]
            status = row["status"] if row["status"] == "discarded" else "defined" if concept.strip() else "candidate"
            ids[theme.id] = current.update(t.themes, row["id"], status=status, **values)["id"]
        else:
            status = "defined" if concept.strip() else "candidate"
            ids[theme.id] = current.insert(t.themes, key=theme.id, status=status, **values)["id"]
    others = [row for row in have.values() if row["key"] not in ids]
    for position, row in enumerate(sorted(others, key=lambda row: row["position"]), start=len(book.themes)):
        current.update(t.themes, row["id"], position=position)
    return ids


def _members(current: Act, book: Codebook, ids: dict[str, str], theme_ids: dict[str, str]) -> None:
    have = {(row["theme_id"], row["code_id"]) for row in current.rows(select(t.theme_codes))}
    for code in book.codes:
        if code.theme and (theme_ids[code.theme], ids[code.id]) not in have:
            current.insert(t.theme_codes, theme_id=theme_ids[code.theme], code_id=ids[code.id])


def _links(current: Act, book: Codebook, ids: dict[str, str], theme_ids: dict[str, str]) -> None:
    have = {(row["source_id"], row["target_id"], row["type"]) for row in current.rows(select(t.links))}
    for link in book.links:
        for kind, known in (("theme", theme_ids), ("code", ids)):
            if link.source in known and link.target in known:
                ends = (known[link.source], known[link.target], link.type)
                if ends not in have:
                    current.insert(
                        t.links, object_type=kind, source_id=ends[0], target_id=ends[1], type=link.type, why=link.why
                    )
                break


def _plain(pattern: Any) -> Any:
    """A pattern as JSON holds it: YAML gives its own kinds of list and mapping."""
    if isinstance(pattern, dict):
        return {str(key): _plain(value) for key, value in pattern.items()}
    if isinstance(pattern, list | tuple):
        return [_plain(item) for item in pattern]
    return pattern
