"""The parts of the learned model: what each kind of numbers says about passages, from given codings."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy import sparse

from qualcode.learning.features import Features, standard, unit
from qualcode.learning.ridge import LAMBDA, Rows, ridge

PSEUDO, EXAMPLE = 2.0, 1.0  # how many codings a definition and an example are worth
BALANCE = 0.5  # codings of a code used n times weigh n to the power of minus this
DENSE_FROM = 2500  # more codings than this: words are reduced to so many numbers, which is quicker
REDUCED = 300
NEAREST = 3
VOICE = 10.0  # so many passages of a speaker are taken to be as everybody's are
WIDTH = 0.12  # of a document: how near two places are to be alike
GRID = np.linspace(0, 1, 51)


@dataclass
class Basis:
    """What passages and codes are to the model: rows of numbers, with the codes' own texts as examples of them."""

    features: Features
    labelled: int
    kinds: dict[str, tuple[Rows, Rows]] = field(init=False)
    pseudo: np.ndarray = field(init=False)
    pseudo_weight: np.ndarray = field(init=False)
    reduced: dict[str, np.ndarray] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        found = self.features
        of = list(range(len(found.codes)))
        texts, weight = [code.whole for code in found.codes], [PSEUDO] * len(found.codes)
        for place, code in enumerate(found.codes):
            for example in code.examples:
                of.append(place)
                texts.append(example)
                weight.append(EXAMPLE)
        self.pseudo, self.pseudo_weight = np.array(of, np.int64), np.array(weight)
        stems, pieces = found.words.of(texts)
        self.kinds = {"stems": (found.stems, stems), "pieces": (found.pieces, pieces)}
        if self.labelled > DENSE_FROM:
            self.kinds = {name: self._reduce(name, *rows) for name, rows in self.kinds.items()}
        if found.vectors is not None and found.mean is not None:
            own = unit(found.whole_raw - (found.mean + found.whole_raw.mean(axis=0)) / 2)
            rest = found.placed(texts[len(own) :]) if len(texts) > len(own) else own[:0]
            self.kinds = {"vectors": (found.vector, np.vstack([own, rest])), **self.kinds}

    def _reduce(self, name: str, rows: sparse.csr_matrix, pseudo: sparse.csr_matrix) -> tuple[np.ndarray, np.ndarray]:
        from sklearn.decomposition import TruncatedSVD

        size = min(REDUCED, rows.shape[1] - 1, rows.shape[0] - 1)
        reduction = TruncatedSVD(size, random_state=0, n_iter=2).fit(rows)
        self.reduced[name] = reduction.components_
        return rows @ reduction.components_.T, pseudo @ reduction.components_.T


@dataclass
class Fitted:
    """The coefficients of each kind of numbers, and what the codings say apart from words."""

    basis: Basis
    rows: np.ndarray
    labels: np.ndarray
    coefficients: dict[str, np.ndarray]
    prior: np.ndarray
    density: np.ndarray
    voices: np.ndarray
    means: np.ndarray | None

    def scores(self, query: np.ndarray) -> dict[str, np.ndarray]:
        """Scores of the codes for passages by part: each an array (len(query), codes)."""
        found: dict[str, np.ndarray] = {}
        features = self.basis.features
        for name, coefficient in self.coefficients.items():
            rows = self.basis.kinds[name][0]
            centred = rows[query] - self.means if name == "vectors" else rows[query]
            found[name] = np.asarray(centred @ coefficient)
        if "vectors" in self.coefficients:
            found["sentence"] = self._best_sentence(query)
        found["nearest"] = self._nearest(query)
        found["prior"] = np.broadcast_to(self.prior, (len(query), len(self.prior)))
        speaker = features.passages.speaks()[query]
        found["speaker"] = np.where((speaker >= 0)[:, None], self.voices[speaker], 0.0)
        place = features.passages.place()[query]
        found["place"] = np.column_stack([np.interp(place, GRID, column) for column in self.density.T])
        return found

    def similar(self, query: np.ndarray) -> np.ndarray:
        """How alike passages are to the passages that were learned from: (len(query), len(rows))."""
        features = self.basis.features
        near = 0.5 * np.asarray((features.stems[query] @ features.stems[self.rows].T).todense())
        return near + features.vector[query] @ features.vector[self.rows].T if features.mean is not None else 2 * near

    def word_weights(self, code: int) -> np.ndarray:
        """How much each stem speaks for a code."""
        coefficient = self.coefficients["stems"][:, code]
        reduced = self.basis.reduced.get("stems")
        return coefficient if reduced is None else np.asarray(reduced.T @ coefficient)

    def _best_sentence(self, query: np.ndarray) -> np.ndarray:
        features = self.basis.features
        chosen = np.flatnonzero(np.isin(features.sentence_of, query))
        said = (features.sentence_vectors[chosen] - self.means) @ self.coefficients["vectors"]
        found = np.full((len(features.passages), said.shape[1]), -1.0)
        of = features.sentence_of[chosen]
        if len(of):
            starts = np.flatnonzero(np.r_[True, of[1:] != of[:-1]])
            found[of[starts]] = np.maximum.reduceat(said, starts, axis=0)
        return found[query]

    def _nearest(self, query: np.ndarray) -> np.ndarray:
        codes = self.labels.shape[1]
        found = np.full((len(query), codes), -0.2)
        own = [np.flatnonzero(self.labels[:, code]) for code in range(codes)]
        for begin in range(0, len(query), 2000):
            near = self.similar(query[begin : begin + 2000])
            for code in range(codes):
                if len(own[code]):
                    some = near[:, own[code]]
                    if some.shape[1] > NEAREST:
                        some = np.partition(some, -NEAREST, axis=1)[:, -NEAREST:]
                    found[begin : begin + 2000, code] = some.mean(axis=1)
        return found


def fit(basis: Basis, rows: np.ndarray, labels: np.ndarray) -> Fitted:
    """Learn from passages `rows` with `labels` (len(rows), codes); a row without a label is an example of none."""
    codes = labels.shape[1]
    shared = labels / np.maximum(labels.sum(axis=1, keepdims=True), 1)
    pseudo = np.zeros((len(basis.pseudo), codes))
    pseudo[np.arange(len(basis.pseudo)), basis.pseudo] = 1
    targets = np.vstack([shared, pseudo])
    rare = 1 / np.maximum(targets.sum(axis=0), 1) ** BALANCE
    weight = targets @ rare * np.r_[np.ones(len(rows)), basis.pseudo_weight]
    nothing = targets.sum(axis=1) == 0
    weight[nothing] = weight[~nothing].min() if (~nothing).any() else 1.0
    weight /= weight.mean()
    coefficients: dict[str, np.ndarray] = {}
    means = None
    for name, (known, own) in basis.kinds.items():
        stack = sparse.vstack if sparse.issparse(known) else np.vstack
        both: Rows = stack([known[rows], own])
        both = both.tocsr() if sparse.issparse(both) else both
        aims = targets
        if name == "vectors":
            means = weight @ both / weight.sum()
            both, aims = both - means, targets - weight @ targets / weight.sum()
        coefficients[name] = ridge(both, aims, weight, LAMBDA[name]).astype(np.float32)
    count = shared.sum(axis=0) + 0.5
    prior = count / count.sum()
    density, voices = _density(basis, rows, shared, prior), _voices(basis, rows, shared, prior)
    return Fitted(basis, rows, labels, coefficients, np.log(prior), density, voices, means)


def combined(basis: Basis, found: dict[str, np.ndarray], cold: np.ndarray, query: np.ndarray) -> dict[str, np.ndarray]:
    """All parts for passages, standardised, with what the neighbours and the code's family add."""
    parts = {name: standard(found[name]) for name in found if name not in ("prior", "place", "speaker")}
    parts |= {"cold": cold[query], **{name: found[name] for name in ("prior", "place", "speaker")}}
    usual = {"vectors": 1.0, "stems": 0.5, "pieces": 0.5, "cold": 0.4}
    whole = standard(np.asarray(sum(usual[name] * parts[name] for name in usual if name in parts)))
    passages = basis.features.passages
    at = np.full(len(passages), -1)
    at[query] = np.arange(len(query))
    for by, name in ((-1, "before"), (1, "after")):
        there = passages.neighbour(by)[query]
        there = np.where(there >= 0, at[there], -1)
        parts[name] = np.where((there >= 0)[:, None], whole[there], 0.0)
    parts["family"] = _family(basis, whole)
    if not passages.ordered:
        parts["place"] = np.zeros_like(parts["place"])
    return parts


def _family(basis: Basis, whole: np.ndarray) -> np.ndarray:
    names = [code.parents or (code.id,) for code in basis.features.codes]
    numbers = {name: place for place, name in enumerate(dict.fromkeys(names))}
    if not 1 < len(numbers) < len(names):
        return np.zeros_like(whole)
    member = np.zeros((len(names), len(numbers)))
    member[np.arange(len(names)), [numbers[name] for name in names]] = 1
    share = np.exp(1.5 * (whole - whole.max(axis=1, keepdims=True)))
    share /= share.sum(axis=1, keepdims=True)
    return np.asarray(np.log(share @ member + 1e-6) @ member.T)


def _voices(basis: Basis, rows: np.ndarray, shared: np.ndarray, prior: np.ndarray) -> np.ndarray:
    """ln of how much more often than usual a speaker of several documents has a code: (speakers + 1, codes)."""
    speaker = basis.features.passages.speaks()
    found = np.tile(VOICE * prior, (int(speaker.max(initial=-1)) + 2, 1))
    np.add.at(found, speaker[rows], shared)  # those of one document only are counted in the last row
    return np.asarray(np.log(found / found.sum(axis=1, keepdims=True) / prior + 1e-3))


def _density(basis: Basis, rows: np.ndarray, shared: np.ndarray, prior: np.ndarray) -> np.ndarray:
    """ln of how much more often than usual a code is used at a place of a document, on a grid: (51, codes)."""
    place = basis.features.passages.place()[rows]
    near = np.exp(-0.5 * ((GRID[:, None] - place[None]) / WIDTH) ** 2)
    found = near @ shared + prior
    return np.asarray(np.log(found / found.sum(axis=1, keepdims=True) / prior + 1e-3))
