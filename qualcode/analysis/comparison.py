"""Constant comparison: passages of a theme or code beside each other, and which are most and least alike."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd

from qualcode.analysis.attribution import NEEDED, Granularity, attributions
from qualcode.analysis.frames import NO_CASE, finish, take
from qualcode.errors import Refused

Most = Literal["alike", "unlike"]
ROWS = 512  # compared with all others at a time
DIGITS = 4  # of a likeness: beyond these it would depend on the machine
PLACE = ["document_id", "start", "end"]
PASSAGE_COLUMNS = ["case", "quote", "attribution", "codes", "coding", "voice", "document", *PLACE]
SIDE = ("case", "quote", "attribution", "coding", "document", "start", "end")
PAIR_COLUMNS = ["rank", "likeness"]
PAIR_COLUMNS += [f"{side}{name}" for name in SIDE[:4] for side in ("", "other_")]
PAIR_COLUMNS += [f"{side}{name}" for side in ("", "other_") for name in SIDE[4:]]


def side_by_side(
    codings: pd.DataFrame,
    codes: Collection[str],
    cases: Sequence[str],
    *,
    granularity: Granularity = "publication",
) -> pd.DataFrame:
    """The passages under some codes, case by case: case, quote, attribution, codes, coding, voice, document, place.

    Only participants' words and archival text. A passage (document_id, start, end) stands once, however many codes and
    coders lie on it: `codes` are the names of all of these, "; "; `coding` is the id of the first. Cases are in the
    order of `cases`, then others sorted, and "no case" last; inside a case the order of `codings` stays.
    """
    frame = take(codings, "codings")
    frame = frame[frame["eligible"] & frame["code"].isin(set(codes))]
    names = frame.groupby(PLACE, sort=False)["code_name"].agg(lambda own: "; ".join(dict.fromkeys(own)))
    frame = frame.drop_duplicates(PLACE).reset_index(drop=True)
    frame["codes"] = [names.loc[place] for place in zip(*(frame[name] for name in PLACE), strict=True)]
    frame["attribution"] = attributions(frame[list(NEEDED)], granularity)
    frame["case"] = frame["case"].where(frame["case"] != "", NO_CASE).astype(object)
    known = {case: at for at, case in enumerate(cases)}
    ranks = [(known.get(case, len(known)), case == NO_CASE, "" if case in known else case) for case in frame["case"]]
    order = sorted(range(len(frame)), key=ranks.__getitem__)
    return finish(frame.iloc[order], PASSAGE_COLUMNS)


def pairs(
    passages: pd.DataFrame,
    vectors: Any,
    *,
    most: Most = "alike",
    within: bool = False,
    limit: int | None = 20,
) -> pd.DataFrame:
    """Passages two by two, from different cases and different speakers: the most alike first, or the most unlike.

    Constant comparison (Glaser & Strauss 1967, chapter 5) sets incident beside incident and asks what they share and
    where they part. A likeness only orders the reading: high likeness is no shared meaning, and a low one no contrast.

    Args:
        passages: a frame of `side_by_side`.
        vectors: a row of unit length for each passage, an array or a sparse matrix; the product of two is their
            likeness, the cosine, from 1 (the same) over 0 (nothing in common) to -1. A row of zeros (no words) is like
            nothing.
        most: "alike" puts the highest likeness first, "unlike" the lowest.
        within: compare inside each case instead of across cases; still never a speaker with themself.
        limit: how many pairs at most; None gives all.

    Columns: rank (from 1), likeness (rounded to four digits), and for both passages case, quote, attribution, coding,
    document, start, end; those of the second begin with other_. The passage that stands first in `passages` is the
    first of a pair, and ties go by place. Passages that share a person are never a pair; archival text, which is
    nobody's voice, is told apart by its document. What belongs to no case is left out.

    Raises:
        Refused: `most` is neither alike nor unlike, or `limit` is below 1.
    """
    if most not in get_args(Most):
        raise Refused(f"most '{most}' does not exist. Choose one of: {', '.join(get_args(Most))}.")
    if limit is not None and limit < 1:
        raise Refused("The number of pairs is 1 or more.")
    sign = -1.0 if most == "alike" else 1.0
    case = pd.factorize(passages["case"])[0]
    case = np.where(passages["case"] == NO_CASE, -1, case)
    spoken = _spoken(passages)
    kept: tuple[np.ndarray, ...] = (np.array([]), np.array([], np.int64), np.array([], np.int64))
    for begin in range(0, len(passages), ROWS):
        rows = np.arange(begin, min(begin + ROWS, len(passages)))
        allowed = np.triu(np.ones((len(rows), len(passages)), bool), begin + 1)
        allowed &= (case[rows, None] == case) if within else (case[rows, None] != case)
        allowed &= (case[rows, None] >= 0) & (case >= 0)
        allowed &= _dense(spoken[rows] @ spoken.T) == 0
        first, second = np.nonzero(allowed)
        likeness = np.round(_dense(vectors[rows] @ vectors.T)[first, second].astype(float), DIGITS)
        found = (sign * likeness, first + begin, second)
        kept = _best(*(np.concatenate(both) for both in zip(kept, found, strict=True)), limit=limit)
    table: dict[str, Any] = {"rank": np.arange(1, len(kept[0]) + 1), "likeness": sign * kept[0] + 0.0}
    for side, at in (("", kept[1]), ("other_", kept[2])):
        table |= {f"{side}{name}": passages[name].to_numpy()[at] for name in SIDE}
    return finish(pd.DataFrame(table), PAIR_COLUMNS)


def word_vectors(texts: Sequence[str]) -> Any:
    """A sparse row of unit length for each text: its words, weighted by how rare they are among these texts (tf-idf).

    For want of a model of sentence vectors. Texts without a common word have the likeness 0, however close they mean.

    >>> rows = word_vectors(["We waited.", "we waited", "Money!"])
    >>> (rows @ rows.T).toarray().round(2).tolist()
    [[1.0, 1.0, 0.0], [1.0, 1.0, 0.0], [0.0, 0.0, 1.0]]
    """
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import TfidfVectorizer

    try:
        return TfidfVectorizer(sublinear_tf=True, token_pattern=r"\w+").fit_transform(texts)
    except ValueError:  # no text, or none with a word in it
        return csr_matrix((len(texts), 1))


def columns_of(passages: pd.DataFrame, cases: Iterable[str]) -> Mapping[str, pd.DataFrame]:
    """The passages of each case, in the order of `cases`, empty ones included; then those of other cases."""
    own = {str(case): frame for case, frame in passages.groupby("case", sort=False)}
    empty = passages.iloc[:0]
    return {case: own.get(case, empty) for case in dict.fromkeys([*cases, *own])}


def _spoken(passages: pd.DataFrame) -> Any:
    """Passages × people, 1 where a person speaks; archival text is the voice of its document."""
    from scipy.sparse import csr_matrix

    people: dict[tuple[str, str], int] = {}
    rows, columns = [], []
    for row, (voice, document) in enumerate(zip(passages["voice"], passages["document_id"], strict=True)):
        for who in {("voice", name) for name in voice.split("\n") if name} or {("document", document)}:
            rows.append(row)
            columns.append(people.setdefault(who, len(people)))
    return csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(passages), len(people)))


def _dense(product: Any) -> np.ndarray:
    return np.asarray(product.toarray() if hasattr(product, "toarray") else product)


def _best(key: np.ndarray, first: np.ndarray, second: np.ndarray, *, limit: int | None) -> tuple[np.ndarray, ...]:
    """The pairs with the lowest keys, in order; ties by place."""
    if limit is not None and len(key) > limit:
        near = np.flatnonzero(key <= np.partition(key, limit - 1)[limit - 1])
        key, first, second = key[near], first[near], second[near]
    order = np.lexsort((second, first, key))[:limit]
    return key[order], first[order], second[order]
