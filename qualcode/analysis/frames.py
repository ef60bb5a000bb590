"""The frames that analyses start from: their columns, and taking them with known types."""

from __future__ import annotations

from typing import Any

import pandas as pd

NO_CASE = "no case"
"""What a table writes where a document belongs to no case, because an empty cell would say nothing."""

COLUMNS: dict[str, dict[str, type]] = {
    "codings": {
        "coding": str,
        "document": str,
        "document_id": str,
        "kind": str,
        "case": str,
        "organisation": str,
        "start": int,
        "end": int,
        "quote": str,
        "code": str,
        "code_name": str,
        "coder": str,
        "created_at": str,
        "origin": str,
        "suggester": str,
        "rule": str,
        "level": str,
        "stance": str,
        "memo": str,
        "speaker": str,
        "participant": str,
        "role": str,
        "sector": str,
        "seniority": str,
        "eligible": bool,
        "voice": str,
    },
    "documents": {
        "document": str,
        "document_id": str,
        "kind": str,
        "case": str,
        "words": int,
        "turns": int,
        "eligible_chars": int,
        "coded_chars": int,
        "read": bool,
        "readers": str,
        "last_visit": str,
        "hours": float,
    },
    "cases": {"case": str, "label": str, "description": str},
    "participants": {
        "participant": str,
        "name": str,
        "role": str,
        "sector": str,
        "seniority": str,
        "organisation": str,
        "case": str,
    },
    "organisations": {"organisation": str, "name": str, "case": str, "sector": str},
    "codes": {
        "code": str,
        "name": str,
        "parent": str,
        "dimension": str,
        "level": str,
        "origin": str,
        "status": str,
        "definition": str,
        "include": str,
        "exclude": str,
        "examples": str,
        "rules": str,
        "color": str,
        "memo": str,
    },
    "themes": {
        "theme": str,
        "name": str,
        "status": str,
        "central_organising_concept": str,
        "part": str,
        "include": str,
        "exclude": str,
        "memo": str,
    },
    "theme_codes": {"theme": str, "code": str},
    "extracts": {"theme": str, "kind": str, "coding": str, "position": float, "note": str, "printed": str},
    "links": {"between": str, "source": str, "target": str, "type": str, "why": str},
    "attributes": {"case": str, "attribute": str, "value": str, "since": str},
    "incidents": {
        "account": str,
        "coding": str,
        "incident": str,
        "date": str,
        "actor": str,
        "mechanism": str,
        "note": str,
    },
    "summaries": {"theme": str, "case": str, "text": str},
    "memos": {
        "memo": str,
        "kind": str,
        "title": str,
        "text": str,
        "private": bool,
        "created_at": str,
        "coder": str,
        "about": list,
    },
    "history": {
        "seq": int,
        "at": str,
        "coder": str,
        "act": str,
        "summary": str,
        "why": str,
        "undone": bool,
    },
}

# Without these a count would be a guess; the others may be absent and then read as empty.
REQUIRED = {"codings": {"code", "eligible", "voice"}, "themes": {"theme"}, "codes": {"code"}, "cases": {"case"}}
TWINS = {"document_id": "document", "document": "document_id"}
YES = {"true", "1", "yes", "1.0"}


def take(frame: pd.DataFrame | None, kind: str, *names: str) -> pd.DataFrame:
    """The named columns of a frame (all of its kind when none is named), with known types and a plain index.

    None is an empty frame. Absent optional columns are empty (text "", count 0, flag False, hours NaN);
    `document` and `document_id` stand in for each other. Text is never NaN and is kept as objects, so that
    pandas 2 and 3 group and merge alike. A column that is not part of the kind is taken as text.

    Raises:
        ValueError: a column without which the count would be a guess is missing.
    """
    known = COLUMNS[kind]
    wanted = names or tuple(known)
    rows = 0 if frame is None else len(frame)
    columns: dict[str, pd.Series] = {}
    for name in wanted:
        source = name
        if frame is not None and name not in frame.columns and TWINS.get(name) in frame.columns:
            source = TWINS[name]
        if frame is None or source not in frame.columns:
            if frame is not None and len(frame) and (name in REQUIRED.get(kind, ()) or name not in known):
                has = ", ".join(map(str, frame.columns))
                raise ValueError(f"the {kind} frame has no column '{name}'. It has: {has}.")
            columns[name] = _blank(known.get(name, str), rows)
        else:
            columns[name] = _typed(frame[source], known.get(name, str))
    return pd.DataFrame(columns, index=pd.RangeIndex(rows), columns=list(wanted))


def finish(frame: pd.DataFrame, columns: list[str] | None = None) -> pd.DataFrame:
    """A result: the columns in this order, a plain index, and the text type that this pandas prefers."""
    chosen = frame if columns is None else frame[columns]
    return chosen.reset_index(drop=True).infer_objects()


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as dictionaries."""
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]


def listed(value: Any) -> list[str]:
    """A cell that may hold a list, a tuple or one string, as a list of strings without blanks.

    >>> listed(("a", "b")), listed("case:one"), listed(""), listed(None)
    (['a', 'b'], ['case:one'], [], [])
    """
    if value is None or (isinstance(value, float) and value != value):
        return []
    items = [value] if isinstance(value, str) else list(value)
    return [str(item) for item in items if str(item).strip()]


def distinct_names(frame: pd.DataFrame, key: str) -> dict[str, str]:
    """Key → name, such that no two are alike: a blank name gives the key, a shared one gets the key beside it.

    >>> distinct_names(pd.DataFrame({"code": ["a", "b", "c"], "name": ["Cost", "Cost", ""]}), "code")
    {'a': 'Cost (a)', 'b': 'Cost (b)', 'c': 'c'}
    """
    keys, names = list(frame[key]), list(frame["name"])
    shared = {name for name in names if names.count(name) > 1}
    return {
        k: (k if not str(name).strip() else f"{name} ({k})" if name in shared else name)
        for k, name in zip(keys, names, strict=True)
    }


def _typed(column: pd.Series, type_: type) -> pd.Series:
    values = column.reset_index(drop=True)
    if type_ is int:
        return pd.to_numeric(values, errors="coerce").fillna(0).astype("int64")
    if type_ is float:
        return pd.to_numeric(values, errors="coerce").astype("float64")
    if type_ is bool:
        if values.dtype == bool:
            return values
        return values.map(lambda value: str(value).strip().casefold() in YES).astype(bool)
    objects = values.astype(object)
    if type_ is list:
        return objects.map(listed) if len(objects) else objects
    kinds = set(map(type, objects.to_numpy()))
    if kinds <= {str}:
        return objects
    objects = objects.where(~values.isna(), "")
    if kinds - {str, float, type(None)}:
        objects = objects.map(lambda value: value if isinstance(value, str) else "\n".join(_words(value)))
    return objects.astype(object)


def _words(value: Any) -> list[str]:
    return listed(value) if isinstance(value, list | tuple | set) else [str(value)]


def _blank(type_: type, rows: int) -> pd.Series:
    if type_ is int:
        return pd.Series([0] * rows, dtype="int64")
    if type_ is float:
        return pd.Series([float("nan")] * rows, dtype="float64")
    if type_ is bool:
        return pd.Series([False] * rows, dtype=bool)
    return pd.Series([[] if type_ is list else "" for _ in range(rows)], dtype=object)
