"""How a theme came to be: its codes made, merged, renamed and split, then the theme itself, from the history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

Image = Mapping[str, Any]
Row = Mapping[str, Any]
TABLES = ("themes", "theme_codes", "codes")
SCOPE = {"include": "what is in", "exclude": "what is out", "part": "its part", "memo": "its memo"}


@dataclass(frozen=True, slots=True)
class Step:
    """One act in the life of a theme: who did it, when (UTC, ISO text), what happened in sentences, and why."""

    seq: int
    at: str
    coder: str
    what: tuple[str, ...]
    why: str

    @property
    def day(self) -> str:
        """The day, as ISO text."""
        return self.at[:10]


@dataclass(frozen=True, slots=True)
class Genealogy:
    """The life of a theme up to a day, and what it was at the end of that day (name "" where it did not exist)."""

    steps: tuple[Step, ...] = ()
    name: str = ""
    status: str = ""
    concept: str = ""
    codes: tuple[str, ...] = ()


def genealogy(images: Sequence[Image], theme: str, *, until: str = "") -> Genealogy:
    """The life of a theme, from `study.history.images(*TABLES)`.

    Acts that are undone at the end of `until` (a day, ISO text; "" is now) are left out, and so are the undoings. The
    life of a code is told as far as it led to a code of the theme: what was merged into it, what it was split from.

    Args:
        theme: the id of the theme.
    """
    told = [image for image in images if not until or image["at"][:10] <= until]
    known = _Known.of(told)
    family = _family(told, theme, known)
    standing = _standing(told)
    steps = []
    for seq, group in groupby((image for image in told if image["seq"] in standing), key=lambda image: image["seq"]):
        act = list(group)
        if what := tuple(_sentences(act, theme, family, known)):
            first = act[0]
            steps.append(Step(seq, first["at"], first["coder"], what, first["why"]))
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


def _sentences(act: Sequence[Image], theme: str, family: set[str], known: _Known) -> Iterable[str]:
    name = known.codes.__getitem__
    by = act[0]["act"]
    codes = [image for image in act if image["table"] == "codes" and image["row"] in family]
    made = [image["after"]["name"] for image in codes if image["before"] is None and image["after"]]
    if made:
        origin = {"codebook.use": " came in with a codebook", "codebook.split": f" made: {_lower(act[0]['summary'])}"}
        yield f"{_codes(made)}{origin.get(by, f' {_was(made)} made')}."
    for image in codes:
        yield from _of_code(image, known)
    places = [image for image in act if image["table"] == "theme_codes"]
    inward = [i for i in places if _theme(i["after"]) == theme and _theme(i["before"]) != theme]
    outward = [i for i in places if _theme(i["before"]) == theme and _theme(i["after"]) != theme]
    own = [image for image in act if image["table"] == "themes" and image["row"] == theme]
    came = [name(image["after"]["code_id"])["name"] for image in inward]
    for image in own:
        yield from _of_theme(image, came)
    if came and not any(image["before"] is None for image in own):
        others = [i for i in act if i["table"] == "themes" and i["row"] != theme and by == "themes.merge"]
        origin = " and ".join(f"“{image['after']['name']}”" for image in others if image["after"])
        yield f"{_codes(came)} came in{f' with the theme {origin}, which was merged into it' if origin else ''}."
    elif by == "themes.merge" and not own and inward:
        yield f"{act[0]['summary']}."
    if outward and not any(image["after"] is None for image in own):
        gone = [name(image["before"]["code_id"])["name"] for image in outward]
        yield f"{_codes(gone)} went out."


def _of_code(image: Image, known: _Known) -> Iterable[str]:
    before, after = image["before"], image["after"]
    if before is None or after is None:
        return
    if before["name"] != after["name"]:
        yield f"The code “{before['name']}” was renamed “{after['name']}”."
    if after["merged_into_id"] and not before["merged_into_id"]:
        target = known.codes.get(after["merged_into_id"], {}).get("name", "another")
        yield f"The code “{after['name']}” was merged into “{target}”."
    elif before["status"] == "active" and after["status"] == "retired":
        yield f"The code “{after['name']}” was retired."
    elif before["status"] == "retired" and after["status"] == "active":
        yield f"The code “{after['name']}” came back into use."
    if before["definition"] != after["definition"]:
        yield f"The definition of “{after['name']}” was {'written' if not before['definition'] else 'reworded'}."


def _of_theme(image: Image, came: Sequence[str]) -> Iterable[str]:
    before, after = image["before"], image["after"]
    if after is None:
        return
    concept = after["central_organising_concept"].strip()
    if before is None:
        kind = "was defined" if concept else "began as a candidate"
        yield f"The theme “{after['name']}” {kind}{f', of {_codes(came, lower=True)}' if came else ''}."
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
    if after["status"] == "discarded" and before["status"] != "discarded":
        because = after["discarded_because"]
        yield "Discarded." if not because.startswith("merged into") else f"Discarded: {because}."
    elif before["status"] == "discarded" and after["status"] != "discarded":
        yield "Taken up again."


def _theme(row: Row | None) -> str:
    return str(row["theme_id"]) if row else ""


def _codes(names: Sequence[str], *, lower: bool = False) -> str:
    """Codes by name, in a sentence.

    >>> _codes(["Cost"]), _codes(["Cost", "Wait"], lower=True)
    ('The code “Cost”', 'the codes “Cost” and “Wait”')
    """
    quoted = [f"“{name}”" for name in names]
    listed = quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"
    return f"{'the' if lower else 'The'} code{'s' if len(names) > 1 else ''} {listed}"


def _was(names: Sequence[str]) -> str:
    return "was" if len(names) == 1 else "were"


def _lower(summary: str) -> str:
    return summary[:1].lower() + summary[1:].partition(" (")[0]
