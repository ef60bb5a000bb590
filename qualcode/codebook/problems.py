"""One problem of a codebook file, and how it is said."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "advice"]
ProblemKind = Literal["syntax", "structure", "reference", "rule", "advice"]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """What is wrong at one place of a file. `message` is a whole sentence that names the place.

    `line` counts from 1; `where` is the entry alone, such as `code 'cost'`. An error stops the reading of
    the file, advice never does. `kind` says what sort of check found it: the structure (which the JSON
    schema checks too), references between entries, rules, or the syntax of the file.

    >>> Problem(3, "code 'cost'", "code 'cost' has no name.", "Add: name: Cost").sentence("book.yaml")
    "book.yaml:3: code 'cost' has no name. Add: name: Cost"
    """

    line: int
    where: str
    message: str
    remedy: str = ""
    severity: Severity = "error"
    kind: ProblemKind = "structure"

    def sentence(self, file: str = "") -> str:
        """The problem as one sentence with file and line, ready to be shown."""
        place = f"{file}:{self.line}: " if file else f"line {self.line}: "
        return place + self.message + (f" {self.remedy}" if self.remedy else "")

    def __str__(self) -> str:
        return self.sentence()


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Only the problems that stop a file from being read."""
    return [problem for problem in problems if problem.severity == "error"]


def did_you_mean(word: str, options: Sequence[str]) -> str:
    """`Did you mean 'x'? ` (with the blank) when one option is near to the word, otherwise nothing.

    >>> did_you_mean("exmaples", ["examples", "exclude"])
    "Did you mean 'examples'? "
    """
    by_lower = {option.lower(): option for option in reversed(options)}
    near = difflib.get_close_matches(word.lower(), list(by_lower), n=1, cutoff=0.7)
    return f"Did you mean '{by_lower[near[0]]}'? " if near else ""


def listed(words: Iterable[str], *, limit: int = 12) -> str:
    """Words for a sentence: `a, b, c`; what is over the limit is counted.

    >>> listed("abcd", limit=2)
    'a, b and 2 more'
    """
    all_words = list(words)
    if len(all_words) <= limit:
        return ", ".join(all_words)
    return f"{', '.join(all_words[:limit])} and {len(all_words) - limit} more"


def shortened(text: str, length: int = 60) -> str:
    """A value as a message shows it: one line, cut at `length` characters."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"
