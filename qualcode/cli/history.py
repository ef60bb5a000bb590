"""qualcode history …"""

from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from qualcode.cli.opening import reading
from qualcode.cli.options import Coder, Csv, Json, Study, group
from qualcode.cli.printing import lines, show, talk
from qualcode.errors import NotFound

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.project import Project

app = group()

TABLES = ("documents", "cases", "participants", "codebook", "codings", "suggestions", "themes", "memos")


@app.command("list")
def list_(
    study: Study,
    about: Annotated[str | None, Option(metavar="KIND:NAME", help="Only what touched this, such as code:cost.")] = None,
    last: Annotated[int | None, Option(metavar="N", min=1, help="Only the latest acts.")] = None,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """List every act: who, when, what, why, and whether it was undone.

    Example: qualcode history list study.qualcode --last 10
    """
    with reading(study) as opened:
        frame = opened.history.table(about=about)
    columns = ("seq", "at", "coder", "summary", "why", "undone")
    show(frame.tail(last) if last else frame, json=json, csv=csv, columns=columns)


@app.command()
def undo(
    study: Study,
    seq: Annotated[int | None, Argument(metavar="SEQ", help="The act's number; your latest unless given.")] = None,
    coder: Coder = "",
) -> None:
    """Take back your latest act, or act SEQ of anybody.

    Example: qualcode history undo study.qualcode --coder ana
    """
    with reading(study, coder) as opened:
        lines([f"Undone: {opened.history.undo(seq)}"])


@app.command()
def redo(study: Study, coder: Coder = "") -> None:
    """Do again what you undid last.

    Example: qualcode history redo study.qualcode --coder ana
    """
    with reading(study, coder) as opened:
        lines([f"Done again: {opened.history.redo()}"])


@app.command("show")
def show_(
    study: Study,
    when: Annotated[str, Argument(metavar="WHEN", help="The number of an act, or a moment: 2026-03-01T12:00.")],
    table: Annotated[str, Option(metavar="TABLE", help=f"{', '.join(TABLES[:-1])} or {TABLES[-1]}.")] = "codings",
    coder: Coder = "",
    json: Json = False,
    csv: Csv = False,
) -> None:
    """Print a table of the study as it was after an act, or at a moment (UTC; a date means its end).

    Example: qualcode history show study.qualcode 2026-03-01 --table themes
    """
    if table not in TABLES:
        raise NotFound(f"There is no table '{table}'. There are: {', '.join(TABLES)}.")
    with reading(study, coder) as opened, opened.history.as_of(int(when) if when.isdecimal() else when) as then:
        frame = _table(then, table)
        talk(f"{opened.name} as it was after {when}.")
    show(frame, json=json, csv=csv)


def _table(study: "Project", name: str) -> "pd.DataFrame":
    collection = getattr(study, name)
    return collection.table(pending=False) if name == "suggestions" else collection.table()


@app.command("hash")
def hash_(study: Study) -> None:
    """Print a hash of everything the study holds, history aside: equal states have equal hashes.

    Example: qualcode history hash study.qualcode
    """
    with reading(study) as opened:
        lines([opened.history.hash()])
