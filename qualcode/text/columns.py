"""A table as text, with a first row that names its columns: `Timespan⇥Content⇥Speaker`, as NVivo exports it."""

from __future__ import annotations

from qualcode.model import Turn
from qualcode.text.heads import COLUMN_TITLES
from qualcode.text.labels import key
from qualcode.text.timestamps import BARE, STAMP, matched_seconds
from qualcode.text.words import words

_WHO = words("speaker who participant name person role sprecher")
_WHAT = words("content text transcript utterance speech words comment texte texto")
_WHEN = words("timespan time timestamp start start_time zeit")


def turns_of_rows(lines: list[str], starts: list[int]) -> tuple[Turn, ...]:
    """A turn for each row of a tab-parted table of three columns or more; none unless every row has all cells.

    `starts` holds the offset of each line in the text. A row without a speaker has speaker None.
    """
    filled = [at for at, line in enumerate(lines) if line.strip()]
    if len(filled) < 2:
        return ()
    titles = [key(cell) for cell in lines[filled[0]].split("\t")]
    who, what, when = (_column(titles, names) for names in (_WHO, _WHAT, _WHEN))
    if len(titles) < 3 or who is None or what is None or not set(titles) - {""} <= COLUMN_TITLES | _WHAT | _WHEN:
        return ()
    turns: list[Turn] = []
    for at in filled[1:]:
        cells = lines[at].split("\t")
        if len(cells) != len(titles):
            return ()
        said = cells[what].strip()
        if not said:
            continue
        start = starts[at] + sum(len(cell) + 1 for cell in cells[:what])
        start += len(cells[what]) - len(cells[what].lstrip())
        clock = cells[when].strip() if when is not None else ""
        found = STAMP.match(clock) or BARE.match(clock)
        time = matched_seconds(found) if found else None
        turns.append(Turn(start, start + len(said), said, cells[who].strip(" \t:") or None, time))
    return tuple(turns)


def _column(titles: list[str], names: frozenset[str]) -> int | None:
    found = [at for at, title in enumerate(titles) if title in names]
    return found[0] if len(found) == 1 else None
