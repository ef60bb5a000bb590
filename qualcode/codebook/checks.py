"""Check a file or a text: all problems at once, in the order of the lines."""

from __future__ import annotations

import re
from pathlib import Path

from qualcode.codebook.advice import advice
from qualcode.codebook.build import Draft, build
from qualcode.codebook.cases import build_cases
from qualcode.codebook.consistency import CheckRule, consistency
from qualcode.codebook.crosswalk import build_crosswalk
from qualcode.codebook.names import file_id
from qualcode.codebook.problems import Problem
from qualcode.codebook.tables import SHEETS, TABLES, draft_of_table
from qualcode.codebook.tree import Node, TreeProblem, decode, parse_json, parse_yaml
from qualcode.errors import CodebookError
from qualcode.model import Codebook

YAML_SUFFIXES = (".yaml", ".yml")
SUFFIXES = (*YAML_SUFFIXES, ".json", *TABLES, *SHEETS)


def check(path_or_text: str | Path, *, check_rule: CheckRule | None = None) -> list[Problem]:
    """Everything that is wrong or worth a thought in a codebook, cases or crosswalk file, sorted by line.

    A `Path` is a file. A string is a file when it is one line that ends like one (book.yaml, book.csv …),
    otherwise it is the YAML text itself. `check_rule` is called with each query and raises
    QueryError when it does not parse. Raises CodebookError only when the file cannot be opened.

    >>> [str(problem) for problem in check("codes:\\n  - {id: cost, name: Cost, exmaples: late}")][1]
    "line 2: code 'cost' has the unknown field 'exmaples'. Did you mean 'examples'? A code may have: id, name, theme, \
parent, dimension, level, origin, definition, include, exclude, examples, rules, color, memo."
    """
    path = path_of(path_or_text)
    if path is None:
        text = str(path_or_text)
        problems = _check_text(text, "codebook", False, check_rule)
    elif path.suffix.lower() in (*TABLES, *SHEETS):
        problems = checked(draft_of_table(path), check_rule)
    else:
        text, encoding = decode(read_bytes(path))
        problems = _check_text(text, file_id(path.stem), path.suffix.lower() == ".json", check_rule)
        if encoding == "cp1252":
            message = "the file is not UTF-8; it was read as Windows-1252, so look at accents and quotation marks."
            problems.append(Problem(1, "file", message, "Save it as UTF-8.", "advice", "advice"))
    return sorted(set(problems), key=lambda problem: (problem.line, problem.severity != "error", problem))


def checked(draft: Draft, check_rule: CheckRule | None = None) -> list[Problem]:
    """All problems of a draft: of its entries, between them, and the advice."""
    return [*draft.problems, *consistency(draft, check_rule), *advice(draft)]


def draft_of_text(text: str, *, fallback: str, json: bool = False, check_rule: CheckRule | None = None) -> Draft:
    """The codebook of a YAML or JSON text with all its problems, as far as it can be read."""
    try:
        root = parse(text, json=json)
    except TreeProblem as error:
        return Draft(Codebook(fallback, fallback), [error.problem])
    draft = build(root, fallback=fallback)
    draft.problems = checked(draft, check_rule) + _lost_colours(root, text)
    return draft


def parse(text: str, *, json: bool = False) -> Node:
    """The tree of a text that must not be empty. Raises TreeProblem."""
    text = text.removeprefix("\ufeff")
    root = parse_json(text) if json else parse_yaml(text)
    if root is None:
        raise TreeProblem(
            1, "the file is empty.", "Begin with:\nqualcode: codebook/1\ncodes:\n  - {id: cost, name: Cost}"
        )
    return root


def _check_text(text: str, fallback: str, json: bool, check_rule: CheckRule | None) -> list[Problem]:
    try:
        root = parse(text, json=json)
    except TreeProblem as error:
        return [error.problem]
    marker = next((value.text for key, value in root.pairs if key.text == "qualcode"), "")
    if marker.startswith("cases/"):
        return build_cases(root, fallback=fallback)[1]
    if marker.startswith("crosswalk/"):
        return build_crosswalk(root)[1]
    return draft_of_text(text, fallback=fallback, json=json, check_rule=check_rule).problems


def _lost_colours(root: Node, text: str) -> list[Problem]:
    """`color: #1f77b4` without quotes is a comment in YAML, so the colour is silently lost."""
    lines = text.split("\n")
    problems = []
    codes = next((value.items for key, value in root.pairs if key.text == "codes"), [])
    for code in codes:
        for key, value in code.pairs:
            lost = re.search(r"color:\s+(#[0-9a-fA-F]{3,8})\b", lines[key.line - 1]) if key.text == "color" else None
            if value.kind == "null" and lost:
                message = f"the colour {lost.group(1)} is lost, because # starts a comment."
                remedy = f'Write: color: "{lost.group(1)}"'
                problems.append(Problem(key.line, "color", message, remedy, "advice", "advice"))
    return problems


def path_of(path_or_text: str | Path) -> Path | None:
    """The path that is meant, or None when the string is the text of a codebook."""
    if isinstance(path_or_text, Path):
        return path_or_text
    one_line = "\n" not in path_or_text and len(path_or_text) < 4096
    return Path(path_or_text) if one_line and path_or_text.lower().endswith(SUFFIXES) else None


def read_bytes(path: Path) -> bytes:
    """The bytes of a codebook file. Raises CodebookError when there is no such file or its kind is unknown."""
    if path.suffix.lower() not in SUFFIXES:
        raise CodebookError(f"{path}: '{path.suffix}' is not a codebook's ending. Allowed: {', '.join(SUFFIXES)}.")
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise CodebookError(f"{path}: there is no such file. Look at the folder and the spelling.") from error
    except OSError as error:
        raise CodebookError(f"{path}: cannot be opened: {error.strerror or error}.") from error
