"""Codes that lie together: which, spoken by how many people, and the words that they share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from qualcode.analysis import overlaps
from qualcode.analysis.frames import records
from qualcode.project import Project, frames
from qualcode.project.speaking import Speaking
from qualcode.ui.views.cases import labels, who
from qualcode.ui.views.codes import codes_for_palette
from qualcode.ui.views.grid import Grid, Place, many

if TYPE_CHECKING:
    import pandas as pd

Pair: TypeAlias = dict[str, Any]


def pairs(study: Project) -> list[Pair]:
    """The pairs of codes that share words, most people first: code, other, people, cases, passages."""
    speaking = Speaking.now(study)
    frame = overlaps(study.codings.table())
    people: dict[Place, set[str]] = {}
    cases: dict[Place, set[str]] = {}
    passages: Counter[Place] = Counter()
    columns = (frame[name].tolist() for name in ("code", "other", "document_id", "start", "end"))
    for code, other, *place in zip(*columns, strict=True):
        told, pair = speaking.of(*place), (code, other)
        people.setdefault(pair, set()).update(told["voice"].split("\n"))
        cases.setdefault(pair, set()).add(told["case"])
        passages[pair] += 1
    order = {key: at for at, key in enumerate(frames.codes(study)["code"])}
    rows: list[Pair] = []
    for pair, count in passages.items():
        code, other = sorted(pair, key=order.__getitem__)
        counted = {"people": len(people[pair] - {""}), "cases": len(cases[pair] - {""}), "passages": count}
        rows.append({"code": code, "other": other, **counted})
    rows.sort(key=lambda row: (order[row["code"]], order[row["other"]]))
    rows.sort(key=lambda row: (row["people"], row["cases"], row["passages"]), reverse=True)
    return rows


def listed(study: Project, found: Sequence[Pair]) -> Grid:
    """Pairs as a list; the key of a row is both keys with a line between them."""
    named = _names(study)
    columns = {"people": "People", "cases": "Cases", "passages": "Passages"}
    return Grid(
        [{"key": key, "name": name} for key, name in columns.items()],
        [
            {"key": f"{pair['code']}\n{pair['other']}", "name": f"{named[pair['code']]}  +  {named[pair['other']]}"}
            for pair in found
        ],
        [[{"text": f"{pair[key]:,}"} for key in columns] for pair in found],
    )


def square(study: Project, found: Sequence[Pair], *, most: int) -> Grid:
    """The `most` codes with the most in common with others, each against each: how many people share words of both.

    The codes that meet most people stand first. A code with itself shows nothing.
    """
    named, shown = _names(study), {code["key"]: code["color"] for code in codes_for_palette(study)}
    met: dict[str, int] = {}
    for pair in found:
        for key in (pair["code"], pair["other"]):
            met[key] = met.get(key, 0) + pair["people"]
    codes = sorted(met, key=lambda key: -met[key])[:most]
    cells = {(pair["code"], pair["other"]): pair for pair in found}
    cells |= {(other, code): pair for (code, other), pair in cells.items()}
    top = max((pair["people"] for pair in found), default=0)
    heads = [{"key": key, "name": named[key], "color": shown.get(key, ""), "title": named[key]} for key in codes]
    return Grid(
        [{key: value for key, value in head.items() if key != "color"} for head in heads],
        heads,
        [[_cell(named, (row, column), cells.get((row, column)), top) for column in codes] for row in codes],
    )


def places(study: Project, code: str, other: str) -> list[dict[str, Any]]:
    """Where two codes share words, in document order, as the component `overlaps` shows them."""
    table = study.codings.table()
    return met(study, overlaps(table[table["code"].isin([code, other])]), (code, other))


def met(study: Project, frame: pd.DataFrame, pair: Place) -> list[dict[str, Any]]:
    """Places of a frame of `overlaps` between two codes, the first of `pair` on the left."""
    called, speaking = labels(study), Speaking.now(study)
    items = []
    for row in records(frame):
        document, start, end = row["document_id"], row["start"], row["end"]
        told = speaking.of(document, start, end)
        text = study.documents.content(speaking.documents[document]["content_id"])[0]
        ends = {row["code"]: (row["code_start"], row["code_end"]), row["other"]: (row["other_start"], row["other_end"])}
        sides = [[text[ends[key][0] : start], text[start:end], text[end : ends[key][1]]] for key in pair]
        items.append(
            {
                "id": f"{document}|{start}|{end}",
                "document": told["document"],
                "start": start,
                "end": end,
                "who": who(told),
                "case": called.get(told["case"], told["case"]),
                "left": sides[0],
                "right": sides[1],
            }
        )
    position = {row["name"]: row["position"] for row in speaking.documents.values()}
    items.sort(key=lambda item: (position[item["document"]], item["start"], item["end"]))
    return items


def heads(study: Project, code: str, other: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """The names and the colours of two codes."""
    named, shown = _names(study), {item["key"]: item["color"] for item in codes_for_palette(study)}
    return (named[code], named[other]), (shown.get(code, ""), shown.get(other, ""))


def sentence(pair: Pair) -> str:
    """How often a pair was found, people and cases first.

    >>> sentence({"people": 1, "cases": 1, "passages": 2})
    '1 person in 1 case, 2 passages'
    """
    people, cases = many(pair["people"], "person", "people"), many(pair["cases"], "case")
    return f"{people} in {cases}, {many(pair['passages'], 'passage')}"


def _names(study: Project) -> dict[str, str]:
    frame = frames.codes(study)
    return dict(zip(frame["code"], frame["name"], strict=True))


def _cell(named: Mapping[str, str], place: Place, pair: Pair | None, top: int) -> dict[str, Any]:
    if place[0] == place[1]:
        return {"text": "", "words": "·", "state": "own", "title": named[place[0]]}
    names = f"{named[place[0]]} + {named[place[1]]}"
    if pair is None:
        return {"text": "", "words": " ", "title": f"{names}: share no words"}
    tone = 0.08 + 0.37 * pair["people"] / top if top else 0
    return {"text": f"{pair['people']}", "title": f"{names}: {sentence(pair)}", "tone": round(tone, 3)}
