"""The arguments and options that many commands share."""

from typing import Annotated, Any

import typer
from typer import Argument, Option
from typer.core import TyperGroup

Study = Annotated[str, Argument(metavar="STUDY", help="The project file, such as study.qualcode.")]
Document = Annotated[str, Argument(metavar="DOCUMENT", help="A document: its name, file name or id.")]
Documents = Annotated[list[str], Argument(metavar="DOCUMENT", help="Documents: names, file names or ids.")]
Code = Annotated[str, Argument(metavar="CODE", help="A code: its key or name.")]
Theme = Annotated[str, Argument(metavar="THEME", help="A theme: its key or name.")]
Case = Annotated[str, Argument(metavar="CASE", help="A case: its key or name.")]
Coding = Annotated[str, Argument(metavar="CODING", help="A coding: its id, or its first characters.")]
Codings = Annotated[list[str], Argument(metavar="CODING", help="Codings: ids, or their first characters.")]
Suggestion = Annotated[str, Argument(metavar="SUGGESTION", help="A suggestion: its id, or its first characters.")]

Coder = Annotated[
    str,
    Option("--coder", envvar="QUALCODE_CODER", metavar="NAME", help="Who works: acts are recorded in this name."),
]
Why = Annotated[str, Option("--why", metavar="REASON", help="The reason, which goes into the history.")]
Preview = Annotated[bool, Option("--preview", help="Say what would happen, and write nothing.")]
Json = Annotated[bool, Option("--json", help="Print records as JSON.")]
Csv = Annotated[bool, Option("--csv", help="Print comma-separated values.")]
Memo = Annotated[str, Option("--memo", metavar="TEXT", help="A memo on the coding.")]
Level = Annotated[str, Option("--level", metavar="LEVEL", help="semantic or latent.")]
Stance = Annotated[str, Option("--stance", metavar="STANCE", help="for or against.")]
With = Annotated[
    list[str] | None,
    Option(
        "--with", metavar="NAME", help="A suggester: rules, similar or learned; repeatable. Only rules unless given."
    ),
]
Precision = Annotated[
    float,
    Option(
        "--precision", metavar="SHARE", min=0.05, max=0.95, help="similar, learned: the share that has to be right."
    ),
]
Values = Annotated[
    list[str] | None, Option("--set", metavar="NAME=VALUE", help="An attribute of your own; repeatable.")
]
Granularity = Annotated[
    str,
    Option("--granularity", metavar="LEVEL", help="How quotes name their speaker: publication, case or full."),
]

MODELS = ("minilm8", "minilm", "static", "none")

Key = Annotated[
    str | None,
    Option(
        "--key",
        metavar="FILE",
        help="Names that must not leave, one a line or a csv with a column 'name'; with one nothing is written.",
    ),
]


class Group(TyperGroup):
    """A group whose help says what each command does in its whole first sentence."""

    def get_help_option(self, ctx: Any) -> Any:
        """The option --help. With a default, typer does not load pydantic (0.2 s) to learn that it is not given."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.default = False
        return option

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the list of commands; long sentences go over several lines instead of being cut."""
        commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl([(name, command.get_short_help_str(500)) for name, command in commands if command])


def group() -> typer.Typer:
    """The Typer of one group of commands: plain help, which is quick."""
    return typer.Typer(cls=Group, no_args_is_help=True, rich_markup_mode=None)


def pairs(values: list[str] | None, *, taken: tuple[str, ...] = ()) -> dict[str, str]:
    """`NAME=VALUE` arguments as a dictionary; `taken` are names that have an option of their own.

    >>> pairs(["level=high", "note=a=b"])
    {'level': 'high', 'note': 'a=b'}
    """
    result: dict[str, str] = {}
    for item in values or ():
        name, equals, value = item.partition("=")
        name = name.strip()
        if not equals or not name:
            raise typer.BadParameter(f"'{item}' is not NAME=VALUE.")
        if name in taken:
            raise typer.BadParameter(f"'{name}' cannot be set as an attribute; it has its own place in the command.")
        result[name] = value.strip()
    return result


def refuse_unknown_model(name: str) -> None:
    """Refuse a model of sentence vectors that there is not; "" is the default one."""
    if name in ("", *MODELS):
        return
    from qualcode.codebook.problems import did_you_mean

    hint = did_you_mean(name, MODELS)
    raise typer.BadParameter(
        f"'{name}' is not a model. {hint}Choose {', '.join(MODELS[:-1])} or {MODELS[-1]}.", param_hint="--model"
    )


def given(**values: Any) -> dict[str, Any]:
    """The options that were given: those that are not None.

    >>> given(name="Cost", memo=None)
    {'name': 'Cost'}
    """
    return {name: value for name, value in values.items() if value is not None}


def text_of(text: str) -> str:
    """The text of an argument; `-` means standard input, for what is longer than a line."""
    return typer.get_text_stream("stdin").read().strip() if text == "-" else text
