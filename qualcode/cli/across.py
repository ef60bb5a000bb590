"""qualcode themes …: within a case, then across cases."""

from typing import Annotated

from typer import Argument, Option

from qualcode.cli.opening import reading
from qualcode.cli.options import Csv, Granularity, Json, Study
from qualcode.cli.printing import show, talk
from qualcode.cli.progress import progress
from qualcode.cli.themes import app

ThemeOrCode = Annotated[str, Argument(metavar="THEME", help="A theme, or a code: its key or name.")]
On = Annotated[str, Option("--on", metavar="DATE", help="For a dated attribute: as of this date.")]


@app.command()
def compare(
    study: Study,
    theme: ThemeOrCode,
    by: Annotated[
        str, Option("--by", metavar="case|ATTRIBUTE", help="Cases in the study's order, or in that of an attribute.")
    ] = "case",
    on: On = "",
    most: Annotated[
        str, Option("--most", metavar="WHICH", help="The pairs most alike first, or most unlike.")
    ] = "alike",
    within: Annotated[bool, Option("--within", help="Compare inside each case instead of across cases.")] = False,
    pairs: Annotated[int, Option("--pairs", min=1, metavar="NUMBER", help="How many pairs at most.")] = 20,
    passages: Annotated[bool, Option("--passages", help="Print the passages case by case instead of pairs.")] = False,
    granularity: Granularity = "publication",
    json: Json = False,
    csv: Csv = False,
) -> None:
    """Set passages of a theme beside each other: pairs of different cases and speakers, most alike or unlike first.

    This is constant comparison, a procedure of grounded theory. It is not part of reflexive thematic analysis by
    default: the report asks you for your reason. A likeness orders your reading; it finds nothing.

    Example: qualcode themes compare study.qualcode two_worlds --by integration --on 2019 --most unlike
    """
    with reading(study) as opened:
        if passages:
            frame = opened.themes.side_by_side(theme, by=by, on=on, granularity=granularity)
            show(frame, json=json, csv=csv, columns=("case", "quote", "attribution", "codes"))
            return
        with progress("Comparing") as bar:
            how = {"by": by, "on": on, "most": most, "within": within, "limit": pairs, "granularity": granularity}
            frame = opened.themes.compare(theme, **how, progress=bar.at)
    show(frame, json=json, csv=csv, columns=("rank", "likeness", "case", "quote", "other_case", "other_quote"))
    talk(frame.attrs["note"])


@app.command()
def replication(
    study: Study,
    order_by: Annotated[str, Option("--order-by", metavar="ATTRIBUTE", help="Cases in the order of this.")] = "",
    on: On = "",
    granularity: Granularity = "publication",
    json: Json = False,
    csv: Csv = False,
) -> None:
    """Say which case supports or contradicts which theme, or is silent, or was not yet read; people first.

    Example: qualcode themes replication study.qualcode --order-by integration --csv
    """
    with reading(study) as opened:
        frame = opened.themes.replication(order_by=order_by, on=on, granularity=granularity)
    columns = ("theme", "case", "state", "voices_for", "voices_against", "passages_for", "passages_against")
    show(frame, json=json, csv=csv, columns=columns)
    if frame.attrs["note"]:
        talk(frame.attrs["note"])
