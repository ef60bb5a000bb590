"""qualcode cases …"""

from pathlib import Path
from typing import Annotated

import typer
from typer import Argument, Option

from qualcode.cli.opening import acting, reading
from qualcode.cli.options import Case, Coder, Csv, Documents, Json, Study, Values, Why, group, pairs
from qualcode.cli.printing import show

app = group()

ATTRIBUTE_TYPES = ("nominal", "ordinal", "number", "date", "text")
APPLIES_TO = ("case", "participant", "document")
Sector = Annotated[str, Option(metavar="SECTOR", help="The sector, such as nonprofit.")]


@app.command()
def add(
    study: Study,
    key: Annotated[str, Argument(metavar="KEY", help="A short key, such as case1.")],
    name: Annotated[str, Option(metavar="NAME", help="The name.")] = "",
    label: Annotated[str, Option(metavar="LABEL", help="What tables call it.")] = "",
    description: Annotated[str, Option(metavar="TEXT", help="A sentence or two.")] = "",
    values: Values = None,
    coder: Coder = "",
) -> None:
    """Enter a case, or bring the one with this key up to date.

    Example: qualcode cases add study.qualcode case1 --name "Arm's length" --set integration=low --coder ana
    """
    with acting(study, coder) as opened:
        opened.cases.add(key, name=name, label=label, description=description, attributes=pairs(values))


@app.command()
def load(
    study: Study,
    table: Annotated[Path, Argument(metavar="TABLE", help="A csv or xlsx with a column 'case', or a cases YAML.")],
    coder: Coder = "",
) -> None:
    """Enter cases and their attributes from a table or a YAML file.

    Example: qualcode cases load study.qualcode cases.csv --coder ana
    """
    with acting(study, coder) as opened:
        opened.cases.load(table)


@app.command()
def declare(
    study: Study,
    key: Annotated[str, Argument(metavar="KEY", help="The attribute's key, such as integration.")],
    name: Annotated[str, Option(metavar="NAME", help="Its name.")] = "",
    type: Annotated[str, Option(metavar="TYPE", help="nominal, ordinal, number, date or text.")] = "nominal",
    value: Annotated[list[str] | None, Option(metavar="VALUE", help="An allowed value, in order; repeatable.")] = None,
    dated: Annotated[bool, Option("--dated", help="Values hold from a date on.")] = False,
    on: Annotated[str, Option(metavar="KIND", help="case, participant or document.")] = "case",
    note: Annotated[str, Option(metavar="TEXT", help="A note.")] = "",
    coder: Coder = "",
) -> None:
    """Say what an attribute is: its type, its values in order, and whether they are dated.

    Example: qualcode cases declare study.qualcode integration --type ordinal --value low --value high --dated
    """
    from qualcode.model import Attribute

    _choose("--type", type, ATTRIBUTE_TYPES)
    _choose("--on", on, APPLIES_TO)
    attribute = Attribute(key, name, type, tuple(value or ()), dated, on, note)  # type: ignore[arg-type]
    with acting(study, coder) as opened:
        opened.cases.declare(attribute)


def _choose(option: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise typer.BadParameter(f"'{value}' is none of {', '.join(allowed)}.", param_hint=option)


@app.command("set")
def set_(
    study: Study,
    case: Case,
    values: Annotated[list[str], Argument(metavar="NAME=VALUE", help="Attributes.")],
    since: Annotated[str, Option(metavar="DATE", help="They hold from this date on; a year is enough.")] = "",
    coder: Coder = "",
) -> None:
    """Set attributes of a case; a dated attribute keeps its earlier values.

    Example: qualcode cases set study.qualcode case3 integration=high --since 2019 --coder ana
    """
    wanted = pairs(values, taken=("case", "since"))
    with acting(study, coder) as opened:
        opened.cases.set(case, since=since, **wanted)


@app.command("add-organisation")
def add_organisation(
    study: Study,
    case: Case,
    name: Annotated[str, Argument(metavar="NAME", help="The organisation's name.")],
    sector: Sector = "",
    coder: Coder = "",
) -> None:
    """Nest an organisation in a case.

    Example: qualcode cases add-organisation study.qualcode case1 "[Business]" --sector business --coder ana
    """
    with acting(study, coder) as opened:
        opened.cases.add_organisation(case, name, sector=sector)


@app.command()
def assign(study: Study, case: Case, documents: Documents, coder: Coder = "") -> None:
    """Put documents into a case.

    Example: qualcode cases assign study.qualcode case1 interview_07 interview_08 --coder ana
    """
    with acting(study, coder) as opened:
        opened.cases.assign(case, documents)


@app.command()
def remove(study: Study, case: Case, why: Why = "", coder: Coder = "") -> None:
    """Take a case out; refused while documents, participants or summaries belong to it.

    Example: qualcode cases remove study.qualcode case5 --why "Entered by mistake" --coder ana
    """
    with acting(study, coder) as opened:
        opened.cases.remove(case, why=why)


@app.command("list")
def list_(study: Study, json: Json = False, csv: Csv = False) -> None:
    """List the cases.

    Example: qualcode cases list study.qualcode
    """
    from qualcode.project import frames

    with reading(study) as opened:
        frame = frames.cases(opened)
    show(frame, json=json, csv=csv)


@app.command()
def table(study: Study, json: Json = False, csv: Csv = False) -> None:
    """Print what was collected in each case: documents, hours, participants, organisations.

    Example: qualcode cases table study.qualcode --csv
    """
    with reading(study) as opened:
        frame = opened.cases.table()
    show(frame, json=json, csv=csv)


@app.command()
def attributes(
    study: Study,
    on: Annotated[str, Option(metavar="DATE", help="As of this date; the latest values unless given.")] = "",
    json: Json = False,
    csv: Csv = False,
) -> None:
    """Print the attributes of the cases, one row a case.

    Example: qualcode cases attributes study.qualcode --on 2019
    """
    with reading(study) as opened:
        frame = opened.cases.attributes(on=on)
    show(frame, json=json, csv=csv)
