"""What one cell of an exported table may hold, so that no spreadsheet takes words for a formula."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pandas as pd

# Spreadsheets start a formula at = + - @ (full-width forms too), and some trim blanks, quotes and marks before it.
_BEFORE = r"[\s\"'`´“”‘’„‚«»\u200b\u2060\ufeff]*"
_FORMULA = re.compile(rf"{_BEFORE}[=+\-@＝＋－＠﹢﹣﹦﹫]|'*[\t\r\n]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def may_be_formula(text: str) -> bool:
    """Whether a spreadsheet might run the text: it starts with = + - @, tab or a line break, behind blanks or quotes.

    >>> [may_be_formula(text) for text in ("=1+1", ' "@SUM(A1)', "＝1", "a - b", "")]
    [True, True, True, False, False]
    """
    return _FORMULA.match(text) is not None


def neutral(text: str) -> str:
    """The text with an apostrophe before it when a spreadsheet might run it; `restored` takes it away again.

    >>> neutral("- nobody asked us"), neutral("nobody asked us")
    ("'- nobody asked us", 'nobody asked us')
    """
    return "'" + text if may_be_formula(text) else text


def restored(text: str) -> str:
    """The text that `neutral` was given: an apostrophe goes when what follows it might be a formula.

    >>> restored("'- nobody asked us"), restored("'tis true")
    ('- nobody asked us', "'tis true")
    """
    return text[1:] if text.startswith("'") and may_be_formula(text[1:]) else text


def plain(value: Any) -> str | int | float | bool | None:
    """A cell as text, number, flag, or None for nothing: lists joined by "; ", times in ISO, NaN and "" as None."""
    if isinstance(value, str):
        return value or None
    if value is None or type(value) in (bool, int):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        items = sorted(map(str, value)) if isinstance(value, set | frozenset) else map(str, value)
        return "; ".join(items) or None
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return None
    if pd.api.types.is_bool(value):
        return bool(value)
    if pd.api.types.is_integer(value):
        return int(value)
    if pd.api.types.is_float(value):
        return float(value)
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    return str(value) or None


def plain_column(column: pd.Series, clean: Callable[[str], str]) -> list[str | int | float | bool | None]:
    """The cells of a column, each `plain`, its texts cleaned."""
    values = column.tolist()
    if set(map(type, values)) <= {str} and clean(together := "".join(values)) == together:
        return [value or None for value in values]
    cells = [plain(value) for value in values]
    return [clean(value) if isinstance(value, str) else value for value in cells]


def encodable(text: str) -> str:
    """The text without halves of surrogate pairs, which no file can hold: each becomes U+FFFD."""
    return _SURROGATE.sub("\ufffd", text) if _SURROGATE.search(text) else text


def allowed_in_xml(text: str) -> str:
    """The text without the control characters that a workbook cannot hold."""
    text = encodable(text)
    return _NOT_IN_XML.sub("", text) if _NOT_IN_XML.search(text) else text


def with_index(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with a meaningful index (codes of a matrix) as first column; a plain running index is dropped."""
    if isinstance(frame.index, pd.RangeIndex) and frame.index.name is None:
        return frame
    if frame.index.nlevels == 1 and frame.index.name is None and pd.api.types.is_integer_dtype(frame.index.dtype):
        return frame.reset_index(drop=True)
    return frame.reset_index(names="row" if frame.index.nlevels == 1 and frame.index.name is None else None)
