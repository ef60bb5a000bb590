"""One code on one passage by one coder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from qualcode.model.codes import Level

CodingOrigin = Literal["hand", "suggestion", "import"]
Stance = Literal["", "for", "against"]
STANCES: tuple[Stance, ...] = get_args(Stance)


@dataclass(frozen=True, slots=True)
class Coding:
    """One code on one passage by one coder. `quote` equals `document.text[start:end]`.

    `document` is the document's id and `code` the code's key. `version` is the number of the act that last touched it.
    """

    id: str
    document: str
    start: int
    end: int
    quote: str
    code: str
    coder: str
    created_at: str = ""
    origin: CodingOrigin = "hand"
    suggester: str = ""
    rule: str = ""
    level: Level | Literal[""] = ""
    stance: Stance = ""
    memo: str = ""
    version: int = 0
