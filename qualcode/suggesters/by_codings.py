"""Suggestions learned from a coder's own codings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from qualcode.language import Unit
from qualcode.learning import Learned, learn
from qualcode.model import Codebook, Suggestion
from qualcode.suggesters.by_likeness import likeness_of
from qualcode.suggesters.cutting import Cut, cuts, described
from qualcode.suggesters.protocol import Eligible, Evidence
from qualcode.suggesters.reasons import short, weighted_words

if TYPE_CHECKING:
    from qualcode.language import Corpus

FEWEST = 10  # coded passages to learn from
FEW = 5  # codings of a code up to which its definition says more than they do
MOST = 3  # codes for one passage
NEGATIVES = 3  # passages without a code to learn from, for each coded one


def learned(
    corpus: Corpus,
    codebook: Codebook,
    *,
    eligible: Eligible | None = None,
    unit: Unit | None = None,
    evidence: Evidence | None = None,
) -> list[Suggestion]:
    """What a model proposes that has learned from the codings in `evidence`, and from nothing else.

    Learned from are passages that were coded and, in documents that were read, passages that were left without a
    code; a code that was rejected for a passage is not counted there. Definitions and examples count as codings of
    their code. The score is the probability that the coder uses the code there, as found on documents that were held
    out; suggestions are made from the probability on at which at least `evidence.precision` of the held-out ones were
    right. It takes ten coded passages and two codes; with one coded document nothing can be held out, and the scores
    are more careful. Passages that have the code, or that it was rejected for, are not proposed.
    """
    evidence = evidence or Evidence()
    found: list[Suggestion] = []
    if not evidence.codings:
        evidence.notes.append("learned: there is no coding of yours to learn from yet.")
        return found
    for cut in cuts(corpus, codebook, eligible=eligible, unit=unit, evidence=evidence):
        if len(cut.open):
            found += _of_cut(corpus, cut, codebook, evidence)
    return found


def _of_cut(corpus: Corpus, cut: Cut, codebook: Codebook, evidence: Evidence) -> list[Suggestion]:
    labels = cut.labels(evidence.codings, codebook.codes)
    rejected = cut.labels(evidence.rejected, codebook.codes)
    coded = cut.open[labels[cut.open].any(axis=1)]
    used = int(labels[coded].any(axis=0).sum())
    if len(coded) < FEWEST or used < 2:
        evidence.notes.append(
            f"learned: not enough examples: {len(coded)} coded passages of {used} codes; "
            f"it takes {FEWEST} of at least 2."
        )
        return []
    train = np.sort(np.concatenate([coded, _left(cut, labels, rejected, len(coded), evidence)]))
    model = _model(corpus, cut, labels & ~rejected, train)
    threshold = model.worth.threshold(evidence.precision)
    _say(evidence, cut, model, threshold, len(coded))
    if threshold is None and model.worth.held:
        return []
    least = max(threshold or evidence.precision, 0.05)
    return _suggestions(cut, model, labels, rejected, train, least, codebook, evidence)


def _left(cut: Cut, labels: np.ndarray, rejected: np.ndarray, coded: int, evidence: Evidence) -> np.ndarray:
    """Passages that were read and left without a code, or with one rejected: not more than three for each coded one."""
    free = ~labels[cut.open].any(axis=1)
    read = np.array([cut.segments[at].document in evidence.read for at in cut.open.tolist()], bool)
    refused = cut.open[free & rejected[cut.open].any(axis=1)]
    others = np.setdiff1d(cut.open[free & read], refused)
    room = max(0, NEGATIVES * coded - len(refused))
    if len(others) > room:
        others = np.random.default_rng(evidence.seed).choice(others, room, replace=False)
    return np.union1d(refused, others).astype(np.int64)


def _model(corpus: Corpus, cut: Cut, labels: np.ndarray, train: np.ndarray) -> Learned:
    key = ("learned", id(cut.features))
    kept = corpus.results.get(key)
    if kept is None or not np.array_equal(kept[0], train) or not np.array_equal(kept[1], labels[train]):
        model = learn(cut.features, likeness_of(corpus, cut), labels, train, query=cut.open)
        kept = corpus.results[key] = (train, labels[train], model)
    found: Learned = kept[2]
    return found


def _suggestions(
    cut: Cut,
    model: Learned,
    labels: np.ndarray,
    rejected: np.ndarray,
    train: np.ndarray,
    least: float,
    codebook: Codebook,
    evidence: Evidence,
) -> list[Suggestion]:
    order = np.argsort(-model.probability, axis=1, kind="stable")[:, :MOST]
    counts = labels[train].sum(axis=0)
    versions = [described(code) for code in cut.features.codes]
    own = f" by {evidence.coder}" if evidence.coder else ""
    made = []
    for row, at in enumerate(cut.open.tolist()):
        for column in order[row].tolist():
            chance = float(model.probability[row, column])
            if chance < least:
                break
            if labels[at, column] or rejected[at, column]:
                continue
            segment, code = cut.segments[at], codebook.codes[column]
            made.append(
                Suggestion(
                    segment.document,
                    segment.start,
                    segment.end,
                    code.id,
                    "learned",
                    f"{code.id}{own}",
                    versions[column],
                    round(min(max(chance, 0.0001), 0.9999), 4),
                    segment.text,
                    segment.speaker or "",
                    _reason(cut, model, row, at, column, labels, train, int(counts[column]), order[row].tolist()),
                )
            )
    return made


def _reason(
    cut: Cut,
    model: Learned,
    row: int,
    at: int,
    column: int,
    labels: np.ndarray,
    train: np.ndarray,
    count: int,
    order: list[int],
) -> str:
    name = cut.features.codes[column].name
    speaks, against = weighted_words(cut, model.fitted, at, column)
    parts = []
    own = train[labels[train, column]]
    own = own[own != at]
    if len(own):
        near = model.fitted.similar(np.array([at])).ravel()[np.searchsorted(model.fitted.rows, own)]
        nearest = cut.segments[int(own[int(np.argmax(near))])]
        parts.append(f"Nearest passage of yours with “{name}”: “{short(nearest.text)}”")
    else:
        parts.append(f"No passage of yours has “{name}” yet: its definition speaks")
    if speaks:
        parts.append(f"words for it: {', '.join(speaks)}")
    reason = "; ".join(parts) + "."
    if 0 < count <= FEW:
        reason += f" It has {count} coding{'s' if count > 1 else ''} so far, so its definition counts most."
    doubts = [f"the word{'s' if len(against) > 1 else ''} {', '.join(against)}"] if against else []
    rival = next((other for other in order if other != column), None)
    if rival is not None and model.probability[row, rival] >= 0.25:
        doubts.append(f"“{cut.features.codes[rival].name}” is likely too ({model.probability[row, rival]:.2f})")
    return f"{reason} Against: {'; '.join(doubts)}." if doubts else reason


def _say(evidence: Evidence, cut: Cut, model: Learned, threshold: float | None, coded: int) -> None:
    share = round(evidence.precision * 100)
    if not model.held_out:
        evidence.notes.append(
            f"learned: from {coded} coded passages of one document, so nothing could be held out to check it. "
            "Code a second document and the scores will rest on more."
        )
    elif not model.worth.held:
        evidence.notes.append(
            f"learned: from {coded} coded passages in {model.held_out} documents, too few to check it on documents "
            "that are held out; so its probabilities are careful guesses."
        )
    elif threshold is None:
        evidence.notes.append(
            f"learned: it does not know enough yet. In no part of the documents that were held out were {share} in 100 "
            "suggestions right, so it makes none."
        )
    else:
        kept = [hit for chance, hit in model.worth.held if chance >= threshold]
        evidence.notes.append(
            f"learned: from {coded} coded passages in {model.held_out} documents. It proposes from a probability of "
            f"{threshold:.2f} on; of such, {sum(kept)} of {len(kept)} were right in documents that were held out."
        )
    if not cut.model:
        evidence.notes.append(
            f"learned: no model of vectors for the language '{cut.language}', so it knows words only."
        )
