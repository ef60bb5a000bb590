"""A text, or speeches that a file holds apart, to a document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from qualcode.model import Document, Kind, Source, Turn
from qualcode.text.labels import key
from qualcode.text.normalise import normalise
from qualcode.text.turns import find_turns

_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")


@dataclass(frozen=True, slots=True)
class Speech:
    """What one speaker says at one time, in a file that holds its speeches apart."""

    text: str
    speaker: str | None = None
    time: float | None = None


def document_from(
    text: str,
    *,
    name: str = "text",
    kind: Kind = "interview",
    language: str = "en",
    source: Source | None = None,
    attributes: Mapping[str, str] | None = None,
) -> Document:
    """Make a document of a text: normalise it and find its speakers.

    What was changed is in `document.source.changes`, what looks odd in `document.source.warnings`. A blank text makes a
    document without turns.

    >>> document = document_from("Ana: I waited.\\r\\nMod: Go on.", name="p1")
    >>> document.speakers, document.source.changes
    (('Ana', 'Mod'), ('1 CRLF line end became LF',))
    """
    text, changes = normalise(text)
    found = find_turns(text, kind=kind)
    source = source or Source()
    odd = () if any(warning.startswith("Only ") for warning in found.warnings) else odd_labels(found.turns, kind)
    warnings = (*source.warnings, *found.warnings, *odd)
    source = replace(source, changes=(*source.changes, *changes), warnings=warnings)
    return Document.of(
        text, name=name, turns=found.turns, kind=kind, language=language, source=source, attributes=attributes
    )


def document_of_speeches(
    speeches: Iterable[Speech],
    *,
    name: str = "text",
    kind: Kind = "interview",
    language: str = "en",
    source: Source | None = None,
    attributes: Mapping[str, str] | None = None,
) -> Document:
    """Make a document of speeches: `Speaker: words` blocks with a blank line between, the label outside the turn.

    Blank speeches are left out. Blank lines inside a speech become single line ends, so that blocks stay apart.

    >>> document = document_of_speeches([Speech("I waited.", "Ana", 1.5), Speech("Go on.", "Mod")])
    >>> document.text, document.turns[0].start_time
    ('Ana: I waited.\\n\\nMod: Go on.', 1.5)
    """
    parts: list[str] = []
    turns: list[Turn] = []
    changed: Counter[str] = Counter()
    at = 0
    for speech in speeches:
        words, changes = normalise(speech.text)
        words = _BLANK_LINES.sub("\n", words.strip())
        if not words:
            continue
        changed.update(changes)
        label = " ".join(normalise(speech.speaker or "")[0].split()) or None
        before = ("\n\n" if parts else "") + (f"{label}: " if label else "")
        at += len(before)
        turns.append(Turn(at, at + len(words), words, label, speech.time))
        parts.append(before + words)
        at += len(words)
    source = source or Source()
    source = replace(
        source,
        changes=(*source.changes, *_summed(changed)),
        warnings=(*source.warnings, *odd_labels(tuple(turns), kind)),
    )
    return Document.of(
        "".join(parts),
        name=name,
        turns=tuple(turns),
        kind=kind,
        language=language,
        source=source,
        attributes=attributes,
    )


def _summed(changed: Counter[str]) -> list[str]:
    """`1 CRLF line end became LF` of 40 speeches is said once."""
    return [sentence if times == 1 else f"{sentence} (in {times} speeches)" for sentence, times in changed.items()]


def odd_labels(turns: tuple[Turn, ...], kind: Kind = "interview") -> tuple[str, ...]:
    """What a person should look at: no speakers, labels that differ only in spelling, labels that occur once.

    >>> odd_labels((Turn(0, 1, "a", "ANA"), Turn(2, 3, "b", "Ana"), Turn(4, 5, "c", "Ben")))
    ("The labels 'ANA' and 'Ana' differ only in their spelling; are they one person?",)
    """
    count = Counter(turn.speaker for turn in turns if turn.speaker is not None)
    if not count:
        return ("No speakers were found",) if turns and kind in ("interview", "focus_group") else ()
    warnings = [
        f"The labels {_listed(alike)} differ only in their spelling; are they one person?"
        for alike in _alike(list(count))
    ]
    once = [label for label, number in count.items() if number == 1]
    if once and len(turns) >= 10 and len(once) <= 5:
        warnings.append(
            f"The label{'s' if len(once) > 1 else ''} {_listed(once)} occur{'s' if len(once) == 1 else ''} only once"
        )
    unnamed = sum(1 for turn in turns if turn.speaker is None)
    if unnamed:
        warnings.append(f"{unnamed} of {len(turns)} turns have no speaker")
    return tuple(warnings)


def _alike(labels: list[str]) -> list[list[str]]:
    groups: list[list[str]] = []
    for label in labels[:200]:
        for group in groups:
            if _differ_in_spelling(group[0], label):
                group.append(label)
                break
        else:
            groups.append([label])
    return [group for group in groups if len(group) > 1]


def _differ_in_spelling(one: str, other: str) -> bool:
    a, b = key(one).replace(" ", ""), key(other).replace(" ", "")
    if a == b:
        return True
    digits = [letter for letter in a if letter.isdigit()] != [letter for letter in b if letter.isdigit()]
    if digits or min(len(a), len(b)) < 6 or abs(len(a) - len(b)) > 1:
        return False
    return {a, b} != {"interviewer", "interviewee"} and _one_letter_apart(a, b)


def _one_letter_apart(a: str, b: str) -> bool:
    """One letter more, fewer or other, or two neighbours exchanged."""
    if len(a) > len(b):
        a, b = b, a
    at = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), len(a))
    if len(a) < len(b):
        return a[at:] == b[at + 1 :]
    return a[at + 1 :] == b[at + 1 :] or (a[at : at + 2] == b[at : at + 2][::-1] and a[at + 2 :] == b[at + 2 :])


def _listed(labels: list[str]) -> str:
    quoted = [repr(label) for label in labels]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"
