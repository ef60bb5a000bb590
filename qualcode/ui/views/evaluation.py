"""What the page Evaluation shows of a measurement: whether there is enough to measure, charts and their words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qualcode.evaluation.page import calibration_series
from qualcode.project import Project
from qualcode.ui.views.grid import many

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

    from qualcode.evaluation import Evaluation

LEAST = 3
NAMES = {
    "way": "From",
    "hit@1": "First",
    "hit@3": "First three",
    "hit@5": "First five",
    "recall@3": "Codes found in three",
    "macro hit@1": "First, per code",
    "macro hit@3": "First three, per code",
    "code": "Code",
    "uses": "Passages",
    "suggested": "Came first",
    "precision": "Of these right",
    "confused_with": "Instead, most often",
    "confused": "How often",
    "cold hit@1": "Codebook: first",
    "cold hit@3": "Codebook: first three",
    "group": "Group",
    "count": "Passages",
    "missed": "Missed",
    "rate": "Share missed",
    "others": "Others",
    "adjusted": "Adjusted p",
    "told": "In words",
    "decided": "Decided",
    "accept_rate": "Share accepted",
    "codings": "Codings",
    "miss_rate": "Share not suggested",
    "miss_others": "Others: not suggested",
    "miss_adjusted": "Adjusted p of misses",
    "miss_told": "Misses in words",
}
PERCENT = {"hit@1", "hit@3", "hit@5", "recall@3", "macro hit@1", "macro hit@3", "cold hit@1", "cold hit@3",
           "precision", "rate", "others", "accept_rate", "miss_rate", "miss_others"}  # fmt: skip


def standing(study: Project) -> tuple[bool, str]:
    """Whether this coder has coded enough to measure anything, and a sentence that says how much there is."""
    own = study.codings.table(coder=study.coder)
    documents = own["document_id"].nunique()
    often = int((own["code"].value_counts() >= LEAST).sum())
    said = (
        f"You have made {many(len(own), 'coding')} in {many(documents, 'document')}; "
        f"{many(often, 'code')} {'has' if often == 1 else 'have'} {LEAST} codings or more."
    )
    if often < 2:
        return False, f"{said} It takes two codes with {LEAST} codings each to measure what suggestions are worth."
    if documents < 2:
        return True, (
            f"{said} What is learned can only be tested on a document that was held out: code a second one for that. "
            "Until then only the codebook can be measured."
        )
    return True, said


def shown(rows: list[dict[str, Any]], *, without: tuple[str, ...] = ("p",)) -> pd.DataFrame:
    """Rows of a table with headings in words and shares in percent."""
    import pandas as pd

    frame = pd.DataFrame(rows).drop(columns=list(without), errors="ignore")
    for name in PERCENT & set(frame.columns):
        frame[name] = (100 * frame[name].astype(float)).round(0)
    columns = {
        name: f"{NAMES.get(name, name.capitalize())}{' (%)' if name in PERCENT else ''}"
        for name in map(str, frame.columns)
    }
    return frame.rename(columns=columns)


def calibration_chart(found: Evaluation) -> alt.LayerChart | alt.FacetChart:
    """Promised across, right up; on the dashed line promises are kept."""
    import altair as alt
    import pandas as pd

    rows = [
        {"from": name, "promised": x, "right": y, "passages": count}
        for name, points in calibration_series(found)
        for x, y, count in points
    ]
    whole, percent = alt.Scale(domain=[0, 1]), alt.Axis(format="%")
    kept = alt.Chart(pd.DataFrame({"promised": [0, 1], "right": [0, 1]})).mark_line(strokeDash=[4, 4], color="#808080")
    marks = alt.Chart(pd.DataFrame(rows)).mark_point(filled=True, opacity=0.9)
    return alt.layer(
        kept.encode(
            x=alt.X("promised:Q", title="Promised", scale=whole, axis=percent),
            y=alt.Y("right:Q", title="Right", scale=whole, axis=percent),
        ),
        marks.encode(
            x="promised:Q",
            y="right:Q",
            size=alt.Size("passages:Q", legend=None),
            shape=alt.Shape("from:N", title=None),
            color=alt.Color("from:N", title=None, scale=alt.Scale(range=["#0072b2", "#d55e00"])),
            tooltip=["from:N", "promised:Q", "right:Q", "passages:Q"],
        ),
    ).properties(height=300)


def calibration_words(found: Evaluation) -> str:
    """The chart in words."""
    return "; ".join(
        f"{name}: "
        + ", ".join(f"promised {x:.0%}, right {y:.0%} of {many(count, 'passage')}" for x, y, count in points)
        for name, points in calibration_series(found)
    )


def curve_chart(found: Evaluation) -> alt.Chart:
    """The share of passages with a code of the person's first, and among the first three, by coded documents."""
    import altair as alt
    import pandas as pd

    rows = [
        {"documents": str(point["documents"]), "share": point[key], "what": what, "from": way}
        for point in found.curve
        for key, what, way in (
            ("hit@1", "first", "learned"),
            ("hit@3", "among three", "learned"),
            ("cold hit@1", "first", "codebook alone"),
            ("cold hit@3", "among three", "codebook alone"),
        )
    ]
    return (
        alt.Chart(pd.DataFrame(rows))
        .mark_line(point=True)
        .encode(
            x=alt.X(
                "documents:O",
                sort=[row["documents"] for row in rows],
                title="Coded documents",
                axis=alt.Axis(labelAngle=0),
            ),
            y=alt.Y("share:Q", title="Passages", scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format="%")),
            color=alt.Color("what:N", title=None, scale=alt.Scale(range=["#0072b2", "#d55e00"])),
            strokeDash=alt.StrokeDash(
                "from:N", title=None, sort=["learned", "codebook alone"], legend=alt.Legend(symbolType="stroke")
            ),
            tooltip=["what:N", "from:N", "documents:O", "share:Q"],
        )
        .properties(height=300)
    )


def curve_words(found: Evaluation) -> str:
    """The chart in words."""
    return "; ".join(
        f"after {many(point['documents'], 'document')} {point['hit@1']:.0%} first and {point['hit@3']:.0%} among three"
        for point in found.curve
    )
