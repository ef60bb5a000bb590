"""The sample study, from its transcripts to its theme table: a synthetic study with a scripted researcher."""

from __future__ import annotations

import csv
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode.errors import NotFound, Refused
from qualcode.project.project import Project, create

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.export import ExportReport

CODER = "Robin Sample"
CODEBOOK = "taylor2023_responsiveness.yaml"
TABLES = ("documents", "participants", "codings", "decisions", "themes", "summaries", "memos")
READING = {"response": {"text": "answer", "speaker": "speaker"}}


@dataclass(frozen=True, slots=True)
class SampleStudy:
    """What the demonstration made: the project file, the folder of tables, and what there is to say about it."""

    path: Path
    exports: Path
    report: ExportReport
    themes: pd.DataFrame
    suggestions: int
    codings: int
    decided: dict[str, int]


def build(
    folder: str | Path, *, samples: Path | None = None, say: Callable[[str], None] = lambda line: None
) -> SampleStudy:
    """Make the sample study anew in a folder: `study.qualcode` and the tables in `exports`.

    Reads the transcripts and tables of `data_samples`, uses the Taylor codebook, codes by hand as the sample coder
    did, lets the rules suggest, applies the coder's decisions, and writes themes, summaries and memos. `say` is
    called with a line for each step. An earlier sample in the folder is replaced; other files in it stay.

    Raises:
        NotFound: the sample's files are not there, or a decision is about a passage that no rule suggests.
        Refused: the folder holds a study or exports that are not the sample's, or cannot be written.
    """
    source = samples or find_data("data_samples")
    folder = Path(folder)
    _clear(folder)
    tables = {name: _rows(source / f"{name}.csv") for name in TABLES}
    with create(folder / "study.qualcode", coder=CODER, name="Four partnerships in Port Alder (synthetic)") as study:
        say("Bringing in the transcripts")
        _bring_in(study, source, tables["documents"])
        study.codebook.use(find_data("codebooks") / CODEBOOK)
        say("Reading, and coding by hand")
        _code(study, tables["codings"])
        say("Suggesting by rules")
        suggested = int(study.suggestions.run()["suggestions"].sum())
        say("Deciding on suggestions")
        decided = _decide(study, tables["decisions"])
        say("Building themes")
        _build_themes(study, tables)
        say("Writing the tables")
        exports = folder / "exports"
        report = study.export(exports)
        study.export(exports / "study.xlsx")
        return SampleStudy(
            folder / "study.qualcode", exports, report, study.themes.table(), suggested, len(study.codings), decided
        )


def build_framework(source: str, folder: Path, *, say: Callable[[str], None] = lambda line: None) -> Path:
    """Make the sample study coded with the codebook of a published analysis; the path of its project file.

    `source` is a key of `qualcode.displays.SOURCES`. The same transcripts, read by the same scripted coder. An earlier
    sample in the folder is replaced; other files in it stay.

    Raises:
        Refused: the folder holds a study that is not the sample's.
        NotFound: the sample's files are not there.
    """
    from qualcode.displays import source_called

    chosen, samples = source_called(source), find_data("data_samples")
    if chosen.codebook == CODEBOOK:
        return build(folder, say=say).path
    frameworks = samples / "frameworks"
    _clear(folder)
    path = folder / "study.qualcode"
    with create(path, coder=CODER, name=f"Four partnerships in Port Alder (synthetic): {chosen.title}") as study:
        say("Bringing in the transcripts")
        _bring_in(study, samples, _rows(samples / "documents.csv"))
        study.cases.load(frameworks / "cases.yaml")
        study.codebook.use(find_data("codebooks") / chosen.codebook)
        say("Coding by hand")
        _code(study, _rows(frameworks / f"{chosen.key}.csv"))
        if chosen.key == "oskam":
            _tell(study, _rows(frameworks / "incidents.csv"))
        for row in _rows(frameworks / "summaries.csv"):
            if row["framework"] == chosen.key:
                study.themes.summarise(row["theme"], row["case"], row["text"])
        for row in _rows(samples / "memos.csv"):
            if row["kind"] == "case narrative":
                study.memos.add(row["text"], title=row["title"], kind=row["kind"], about=row["about"].split())
    return path


def _tell(study: Project, incidents: list[dict[str, str]]) -> None:
    for row in incidents:
        coding = study.codings.add_quote(row["document"], row["quote"], row["code"])
        told = {name: row[name] for name in ("date", "actor", "mechanism", "note")}
        study.incidents.add(coding.id, row["incident"], **told)


def find_data(name: str) -> Path:
    """The folder `data_samples` or `codebooks`, beside the package or where an installation puts it."""
    for base in (Path(__file__).parents[2], Path(sys.prefix) / "share" / "qualcode"):
        if (base / name).is_dir():
            return base / name
    raise NotFound(f"The folder {name} is not there. It comes with qualcode's source.")


def _clear(folder: Path) -> None:
    """Take away an earlier sample, file by file; whatever the demonstration did not make stays."""
    from qualcode.export import TABLES

    mark, study, exports = folder / "SYNTHETIC.txt", folder / "study.qualcode", folder / "exports"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        own = [*sorted(folder.glob("study.qualcode*")), *([exports] if os.path.lexists(exports) else [])]
        if own and not mark.is_file():
            raise Refused(
                f"{folder} holds {own[0].name}, which is not the sample study; the demonstration would replace it. "
                "Choose another folder."
            )
        for ending in ("", "-wal", "-shm", "-journal"):
            study.with_name(study.name + ending).unlink(missing_ok=True)
        cache = study.with_name(study.name + "-cache")
        if cache.is_dir() and not cache.is_symlink():
            shutil.rmtree(cache)
        for name in (*(f"{table}.csv" for table in TABLES), "study.xlsx"):
            (exports / name).unlink(missing_ok=True)
        text = "The sample study: synthetic. No real person or organisation. Made anew by every demonstration.\n"
        mark.write_text(text, encoding="utf-8")
    except OSError as error:
        where = error.filename or folder
        raise Refused(
            f"The sample study cannot be made in {folder}: {where} cannot be changed ({error.strerror or error}). "
            "Is it open in another program? Close it, or choose another folder."
        ) from error


def _bring_in(study: Project, source: Path, documents: list[dict[str, str]]) -> None:
    study.cases.load(source / "cases.yaml")
    for row in documents:
        options: dict[str, Any] = {"kind": row["kind"], "name": row["document"], **READING.get(row["kind"], {})}
        study.documents.add(source / row["file"], **options)
    study.documents.load(source / "documents.csv")
    study.participants.load(source / "participants.csv")
    study.documents.mark_read([row["document"] for row in documents])


def _code(study: Project, codings: list[dict[str, str]]) -> None:
    for row in codings:
        study.codings.add_quote(
            row["document"], row["quote"], row["code"], level=row["level"], stance=row["stance"], memo=row["memo"]
        )


def _decide(study: Project, decisions: list[dict[str, str]]) -> dict[str, int]:
    pending: dict[tuple[str, str], list[tuple[int, int, str]]] = {}
    for row in study.suggestions.table(pending=False).itertuples():
        pending.setdefault((str(row.document), str(row.code)), []).append((row.start, row.end, str(row.suggestion)))  # type: ignore[arg-type]
    counts: dict[str, int] = {}
    for decision in decisions:
        start = study.codings.locate(decision["document"], decision["quote"])
        end = start + len(decision["quote"])
        near = pending.get((decision["document"], decision["code"]), [])
        # A rule may come to propose a longer or shorter passage; the decision is about the most alike.
        best = max(near, key=lambda item: _alike((start, end), item[:2]), default=(0, 0, ""))
        if min(end, best[1]) <= max(start, best[0]):
            raise NotFound(
                f"A decision of the sample is about what no rule suggests now: {decision['code']} "
                f"for “{decision['quote'][:60]}” in {decision['document']}."
            )
        _apply(study, decision, best[2])
        counts[decision["decision"]] = counts.get(decision["decision"], 0) + 1
    return counts


def _alike(one: tuple[int, int], other: tuple[int, int]) -> float:
    """The share of two passages that both have; 1 for the same passage."""
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared / (max(one[1], other[1]) - min(one[0], other[0]))


def _apply(study: Project, decision: dict[str, str], suggestion: str) -> None:
    memo, passage = decision["memo"], decision["passage"]
    match decision["decision"]:
        case "accepted":
            study.suggestions.accept(suggestion, memo=memo)
        case "recoded":
            within: dict[str, int] = {}
            if passage:
                at = study.codings.locate(decision["document"], decision["quote"]) + decision["quote"].index(passage)
                within = {"start": at, "end": at + len(passage)}
            study.suggestions.recode(suggestion, decision["recode_to"] or None, memo=memo, **within)  # type: ignore[arg-type]
        case "rejected":
            study.suggestions.reject(suggestion, why=memo)
        case _:
            study.suggestions.skip(suggestion)


def _build_themes(study: Project, tables: dict[str, list[dict[str, str]]]) -> None:
    for row in tables["themes"]:
        coding = study.codings.add_quote(row["document"], row["quote"], row["code"])
        if row["kind"] == "exemplar":
            study.themes.add_exemplar(row["theme"], coding.id, note=row["note"])
        else:
            study.themes.add_misfit(row["theme"], coding.id, note=row["note"])
    for row in tables["summaries"]:
        study.themes.summarise(row["theme"], row["case"], row["text"])
    for row in tables["memos"]:
        study.memos.add(row["text"], title=row["title"], kind=row["kind"], about=row["about"].replace(";", " ").split())


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        raise NotFound(f"The sample study has no {path.name}.")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [{name: value or "" for name, value in row.items()} for row in csv.DictReader(file)]
