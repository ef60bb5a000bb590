"""Accounts of incidents in time: each with its date as it was given, and whether accounts contradict each other."""

from __future__ import annotations

import pandas as pd

from qualcode.analysis.frames import NO_CASE, finish, records, take
from qualcode.text.dates import FuzzyDate, fuzzy_date

ACCOUNT_COLUMNS = [
    "account",
    "case",
    "incident",
    "date",
    "when",
    "first_day",
    "last_day",
    "dates_conflict",
    "actor",
    "mechanism",
    "code",
    "code_name",
    "quote",
    "note",
    "coding",
    "document",
    "start",
    "end",
    "voice",
]


def accounts(incidents: pd.DataFrame, codings: pd.DataFrame, cases: pd.DataFrame) -> pd.DataFrame:
    """One row an account, by case in project order, then by the earliest day of its incident, incident, own day.

    Columns: ACCOUNT_COLUMNS. `date` is as it was entered, `when` the same in words, `first_day` and `last_day` the days
    it can mean (ISO, "" where open). `dates_conflict` is true on every account of an incident (same name, same case)
    of which two cannot both be right; see `FuzzyDate.meets`. None of them is corrected or dropped. Accounts on
    passages that are no evidence are left out.
    """
    told = take(incidents, "incidents")
    names = ["coding", "case", "code", "code_name", "quote", "document", "start", "end", "voice", "eligible"]
    held = take(codings, "codings", *names)
    table = told.merge(held[held["eligible"]], on="coding")
    table["case"] = table["case"].where(table["case"] != "", NO_CASE)
    dates = {text: fuzzy_date(text) for text in set(table["date"])}
    for column, value in (("when", "words"), ("first_day", "first"), ("last_day", "last")):
        table[column] = pd.Series([getattr(dates[text], value) for text in table["date"]], dtype=object)
    table["dates_conflict"] = _conflicts(table, dates)
    order = [*take(cases, "cases", "case")["case"], NO_CASE]
    ranks = {case: place for place, case in enumerate(order)}
    day = table["first_day"].where(table["first_day"] != "", table["last_day"])
    table["day"] = day.where(day != "", "9999")
    earliest = table.groupby(["case", "incident"])["day"].transform("min") if len(table) else table["day"]
    table = table.assign(rank=table["case"].map(ranks).fillna(len(ranks)), earliest=earliest)
    by = ["rank", "case", "earliest", "incident", "day", "document", "start", "account"]
    return finish(table.sort_values(by, kind="stable"), ACCOUNT_COLUMNS)


def _conflicts(table: pd.DataFrame, dates: dict[str, FuzzyDate]) -> pd.Series:
    given: dict[tuple[str, str], list[str]] = {}
    for row in records(table):
        given.setdefault((row["case"], row["incident"]), []).append(row["date"])
    clash = {
        key for key, texts in given.items() if any(not dates[one].meets(dates[two]) for one in texts for two in texts)
    }
    pairs = zip(table["case"], table["incident"], strict=True)
    return pd.Series([pair in clash for pair in pairs], index=table.index, dtype=bool)
