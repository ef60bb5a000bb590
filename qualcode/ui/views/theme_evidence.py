"""The passages that a theme rests on, and those chosen for it by hand: exemplar quotes, and what does not fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qualcode.analysis import voices
from qualcode.analysis.frames import records
from qualcode.project import Project, frames
from qualcode.project.speaking import Speaking
from qualcode.ui.views.themes import all_codes, heard, many

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.ui.acting import Act

Row = dict[str, Any]
MOST = 300
ABRIDGE = "How it is printed: […] where words are left out, [word] where you put one in. Leave the rest as it is."
WHY_NOT = "How does it speak against the theme?"
NOTE = "What does it show?"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Passages as the list of passages shows them; `items` are the first of `passages`."""

    items: tuple[Row, ...]
    passages: int
    people: int
    cases: int

    def counts(self) -> str:
        """People and cases first, and whether all are shown.

        >>> Evidence((), 2300, 12, 4).counts()
        '12 people in 4 cases · 2,300 passages. The first 0 are shown: narrow down to a case or a code to see others.'
        """
        where = f" in {many(self.cases, 'case')}" if self.cases else ""
        said = f"{many(self.people, 'person', 'people')}{where} · {many(self.passages, 'passage')}"
        if len(self.items) == self.passages:
            return said
        return f"{said}. The first {len(self.items):,} are shown: narrow down to a case or a code to see others."


def evidence(
    study: Project, theme: str, *, case: str = "", code: str = "", most: int = MOST, readonly: bool = False
) -> Evidence:
    """All passages of a theme's codes, or of one of its codes, or of one case, in document order.

    A passage that several coders or codes hold is shown once. Words of interviewers and researchers are shown, since
    somebody coded them, but count for nobody and cannot be chosen.
    """
    own = own_codings(study, theme)
    if case:
        own = own[own["case"] == case]
    if code:
        own = own[own["code"] == code]
    return shown(study, own, theme=theme, most=most, readonly=readonly)


def own_codings(study: Project, theme: str) -> pd.DataFrame:
    """The codings of a theme's codes."""
    codings, links = study.codings.table(), frames.theme_codes(study)
    return codings[codings["code"].isin(links.loc[links["theme"] == theme, "code"])]


def shown(
    study: Project, codings: pd.DataFrame, *, theme: str = "", most: int = MOST, readonly: bool = False
) -> Evidence:
    """Codings as passages, each once; with a theme, those chosen for it say so and have their buttons."""
    counted = records(voices(heard(codings), []))[0] if len(codings) else {"voices": 0, "cases": 0}
    chosen = _chosen(study, theme) if theme else {}
    place = ["document_id", "start", "end"]
    first = codings[place].drop_duplicates()
    wanted = codings.merge(first.head(most), on=place)
    look = _Look(study)
    together: dict[tuple[Any, ...], list[Row]] = {}
    for row in records(wanted):
        together.setdefault((row["document_id"], row["start"], row["end"]), []).append(row)
    items = [_item(rows, look, chosen) for rows in together.values()]
    if readonly:
        items = [{**item, "actions": []} for item in items]
    return Evidence(tuple(items), passages=len(first), people=int(counted["voices"]), cases=int(counted["cases"]))


def actions() -> list[Row]:
    """The buttons of a passage that is not chosen."""
    return _actions({}, {})


def chosen(study: Project, theme: str, kind: str, *, readonly: bool = False) -> list[Row]:
    """The passages chosen for a theme, in their order, with their notes. `kind` is exemplar or does_not_fit."""
    picked = study.themes.extracts(theme)
    picked = picked[picked["kind"] == kind].sort_values("position", kind="stable")
    if not len(picked):
        return []
    codings = study.codings.table()
    by_id = {row["coding"]: row for row in records(codings[codings["coding"].isin(picked["coding"])])}
    look, items = _Look(study), []
    entries = [entry for entry in records(picked) if entry["coding"] in by_id]
    for place, entry in enumerate(entries):
        item = _item([by_id[entry["coding"]]], look, {})
        move = [
            {"act": "up", "label": "Earlier", "help": "Print it before the one above"} if place else None,
            {"act": "down", "label": "Later", "help": "Print it after the one below"}
            if place < len(entries) - 1
            else None,
        ]
        title = NOTE if kind == "exemplar" else WHY_NOT
        item["memo"] = ""
        shortened = f"Printed as: “{entry['printed']}”" if entry["printed"] else ""
        item["reason"] = "\n".join(filter(None, [shortened, entry["note"]]))
        item["actions"] = (
            []
            if readonly
            else [
                *(step for step in move if step and kind == "exemplar"),
                {
                    "act": "note",
                    "label": "Note…",
                    "asks": "note",
                    "title": title,
                    "note": entry["note"],
                    "with": {"kind": kind},
                },
                {
                    "act": "abridge",
                    "label": "Abridge…",
                    "asks": "note",
                    "title": ABRIDGE,
                    "note": entry["printed"] or item["quote"],
                },
                {"act": "take_out", "label": "Take out", "with": {"kind": kind}},
            ]
        )
        items.append(item)
    return items


def acts(study: Project, theme: str) -> dict[str, Act]:
    """What the lists of passages of a theme may ask for; each is one act of the study."""

    def exemplar(items: Sequence[str]) -> str:
        study.themes.add_exemplar(theme, items[0])
        return "Chosen as an exemplar quote, the last in their order."

    def misfit(items: Sequence[str], note: str = "") -> str:
        study.themes.add_misfit(theme, items[0], note=note)
        return "Put into the tray of what does not fit."

    def note(items: Sequence[str], note: str, kind: str) -> str:
        (study.themes.add_exemplar if kind == "exemplar" else study.themes.add_misfit)(theme, items[0], note=note)
        return "Noted."

    def abridge(items: Sequence[str], note: str) -> str:
        study.themes.abridge(theme, items[0], note)
        return "It is printed so from now on. The coding stays as it is."

    def take_out(items: Sequence[str], kind: str) -> str:
        study.themes.remove_extract(theme, items[0], kind=kind)
        return "No longer an exemplar quote." if kind == "exemplar" else "Taken out of the tray."

    def step(items: Sequence[str], by: int) -> None:
        extracts = study.themes.extracts(theme)
        order = list(extracts[extracts["kind"] == "exemplar"].sort_values("position", kind="stable")["coding"])
        at = order.index(items[0])
        to = min(max(at + by, 0), len(order) - 1)
        order.insert(to, order.pop(at))
        study.themes.order_exemplars(theme, order)

    return {
        "exemplar": exemplar,
        "misfit": misfit,
        "note": note,
        "abridge": abridge,
        "take_out": take_out,
        "up": lambda items: step(items, -1),
        "down": lambda items: step(items, 1),
    }


def cases_of(study: Project, theme: str) -> dict[str, str]:
    """The cases in which a theme has passages, key → name, in the study's order."""
    there, cases = set(own_codings(study, theme)["case"]), frames.cases(study)
    return {key: label for key, label in zip(cases["case"], cases["label"], strict=True) if key in there}


class _Look:
    """What passages are shown with: names and colours of codes, names of cases, languages of documents."""

    def __init__(self, study: Project) -> None:
        self.codes = {code["key"]: code for code in all_codes(study)}
        cases = frames.cases(study)
        self.cases = dict(zip(cases["case"], cases["label"], strict=True))
        self.languages = {key: row["language"] for key, row in Speaking.now(study).documents.items()}


def _item(rows: Sequence[Row], look: _Look, chosen: Mapping[str, Mapping[str, Row]]) -> Row:
    mine = {kind: next((row for row in rows if row["coding"] in ids), None) for kind, ids in chosen.items()}
    row = next((found for found in mine.values() if found), rows[0])
    codes = list(dict.fromkeys(found["code"] for found in rows))
    item: Row = {
        "id": row["coding"],
        "quote": row["quote"],
        "document": row["document"],
        "start": row["start"],
        "end": row["end"],
        "who": _who(row),
        "case": look.cases.get(row["case"], row["case"]),
        "code": ", ".join(look.codes.get(code, {}).get("name", code) for code in codes),
        "color": look.codes.get(row["code"], {}).get("color", ""),
        "memo": " · ".join(dict.fromkeys(found["memo"] for found in rows if found["memo"])),
        "lang": look.languages.get(row["document_id"], ""),
        "tags": [],
    }
    if not row["eligible"]:
        item["tags"] = [f"{row['role'] or 'researcher'}: no evidence"]
        item["actions"] = []
    elif any(mine.values()):
        item["actions"] = _actions(mine, chosen)
    return item


def _actions(mine: Mapping[str, Row | None], chosen: Mapping[str, Mapping[str, Row]]) -> list[Row]:
    made = []
    for kind, act, label, help in (
        ("exemplar", "exemplar", "Exemplar", "Quote it for this theme"),
        ("does_not_fit", "misfit", "Does not fit", "Keep it where readers see what speaks against the theme"),
    ):
        there = mine.get(kind)
        if there:
            made.append(
                {"act": "take_out", "label": label, "pressed": True, "with": {"kind": kind, "items": [there["coding"]]}}
            )
        else:
            asks = {"asks": "note", "title": WHY_NOT} if kind == "does_not_fit" else {}
            made.append({"act": act, "label": label, "pressed": False, "help": help, **asks})
    return made


def _chosen(study: Project, theme: str) -> dict[str, dict[str, Row]]:
    kinds: dict[str, dict[str, Row]] = {"exemplar": {}, "does_not_fit": {}}
    for entry in records(study.themes.extracts(theme)):
        kinds[entry["kind"]][entry["coding"]] = entry
    return kinds


def _who(row: Mapping[str, Any]) -> str:
    """Who speaks, as far as it is recorded.

    >>> _who({"speaker": "Ana", "sector": "nonprofit", "seniority": "manager"}), _who({"speaker": "Ana"})
    ('Ana (nonprofit manager)', 'Ana')
    """
    about = " ".join(str(row[name]) for name in ("sector", "seniority") if row.get(name))
    return f"{row['speaker']} ({about})" if about and row["speaker"] else str(row["speaker"] or about)
