"""What a study gives to its report: the tables, and the record of acts as steps."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
from sqlalchemy import func, select

from qualcode.analysis.attribution import check_granularity
from qualcode.analysis.study import settled
from qualcode.errors import Refused
from qualcode.export.report import FORMATS, ReportData, Step, write_report
from qualcode.export.report.study import READINGS, Bulk
from qualcode.project import frames
from qualcode.project.checks import findings_of
from qualcode.project.exporting import data_of
from qualcode.project.standing import accepted_in_bulk, stands
from qualcode.store import schema as t

if TYPE_CHECKING:
    from qualcode.export import ExportReport
    from qualcode.project.project import Project

Row = dict[str, Any]
SYNTHETIC = "SYNTHETIC.txt"
UNDO = "history.undo"


def report(
    study: Project,
    path: Path,
    *,
    granularity: str = "publication",
    journal: str | Iterable[str] = (),
    coreq: bool = False,
    least: int = 3,
    key: str | Path | None = None,
) -> ExportReport:
    """Write a report of the study: methods, themes with quotes, cases, discarded themes, what deserves a look.

    Args:
        granularity: how quotes name their speaker; see `qualcode.analysis.attribution`.
        journal: ids or titles of the memos to print; none unless named, and private ones only of this coder.
        coreq: add the COREQ checklist.
        key: a file of names that must not leave; see `qualcode.project.keyfile`.
        least: fewer people than this with one sector and seniority are called a small cell.

    Raises:
        ExportRefused: a quote differs from its source, a name of the key remains, or the file cannot be written.
            Nothing is written then.
        Refused: another ending or granularity, or somebody else's private memo.
    """
    if path.suffix.casefold() not in FORMATS:
        raise Refused(f"{path}: a report is a .docx or .html file. End the name with one of: {', '.join(FORMATS)}.")
    made = report_of(study, granularity=granularity, journal=journal, key=key)
    return write_report(made, path, coreq=coreq, least=least)


def report_of(
    study: Project,
    *,
    granularity: str = "publication",
    journal: str | Iterable[str] = (),
    key: str | Path | None = None,
) -> ReportData:
    """Everything a report says, as values; of private memos only those that were chosen."""
    row, history = study.row(), _standing(study.history.table())
    stand = set(history.loc[~history["undone"], "seq"])
    memos = frames.memos(study)
    hidden = memos[memos["private"] & (memos["kind"] == "case narrative")]
    last = history.iloc[-1]
    return ReportData(
        study=replace(settled(data_of(study, key)), history=history),
        question=row["question"],
        language=row["language"],
        synthetic=_is_synthetic(study),
        codebook={name: str(row["codebook"].get(name, "")) for name in ("id", "name", "citation")},
        coders=tuple(study.coders()),
        seq=int(last["seq"]),
        at=str(last["at"]),
        readings=_readings(study),
        code_steps=_steps(study, "codes", stand, _of_code),
        theme_steps=_steps(study, "themes", stand, _of_theme),
        bulk=_bulk(study),
        decisions=_decisions(study),
        discarded=study.themes.discard_log(),
        checks=findings_of(study),
        journal=_chosen(study, memos, [journal] if isinstance(journal, str) else journal),
        kept_private=frozenset(
            about.removeprefix("case:") for items in hidden["about"] for about in items if about.startswith("case:")
        ),
        granularity=check_granularity(granularity),
    )


def _standing(history: pd.DataFrame) -> pd.DataFrame:
    """The history with `undone` true where an act does not stand: taken back, and not done again since."""
    undoer = dict(zip(history["seq"].tolist(), history["undone"].tolist(), strict=True))

    # What takes back is no act of the analysis itself.
    gone = [not stands(seq, undoer) or act == UNDO for seq, act in zip(undoer, history["act"].tolist(), strict=True)]
    return history.assign(undone=pd.Series(gone, index=history.index, dtype=bool))


def _is_synthetic(study: Project) -> bool:
    """Whether the study lies beside the note that the demonstration leaves."""
    return study.path is not None and (study.path.parent / SYNTHETIC).is_file()


def _readings(study: Project) -> pd.DataFrame:
    query = (
        select(
            t.documents.c.name.label("document"),
            t.cases.c.key.label("case"),
            t.documents.c.kind,
            t.coders.c.name.label("coder"),
            t.readings.c.read_at,
        )
        .join(t.documents, t.readings.c.document_id == t.documents.c.id)
        .join(t.coders, t.readings.c.coder_id == t.coders.c.id)
        .outerjoin(t.cases, t.documents.c.case_id == t.cases.c.id)
        .where(t.readings.c.read_at != "")
        .order_by(t.cases.c.position, t.documents.c.position, t.coders.c.name)
    )
    rows = [{name: value or "" for name, value in row.items()} for row in study.store.rows(query)]
    return pd.DataFrame(rows, columns=READINGS, dtype=object)


Told = Callable[[Row | None, Row | None, dict[str, str]], list[str]]


def _steps(study: Project, table: str, stand: set[int], told: Told) -> tuple[Step, ...]:
    """What acts did to the rows of a table, oldest first; one step for each verb of an act."""
    images = study.history.images(table)
    names = {image["row"]: image["after"]["name"] for image in images if image["after"]}
    steps: dict[tuple[int, str], Step] = {}
    for image in images:
        if image["seq"] not in stand:
            continue
        before, after = image["before"], image["after"]
        for did in told(before, after, names):
            if image["act"] == "codebook.split" and did == "made":
                did = "made by splitting"
            name = (after or before)["name"]
            if did == "renamed":
                name = f"{before['name']} → {name}"
            key = image["seq"], did
            known = steps.get(key)
            held = (*known.names, name) if known else (name,)
            steps[key] = Step(image["seq"], image["at"], image["coder"], did, held, image["why"])
    return tuple(steps.values())


def _of_code(before: Row | None, after: Row | None, names: dict[str, str]) -> list[str]:
    if before is None:
        return ["made"]
    if after is None:
        return ["removed"]
    did = []
    if before["name"] != after["name"]:
        did.append("renamed")
    if any(before[field] != after[field] for field in ("definition", "include", "exclude")):
        did.append("redefined")
    if before["parent_id"] != after["parent_id"]:
        did.append("moved")
    if before["status"] != after["status"]:
        target = names.get(after["merged_into_id"] or "", "")
        retired = f"merged into {target}" if target else "retired"
        did.append(retired if after["status"] == "retired" else "restored")
    return did


def _of_theme(before: Row | None, after: Row | None, names: dict[str, str]) -> list[str]:
    if before is None:
        return ["made"]
    if after is None:
        return ["removed"]
    did = []
    if before["name"] != after["name"]:
        did.append("renamed")
    concept = "central_organising_concept"
    if before[concept] != after[concept]:
        did.append("given another concept" if before[concept].strip() else "given a concept")
    if before["kept_because"] != after["kept_because"]:
        did.append("kept")
    if before["status"] != after["status"] and "discarded" in (before["status"], after["status"]):
        did.append("discarded" if after["status"] == "discarded" else "restored")
    return did


def _bulk(study: Project) -> tuple[Bulk, ...]:
    rows = accepted_in_bulk(study)
    return tuple(Bulk(row["at"], row["coder"], why=row["why"], **row["details"]) for row in rows)


def _decisions(study: Project) -> dict[str, int]:
    query = select(t.decisions.c.verdict, func.count().label("count")).group_by(t.decisions.c.verdict)
    return {str(row["verdict"]): int(row["count"]) for row in study.store.rows(query)}


def _chosen(study: Project, memos: pd.DataFrame, refs: Iterable[str]) -> pd.DataFrame:
    """The memos that were asked for, in that order; what somebody else keeps private is refused."""
    wanted = list(dict.fromkeys(study.find.memo(ref)["id"] for ref in refs))
    chosen = memos.set_index("memo", drop=False).loc[wanted].reset_index(drop=True)
    for private, coder, title in zip(chosen["private"], chosen["coder"], chosen["title"], strict=True):
        if private and coder != study.coder:
            raise Refused(
                f"'{title or 'a memo'}' is private to {coder}. {coder} can put it into a report, or make it public."
            )
    return chosen
