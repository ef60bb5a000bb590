"""A bar on stderr for long work; silent when nobody watches."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from shutil import get_terminal_size

import typer

from qualcode.cli.printing import safe

BAR = 24


class Progress:
    """Call it with the name of each thing as it begins, or `at` with how far the work is."""

    def __init__(self, verb: str, total: int, *, seen: bool) -> None:
        self.verb, self.total, self.done, self.seen = verb, total, 0, seen

    def __call__(self, name: str) -> None:
        """The next thing begins."""
        self.done += 1
        self.draw(name)

    def at(self, done: int, total: int) -> None:
        """`done` of `total` things are finished."""
        self.done, self.total = done, total
        self.draw("")

    def draw(self, name: str) -> None:
        """Draw the bar over what was there."""
        if self.seen:
            full = min(BAR, BAR * self.done // max(self.total, 1))
            text = f"{self.verb} [{'#' * full}{'.' * (BAR - full)}] {self.done}/{max(self.total, self.done)} {name}"
            self._write(safe(text).replace("\n", " ")[: get_terminal_size().columns - 1])

    def clear(self) -> None:
        """Take the bar away."""
        if self.seen and self.done:
            self._write("")

    @staticmethod
    def _write(text: str) -> None:
        typer.echo(f"\r\x1b[K{text}", err=True, nl=False)


@contextmanager
def progress(verb: str, total: int = 0) -> Iterator[Progress]:
    """A bar that is gone when the work is."""
    bar = Progress(verb, total, seen=sys.stderr.isatty())
    try:
        yield bar
    finally:
        bar.clear()
