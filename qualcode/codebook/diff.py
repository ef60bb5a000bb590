"""What changed between two versions of a codebook, as values, sentences and a table."""

from __future__ import annotations

import difflib
import json
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from qualcode.codebook.fields import FIELDS
from qualcode.codebook.problems import shortened
from qualcode.model import Code, Codebook, Rule

if TYPE_CHECKING:
    import pandas as pd

ChangeKind = Literal["added", "removed", "renamed", "moved", "changed", "reordered", "id changed?"]
MOVES = ("parent", "theme", "dimension", "part")
ENTRIES = {"theme": "themes", "code": "codes", "dimension": "dimensions", "attribute": "attributes"}
SAME = 0.85


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `entry` says of what kind of thing, `id` of which one, `field` of which part of it.

    `before` and `after` are texts; an added entry has its name as `after`, a removed one as `before`. The
    kind `id changed?` is advice: `before` is the id of a removed entry that is nearly the added one's twin.
    A rule's id is `id`, and `owner` is the code that it belongs to.
    """

    kind: ChangeKind
    entry: str
    id: str
    field: str = ""
    before: str = ""
    after: str = ""
    owner: str = ""


def diff(old: Codebook, new: Codebook) -> list[Change]:
    """All changes from one version to another: first of the codebook, then themes, codes with rules, and the rest.

    Entries are the same when their ids are. Rules are the same when they ask the same, so a rule that only
    moves up because another one was dropped is no change.

    >>> old = Codebook("b", "B", (Code("cost", "Cost"), Code("time", "Time")))
    >>> print(describe(diff(old, Codebook("b", "B", (Code("cost", "Costs"),)))))
    code 'cost' was renamed from 'Cost' to 'Costs'.
    code 'time' was removed (Time).
    """
    changes = _fields("codebook", "", old, new)
    for kind, plural in ENTRIES.items():
        changes += _entries(kind, getattr(old, plural), getattr(new, plural))
    changes += _values("link", [_link(link) for link in old.links], [_link(link) for link in new.links])
    changes += _values("display", [_json(entry) for entry in old.displays], [_json(entry) for entry in new.displays])
    return changes


def _entries(kind: str, old: Sequence[Any], new: Sequence[Any]) -> list[Change]:
    before, after = {entry.id: entry for entry in old}, {entry.id: entry for entry in new}
    changes: list[Change] = []
    removed = [entry for entry in old if entry.id not in after]
    for entry in [*new, *removed]:
        if entry.id not in after:
            changes.append(Change("removed", kind, entry.id, before=entry.name or entry.id))
        elif entry.id not in before:
            changes.append(Change("added", kind, entry.id, after=entry.name or entry.id))
            twin = _twin(entry, removed)
            if twin:
                changes.append(Change("id changed?", kind, entry.id, "id", twin, entry.id))
        else:
            changes += _fields(kind, entry.id, before[entry.id], entry)
            if isinstance(entry, Code):
                changes += _rules(entry.id, before[entry.id].rules, entry.rules)
    return changes + _order(kind, [entry.id for entry in old], [entry.id for entry in new])


def _fields(kind: str, identity: str, old: Any, new: Any) -> list[Change]:
    changes = []
    for field in FIELDS[kind]:
        if field.type not in ("text", "choice", "flag", "texts", "id"):
            continue
        before, after = _text(getattr(old, field.model_name)), _text(getattr(new, field.model_name))
        if before != after:
            what: ChangeKind = "renamed" if field.name == "name" else "moved" if field.name in MOVES else "changed"
            changes.append(Change(what, kind, identity, field.name, before, after))
    return changes


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else "\n".join(value)


def _twin(entry: Any, removed: Iterable[Any]) -> str:
    """The id of a removed entry that says nearly the same, or ""."""

    def said(other: Any) -> str:
        return f"{other.name}\n{getattr(other, 'definition', '') or getattr(other, 'central_organising_concept', '')}"

    wanted = said(entry)
    scored = [(difflib.SequenceMatcher(None, said(other), wanted).ratio(), other.id) for other in removed]
    best = max(scored, key=lambda pair: pair[0], default=(0.0, ""))
    return best[1] if best[0] >= SAME else ""


def _order(kind: str, old: list[str], new: list[str]) -> list[Change]:
    """Entries whose place among the others changed: as few as explain the new order."""
    place = {identity: at for at, identity in enumerate(old)}
    common = [identity for identity in new if identity in place]
    keep = set(_longest_rising([place[identity] for identity in common]))
    changes = []
    for at, identity in enumerate(common):
        if place[identity] not in keep:
            above = common[at - 1] if at else ""
            changes.append(Change("reordered", kind, identity, "order", after=f"after '{above}'" if above else "first"))
    return changes


def _longest_rising(numbers: list[int]) -> list[int]:
    """The longest rising part of a list, gaps allowed.

    >>> _longest_rising([3, 0, 1, 4, 2])
    [0, 1, 2]
    """
    ends: list[int] = []
    last_at: list[int] = []
    previous: list[int] = []
    for at, number in enumerate(numbers):
        place = bisect_left(ends, number)
        ends[place : place + 1] = [number]
        last_at[place : place + 1] = [at]
        previous.append(last_at[place - 1] if place else -1)
    rising: list[int] = []
    at = last_at[-1] if last_at else -1
    while at >= 0:
        rising.append(numbers[at])
        at = previous[at]
    return rising[::-1]


def _rules(owner: str, old: Sequence[Rule], new: Sequence[Rule]) -> list[Change]:
    before = {(rule.query, _json(list(rule.spacy))): rule for rule in old}
    after = {(rule.query, _json(list(rule.spacy))): rule for rule in new}
    gone = [rule for asked, rule in before.items() if asked not in after]
    come = [rule for asked, rule in after.items() if asked not in before]
    changes = []
    for asked, rule in after.items():
        if asked in before and before[asked].note != rule.note:
            changes.append(Change("changed", "rule", rule.id, "note", before[asked].note, rule.note, owner))
    for rule in come:
        same = next((other for other in gone if other.id == rule.id), None)
        if same:
            gone.remove(same)
            changes.append(Change("changed", "rule", rule.id, "query", _asked(same), _asked(rule), owner))
            if same.note != rule.note:
                changes.append(Change("changed", "rule", rule.id, "note", same.note, rule.note, owner))
        else:
            changes.append(Change("added", "rule", rule.id, after=_asked(rule), owner=owner))
    return changes + [Change("removed", "rule", rule.id, before=_asked(rule), owner=owner) for rule in gone]


def _asked(rule: Rule) -> str:
    return rule.query or f"spacy: {_json(list(rule.spacy))}"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


def _link(link: Any) -> str:
    return f"{link.source} {link.type} {link.target}" + (f" ({link.why})" if link.why else "")


def _values(kind: str, old: list[str], new: list[str]) -> list[Change]:
    return [
        *(Change("added", kind, "", after=value) for value in new if value not in old),
        *(Change("removed", kind, "", before=value) for value in old if value not in new),
    ]


def describe(changes: Iterable[Change]) -> str:
    """The changes as sentences, one a line; long texts follow below, the old with -, the new with +.

    >>> print(describe([Change("changed", "code", "cost", "definition", "Money.", "Money and time.")]))
    code 'cost': the definition was changed.
      - Money.
      + Money and time.
    >>> describe([])
    'Nothing changed.'
    """
    return "\n".join(map(_sentence, changes)) or "Nothing changed."


def _sentence(change: Change) -> str:
    what = (
        f"{change.entry} '{change.id}'"
        if change.id
        else ("the codebook" if change.entry == "codebook" else change.entry)
    )
    if change.owner:
        what = f"code '{change.owner}', {what}"
    if change.kind in ("added", "removed"):
        return f"{what} was {change.kind} ({shortened(change.after or change.before, 100)})."
    if change.kind == "renamed":
        return f"{what} was renamed from '{change.before}' to '{change.after}'."
    if change.kind == "moved":
        return f"{what} was moved: {change.field} {change.before or 'none'} → {change.after or 'none'}."
    if change.kind == "reordered":
        return f"{what} now stands {change.after}."
    if change.kind == "id changed?":
        return f"{what} looks like '{change.before}' with another id. If it is, give it the old id to keep its codings."
    below = [
        f"\n  {sign} {line}" for sign, text in (("-", change.before), ("+", change.after)) for line in text.splitlines()
    ]
    return f"{what}: the {change.field} was changed.{''.join(below)}"


def changes_table(changes: Iterable[Change]) -> pd.DataFrame:
    """One row a change: change, entry, id, field, before, after, owner; every cell is text."""
    import pandas as pd

    columns = ["change", "entry", "id", "field", "before", "after", "owner"]
    rows = [
        (change.kind, change.entry, change.id, change.field, change.before, change.after, change.owner)
        for change in changes
    ]
    return pd.DataFrame(rows, columns=columns).astype(object)
