"""Static vectors: a text is the weighted mean of its word pieces, each known from all-MiniLM-L6-v2 beforehand.

The method is that of model2vec (Tulkens & van Dongen, 2024): every word piece goes through the model once, the
results are reduced and evened out by a principal component analysis, and frequent pieces count less (SIF weights,
Arora et al., 2017, with the frequencies of Zipf's law, since the vocabulary is in the order of frequency).
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from qualcode.vectors import package
from qualcode.vectors.pieces import Pieces
from qualcode.vectors.rounding import unit

if TYPE_CHECKING:
    from qualcode.vectors.protocol import Progress

SCHEME = 1  # raise it when the table is built in another way
SIZE = 256
ORDERED = 1000  # pieces before this one are marks and single letters, in no order of frequency
HALF = 20_000  # the rank of the piece that counts half
AT_ONCE = 2048  # texts


class Static:
    """Sentence vectors for speed, in English: about a hundred times as fast as the model, and less exact.

    The order of words does not count, nor does how long a text is. The table of word pieces is built with the model
    when it is first needed, in about half a minute, and kept in `cache_folder()`; a damaged table, or one that
    cannot be kept, is built again. `name` tells the table, so that vectors of another one are never mixed in.
    """

    size = SIZE
    languages: frozenset[str] | None = frozenset({"en"})

    def __init__(self) -> None:
        self._pieces = Pieces()
        path = table_path()
        table = _load(path) if path else None
        if table is None or table.shape != (self._pieces.count, SIZE):
            table = build(self._pieces)
            if path:
                _save(path, table)
        self._table = table.astype(np.float32)
        self.name = f"all-MiniLM-L6-v2-static-{SCHEME}-{hashlib.sha256(table.tobytes()).hexdigest()[:12]}"

    def __call__(self, texts: Sequence[str], *, progress: Progress | None = None) -> np.ndarray:
        """An array of float32 with the shape (number of texts, 256); texts without words have rows of zeros."""
        sums = np.zeros((len(texts), SIZE), np.float32)
        for begin in range(0, len(texts), AT_ONCE):
            pieces = self._pieces.of(texts[begin : begin + AT_ONCE])
            for place, ids in enumerate(pieces, start=begin):
                if ids:
                    sums[place] = self._table[ids].sum(0)
            if progress is not None:
                progress(begin + len(pieces), len(texts))
        return unit(sums)


def build(pieces: Pieces) -> np.ndarray:
    """The table of weighted vectors of all word pieces, as float16 with the shape (pieces, 256)."""
    from qualcode.vectors.minilm import BUDGET, MiniLM

    model, together = MiniLM(), BUDGET // 3
    alone = [[pieces.begin, piece, pieces.end] for piece in range(pieces.count)]
    batches = [alone[begin : begin + together] for begin in range(0, len(alone), together)]
    vectors = np.concatenate(list(model.encoded(batches))).astype(np.float64)
    vectors -= vectors[ORDERED:].mean(0)
    values, axes = np.linalg.eigh(np.cov(vectors[ORDERED:].T))
    chosen = np.argsort(values)[::-1][:SIZE]
    reduced = vectors @ axes[:, chosen] / values[chosen] ** 0.25  # the root of the deviations: between none and equal
    rank = np.maximum(np.arange(pieces.count) - ORDERED, 0) + 3
    weighted: np.ndarray = (reduced * (rank / (rank + HALF))[:, None]).astype(np.float16)
    weighted[[pieces.begin, pieces.end, pieces.unknown]] = 0
    return weighted


def cache_folder() -> Path | None:
    """Where this computer keeps what can be computed again: `QUALCODE_CACHE`, or the user's folder for such things.

    None where the user has no folder.
    """
    named = os.environ.get("QUALCODE_CACHE")
    if named:
        return Path(named)
    try:
        if sys.platform == "win32":
            return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "qualcode"
        if sys.platform == "darwin":
            return Path.home() / "Library" / "Caches" / "qualcode"
        return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "qualcode"
    except RuntimeError:  # no home
        return None


def table_path() -> Path | None:
    """The file of the table for the installed model; None where there is no folder for it."""
    folder = cache_folder()
    return folder / f"static-{SCHEME}-{package.fingerprint()}.table" if folder else None


def _load(path: Path) -> np.ndarray | None:
    try:
        content = path.read_bytes()
        if hashlib.sha256(content[32:]).digest() != content[:32]:
            return None
        table: np.ndarray = np.load(io.BytesIO(content[32:]), allow_pickle=False)
    except (OSError, ValueError, EOFError):
        return None
    return table if table.dtype == np.float16 else None


def _save(path: Path, table: np.ndarray) -> None:
    """All or nothing. A folder that cannot be written is not an error, only slower."""
    buffer = io.BytesIO()
    np.save(buffer, table, allow_pickle=False)
    content = buffer.getvalue()
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(hashlib.sha256(content).digest() + content)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
