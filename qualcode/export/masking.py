"""The history without names and quotes, for tables that leave the study."""

from __future__ import annotations

import re
from collections.abc import Callable

import pandas as pd

from qualcode.analysis.frames import take
from qualcode.analysis.study import StudyData
from qualcode.export.identifiers import (
    CASE,
    INTERVIEWER,
    JOINING,
    ORGANISATION,
    PARTICIPANT,
    RESEARCHER,
    SPEAKER,
    LineIndex,
    known_names,
    pattern_of,
)

_KINDS = {
    PARTICIPANT: "[participant]",
    SPEAKER: "[speaker]",
    INTERVIEWER: "[interviewer]",
    RESEARCHER: "[researcher]",
    ORGANISATION: "[organisation]",
}
_AGAIN = r"^((?:Undid: |Did again: )*)"
# Sentences that consist of names, some of which may belong to what is no longer there.
_SENTENCES = [
    (re.compile(_AGAIN + r"(Brought in|Read|Assigned|Removed the document) .+$", re.DOTALL), r"\1\2 [document]"),
    (re.compile(_AGAIN + r"Marked .+ as not read$", re.DOTALL), r"\1Marked [document] as not read"),
    (re.compile(_AGAIN + r"Tied .+ in .+ to .+$", re.DOTALL), r"\1Tied [speaker] in [document] to [participant]"),
    (
        re.compile(_AGAIN + r"Set .+ in .+ to (participant|interviewer|researcher)$", re.DOTALL),
        r"\1Set [speaker] in [document] to \2",
    ),
    (
        re.compile(_AGAIN + r"(Entered|Changed|Removed) the participants? .+$", re.DOTALL),
        r"\1\2 the participant [participant]",
    ),
    (
        re.compile(_AGAIN + r"Entered the organisation .+ in (.+)$", re.DOTALL),
        r"\1Entered the organisation [organisation] in \2",
    ),
]
_REMOVED = re.compile(_AGAIN + r"Removed the document (.+)$", re.DOTALL)
# From the first mark to the last: a passage may hold quotation marks of its own.
_QUOTED = re.compile(r"“.*”|“[^”]*$", re.DOTALL)
_FIRST_MARK = 0xE000  # private characters stand for what was replaced, so that no name is found in it again


def masked_history(data: StudyData) -> pd.DataFrame:
    """The acts with passages left out (“…”) and names of documents, speakers, people, organisations by their kind.

    Names go from `summary` and `why`, passages from `summary`; a coder who joins keeps the name, which `coder` holds.
    """
    frame = data.history.reset_index(drop=True)
    if not len(frame):
        return frame
    acts, summaries = frame["act"].tolist(), [str(text) for text in frame["summary"].tolist()]
    hide = _hider(data, summaries)
    masked = hide([_QUOTED.sub("“…”", text) for text in summaries], _SENTENCES)
    kept = [old if act == JOINING else new for act, old, new in zip(acts, summaries, masked, strict=True)]
    return frame.assign(summary=kept, why=hide([str(text) for text in frame["why"].tolist()], []))


def _hider(
    data: StudyData, summaries: list[str]
) -> Callable[[list[str], list[tuple[re.Pattern[str], str]]], list[str]]:
    kinds = {name: _KINDS[what] for name, what in known_names(data).items() if what != CASE}
    patterns = {name: pattern_of(name) for name in kinds}
    removed = [match[2] for text in summaries if (match := _REMOVED.match(text))]
    documents = [*take(data.documents, "documents", "document")["document"], *removed]
    people = take(data.participants, "participants", "participant")["participant"]
    for names, kind in ((people, "[participant]"), (documents, "[document]")):
        for name in names:
            # A bare number would be found in every count.
            if name.strip() and not name.strip().isdigit():
                kinds[name] = kind
                patterns[name] = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    marks = {kind: chr(_FIRST_MARK + number) for number, kind in enumerate(sorted(set(kinds.values())))}
    longest_first = sorted(kinds, key=lambda name: (-len(name), name))

    def hide(texts: list[str], sentences: list[tuple[re.Pattern[str], str]]) -> list[str]:
        index, texts = LineIndex(texts), list(texts)
        for row, text in enumerate(texts):
            for sentence, instead in sentences:
                text = sentence.sub(instead, text)
            texts[row] = text
        for name in longest_first:
            for row in index.near(name):
                texts[row] = patterns[name].sub(marks[kinds[name]], texts[row])
        back = {ord(mark): kind for kind, mark in marks.items()}
        return [text.translate(back) for text in texts]

    return hide
