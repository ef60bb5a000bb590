"""The order of cases by what is recorded of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import isfinite

from qualcode.model import Attribute


def in_order(cases: Iterable[str], values: Mapping[str, str], about: Attribute) -> list[str]:
    """The cases by their value of an attribute; cases of the same value stay as they stood.

    Ordinal values keep their declared order, numbers theirs, others are sorted as words. A value that was not declared
    stands after those that were; a case without a value stands last.

    >>> size = Attribute("size", type="ordinal", values=("small", "large"))
    >>> in_order(["one", "two", "three"], {"one": "large", "two": "", "three": "small"}, size)
    ['three', 'one', 'two']
    """
    return sorted(cases, key=lambda case: _rank(about, values.get(case, "")))


def _rank(about: Attribute, value: str) -> tuple[bool, float, str]:
    if value in about.values:
        return (False, float(about.values.index(value)), "")
    if about.type == "number":
        try:
            number = float(value)
        except ValueError:
            number = float("nan")
        return (not value, number, "") if isfinite(number) else (not value, float("inf"), value)
    return (not value, float(len(about.values)), value.casefold())
