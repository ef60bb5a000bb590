"""What entries say of each other: unknown ids, repeated ids, cycles, and rules that do not parse."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from qualcode.codebook.build import Draft
from qualcode.codebook.problems import Problem, did_you_mean, listed, shortened
from qualcode.errors import QueryError
from qualcode.model import Codebook

CheckRule = Callable[[str], object]


def consistency(draft: Draft, check_rule: CheckRule | None = None) -> list[Problem]:
    """All problems between the entries of one codebook. `check_rule` raises QueryError for a bad query."""
    problems = [*_repeated(draft), *_unknown(draft), *_cycles(draft), *_links(draft)]
    if check_rule is not None:
        problems += _unparsed(draft, check_rule)
    return problems


def _repeated(draft: Draft) -> Iterable[Problem]:
    book = draft.book
    groups: list[tuple[str, list[tuple[str, int]]]] = [
        ("code", [(code.id, draft.line("code", at)) for at, code in enumerate(book.codes)]),
        ("theme", [(theme.id, draft.line("theme", at)) for at, theme in enumerate(book.themes)]),
        ("dimension", [(entry.id, draft.line("dimension", at)) for at, entry in enumerate(book.dimensions)]),
        ("attribute", [(entry.id, draft.line("attribute", at)) for at, entry in enumerate(book.attributes)]),
        (
            "rule",
            [
                (
                    rule.id,
                    draft.line("rule", at, str(number))
                    if ("rule", at, str(number)) in draft.lines
                    else draft.line("code", at, "rules"),
                )
                for at, code in enumerate(book.codes)
                for number, rule in enumerate(code.rules)
            ],
        ),
    ]
    for kind, ids in groups:
        first: dict[str, int] = {}
        for identity, line in ids:
            if identity not in first:
                first[identity] = line
                continue
            where = f"{kind} '{identity}'"
            message = f"{where} has an id that the {kind} in line {first[identity]} has already."
            yield Problem(line, where, message, "Give one of them another id.", kind="reference")
    themes = {theme.id for theme in book.themes}
    for at, code in enumerate(book.codes):
        if code.id in themes:
            where = f"code '{code.id}'"
            message = f"{where} has the id of a theme, so that links cannot tell them apart."
            remedy = "Give one of them another id."
            yield Problem(draft.line("code", at), where, message, remedy, "advice", "advice")


def _unknown(draft: Draft) -> Iterable[Problem]:
    book = draft.book
    known = {
        "theme": {theme.id: theme.name for theme in book.themes},
        "parent": {code.id: code.name for code in book.codes},
        "dimension": {dimension.id: dimension.name for dimension in book.dimensions},
    }
    plural = {"theme": "themes", "parent": "codes", "dimension": "dimensions"}
    for at, code in enumerate(book.codes):
        for name, options in known.items():
            wanted = getattr(code, name)
            if wanted and wanted not in options:
                where = f"code '{code.id}'"
                message = f"{where} has the {name} '{shortened(wanted)}', which is not among the {plural[name]}."
                remedy = _nearest(wanted, options) + (
                    f"The {plural[name]} are: {listed(options)}." if options else f"Add it under {plural[name]}."
                )
                yield Problem(draft.line("code", at, name), where, message, remedy, kind="reference")


def _nearest(wanted: str, options: dict[str, str]) -> str:
    for identity, name in options.items():
        if name and name.lower() == wanted.lower():
            return f"Did you mean '{identity}'? "
    return did_you_mean(wanted, list(options))


def parents(book: Codebook) -> dict[str, str]:
    """Each code's parent, without parents that do not exist."""
    ids = {code.id for code in book.codes}
    return {code.id: code.parent for code in book.codes if code.parent in ids}


def cycles(parent_of: dict[str, str]) -> list[list[str]]:
    """Codes that are their own ancestors, one list for each circle, in order of the file.

    >>> cycles({"a": "b", "b": "a", "c": "a"})
    [['a', 'b']]
    """
    found: list[list[str]] = []
    done: set[str] = set()
    for start in parent_of:
        path: list[str] = []
        here = start
        while here in parent_of and here not in done:
            if here in path:
                found.append(path[path.index(here) :])
                break
            path.append(here)
            here = parent_of[here]
        done.update(path)
    return found


def _cycles(draft: Draft) -> Iterable[Problem]:
    position = {code.id: at for at, code in enumerate(draft.book.codes)}
    for circle in cycles(parents(draft.book)):
        where = f"code '{circle[0]}'"
        if len(circle) == 1:
            message = f"{where} is its own parent."
        else:
            message = f"{where} is its own ancestor: {' → '.join([*circle, circle[0]])} (each has the next as parent)."
        line = draft.line("code", position[circle[0]], "parent")
        yield Problem(line, where, message, "Delete one of the parents.", kind="reference")


def _links(draft: Draft) -> Iterable[Problem]:
    book = draft.book
    known: Sequence[str] = [
        *(theme.id for theme in book.themes),
        *(code.id for code in book.codes),
        *(dimension.id for dimension in book.dimensions),
    ]
    for at, link in enumerate(book.links):
        for end, name in ((link.source, "from"), (link.target, "to")):
            other, colon, identity = end.partition(":")
            if colon and other != book.id:
                continue
            wanted = identity if colon else end
            if wanted not in known:
                where = f"link '{link.source}' to '{link.target}'"
                message = f"{where} names '{shortened(wanted)}', which is neither a code nor a theme."
                remedy = f"{did_you_mean(wanted, known)}Another codebook's code is written as codebook:id."
                yield Problem(draft.line("link", at, name), where, message, remedy, kind="reference")


def _unparsed(draft: Draft, check_rule: CheckRule) -> Iterable[Problem]:
    for at, code in enumerate(draft.book.codes):
        for number, rule in enumerate(code.rules):
            if not rule.query:
                continue
            try:
                check_rule(rule.query)
            except QueryError as error:
                where = f"code '{code.id}', rule '{rule.id}'"
                first, *rest = str(error).split("\n")
                message = f"{where} cannot be understood: {first}"
                yield Problem(
                    draft.line("rule", at, str(number)),
                    where,
                    message,
                    "\n".join(["", *rest]) if rest else "",
                    kind="rule",
                )
