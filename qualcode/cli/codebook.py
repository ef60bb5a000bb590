"""qualcode codebook …: files, and codes one by one. Reshaping is in `recoding`, rules are in `rules`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

from qualcode.cli.opening import acting, reading
from qualcode.cli.options import Code, Coder, Csv, Json, Preview, Study, Why, given, group
from qualcode.cli.printing import lines, safe, show, show_preview, talk
from qualcode.errors import Refused

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.codebook import Problem
    from qualcode.model import Codebook

app = group()

File = Annotated[Path, Argument(metavar="FILE", help="A codebook: yaml, json, csv or xlsx.")]
Book = Annotated[str, Argument(metavar="BOOK", help="A study or a codebook file.")]
Definition = Annotated[str | None, Option(metavar="TEXT", help="What the code means.")]
Include = Annotated[str | None, Option(metavar="TEXT", help="What is in.")]
Exclude = Annotated[str | None, Option(metavar="TEXT", help="What is out.")]
Example = Annotated[list[str] | None, Option(metavar="TEXT", help="An example; repeatable.")]
Level = Annotated[str | None, Option(metavar="LEVEL", help="semantic or latent.")]
Origin = Annotated[str | None, Option(metavar="ORIGIN", help="data, theory or both.")]
Dimension = Annotated[str | None, Option(metavar="DIMENSION", help="The dimension of a matrix it belongs to.")]
Color = Annotated[str | None, Option(metavar="COLOR", help="A colour, such as #1f77b4.")]
Memo = Annotated[str | None, Option(metavar="TEXT", help="A memo on the code.")]


def book_of(path: str) -> "Codebook":
    """The codebook of a study, or of a file."""
    from qualcode.project import read_codebook

    file = Path(path)
    if file.suffix == ".qualcode":
        with reading(path) as study:
            return study.codebook.value()
    return read_codebook(file)


@app.command()
def use(
    study: Study,
    file: File,
    themes: Annotated[bool, Option("--themes/--no-themes", help="Take its themes and links too.")] = True,
    revive: Annotated[bool, Option("--revive", help="Also bring back codes that were merged or retired here.")] = False,
    why: Why = "",
    preview: Preview = False,
    coder: Coder = "",
) -> None:
    """Take a codebook into the study; codes of the same id are brought up to date, others stay.

    Example: qualcode codebook use study.qualcode codebooks/taylor2023_responsiveness.yaml --coder ana
    """
    with acting(study, coder, preview=preview) as opened:
        show_preview(opened.codebook.use(file, themes=themes, revive=revive, why=why, preview=preview))


@app.command()
def check(file: File, json: Json = False, csv: Csv = False) -> None:
    """Check a codebook file: every problem with its line and remedy. Exit code 1 when there is an error.

    Example: qualcode codebook check my_codebook.yaml
    """
    from qualcode.codebook import check as problems_of
    from qualcode.query import parse

    found = problems_of(file, check_rule=parse)
    wrong = [problem for problem in found if problem.severity == "error"]
    if json or csv:
        show(_frame(found), json=json, csv=csv)
    else:
        lines([f"{problem.severity}: {problem.sentence(str(file))}" for problem in found])
    talk(f"{len(wrong)} error{'s' if len(wrong) != 1 else ''}, {len(found) - len(wrong)} to think about.")
    if wrong:
        raise typer.Exit(1)


def _frame(found: "list[Problem]") -> "pd.DataFrame":
    import pandas as pd

    rows = [(p.line, p.severity, p.kind, p.where, p.message, p.remedy) for p in found]
    return pd.DataFrame(rows, columns=["line", "severity", "kind", "where", "message", "remedy"])


@app.command()
def diff(old: Book, new: Book) -> None:
    """Say in sentences what changes from one codebook to another; each is a study or a file.

    Example: qualcode codebook diff study.qualcode my_codebook.yaml
    """
    from qualcode.codebook import describe
    from qualcode.codebook import diff as difference

    changes = difference(book_of(old), book_of(new))
    lines([describe(changes)]) if changes else talk("No difference.")


@app.command()
def save(
    study: Study, file: Annotated[Path, Argument(metavar="FILE", help="A .yaml file; its comments survive.")]
) -> None:
    """Write the study's codebook to a YAML file; comments of a file that is there already survive.

    Example: qualcode codebook save study.qualcode my_codebook.yaml
    """
    with reading(study) as opened:
        opened.codebook.save(file)
    lines([str(file)])


@app.command()
def seed(
    file: File,
    out: Annotated[Path, Argument(metavar="OUT", help="The .yaml file to write.")],
    all_codes: Annotated[bool, Option("--all", help="Also for codes that have rules.")] = False,
) -> None:
    """Propose first rules for a codebook that has none, from names and definitions; edit them before use.

    Example: qualcode codebook seed somebodys_codes.csv my_codebook.yaml
    """
    from qualcode.codebook import save as write
    from qualcode.codebook import seed_rules

    book = book_of(str(file))
    seeded = seed_rules(book, only_missing=not all_codes)
    write(seeded, out)
    made = sum(len(code.rules) for code in seeded.codes) - sum(len(code.rules) for code in book.codes)
    talk(f"{made} rules for {len(seeded.codes)} codes. They are guesses from words: look at each before you use it.")
    lines([str(out)])


@app.command("list")
def list_(study: Study, json: Json = False, csv: Csv = False) -> None:
    """List the codes with voices, cases and codings; retired ones too.

    Example: qualcode codebook list study.qualcode
    """
    with reading(study) as opened:
        frame = opened.codebook.table()
    shown = ("code", "name", "parent", "theme", "level", "status", "voices", "cases", "codings")
    show(frame, json=json, csv=csv, columns=shown)


@app.command("by-case")
def by_case(study: Study, json: Json = False, csv: Csv = False) -> None:
    """Show every code in every case: voices, codings, and whether it was found, not found, or not yet read for.

    Example: qualcode codebook by-case study.qualcode --csv
    """
    with reading(study) as opened:
        show(opened.codebook.by_case(), json=json, csv=csv)


@app.command("by-attribute")
def by_attribute(
    study: Study,
    attribute: Annotated[str, Argument(metavar="ATTRIBUTE", help="sector, seniority …, or an attribute of cases.")],
    on: Annotated[str, Option(metavar="DATE", help="For dated attributes: as of this date.")] = "",
    json: Json = False,
    csv: Csv = False,
) -> None:
    """Count the people who speak of each code, for each value of an attribute.

    Example: qualcode codebook by-attribute study.qualcode sector
    """
    with reading(study) as opened:
        show(opened.codebook.by_attribute(attribute, on=on), json=json, csv=csv)


@app.command("co-occurrence")
def co_occurrence(
    study: Study,
    within: Annotated[str, Option(metavar="UNIT", help="segment or document.")] = "segment",
    json: Json = False,
    csv: Csv = False,
) -> None:
    """Count how often two codes fall on the same passage or document.

    Example: qualcode codebook co-occurrence study.qualcode --csv
    """
    if within not in ("segment", "document"):
        raise Refused(f"'{within}' is no unit to count in. Choose segment or document.")
    with reading(study) as opened:
        frame = opened.codebook.co_occurrence(within=within)  # type: ignore[arg-type]
        show(frame.reset_index(names="code"), json=json, csv=csv)


@app.command("show")
def show_(study: Study, code: Code) -> None:
    """Print a code: definition, include, exclude, examples, rules.

    Example: qualcode codebook show study.qualcode two_worlds
    """
    with reading(study) as opened:
        found = opened.codebook.value().code(opened.find.code(code)["key"])
    typer.echo(typer.style(safe(f"{found.name} ({found.id})"), bold=True))
    for field in ("definition", "include", "exclude", "parent", "theme", "dimension", "level", "origin", "memo"):
        if getattr(found, field):
            lines([f"{field}: {getattr(found, field)}"])
    lines([f"example: {example}" for example in found.examples])
    lines([f"rule {rule.id}: {rule.query or rule.spacy}" for rule in found.rules])


@app.command()
def add(
    study: Study,
    name: Annotated[str, Argument(metavar="NAME", help="The code's name.")],
    key: Annotated[str, Option(metavar="KEY", help="A short key; made from the name unless given.")] = "",
    parent: Annotated[str, Option(metavar="CODE", help="The code above it.")] = "",
    theme: Annotated[str, Option(metavar="THEME", help="A theme it belongs to.")] = "",
    definition: Definition = None,
    include: Include = None,
    exclude: Exclude = None,
    example: Example = None,
    level: Level = None,
    origin: Origin = None,
    dimension: Dimension = None,
    color: Color = None,
    memo: Memo = None,
    coder: Coder = "",
) -> None:
    """Make a code. Its key goes to stdout.

    Example: qualcode codebook add study.qualcode "Waiting" --definition "Time lost to the partner's pace" --coder ana
    """
    fields = given(definition=definition, include=include, exclude=exclude, examples=example, level=level)
    fields |= given(origin=origin, dimension=dimension, color=color, memo=memo)
    with acting(study, coder) as opened:
        lines([opened.codebook.add(name, key=key, parent=parent, theme=theme, **fields)])


@app.command()
def edit(
    study: Study,
    code: Code,
    name: Annotated[str | None, Option(metavar="NAME", help="Another name.")] = None,
    definition: Definition = None,
    include: Include = None,
    exclude: Exclude = None,
    example: Example = None,
    level: Level = None,
    origin: Origin = None,
    dimension: Dimension = None,
    color: Color = None,
    memo: Memo = None,
    why: Why = "",
    coder: Coder = "",
) -> None:
    """Change fields of a code; accepted codings stay as they are.

    Example: qualcode codebook edit study.qualcode waiting --exclude "Waiting for a grant" --why "Too broad" --coder ana
    """
    fields = given(name=name, definition=definition, include=include, exclude=exclude, examples=example, level=level)
    fields |= given(origin=origin, dimension=dimension, color=color, memo=memo)
    if not fields:
        raise typer.BadParameter("Say what to change: --name, --definition, --include, --exclude, --example, …")
    with acting(study, coder) as opened:
        opened.codebook.edit(code, why=why, **fields)


@app.command()
def rename(
    study: Study,
    code: Code,
    name: Annotated[str, Argument(metavar="NAME", help="The new name.")],
    why: Why = "",
    preview: Preview = False,
    coder: Coder = "",
) -> None:
    """Give a code another name; its key stays, so rules, files and exports still find it.

    Example: qualcode codebook rename study.qualcode waiting "Waiting for the partner" --coder ana
    """
    with acting(study, coder, preview=preview) as opened:
        show_preview(opened.codebook.rename(code, name, why=why, preview=preview))
