"""Synthetic coded sets: files of segments and a codebook, small and the same each time."""

import csv
import random
from collections.abc import Sequence
from pathlib import Path

WORDS = {
    "Cost": "money price budget invoice expensive fees".split(),
    "Waiting": "waiting queue delay slow months postponed".split(),
    "Trust": "trust honest openness friend promise loyal".split(),
    "Contact": "meeting phone email visit office talked".split(),
    "Rules": "rules contract clause signed lawyer forms".split(),
    "Pride": "proud famous praise medal honour applause".split(),
    "Fear": "afraid worry risk danger nervous panic".split(),
    "Growth": "growing bigger expand hired doubled scale".split(),
}
FILLER = "in the spring we had some of it and then they came with more than that".split()
HEADER = ("segment_id", "document_id", "speaker", "text", "codes")
Row = tuple[str, ...]


def rows(
    segments: int = 96, *, documents: int = 8, speakers: Sequence[str] = ("Ana", "Ben"), odd: str = "", seed: int = 1
) -> list[Row]:
    """Segments with one code each, whose words are the code's; those of the speaker `odd` have words of no code."""
    draw = random.Random(seed)
    found = []
    for place in range(segments):
        code = draw.choice(list(WORDS))
        speaker = speakers[place % len(speakers)]
        said = draw.choices(WORDS[code], k=3) if speaker != odd else draw.choices(["harbour", "lantern", "kettle"], k=3)
        text = " ".join([*draw.choices(FILLER, k=4), *said, *draw.choices(FILLER, k=3)])
        found.append((f"s{place}", f"D{place * documents // segments}", speaker, text, code))
    return found


def book() -> list[Row]:
    """A codebook of the codes, whose definitions have two of their words."""
    return [(code, f"About {words[0]} and {words[1]}", "") for code, words in WORDS.items()]


def write(path: Path, header: Sequence[str], cells: Sequence[Row], *, encoding: str = "utf-8", by: str = ",") -> Path:
    """Write a csv; returns its path."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=by)
        writer.writerow(header)
        writer.writerows(cells)
    return path


def files(folder: Path, cells: Sequence[Row] | None = None) -> tuple[Path, Path]:
    """The two files of a set, as `qualcode evaluate` takes them."""
    return (
        write(folder / "segments.csv", HEADER, rows() if cells is None else cells),
        write(folder / "codebook.csv", ("code", "definition", "parent"), book()),
    )
