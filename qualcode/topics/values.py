"""What a topic model found, as values that can be kept in a file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, get_args

Method = Literal["bertopic", "nmf"]
METHODS: tuple[Method, ...] = get_args(Method)
IN_LABEL = 4
STABLE, PARTLY = 0.75, 0.6


@dataclass(frozen=True, slots=True)
class Pattern:
    """Words that go together in some passages. `words` are its most telling ones with weights, the highest first.

    `size` counts passages. `stability` is between 0 and 1, see `grouping.stability`.
    """

    number: int
    words: tuple[tuple[str, float], ...]
    size: int
    stability: float

    @property
    def label(self) -> str:
        """Its first words. They are no name: a person gives names.

        >>> Pattern(1, (("pay", 0.9), ("price", 0.5)), 12, 0.8).label
        'pay · price'
        """
        return " · ".join(word for word, _ in self.words[:IN_LABEL])


@dataclass(frozen=True, slots=True)
class Member:
    """A passage of a pattern; `likeness` says how near it is to the middle of its pattern (cosine, at most 1)."""

    document: str
    start: int
    end: int
    pattern: int
    likeness: float


@dataclass(frozen=True, slots=True)
class WordPatterns:
    """All patterns of one run. A passage is in one pattern or, when none of its words is in any, in none.

    `left_out` says how many passages did not take part, by reason; `outside` are those that took part and are in no
    pattern (document, start, end). `tried` are the numbers of patterns that were compared: number, mean stability,
    lowest stability. `notes` are sentences for the reader. `state` is what the run was made of, by document.
    """

    method: Method
    seed: int
    patterns: tuple[Pattern, ...]
    members: tuple[Member, ...]
    asked: int | None = None
    model: str = ""
    outside: tuple[tuple[str, int, int], ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict, hash=False)
    tried: tuple[tuple[int, float, float], ...] = ()
    notes: tuple[str, ...] = ()
    state: Mapping[str, str] = field(default_factory=dict, hash=False)

    def __getitem__(self, number: int) -> Pattern:
        """The pattern of this number; KeyError when there is none."""
        for pattern in self.patterns:
            if pattern.number == number:
                return pattern
        raise KeyError(number)

    def as_json(self) -> str:
        """The run as text; the same run gives the same text."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> WordPatterns:
        """The run that `as_json` wrote; ValueError, KeyError or TypeError for anything else."""
        found: dict[str, Any] = json.loads(text)
        found["patterns"] = tuple(
            Pattern(
                item["number"], tuple((word, weight) for word, weight in item["words"]), item["size"], item["stability"]
            )
            for item in found["patterns"]
        )
        found["members"] = tuple(Member(**item) for item in found["members"])
        for name in ("outside", "tried"):
            found[name] = tuple(tuple(item) for item in found[name])
        found["notes"] = tuple(found["notes"])
        return cls(**found)


def in_words(stability: float) -> str:
    """Stability in words, at the bounds of Hennig (2007).

    >>> [in_words(value) for value in (0.9, 0.75, 0.7, 0.6, 0.59, 0.0)]
    ['stable', 'stable', 'partly stable', 'partly stable', 'unstable', 'unstable']
    """
    return "stable" if stability >= STABLE else "partly stable" if stability >= PARTLY else "unstable"
