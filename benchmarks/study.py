"""A study as large as the case study: import, one durable act, tables, peak memory."""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import qualcode
from benchmarks.rules import corpus_folder, texts
from qualcode.project import Project
from qualcode.store import act
from qualcode.store import schema as t

Row = tuple[str, float, str, float | None, bool]
CODINGS = 20_000
CODES = 38


def run(folder: str | Path | None = None) -> list[Row]:
    """(name, value, unit, budget, met)."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "study.qualcode"
        rows = [_import(path, folder, Path(place))]
        with qualcode.open(path, coder="ana") as study:
            fill(study)
            rows += _acts(study)
            rows += _tables(study, Path(place))
        rows.append(_docx(Path(place)))
        rows.append(_memory(path))
        return rows


def fill(study: Project, codings: int = CODINGS) -> None:
    """Give a study codes, themes and codings by the thousand, as an import would: in one act."""
    chance = random.Random(7)
    for number in range(8):
        study.themes.add(f"Theme {number}", key=f"t{number}", central_organising_concept="A claim.")
    codes = [study.codebook.add(f"Code {number}", theme=f"t{number % 8}") for number in range(CODES)]
    ids = [study.find.code(code)["id"] for code in codes]
    documents = [(document.id, document.text, document.turns) for document in study.documents]
    coder, rows = study.coder_id(), {}
    while len(rows) < codings:
        document, text, turns = chance.choice(documents)
        turn = chance.choice(turns)
        start = chance.randrange(turn.start, turn.end)
        end = min(start + chance.randrange(20, 200), turn.end)
        if text[start:end].strip():
            rows[document, start, end, chance.choice(ids)] = text[start:end]
    with act(study.store, "codings.import", study.coder) as current:
        current.insert_many(
            t.codings,
            [
                {
                    "document_id": document,
                    "start_at": start,
                    "end_at": end,
                    "quote": quote,
                    "code_id": code,
                    "coder_id": coder,
                    "created_at": current.at,
                    "origin": "import",
                }
                for (document, start, end, code), quote in rows.items()
            ],
        )


def _import(path: Path, folder: str | Path | None, place: Path) -> Row:
    files = place / "texts"
    files.mkdir()
    for name, text in texts(folder):
        (files / name).with_suffix(".md").write_text(text, encoding="utf-8")
    with qualcode.open(path, coder="ana") as study:
        begun = time.perf_counter()
        added = study.documents.add(files)
        seconds = time.perf_counter() - begun
    where = "corpus C" if corpus_folder(folder) else "a made-up corpus of C's size"
    return _row(f"import of {len(added)} files of {where}", seconds, "s", 3.0)


def _acts(study: Project) -> list[Row]:
    document = next(iter(study.documents))
    coded: list[float] = []
    undone: list[float] = []
    for number in range(60):
        begun = time.perf_counter()
        study.codings.add(document.id, number, number + 300, "code_1")
        coded.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        study.history.undo()
        undone.append(time.perf_counter() - begun)
    return [
        _row(
            f"coding a passage with {CODINGS:,} codings in the file, median", statistics.median(coded) * 1000, "ms", 20
        ),
        _row(f"undoing it with {CODINGS:,} codings in the file, median", statistics.median(undone) * 1000, "ms", 20),
    ]


def _tables(study: Project, place: Path) -> list[Row]:
    begun = time.perf_counter()
    study.themes.table()
    themes = time.perf_counter() - begun
    begun = time.perf_counter()
    study.export(place / "tables", tables=["theme_table", "quotes"])
    exported = time.perf_counter() - begun
    return [
        _row(f"theme table of a study with {CODINGS:,} codings", themes, "s", 2.0),
        _row(f"theme and quote tables to csv, {CODINGS:,} codings, verified", exported, "s", 2.0),
    ]


def _docx(place: Path) -> Row:
    from docx import Document

    chance, files = random.Random(3), place / "docx"
    words = "we waited for them and nobody asked us what the money was meant to do in the other world".split()
    files.mkdir()
    for number in range(113):
        document = Document()
        for turn in range(70):
            speaker = "Interviewer" if turn % 2 == 0 else f"P{number}"
            document.add_paragraph(f"{speaker}: {' '.join(chance.choices(words, k=100))}.")
        document.save(str(files / f"interview_{number:03}.docx"))
    with qualcode.open(place / "docx.qualcode", coder="ana") as study:
        begun = time.perf_counter()
        study.documents.add(files)
        return _row("import of 113 docx of 7,000 words", time.perf_counter() - begun, "s", 20)


PEAK = """
import resource, sys, qualcode
with qualcode.open(sys.argv[1], coder="ana") as study:
    for number in range(38):
        study.codebook.add_rule(f"code_{number}", f"compan* NEAR/10 (money OR grow) OR team NOT word{number}")
    study.suggestions.run()
    study.documents.mark_read([document.name for document in study.documents])
    study.suggestions.table()
    study.search("different AND business")
    study.themes.table()
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def _memory(path: Path) -> Row:
    done = subprocess.run([sys.executable, "-c", PEAK, str(path)], capture_output=True, text=True, check=True)
    return _row("peak memory: study open, rules, search, tables", float(done.stdout), "MB", 1500)


def _row(name: str, value: float, unit: str, budget: float | None) -> Row:
    return (name, round(value, 3), unit, budget, budget is None or value <= budget)
