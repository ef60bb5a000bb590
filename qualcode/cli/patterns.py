"""qualcode patterns …"""

from typing import Annotated

from typer import Argument, BadParameter, Option

from qualcode.cli.opening import acting, reading
from qualcode.cli.options import Coder, Csv, Json, Study, group
from qualcode.cli.printing import lines, show, talk
from qualcode.cli.progress import progress

app = group()

Number = Annotated[int, Argument(metavar="PATTERN", help="The number of a word pattern.")]
IN_LIST = ("pattern", "words", "passages", "voices", "cases", "stability_in_words")
IN_SHOW = ("typical", "document", "speaker", "case", "start", "end", "quote")
WHAT_IT_IS = "Word patterns are for getting to know the talk and for choosing what to read. They are no themes."


@app.command()
def run(
    study: Study,
    method: Annotated[
        str, Option(metavar="METHOD", help="bertopic or nmf (lighter); by itself what is installed.")
    ] = "",
    patterns: Annotated[int | None, Option(metavar="N", help="How many; by itself as many as are stable.")] = None,
    seed: Annotated[int, Option(metavar="N", help="The same seed finds the same.")] = 0,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """Look for word patterns in participants' words. Makes no code, no coding and no theme.

    Example: qualcode patterns run study.qualcode --method nmf --patterns 8
    """
    if method not in ("", "bertopic", "nmf"):
        raise BadParameter(f"'{method}' is none of bertopic, nmf.", param_hint="--method")
    with reading(study) as opened:
        with progress("Looking for word patterns", 100) as bar:
            opened.patterns.run(method or None, patterns=patterns, seed=seed, progress=bar.at)  # type: ignore[arg-type]
        frame, notes = opened.patterns.table(), opened.patterns.notes()
    show(frame, json=json, csv=csv, columns=IN_LIST)
    for note in (*notes, WHAT_IT_IS):
        talk(note)


@app.command("list")
def list_(study: Study, json: Json = False, csv: Csv = False) -> None:
    """List the word patterns of the last run, the largest first.

    Example: qualcode patterns list study.qualcode --csv
    """
    with reading(study) as opened:
        frame, notes = opened.patterns.table(), opened.patterns.notes()
    show(frame, json=json, csv=csv, columns=IN_LIST)
    for note in notes:
        talk(note)


@app.command("show")
def show_(
    study: Study,
    pattern: Number,
    most: Annotated[int, Option(metavar="N", min=1, help="How many passages of each kind.")] = 5,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """Print the most typical and the most atypical passages of a word pattern.

    Example: qualcode patterns show study.qualcode 3 --most 10
    """
    with reading(study) as opened:
        found, frame = opened.patterns.one(pattern), opened.patterns.passages(pattern, most=most)
        current = opened.patterns.current()
        note = opened.patterns.notes()[0]
    show(frame, json=json, csv=csv, columns=IN_SHOW)
    talk(f"Word pattern {pattern}: {', '.join(word for word, _ in found.words)}.")
    if not current:
        talk(note)


@app.command()
def spread(
    study: Study,
    over: Annotated[str, Option(metavar="WHAT", help="cases or time.")] = "cases",
    json: Json = False,
    csv: Csv = False,
) -> None:
    """Print how large each word pattern is in each case, or over time.

    Example: qualcode patterns spread study.qualcode --over time --csv
    """
    if over not in ("cases", "time"):
        raise BadParameter(f"'{over}' is none of cases, time.", param_hint="--over")
    with reading(study) as opened:
        frame = opened.patterns.by_case() if over == "cases" else opened.patterns.over_time()
    show(frame, json=json, csv=csv)


@app.command("make-code")
def make_code(
    study: Study,
    pattern: Number,
    name: Annotated[str, Option(metavar="NAME", help="The code's name: your own word for it.")] = "",
    coder: Coder = "",
) -> None:
    """Make a code that a word pattern inspired: your name, an empty definition, no coding. The key goes to stdout.

    Example: qualcode patterns make-code study.qualcode 3 --name "Paying for growth" --coder ana
    """
    if not name.strip():
        raise BadParameter("Give the code a name of your own: the words of a pattern are no name.", param_hint="--name")
    with acting(study, coder) as opened:
        lines([opened.patterns.make_code(pattern, name)])
