"""qualcode memos …"""

from typing import Annotated

import typer
from typer import Argument, Option

from qualcode.cli.opening import acting, memo_of, reading
from qualcode.cli.options import Coder, Csv, Json, Study, Why, given, group, text_of
from qualcode.cli.printing import lines, show

app = group()

Memo = Annotated[str, Argument(metavar="MEMO", help="A memo: its title, its id, or the id's first characters.")]
About = Annotated[
    list[str] | None, Option(metavar="KIND:NAME", help="What it is about, such as code:cost or case:case1; repeatable.")
]
Private = Annotated[bool | None, Option("--private/--public", help="Kept out of exports, or not.")]


@app.command()
def add(
    study: Study,
    text: Annotated[str, Argument(metavar="TEXT", help="The memo; - reads it from standard input.")],
    title: Annotated[str, Option(metavar="TITLE", help="A title.")] = "",
    kind: Annotated[str, Option(metavar="KIND", help="memo, journal or 'case narrative'.")] = "memo",
    about: About = None,
    private: Private = None,
    coder: Coder = "",
) -> None:
    """Write a memo, a journal entry or a case narrative. Its id goes to stdout.

    Memos are private unless said otherwise; case narratives are not.

    Example: qualcode memos add study.qualcode "Why do leaders never say 'money'?" --about code:cost --coder ana

    Example: qualcode memos add study.qualcode - --kind "case narrative" --about case:case1 --coder ana < case1.txt
    """
    with acting(study, coder) as opened:
        made = opened.memos.add(text_of(text), title=title, kind=kind, about=about or (), private=private)
        lines([made])


@app.command()
def edit(
    study: Study,
    memo: Memo,
    text: Annotated[str | None, Option(metavar="TEXT", help="The new text; - reads standard input.")] = None,
    title: Annotated[str | None, Option(metavar="TITLE", help="The new title.")] = None,
    about: About = None,
    private: Private = None,
    coder: Coder = "",
) -> None:
    """Change a memo; what it said before stays in the history.

    Example: qualcode memos edit study.qualcode 5be0c3 --title "Money is never named" --public --coder ana
    """
    values = given(text=None if text is None else text_of(text), title=title, about=about, private=private)
    if not values:
        raise typer.BadParameter("Say what to change: --text, --title, --about, --private or --public.")
    with acting(study, coder) as opened:
        opened.memos.edit(memo_of(opened, memo), **values)


@app.command()
def remove(study: Study, memo: Memo, why: Why = "", coder: Coder = "") -> None:
    """Take a memo away.

    Example: qualcode memos remove study.qualcode 5be0c3 --coder ana
    """
    with acting(study, coder) as opened:
        opened.memos.remove(memo_of(opened, memo), why=why)


@app.command("list")
def list_(
    study: Study,
    kind: Annotated[str | None, Option(metavar="KIND", help="Only memo, journal or 'case narrative'.")] = None,
    about: Annotated[str | None, Option(metavar="KIND:NAME", help="Only what is about this.")] = None,
    containing: Annotated[str, Option(metavar="TEXT", help="Only what says this.")] = "",
    json: Json = False,
    csv: Csv = False,
) -> None:
    """List memos, oldest first.

    Example: qualcode memos list study.qualcode --about case:case1
    """
    with reading(study) as opened:
        frame = opened.memos.table(kind=kind, about=about, containing=containing)
    show(frame, json=json, csv=csv)
