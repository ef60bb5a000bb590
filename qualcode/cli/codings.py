"""qualcode codings …"""

from typing import Annotated, Any

import typer
from typer import Argument, Option

from qualcode.cli.opening import acting, coding_of, codings_of, reading
from qualcode.cli.options import (
    Code,
    Coder,
    Coding,
    Codings,
    Csv,
    Document,
    Json,
    Level,
    Memo,
    Preview,
    Stance,
    Study,
    Why,
    given,
    group,
)
from qualcode.cli.printing import lines, safe, show, show_preview

app = group()

LIST = ("coding", "document", "start", "end", "code", "speaker", "case", "coder", "origin", "quote")


@app.command()
def add(
    study: Study,
    document: Document,
    code: Code,
    start: Annotated[int | None, Option(metavar="OFFSET", help="Where the passage starts, in code points.")] = None,
    end: Annotated[int | None, Option(metavar="OFFSET", help="Where it ends, not included.")] = None,
    quote: Annotated[str | None, Option(metavar="TEXT", help="The passage itself, letter for letter.")] = None,
    occurrence: Annotated[int | None, Option(metavar="N", help="Which, where the quote stands several times.")] = None,
    memo: Memo = "",
    level: Level = "",
    stance: Stance = "",
    coder: Coder = "",
) -> None:
    """Put a code on a passage, named by its offsets or by its words. The coding's id goes to stdout.

    Example: qualcode codings add study.qualcode interview_07 cost --quote "we could not pay" --coder ana

    Example: qualcode codings add study.qualcode interview_07 cost --start 120 --end 164 --coder ana
    """
    if (quote is None) == (start is None or end is None) or (quote is not None and (start, end) != (None, None)):
        raise typer.BadParameter("Name the passage by --start and --end, or by --quote.")
    with acting(study, coder) as opened:
        if quote is not None:
            start = opened.codings.locate(document, quote, occurrence=occurrence)
            end = start + len(quote)
        made = opened.codings.add(document, start or 0, end or 0, code, memo=memo, level=level, stance=stance)
        lines([made.id])


@app.command("list")
def list_(
    study: Study,
    code: Annotated[str | None, Option(metavar="CODE", help="Only this code.")] = None,
    document: Annotated[str | None, Option(metavar="DOCUMENT", help="Only this document.")] = None,
    by: Annotated[str | None, Option(metavar="NAME", help="Only this coder's.")] = None,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """List codings in the order of the documents.

    Example: qualcode codings list study.qualcode --code cost --csv
    """
    with reading(study) as opened:
        frame = opened.codings.table(code=code, document=document, coder=by)
    show(frame, json=json, csv=csv, columns=LIST)


@app.command("show")
def show_(study: Study, coding: Coding, json: Json = False, csv: Csv = False) -> None:
    """Print everything known about a coding: quote, speaker, who coded it, when, and where from.

    Example: qualcode codings show study.qualcode 3f2a91
    """
    with reading(study) as opened:
        wanted = coding_of(opened, coding)
        frame = opened.codings.table(document=opened.codings[wanted].document)
    frame = frame[frame["coding"] == wanted]
    if json or csv:
        show(frame, json=json, csv=csv)
    else:
        row: dict[str, Any] = dict(zip(frame.columns, frame.iloc[0].tolist(), strict=True))
        lines([safe(f"{name.replace('_', ' ')}: {value}") for name, value in row.items() if value != ""])


@app.command()
def recode(
    study: Study,
    codings: Codings,
    to: Annotated[str, Option(metavar="CODE", help="The code they get.")],
    why: Why = "",
    preview: Preview = False,
    coder: Coder = "",
) -> None:
    """Give codings another code; memos stay.

    Example: qualcode codings recode study.qualcode 3f2a91 8c01d7 --to wait --why "About time, not money" --coder ana
    """
    with acting(study, coder, preview=preview) as opened:
        show_preview(opened.codings.recode(codings_of(opened, codings), to, why=why, preview=preview))


@app.command()
def resize(
    study: Study,
    coding: Coding,
    start: Annotated[int, Argument(metavar="START", help="Where it starts, in code points.")],
    end: Annotated[int, Argument(metavar="END", help="Where it ends, not included.")],
    why: Why = "",
    coder: Coder = "",
) -> None:
    """Move the ends of a coding.

    Example: qualcode codings resize study.qualcode 3f2a91 120 188 --coder ana
    """
    with acting(study, coder) as opened:
        opened.codings.resize(coding_of(opened, coding), start, end, why=why)


@app.command()
def annotate(
    study: Study,
    coding: Coding,
    memo: Annotated[str | None, Option(metavar="TEXT", help="A memo; empty takes it away.")] = None,
    level: Annotated[str | None, Option(metavar="LEVEL", help="semantic or latent; empty takes it away.")] = None,
    stance: Annotated[str | None, Option(metavar="STANCE", help="for or against; empty takes it away.")] = None,
    coder: Coder = "",
) -> None:
    """Set memo, level or stance of a coding.

    Example: qualcode codings annotate study.qualcode 3f2a91 --memo "Compare with case 2" --coder ana
    """
    values = given(memo=memo, level=level, stance=stance)
    if not values:
        raise typer.BadParameter("Say what to set: --memo, --level or --stance.")
    with acting(study, coder) as opened:
        opened.codings.annotate(coding_of(opened, coding), **values)


@app.command()
def remove(study: Study, codings: Codings, why: Why = "", preview: Preview = False, coder: Coder = "") -> None:
    """Take codings away.

    Example: qualcode codings remove study.qualcode 3f2a91 --why "Interviewer's words" --coder ana
    """
    with acting(study, coder, preview=preview) as opened:
        show_preview(opened.codings.remove(codings_of(opened, codings), why=why, preview=preview))
