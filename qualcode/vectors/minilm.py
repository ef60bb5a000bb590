"""all-MiniLM-L6-v2 without padding: the vectors of sentence-transformers, sooner."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import TYPE_CHECKING

import numpy as np

from qualcode.vectors import package
from qualcode.vectors.pieces import Pieces
from qualcode.vectors.rounding import unit

if TYPE_CHECKING:
    import torch

    from qualcode.vectors.protocol import Progress

SIZE, HEADS, LAYERS = 384, 12, 6
BUDGET = 1024  # word pieces at once: enough to keep a processor core busy, few enough to stay in its cache
EPSILON = 1e-12


class MiniLM:
    """Sentence vectors of all-MiniLM-L6-v2, in English.

    The vectors are those of sentence-transformers, rounded to half precision, so that a vector does not tell what
    other texts it was computed with. A text of more than 254 word pieces is cut into parts of about equal length;
    its vector is the mean of theirs, weighted by length (sentence-transformers drops what comes after the first
    254). Raises `QualcodeError` when the model's files are missing or damaged.
    """

    name = "all-MiniLM-L6-v2-1"
    size = SIZE
    languages: frozenset[str] | None = frozenset({"en"})

    def __init__(self) -> None:
        import torch

        self._pieces = Pieces()
        self._weights = {name: torch.from_numpy(array) for name, array in package.weights().items()}
        self._layers = [self._layer(nth) for nth in range(LAYERS)]

    def __call__(self, texts: Sequence[str], *, progress: Progress | None = None) -> np.ndarray:
        """An array of float32 with the shape (number of texts, 384); texts without words have rows of zeros."""
        sums = np.zeros((len(texts), SIZE), np.float32)
        parts = self._pieces.parts(texts)
        left = np.bincount([text for text, _ in parts], minlength=len(texts))
        parts.sort(key=lambda part: len(part[1]), reverse=True)
        cut = list(batches(parts))
        with closing(self.encoded([[ids for _, ids in batch] for batch in cut])) as encoded:
            for batch, vectors in zip(cut, encoded, strict=True):
                for (text, ids), vector in zip(batch, vectors, strict=True):
                    sums[text] += vector * (len(ids) - 2)
                    left[text] -= 1
                if progress is not None:
                    progress(int((left == 0).sum()), len(texts))
        return unit(sums)

    def encoded(self, batches: Sequence[Sequence[Sequence[int]]]) -> Generator[np.ndarray]:
        """The vectors of batches of sequences of word pieces, in their order.

        Each core takes a batch of its own: that wastes less than sharing every product of matrices among the cores.
        """
        import torch

        cores = torch.get_num_threads()
        pool = ThreadPoolExecutor(cores, initializer=torch.set_num_threads, initargs=(1,))
        try:
            yield from pool.map(self.encode, batches)
        finally:
            pool.shutdown(cancel_futures=True)
            torch.set_num_threads(cores)  # what threads to come begin with

    def encode(self, parts: Sequence[Sequence[int]]) -> np.ndarray:
        """The vectors of sequences of word pieces, each of unit length."""
        import torch

        with torch.inference_mode():
            return self._forward(parts).numpy()

    def _forward(self, parts: Sequence[Sequence[int]]) -> torch.Tensor:
        import torch
        from torch.nn import functional as f

        lengths = [len(part) for part in parts]
        words, places, kinds, scale, shift = self._embedding()
        ids = torch.tensor([piece for part in parts for piece in part])
        place = torch.cat([torch.arange(length) for length in lengths])
        x = f.layer_norm(words[ids] + places[place] + kinds[0], (SIZE,), scale, shift, EPSILON)
        groups = runs(lengths)
        for layer in self._layers:
            qkv = self.product(x, layer[0], layer[1])
            attended = torch.empty_like(x)
            for begin, end, length in groups:
                q, k, v = qkv[begin:end].view(-1, length, 3, HEADS, SIZE // HEADS).permute(2, 0, 3, 1, 4)
                seen = f.scaled_dot_product_attention(q, k, v)
                attended[begin:end] = seen.transpose(1, 2).reshape(-1, SIZE)
            x = f.layer_norm(x + self.product(attended, layer[2], layer[3]), (SIZE,), layer[4], layer[5], EPSILON)
            inner = f.gelu(self.product(x, layer[6], layer[7]))
            x = f.layer_norm(x + self.product(inner, layer[8], layer[9]), (SIZE,), layer[10], layer[11], EPSILON)
        means = [x[begin:end].view(-1, length, SIZE).mean(1) for begin, end, length in groups]
        return f.normalize(torch.cat(means))

    def product(self, x: torch.Tensor, weight: torch.Tensor, shift: torch.Tensor) -> torch.Tensor:
        """x · weightᵀ + shift."""
        from torch.nn import functional as f

        return f.linear(x, weight, shift)

    def _embedding(self) -> tuple[torch.Tensor, ...]:
        names = ("word_embeddings", "position_embeddings", "token_type_embeddings", "LayerNorm")
        tensors = [self._weights[f"embeddings.{name}.weight"] for name in names]
        return (*tensors, self._weights["embeddings.LayerNorm.bias"])

    def _layer(self, nth: int) -> list[torch.Tensor]:
        import torch

        def of(name: str, kind: str) -> torch.Tensor:
            return self._weights[f"encoder.layer.{nth}.{name}.{kind}"]

        three = [f"attention.self.{name}" for name in ("query", "key", "value")]
        found = [torch.cat([of(name, kind) for name in three]) for kind in ("weight", "bias")]
        names = ("attention.output.dense", "attention.output.LayerNorm", "intermediate.dense")
        for name in (*names, "output.dense", "output.LayerNorm"):
            found += [of(name, "weight"), of(name, "bias")]
        return found


def batches(parts: Sequence[tuple[int, list[int]]], budget: int = BUDGET) -> Iterator[list[tuple[int, list[int]]]]:
    """Cut parts into batches of about `budget` word pieces, in their order.

    >>> [len(batch) for batch in batches([(0, [1] * 60), (1, [1] * 60), (2, [1] * 60)], 120)]
    [2, 1]
    """
    batch: list[tuple[int, list[int]]] = []
    pieces = 0
    for part in parts:
        if batch and pieces + len(part[1]) > budget:
            yield batch
            batch, pieces = [], 0
        batch.append(part)
        pieces += len(part[1])
    if batch:
        yield batch


def runs(lengths: Sequence[int]) -> list[tuple[int, int, int]]:
    """Stretches of one length, as (begin, end, length), counted in word pieces.

    >>> runs([3, 3, 2])
    [(0, 6, 3), (6, 8, 2)]
    """
    found: list[tuple[int, int, int]] = []
    begin = 0
    for length in lengths:
        if found and found[-1][2] == length:
            found[-1] = (found[-1][0], begin + length, length)
        else:
            found.append((begin, begin + length, length))
        begin += length
    return found
