"""The root command: the groups are loaded when they are used, and errors become sentences here."""

import os
import sys
from importlib import import_module
from typing import Annotated, Any

import typer

from qualcode import __version__
from qualcode.cli.batch import suggest
from qualcode.cli.comparing import agreement, readings
from qualcode.cli.displaying import figure, replay
from qualcode.cli.evaluate import evaluate
from qualcode.cli.options import Group
from qualcode.cli.printing import talk
from qualcode.cli.reporting import report
from qualcode.cli.study import backup, check, demo, describe, export, init, search, serve, set_approach
from qualcode.errors import QualcodeError, ReadFirst

# Each group: what it holds, and the modules that define its commands (the first one has the `app`).
GROUPS = {
    "documents": ("The transcripts and other texts of a study.", ("documents",)),
    "cases": ("What is compared, with attributes and organisations.", ("cases",)),
    "participants": ("The people who speak, and whose label is whose.", ("participants",)),
    "codebook": ("The codes and their rules.", ("codebook", "recoding", "rules", "crosswalk")),
    "suggestions": ("What the machine proposes, and what you decide.", ("suggestions",)),
    "codings": ("Codes on passages, each by a named coder.", ("codings",)),
    "themes": ("Themes, their codes, extracts and summaries.", ("themes", "across")),
    "incidents": ("What people tell that happened, each account with its date.", ("incidents",)),
    "patterns": ("Word patterns: what a topic model finds in participants' words.", ("patterns",)),
    "memos": ("Memos, journal entries and case narratives.", ("memos",)),
    "history": ("Every act; undo, redo, earlier states.", ("history",)),
}

# What sentences say for Python programs, and what a command line says in its place.
HERE = {
    "qualcode.open(path, coder='ana')": "--coder NAME (or set QUALCODE_CODER)",
    "about='case:NAME'": "--about case:NAME",
    "since='2019'": "--since 2019",
}


class Root(Group):
    """Knows the groups by name, loads the one that is called, and says errors of users as sentences."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the root's own options. Those of shell completion cost typer 0.2 s, so only where they can be meant."""
        if args and not args[0].startswith("-"):
            self.params = [item for item in self.params if not item.name.endswith("_completion")]
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The command that the arguments name."""
        name, command, rest = super().resolve_command(ctx, args)
        return name, load(name) if name in GROUPS else command, rest

    def invoke(self, ctx: Any) -> Any:
        """Run the command. Exit code 1 with `Error: …` for what a user caused, 130 for Ctrl-C."""
        try:
            return super().invoke(ctx)
        except QualcodeError as error:
            talk(f"Error: {_said_here(error)}")
            if isinstance(error, ReadFirst):
                talk(f"On the command line: {_ways(error)}")
            raise typer.Exit(1) from error
        except KeyboardInterrupt as error:
            talk("Stopped. What was done before is kept.")
            raise typer.Exit(130) from error


app = typer.Typer(
    cls=Root,
    name="qualcode",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
_COMMANDS = (init, demo, serve, suggest, evaluate, export, report, replay, figure, check, search, readings, agreement)
for _command in (*_COMMANDS, describe, set_approach, backup):
    app.command(_command.__name__.replace("_", "-"))(_command)
for _name, (_help, _) in GROUPS.items():
    app.add_typer(typer.Typer(help=_help), name=_name)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"qualcode {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """Qualitative coding across cases: a machine proposes, a named person decides.

    Begin with 'qualcode demo', or with 'qualcode init study.qualcode'.

    Example: qualcode documents add study.qualcode transcripts/ --coder ana
    """


def _said_here(error: QualcodeError) -> str:
    """The sentence, with options where it speaks of Python."""
    said = str(error)
    for python, option in HERE.items():
        said = said.replace(python, option)
    return said


def _ways(error: ReadFirst) -> str:
    """The commands that open the suggestions of a document."""
    ways = ["'qualcode documents read STUDY NAME --coder YOU'"]
    # In a reliability study nobody may look before both have read.
    if "override" in str(error):
        ways.append("'qualcode suggestions override STUDY NAME --why REASON --coder YOU'")
    return f"{', or '.join(ways)}."


def load(group: str) -> Any:
    """The command of a group, with its modules imported."""
    text, names = GROUPS[group]
    modules = [import_module(f"qualcode.cli.{name}") for name in names]
    # The order of the files, whichever of them was imported first.
    place = {f"qualcode.cli.{name}": at for at, name in enumerate(names)}
    modules[0].app.registered_commands.sort(
        key=lambda made: (place[made.callback.__module__], made.callback.__code__.co_firstlineno)
    )
    command: Any = typer.main.get_group(modules[0].app)
    command.name, command.help = group, text
    return command


def main() -> None:
    """Run the command line; the entry point of the script `qualcode`."""
    _print_anything()
    app(prog_name="qualcode")


def _print_anything() -> None:
    """No character of a transcript may stop a command: a terminal shows ? for what it lacks, files are UTF-8."""
    chosen = bool(os.environ.get("PYTHONIOENCODING"))
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        if stream.isatty():
            reconfigure(errors="replace")
        elif chosen:
            reconfigure(errors="backslashreplace")
        else:
            reconfigure(encoding="utf-8", errors="backslashreplace")
