"""Ids made from names: short, stable, unique."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

LONGEST = 60


def slug(name: str, *, longest: int = LONGEST) -> str:
    """An id made of a name: small letters and digits of any script, joined by underscores.

    Accents of Latin letters are dropped; a long name is cut between two words. A name without letters
    or digits gives `code`.

    >>> slug("Prejudice & racism"), slug("Économie / Coûts"), slug("…"), slug("信頼")
    ('prejudice_racism', 'economie_couts', 'code', '信頼')
    """
    text = unicodedata.normalize("NFKD", name.replace("'", "").replace("’", "")).casefold()
    text = "".join(letter for letter in text if not unicodedata.combining(letter) or ord(letter) > 0x36F)
    text = unicodedata.normalize("NFC", text)
    words = re.findall(r"[^\W_]+(?:[\u0900-\u0DFF\u0E31-\u0E4E]+[^\W_]*)*", text)
    joined = "_".join(words)
    if len(joined) > longest:
        cut = joined.rfind("_", 0, longest + 1)
        joined = joined[: cut if cut > 0 else longest]
    return joined or "code"


def unique(wanted: str, taken: Collection[str]) -> str:
    """The id itself, or with _2, _3 … when it is taken.

    >>> unique("cost", ["cost", "cost_2"])
    'cost_3'
    """
    number, identity = 1, wanted
    while identity in taken:
        number += 1
        identity = f"{wanted}_{number}"
    return identity


def file_id(stem: str) -> str:
    """A file's stem as an id, with as few changes as an id needs.

    >>> file_id("My codes, v2"), file_id("  ")
    ('My_codes_v2', 'codebook')
    """
    return re.sub(r"[\s:;,]+", "_", stem.strip()).strip("_") or "codebook"
