"""A page that anybody can read: one file of HTML with nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from qualcode.evaluation.charts import bar, calibration_chart, line_chart
from qualcode.evaluation.groups import METHOD
from qualcode.evaluation.telling import NAMES, sentences

if TYPE_CHECKING:
    from qualcode.evaluation.measure import Evaluation

STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #111;
  background: #fff }
h1 { font-size: 1.6rem } h2 { font-size: 1.2rem; margin-top: 2rem }
table { border-collapse: collapse; font-size: .9rem } caption { text-align: left; padding: .3rem 0; color: #333 }
th, td { padding: .25rem .7rem .25rem 0; border-bottom: 1px solid #ddd; text-align: left; vertical-align: top }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
svg text { font: 12px system-ui, sans-serif; fill: #111 } svg.bar { margin-left: .5rem }
.note { border-left: 4px solid #111; padding: .2rem 0 .2rem .8rem; margin: .6rem 0 }
"""
SHARES = ("hit@1", "hit@3", "hit@5", "recall@3", "macro hit@1", "macro hit@3", "cold hit@1", "cold hit@3",
          "precision", "rate", "others", "accept_rate", "miss_rate", "miss_others")  # fmt: skip


def page(found: Evaluation) -> str:
    """The result as a page: sentences first, then tables and charts. The same result gives the same text."""
    parts = [
        "<h1>How well suggestions meet the codings</h1>",
        *(f"<p>{escape(sentence)}</p>" for sentence in sentences(found)),
        *(f'<p class="note">{escape(warning)}</p>' for warning in found.warnings),
        "<h2>All figures</h2>",
        _table(
            [{"way": NAMES[way], **figures} for way, figures in found.ways.items()],
            "hit@k: passages with a code of the person's among the first k. recall@3: share of a passage's codes among "
            "the first three. Macro: each code counts the same.",
        ),
        *_calibration(found),
        *_curve(found),
        "<h2>Each code</h2>",
        _table(
            found.codes,
            "uses: passages with the code. suggested: how often it was first. precision: how often that was right. "
            "confused with: what was first instead, most often.",
        ),
        *_groups(found),
        "<h2>How it was measured</h2>",
        f"<p>{escape(_how(found))}</p>",
    ]
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" '
        'content="width=device-width"><title>How well suggestions meet the codings</title>'
        f"<style>{STYLE}</style></head>\n<body>\n" + "\n".join(parts) + "\n</body></html>\n"
    )


def calibration_series(found: Evaluation) -> list[tuple[str, list[tuple[float, float, int]]]]:
    """For each way the bins: promised, right, count."""
    return [
        (
            "learned" if way == "learned" else "codebook alone",
            [(row["promised"], row["right"], row["count"]) for row in found.calibration[way]["bins"]],
        )
        for way in ("learned", "cold")
        if way in found.calibration
    ]


def _calibration(found: Evaluation) -> list[str]:
    said = "; ".join(
        f"{name}: " + ", ".join(f"promised {x:.0%}, right {y:.0%} ({count} passages)" for x, y, count in points)
        for name, points in calibration_series(found)
    )
    return [
        "<h2>What a probability is worth</h2>",
        "<p>Each mark is a tenth of the scale. On the dashed line promises are kept; below it too much was "
        "promised.</p>",
        calibration_chart(calibration_series(found), said=f"Promised and right. {said}."),
    ]


def _curve(found: Evaluation) -> list[str]:
    points = found.curve
    if len(points) < 2:
        return []
    series = [
        (name, [(float(place), float(point[key])) for place, point in enumerate(points)])
        for name, key in (("first three", "hit@3"), ("first", "hit@1"))
    ]
    series.append(
        ("codebook: three", [(float(place), float(point["cold hit@3"])) for place, point in enumerate(points)])
    )
    series.append(
        ("codebook: first", [(float(place), float(point["cold hit@1"])) for place, point in enumerate(points)])
    )
    said = "; ".join(
        f"after {point['documents']} documents {point['hit@1']:.0%} first, {point['hit@3']:.0%} among the first three"
        for point in points
    )
    ticks = [(float(place), str(point["documents"])) for place, point in enumerate(points)]
    return [
        "<h2>How much coding it takes</h2>",
        "<p>Asked are the documents that were not coded yet; the codebook's figures are for the same passages.</p>",
        line_chart(series, across="Coded documents", up="Passages", said=f"Learning curve: {said}.", ticks=ticks),
        _table(points, "segments: coded until there. asked: passages that were asked."),
    ]


def _groups(found: Evaluation) -> list[str]:
    parts = []
    for column, rows in found.groups.items():
        parts.append(f"<h2>By {escape(column)}</h2>")
        parts.append(_table(rows, f"missed: {found.about['missed']}. others: the rate of all others."))
    for by, rows in found.decisions.items():
        parts.append(f"<h2>Decisions on suggestions, by {escape(by)}</h2>")
        parts.append(
            _table(
                rows,
                "accept rate: accepted among accepted, recoded and rejected. missed: codings whose code had not been "
                "suggested there. others: the same in the other groups.",
            )
        )
    return [*parts, f"<p>{escape(METHOD)}</p>"] if parts else []


def _how(found: Evaluation) -> str:
    about = found.about
    return (
        f"Documents were divided into {about['folds']} parts, and each was asked about by a model that had learned "
        f"from the others. Order of the passages: {about['order']}. Language: {about['language']}. Sentence vectors: "
        f"{about['embedder']}. Codes used on fewer than {about['least']} passages were left out."
    )


def _table(rows: Sequence[Mapping[str, Any]], caption: str) -> str:
    if not rows:
        return ""
    names = list(rows[0])
    head = "".join(f'<th scope="col"{_class(rows, name)}>{escape(name.replace("_", " "))}</th>' for name in names)
    body = "".join(
        "<tr>" + "".join(f"<td{_class(rows, name)}>{_cell(name, row[name])}</td>" for name in names) + "</tr>"
        for row in rows
    )
    return f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _class(rows: Sequence[Mapping[str, Any]], name: str) -> str:
    return "" if any(isinstance(row[name], str) for row in rows) else ' class="number"'


def _cell(name: str, value: Any) -> str:
    if value is None:
        return "–"
    if name in SHARES:
        return f"{100 * value:.0f}%" + (bar(value) if name in ("hit@3", "rate") else "")
    return escape(f"{value:g}" if isinstance(value, float) else str(value))
