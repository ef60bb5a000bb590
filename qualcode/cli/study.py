"""The commands on a study as a whole: init, demo, serve, export, check, search and a few more."""

import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer
from typer import Argument, Option

from qualcode.cli.opening import acting, reading
from qualcode.cli.options import Coder, Csv, Granularity, Json, Key, Study, Why
from qualcode.cli.printing import lines, show, talk


def init(
    study: Study,
    name: Annotated[str, Option(metavar="NAME", help="The study's name; the file's name unless given.")] = "",
    approach: Annotated[str, Option(metavar="APPROACH", help="reflexive, codebook or reliability.")] = "reflexive",
    question: Annotated[str, Option(metavar="TEXT", help="The research question.")] = "",
    language: Annotated[str, Option(metavar="CODE", help="The language of the transcripts.")] = "en",
    coder: Coder = "",
) -> None:
    """Make a new study.

    Example: qualcode init study.qualcode --name "Four partnerships" --question "How do they respond?"
    """
    from qualcode.project import create

    with create(study, coder=coder, name=name, approach=approach, question=question, language=language) as made:  # type: ignore[arg-type]
        talk(f"Made {made.path} ({made.approach} approach). Next: qualcode documents add {study} FILES --coder NAME")


def demo(
    folder: Annotated[Path, Argument(metavar="FOLDER", help="Where to put it.")] = Path("demo"),
    serve: Annotated[bool, Option("--serve/--no-serve", help="Open the workbench on it afterwards.")] = False,
) -> None:
    """Build the sample study and its tables: four synthetic cases, coded, with themes.

    Example: qualcode demo
    """
    from qualcode.project import sample

    made = sample.build(folder, say=talk)
    decided = ", ".join(f"{count} {verdict}" for verdict, count in made.decided.items())
    talk(f"{made.suggestions} suggestions, {decided}; {made.codings} codings.")
    show(made.themes, columns=("theme", "status", "voices", "cases", "codings", "flags"))
    lines(["", f"Study: {made.path}", *(f"Table: {file}" for file in made.report.files)])
    lines([f"All tables: {made.exports / 'study.xlsx'}", f"The theme table: {made.exports / 'theme_table.csv'}"])
    notes = len(made.report.warnings)
    lines([f"Notes on the export: {notes} (qualcode export {shlex.quote(str(made.path))} FOLDER says them)"])
    lines(["Everything in it is synthetic: no real person, no real organisation."])
    lines([f'Next, open the workbench: qualcode serve {shlex.quote(str(made.path))} --coder "{sample.CODER}"'])
    if serve:
        _start(str(made.path), sample.CODER, 8501, headless=False)


def serve(
    study: Study,
    port: Annotated[int, Option(min=1, max=65535, help="The port on this machine.")] = 8501,
    headless: Annotated[bool, Option("--headless", help="Do not open a browser.")] = False,
    coder: Coder = "",
) -> None:
    """Open the workbench in a browser, for this machine only. Ctrl-C ends it.

    Example: qualcode serve study.qualcode --coder ana
    """
    with reading(study, coder) as opened:
        talk(f"{opened.name}: http://127.0.0.1:{port} (Ctrl-C to stop)")
    _start(study, coder, port, headless=headless)


def _start(study: str, coder: str, port: int, *, headless: bool) -> None:
    import qualcode

    ui = Path(qualcode.__file__).parent / "ui"
    options = {
        "theme.base": str(ui / "theme.toml"),
        "server.address": "127.0.0.1",
        "server.port": port,
        "server.headless": str(headless).lower(),
        "server.showEmailPrompt": "false",
        "server.fileWatcherType": "none",
        "client.toolbarMode": "minimal",
        "browser.gatherUsageStats": "false",
        "client.showErrorLinks": "false",
    }
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        str(ui / "entry" / "app.py"),
        *(f"--{name}={options[name]}" for name in options),
    ]
    environment = os.environ | {"QUALCODE_STUDY": str(Path(study).resolve()), "QUALCODE_CODER": coder}
    if os.name == "posix":
        # The server takes this process's place, so that whoever stops the command stops the server.
        os.execve(sys.executable, command, environment)
    raise typer.Exit(subprocess.run(command, env=environment, check=False).returncode)


def export(
    study: Study,
    path: Annotated[str, Argument(metavar="PATH", help="A .csv named after a table, an .xlsx, or a folder.")],
    table: Annotated[
        list[str] | None,
        Option(
            metavar="TABLE",
            help="theme_table, theme_by_case, quotes, codings, codebook, data_by_case or history; repeatable.",
        ),
    ] = None,
    granularity: Granularity = "publication",
    excel: Annotated[bool, Option("--excel", help="Mark csv as UTF-8 for Excel.")] = False,
    key: Key = None,
) -> None:
    """Write tables. Every quote is checked against its source first; the files are named on stdout.

    Example: qualcode export study.qualcode tables/ --table theme_table --table quotes --excel
    """
    with reading(study) as opened:
        report = opened.export(path, tables=table, granularity=granularity, excel=excel, key=key)
    for warning in report.warnings:
        talk(f"Note: {warning}")
    lines([str(file) for file in report.files])


def check(
    study: Study,
    about: Annotated[
        list[str] | None,
        Option(
            metavar="KIND",
            help="Only this kind: quote, coding, speaker, participant, attribution, document, case, theme, code, "
            "suggestion or question; repeatable.",
        ),
    ] = None,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """List what deserves a look before export, with its evidence. Unread documents, themes on one voice …

    Nothing of it is an error, a score or a block: the command succeeds whatever it finds.

    Example: qualcode check study.qualcode --about theme --about document
    """
    from qualcode.analysis.checking import KINDS
    from qualcode.cli.finding_text import finding_lines

    if unknown := [kind for kind in about or () if kind not in KINDS]:
        raise typer.BadParameter(f"'{unknown[0]}' is no kind. Choose among: {', '.join(KINDS)}.", param_hint="--about")
    with reading(study) as opened:
        frame = opened.check()
    if about:
        frame = frame[frame["about"].isin(about)].reset_index(drop=True)
    if json or csv:
        show(frame, json=json, csv=csv)
    else:
        lines(finding_lines(frame))
    talk(f"{len(frame)} thing{'s' if len(frame) != 1 else ''} to look at.")


def search(
    study: Study,
    query: Annotated[str, Argument(metavar="QUERY", help="As in rules, such as 'trust AND (money OR grant*)'.")],
    eligible: Annotated[bool, Option("--eligible", help="Only words that can be evidence.")] = False,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """Find passages, in the language of rules. Words and attributes that nobody has are named on stderr.

    Example: qualcode search study.qualcode '"two worlds" OR (big NEAR/5 small)'
    """
    from qualcode.query import check as check_query

    with reading(study) as opened:
        frame = opened.search(query, eligible_only=eligible)
        advice = check_query(query, opened.matching.corpus())
    show(frame, json=json, csv=csv, columns=("document", "start", "end", "speaker", "case", "found", "quote"))
    for sentence in advice:
        talk(f"Note: {sentence}")
    talk(f"{len(frame)} passage{'s' if len(frame) != 1 else ''}.")


def describe(
    study: Study,
    name: Annotated[str | None, Option(metavar="NAME", help="The study's name.")] = None,
    question: Annotated[str | None, Option(metavar="TEXT", help="The research question.")] = None,
    coder: Coder = "",
) -> None:
    """Set the study's name or research question.

    Example: qualcode describe study.qualcode --question "How do partners respond?" --coder ana
    """
    if name is None and question is None:
        raise typer.BadParameter("Give --name, --question, or both.")
    with acting(study, coder) as opened:
        opened.describe(name=name, question=question)


def set_approach(
    study: Study,
    approach: Annotated[str, Argument(metavar="APPROACH", help="reflexive, codebook or reliability.")],
    why: Why = "",
    coder: Coder = "",
) -> None:
    """Change the approach of a study. The reason goes into the history and the methods appendix.

    Example: qualcode set-approach study.qualcode codebook --why "A framework was agreed on" --coder ana
    """
    with acting(study, coder) as opened:
        opened.set_approach(approach, why=why)  # type: ignore[arg-type]


def backup(
    study: Study,
    path: Annotated[str | None, Argument(metavar="PATH", help="The copy; beside the study unless given.")] = None,
) -> None:
    """Copy a study's file. It may be in use meanwhile; the copy is named on stdout.

    Example: qualcode backup study.qualcode copies/monday.qualcode
    """
    with reading(study) as opened:
        lines([str(opened.backup(path))])
