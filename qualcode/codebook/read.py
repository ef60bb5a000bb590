"""Read codebooks, crosswalks and cases; a file with errors is refused with all of them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from qualcode.codebook.cases import CaseFile, build_cases
from qualcode.codebook.checks import checked, draft_of_text, parse, read_bytes
from qualcode.codebook.consistency import CheckRule
from qualcode.codebook.crosswalk import Crosswalk, build_crosswalk
from qualcode.codebook.names import file_id
from qualcode.codebook.problems import Problem, errors
from qualcode.codebook.tables import SHEETS, TABLES, draft_of_table
from qualcode.codebook.tree import Node, TreeProblem, decode
from qualcode.errors import CodebookError
from qualcode.model import Codebook


def read_codebook(path: str | Path, *, check_rule: CheckRule | None = None) -> Codebook:
    """The codebook of a file: .yaml, .yml or .json in qualcode's format, or a table (.csv, .tsv, .xlsx).

    A table needs a column named code, tag, name or path; a hierarchy may be written as `Parent > Child` or
    in a column named parent. Ids are made from the names. `check_rule` is called with each query and raises
    QueryError when it does not parse. Raises CodebookError with every error of the file; advice
    (see `check`) does not stop it.
    """
    path = Path(path)
    if path.suffix.lower() in (*TABLES, *SHEETS):
        draft = draft_of_table(path)
        draft.problems = checked(draft, check_rule)
    else:
        text, _ = decode(read_bytes(path))
        json = path.suffix.lower() == ".json"
        draft = draft_of_text(text, fallback=file_id(path.stem), json=json, check_rule=check_rule)
    _raise(draft.problems, path)
    return draft.book


def read_codebook_text(text: str, *, name: str = "codebook", check_rule: CheckRule | None = None) -> Codebook:
    """The codebook of a YAML text. Raises CodebookError with every error.

    >>> read_codebook_text("codes: [{id: cost, name: Cost}]").codes[0].name
    'Cost'
    """
    draft = draft_of_text(text, fallback=file_id(name), check_rule=check_rule)
    _raise(draft.problems, name)
    return draft.book


def read_crosswalk(path: str | Path, *, codebooks: Iterable[Codebook] = ()) -> Crosswalk:
    """The crosswalk of a YAML or JSON file. With `codebooks`, each end must exist in them.

    Raises CodebookError with every error of the file.
    """
    crosswalk, problems = build_crosswalk(_tree(path), codebooks)
    _raise(problems, path)
    return crosswalk


def read_cases(path: str | Path) -> CaseFile:
    """Cases, organisations and attribute values of a YAML or JSON file. Raises CodebookError with every error."""
    cases, problems = build_cases(_tree(path), fallback=file_id(Path(path).stem))
    _raise(problems, path)
    return cases


def _tree(path: str | Path) -> Node:
    path = Path(path)
    text, _ = decode(read_bytes(path))
    try:
        return parse(text, json=path.suffix.lower() == ".json")
    except TreeProblem as error:
        raise CodebookError(error.problem.sentence(str(path))) from error


def _raise(problems: Iterable[Problem], path: str | Path) -> None:
    found = sorted(set(errors(problems)))
    if found:
        raise CodebookError([problem.sentence(str(path)) for problem in found])
