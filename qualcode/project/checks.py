"""What deserves a look in a study, with its evidence: the frames that are looked at, and what is found in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd
from sqlalchemy import select

from qualcode.project import frames
from qualcode.project.speaking import Speaking
from qualcode.project.standing import accepted_in_bulk
from qualcode.store import schema as t

if TYPE_CHECKING:
    from qualcode.analysis.checking import Finding, Material
    from qualcode.project.project import Project

Row = dict[str, Any]
GROUPED = ("case", "sector", "seniority")
FINAL = ("accepted", "recoded", "rejected")
KEYS = {"case": t.cases.c.key, "participant": t.participants.c.key, "document": t.documents.c.name}


def check(study: Project) -> pd.DataFrame:
    """See `Project.check`."""
    from qualcode.analysis.checking import COLUMNS

    return findings_of(study)[COLUMNS]


def findings_of(study: Project) -> pd.DataFrame:
    """The frame of `Project.check`, and `printed`: what of the evidence names no document, no case and nobody."""
    from qualcode.analysis.checking import KINDS, Finding

    found = pd.DataFrame(_found(study), columns=list(Finding._fields), dtype=object)
    order = {kind: place for place, kind in enumerate(KINDS)}
    return found.sort_values("about", key=lambda kinds: kinds.map(order), kind="stable", ignore_index=True)


def _found(study: Project) -> Iterator[Finding]:
    from qualcode.analysis.checking import findings
    from qualcode.analysis.checking.suggested import skewed

    yield from findings(material(study))
    yield from skewed(_differing(study))


def material(study: Project) -> Material:
    """Everything that checks need to know of a study, as values."""
    from qualcode.analysis.checking import Material

    rows = Speaking.now(study).documents.values()
    return Material(
        codings=frames.codings(study),
        documents=frames.documents(study),
        cases=frames.cases(study),
        participants=frames.participants(study),
        organisations=frames.organisations(study),
        codes=frames.codes(study),
        themes=frames.themes(study),
        theme_codes=frames.theme_codes(study),
        extracts=frames.extracts(study),
        summaries=frames.summaries(study),
        memos=frames.memos(study),
        speakers=frames.speakers(study),
        readings=_readings(study),
        undated=_undated(study),
        bulk=_bulk(study),
        texts={row["id"]: study.documents.content(row["content_id"])[0] for row in rows},
        warnings={row["name"]: tuple(row["warnings"]) for row in rows},
    )


def _readings(study: Project) -> pd.DataFrame:
    columns = (t.documents.c.name.label("document"), t.coders.c.name.label("coder"))
    query = select(*columns, t.readings.c.read_at, t.readings.c.override_why)
    query = query.select_from(t.readings).join(t.documents).join(t.coders)
    return study.store.frame(query.order_by(t.documents.c.position, t.coders.c.name))


def _undated(study: Project) -> pd.DataFrame:
    """The values of dated attributes that have no date: applies_to, subject, attribute, value."""
    query = select(t.attributes.c.applies_to, t.attributes.c.key, t.attribute_values)
    query = query.select_from(t.attribute_values).join(t.attributes)
    query = query.where(t.attributes.c.dated, t.attribute_values.c.since == "")
    rows = study.store.rows(query.order_by(t.attributes.c.applies_to, t.attributes.c.key))
    names = {
        str(row["id"]): row["name"]
        for key in KEYS.values()
        for row in (study.store.rows(select(key.table.c.id, key.label("name"))) if rows else ())
    }
    values = [(row["applies_to"], names.get(row["subject_id"], ""), row["key"], row["value"]) for row in rows]
    return pd.DataFrame(values, columns=["applies_to", "subject", "attribute", "value"], dtype=object)


def _bulk(study: Project) -> pd.DataFrame:
    """The acts that accepted many suggestions and still stand: coder, accepted, sample, precision, why."""
    rows = [{"coder": row["coder"], "why": row["why"], **row["details"]} for row in accepted_in_bulk(study)]
    return pd.DataFrame(rows, columns=["coder", "accepted", "sample", "precision", "why"])


def _differing(study: Project) -> dict[str, list[Row]]:
    """Attribute → the groups in which another share of the decided suggestions was accepted than in all others."""
    from qualcode.evaluation.groups import compare_groups

    decided = study.suggestions.decisions()
    decided = decided[decided["decision"].isin(FINAL)]
    if decided.empty:
        return {}
    speaking = Speaking.now(study)
    ids = {row["name"]: key for key, row in speaking.documents.items()}
    places = zip(decided["document"].map(ids), decided["start"], decided["end"], strict=True)
    who = [speaking.of(*place) for place in places]
    accepted = (decided["decision"] == "accepted").tolist()
    found = {}
    for attribute in GROUPED:
        groups = compare_groups([row[attribute] for row in who], accepted, event_name="accepted")
        if differing := [row for row in groups if row["told"] == "differs"]:
            found[attribute] = differing
    return found
