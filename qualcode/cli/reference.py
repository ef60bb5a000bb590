"""The page docs/commands.md, made from the commands themselves: `python -m qualcode.cli.reference`."""

from collections.abc import Iterator
from typing import Any

import typer

from qualcode.cli.root import GROUPS, app, load

HEAD = """\
# Commands

`qualcode GROUP VERB STUDY …`: groups are called as the collections of a study in Python, verbs as their methods.
Made from the commands themselves by `python -m qualcode.cli.reference > docs/commands.md`.

- stdout is data: aligned text, or `--json` and `--csv`, which hold every column and whole ids. stderr is talk.
- Acts need a coder: `--coder NAME`, or the environment variable `QUALCODE_CODER`. Each act can be undone:
  `qualcode history undo STUDY`.
- Ids of codings, suggestions and memos may be given by their first characters, four or more.
- Exit codes: 0 done, 1 what `Error: …` says (of a batch, the good files are in), 2 wrong usage, 130 Ctrl-C.
"""


def page() -> str:
    """The reference of all commands as Markdown."""
    root: Any = typer.main.get_command(app)
    parts = [HEAD, "## On a study as a whole\n"]
    parts += [_section((), command) for name, command in root.commands.items() if name not in GROUPS]
    for group in GROUPS:
        loaded = load(group)
        parts.append(f"## {group}\n\n{loaded.help}\n")
        parts += [_section((group,), command) for command in loaded.commands.values()]
    return "\n".join(parts)


def commands() -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command with its path: ((), "init"), (("documents",), "add") …"""
    root: Any = typer.main.get_command(app)
    for name, command in root.commands.items():
        if name in GROUPS:
            for verb, inner in load(name).commands.items():
                yield (name, verb), inner
        else:
            yield (name,), command


def _section(path: tuple[str, ...], command: Any) -> str:
    name = " ".join(("qualcode", *path, command.name))
    arguments = [item for item in command.params if item.param_type_name == "argument"]
    options = [item for item in command.params if item.param_type_name == "option"]
    usage = " ".join([name, *(_usage(item) for item in arguments), *(["[OPTIONS]"] if options else [])])
    paragraphs = [" ".join(part.split()) for part in (command.help or "").split("\n\n")]
    examples = [part.removeprefix("Example: ") for part in paragraphs if part.startswith("Example: ")]
    words = [part for part in paragraphs if not part.startswith("Example: ")]
    rows = [_row(item.metavar, item) for item in arguments] + [_row(_option(item), item) for item in options]
    table = ["| | |", "|---|---|", *rows] if rows else []
    code = ["```sh", usage, *(f"# {example}" for example in examples), "```"]
    return "\n".join([f"### {' '.join((*path, command.name))}", "", "\n\n".join(words), "", *code, "", *table, ""])


def _usage(argument: Any) -> str:
    return argument.metavar if argument.required else f"[{argument.metavar}]"


def _option(option: Any) -> str:
    names = ", ".join(option.opts) + (f" / {', '.join(option.secondary_opts)}" if option.secondary_opts else "")
    return names if option.is_flag else f"{names} {option.metavar or 'VALUE'}"


def _row(name: str, item: Any) -> str:
    notes = []
    if item.param_type_name == "option" and item.required:
        notes.append("required")
    if item.default not in (None, "", False, ()) and not callable(item.default):
        notes.append(f"default: {'on' if item.default is True else item.default}")
    if item.envvar:
        notes.append(f"or {item.envvar}")
    more = f" ({', '.join(notes)})" if notes else ""
    return f"| `{_cell(name)}` | {_cell(item.help or '')}{more} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


if __name__ == "__main__":
    typer.echo(page(), nl=False)
