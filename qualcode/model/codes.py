"""Codes, rules, the themes and links that a codebook holds."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Literal, get_args

from qualcode.model.people import Attribute

Level = Literal["semantic", "latent"]
LEVELS: tuple[Level, ...] = get_args(Level)
Origin = Literal["data", "theory", "both"]
ORIGINS: tuple[Origin, ...] = get_args(Origin)
Approach = Literal["reflexive", "codebook", "reliability"]
APPROACHES: tuple[Approach, ...] = get_args(Approach)


@dataclass(frozen=True, slots=True)
class Rule:
    """A query that proposes one code. Exactly one of `query` and `spacy` (raw Matcher patterns) is set."""

    id: str
    query: str = ""
    spacy: tuple[Any, ...] = field(default=(), hash=False)
    note: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    """A code. `id` is the short key that files, rules and exports use."""

    id: str
    name: str
    definition: str = ""
    include: str = ""
    exclude: str = ""
    examples: tuple[str, ...] = ()
    parent: str = ""
    theme: str = ""
    dimension: str = ""
    level: Level | Literal[""] = ""
    origin: Origin | Literal[""] = ""
    rules: tuple[Rule, ...] = ()
    color: str = ""
    memo: str = ""


@dataclass(frozen=True, slots=True)
class ThemeEntry:
    """A theme as a codebook states it. Without a central organising concept it is a candidate."""

    id: str
    name: str
    central_organising_concept: str = ""
    part: str = ""
    include: str = ""
    exclude: str = ""
    memo: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A typed relation between two codes or themes, of this codebook or, as `codebook:id`, of another."""

    source: str
    target: str
    type: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Dimension:
    """A set of codes that a matrix uses as its rows or columns."""

    id: str
    name: str = ""
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Codebook:
    """Codes with definitions and rules, and what belongs to them. The order of the file is kept."""

    id: str
    name: str
    codes: tuple[Code, ...] = ()
    themes: tuple[ThemeEntry, ...] = ()
    links: tuple[Link, ...] = ()
    dimensions: tuple[Dimension, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    displays: tuple[Any, ...] = field(default=(), hash=False)
    description: str = ""
    citation: str = ""
    approach: Approach = "reflexive"
    language: str = "en"

    def code(self, id: str) -> Code:
        """The code with this id; KeyError when there is none."""
        for code in self.codes:
            if code.id == id:
                return code
        raise KeyError(id)

    def with_code(self, code: Code) -> Codebook:
        """A codebook in which `code` stands in place of the code with its id, or at the end."""
        if any(old.id == code.id for old in self.codes):
            return replace(self, codes=tuple(code if old.id == code.id else old for old in self.codes))
        return replace(self, codes=(*self.codes, code))
