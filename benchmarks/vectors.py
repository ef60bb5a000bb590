"""Budgets of sentence vectors: against sentence-transformers on the same texts, and how soon the cache answers.

`python -m benchmarks.vectors [FOLDER]` prints them. Ratios alternate the two in one run, on texts of the corpus.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
from pathlib import Path

import numpy as np

from benchmarks.rules import Row, documents, row, seconds

SENTENCES, TURNS = 1500, 250


def at_least(name: str, value: float, budget: float) -> Row:
    """A line of the table for a ratio that should be large; the table says budgets as what is at most allowed."""
    return f"{name} (wanted: at least {budget:g})", round(value, 3), "x", None, value >= budget


def samples(folder: str | Path | None = None) -> dict[str, list[str]]:
    """Sentences and turns drawn from the corpus, the same ones each time."""
    from qualcode.text import segments

    stored, draw = documents(folder), random.Random(1)
    sentences = [segment.text for document in stored for segment in segments(document)]
    turns = [segment.text for document in stored for segment in segments(document, "turn")]
    return {
        "sentences": draw.sample(sentences, min(SENTENCES, len(sentences))),
        "turns": draw.sample(turns, min(TURNS, len(turns))),
    }


def speed(folder: str | Path | None = None, rounds: int = 3) -> list[Row]:
    """How many times as fast as sentence-transformers, with its defaults, on the processor."""
    from sentence_transformers import SentenceTransformer

    from qualcode.vectors import embedder, package
    from qualcode.vectors.pieces import LONGEST, Pieces

    reference, pieces = SentenceTransformer(str(package.folder()), device="cpu"), Pieces()
    models = {name: embedder(name) for name in ("minilm8", "minilm", "static")}
    rows: list[Row] = []
    drawn = samples(folder)
    whole = [text for text, ids in zip(drawn["turns"], pieces.of(drawn["turns"]), strict=True) if len(ids) <= LONGEST]
    for kind, texts in {**drawn, f"turns of at most {LONGEST} word pieces": whole}.items():
        ratios: dict[str, list[float]] = {name: [] for name in models}
        reference.encode(texts[:32])
        for _ in range(rounds):
            theirs = seconds(lambda texts=texts: reference.encode(texts))
            for name, model in models.items():
                ratios[name].append(theirs / seconds(lambda texts=texts, model=model: model(texts)))
        rows += [
            # the default has the budget; plain MiniLM is measured beside it
            at_least(
                f"{name}: {kind}, speed / sentence-transformers", statistics.median(found), 0 if name == "minilm" else 2
            )
            for name, found in ratios.items()
        ]
    apart = np.abs(models["minilm"](whole) - reference.encode(whole)).max()
    return [*rows, row("minilm: largest difference from sentence-transformers", 1000 * float(apart), "e-3", 1)]


def cached(vectors: int = 40_000) -> list[Row]:
    """How soon a new process has 40,000 vectors back from the cache."""
    from qualcode.vectors import VectorCache

    class Made:
        name, size, languages = "made", 384, None

        def __call__(self, texts: list[str], *, progress: object = None) -> np.ndarray:
            made = np.random.default_rng(len(texts)).normal(0, 0.05, (len(texts), self.size))
            return made.astype(np.float16).astype(np.float32)

    texts = [f"sentence number {nth} of many" for nth in range(vectors)]
    with tempfile.TemporaryDirectory() as folder:
        VectorCache(Path(folder)).vectors(Made(), texts)
        times = [seconds(lambda: VectorCache(Path(folder)).vectors(Made(), texts)) for _ in range(3)]
    return [row(f"{vectors:,} cached vectors", statistics.median(times), "s", 1)]


def run(folder: str | Path | None = None) -> list[Row]:
    """All rows."""
    return [*speed(folder), *cached()]


if __name__ == "__main__":
    for name, value, unit, _, met in run(*sys.argv[1:2]):
        print(f"{name:<95} {value:>9.3f} {unit:<4} {'' if met else 'MISSED'}")
