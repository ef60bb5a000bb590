"""qualcode documents …"""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from typer import Argument, Option

from qualcode.cli.opening import acting, reading
from qualcode.cli.options import Coder, Csv, Document, Documents, Json, Study, Values, Why, given, group, pairs
from qualcode.cli.printing import lines, safe, show, talk
from qualcode.cli.progress import progress
from qualcode.errors import ImportProblems

app = group()

Pattern = Annotated[
    str,
    Option(metavar="REGEX", help="What the file's name says, in groups named case, kind, date: '(?P<case>case\\d)_'."),
]
Kind = Annotated[str | None, Option(metavar="KIND", help="interview, focus_group, observation, archival or response.")]
InCase = Annotated[str | None, Option(metavar="CASE", help="The case they belong to.")]


@app.command()
def add(
    study: Study,
    files: Annotated[list[str], Argument(metavar="FILE", help="Files, folders or patterns in quotes.")],
    case: InCase = None,
    kind: Kind = None,
    pattern: Pattern = "",
    language: Annotated[str | None, Option(metavar="CODE", help="The language, such as de.")] = None,
    encoding: Annotated[str | None, Option(metavar="NAME", help="The encoding; found unless given.")] = None,
    name: Annotated[str | None, Option(metavar="NAME", help="Another name than the file's.")] = None,
    text_column: Annotated[str | None, Option(metavar="COLUMN", help="Tables: where the words are.")] = None,
    speaker_column: Annotated[str | None, Option(metavar="COLUMN", help="Tables: who speaks.")] = None,
    document_column: Annotated[str | None, Option(metavar="COLUMN", help="Tables: what is one document.")] = None,
    time_column: Annotated[str | None, Option(metavar="COLUMN", help="Tables: when a turn starts.")] = None,
    sheet: Annotated[str | None, Option(metavar="SHEET", help="Workbooks: which sheet.")] = None,
    coder: Coder = "",
) -> None:
    """Read transcripts and bring them in. Bad files are named; the good ones are in all the same (exit code 1).

    Example: qualcode documents add study.qualcode transcripts/ --pattern "(?P<case>case\\d)_" --coder ana

    Example: qualcode documents add study.qualcode survey.csv --text-column answer --kind response --coder ana
    """
    from qualcode.project.batches import paths_of

    columns = given(text=text_column, speaker=speaker_column, document=document_column, time=time_column)
    how = columns | given(language=language, encoding=encoding, name=name, sheet=sheet)
    paths = [path for file in files for path in paths_of(file)]
    with acting(study, coder) as opened, progress("Reading", len(paths)) as step:
        try:
            _tell(opened.documents.add(paths, case=case, kind=kind, pattern=pattern or None, progress=step, **how))  # type: ignore[arg-type]
        except ImportProblems as problems:
            _tell(problems.added)
            raise


def _tell(added: Sequence[Any]) -> None:
    for document in added:
        for note in (*document.source.changes, *document.source.warnings):
            talk(f"{document.name}: {note}")
    lines([document.name for document in added])


@app.command()
def attention(
    study: Study,
    by_case: Annotated[bool, Option("--by-case", help="One row a case.")] = False,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """Say what was read, by whom and when, and how much of it is coded.

    Example: qualcode documents attention study.qualcode --by-case
    """
    with reading(study) as opened:
        show(opened.documents.attention(by_case=by_case), json=json, csv=csv)


@app.command("list")
def list_(study: Study, json: Json = False, csv: Csv = False) -> None:
    """List the documents: case, words, who has read them, how much is coded.

    Example: qualcode documents list study.qualcode
    """
    with reading(study) as opened:
        frame = opened.documents.table()
    shown = ("document", "kind", "case", "words", "turns", "speakers", "readers", "coded_percent")
    show(frame, json=json, csv=csv, columns=shown)


@app.command("show")
def show_(
    study: Study,
    document: Document,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """Print a document turn by turn, each with its offsets (code points, the end not included).

    Example: qualcode documents show study.qualcode interview_07
    """
    import pandas as pd

    with reading(study) as opened:
        turns = opened.documents[document].turns
    rows = [(number, t.start, t.end, t.start_time, t.speaker or "", t.text) for number, t in enumerate(turns, 1)]
    if json or csv:
        names = ["turn", "start", "end", "start_time", "speaker", "text"]
        show(pd.DataFrame(rows, columns=names, dtype=object), json=json, csv=csv)
    else:
        _print_turns(rows)


def _print_turns(rows: list[tuple[int, int, int, float | None, str, str]]) -> None:
    for _, start, end, seconds, speaker, text in rows:
        at = "" if seconds is None else f"  {int(seconds) // 60}:{int(seconds) % 60:02}"
        head = typer.style(safe(f"[{start}–{end}] {speaker or '(no label)'}{at}"), bold=True)
        typer.echo(f"{head}\n{safe(text)}\n")


@app.command()
def assign(
    study: Study,
    documents: Documents,
    case: InCase = None,
    kind: Kind = None,
    date: Annotated[str | None, Option(metavar="DATE", help="ISO: 2026-03-01, 2026-03 or 2026.")] = None,
    hours: Annotated[float | None, Option(metavar="HOURS", help="Hours of observation.")] = None,
    language: Annotated[str | None, Option(metavar="CODE", help="The language, such as de.")] = None,
    values: Values = None,
    coder: Coder = "",
) -> None:
    """Set case, kind, date, hours, language or attributes of documents.

    Example: qualcode documents assign study.qualcode interview_07 interview_08 --case case2 --coder ana
    """
    known = given(case=case, kind=kind, date=date, hours=hours, language=language)
    free = pairs(values, taken=("document", "case", "kind", "date", "hours", "language"))
    if not known and not free:
        raise typer.BadParameter("Say what to set: --case, --kind, --date, --hours, --language or --set.")
    with acting(study, coder) as opened:
        opened.documents.assign(documents, **known, **free)


@app.command("assign-by-name")
def assign_by_name(
    study: Study,
    pattern: Annotated[str, Argument(metavar="REGEX", help="With groups named case, kind or date.")],
    coder: Coder = "",
) -> None:
    """Set case, kind and date of all documents from their file names.

    Example: qualcode documents assign-by-name study.qualcode "^(?P<case>c\\d)_" --coder ana
    """
    with acting(study, coder) as opened:
        count = opened.documents.assign_by_name(pattern)
        talk(f"{count} of {len(opened.documents)} documents fit the pattern.")


@app.command()
def load(
    study: Study,
    table: Annotated[Path, Argument(metavar="TABLE", help="A csv or xlsx with a column 'document'.")],
    coder: Coder = "",
) -> None:
    """Set case, kind, date, hours and attributes of documents from a table.

    Example: qualcode documents load study.qualcode documents.csv --coder ana
    """
    with acting(study, coder) as opened:
        opened.documents.load(table)


@app.command()
def remove(study: Study, document: Document, why: Why = "", coder: Coder = "") -> None:
    """Take a document out; refused while codings rest on it.

    Example: qualcode documents remove study.qualcode interview_07 --why "Withdrew consent" --coder ana
    """
    with acting(study, coder) as opened:
        opened.documents.remove(document, why=why)


@app.command()
def read(study: Study, documents: Documents, coder: Coder = "") -> None:
    """Record that you have read documents, which opens their suggestions in the reflexive approach.

    Example: qualcode documents read study.qualcode interview_07 --coder ana
    """
    with acting(study, coder) as opened:
        opened.documents.mark_read(documents)


@app.command()
def unread(study: Study, document: Document, coder: Coder = "") -> None:
    """Take back that you have read a document.

    Example: qualcode documents unread study.qualcode interview_07 --coder ana
    """
    with acting(study, coder) as opened:
        opened.documents.mark_unread(document)
