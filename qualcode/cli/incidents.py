"""qualcode incidents …"""

from typing import Annotated

from typer import Argument, Option

from qualcode.cli.opening import account_of, acting, coding_of, reading
from qualcode.cli.options import Coder, Coding, Csv, Json, Study, Why, given, group
from qualcode.cli.printing import lines, show

app = group()

Incident = Annotated[str, Argument(metavar="ACCOUNT", help="An account: its id, or its first characters.")]
Date = Annotated[
    str | None,
    Option(
        "--date",
        metavar="DATE",
        help="As this account has it: 2018, 2018-07, 2018-07~ (about), 2018? (perhaps), 2016/2018, ../2018, 2018/..",
    ),
]
Actor = Annotated[str | None, Option("--actor", metavar="TEXT", help="Who acted.")]
Mechanism = Annotated[str | None, Option("--mechanism", metavar="TEXT", help="How it changed what came after.")]
Note = Annotated[str | None, Option("--note", metavar="TEXT", help="A note on the account.")]


@app.command()
def add(
    study: Study,
    coding: Coding,
    name: Annotated[str, Argument(metavar="NAME", help="What happened; the same name in a case is the same incident.")],
    date: Date = None,
    actor: Actor = None,
    mechanism: Mechanism = None,
    note: Note = None,
    coder: Coder = "",
) -> None:
    """Say that a coding tells of an incident, and when. The id of the account goes to stdout.

    Example: qualcode incidents add study.qualcode 3f2a91 "The grant is refused" --date 2018-07~ --coder ana
    """
    told = given(date=date, actor=actor, mechanism=mechanism, note=note)
    with acting(study, coder) as opened:
        lines([opened.incidents.add(coding_of(opened, coding), name, **told)])


@app.command()
def change(
    study: Study,
    account: Incident,
    name: Annotated[str | None, Option(metavar="NAME", help="Another name.")] = None,
    date: Date = None,
    actor: Actor = None,
    mechanism: Mechanism = None,
    note: Note = None,
    coder: Coder = "",
) -> None:
    """Change what an account says.

    Example: qualcode incidents change study.qualcode 8c01d7aa-… --date 2019 --coder ana
    """
    told = given(name=name, date=date, actor=actor, mechanism=mechanism, note=note)
    with acting(study, coder) as opened:
        opened.incidents.change(account_of(opened, account), **told)


@app.command()
def remove(study: Study, account: Incident, why: Why = "", coder: Coder = "") -> None:
    """Take an account away; the coding stays.

    Example: qualcode incidents remove study.qualcode 8c01d7aa-… --coder ana
    """
    with acting(study, coder) as opened:
        opened.incidents.remove(account_of(opened, account), why=why)


@app.command("list")
def list_(study: Study, json: Json = False, csv: Csv = False) -> None:
    """List the accounts of incidents, by case and time; dates that contradict each other are marked.

    Example: qualcode incidents list study.qualcode
    """
    with reading(study) as opened:
        frame = opened.incidents.table()
    show(frame, json=json, csv=csv, columns=("case", "incident", "when", "dates_conflict", "actor", "quote", "account"))
