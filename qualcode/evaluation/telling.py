"""What was measured, in plain sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qualcode.evaluation.measure import Evaluation

NAMES = {
    "cold": "From the codebook alone",
    "learned": "Learned from the codings",
    "keyword": "Words shared with the definition",
    "majority": "The most used codes",
}
AGAINST = "The suggester against {whose} own codings: no measure of {whom}, and no agreement between coders."


def sentences(found: Evaluation, *, you: bool = False) -> list[str]:
    """The result in sentences: what was measured on, each way, what probabilities are worth, the curve, groups.

    `you` speaks to the person who coded, and not of them.
    """
    against = AGAINST.format(whose="your" if you else "the person's", whom="you" if you else "the person")
    counts = found.about["counts"]
    told = [
        f"Measured on {_many(counts['segments'], 'passage')} of {_many(counts['documents'], 'document')} with "
        f"{_many(counts['codes'], 'code')} used {found.about['least']} times or more. {against}",
        _other_unit(counts),
        headline(found, you=you),
        *_calibration(found),
        *_curve(found),
        *_groups(found),
    ]
    return [sentence for sentence in told if sentence]


def _other_unit(counts: dict[str, int]) -> str:
    """Why a study's codings and the measured passages are not as many; "" where they are, or where no study was."""
    codings = counts.get("codings", counts["segments"])
    if codings == counts["segments"]:
        return ""
    return (
        f"{_many(codings, 'coding')} became {_many(counts['segments'], 'passage')}: a passage is up to three sentences "
        "of one turn, so a long coding is in several and several codings may be in one; rarely used codes, "
        "interviewers' words and very short passages are left out."
    )


def headline(found: Evaluation, *, you: bool = False) -> str:
    """The figures that matter most, in one sentence."""
    cold, learned = found.ways["cold"], found.ways["learned"]
    chosen = f"a code that {'you' if you else 'the person'} chose was first in"
    if learned["hit@1"] is None:
        return (
            f"From the codebook alone, {chosen} {_of_100(cold['hit@1'])} of 100 passages, among the first three in "
            f"{_of_100(cold['hit@3'])}."
        )
    return (
        f"In documents held out, {chosen} {_of_100(learned['hit@1'])} of 100 passages, among the first three in "
        f"{_of_100(learned['hit@3'])}; from the codebook alone {_of_100(cold['hit@1'])} and {_of_100(cold['hit@3'])}."
    )


def _calibration(found: Evaluation) -> list[str]:
    told = []
    for way in ("cold", "learned"):
        own = found.calibration.get(way)
        if own and own["promised"] is not None:
            told.append(
                f"{NAMES[way]}: first suggestions promised {_of_100(own['promised'])} of 100 right, and "
                f"{_of_100(own['right'])} were (expected calibration error {own['error']:.2f}, Brier score "
                f"{own['brier']:.2f})."
            )
    return told


def _curve(found: Evaluation) -> list[str]:
    points = [point for point in found.curve if point["documents"]]
    if not points:
        return []
    first, last = points[0], points[-1]
    said = (
        f"After {_many(first['documents'], 'coded document')} ({first['segments']:.0f} passages), first in "
        f"{_of_100(first['hit@1'])} of 100 and among the first three in {_of_100(first['hit@3'])}"
    )
    if last is first:
        return [f"{said}."]
    return [f"{said}; after {last['documents']}, {_of_100(last['hit@1'])} and {_of_100(last['hit@3'])}."]


def _groups(found: Evaluation) -> list[str]:
    told = []
    for column, rows in found.groups.items():
        differ = [row for row in rows if row["told"] == "differs"]
        worse = [row["group"] for row in differ if row["rate"] > row["others"]]
        better = [row["group"] for row in differ if row["rate"] < row["others"]]
        apart = [f"served {how}: {', '.join(names)}" for how, names in (("worse", worse), ("better", better)) if names]
        few = sum(row["told"] == "too few to tell" for row in rows)
        said = "; ".join(apart) if apart else "no difference beyond chance"
        small = f"; {_many(few, 'group')} too small to tell" if few else ""
        told.append(
            f"By {column} ({_many(len(rows), 'group')}): {said if few < len(rows) else 'nothing to tell'}{small}."
        )
    return told


def _of_100(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.0f}"


def _many(count: int, noun: str) -> str:
    """
    >>> _many(1, "passage"), _many(1200, "passage")
    ('1 passage', '1,200 passages')
    """
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
