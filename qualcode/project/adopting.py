"""Taking a codebook into a study: codes, rules, themes, links and attributes, matched by their ids."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import select

from qualcode.codebook.build import Draft
from qualcode.codebook.consistency import CheckRule, consistency, cycles
from qualcode.codebook.problems import errors
from qualcode.errors import CodebookError, QualcodeError
from qualcode.model import Codebook
from qualcode.project.attributes import declare
from qualcode.store import Act
from qualcode.store import schema as t

Row = dict[str, Any]
SAME = ("name", "dimension", "level", "origin", "definition", "include", "exclude", "color", "memo")
PLACE = {"id": "", "version": 0, "position": 0}  # what may differ in a row that says the same


def check_value(book: Codebook, check_rule: CheckRule) -> None:
    """Check a codebook that no file reader has checked.

    Raises:
        CodebookError: ids that stand twice, unknown parents or themes, circles of parents, links that lead nowhere,
            rules that cannot be understood; all of them are named.
    """
    problems = []
    for problem in errors(consistency(Draft(book), check_rule)):
        # A study may use dimensions that no file declares, and one attribute id for cases and for participants.
        if " has the dimension '" not in problem.message and not problem.where.startswith("attribute "):
            message = re.sub(r"that the (\w+) in line \d+ has", r"that another \1 has", problem.message)
            problems.append(f"{message} {problem.remedy}".strip())
    if problems:
        raise CodebookError(problems)


def check_patterns(book: Codebook) -> list[str]:
    """What is wrong with the token patterns of rules, a sentence each."""
    problems = []
    for rule in (rule for code in book.codes for rule in code.rules if rule.spacy):
        from qualcode.query import check_patterns as check

        try:
            check(rule)
        except QualcodeError as error:
            problems.append(str(error))
    return problems


def adopt(current: Act, book: Codebook, *, themes: bool, revive: bool) -> str:
    """Write a codebook inside an act; see `ProjectCodebook.use`. Returns what became of its codes, in words.

    What the codebook brought, `{"rules": [id, …], "themes": {code: theme}}`, is kept with the study, so that the next
    version of it can take back what is its own and leave alone what was made by hand.
    """
    for attribute in book.attributes:
        declare(current, attribute)
    meta = current.row(t.project, "project")["codebook"]
    have = {row["key"]: row for row in current.rows(select(t.codes))}
    left = {code.id for code in book.codes if code.id in have and have[code.id]["status"] == "retired" and not revive}
    taken = replace(book, codes=tuple(code for code in book.codes if code.id not in left))
    ids = _codes(current, book, taken, have)
    brought: Row = {"themes": {}, **meta.get("brought", {})}
    brought["rules"] = _rules(current, book, taken, ids, meta)
    if themes:
        theme_ids = _themes(current, book)
        brought["themes"] = _members(current, taken, ids, theme_ids, meta)
        _links(current, book, ids, theme_ids)
    meta = {
        "id": book.id,
        "name": book.name,
        "description": book.description,
        "citation": book.citation,
        "dimensions": _dimensions(book, meta),
        "displays": list(book.displays),
        "brought": brought,
    }
    current.update(t.project, "project", codebook=meta)
    return _words(current, len(book.codes), ids, have, len(left))


def _dimensions(book: Codebook, meta: Mapping[str, Any]) -> list[Row]:
    """The dimensions of the codebook, and those of codebooks that the study used before it."""
    own = {dimension.id: asdict(dimension) for dimension in book.dimensions}
    return [*own.values(), *(item for item in meta.get("dimensions", ()) if item["id"] not in own)]


def _words(current: Act, count: int, ids: Mapping[str, str], have: Mapping[str, Row], left: int) -> str:
    """How many codes there are, and how many of them are new, changed (rules and theme too) or left retired."""
    added = {ids[key] for key in ids if key not in have}
    touched: set[str] = set()
    for change in current.changes:
        before, after = change.before or {}, change.after or {}
        if change.table == t.codes.name and {**before, **PLACE} != {**after, **PLACE}:
            touched.add(change.row_id)
        elif change.table in (t.rules.name, t.theme_codes.name) and {**before, **PLACE} != {**after, **PLACE}:
            touched |= {row["code_id"] for row in (before, after) if row}
    changed = len((touched & set(ids.values())) - added)
    parts = [(len(added), "added"), (changed, "changed"), (left, "left retired")]
    said = ", ".join(f"{number} {what}" for number, what in parts if number)
    return f"{count} codes{f': {said}' if said else ''}"


def _codes(current: Act, book: Codebook, taken: Codebook, have: dict[str, Row]) -> dict[str, str]:
    ids: dict[str, str] = {}
    place = {code.id: position for position, code in enumerate(book.codes)}
    for code in taken.codes:
        values: Row = {name: getattr(code, name) for name in SAME}
        values |= {"examples": list(code.examples), "position": place[code.id]}
        if code.id in have:
            values |= {"status": "active", "merged_into_id": None}
            ids[code.id] = current.update(t.codes, have[code.id]["id"], **values)["id"]
        else:
            ids[code.id] = current.insert(t.codes, key=code.id, **values)["id"]
    for key, row in have.items():
        if key in place and key not in ids:
            current.update(t.codes, row["id"], position=place[key])
    others = [row for row in have.values() if row["key"] not in place]
    for position, row in enumerate(sorted(others, key=lambda row: row["position"]), start=len(book.codes)):
        current.update(t.codes, row["id"], position=position)
    for child, parent in _parents(taken, ids, have).items():
        current.update(t.codes, child, parent_id=parent)
    return ids


def _parents(taken: Codebook, ids: Mapping[str, str], have: Mapping[str, Row]) -> dict[str, str | None]:
    """The parent of each code of the codebook. Under a code that is left retired, a code stays where the study has it,
    and a new one goes to what that code was merged into."""
    rows = {row["id"]: row for row in have.values()}
    wanted: dict[str, str | None] = {}
    for code in taken.codes:
        if not code.parent or code.parent in ids:
            wanted[ids[code.id]] = ids.get(code.parent)
        elif code.id in have:
            wanted[ids[code.id]] = have[code.id]["parent_id"]
        else:
            wanted[ids[code.id]] = have[code.parent]["merged_into_id"]
    own = {ids[code.id] for code in taken.codes if code.parent and code.parent not in ids}
    everyone = {**{id_: row["parent_id"] for id_, row in rows.items()}, **wanted}
    for circle in cycles({child: parent for child, parent in everyone.items() if parent}):
        # The file has no circle, so one of these is under a code that the study has merged away.
        wanted[next(child for child in circle if child in own)] = None
    return wanted


def _rules(current: Act, book: Codebook, taken: Codebook, ids: dict[str, str], meta: Row) -> list[str]:
    have = {row["key"]: row for row in current.rows(select(t.rules))}
    in_file = {rule.id for code in book.codes for rule in code.rules}
    wanted = {rule.id: (code, rule) for code in taken.codes for rule in code.rules}
    brought = set(meta.get("brought", {}).get("rules", ()))
    mine = set(ids.values())
    # Another codebook that has no rules for a code leaves alone those that the code has.
    speaks = {ids[code.id] for code in taken.codes if code.rules or meta.get("id") == book.id}
    gone = [row for key, row in have.items() if key in brought - in_file and row["code_id"] in speaks]
    current.delete_many(t.rules, [row["id"] for row in gone])
    foreign = [key for key in wanted if key in have and have[key]["code_id"] not in mine and key not in brought]
    if foreign:
        raise CodebookError(
            [f"The rule id '{key}' belongs to another code of the study. Give it another id." for key in foreign]
        )
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
    others = [row for row in have.values() if row["key"] not in wanted and row not in gone]
    for position, row in enumerate(sorted(others, key=lambda row: row["position"]), start=len(wanted)):
        current.update(t.rules, row["id"], position=position)
    return sorted({*wanted, *(brought & set(have)) - {row["key"] for row in gone}})


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


def _members(
    current: Act, taken: Codebook, ids: dict[str, str], theme_ids: dict[str, str], meta: Row
) -> dict[str, str]:
    """Put codes into their themes, and take them out of those that an earlier version put them into."""
    brought: dict[str, str] = dict(meta.get("brought", {}).get("themes", {}))
    themes = current.rows(select(t.themes))
    known = {row["key"]: row["id"] for row in themes}
    discarded = {row["key"] for row in themes if row["status"] == "discarded"}
    have = {(row["theme_id"], row["code_id"]): row["id"] for row in current.rows(select(t.theme_codes))}
    for code in taken.codes:
        before = brought.get(code.id, "")
        moves = before != code.theme and (code.theme or meta.get("id") == taken.id)
        if before and moves:
            place = (known.get(before, ""), ids[code.id])
            if place in have:
                current.delete(t.theme_codes, have[place])
            del brought[code.id]
        if before == code.theme and code.theme in discarded:
            continue  # the theme was merged or discarded here, and the codebook says nothing new
        if code.theme and (theme_ids[code.theme], ids[code.id]) not in have:
            current.insert(t.theme_codes, theme_id=theme_ids[code.theme], code_id=ids[code.id])
            brought[code.id] = code.theme
    return brought


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
