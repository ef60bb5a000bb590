"""A portrait of a document, or of all documents of a case: where along the text which codes lie, and who speaks."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qualcode.analysis.frames import distinct_names
from qualcode.project import Project, frames
from qualcode.project.speaking import Speaking
from qualcode.ui.look import short
from qualcode.ui.views.codes import codes_for_palette
from qualcode.ui.views.grid import many

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

GREY = "#808080"
ROW, LANE, GAP, AXIS = 22, 9, 3, 74
"""Heights in points: of a row at least, of a lane in it, above and below the lanes, of the axis."""
MOST = 5  # lanes in a row; what would lie deeper is drawn in the last one
WORDS = ["code", "people", "passages", "where"]


@dataclass(frozen=True, slots=True)
class Portrait:
    """Codings along texts, places as percent of each text.

    `codings` has coding, document, code (its name), color, left, right, who, quote, start, end, voice; `asking`
    the stretches (document, left, right) in which an interviewer or a researcher speaks. `codes` are the names of the
    codes in codebook order, `documents` those of the documents in the study's.
    """

    codings: pd.DataFrame
    asking: pd.DataFrame
    codes: list[str]
    documents: list[str]


def portrait(study: Project, documents: Sequence[str], *, codes: Collection[str] = ()) -> Portrait:
    """The portrait of documents (by name), of some codes (keys) or of all."""
    import pandas as pd

    speaking = Speaking.now(study)
    held = {row["name"]: row for row in speaking.documents.values()}
    sizes = {name: max(len(study.documents.content(held[name]["content_id"])[0]), 1) for name in documents}
    book = frames.codes(study)
    named = distinct_names(book, "code")
    colour = dict.fromkeys(book["code"], GREY) | {code["key"]: code["color"] for code in codes_for_palette(study)}
    frame = study.codings.table()
    frame = frame[frame["document"].isin(list(documents))]
    if codes:
        frame = frame[frame["code"].isin(list(codes))]
    used = set(frame["code"])
    size = frame["document"].map(sizes)
    drawn = pd.DataFrame(
        {
            "coding": frame["coding"],
            "document": frame["document"],
            "code": frame["code"].map(named),
            "color": frame["code"].map(colour),
            "left": (100 * frame["start"] / size).astype(float).round(3),
            "right": (100 * frame["end"] / size).astype(float).round(3),
            "who": frame["speaker"],
            "quote": [short(quote, 90) for quote in frame["quote"]],
            "start": frame["start"],
            "end": frame["end"],
            "voice": frame["voice"],
        }
    ).reset_index(drop=True)
    asking = [
        (name, round(100 * start / sizes[name], 3), round(100 * end / sizes[name], 3))
        for name in documents
        for start, end in _asked(speaking, held[name]["id"])
    ]
    return Portrait(
        drawn,
        pd.DataFrame(asking, columns=["document", "left", "right"]),
        [name for key, name in named.items() if key in used],
        list(documents),
    )


def lanes(places: Sequence[tuple[str, int, int]]) -> list[int]:
    """A lane for each passage (row, start, end), so that those which overlap in a row lie beside each other.

    >>> lanes([("d", 0, 10), ("d", 5, 8), ("d", 9, 12), ("d", 10, 11), ("e", 0, 3)])
    [0, 1, 1, 0, 0]
    """
    given = [0] * len(places)
    ends: dict[str, list[int]] = {}
    for at in sorted(range(len(places)), key=places.__getitem__):
        document, start, end = places[at]
        taken = ends.setdefault(document, [])
        lane = next((lane for lane, until in enumerate(taken) if until <= start), len(taken))
        taken[lane : lane + 1] = [end]
        given[at] = lane
    return given


def chart(shown: Portrait) -> alt.LayerChart | alt.FacetChart:
    """A row for each code of one document, or for each document of several; grey where evidence is asked for.

    What overlaps in a row lies below each other there.
    """
    import altair as alt

    one = len(shown.documents) == 1
    rows = shown.codes if one else shown.documents
    data = shown.codings.drop(columns=["voice"])
    row = data["code" if one else "document"].tolist()
    lane = [min(own, MOST - 1) for own in lanes(list(zip(row, data["start"], data["end"], strict=True)))]
    high, starts, total = _heights(rows, row, lane)
    tops = [starts[name] + GAP + own * high[name] for name, own in zip(row, lane, strict=True)]
    bottoms = [top + high[name] - 1 for name, top in zip(row, tops, strict=True)]
    data = data.assign(top=tops, bottom=bottoms)
    ends = dict(zip(rows, [*list(starts.values())[1:], total], strict=False))
    asking = shown.asking.assign(
        top=[0 if one else starts[name] for name in shown.asking["document"]],
        bottom=[total if one else ends[name] for name in shown.asking["document"]],
    )
    extent = _extent(starts, ends, total)
    below = alt.Chart(asking).mark_rect(color=GREY, opacity=0.15).encode(**extent)
    chosen = alt.selection_point(name="coding", fields=["coding"], on="click", empty=False)
    above = (
        alt.Chart(data)
        .mark_rect(cursor="pointer", strokeWidth=1)
        .encode(
            **extent,
            color=alt.Color("color:N", scale=None, legend=None),
            stroke=alt.Stroke("color:N", scale=None, legend=None),
            tooltip=[alt.Tooltip(f"{name}:N", title=name) for name in ("code", "quote", "who", "document")],
        )
    )
    return alt.layer(below, above.add_params(chosen)).properties(height=AXIS + total)


def _heights(
    rows: Sequence[str], row: Sequence[str], lane: Sequence[int]
) -> tuple[dict[str, float], dict[str, float], float]:
    """For each row the height of a lane and where the row begins, and the height of all rows together."""
    deepest = dict.fromkeys(rows, 1)
    for name, own in zip(row, lane, strict=True):
        deepest[name] = max(deepest[name], own + 1)
    high: dict[str, float] = {}
    starts: dict[str, float] = {}
    total = 0.0
    for name, depth in deepest.items():
        inside = max(ROW - 2 * GAP, LANE * depth)
        high[name], starts[name] = inside / depth, total
        total += inside + 2 * GAP
    return high, starts, total


def in_words(shown: Portrait) -> pd.DataFrame:
    """The portrait as a table, one row a code: code, people, passages, where (in percent of the text)."""
    import pandas as pd

    people: dict[str, set[str]] = {code: set() for code in shown.codes}
    places: dict[str, dict[tuple[str, float, float], None]] = {code: {} for code in shown.codes}
    columns = (shown.codings[name].tolist() for name in ("code", "document", "left", "right", "voice"))
    for code, document, left, right, voice in zip(*columns, strict=True):
        people[code].update(filter(None, voice.split("\n")))
        places[code][document, left, right] = None
    rows = []
    for code, own in places.items():
        if len(shown.documents) > 1:
            held = Counter(document for document, _, _ in own)
            where = ", ".join(f"{document} ({count})" for document, count in held.items())
        else:
            where = ", ".join(f"{left:.0f} %" for _, left, _ in own)
        rows.append((code, len(people[code]), len(own), where))
    return pd.DataFrame(rows, columns=WORDS)


def sentence(shown: Portrait) -> str:
    """The portrait in a sentence."""
    columns = ("document", "start", "end")
    places = set(zip(*(shown.codings[name].tolist() for name in columns), strict=True))
    if not places:
        return "Nothing is coded here yet."
    within = f" in {many(len(shown.documents), 'document')}" if len(shown.documents) > 1 else ""
    most = ", ".join(code for code, _ in Counter(shown.codings["code"].tolist()).most_common(3))
    passages, codes = many(len(places), "coded passage"), many(len(shown.codes), "code")
    return f"{passages} of {codes}{within}; most often {most}."


def _extent(starts: Mapping[str, float], ends: Mapping[str, float], total: float) -> dict[str, Any]:
    """From left to right, and from top to bottom of a row; the axis at the side names the rows."""
    import altair as alt

    percent = alt.Axis(values=[0, 25, 50, 75, 100], labelExpr="datum.value + ' %'", grid=False)
    along = alt.Scale(domain=[0, 100], nice=False)
    middles = [(starts[name] + ends[name]) / 2 for name in starts]
    names = [short(name, 44) for name in starts]
    plain: dict[str, Any] = dict.fromkeys(("labelOverlap", "labelFlush", "ticks", "domain", "grid"), False)
    # As texts of the expression, names stay names whatever they hold.
    named = f"{json.dumps(names)}[indexof({json.dumps(middles)}, datum.value)]"
    heads = alt.Axis(values=middles, labelExpr=named, labelLimit=260, **plain)
    down = alt.Scale(domain=[0, max(total, 1)], reverse=True, nice=False)
    return {
        "x": alt.X("left:Q", title="from the beginning to the end of the text", scale=along, axis=percent),
        "x2": "right:Q",
        "y": alt.Y("top:Q", title=None, scale=down, axis=heads),
        "y2": "bottom:Q",
    }


def _asked(speaking: Speaking, document: str) -> list[tuple[int, int]]:
    """The stretches of a document that are no evidence, those that follow each other joined."""
    spans: list[tuple[int, int]] = []
    joins = False
    for turn in speaking.turns(document):
        asks = not speaking.is_evidence(document, turn.speaker or "")
        if asks and joins:
            spans[-1] = (spans[-1][0], turn.end)
        elif asks:
            spans.append((turn.start, turn.end))
        joins = asks
    return spans
