"""Who said it, as precisely as the reader may know. Nothing is invented."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, get_args

import pandas as pd

from qualcode.analysis.frames import take
from qualcode.errors import Refused

Granularity = Literal["publication", "case", "full"]
GRANULARITIES: tuple[Granularity, ...] = get_args(Granularity)
NEEDED = ("kind", "role", "sector", "seniority", "case", "participant", "speaker", "document")
SMALL_WORDS = {"a", "an", "and", "at", "de", "for", "in", "of", "on", "or", "the", "to", "und", "et", "y"}


def check_granularity(granularity: str) -> Granularity:
    """The granularity, or Refused with the ones that exist."""
    if granularity not in GRANULARITIES:
        raise Refused(f"granularity '{granularity}' does not exist. Choose one of: {', '.join(GRANULARITIES)}.")
    return granularity


def attribution(row: Mapping[str, Any], granularity: Granularity = "publication") -> str:
    """The words that stand in brackets after a quote.

    - `publication` (default): sector and seniority, never case, organisation, name or date;
    - `case`: the same, and the case;
    - `full`: the same, and participant (or the speaker's label), case and document.

    A missing attribute is said to be missing. Archival text is "Archival document". Values written in small
    letters get capitals; others stay as the researcher wrote them.

    >>> attribution({"sector": "nonprofit", "seniority": "senior manager", "role": "participant"})
    'Nonprofit Senior Manager'
    >>> attribution({"sector": "Nonprofit", "case": "case2"}, "case")
    'Nonprofit, seniority not recorded, case2'

    Raises:
        Refused: the words are an interviewer's or a researcher's, or the granularity does not exist.
    """
    check_granularity(granularity)
    known = {name: str(row.get(name) or "").strip() for name in NEEDED}
    if known["role"] in ("interviewer", "researcher"):
        raise Refused(
            f"{known['document'] or 'a passage'}: the {known['role']}'s words cannot be attributed as evidence."
        )
    sector, seniority = _capitals(known["sector"]), _capitals(known["seniority"])
    if known["kind"] == "archival":
        who = "Archival document"
    elif sector and seniority:
        who = f"{sector} {seniority}"
    elif sector:
        who = f"{sector}, seniority not recorded"
    elif seniority:
        who = f"{seniority}, sector not recorded"
    else:
        who = "Participant, sector and seniority not recorded"
    if granularity == "publication":
        return who
    more = [known["case"]]
    if granularity == "full":
        more = [known["participant"] or known["speaker"], known["case"], known["document"]]
    return ", ".join([who, *(item for item in more if item)])


def attributions(codings: pd.DataFrame, granularity: Granularity = "publication") -> list[str]:
    """The attribution of each coding, in order; "" for words that are nobody's evidence."""
    check_granularity(granularity)
    # Fewer columns make fewer different rows, and each different row is worded once.
    needed = NEEDED[:4] if granularity == "publication" else NEEDED
    frame = take(codings, "codings", *needed)
    made: dict[tuple[str, ...], str] = {}
    result = []
    for key in zip(*(frame[name].tolist() for name in needed), strict=True):
        if key not in made:
            row = dict(zip(needed, key, strict=True))
            spoken = row["role"] not in ("interviewer", "researcher")
            made[key] = attribution(row, granularity) if spoken else ""
        result.append(made[key])
    return result


def _capitals(value: str) -> str:
    words = value.split()
    return " ".join(
        word[:1].upper() + word[1:] if word.islower() and (place == 0 or word not in SMALL_WORDS) else word
        for place, word in enumerate(words)
    )
