"""The review in the terminal: one suggestion at a time in its context, decided by a key."""

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import typer

from qualcode.cli.card import card
from qualcode.cli.printing import show, talk
from qualcode.errors import NotFound, QualcodeError

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.project import Project

HELP = """\
a  accept                     m  accept with a memo
r  recode: another code       p  change the passage, then decide
x  reject                     X  reject with a reason
s  skip, for later            u  undo the last decision
?  this help                  q  quit: what was decided is kept
From a pipe: one decision a line, with its text after the key, such as 'r logic_tension' or 'x too broad'."""
WORDS = {
    "accept": "a",
    "recode": "r",
    "reject": "x",
    "skip": "s",
    "undo": "u",
    "memo": "m",
    "passage": "p",
    "quit": "q",
    "help": "?",
}
HINT = "[a]ccept [r]ecode [x] reject [s]kip [u]ndo [m]emo [p]assage [q]uit [?]"


@dataclass(frozen=True, slots=True)
class Answer:
    """A key, and the text that came with it."""

    key: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Keys:
    """Where decisions come from: `press` gives the next one, `ask` puts a question that an empty line cancels."""

    press: Callable[[], Answer]
    ask: Callable[[str], str]


def keys_of_stdin() -> Keys:
    """Single keys in a terminal; lines from a pipe, whose end means quit."""
    if sys.stdin.isatty():
        return Keys(_press, lambda question: str(typer.prompt(question, default="", show_default=False, err=True)))
    return Keys(_next_line, lambda question: _line().strip())


def _press() -> Answer:
    try:
        return Answer(typer.getchar())
    except EOFError:  # Ctrl-D
        return Answer("q")


def _next_line() -> Answer:
    line = _line()
    while line and not line.strip():
        line = _line()
    key, _, text = line.strip().partition(" ")
    return Answer(WORDS.get(key.lower(), key) if key else "q", text.strip())


def _line() -> str:
    return sys.stdin.readline()


@dataclass(frozen=True, slots=True)
class Item:
    """A suggestion under review, with the passage as the coder has set it."""

    row: dict[str, Any]
    start: int
    end: int

    @property
    def moved(self) -> bool:
        """Whether the passage is no longer the suggested one."""
        return (self.start, self.end) != (self.row["start"], self.row["end"])


class Review:
    """Goes through pending suggestions; decisions are acts of the study, each undone by `u`.

    What it shows and asks goes to stderr, in one stream that keeps its order; the count at the end goes to stdout.
    """

    def __init__(self, study: "Project", pending: "pd.DataFrame", keys: Keys) -> None:
        self.study, self.keys = study, keys
        self.items = [Item(row, row["start"], row["end"]) for row in _records(pending)]
        self.book = {code.id: code for code in study.codebook.value().codes}
        self.at = 0
        self.shown = -1
        self.decided: list[tuple[int, str, tuple[str, str, int, int] | None]] = []

    def run(self) -> None:
        """Show and ask until all are decided or the coder quits; at the end a count of the decisions."""
        if not self.items:
            talk("No suggestion waits for a decision.")
            return
        going = True
        while going and self._skip_covered():
            if self.shown != self.at:
                self._show()
            going = self._do(self.keys.press())
        left = len(self.items) - self.at
        talk(f"{left} left." if left else "All done.")
        if self.decided:
            self._count()

    def _show(self) -> None:
        item = self.items[self.at]
        typer.echo(
            card(
                self.study.documents[item.row["document_id"]],
                item.row,
                (item.start, item.end),
                self.book.get(item.row["code"]),
                place=f"{self.at + 1} of {len(self.items)}",
            ),
            err=True,
        )
        talk(HINT)
        self.shown = self.at

    def _do(self, answer: Answer) -> bool:
        """Do what a key says; whether to go on."""
        acts: dict[str, Callable[[Item, str], None]] = {
            "a": self._accept,
            "m": self._accept_with_memo,
            "r": self._recode,
            "x": self._reject,
            "X": self._reject_because,
            "s": self._skip,
            "p": self._move,
            "u": lambda item, text: self._undo(),
            "?": lambda item, text: talk(HELP),
        }
        if answer.key in ("q", "Q", "\x1b"):
            return False
        act = acts.get(answer.key) or acts.get(answer.key.lower())
        if act is None:
            talk(f"'{answer.key}' is no key here.\n{HELP}")
            return True
        try:
            act(self.items[self.at], answer.text)
        except QualcodeError as error:
            talk(f"Error: {error}")
        return True

    def _accept(self, item: Item, memo: str) -> None:
        suggestion = item.row["suggestion"]
        if item.moved:
            self.study.suggestions.recode(suggestion, start=item.start, end=item.end, memo=memo)
        else:
            self.study.suggestions.accept(suggestion, memo=memo)
        self._next("recoded" if item.moved else "accepted", item, item.row["code"])

    def _accept_with_memo(self, item: Item, text: str) -> None:
        memo = text or self.keys.ask("Memo (empty: cancel)")
        if memo:
            self._accept(item, memo)
        else:
            talk("Not accepted.")

    def _recode(self, item: Item, text: str) -> None:
        wanted = text or self.keys.ask("Code (its first letters are enough; empty: cancel)")
        if not wanted:
            talk("Not recoded.")
            return
        code = self._code(wanted)
        place: dict[str, Any] = {"start": item.start, "end": item.end} if item.moved else {}
        self.study.suggestions.recode(item.row["suggestion"], code, **place)
        self._next("recoded", item, code)

    def _code(self, wanted: str) -> str:
        """The key of the code that is meant: its key or name, or the beginning of one that no other has."""
        low = wanted.casefold()
        exact = [key for key, code in self.book.items() if low in (key.casefold(), code.name.casefold())]
        starts = [
            key
            for key, code in self.book.items()
            if key.casefold().startswith(low) or code.name.casefold().startswith(low)
        ]
        inside = [key for key, code in self.book.items() if low in key.casefold() or low in code.name.casefold()]
        for found in (exact, starts, inside):
            if len(found) == 1:
                return found[0]
            if found:
                shown = ", ".join(found[:12]) + (", …" if len(found) > 12 else "")
                raise NotFound(f"'{wanted}' could be: {shown}. Type more letters.")
        raise NotFound(f"No code begins with '{wanted}'. There are: {', '.join(self.book)}.")

    def _reject(self, item: Item, why: str) -> None:
        self.study.suggestions.reject(item.row["suggestion"], why=why)
        self._next("rejected", item)

    def _reject_because(self, item: Item, text: str) -> None:
        self._reject(item, text or self.keys.ask("Why (empty: no reason)"))

    def _skip(self, item: Item, text: str) -> None:
        self.study.suggestions.skip(item.row["suggestion"])
        self._next("skipped", item)

    def _move(self, item: Item, text: str) -> None:
        wanted = text or self.keys.ask("The passage: its words, or START END (empty: as suggested)")
        start, end = self._passage(item, wanted) if wanted else (item.row["start"], item.row["end"])
        self.items[self.at] = replace(item, start=start, end=end)
        self.shown = -1

    def _passage(self, item: Item, wanted: str) -> tuple[int, int]:
        document = self.study.documents[item.row["document_id"]]
        parts = wanted.split()
        if len(parts) == 2 and all(part.isdecimal() for part in parts):
            start, end = int(parts[0]), int(parts[1])
            if not 0 <= start < end <= len(document.text):
                raise NotFound(f"{document.name} has {len(document.text)} characters; {start} to {end} is none of it.")
            return start, end
        turn = next(turn for turn in document.turns if turn.start <= item.row["start"] < turn.end)
        at = turn.text.find(wanted)
        if at < 0:
            raise NotFound("This turn does not say so. The words must match letter for letter.")
        return turn.start + at, turn.start + at + len(wanted)

    def _undo(self) -> None:
        if not self.decided:
            talk("Nothing was decided here yet.")
            return
        said = self.study.history.undo()
        self.at = self.decided.pop()[0]
        self.shown = -1
        talk(f"Undone: {said}")

    def _next(self, verdict: str, item: Item, code: str | None = None) -> None:
        made = (item.row["document_id"], code, item.start, item.end) if code is not None else None
        self.decided.append((self.at, verdict, made))
        talk(f"{verdict.capitalize()}{f' as {code}' if verdict == 'recoded' else ''}.")
        self.at += 1

    def _skip_covered(self) -> bool:
        """Pass by what the coder has coded in this review with the same code; whether one is left."""
        while self.at < len(self.items):
            row = self.items[self.at].row
            mine = (made for _, _, made in self.decided if made is not None)
            if not any(
                (document, code) == (row["document_id"], row["code"]) and start < row["end"] and row["start"] < end
                for document, code, start, end in mine
            ):
                return True
            self.at += 1
        return False

    def _count(self) -> None:
        import pandas as pd

        verdicts = [verdict for _, verdict, _ in self.decided]
        counts = [(verdict, verdicts.count(verdict)) for verdict in ("accepted", "recoded", "rejected", "skipped")]
        show(pd.DataFrame([row for row in counts if row[1]], columns=["decision", "count"]))


def _records(frame: "pd.DataFrame") -> list[dict[str, Any]]:
    return [dict(zip(frame.columns, row, strict=True)) for row in frame.itertuples(index=False, name=None)]
