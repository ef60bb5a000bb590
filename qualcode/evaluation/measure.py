"""The measurement: suggesters against a person's own codings, on documents that were held out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from qualcode.evaluation.baselines import majority, shared_words
from qualcode.evaluation.calibration import calibration
from qualcode.evaluation.coded import GROUPS, Coded
from qualcode.evaluation.curve import learning_curve
from qualcode.evaluation.figures import code_rows, figures, in_order, ranked
from qualcode.evaluation.folds import folds_of
from qualcode.evaluation.groups import METHOD, compare_groups, warnings_of
from qualcode.learning import Features, Likeness, Passages, compare, learn
from qualcode.suggesters.by_likeness import WORTH, WORTH_OF_WORDS
from qualcode.suggesters.cutting import model_for, sentences_of

if TYPE_CHECKING:
    from qualcode.learning import Vectors
    from qualcode.vectors import VectorCache

FOLDS = 5
FIRST = 3
MISSED = {3: "no code of the person's among the first three", 1: "no code of the person's first"}
USUAL = ("case", "sector", "seniority", "speaker")
"""Columns by which errors are compared without being asked for, where they have 2 to 30 values."""
LARGE = 3000
"""Passages from which on the learning curve has one start only."""
Progress = Callable[[str, int, int], None]

FEW = 30  # passages under which figures are called rough


@dataclass
class Evaluation:
    """What was measured. `ways` has the figures of each way of suggesting; those of "learned" are None where nothing
    could be held out. `codes`, `curve`, `segments` and `groups` are rows of tables.
    """

    ways: dict[str, dict[str, float | None]]
    calibration: dict[str, dict[str, Any]]
    codes: list[dict[str, Any]]
    curve: list[dict[str, Any]]
    groups: dict[str, list[dict[str, Any]]]
    segments: list[dict[str, Any]]
    about: dict[str, Any]
    warnings: list[str] = field(default_factory=list)
    decisions: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    """Of a study: what the coder decided on suggestions, by group; see `Evaluating.decisions`."""

    def summary(self) -> dict[str, Any]:
        """All but the segments, as one object for JSON."""
        return {
            **self.ways,
            **self.about,
            "calibration": self.calibration,
            "codes": self.codes,
            "curve": self.curve,
            "groups": self.groups,
            **({"decisions": self.decisions} if self.decisions else {}),
            "group_test": METHOD if self.groups or self.decisions else "",
            "warnings": self.warnings,
        }


def evaluate(
    coded: Coded,
    *,
    folds: int = FOLDS,
    model: str = "",
    curve: bool = True,
    groups: Sequence[str] = (),
    cache: VectorCache | None = None,
    progress: Progress | None = None,
) -> Evaluation:
    """Measure suggestions against the codes that a person gave.

    "cold" is the codebook alone. "learned" is a model that for each of `folds` parts of the documents learned from
    the other parts; what it says of a document never rests on that document's codes. "keyword" (shared words) and
    "majority" (the most used codes of the other parts) are there to compare with. All texts count for how much words
    tell, as they would in a study; labels of held-out documents never do. `model` names the embedder, "none" is none.
    `groups` are columns by which errors are compared; without any they are those of `USUAL`. `cache` keeps vectors.
    The same input gives the same result.
    """
    from threadpoolctl import threadpool_limits

    from qualcode.vectors import VectorCache

    warnings = list(coded.notes)
    features, embedder = _features(coded, model, cache or VectorCache(None), progress)
    with threadpool_limits(1, user_api="blas"):
        likeness = compare(features)
    rows = coded.measured
    if not embedder and model != "none":
        warnings.append(f"No sentence vectors are known for the language '{coded.language}'; only words were compared.")
    labels, cold = coded.labels[rows], likeness.scores[rows]
    fold = folds_of([coded.documents[row] for row in rows.tolist()], folds)
    count = len(set(fold.tolist()))
    learned, probability = _held_out(features, likeness, coded, fold, progress) if count > 1 else (None, None)
    _say_folds(count, folds, coded, warnings)
    _say_few(labels.shape[0], labels.shape[1], warnings)
    words = shared_words([coded.texts[row] for row in rows.tolist()], coded.codes, coded.language)
    nothing = np.zeros((0, labels.shape[1]))
    ways = {
        "cold": figures(cold, labels),
        "learned": figures(learned if learned is not None else nothing, labels),
        "keyword": figures(words, labels),
        "majority": figures(majority(labels, fold), labels),
    }
    promised = {"cold": (WORTH if features.mean is not None else WORTH_OF_WORDS).probability(cold)}
    scores = {"cold": cold}
    if learned is not None and probability is not None:
        promised["learned"], scores["learned"] = probability, learned
    best = "learned" if learned is not None else "cold"
    # with few codes three guesses nearly always meet, so that nobody would be missed
    depth = FIRST if labels.shape[1] > 2 * FIRST - 1 else 1
    missed = np.logical_not(in_order(ranked(scores[best]), labels)[:, :depth].any(axis=1))
    compared = _groups(coded, missed, groups, depth, warnings)
    points = _curve(features, likeness, coded, progress) if curve else []
    return Evaluation(
        ways,
        {name: _calibration(scores[name], promised[name], labels) for name in scores},
        _codes(scores, labels, [_shown(code) for code in coded.codes]),
        points,
        compared,
        _segments(coded, scores, promised, fold),
        {
            "folds": count,
            "order": coded.order,
            "language": coded.language,
            "embedder": embedder or "none",
            "least": coded.least,
            "measured_by": best,
            "missed": MISSED[depth],
            "counts": coded.counts,
        },
        warnings,
    )


def _features(coded: Coded, name: str, cache: VectorCache, progress: Progress | None) -> tuple[Features, str]:
    model = model_for(coded.language, name or None)
    vectors: Vectors | None = None
    if model is not None:
        known = model

        def vectors(texts: Sequence[str]) -> np.ndarray:
            return cache.vectors(known, texts, progress=_named(progress, "Vectors"))

    sentences = [sentences_of(text, coded.language) for text in coded.texts]
    passages = Passages(
        coded.texts, sentences, coded.documents, ordered=coded.ordered, speakers=coded.columns.get("speaker", ())
    )
    return Features(passages, coded.codes, vectors=vectors, language=coded.language), model.name if model else ""


def _say_few(passages: int, codes: int, warnings: list[str]) -> None:
    if codes == 1:
        warnings.append("There is only one code to choose, so every figure is 1: nothing could be told apart.")
    elif codes <= FIRST:
        warnings.append(
            f"There are only {codes} codes, so one of the first {FIRST} is always right: hit@3 says nothing."
        )
    if passages < FEW:
        warnings.append(f"Only {passages} passages were measured: figures of so few are rough.")


def _held_out(
    features: Features, cold: Likeness, coded: Coded, fold: np.ndarray, progress: Progress | None
) -> tuple[np.ndarray, np.ndarray]:
    rows = coded.measured
    scores, probability = np.zeros((2, len(rows), len(coded.codes)))
    count = int(fold.max()) + 1
    for own in range(count):
        asked = fold == own
        found = learn(features, cold, coded.labels, rows[~asked], query=rows[asked])
        scores[asked], probability[asked] = found.scores, found.probability
        if progress is not None:
            progress("Learning", own + 1, count)
    return scores, probability


def _curve(features: Features, cold: Likeness, coded: Coded, progress: Progress | None) -> list[dict[str, Any]]:
    starts = 1 if len(coded.measured) > LARGE else 3
    told = _named(progress, "Curve")
    return learning_curve(features, cold, coded.labels, coded.measured, starts=starts, progress=told)


def _calibration(scores: np.ndarray, promised: np.ndarray, labels: np.ndarray) -> dict[str, Any]:
    rows, top = np.arange(len(scores)), scores.argmax(axis=1)
    return calibration(promised[rows, top], labels[rows, top])


def _codes(scores: dict[str, np.ndarray], labels: np.ndarray, names: list[str]) -> list[dict[str, Any]]:
    rows = code_rows(scores.get("learned", scores["cold"]), labels, names)
    if "learned" in scores:
        cold = code_rows(scores["cold"], labels, names)
        rows = [
            row | {f"cold {name}": before[name] for name in ("hit@1", "hit@3")}
            for row, before in zip(rows, cold, strict=True)
        ]
    return rows


def _groups(
    coded: Coded, missed: np.ndarray, wanted: Sequence[str], depth: int, warnings: list[str]
) -> dict[str, list[dict[str, Any]]]:
    names = list(wanted)
    if not names:
        names = [name for name in USUAL if name in coded.columns and _some(coded.column(name))]
    found = {}
    for name in names:
        cells = coded.column(name)
        found[name] = compare_groups([cells[row] for row in coded.measured.tolist()], missed)
        if not found[name]:
            warnings.append(f"The column '{name}' has no value, so no groups can be compared.")
        warnings += warnings_of(name, found[name], f"missed ({MISSED[depth]})")
    return found


def _some(cells: Sequence[str]) -> bool:
    return GROUPS[0] <= len({cell for cell in cells if cell}) <= GROUPS[1]


def _segments(
    coded: Coded, scores: dict[str, np.ndarray], promised: dict[str, np.ndarray], fold: np.ndarray
) -> list[dict[str, Any]]:
    best = "learned" if "learned" in scores else "cold"
    order = ranked(scores[best])
    names = [_shown(code) for code in coded.codes]
    right = in_order(order, coded.labels[coded.measured])
    rows = []
    for row, passage in enumerate(coded.measured.tolist()):
        top = order[row, :FIRST].tolist()
        own: dict[str, Any] = {
            "segment": coded.ids[passage],
            "document": coded.documents[passage],
            "fold": int(fold[row]) + 1,
            "text": coded.texts[passage],
            "codes": "; ".join(names[code] for code in np.flatnonzero(coded.labels[passage])),
        }
        for place in range(FIRST):
            there = place < len(top)
            own[f"suggested_{place + 1}"] = names[top[place]] if there else ""
            own[f"right_{place + 1}"] = bool(right[row, place]) if there else False
        own["probability"] = round(float(promised[best][row, top[0]]), 4)
        rows.append(own)
    return rows


def _say_folds(count: int, wanted: int, coded: Coded, warnings: list[str]) -> None:
    if count == 1:
        warnings.append(
            "All passages are of one document, so no document could be held out: there is no figure for learning "
            "(learned is empty). It takes two coded documents."
        )
    elif count < wanted:
        warnings.append(f"There are {count} documents, so each was held out once ({count} folds instead of {wanted}).")
    if not coded.ordered:
        warnings.append(
            f"The order of the passages is {coded.order}; so a passage's neighbours and its place did not count. In a "
            "study, where the order is known, they do."
        )


def _shown(code: Any) -> str:
    return " > ".join((*code.parents, code.name))


def _named(progress: Progress | None, name: str) -> Callable[[int, int], None] | None:
    return None if progress is None else lambda done, total: progress(name, done, total)
