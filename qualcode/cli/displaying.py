"""The commands that make displays: replays of published analyses, and single figures."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from qualcode.cli.opening import reading
from qualcode.cli.options import Granularity, Json, Key, given
from qualcode.cli.printing import lines, show, talk

if TYPE_CHECKING:
    from qualcode.displays import Display


def replay(
    source: Annotated[str, Argument(metavar="SOURCE", help="taylor, sadri, cambra-fierro, oskam, lavie or mckinsey.")],
    study: Annotated[
        Path | None, Argument(metavar="STUDY", help="Your project file; the synthetic sample study unless given.")
    ] = None,
    out: Annotated[
        Path | None, Option(metavar="FOLDER", help="Where the files go; replay/SOURCE unless given.")
    ] = None,
    rows: Annotated[str | None, Option(metavar="NAME", help="sadri, lavie: what the rows are.")] = None,
    columns: Annotated[str | None, Option(metavar="NAME", help="sadri, lavie: what the columns are.")] = None,
    attribute: Annotated[
        str | None, Option(metavar="NAME", help="taylor, cambra-fierro: the ordinal attribute of cases.")
    ] = None,
    on: Annotated[
        str | None, Option(metavar="DATE", help="cambra-fierro, oskam, lavie: the day on which dated values count.")
    ] = None,
    granularity: Granularity = "publication",
    key: Key = None,
    json: Json = False,
) -> None:
    """Replay a published analysis on a study: print its tables, and write each as csv with its figure as svg and png.

    Example: qualcode replay taylor study.qualcode --out figures
    """
    from qualcode.displays import source_called

    chosen = source_called(source)
    folder = out or Path("replay") / chosen.key
    if study is None:
        from qualcode.project import sample

        talk("The sample study: synthetic, no real person or organisation.")
        study = sample.build_framework(chosen.key, folder, say=talk)
        talk(f"Its project file: {study}")
    choices = given(rows=rows, columns=columns, attribute=attribute, on=on)
    with reading(str(study)) as opened:
        displays = opened.displays.replay(chosen.key, granularity=granularity, **choices)
        written = opened.displays.write(chosen.key, folder, granularity=granularity, key=key, **choices)
    for display in displays:
        if json:
            continue
        lines([display.title])
        show(display.table)
        lines(["", *(f"Note: {note}" for note in display.notes), *([""] if display.notes else [])])
    if json:
        lines([_json(displays)])
    for warning in written.warnings:
        talk(f"Note: {warning}")
    for file in written.files:
        talk(f"Wrote {file}")


def figure(
    study: Annotated[str, Argument(metavar="STUDY", help="The project file, such as study.qualcode.")],
    path: Annotated[Path, Argument(metavar="PATH", help="A .svg or .png named after the figure.")],
    name: Annotated[
        str, Option("--figure", metavar="NAME", help="Which figure, where the file is called otherwise.")
    ] = "",
    document: Annotated[str | None, Option(metavar="DOCUMENT", help="portrait: of which document.")] = None,
    attribute: Annotated[str | None, Option(metavar="NAME", help="continuum: of which attribute of cases.")] = None,
    counts: Annotated[bool, Option("--counts", help="theme_matrix: numbers and shades.")] = False,
    granularity: Granularity = "publication",
    key: Key = None,
) -> None:
    """Draw a figure of a study.

    Figures: thematic_map, theme_matrix, continuum, timeline, organisations, co_occurrence, portrait, attention.

    Example: qualcode figure study.qualcode thematic_map.svg
    """
    options = given(document=document, attribute=attribute, counts=counts or None)
    with reading(study) as opened:
        made = opened.displays.write_figure(path, name, granularity=granularity, key=key, **options)
    for warning in made.warnings:
        talk(f"Note: {warning}")
    lines([str(file) for file in made.files])


def _json(displays: "tuple[Display, ...]") -> str:
    from json import dumps, loads

    from qualcode.cli.printing import as_json

    told = [
        {"name": d.name, "title": d.title, "rows": loads(as_json(d.table)), "notes": list(d.notes)} for d in displays
    ]
    return dumps(told, ensure_ascii=False, indent=2)
