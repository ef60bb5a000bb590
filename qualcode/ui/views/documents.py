"""The documents of a study, their speakers, people and cases, as tables that can be changed in place."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from qualcode.codebook.names import unique
from qualcode.errors import Refused
from qualcode.model import Attribute
from qualcode.project import Project, frames

Wanted = Mapping[Any, Mapping[str, str]]
Shown = tuple[pd.DataFrame, Sequence[Hashable]]
KINDS = {
    "interview": "Interview",
    "focus_group": "Focus group",
    "observation": "Observation",
    "archival": "Archival document",
    "response": "Response",
}
ROLES = {"participant": "Participant", "interviewer": "Interviewer", "researcher": "Researcher"}
MEASURED = ["read", "coded_percent", "words", "turns", "speakers", "notes"]
CASE = ["key", "name", "label", "description"]
PERSON = ["participant", "name", "role", "sector", "seniority", "organisation", "case"]
TALKS = ("interview", "focus_group")


def document_table(study: Project, extra: Iterable[str] = ()) -> Shown:
    """One row a document, by name: what can be changed, then what was found in it. `extra` are columns to fill."""
    frame, free = study.documents.table(), study.documents.attributes().drop(columns="document")
    mine = study.documents.read_by(study.coder)
    frame["read"] = [document in mine for document in frames.documents(study)["document_id"]]
    frame["coded_percent"] = study.documents.attention()["coded_percent"]
    given = frame[["document", "case", "kind", "date", "hours"]].join(_with(free, extra, frame.columns))
    shown = given.join(frame[MEASURED].rename(columns={"read": "read_by_you"}))
    shown.insert(0, "open", "Open")
    return _plain(shown), frame["document"].tolist()


def speaker_table(study: Project, *, only_nobodys: bool = False, document: str = "") -> Shown:
    """One row a label of a document, by (document, label): who it is, and how much is said under it."""
    frame = study.participants.speakers()
    if document:
        frame = frame[frame["document"] == document]
    if only_nobodys:
        frame = frame[_nobodys(study, frame)]
    frame = frame.reset_index(drop=True)
    rows = list(zip(frame["document"], frame["speaker"], strict=True))
    return _plain(frame), rows


def people_table(study: Project, extra: Iterable[str] = ()) -> Shown:
    """One row a person, by key, with free attributes and the documents in which they speak."""
    frame, speakers = study.participants.table(), study.participants.speakers()
    where = speakers[speakers["participant"] != ""].groupby("participant")["document"].agg(", ".join)
    shown = frame[PERSON].join(_with(frame.drop(columns=PERSON), extra, [*PERSON, "speaks_in"]))
    shown = shown.assign(speaks_in=frame["participant"].map(where).fillna(""))
    return _plain(shown), frame["participant"].tolist()


def case_table(study: Project, extra: Iterable[str] = ()) -> Shown:
    """One row a case, by key: name, label, description, attributes. Of dated attributes all values, to be read only."""
    rows = [study.find.case(case) for case in frames.cases(study)["case"]]
    frame = pd.DataFrame([[row[name] for name in CASE] for row in rows], columns=["case", *CASE[1:]], dtype=object)
    free, values = study.cases.attributes().drop(columns="case"), study.cases.values()
    for column in dated(study):
        mine = values[values["attribute"] == column]
        free[column] = [_over_time(mine[mine["case"] == case]) for case in frame["case"]]
    return _plain(frame.join(_with(free, extra, frame.columns))), frame["case"].tolist()


def dated(study: Project) -> list[str]:
    """The attributes of cases whose values hold from a date on."""
    return [attribute.id for attribute in study.cases.declared() if attribute.dated]


def choices(attributes: Iterable[Attribute]) -> dict[str, list[str]]:
    """The values that attributes may have, where they were declared."""
    return {attribute.id: list(attribute.values) for attribute in attributes if attribute.values}


def case_names(study: Project) -> dict[str, str]:
    """What each case is called in a list to choose from, by its key."""
    frame = frames.cases(study)
    pairs = zip(frame["case"].tolist(), frame["label"].tolist(), strict=True)
    return {case: case if label in ("", case) else f"{case} · {label}" for case, label in pairs}


def map_speakers(study: Project, wanted: Wanted) -> None:
    """Save changes of `speaker_table`. A person's role holds for their labels, so a role alone unties a label."""
    study.participants.map(wanted)


def labels(study: Project) -> list[tuple[str, int]]:
    """Each label with the number of documents it stands in, the most frequent first."""
    counts = study.participants.speakers().groupby("speaker", sort=False)["document"].nunique()
    return [(str(label), int(count)) for label, count in counts.sort_values(ascending=False, kind="stable").items()]


def everywhere(study: Project, label: str, *, role: str = "", participant: str = "") -> Wanted:
    """What `map` takes to say of a label in all documents whose it is, or which role it has."""
    frame = study.participants.speakers()
    says = {"participant": participant} if participant else {"role": role}
    return {(str(document), label): says for document in frame.loc[frame["speaker"] == label, "document"]}


def somebodys(study: Project, wanted: Wanted) -> int:
    """How many labels are a person's who would not be theirs any more."""
    frame = study.participants.speakers()
    now = dict(zip(zip(frame["document"], frame["speaker"], strict=True), frame["participant"], strict=True))
    return sum(1 for label, values in wanted.items() if now[label] not in ("", values.get("participant", "")))


def people_for_labels(study: Project, *, one_person: bool) -> Wanted:
    """What `map` takes to make a person of each participant's label that is nobody's.

    With `one_person` a label is the same person in all documents; otherwise another one in each.
    """
    frame = study.participants.speakers()
    frame = frame[_nobodys(study, frame)]
    taken = set(study.participants.table()["participant"])
    keys: dict[tuple[str, str], str] = {}
    wanted: dict[tuple[str, str], dict[str, str]] = {}
    for document, label in zip(frame["document"], frame["speaker"], strict=True):
        whose = ("", label) if one_person else (document, label)
        if whose not in keys:
            wish = label if one_person else f"{document} {label}"
            keys[whose] = wish if wish not in taken else unique(wish, taken)
            taken.add(keys[whose])
        wanted[document, label] = {"participant": keys[whose]}
    return wanted


def enter_person(study: Project, key: str, values: Mapping[str, Any]) -> None:
    """Enter a person whom nobody entered before.

    Raises:
        Refused: somebody has this key.
    """
    if key in set(study.participants.table()["participant"]):
        raise Refused(f"Somebody has the key '{key}' already. Change them in the table, or choose another key.")
    study.participants.add(key, **values)


def enter_case(study: Project, key: str, *, name: str, description: str) -> None:
    """Enter a case that is not there yet.

    Raises:
        Refused: there is a case of this key.
    """
    if key in case_names(study):
        raise Refused(f"There is a case '{key}' already. Change it in the table, or choose another key.")
    study.cases.add(key, name=name, description=description)


def enter_organisation(study: Project, case: str, name: str, sector: str) -> None:
    """Nest an organisation in a case, or give the one of this name another sector."""
    if not name:
        raise Refused("The organisation needs a name.")
    study.cases.add_organisation(case, name, sector=sector)


def set_since(study: Project, case: str, attribute: str, value: str, since: str) -> None:
    """Set an attribute of a case from a date on; an empty value takes away what began at that date.

    Raises:
        Refused: the date is none.
    """
    if since and not re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", since.strip()):
        raise Refused(f"'{since}' is no date. Write 2014, 2014-09 or 2014-09-01.")
    study.cases.set(case, since=since.strip(), **{attribute: value})


def attribute(now: Attribute, *, type: str, values: str, dated: bool) -> Attribute:
    """An attribute as a form describes it; `values` has one a line."""
    listed = tuple(dict.fromkeys(line.strip() for line in values.splitlines() if line.strip()))
    return replace(now, type=type, values=listed, dated=dated)  # type: ignore[arg-type]


def nobodys(study: Project) -> int:
    """How many labels of interviews and focus groups count as participants whom nobody named."""
    return int(_nobodys(study, study.participants.speakers()).sum())


def _nobodys(study: Project, speakers: pd.DataFrame) -> pd.Series:
    documents = frames.documents(study)
    talks = set(documents.loc[documents["kind"].isin(TALKS), "document"])
    named = (speakers["participant"] == "") & (speakers["role"] == "participant") & (speakers["speaker"] != "")
    return named & speakers["document"].isin(talks)


def _over_time(values: pd.DataFrame) -> str:
    pairs = zip(values["since"], values["value"], strict=True)
    return "; ".join(f"{since}: {value}" if since else str(value) for since, value in pairs)


def _with(free: pd.DataFrame, extra: Iterable[str], taken: Iterable[str]) -> pd.DataFrame:
    """The free attributes, and empty columns to fill; none that is called like another column."""
    known = set(taken)
    kept = free[[name for name in free.columns if name not in known]]
    return kept.assign(**{name: "" for name in extra if name not in known | {*free.columns}})


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with text as text, so that an editor sees the same types whatever the cells hold; "" is no value."""
    text = {name: frame[name].replace("", None) for name in frame.columns if frame[name].dtype.kind not in "bif"}
    return frame.assign(**{name: column.astype("string") for name, column in text.items()})
