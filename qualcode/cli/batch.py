"""The command that needs no study: files and a codebook in, a table of suggestions out."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer import Argument, Option

from qualcode.cli.options import Json, Precision, With, given, refuse_unknown_model
from qualcode.cli.printing import show, talk
from qualcode.cli.progress import progress
from qualcode.errors import QualcodeError

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.model import Document


def suggest(
    files: Annotated[list[str], Argument(metavar="FILE", help="Transcripts or tables; folders and patterns too.")],
    codebook: Annotated[Path, Option(metavar="BOOK", help="The codebook: yaml, json, csv or xlsx.")],
    out: Annotated[Path | None, Option(metavar="FILE", help="A csv to write; stdout unless given.")] = None,
    suggesters: With = None,
    codings: Annotated[
        Path | None, Option(metavar="FILE", help="A csv of codings to learn from: document, start, end, code.")
    ] = None,
    precision: Precision = 0.5,
    model: Annotated[
        str, Option(metavar="NAME", help="The model of vectors: minilm8, minilm, static, or none for words only.")
    ] = "",
    seed: Annotated[int, Option(metavar="N", help="The same seed draws the same.")] = 0,
    unit: Annotated[str | None, Option(metavar="UNIT", help="sentence or turn.")] = None,
    kind: Annotated[str | None, Option(metavar="KIND", help="interview, focus_group, observation, …")] = None,
    language: Annotated[str | None, Option(metavar="CODE", help="The language; the codebook's unless given.")] = None,
    encoding: Annotated[str | None, Option(metavar="NAME", help="The encoding; found unless given.")] = None,
    text_column: Annotated[str | None, Option(metavar="COLUMN", help="Tables: where the words are.")] = None,
    speaker_column: Annotated[str | None, Option(metavar="COLUMN", help="Tables: who speaks.")] = None,
    document_column: Annotated[str | None, Option(metavar="COLUMN", help="Tables: what is one document.")] = None,
    time_column: Annotated[str | None, Option(metavar="COLUMN", help="Tables: when a turn starts.")] = None,
    sheet: Annotated[str | None, Option(metavar="SHEET", help="Workbooks: which sheet.")] = None,
    interviewer: Annotated[
        list[str] | None, Option(metavar="LABEL", help="An interviewer's label; repeatable.")
    ] = None,
    json: Json = False,
    csv: Annotated[bool, Option("--csv", help="Print comma-separated values, as without options.")] = False,
) -> None:
    """Suggest codes for files, without a study. A csv of passages, codes, scores and reasons comes out.

    The same input and seed give the same bytes. What similar and learned have to say goes to stderr. Files that
    cannot be read are named on stderr, the others are done, and the exit code is 1.

    Example: qualcode suggest transcripts/*.docx --codebook codebooks/taylor2023_responsiveness.yaml --out found.csv
    """
    from qualcode.project import read_codebook
    from qualcode.suggesters import refuse_unknown
    from qualcode.suggesters import suggest as suggestions

    _check(json, csv, out, unit)
    refuse_unknown_model(model)
    refuse_unknown(suggesters or ())
    examples = _codings(codings)
    columns = given(text=text_column, speaker=speaker_column, document=document_column, time=time_column)
    book = read_codebook(codebook)
    how = columns | given(kind=kind, encoding=encoding, sheet=sheet)
    documents, problems = _documents(files, {"language": language or book.language, **how})
    roles: Any = dict.fromkeys(interviewer or (), "interviewer")
    with progress("Reading closely", 0) as bar:
        frame = suggestions(
            documents,
            book,
            suggesters=tuple(suggesters or ("rules",)),
            codings=examples,
            precision=precision,
            model=model,
            seed=seed,
            unit=unit,  # type: ignore[arg-type]
            roles=roles,
            progress=bar.at,
        )
    for note in frame.attrs["notes"]:
        talk(note)
    _give(frame, out, json=json)
    if problems:
        raise typer.Exit(1)


def _codings(file: Path | None) -> "pd.DataFrame | None":
    if file is None:
        return None
    import pandas as pd

    from qualcode.evaluation.tables import read_table

    table = read_table(file)
    for note in table.notes:
        talk(f"Note: {note}")
    return pd.DataFrame(table.rows, columns=table.header)


def _check(json: bool, csv: bool, out: Path | None, unit: str | None) -> None:
    if json and (csv or out is not None):
        raise typer.BadParameter("--json goes to stdout, without --csv and --out.")
    if unit not in (None, "sentence", "turn"):
        raise typer.BadParameter(f"'{unit}' is not a unit. Choose sentence or turn.", param_hint="--unit")


def _give(frame: "pd.DataFrame", out: Path | None, *, json: bool) -> None:
    from qualcode.export import write_csv

    if out is None:
        show(frame, json=json, csv=not json)
    else:
        talk(f"{len(frame)} suggestions in {write_csv(frame, out)}")


def _documents(files: list[str], how: dict[str, Any]) -> "tuple[list[Document], int]":
    """What can be read, and how many files could not; each of those has its sentence on stderr."""
    from qualcode.project.batches import paths_of
    from qualcode.readers import read

    paths: dict[Path, None] = {}
    documents: list[Document] = []
    problems = 0
    for file in files:
        try:
            paths.update(dict.fromkeys(paths_of(file)))
        except QualcodeError as error:
            problems += 1
            talk(f"Error: {error}")
    with progress("Reading", len(paths)) as step:
        for path in paths:
            step(path.name)
            try:
                found: Any = read(path, **how)
                fresh: list[Document] = found if isinstance(found, list) else [found]
                documents += fresh
                step.clear()
                for note in dict.fromkeys(note for one in fresh for note in one.source.warnings):
                    talk(f"Note: {path.name}: {note}")
            except QualcodeError as error:
                problems += 1
                step.clear()
                talk(f"Error: {error}")
    return documents, problems
