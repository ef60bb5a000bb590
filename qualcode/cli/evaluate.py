"""The command that measures: suggestions against codes that a person gave, on documents that were held out."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

from qualcode.cli.options import Coder, Csv, Json, refuse_unknown_model
from qualcode.cli.printing import lines, show, talk
from qualcode.cli.progress import progress

if TYPE_CHECKING:
    from qualcode.evaluation import Evaluation

NO_STUDY = (".csv", ".tsv", ".txt", ".xlsx", ".yaml", ".yml", ".json")


def evaluate(
    files: Annotated[
        list[Path] | None,
        Argument(metavar="SEGMENTS CODEBOOK | STUDY", help="A table of coded segments and a codebook; or a study."),
    ] = None,
    study: Annotated[str, Option(metavar="STUDY", help="A study, whose codings by --coder are measured against.")] = "",
    folds: Annotated[int, Option(min=2, metavar="N", help="Parts of the documents, each held out once.")] = 5,
    least: Annotated[int, Option(min=1, metavar="N", help="Codes used on fewer passages are left out.")] = 3,
    group: Annotated[
        list[str] | None, Option(metavar="COLUMN", help="Compare errors by this column; repeatable.")
    ] = None,
    model: Annotated[str, Option(metavar="NAME", help="Sentence vectors: minilm8, minilm, static or none.")] = "",
    language: Annotated[str, Option(metavar="CODE", help="The language; found by its common words unless given.")] = "",
    curve: Annotated[bool, Option("--curve/--no-curve", help="Measure after 1, 2, 4 … coded documents too.")] = True,
    out: Annotated[Path | None, Option(metavar="FOLDER", help="Write all tables and a page here.")] = None,
    json: Json = False,
    csv: Csv = False,
    coder: Coder = "",
) -> None:
    """Measure how often suggestions put your own code first: from the codebook alone, and learned from your codings.

    SEGMENTS is a csv with the columns text, codes (joined by ;) and document_id; CODEBOOK has code, and perhaps
    definition and parent. For a study, the passages are those that suggesters are asked about, and the codes those
    that the coder gave. What is learned is always asked about documents that it has not seen.

    The figures are printed; with --out, those of each code and of groups are in the files only.

    Example: qualcode evaluate segments.csv codebook.csv --folds 5 --json

    Example: qualcode evaluate study.qualcode --coder ana --out measured/
    """
    _check(files or [], study, model, json, csv, coder)
    paths = list(files or [])
    with progress("Reading") as bar:

        def step(name: str, done: int, total: int) -> None:
            bar.verb = name
            bar.at(done, total)

        if len(paths) == 2:
            from qualcode.evaluation import evaluate as measure
            from qualcode.evaluation import read_coded

            coded = read_coded(paths[0], paths[1], least=least, language=language)
            found = measure(coded, folds=folds, model=model, curve=curve, groups=group or (), progress=step)
        else:
            from qualcode.cli.opening import reading

            with reading(study or str(paths[0]), coder) as opened:
                found = opened.evaluation.run(
                    folds=folds, least=least, model=model, curve=curve, groups=group or (), progress=step
                )
    _give(found, out, json=json, csv=csv)


def _check(paths: list[Path], study: str, model: str, json: bool, csv: bool, coder: str) -> None:
    if json and csv:
        raise typer.BadParameter("Choose one of --json and --csv.")
    refuse_unknown_model(model)
    if len(paths) + bool(study) not in (1, 2) or (study and paths):
        raise typer.BadParameter("Give a table of segments and a codebook, or one study.")
    if len(paths) == 1 and paths[0].suffix.lower() in NO_STUDY:
        raise typer.BadParameter(
            f"'{paths[0]}' alone is not enough: a table of coded segments and its codebook belong together "
            "(qualcode evaluate SEGMENTS CODEBOOK)."
        )
    if len(paths) < 2 and not coder:
        raise typer.BadParameter("Say whose codings are measured against: --coder NAME (or set QUALCODE_CODER).")


def _give(found: "Evaluation", out: Path | None, *, json: bool, csv: bool) -> None:
    from qualcode.project.evaluating import codes_table, files_of, json_text, tables_of, ways_table

    if out is not None:
        from qualcode.export.files import write_files

        written = write_files({out / name: content for name, content in files_of(found).items()})
        talk(f"Written: {', '.join(str(path) for path in written)}")
    for warning in found.warnings:
        talk(f"Note: {warning}")
    if json:
        typer.echo(json_text(found).encode("utf-8", "backslashreplace"))
    elif csv:
        show(codes_table(found), csv=True)
    else:
        from qualcode.evaluation.telling import sentences

        show(ways_table(found))
        lines(["", *sentences(found)])
        if out is not None:
            return
        lines([""])
        show(codes_table(found))
        for name, table in tables_of(found).items():
            if name in ("groups", "decisions") and len(table):
                lines([""])
                show(table)
