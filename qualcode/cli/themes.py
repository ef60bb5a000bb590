"""qualcode themes …"""

from typing import Annotated

import typer
from typer import Argument, Option

from qualcode.cli.opening import acting, coding_of, codings_of, reading
from qualcode.cli.options import (
    Case,
    Coder,
    Coding,
    Csv,
    Granularity,
    Json,
    Preview,
    Study,
    Theme,
    Why,
    given,
    group,
    text_of,
)
from qualcode.cli.printing import lines, show, show_preview

app = group()

Concept = Annotated[
    str | None,
    Option("--central-organising-concept", "--concept", metavar="TEXT", help="What holds it together, in a sentence."),
]
Part = Annotated[str | None, Option(metavar="TEXT", help="The part of the findings it belongs to.")]
Include = Annotated[str | None, Option(metavar="TEXT", help="What is in.")]
Exclude = Annotated[str | None, Option(metavar="TEXT", help="What is out.")]
Memo = Annotated[str | None, Option(metavar="TEXT", help="A memo on the theme.")]
Note = Annotated[str, Option(metavar="TEXT", help="Why this passage.")]
Codes = Annotated[list[str], Argument(metavar="CODE", help="Codes: keys or names.")]


@app.command()
def add(
    study: Study,
    name: Annotated[str, Argument(metavar="NAME", help="What the theme claims, in a few words.")],
    key: Annotated[str, Option(metavar="KEY", help="A short key; made from the name unless given.")] = "",
    code: Annotated[list[str] | None, Option(metavar="CODE", help="A code it rests on; repeatable.")] = None,
    concept: Concept = None,
    part: Part = None,
    include: Include = None,
    exclude: Exclude = None,
    memo: Memo = None,
    out_of: Annotated[str, Option(metavar="THEME", help="A theme that the codes leave: so it is split.")] = "",
    why: Why = "",
    coder: Coder = "",
) -> None:
    """Make a theme; a candidate until it has a central organising concept. Its key goes to stdout.

    Example: qualcode themes add study.qualcode "Two worlds collide" --code two_worlds --code logic_tension --coder ana
    """
    fields = given(central_organising_concept=concept, part=part, include=include, exclude=exclude, memo=memo)
    with acting(study, coder) as opened:
        lines([opened.themes.add(name, key=key, codes=code or (), out_of=out_of, why=why, **fields)])


@app.command()
def define(
    study: Study,
    theme: Theme,
    name: Annotated[str | None, Option(metavar="NAME", help="Another name.")] = None,
    concept: Concept = None,
    part: Part = None,
    include: Include = None,
    exclude: Exclude = None,
    memo: Memo = None,
    why: Why = "",
    coder: Coder = "",
) -> None:
    """Set name, central organising concept, scope or memo of a theme.

    Example: qualcode themes define study.qualcode two_worlds --concept "Each side has its own clock" --coder ana
    """
    fields = given(
        name=name, central_organising_concept=concept, part=part, include=include, exclude=exclude, memo=memo
    )
    if not fields:
        raise typer.BadParameter("Say what to set: --name, --concept, --part, --include, --exclude or --memo.")
    with acting(study, coder) as opened:
        opened.themes.define(theme, why=why, **fields)


@app.command("add-codes")
def add_codes(study: Study, theme: Theme, codes: Codes, coder: Coder = "") -> None:
    """Let a theme rest on further codes.

    Example: qualcode themes add-codes study.qualcode two_worlds misread_behaviour --coder ana
    """
    with acting(study, coder) as opened:
        opened.themes.add_codes(theme, codes)


@app.command("remove-codes")
def remove_codes(study: Study, theme: Theme, codes: Codes, why: Why = "", coder: Coder = "") -> None:
    """Take codes out of a theme; the codes and their codings stay.

    Example: qualcode themes remove-codes study.qualcode two_worlds misread_behaviour --coder ana
    """
    with acting(study, coder) as opened:
        opened.themes.remove_codes(theme, codes, why=why)


@app.command("add-exemplar")
def add_exemplar(study: Study, theme: Theme, coding: Coding, note: Note = "", coder: Coder = "") -> None:
    """Choose a coding as an exemplar quote of a theme.

    Example: qualcode themes add-exemplar study.qualcode two_worlds 3f2a91 --coder ana
    """
    with acting(study, coder) as opened:
        opened.themes.add_exemplar(theme, coding_of(opened, coding), note=note)


@app.command("add-misfit")
def add_misfit(study: Study, theme: Theme, coding: Coding, note: Note = "", coder: Coder = "") -> None:
    """Put a coding into the theme's tray of what does not fit.

    Example: qualcode themes add-misfit study.qualcode two_worlds 8c01d7 --note "Here both agreed at once" --coder ana
    """
    with acting(study, coder) as opened:
        opened.themes.add_misfit(theme, coding_of(opened, coding), note=note)


@app.command("remove-extract")
def remove_extract(study: Study, theme: Theme, coding: Coding, coder: Coder = "") -> None:
    """Take a coding out of the exemplars and the tray of a theme.

    Example: qualcode themes remove-extract study.qualcode two_worlds 3f2a91 --coder ana
    """
    with acting(study, coder) as opened:
        opened.themes.remove_extract(theme, coding_of(opened, coding))


@app.command("order-exemplars")
def order_exemplars(
    study: Study,
    theme: Theme,
    codings: Annotated[list[str], Argument(metavar="CODING", help="All exemplars of the theme, in the new order.")],
    coder: Coder = "",
) -> None:
    """Put the exemplar quotes of a theme in another order.

    Example: qualcode themes order-exemplars study.qualcode two_worlds 8c01d7 3f2a91 --coder ana
    """
    with acting(study, coder) as opened:
        opened.themes.order_exemplars(theme, codings_of(opened, codings))


@app.command()
def abridge(
    study: Study,
    theme: Theme,
    coding: Coding,
    text: Annotated[str, Argument(metavar="TEXT", help="The quote with […] and [word]; empty prints it whole.")],
    coder: Coder = "",
) -> None:
    """Say how a chosen quote is printed: […] for what is left out, [word] for what is put in. The coding stays.

    Example: qualcode themes abridge study.qualcode two_worlds 3f2a91 "We waited […] for [many] months." --coder ana
    """
    with acting(study, coder) as opened:
        opened.themes.abridge(theme, coding_of(opened, coding), text_of(text))


@app.command()
def extracts(
    study: Study,
    theme: Annotated[str | None, Option(metavar="THEME", help="Only this theme.")] = None,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """List the passages chosen for themes by hand: exemplars, and what does not fit.

    Example: qualcode themes extracts study.qualcode --theme two_worlds
    """
    with reading(study) as opened:
        frame = opened.themes.extracts(theme)
    show(frame, json=json, csv=csv)


@app.command()
def summarise(
    study: Study,
    theme: Theme,
    case: Case,
    text: Annotated[str, Argument(metavar="TEXT", help="What the theme looks like in the case; - reads stdin.")],
    coding: Annotated[list[str] | None, Option(metavar="CODING", help="A passage it rests on; repeatable.")] = None,
    coder: Coder = "",
) -> None:
    """Write the summary of a theme in a case; an empty text takes it away.

    Example: qualcode themes summarise study.qualcode two_worlds case1 "Each side kept its own books." --coder ana
    """
    with acting(study, coder) as opened:
        opened.themes.summarise(theme, case, text_of(text), codings=codings_of(opened, coding or ()))


@app.command()
def keep(study: Study, theme: Theme, why: Why = "", coder: Coder = "") -> None:
    """Decide, after a review, that a theme stays; the reason goes on record.

    Example: qualcode themes keep study.qualcode two_worlds --why "Holds in all four cases" --coder ana
    """
    with acting(study, coder) as opened:
        opened.themes.keep(theme, why=why)


@app.command()
def discard(study: Study, theme: Theme, why: Why = "", preview: Preview = False, coder: Coder = "") -> None:
    """Drop a theme with a reason; it stays in the discard log.

    Example: qualcode themes discard study.qualcode money_matters --why "A topic, not a claim" --coder ana
    """
    with acting(study, coder, preview=preview) as opened:
        show_preview(opened.themes.discard(theme, why=why, preview=preview))


@app.command()
def restore(study: Study, theme: Theme, why: Why = "", coder: Coder = "") -> None:
    """Take a discarded theme up again.

    Example: qualcode themes restore study.qualcode money_matters --coder ana
    """
    with acting(study, coder) as opened:
        opened.themes.restore(theme, why=why)


@app.command()
def merge(
    study: Study,
    themes: Annotated[list[str], Argument(metavar="THEME", help="Themes: keys or names.")],
    into: Annotated[str, Option(metavar="THEME", help="The theme they go into.")],
    why: Why = "",
    preview: Preview = False,
    coder: Coder = "",
) -> None:
    """Merge themes into another: codes, extracts and summaries move.

    Example: qualcode themes merge study.qualcode money_matters --into two_worlds --why "Same claim" --coder ana
    """
    with acting(study, coder, preview=preview) as opened:
        show_preview(opened.themes.merge(themes, into=into, why=why, preview=preview))


@app.command()
def link(
    study: Study,
    source: Annotated[str, Argument(metavar="SOURCE", help="A theme, or a code.")],
    target: Annotated[str, Argument(metavar="TARGET", help="Another of the same.")],
    type: Annotated[str, Argument(metavar="TYPE", help="answered_by, informs, interacts, contradicts, or your word.")],
    why: Why = "",
    coder: Coder = "",
) -> None:
    """Relate two themes, or two codes.

    Example: qualcode themes link study.qualcode two_worlds shared_language answered_by --coder ana
    """
    with acting(study, coder) as opened:
        opened.themes.link(source, target, type, why=why)


@app.command()
def unlink(
    study: Study,
    source: Annotated[str, Argument(metavar="SOURCE", help="A theme, or a code.")],
    target: Annotated[str, Argument(metavar="TARGET", help="Another of the same.")],
    type: Annotated[str, Argument(metavar="TYPE", help="The type of the link.")],
    why: Why = "",
    coder: Coder = "",
) -> None:
    """Take a link between two themes or two codes away.

    Example: qualcode themes unlink study.qualcode two_worlds shared_language answered_by --coder ana
    """
    with acting(study, coder) as opened:
        opened.themes.unlink(source, target, type, why=why)


@app.command()
def links(study: Study, json: Json = False, csv: Csv = False) -> None:
    """List the links between themes and between codes.

    Example: qualcode themes links study.qualcode
    """
    with reading(study) as opened:
        frame = opened.themes.links()
    show(frame, json=json, csv=csv)


@app.command()
def table(
    study: Study,
    granularity: Granularity = "publication",
    discarded: Annotated[bool, Option("--discarded", help="Discarded themes too.")] = False,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """Print the theme table: status, concept, codes, voices, cases, quotes, what does not fit, flags.

    Example: qualcode themes table study.qualcode --csv
    """
    with reading(study) as opened:
        frame = opened.themes.table(granularity=granularity, discarded=discarded)
    columns = ("theme", "status", "central_organising_concept", "voices", "cases", "codings", "flags")
    show(frame, json=json, csv=csv, columns=columns)


@app.command()
def origins(study: Study, json: Json = False, csv: Csv = False) -> None:
    """Say what share of each theme's codings began as a suggestion.

    Example: qualcode themes origins study.qualcode
    """
    with reading(study) as opened:
        show(opened.themes.origins(), json=json, csv=csv)


@app.command("by-case")
def by_case(
    study: Study,
    order_by: Annotated[str, Option("--order-by", metavar="ATTRIBUTE", help="Cases in the order of this.")] = "",
    on: Annotated[str, Option("--on", metavar="DATE", help="For a dated attribute: as of this date.")] = "",
    granularity: Granularity = "publication",
    json: Json = False,
    csv: Csv = False,
) -> None:
    """Print one row for each theme in each case: voices, codings, state, summary, a quote.

    Example: qualcode themes by-case study.qualcode --order-by integration --on 2018 --csv
    """
    with reading(study) as opened:
        frame = opened.themes.by_case(order_by=order_by, on=on, granularity=granularity)
    columns = ("theme", "case", "voices", "codings", "state", "summary")
    show(frame, json=json, csv=csv, columns=columns)


@app.command("discard-log")
def discard_log(study: Study, json: Json = False, csv: Csv = False) -> None:
    """List the discarded themes with their reasons.

    Example: qualcode themes discard-log study.qualcode
    """
    with reading(study) as opened:
        frame = opened.themes.discard_log()
    show(frame, json=json, csv=csv)
