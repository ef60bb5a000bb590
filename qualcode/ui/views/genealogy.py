"""How a theme came to be: its codes made, merged, renamed and split, then the theme itself, from the history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

Image = Mapping[str, Any]
Row = Mapping[str, Any]
TABLES = ("themes", "theme_codes", "codes")
NAMED = ("themes", "codes")
SCOPE = {"include": "what is in", "exclude": "what is out", "part": "its part", "memo": "its memo"}


@dataclass(frozen=True, slots=True)
class Step:
    """One act in the life of a theme: who did it, when (UTC, ISO text), what happened in sentences, and why."""

    seq: int
    at: str
    coder: str
    what: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Genealogy:
    """The life of a theme up to a moment, and what it was then (name "" where it did not exist)."""

    steps: tuple[Step, ...] = ()
    name: str = ""
    status: str = ""
    concept: str = ""
    codes: tuple[str, ...] = ()


def genealogy(images: Sequence[Image], theme: str, *, until: str = "") -> Genealogy:
    """The life of a theme, from `study.history.images(*TABLES)`.

    Acts that are undone at `until` (a moment in UTC, ISO text; "" is now) are left out, and so are the undoings. The
    life of a code is told as far as it led to a code of the theme: what was merged into it, what it was split from.

    Args:
        theme: the id of the theme.
    """
    told = [image for image in images if not until or image["at"] <= until]
    known = _Known.of(told)
    standing = _standing(told)
    family = _family([image for image in told if image["seq"] in standing], theme, known)
    steps, names = [], dict[str, str]()
    for seq, group in groupby(told, key=lambda image: image["seq"]):
        act = list(group)
        before = dict(names)
        names.update(
            (image["row"], image["after"]["name"]) for image in act if image["table"] in NAMED and image["after"]
        )
        if seq in standing and (what := tuple(_sentences(act, theme, family, names, before))):
            steps.append(Step(seq, act[0]["at"], act[0]["coder"], what, act[0]["why"]))
    row = known.themes.get(theme, {})
    return Genealogy(
        tuple(steps),
        name=str(row.get("name", "")),
        status=str(row.get("status", "")),
        concept=str(row.get("central_organising_concept", "")),
        codes=tuple(known.codes[code]["name"] for code in known.codes if (theme, code) in known.places),
    )


@dataclass(slots=True)
class _Known:
    """The rows as the last image left them: themes and codes by id, with names that outlive a row."""

    themes: dict[str, Row] = field(default_factory=dict)
    codes: dict[str, Row] = field(default_factory=dict)
    places: set[tuple[str, str]] = field(default_factory=set)

    @classmethod
    def of(cls, images: Iterable[Image]) -> _Known:
        known, places = cls(), dict[str, tuple[str, str]]()
        for image in images:
            row = image["after"]
            if image["table"] == "theme_codes":
                places.pop(image["row"], None)
                if row is not None:
                    places[image["row"]] = (row["theme_id"], row["code_id"])
            elif row is not None:
                (known.themes if image["table"] == "themes" else known.codes)[image["row"]] = row
            elif image["table"] == "themes":
                known.themes.pop(image["row"], None)
        known.places = set(places.values())
        return known


def _family(images: Sequence[Image], theme: str, known: _Known) -> set[str]:
    """The codes that ever were in the theme, with those merged into them, and so on."""
    family = {
        row["code_id"]
        for image in images
        if image["table"] == "theme_codes"
        for row in (image["before"], image["after"])
        if row and row["theme_id"] == theme
    }
    into: dict[str, set[str]] = {}
    for code, row in known.codes.items():
        if row["merged_into_id"]:
            into.setdefault(row["merged_into_id"], set()).add(code)
    fresh = set(family)
    while fresh:
        fresh = set().union(*(into.get(code, set()) for code in fresh)) - family
        family |= fresh
    return family


def _standing(images: Sequence[Image]) -> set[int]:
    """The acts that stand: not undone, or done again; the acts that undo others are none of them."""
    undone = {image["seq"]: image["undone"] for image in images}
    stands: dict[int, bool] = {}
    for seq in sorted(undone, reverse=True):
        by = undone[seq]
        stands[seq] = not by or not stands.get(by, False)
    return {image["seq"] for image in images if stands[image["seq"]] and image["act"] != "history.undo"}


def _sentences(
    act: Sequence[Image], theme: str, family: set[str], names: Mapping[str, str], before: Mapping[str, str]
) -> Iterable[str]:
    """What one act did to the theme and its codes; `names` are those of themes and codes after it, by id."""
    codes = [image for image in act if image["table"] == "codes" and image["row"] in family]
    made = [image["row"] for image in codes if image["before"] is None and image["after"]]
    if made:
        new = next(image for image in codes if image["row"] in made)
        yield f"{_codes(made, names)} {_came_by(new, len(made))}."
    for image in codes:
        yield from _of_code(image, names)
    places = [image for image in act if image["table"] == "theme_codes"]
    came = [i["after"]["code_id"] for i in places if _theme(i["after"]) == theme and _theme(i["before"]) != theme]
    gone = [i["before"]["code_id"] for i in places if _theme(i["before"]) == theme and _theme(i["after"]) != theme]
    own = [image for image in act if image["table"] == "themes" and image["row"] == theme]
    for image in own:
        yield from _of_theme(image, "these codes" if came == made else _codes(came, names, the="the") if came else "")
    merged = [image["row"] for image in act if _merged_into(image, before.get(theme, ""))] if not own else []
    if merged:
        with_codes = f", and {_codes(came, names, the='the')} came in" if came else ""
        yield f"The theme {_list(merged, names)} was merged into it{with_codes}."
    elif came and not any(image["before"] is None for image in own):
        yield f"{_codes(came, names)} came in."
    if gone and not any(image["after"] is None for image in own):
        yield f"{_codes(gone, names)} went out."


def _came_by(image: Image, count: int) -> str:
    """How codes came into the study; `image` is the making of one of them."""
    if image["act"] == "codebook.use":
        return "came in with a codebook"
    was = "was" if count == 1 else "were"
    if image["act"] == "codebook.split":
        return f"{was} made to split “{image['after']['memo'].removeprefix('Split from ').removesuffix('.')}”"
    return f"{was} made"


def _merged_into(image: Image, name: str) -> bool:
    after = image["after"] if image["table"] == "themes" and image["act"] == "themes.merge" else None
    return bool(after and after["discarded_because"].startswith(f"merged into {name}"))


def _of_code(image: Image, names: Mapping[str, str]) -> Iterable[str]:
    before, after = image["before"], image["after"]
    if before is None or after is None:
        return
    if before["name"] != after["name"]:
        yield f"The code “{before['name']}” was renamed “{after['name']}”."
    if after["merged_into_id"] and not before["merged_into_id"]:
        target = names.get(after["merged_into_id"], "another")
        yield f"The code “{after['name']}” was merged into “{target}”."
    elif before["status"] == "active" and after["status"] == "retired":
        yield f"The code “{after['name']}” was retired."
    elif before["status"] == "retired" and after["status"] == "active":
        yield f"The code “{after['name']}” came back into use."
    if before["definition"] != after["definition"]:
        yield f"The definition of “{after['name']}” was {'written' if not before['definition'] else 'reworded'}."


def _of_theme(image: Image, codes: str) -> Iterable[str]:
    before, after = image["before"], image["after"]
    if after is None:
        return
    concept = after["central_organising_concept"].strip()
    if before is None:
        kind = "was defined" if concept else "began as a candidate"
        yield f"The theme “{after['name']}” {kind}{f', of {codes}' if codes else ''}."
        if concept:
            yield f"Its claim: “{concept}”"
        return
    if before["name"] != after["name"]:
        yield f"Renamed from “{before['name']}” to “{after['name']}”."
    earlier = before["central_organising_concept"].strip()
    if concept != earlier:
        if not earlier:
            yield f"Defined by the claim “{concept}”"
        elif not concept:
            yield "Its claim was taken away: a candidate again."
        else:
            yield f"Its claim became “{concept}”"
    scope = [words for name, words in SCOPE.items() if before[name] != after[name]]
    if scope:
        yield f"Reworded: {', '.join(scope)}."
    if after.get("kept_because", "") != before.get("kept_because", ""):
        yield "Kept, after a review."
    if after["status"] == "discarded" and before["status"] != "discarded":
        because = after["discarded_because"].removesuffix(f": {image['why']}")
        yield f"Discarded: {because}." if image["act"] == "themes.merge" else "Discarded."
    elif before["status"] == "discarded" and after["status"] != "discarded":
        yield "Taken up again."


def _theme(row: Row | None) -> str:
    return str(row["theme_id"]) if row else ""


def _codes(ids: Sequence[str], names: Mapping[str, str], *, the: str = "The") -> str:
    """Codes by name, in a sentence.

    >>> _codes(["1"], {"1": "Cost"}), _codes(["1", "2"], {"1": "Cost", "2": "Wait"}, the="the")
    ('The code “Cost”', 'the codes “Cost” and “Wait”')
    """
    return f"{the} code{'s' if len(ids) > 1 else ''} {_list(ids, names)}"


def _list(ids: Sequence[str], names: Mapping[str, str]) -> str:
    quoted = [f"“{names[id_]}”" for id_ in ids]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"
