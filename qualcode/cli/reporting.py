"""The command that writes a report of a study."""

from typing import Annotated

from typer import Argument, Option

from qualcode.cli.opening import reading
from qualcode.cli.options import Coder, Granularity, Key, Study
from qualcode.cli.printing import lines, talk


def report(
    study: Study,
    path: Annotated[str, Argument(metavar="PATH", help="The file: a .docx or .html.")],
    journal: Annotated[
        list[str] | None,
        Option(metavar="MEMO", help="A journal entry or memo to print: its id or title; repeatable."),
    ] = None,
    coreq: Annotated[bool, Option("--coreq", help="Add the COREQ checklist.")] = False,
    granularity: Granularity = "publication",
    key: Key = None,
    coder: Coder = "",
) -> None:
    """Write a report: methods appendix, themes with quotes, cases, discarded themes. Quotes are checked first.

    Example: qualcode report study.qualcode report.docx --coreq
    """
    with reading(study, coder) as opened:
        made = opened.report(path, journal=journal or (), coreq=coreq, granularity=granularity, key=key)
    for warning in made.warnings:
        talk(f"Note: {warning}")
    lines([str(file) for file in made.files])
