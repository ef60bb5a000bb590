"""Cases, organisations, participants, and who counts as a voice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

Role = Literal["participant", "interviewer", "researcher"]
ROLES: tuple[Role, ...] = get_args(Role)
AttributeType = Literal["nominal", "ordinal", "number", "date", "text"]
ATTRIBUTE_TYPES: tuple[AttributeType, ...] = get_args(AttributeType)


@dataclass(frozen=True, slots=True)
class Participant:
    """A speaker with attributes. Only the role `participant` is evidence."""

    id: str
    name: str
    role: Role = "participant"
    sector: str = ""
    seniority: str = ""
    organisation: str = ""
    case: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation nested in a case."""

    id: str
    name: str
    case: str
    sector: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """What is compared: a partnership, a site, a person."""

    id: str
    name: str
    label: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Attribute:
    """A property of cases, participants or documents. `values` are the allowed ones, in order when ordinal.

    A `dated` attribute may have several values of one object, each from a date on.
    """

    id: str
    name: str = ""
    type: AttributeType = "nominal"
    values: tuple[str, ...] = ()
    dated: bool = False
    applies_to: Literal["case", "participant", "document"] = "case"
    note: str = ""
