"""qualcode codebook …: rules, what they mean and what they find."""

from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

from qualcode.cli.codebook import Book, app, book_of
from qualcode.cli.opening import acting, reading
from qualcode.cli.options import Code, Coder, Csv, Json, Study, Why
from qualcode.cli.printing import lines, safe, show, talk
from qualcode.errors import NotFound

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.model import Codebook, Rule

Query = Annotated[str, Argument(metavar="QUERY", help="Such as '\"two worlds\" OR (big NEAR/5 small)'.")]
RuleId = Annotated[str, Argument(metavar="RULE", help="The rule's id, such as two_worlds.r1.")]


@app.command("add-rule")
def add_rule(
    study: Study,
    code: Code,
    query: Query,
    key: Annotated[str, Option(metavar="ID", help="An id; made from the code unless given.")] = "",
    note: Annotated[str, Option(metavar="TEXT", help="A note for readers of the codebook.")] = "",
    coder: Coder = "",
) -> None:
    """Give a code another rule. Its id goes to stdout.

    Example: qualcode codebook add-rule study.qualcode waiting "wait* NEAR/5 (week OR month)" --coder ana
    """
    with acting(study, coder) as opened:
        lines([opened.codebook.add_rule(code, query, key=key, note=note)])


@app.command("edit-rule")
def edit_rule(study: Study, rule: RuleId, query: Query, why: Why = "", coder: Coder = "") -> None:
    """Change a rule's query: a new version, which may ask again about what was rejected. Codings stay.

    Example: qualcode codebook edit-rule study.qualcode waiting.r1 "wait* NOT waiter" --coder ana
    """
    with acting(study, coder) as opened:
        opened.codebook.edit_rule(rule, query, why=why)


@app.command("remove-rule")
def remove_rule(study: Study, rule: RuleId, why: Why = "", coder: Coder = "") -> None:
    """Take a rule away; what it suggested goes with the next run, codings stay.

    Example: qualcode codebook remove-rule study.qualcode waiting.r1 --coder ana
    """
    with acting(study, coder) as opened:
        opened.codebook.remove_rule(rule, why=why)


@app.command()
def explain(
    book: Book,
    what: Annotated[str, Argument(metavar="RULE|CODE", help="A rule's id, or a code: all its rules.")],
    json: Json = False,
    csv: Csv = False,
) -> None:
    """Say in plain sentences what a rule, or each rule of a code, finds.

    Example: qualcode codebook explain study.qualcode two_worlds
    """
    import pandas as pd

    from qualcode.query import explain as sentence

    rules = _rules(book_of(book), what)
    rows = [(rule.id, rule.query or str(list(rule.spacy)), sentence(rule), rule.note) for rule in rules]
    frame = pd.DataFrame(rows, columns=["rule", "query", "finds", "note"], dtype=object)
    if json or csv:
        show(frame, json=json, csv=csv)
    else:
        lines([f"{row.rule}: {row.finds}\n  {row.query}" for row in frame.itertuples()])


def _rules(book: "Codebook", what: str) -> "list[Rule]":
    for code in book.codes:
        if what in (code.id, code.name):
            return list(code.rules)
    found = [rule for code in book.codes for rule in code.rules if rule.id == what]
    if not found:
        raise NotFound(f"'{what}' is neither a code nor a rule of {book.name}.")
    return found


@app.command("try")
def try_(
    study: Study,
    query: Query,
    limit: Annotated[int, Option(metavar="N", min=0, help="How many near misses.")] = 10,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """Try a query before it becomes a rule: hits, near misses with what they lack, and the spread over cases.

    Example: qualcode codebook try study.qualcode "wait* NEAR/5 (week OR month)"
    """
    from qualcode.query import check, explain

    talk(explain(query))
    with reading(study) as opened:
        hits, misses = opened.search(query), opened.matching.near_misses(query, limit=limit)
        spread = opened.matching.spread(query)
        for advice in check(query, opened.matching.corpus()):
            talk(f"Note: {advice}")
    if json or csv:
        show(_together(hits, misses), json=json, csv=csv)
    else:
        _show_parts(hits, misses, spread)


def _together(hits: "pd.DataFrame", misses: "pd.DataFrame") -> "pd.DataFrame":
    import pandas as pd

    both = pd.concat([hits.assign(missing=""), misses], ignore_index=True)
    both.insert(0, "result", ["hit"] * len(hits) + ["near miss"] * len(misses))
    return both


def _show_parts(hits: "pd.DataFrame", misses: "pd.DataFrame", spread: "pd.DataFrame") -> None:
    place = ["document", "start", "end", "speaker"]
    for title, frame, columns in (
        (f"Hits ({len(hits)})", hits, [*place, "found", "quote"]),
        (f"Near misses ({len(misses)})", misses, [*place, "missing", "quote"]),
        ("Spread over cases", spread, list(spread.columns)),
    ):
        typer.echo(typer.style(safe(title), bold=True))
        show(frame[columns])
        typer.echo()
