"""The format as data: which entries there are, their fields, and what each field may hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from qualcode.model import APPROACHES, ATTRIBUTE_TYPES, LEVELS, ORIGINS

MARKER = "codebook/1"
LINK_TYPES = (
    "answered_by",
    "informs",
    "interacts",
    "contradicts",
    "supports",
    "leads_to",
    "part_of",
    "same_idea",
    "narrower",
    "broader",
)
ID = re.compile(r"[^\s:;,]+")
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
LANGUAGE = re.compile(r"[a-z]{2,3}([-_][A-Za-z0-9]{2,8})*")

FieldType = Literal["marker", "id", "text", "choice", "flag", "texts", "rules", "patterns", "entries", "mappings"]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an entry. `attribute` is its name in the model, where that differs."""

    name: str
    type: FieldType
    help: str
    required: bool = False
    choices: tuple[str, ...] = ()
    default: str = ""
    pattern: re.Pattern[str] | None = None
    pattern_help: str = ""
    of: str = ""
    attribute: str = ""

    @property
    def model_name(self) -> str:
        """The attribute of the model that holds this field."""
        return self.attribute or self.name


_ID = "Short key that rules, links, tables and exports use. No blanks, commas, semicolons or colons."

FIELDS: dict[str, tuple[Field, ...]] = {
    "codebook": (
        Field("qualcode", "marker", "Format marker, the first line of the file: codebook/1."),
        Field("id", "id", "Short key of the codebook. Without it the file's name is used."),
        Field("name", "text", "Name of the codebook as people read it. Without it the id is used."),
        Field("description", "text", "What the codebook is for, where it comes from, how far it can be trusted."),
        Field("citation", "text", "The publication that the codebook is taken from."),
        Field(
            "approach",
            "choice",
            "School of thematic analysis: reflexive (interpretation, no agreement statistics), "
            "codebook (template, framework, matrix) or reliability (measurement by independent coders).",
            choices=APPROACHES,
            default="reflexive",
        ),
        Field(
            "language",
            "text",
            "Language of the transcripts as a code: en, de, fr, es …",
            default="en",
            pattern=LANGUAGE,
            pattern_help="Write the short code of the language, for example en, de or fr.",
        ),
        Field("attributes", "entries", "Properties of cases, participants or documents.", of="attribute"),
        Field("dimensions", "entries", "Sets of codes that a matrix uses as rows or columns.", of="dimension"),
        Field("themes", "entries", "Themes, in the order in which they are told.", of="theme"),
        Field("codes", "entries", "The codes, in the order in which they are shown.", of="code"),
        Field("links", "entries", "Typed relations between codes or themes.", of="link"),
        Field("displays", "mappings", "Figures and tables that the analysis ends in; free fields."),
    ),
    "attribute": (
        Field("id", "id", _ID, required=True),
        Field("name", "text", "Name as people read it."),
        Field(
            "type",
            "choice",
            "nominal (kinds), ordinal (ordered kinds), number, date or text.",
            choices=ATTRIBUTE_TYPES,
            default="nominal",
        ),
        Field("values", "texts", "The allowed values; lowest first when the type is ordinal."),
        Field("dated", "flag", "true when the value of one object changes over time."),
        Field(
            "applies_to",
            "choice",
            "What has this property: case, participant or document.",
            choices=("case", "participant", "document"),
            default="case",
        ),
        Field("note", "text", "Anything a reader of the attribute should know."),
    ),
    "dimension": (
        Field("id", "id", _ID, required=True),
        Field("name", "text", "Name as people read it."),
        Field("ordered", "flag", "true when the order of its codes means something, such as phases."),
    ),
    "theme": (
        Field("id", "id", _ID, required=True),
        Field("name", "text", "The claim in a phrase, as the report will print it.", required=True),
        Field("part", "text", "Part of the findings that the theme belongs to."),
        Field(
            "central_organising_concept",
            "text",
            "The one idea that holds the theme together, in a sentence. Without it the theme is a candidate.",
        ),
        Field("include", "text", "What belongs to the theme."),
        Field("exclude", "text", "What does not, and where it belongs instead."),
        Field("memo", "text", "Thoughts about the theme."),
    ),
    "code": (
        Field("id", "id", _ID, required=True),
        Field("name", "text", "Name as people read it.", required=True),
        Field("theme", "text", "Id of the theme that the code supports."),
        Field("parent", "text", "Id of the code that this one is a part of."),
        Field("dimension", "text", "Id of the dimension that the code is one value of."),
        Field(
            "level",
            "choice",
            "semantic: what people say; latent: what their words rest on.",
            choices=LEVELS,
        ),
        Field("origin", "choice", "Where the code comes from: data, theory or both.", choices=ORIGINS),
        Field("definition", "text", "What the code means, in a sentence or two."),
        Field("include", "text", "When to use it: signs, typical cases, borderline cases that count."),
        Field("exclude", "text", "When not to use it, and which code to use instead."),
        Field("examples", "texts", "Passages that show the code. One text or a list."),
        Field("rules", "rules", "Queries that propose the code. One query or a list."),
        Field(
            "color",
            "text",
            'Colour as "#RRGGBB", in quotes because # starts a comment.',
            pattern=COLOUR,
            pattern_help='Write six hexadecimal digits in quotes, for example color: "#1f77b4".',
        ),
        Field("memo", "text", "Thoughts about the code."),
    ),
    "rule": (
        Field("id", "id", "Key of the rule. Without it: the code's id and the position, such as cost.r1."),
        Field("query", "text", "A query in the rule language, such as: pay* NEAR/5 (late OR delay)."),
        Field("spacy", "patterns", "For experts: patterns of spaCy's Matcher, each a list of tokens."),
        Field("note", "text", "Why the rule is as it is."),
    ),
    "link": (
        Field("from", "text", "Id of a code or theme, or codebook:id.", required=True, attribute="source"),
        Field("to", "text", "Id of a code or theme, or codebook:id.", required=True, attribute="target"),
        Field("type", "text", f"Kind of relation: {', '.join(LINK_TYPES)}, or your own word.", required=True),
        Field("why", "text", "The reason for the link."),
    ),
}

# What people write instead, where spelling alone does not lead to the right field.
OTHER_WORDS = {
    "title": "name",
    "label": "name",
    "heading": "name",
    "key": "id",
    "code": "id",
    "description": "definition",
    "meaning": "definition",
    "inclusion": "include",
    "exclusion": "exclude",
    "indicators": "rules",
    "keywords": "rules",
    "query": "rules",
    "quotes": "examples",
    "coc": "central_organising_concept",
    "concept": "central_organising_concept",
    "note": "memo",
    "notes": "memo",
    "comment": "memo",
    "source": "citation",
    "pattern": "spacy",
    "lang": "language",
    "category": "theme",
    "display": "displays",
    "relations": "links",
    "schema": "qualcode",
}


def names(kind: str) -> tuple[str, ...]:
    """The names of all fields of a kind of entry, in the order in which they are written."""
    return tuple(field.name for field in FIELDS[kind])
