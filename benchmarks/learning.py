"""What learning costs: training on codings and ranking 20,000 passages anew, as ratios to tokenising their words.

`python benchmarks/learning.py [FOLDER]` prints it. The vectors are made up, since what making them costs is measured in
`benchmarks/vectors.py`; everything else is what a run does.
"""

from __future__ import annotations

import hashlib
import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from benchmarks.rules import Row, documents

CODED = (200, 1000, 4000)
PASSAGES = 20_000
ROOT = Path(__file__).parents[1]


def run(folder: str | None = None) -> list[Row]:
    """In a process of its own, so that its memory can be told."""
    command = [sys.executable, "-m", "benchmarks.learning", "--rows", *([folder] if folder else [])]
    out = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout
    rows = []
    for line in out.splitlines():
        name, value, unit, budget = line.split("\t")
        limit = float(budget) if budget else None
        rows.append((name, float(value), unit, limit, limit is None or float(value) <= limit))
    return rows


def measure(folder: str | None) -> list[tuple[str, float, str, float | None]]:
    """Names, values, units, budgets."""
    import spacy

    from qualcode.learning import Features, Passages, code_texts, compare, learn
    from qualcode.project import read_codebook
    from qualcode.text import segments

    pieces = [segment for document in documents(folder) for segment in segments(document, "window")]
    pieces = (pieces * (PASSAGES // max(len(pieces), 1) + 1))[:PASSAGES]
    codes = code_texts(read_codebook(ROOT / "codebooks" / "taylor2023_responsiveness.yaml").codes)
    nlp = spacy.blank("en")
    begin = time.perf_counter()
    for piece in pieces:
        nlp.make_doc(piece.text)
    tokenising = time.perf_counter() - begin
    table = np.random.default_rng(0).normal(size=(50_000, 384)).astype(np.float32)
    table /= np.linalg.norm(table, axis=1, keepdims=True)

    def vectors(texts):  # type: ignore[no-untyped-def]
        return table[[int(hashlib.md5(text.encode()).hexdigest()[:8], 16) % len(table) for text in texts]]

    begin = time.perf_counter()
    passages = Passages(
        [piece.text for piece in pieces], [[piece.text] for piece in pieces], [piece.document for piece in pieces]
    )
    features = Features(passages, codes, vectors=vectors)
    cold = compare(features)
    found = time.perf_counter() - begin
    rows: list[tuple[str, float, str, float | None]] = [
        (
            f"{PASSAGES} passages as numbers, likeness to {len(codes)} codes / tokenising them",
            found / tokenising,
            "x",
            5,
        )
    ]
    random = np.random.default_rng(1)
    for coded in CODED:
        train = np.sort(random.choice(PASSAGES, coded, replace=False))
        labels = np.zeros((PASSAGES, len(codes)), bool)
        labels[train, random.integers(0, len(codes), coded)] = True
        begin = time.perf_counter()
        learn(features, cold, labels, train)
        spent = time.perf_counter() - begin
        rows.append(
            (f"learning from {coded} codings, {PASSAGES} passages ranked / tokenising", spent / tokenising, "x", 12)
        )
    rows.append(("peak memory of it", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "MB", 2000))
    return rows


if __name__ == "__main__":
    arguments = [one for one in sys.argv[1:] if one != "--rows"]
    for name, value, unit, budget in measure(arguments[0] if arguments else None):
        if "--rows" in sys.argv:
            print(name, value, unit, budget if budget is not None else "", sep="\t")
        else:
            print(f"{name}: {value:.2f} {unit}")
