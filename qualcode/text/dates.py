"""Fuzzy dates in the notation of ISO 8601-2 (EDTF): what a person says of when something was."""

from __future__ import annotations

import re
from calendar import month_name, monthrange
from dataclasses import dataclass
from typing import Any

from qualcode.errors import Refused

SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
SEASON_MONTHS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 2)}
QUALIFIERS = {"~": "about ", "?": "perhaps ", "%": "perhaps about "}
OPEN = ("", "..")
HOW = (
    "Write 2018, 2018-07, 2018-07-01, 2018-07~ (about), 2018? (perhaps), 2016/2018 (from – to), ../2018 (at the "
    "latest), 2018/.. (from then on), 2018-21 to 2018-24 (spring, summer, autumn, winter), or 201X (in those "
    "ten years)."
)
_PLAIN = re.compile(r"\d{4}(-(0\d|1[0-2])(-\d\d)?)?", re.ASCII)
_PART = re.compile(r"(\d{3}[\dX]|\d{2}XX)(?:-(\d\d))?(?:-(\d\d))?([~?%])?", re.ASCII)


@dataclass(frozen=True, slots=True)
class FuzzyDate:
    """A date as it was given: `first` and `last` are the earliest and latest day it can mean, "" where it is open.

    Days are ISO text, so that they compare as they read. `about` is true where it is said with ~, ? or %: the day may
    lie outside. `words` is how a person reads it.
    """

    text: str
    first: str
    last: str
    about: bool
    words: str

    def meets(self, other: FuzzyDate) -> bool:
        """Whether both can be true: their days overlap, or one of them is only about right or gives no day.

        >>> fuzzy_date("2018").meets(fuzzy_date("2018-07")), fuzzy_date("2018").meets(fuzzy_date("2019-01"))
        (True, False)
        >>> fuzzy_date("2017~").meets(fuzzy_date("2018")), fuzzy_date("2014~").meets(fuzzy_date("2018"))
        (True, False)
        """
        one, two = _days(self), _days(other)
        return one[0] <= two[1] and two[0] <= one[1]


def fuzzy_date(text: str) -> FuzzyDate:
    """The date that a text in EDTF notation gives; an empty text gives none, open on both sides.

    Understood are years, months, days and seasons, unspecified last digits (201X), intervals, open ends, and the
    marks ~ ? % behind a date. Source of the notation: ISO 8601-2:2019; Library of Congress, Extended Date/Time Format.

    >>> fuzzy_date("2018-07~").words, fuzzy_date("../2018").words, fuzzy_date("2018-24").last
    ('about July 2018', '2018 at the latest', '2019-02-28')

    Raises:
        Refused: the text is not in this notation, or there is no such day.
    """
    text = text.strip()
    if not text:
        return FuzzyDate("", "", "", False, "no date given")
    left, slash, right = text.partition("/")
    if not slash:
        first, last, about, words = _part(text, left)
        return FuzzyDate(text, first, last, about, words)
    if left in OPEN and right in OPEN:
        raise _not_a_date(text)
    start = ("", "", False, "") if left in OPEN else _part(text, left)
    end = ("", "", False, "") if right in OPEN else _part(text, right)
    if start[0] and end[1] and start[0] > end[1]:
        raise Refused(f"'{text}' ends before it begins. Write the earlier date first.")
    words = f"{start[3]} to {end[3]}"
    if left in OPEN:
        words = f"{end[3]} at the latest"
    elif right in OPEN:
        words = f"{start[3]} or later"
    return FuzzyDate(text, start[0], end[1], start[2] or end[2], words)


def plain_date(text: str) -> str:
    """The text when it is a year, a month or a day of the calendar (2018, 2018-07, 2018-07-01), or empty.

    Raises:
        Refused: it is something else; dates that attributes hold from have to stand in an order, so none is fuzzy.
    """
    text = text.strip()
    if text and not _PLAIN.fullmatch(text):
        raise Refused(f"'{text}' is not a date. Write 2018, 2018-07 or 2018-07-01.")
    fuzzy_date(text)
    return text


def holds_on(since: str, on: str) -> bool:
    """Whether what holds from `since` on holds on `on`, a day, or at the end of a month or a year; "" is always.

    >>> holds_on("2018-03", "2018"), holds_on("2018-03", "2018-02"), holds_on("", "2018"), holds_on("2020", "")
    (True, False, True, True)
    """
    return not on or not since or _first(since) <= fuzzy_date(on).last


def _first(since: str) -> str:
    try:
        return fuzzy_date(since).first
    except Refused:
        return since  # what an earlier version let in


def _part(whole: str, text: str) -> tuple[str, str, bool, str]:
    """The first day, the last day, whether it is about, and the words of one date of a text."""
    found = _PART.fullmatch(text)
    if not found:
        raise _not_a_date(whole)
    year, month, day, mark = found.groups(default="")
    if year.startswith("000") or (year, month) == ("9999", "24"):
        raise _not_a_date(whole)
    about, said = bool(mark), QUALIFIERS.get(mark, "")
    if "X" in year:
        if month:
            raise _not_a_date(whole)
        return f"{year.replace('X', '0')}-01-01", f"{year.replace('X', '9')}-12-31", about, f"{said}{_span_of(year)}"
    number, at = int(month or 0), int(year)
    if not month:
        return f"{year}-01-01", f"{year}-12-31", about, f"{said}{year}"
    if number in SEASONS and not day:
        start, end = SEASON_MONTHS[number]
        ends = at + (end < start)
        last = f"{ends:04}-{end:02}-{monthrange(ends, end)[1]}"
        years = f"{year}/{ends % 100:02}" if ends > at else year
        return f"{year}-{start:02}-01", last, about, f"{said}{SEASONS[number]} {years}"
    if not 1 <= number <= 12 or at < 1:
        raise _not_a_date(whole)
    days = monthrange(at, number)[1]
    if not day:
        return f"{year}-{month}-01", f"{year}-{month}-{days}", about, f"{said}{month_name[number]} {year}"
    if not 1 <= int(day) <= days:
        raise Refused(f"'{whole}': {month_name[number]} {year} has {days} days.")
    exact = f"{year}-{month}-{day}"
    return exact, exact, about, f"{said}{int(day)} {month_name[number]} {year}"


def _span_of(year: str) -> str:
    first, last = year.replace("X", "0"), year.replace("X", "9")
    return f"{first}s" if year.count("X") == 1 else f"{first} to {last}"


def _days(date: FuzzyDate) -> tuple[str, str]:
    """The days that a date may mean, with a year of play on each side where it is about."""
    first, last = date.first or "0001-01-01", date.last or "9999-12-31"
    if not date.about:
        return first, last
    return f"{max(int(first[:4]) - 1, 1):04}{first[4:]}", f"{min(int(last[:4]) + 1, 9999):04}{last[4:]}"


def _not_a_date(text: Any) -> Refused:
    return Refused(f"'{text}' is not a date in this notation. {HOW}")
