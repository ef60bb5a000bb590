"""Why a suggestion was made, in sentences that can be checked against the text."""

from __future__ import annotations

import re

import numpy as np

from qualcode.learning.parts import Fitted
from qualcode.suggesters.cutting import Cut

WORDS = 3
LENGTH = 90


def definition_reason(cut: Cut, at: int, column: int) -> str:
    """The sentence of the definition that a passage is nearest to, and the words they share."""
    features = cut.features
    code = features.codes[column]
    said = sentences_of_code(cut, column)
    shared = shared_words(cut, at, " ".join((code.whole, *code.examples)))
    if features.mean is not None:
        near = features.placed([sentence for _, sentence in said]) @ features.vector[at]
    else:
        stems, _ = features.words.of([sentence for _, sentence in said])
        near = np.asarray((stems @ features.stems[at].T).todense()).ravel()
    kind, best = said[int(np.argmax(near))]
    reason = f"Nearest to the {kind} of “{code.name}”: “{short(best)}”"
    reason += f"; shared words: {', '.join(shared)}." if shared else "; no word is shared, the meaning is near."
    return reason


def sentences_of_code(cut: Cut, column: int) -> list[tuple[str, str]]:
    """What a code says, sentence by sentence: (name, definition or example; the sentence)."""
    code = cut.features.codes[column]
    said = [("name", code.path)]
    said += [("definition", part.rstrip(";")) for part in re.split(r"(?<=[.!?;])\s+", code.definition) if part.strip()]
    return said + [("example", example) for example in code.examples]


def shared_words(cut: Cut, at: int, text: str) -> list[str]:
    """The words of a passage whose stem is in a text too, those first that tell most."""
    features = cut.features
    own = features.words.spoken(cut.segments[at].text)
    other = features.words.spoken(text)
    place = {name: number for number, name in enumerate(features.words.names)}
    row = features.stems[at].toarray().ravel()
    both = sorted((stem for stem in own if stem in other), key=lambda stem: (-row[place[stem]], stem))
    return [own[stem][0] for stem in both[: WORDS + 1]]


def weighted_words(cut: Cut, fitted: Fitted, at: int, column: int) -> tuple[list[str], list[str]]:
    """The words of a passage that speak most for a code, and those that speak against it."""
    features = cut.features
    weight = fitted.word_weights(column)
    row = features.stems[at]
    told = sorted(
        (
            (float(value * weight[stem]), features.words.names[stem])
            for stem, value in zip(row.indices, row.data, strict=True)
        ),
        key=lambda pair: (-pair[0], pair[1]),
    )
    spoken = features.words.spoken(cut.segments[at].text)
    high = max((abs(value) for value, _ in told), default=0.0)
    speaks = [spoken[stem][0] for value, stem in told[:WORDS] if value > 0.15 * high and stem in spoken]
    against = [spoken[stem][0] for value, stem in told[::-1][:WORDS] if value < -0.25 * high and stem in spoken]
    return speaks, against


def short(text: str, length: int = LENGTH) -> str:
    """A text in one line, cut at a word.

    >>> short("We waited a whole year for it", 20)
    'We waited a whole…'
    """
    line = " ".join(text.split())
    return line if len(line) <= length else line[:length].rsplit(" ", 1)[0].rstrip(",;: ") + "…"
