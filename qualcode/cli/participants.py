"""qualcode participants …"""

from pathlib import Path
from typing import Annotated

from typer import Argument, Option

from qualcode.cli.opening import acting, reading
from qualcode.cli.options import Coder, Csv, Document, Json, Study, Values, group, pairs
from qualcode.cli.printing import show

app = group()

Label = Annotated[str, Argument(metavar="SPEAKER", help="The label in the document; '' where it has none.")]
RoleOf = Annotated[str, Argument(metavar="ROLE", help="participant, interviewer or researcher.")]


@app.command()
def add(
    study: Study,
    key: Annotated[str, Argument(metavar="KEY", help="A short key that names nobody, such as P07.")],
    name: Annotated[str, Option(metavar="NAME", help="What the workbench calls the person.")] = "",
    role: Annotated[str, Option(metavar="ROLE", help="participant, interviewer or researcher.")] = "participant",
    sector: Annotated[str, Option(metavar="SECTOR", help="Such as business, nonprofit, public.")] = "",
    seniority: Annotated[str, Option(metavar="SENIORITY", help="Such as employee, manager, leader.")] = "",
    organisation: Annotated[str, Option(metavar="NAME", help="The organisation, within the case.")] = "",
    case: Annotated[str, Option(metavar="CASE", help="The case.")] = "",
    values: Values = None,
    coder: Coder = "",
) -> None:
    """Enter a person, or bring the one with this key up to date.

    Example: qualcode participants add study.qualcode P07 --sector nonprofit --seniority leader --coder ana
    """
    known = {"name": name, "sector": sector, "seniority": seniority, "organisation": organisation, "case": case}
    free = pairs(values, taken=("key", "role", *known))
    with acting(study, coder) as opened:
        opened.participants.add(key, role=role, **known, **free)  # type: ignore[arg-type]


@app.command()
def load(
    study: Study,
    table: Annotated[Path, Argument(metavar="TABLE", help="A csv or xlsx with a column 'participant'.")],
    coder: Coder = "",
) -> None:
    """Enter people, and whose label is whose, from a table.

    Columns: participant, name, role, sector, seniority, organisation, case; document and speaker tie a label to the
    person; other columns become attributes.

    Example: qualcode participants load study.qualcode people.csv --coder ana
    """
    with acting(study, coder) as opened:
        opened.participants.load(table)


@app.command()
def tie(
    study: Study,
    document: Document,
    speaker: Label,
    participant: Annotated[str, Argument(metavar="PARTICIPANT", help="The person's key.")],
    coder: Coder = "",
) -> None:
    """Say whose label this is in a document.

    Example: qualcode participants tie study.qualcode focus_group_2 "Speaker 3" P07 --coder ana
    """
    with acting(study, coder) as opened:
        opened.participants.tie(document, speaker, participant)


@app.command()
def role(study: Study, document: Document, speaker: Label, role: RoleOf, coder: Coder = "") -> None:
    """Say whether a label is a participant, the interviewer or a researcher, without naming a person.

    Example: qualcode participants role study.qualcode interview_07 "Speaker 1" interviewer --coder ana
    """
    with acting(study, coder) as opened:
        opened.participants.set_role(document, speaker, role)  # type: ignore[arg-type]


@app.command("list")
def list_(study: Study, json: Json = False, csv: Csv = False) -> None:
    """List the people with their attributes.

    Example: qualcode participants list study.qualcode
    """
    with reading(study) as opened:
        frame = opened.participants.table()
    show(frame, json=json, csv=csv)


@app.command()
def speakers(study: Study, json: Json = False, csv: Csv = False) -> None:
    """List the speaker labels of all documents, and whose they are.

    Example: qualcode participants speakers study.qualcode
    """
    with reading(study) as opened:
        frame = opened.participants.speakers()
    show(frame, json=json, csv=csv)
