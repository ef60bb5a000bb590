"""Advice from the method: never an error, never a score."""

from __future__ import annotations

import re
from collections.abc import Iterable

from qualcode.codebook.build import Draft
from qualcode.codebook.consistency import parents
from qualcode.codebook.fields import LINK_TYPES
from qualcode.codebook.problems import Problem, did_you_mean
from qualcode.model import Codebook

MOST_THEMES = 6
MOST_LEVELS = 3
TOPIC_NAME = re.compile(
    r"(the |some |key |main |perceived )?"
    r"(benefits?|advantages?|disadvantages?|barriers?|facilitators?|enablers?|drivers?|challenges?|obstacles?|problems?|"
    r"issues?|factors?|types?|kinds?|aspects?|perceptions?|experiences?|attitudes?|views?|opinions?|reasons?|"
    r"strategies|recommendations?|impacts?|effects?|outcomes?|consequences|causes|pros and cons|suggestions?)"
    r"( and \w+)? (of|to|for|in|on|about|with|that|which|towards?|affecting|influencing|around|regarding|when|from)\b",
    re.IGNORECASE,
)
EMERGED = re.compile(
    r"\bthemes?\s+(?:\w+\s+){0,2}emerg\w*|\bemerg(?:ed|ent|ing)\s+themes?|\bsaturat(?:ion|ed)\b", re.IGNORECASE
)


def advice(draft: Draft) -> list[Problem]:
    """Everything that a methods reviewer would ask about this codebook."""
    return [*_themes(draft), *_codes(draft), *_others(draft), *_wording(draft)]


def _advice(line: int, where: str, message: str, remedy: str = "") -> Problem:
    return Problem(line, where, f"{where} {message}", remedy, "advice", "advice")


def levels(book: Codebook) -> dict[str, int]:
    """How deep each code lies: 1 for a code without parent. A code in a circle of parents counts as 1.

    >>> from qualcode.model import Code
    >>> levels(Codebook("b", "B", (Code("a", "A"), Code("b", "B", parent="a"))))
    {'a': 1, 'b': 2}
    """
    parent_of = parents(book)
    result: dict[str, int] = {}
    for code in book.codes:
        path: dict[str, None] = {}
        here = code.id
        while here in parent_of and here not in path:
            path[here] = None
            here = parent_of[here]
        result[code.id] = 1 if here in path else len(path) + 1
    return result


def _themes(draft: Draft) -> Iterable[Problem]:
    themes = draft.book.themes
    if len(themes) > MOST_THEMES:
        what = f"has {len(themes)} themes; more than {MOST_THEMES} are seldom all developed."
        yield _advice(draft.line("codebook", 0, "themes"), "the codebook", what, "Ask whether some belong together.")
    used = {code.theme for code in draft.book.codes}
    for at, theme in enumerate(themes):
        where, line = f"theme '{theme.id}'", draft.line("theme", at, "name")
        if TOPIC_NAME.match(theme.name.strip()):
            what = f"is named '{theme.name}', which names a topic and makes no claim."
            yield _advice(line, where, what, "Say what is shared about it.")
        elif len(theme.name.split()) == 1:
            what = f"is named by the single word '{theme.name}', which names a topic and makes no claim."
            yield _advice(line, where, what, "Say what is shared about it.")
        if not theme.central_organising_concept.strip():
            remedy = "Write in a sentence what holds it together."
            yield _advice(
                draft.line("theme", at), where, "is a candidate: it has no central_organising_concept.", remedy
            )
        if theme.id not in used:
            yield _advice(draft.line("theme", at), where, "rests on no code.", f"Give codes: theme: {theme.id}")


def _codes(draft: Draft) -> Iterable[Problem]:
    book = draft.book
    if not book.codes:
        yield _advice(1, "the codebook", "has no codes yet.", "Add under codes: - {id: …, name: …}")
    depth = levels(book)
    names: dict[tuple[str, str], str] = {}
    for at, code in enumerate(book.codes):
        where, line = f"code '{code.id}'", draft.line("code", at)
        if not code.definition.strip():
            yield _advice(line, where, "has no definition.", "Write what it means, so that another person can use it.")
        if depth[code.id] == MOST_LEVELS + 1:
            what = f"is on level {depth[code.id]}; more than {MOST_LEVELS} levels are hard to code with."
            yield _advice(draft.line("code", at, "parent"), where, what, "Join some levels.")
        twin = names.setdefault((code.parent, code.name.strip().lower()), code.id)
        if twin != code.id:
            what = f"has the same name as '{twin}': '{code.name}'."
            yield _advice(draft.line("code", at, "name"), where, what, "Rename or merge one.")


def _others(draft: Draft) -> Iterable[Problem]:
    for at, link in enumerate(draft.book.links):
        if link.type not in LINK_TYPES:
            remedy = f"{did_you_mean(link.type, LINK_TYPES)}Usual types: {', '.join(LINK_TYPES)}."
            where = f"link '{link.source}' to '{link.target}'"
            yield _advice(draft.line("link", at, "type"), where, f"has a type of its own, '{link.type}'.", remedy)
    for at, attribute in enumerate(draft.book.attributes):
        where, line = f"attribute '{attribute.id}'", draft.line("attribute", at, "values")
        if attribute.type == "ordinal" and len(attribute.values) < 2:
            yield _advice(line, where, "is ordinal without values.", "List them, lowest first.")
        if len(set(attribute.values)) < len(attribute.values):
            yield _advice(line, where, "has a value twice.", "Keep one.")


def _wording(draft: Draft) -> Iterable[Problem]:
    book = draft.book
    texts = [(draft.line("codebook", 0, "description"), "the codebook", book.description)]
    for at, theme in enumerate(book.themes):
        for name in ("central_organising_concept", "include", "exclude", "memo"):
            texts.append((draft.line("theme", at, name), f"theme '{theme.id}'", getattr(theme, name)))
    for line, where, text in texts:
        match = EMERGED.search(text)
        if match:
            remedy = "In reflexive analysis, researchers make themes; saturation is not its measure."
            yield _advice(line, where, f"says '{match.group()}'.", remedy)
