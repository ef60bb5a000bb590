"""What a suggester proposes. Never counted as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Verdict = Literal["accepted", "recoded", "rejected", "skipped"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


@dataclass(frozen=True, slots=True, order=True)
class Suggestion:
    """A code proposed for a passage, with the reason in a sentence.

    `document` is the document's id. `quote` equals `document.text[start:end]`; `score` is in [0, 1].
    `rule` and `version` name the rule (or model) and a hash of what it was, so that a changed rule asks anew.
    """

    document: str
    start: int
    end: int
    code: str
    suggester: str
    rule: str = ""
    version: str = ""
    score: float = 0.0
    quote: str = ""
    speaker: str = ""
    reason: str = ""
