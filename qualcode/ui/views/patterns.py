"""What the page of word patterns shows: the table, a chart of the spread, typical and atypical passages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from qualcode.project import Project
from qualcode.ui.look import short
from qualcode.ui.views.search import case_names

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

WITHOUT_CASE = "no case"
ROW = 26
BELOW = 100  # the names of the columns
COLUMNS = ("Pattern", "Words", "Passages", "People", "Cases", "Stability")


def shown(study: Project) -> pd.DataFrame:
    """The patterns as a table for people: Pattern, Words, Passages, People, Cases, Stability (in words)."""
    table = study.patterns.table()
    table = table[["pattern", "words", "passages", "voices", "cases", "stability_in_words"]]
    return table.set_axis(list(COLUMNS), axis=1)


def labels(study: Project) -> dict[int, str]:
    """The number and first words of each pattern, by number."""
    return {pattern.number: f"{pattern.number} · {pattern.label}" for pattern in study.patterns.latest().patterns}


def spread(study: Project, over: str) -> pd.DataFrame:
    """How large each pattern is in each case, or over time: pattern (in words), where, passages, people, share."""
    named = labels(study)
    if over == "time":
        frame = study.patterns.over_time().rename(columns={"when": "where"})
    else:
        frame = study.patterns.by_case().rename(columns={"case": "where"})
        called = case_names(study)
        frame["where"] = [called.get(key, key) or WITHOUT_CASE for key in frame["where"]]
    frame["pattern"] = [short(named[number], 44) for number in frame["pattern"]]
    return frame.rename(columns={"voices": "people"})


def chart(frame: pd.DataFrame, over: str) -> alt.Chart:
    """A row for each pattern, a column for each case or time; the stronger, the larger its share of that column."""
    import altair as alt

    where = "Case" if over == "cases" else "When"
    return (
        alt.Chart(frame)
        .mark_rect(color="#2a9b8f", cornerRadius=3)
        .encode(
            x=alt.X("where:N", title=None, sort=None, axis=alt.Axis(labelAngle=-40, labelLimit=140)),
            y=alt.Y("pattern:N", title=None, sort=None, axis=alt.Axis(labelLimit=320)),
            opacity=alt.Opacity("share:Q", scale=alt.Scale(domainMin=0, range=[0.04, 1]), legend=None),
            tooltip=[
                alt.Tooltip("pattern:N", title="Pattern"),
                alt.Tooltip("where:N", title=where),
                alt.Tooltip("passages:Q", title="Passages"),
                alt.Tooltip("people:Q", title="People"),
                alt.Tooltip("share:Q", title="Share of the passages there", format=".0%"),
            ],
        )
        .properties(height=ROW * max(frame["pattern"].nunique(), 1) + BELOW)
    )


def in_words(frame: pd.DataFrame) -> str:
    """The chart in a sentence: the largest pattern of each column."""
    best: dict[str, Mapping[str, Any]] = {}
    for row in frame.to_dict("records"):
        if row["where"] not in best or row["share"] > best[row["where"]]["share"]:
            best[row["where"]] = {str(name): value for name, value in row.items()}
    parts = [f"{where}: {row['pattern']} ({row['share']:.0%})" for where, row in list(best.items())[:12]]
    return f"The largest pattern of each. {'; '.join(parts)}." if parts else "There is nothing to show."


def passages(study: Project, pattern: int, *, typical: bool, most: int = 5) -> list[dict[str, Any]]:
    """The most typical or the most atypical passages of a pattern, as the list of passages shows them."""
    found, called = study.patterns.passages(pattern, most=most), case_names(study)
    return [
        {
            "id": f"{row['document_id']}:{row['start']}:{row['end']}",
            "quote": row["quote"],
            "document": row["document"],
            "start": int(row["start"]),
            "end": int(row["end"]),
            "who": row["speaker"],
            "case": called.get(row["case"], row["case"]),
        }
        for row in found[found["typical"] == typical].to_dict("records")
    ]
