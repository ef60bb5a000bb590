"""A codebook as a table, one row a code, for spreadsheets and exports."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from qualcode.codebook.consistency import parents
from qualcode.model import Codebook, Rule

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    *("code", "name", "theme", "parent", "dimension", "level", "origin"),
    *("definition", "include", "exclude", "examples", "rules", "color", "memo"),
)


def to_table(book: Codebook) -> pd.DataFrame:
    """One row a code, in the order of the codebook; every cell is text, "" where there is nothing.

    Several examples or rules stand on lines of their own; spaCy patterns as `spacy: ` and JSON. The ids
    and notes of rules are not in the table.

    >>> from qualcode.model import Code
    >>> to_table(Codebook("b", "B", (Code("cost", "Cost", examples=("too dear", "a lot")),))).loc[0, "examples"]
    'too dear\\na lot'
    """
    import pandas as pd

    rows = [
        {
            **{column: getattr(code, column) for column in COLUMNS if column not in ("code", "examples", "rules")},
            "code": code.id,
            "examples": "\n".join(code.examples),
            "rules": "\n".join(_shown(rule) for rule in code.rules),
        }
        for code in book.codes
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(object)


def _shown(rule: Rule) -> str:
    return " ".join(rule.query.split()) if rule.query else f"spacy: {json.dumps(list(rule.spacy), ensure_ascii=False)}"


def paths(book: Codebook, separator: str = " > ") -> dict[str, str]:
    """The path of names that leads to each code, by code id.

    >>> from qualcode.model import Code
    >>> paths(Codebook("b", "B", (Code("a", "Money"), Code("b", "Cost", parent="a"))))
    {'a': 'Money', 'b': 'Money > Cost'}
    """
    parent_of = parents(book)
    names = {code.id: code.name for code in book.codes}
    result = {}
    for code in book.codes:
        path = [code.id]
        while path[-1] in parent_of and parent_of[path[-1]] not in path:
            path.append(parent_of[path[-1]])
        result[code.id] = separator.join(names[identity] for identity in reversed(path))
    return result
