"""Texts as word pieces."""

from __future__ import annotations

from collections.abc import Sequence

from qualcode.vectors import package

LONGEST = 254  # word pieces of a part, without its two marks: what the model was made for
AT_ONCE = 4096  # texts handed to the tokenizer at once


class Pieces:
    """Cuts texts into the word pieces of all-MiniLM-L6-v2."""

    def __init__(self) -> None:
        self.tokenizer = package.tokenizer()
        vocabulary = self.tokenizer.get_vocab()
        self.begin, self.end, self.unknown = (vocabulary[mark] for mark in ("[CLS]", "[SEP]", "[UNK]"))
        self.count = self.tokenizer.get_vocab_size()
        self.inner = frozenset(piece for form, piece in vocabulary.items() if form.startswith("##"))

    def of(self, texts: Sequence[str]) -> list[list[int]]:
        """The word pieces of each text; none for a text without a word that the model knows."""
        found: list[list[int]] = []
        for begin in range(0, len(texts), AT_ONCE):
            clean = [text.encode("utf-8", "replace").decode() for text in texts[begin : begin + AT_ONCE]]
            encoded = self.tokenizer.encode_batch_fast(clean, add_special_tokens=False)
            for text, pieces in zip(clean, encoded, strict=True):
                ids = pieces.ids if any(map(str.isalnum, text)) else []
                found.append(ids if any(piece != self.unknown for piece in ids) else [])
        return found

    def parts(self, texts: Sequence[str]) -> list[tuple[int, list[int]]]:
        """Texts as parts that the model can take, each with its two marks and with the place of its text."""
        return [
            (place, [self.begin, *part, self.end])
            for place, pieces in enumerate(self.of(texts))
            for part in self.cut(pieces)
        ]

    def cut(self, pieces: list[int]) -> list[list[int]]:
        """Cut a long text into as few parts as can be, of about equal length, between words where there are any."""
        parts = []
        while len(pieces) > LONGEST:
            end = -(-len(pieces) // -(-len(pieces) // LONGEST))
            while end > 1 and pieces[end] in self.inner:
                end -= 1
            end = end if end > 1 else LONGEST
            parts.append(pieces[:end])
            pieces = pieces[end:]
        return [*parts, pieces] if pieces else parts
