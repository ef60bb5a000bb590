"""qualcode suggestions …"""

import shlex
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Option

from qualcode.cli.opening import acting, reading, suggestion_of
from qualcode.cli.options import (
    Coder,
    Csv,
    Document,
    Json,
    Level,
    Memo,
    Precision,
    Stance,
    Study,
    Suggestion,
    Why,
    With,
    group,
)
from qualcode.cli.printing import lines, show, talk
from qualcode.cli.progress import progress

if TYPE_CHECKING:
    from qualcode.project import Project

app = group()

LIST = ("suggestion", "document", "speaker", "code", "score", "earlier", "quote", "reason")
OnlyDocument = Annotated[str | None, Option("--document", metavar="DOCUMENT", help="Only this document.")]
OnlyCode = Annotated[str | None, Option("--code", metavar="CODE", help="Only this code.")]
OnlySuggester = Annotated[str | None, Option("--suggester", metavar="NAME", help="Only this suggester's.")]


@app.command()
def run(
    study: Study,
    suggesters: With = None,
    precision: Precision = 0.5,
    coder: Coder = "",
    json: Json = False,
    csv: Csv = False,
) -> None:
    """Suggest codes for every passage. Makes no coding: those are decided by a person.

    Example: qualcode suggestions run study.qualcode --coder ana
    """
    with acting(study, coder) as opened, progress("Looking at", len(opened.documents)) as bar:
        frame = opened.suggestions.run(suggesters, precision=precision, progress=bar.at)
    show(frame, json=json, csv=csv)
    for note in frame.attrs["notes"]:
        talk(note)
    with reading(study, coder) as opened:
        say_withheld(opened, study)


def say_withheld(study: "Project", path: str) -> None:
    """Name the documents whose suggestions this coder may not see yet, and what opens them."""
    names = study.suggestions.withheld()
    if not names or study.approach == "codebook":
        return
    shown = ", ".join(names[:8]) + (f" and {len(names) - 8} more" if len(names) > 8 else "")
    talk(f"Suggestions withheld in {len(names)} of {len(study.documents)} documents: {shown}.")
    where = shlex.quote(path)
    if study.approach == "reflexive":
        talk(f"Read a document first, then: qualcode documents read {where} NAME")
        talk(f"To see them all the same, with a reason on record: qualcode suggestions override {where} NAME --why …")
    else:
        talk("They open when two coders have marked the document read: each codes it blind first.")


@app.command("list")
def list_(
    study: Study,
    document: OnlyDocument = None,
    code: OnlyCode = None,
    suggester: OnlySuggester = None,
    all_: Annotated[bool, Option("--all", help="Decided ones too.")] = False,
    coder: Coder = "",
    json: Json = False,
    csv: Csv = False,
) -> None:
    """List the suggestions that wait for your decision.

    Example: qualcode suggestions list study.qualcode --code two_worlds --coder ana
    """
    with reading(study, coder) as opened:
        frame = opened.suggestions.table(document=document, code=code, suggester=suggester, pending=not all_)
        show(frame, json=json, csv=csv, columns=(*LIST, "decision") if all_ else LIST)
        if document is None:
            say_withheld(opened, study)


@app.command()
def withheld(study: Study, coder: Coder = "") -> None:
    """Name the documents whose suggestions you may not see yet, one a line.

    Example: qualcode suggestions withheld study.qualcode --coder ana
    """
    with reading(study, coder) as opened:
        lines(opened.suggestions.withheld())


@app.command()
def override(study: Study, document: Document, why: Why = "", coder: Coder = "") -> None:
    """See the suggestions of a document before reading it; the reason goes on record.

    Example: qualcode suggestions override study.qualcode interview_07 --why "Checking a rule" --coder ana
    """
    with acting(study, coder) as opened:
        opened.suggestions.override(document, why=why)


@app.command()
def accept(
    study: Study, suggestion: Suggestion, memo: Memo = "", level: Level = "", stance: Stance = "", coder: Coder = ""
) -> None:
    """Make a suggestion a coding of yours. The coding's id goes to stdout.

    Example: qualcode suggestions accept study.qualcode 3f2a91 --memo "Said twice" --coder ana
    """
    with acting(study, coder) as opened:
        made = opened.suggestions.accept(suggestion_of(opened, suggestion), memo=memo, level=level, stance=stance)
        lines([made.id])


@app.command()
def recode(
    study: Study,
    suggestion: Suggestion,
    to: Annotated[str | None, Option(metavar="CODE", help="The code it gets; its own unless given.")] = None,
    start: Annotated[int | None, Option(metavar="OFFSET", help="Where the passage starts, in code points.")] = None,
    end: Annotated[int | None, Option(metavar="OFFSET", help="Where it ends, not included.")] = None,
    memo: Memo = "",
    why: Why = "",
    coder: Coder = "",
) -> None:
    """Make a suggestion a coding with another code, another passage, or both. The coding's id goes to stdout.

    Example: qualcode suggestions recode study.qualcode 3f2a91 --to logic_tension --coder ana
    """
    if to is None and start is None and end is None:
        raise typer.BadParameter("Say what changes: --to, --start, --end. To take it as it is: suggestions accept.")
    with acting(study, coder) as opened:
        wanted = suggestion_of(opened, suggestion)
        lines([opened.suggestions.recode(wanted, to, start=start, end=end, memo=memo, why=why).id])


@app.command()
def reject(study: Study, suggestion: Suggestion, why: Why = "", coder: Coder = "") -> None:
    """Say that the code does not fit; it stays rejected until its rule changes.

    Example: qualcode suggestions reject study.qualcode 3f2a91 --why "About a film" --coder ana
    """
    with acting(study, coder) as opened:
        opened.suggestions.reject(suggestion_of(opened, suggestion), why=why)


@app.command()
def skip(study: Study, suggestion: Suggestion, coder: Coder = "") -> None:
    """Leave a suggestion for later; it comes last in the list.

    Example: qualcode suggestions skip study.qualcode 3f2a91 --coder ana
    """
    with acting(study, coder) as opened:
        opened.suggestions.skip(suggestion_of(opened, suggestion))


@app.command()
def review(
    study: Study,
    document: OnlyDocument = None,
    code: OnlyCode = None,
    suggester: OnlySuggester = None,
    coder: Coder = "",
) -> None:
    """Decide suggestions one by one, each in its context: a accept, r recode, x reject, s skip, u undo, ? help.

    In a terminal by single keys; from a pipe one decision a line, such as 'a', 'r logic_tension', 'x too broad'.

    Example: qualcode suggestions review study.qualcode --document interview_07 --coder ana
    """
    from qualcode.cli.review import Review, keys_of_stdin

    with reading(study, coder) as opened:
        opened.coder_id()
        pending = opened.suggestions.table(document=document, code=code, suggester=suggester)
        if document is None:
            say_withheld(opened, study)
        Review(opened, pending, keys_of_stdin()).run()


@app.command()
def sample(
    study: Study,
    code: OnlyCode = None,
    suggester: OnlySuggester = None,
    size: Annotated[int, Option(metavar="N", min=1, help="How many.")] = 20,
    seed: Annotated[int, Option(metavar="N", help="The same seed draws the same.")] = 0,
    coder: Coder = "",
    json: Json = False,
    csv: Csv = False,
) -> None:
    """Draw a random sample to decide on before accept-many (codebook approach only).

    Example: qualcode suggestions sample study.qualcode --code two_worlds --size 20 --coder ana
    """
    with acting(study, coder) as opened:
        frame = opened.suggestions.sample(code=code, suggester=suggester, size=size, seed=seed)
        show(frame, json=json, csv=csv, columns=LIST)


@app.command("accept-many")
def accept_many(
    study: Study, code: OnlyCode = None, suggester: OnlySuggester = None, why: Why = "", coder: Coder = ""
) -> None:
    """Accept all pending suggestions of a kind, once a random sample was reviewed (codebook approach only).

    Example: qualcode suggestions accept-many study.qualcode --code two_worlds --why "19 of 20 fit" --coder ana
    """
    with acting(study, coder) as opened:
        opened.suggestions.accept_many(code=code, suggester=suggester, why=why)


@app.command()
def decisions(study: Study, coder: Coder = "", json: Json = False, csv: Csv = False) -> None:
    """List what coders decided on suggestions, and why; of documents you have not read, your own decisions only.

    Example: qualcode suggestions decisions study.qualcode --csv --coder ana
    """
    with reading(study, coder) as opened:
        frame = opened.suggestions.decisions()
    show(
        frame,
        json=json,
        csv=csv,
        columns=("at", "coder", "decision", "document", "start", "end", "code", "rule", "why"),
    )
