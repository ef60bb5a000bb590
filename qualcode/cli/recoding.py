"""qualcode codebook …: the acts that reshape a codebook over all documents."""

from typing import Annotated

from typer import Argument, Option

from qualcode.cli.codebook import app
from qualcode.cli.opening import acting, codings_of, reading
from qualcode.cli.options import Code, Coder, Csv, Json, Preview, Study, Why
from qualcode.cli.printing import show, show_preview, talk


@app.command()
def move(
    study: Study,
    code: Code,
    parent: Annotated[str, Option(metavar="CODE", help="The code it goes under; the top unless given.")] = "",
    why: Why = "",
    preview: Preview = False,
    coder: Coder = "",
) -> None:
    """Put a code under another, or at the top.

    Example: qualcode codebook move study.qualcode waiting --parent tempo --coder ana
    """
    with acting(study, coder, preview=preview) as opened:
        show_preview(opened.codebook.move(code, parent=parent, why=why, preview=preview))


@app.command()
def merge(
    study: Study,
    codes: Annotated[list[str], Argument(metavar="CODE", help="Codes: keys or names.")],
    into: Annotated[str, Option(metavar="CODE", help="The code they go into.")],
    why: Why = "",
    preview: Preview = False,
    coder: Coder = "",
) -> None:
    """Merge codes into another: codings, rules, sub-codes and theme places move; memos are kept.

    Example: qualcode codebook merge study.qualcode waiting delay --into tempo --why "One idea" --coder ana --preview
    """
    with acting(study, coder, preview=preview) as opened:
        show_preview(opened.codebook.merge(codes, into=into, why=why, preview=preview))


@app.command()
def split(
    study: Study,
    code: Code,
    into: Annotated[list[str], Option(metavar="NAME", help="A code to split into, new or there; repeatable.")],
    why: Why = "",
    preview: Preview = False,
    coder: Coder = "",
) -> None:
    """Begin to split a code: all its codings go on a board, undecided.

    Example: qualcode codebook split study.qualcode tempo --into "Waiting" --into "Rushing" --coder ana
    """
    with acting(study, coder, preview=preview) as opened:
        show_preview(opened.codebook.split(code, into=into, why=why, preview=preview))


@app.command()
def board(study: Study, code: Code, json: Json = False, csv: Csv = False) -> None:
    """Print the board of a split: every coding the code had, and what was decided.

    Example: qualcode codebook board study.qualcode tempo
    """
    with reading(study) as opened:
        frame = opened.codebook.board(code)
    show(frame, json=json, csv=csv, columns=("coding", "document", "case", "speaker", "decided", "quote"))
    talk(f"{int((frame['decided'] == '').sum())} of {len(frame)} undecided.")


@app.command()
def assign(
    study: Study,
    code: Code,
    codings: Annotated[list[str], Argument(metavar="CODING", help="Codings on the board.")],
    to: Annotated[list[str], Option(metavar="CODE", help="Where they go; repeatable. The split code: they stay.")],
    why: Why = "",
    coder: Coder = "",
) -> None:
    """Decide codings on the board of a split.

    Example: qualcode codebook assign study.qualcode tempo 3f2a91 8c01d7 --to waiting --coder ana
    """
    with acting(study, coder) as opened:
        left = opened.codebook.assign(code, codings_of(opened, codings), to, why=why)
    talk(f"{left} undecided.")


@app.command("close-split")
def close_split(study: Study, code: Code, why: Why = "", coder: Coder = "") -> None:
    """End a split; refused while codings are undecided. A code that kept none is retired.

    Example: qualcode codebook close-split study.qualcode tempo --coder ana
    """
    with acting(study, coder) as opened:
        opened.codebook.close_split(code, why=why)


@app.command()
def retire(study: Study, code: Code, why: Why = "", preview: Preview = False, coder: Coder = "") -> None:
    """Take a code out of use; its codings stay.

    Example: qualcode codebook retire study.qualcode waiting --why "Never used" --coder ana
    """
    with acting(study, coder, preview=preview) as opened:
        show_preview(opened.codebook.retire(code, why=why, preview=preview))


@app.command()
def restore(study: Study, code: Code, why: Why = "", coder: Coder = "") -> None:
    """Bring a retired code back into use.

    Example: qualcode codebook restore study.qualcode waiting --coder ana
    """
    with acting(study, coder) as opened:
        opened.codebook.restore(code, why=why)
