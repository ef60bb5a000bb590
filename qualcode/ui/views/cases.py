"""A case for itself: its narrative, documents, people, organisations, and its attributes over time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qualcode import analysis
from qualcode.analysis.frames import records
from qualcode.errors import Conflict
from qualcode.project import Project, frames
from qualcode.ui.views.grid import Grid, many

if TYPE_CHECKING:
    import pandas as pd

ROLES = ("participant", "interviewer", "researcher")
KINDS = ("interviews", "focus_groups", "observations", "observation_hours", "archival", "responses")
SHOWN = [
    *("coding", "document_id", "document", "case", "start", "end", "quote", "code", "code_name", "memo"),
    *("speaker", "sector", "seniority"),
]
PERSON = ["who", "role", "sector", "seniority", "organisation", "documents", "words"]


@dataclass(frozen=True, slots=True)
class Narrative:
    """A case told for itself. `version` is what a save takes as `seen`; 0 where there is none yet."""

    memo: str = ""
    title: str = ""
    text: str = ""
    coder: str = ""
    at: str = ""
    private: bool = False
    version: int = 0


def labels(study: Project) -> dict[str, str]:
    """What tables call each case, by its key, in the study's order."""
    frame = frames.cases(study)
    return dict(zip(frame["case"], frame["label"], strict=True))


def narratives(study: Project, case: str) -> list[Narrative]:
    """The narratives of a case, oldest first."""
    found = study.memos.table(kind="case narrative", about=f"case:{case}")
    return [
        Narrative(
            row["memo"],
            row["title"],
            row["text"],
            row["coder"],
            row["created_at"],
            row["private"],
            study.find.memo(row["memo"])["version"],
        )
        for row in records(found)
    ]


def untold(study: Project) -> list[str]:
    """The keys of the cases that have no narrative yet."""
    table = analysis.narratives(frames.cases(study), frames.memos(study))
    return [str(case) for case in table.loc[~table["narrative"], "case"]]


def tell(study: Project, case: str, text: str, *, memo: str = "", seen: int = 0) -> None:
    """Write the narrative of a case, change the one that `memo` names, or take it away with an empty text.

    Raises:
        Conflict: somebody wrote or changed it since version `seen` (0: there was none).
    """
    if memo and text.strip():
        study.memos.edit(memo, text=text.strip(), seen=seen)
    elif memo:
        held = study.find.memo(memo)
        if held["version"] != seen:
            raise Conflict("Somebody changed this while you were at it. Look at both versions.", mine={}, theirs=held)
        study.memos.remove(memo, why="Its text was taken away")
    else:
        others = [] if seen else narratives(study, case)
        if others:
            said = f"{others[0].coder} wrote a narrative of this case while you were at it. Look at both versions."
            raise Conflict(said, mine={"text": text}, theirs={"text": others[0].text})
        title = f"{study.find.case(case)['name']} as a case"
        study.memos.add(text.strip(), title=title, kind="case narrative", about=f"case:{case}")


def documents(study: Project, case: str) -> Grid:
    """The documents of a case: what each is, who read it, and how much of it is coded."""
    table = study.documents.attention()
    rows = records(table[table["case"] == case])
    columns = {"kind": "Kind", "words": "Words", "read": "Read by", "coded": "Coded"}
    return Grid(
        [{"key": key, "name": name} for key, name in columns.items()],
        [{"key": row["document"], "name": row["document"]} for row in rows],
        [
            [
                {"text": row["kind"].replace("_", " ")},
                {"text": f"{row['words']:,}"},
                {"text": row["readers"]} if row["read"] else {"state": "unread"},
                {"text": _coded(row["coded_percent"])},
            ]
            for row in rows
        ],
    )


def people(study: Project, case: str) -> pd.DataFrame:
    """Who speaks in the documents of a case, and who was entered for it: participants first, then by words spoken.

    Columns: who, role, sector, seniority, organisation, documents, words.
    """
    import pandas as pd

    table = frames.documents(study)
    within = set(table.loc[table["case"] == case, "document"])
    known = {row["participant"]: row for row in records(study.participants.table())}
    spoken: dict[str, dict[str, Any]] = {key: _person(row) for key, row in known.items() if row["case"] == case}
    for row in records(study.participants.speakers()):
        if row["document"] not in within:
            continue
        label = row["speaker"] or "(no label)"
        bare = dict.fromkeys(PERSON, "") | {"role": row["role"], "documents": 0, "words": 0}
        bare["who"] = f"{label} in {row['document']}"
        person = known.get(row["participant"])
        key = row["participant"] or bare["who"]
        one = spoken.setdefault(key, _person(person) if person else bare)
        one["documents"] += 1
        one["words"] += row["words"]
    rows = sorted(spoken.values(), key=lambda row: (ROLES.index(row["role"]), -row["words"], row["who"]))
    return pd.DataFrame(rows, columns=PERSON)


def by_role(table: pd.DataFrame) -> str:
    """How many people have each role, in words.

    >>> import pandas as pd
    >>> by_role(pd.DataFrame({"role": ["participant", "participant", "interviewer"]}))
    '2 participants, 1 interviewer'
    """
    counts = table["role"].value_counts()
    return ", ".join(many(int(counts[role]), role) for role in ROLES if role in counts)


def attributes(study: Project, case: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """The attributes that a case has, each with its values as (value, since), the earliest first."""
    table = study.cases.values()
    held = table[table["case"] == case]
    named = {item.id: item.name or item.id for item in study.codebook.value().attributes if item.applies_to == "case"}
    found = []
    for key, name in named.items():
        own = held[held["attribute"] == key]
        if len(own):
            values = [words(value) for value in own["value"]]
            found.append((name, list(zip(values, own["since"], strict=True))))
    return found


def organisations(study: Project, case: str) -> list[str]:
    """The organisations nested in a case, each with its sector."""
    table = study.cases.organisations()
    own = table[table["case"] == case]
    return [
        f"{name} ({sector})" if sector else str(name)
        for name, sector in zip(own["organisation"], own["sector"], strict=True)
    ]


def collected(study: Project) -> pd.DataFrame:
    """The table of data collected, with the names of the cases; kinds of data that no case has are left out."""
    table = study.cases.table()
    table["case"] = table["case"].map(lambda case: labels(study).get(case, case))
    empty = [name for name in KINDS if not table[name].fillna(1).any()]
    return table.drop(columns=empty).rename(columns=lambda name: name.replace("_", " "))


def words(value: str) -> str:
    """A value of an attribute as it is read.

    >>> words("arms_length")
    'arms length'
    """
    return value.replace("_", " ")


def passages(study: Project, frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Codings as the list of passages shows them, one item a passage: several codes on the same words stand together.

    `codings` has the ids of all of them; `id` is the first.
    """
    from qualcode.ui.views.codes import codes_for_palette

    shown = {code["key"]: code["color"] for code in codes_for_palette(study)}
    called = labels(study)
    items: dict[tuple[str, int, int], dict[str, Any]] = {}
    for row in records(frame[SHOWN]):
        place = (row["document_id"], row["start"], row["end"])
        if place not in items:
            items[place] = {
                "id": row["coding"],
                "codings": [],
                "names": {},
                "memos": {},
                "quote": row["quote"],
                "document": row["document"],
                "start": row["start"],
                "end": row["end"],
                "who": who(row),
                "case": called.get(row["case"], row["case"]),
                "color": shown.get(row["code"], ""),
            }
        items[place]["codings"].append(row["coding"])
        items[place]["names"][row["code_name"]] = None
        items[place]["memos"][row["memo"]] = None
    for item in items.values():
        item["code"] = " · ".join(item.pop("names"))
        item["memo"] = "\n".join(filter(None, item.pop("memos")))
    return list(items.values())


def who(row: dict[str, Any]) -> str:
    """Who speaks, with sector and seniority where they are known.

    >>> who({"speaker": "Ana", "sector": "Nonprofit", "seniority": "Manager"})
    'Ana, Nonprofit Manager'
    """
    about = " ".join(filter(None, (row["sector"], row["seniority"])))
    return ", ".join(filter(None, (row["speaker"], about)))


def counts(people: int, passages: int) -> str:
    """People first, then passages; archival text is nobody's voice."""
    return f"{many(people, 'person', 'people')}, {many(passages, 'passage')}"


def listed(names: Iterable[str]) -> str:
    """Names in a sentence.

    >>> listed(["one", "two", "three"])
    'one, two and three'
    """
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else str(last)


def _person(row: dict[str, Any]) -> dict[str, Any]:
    name = row["name"] or row["participant"]
    shown = {key: row[key] for key in ("role", "sector", "seniority", "organisation")}
    return {"who": name, **shown, "documents": 0, "words": 0}


def _coded(percent: float) -> str:
    return "no participants’ words" if percent != percent else f"{percent:.0f} %"
