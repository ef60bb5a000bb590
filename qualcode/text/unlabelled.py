"""Words without a label of their own: whose they are, and what a reader should be told of them."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import accumulate

from qualcode.model import Kind, Role, Turn
from qualcode.text.dialogue import HEADINGS, PEOPLE, Scene
from qualcode.text.heads import FOOTER, HEADING, is_rule
from qualcode.text.labels import ordinary
from qualcode.text.marks import Mark
from qualcode.text.speakers import role_of_label

MOST_LABELS = 5  # named in one warning
_CLOSING = " \t\"'”’»)]*_"
_SENTENCE_ENDS = (*".?!…。？！؟",)
_QUESTION_MARKS = ("?", "？", "؟")


def left_in_turns(scene: Scene, candidates: list[Mark], chosen: list[Mark], turns: Sequence[Turn]) -> list[str]:
    """A warning for each speaker whose turns hold lines that begin as a speaker's would: `Mystery guest: …`."""
    taken = {mark.line for mark in chosen}
    doubtful: dict[int, Mark] = {}
    for mark in candidates:
        if (
            mark.form in ("colon", "bold")
            and mark.shape in PEOPLE | {"lower", "uncased"}
            and mark.line not in taken
            and mark.key not in HEADINGS
            and scene.well_placed(mark)
            and not ordinary(mark.label, scene.lower_words)
        ):
            doubtful.setdefault(mark.line, mark)
    if not doubtful:
        return []
    count = Counter(mark.key for mark in doubtful.values())
    offsets = [0, *accumulate(len(line) + 1 for line in scene.lines)]
    ends = [turn.end for turn in turns]
    held: dict[str | None, Counter[str]] = defaultdict(Counter)
    spelled: dict[str, str] = {}
    for line, mark in doubtful.items():
        words_at = offsets[line] + min(mark.speech, len(scene.lines[line]))
        at = bisect_left(ends, words_at)
        inside = at < len(turns) and turns[at].start < words_at
        if inside and (mark.label[0].isupper() or mark.shape == "name" or count[mark.key] >= 2):
            held[turns[at].speaker][spelled.setdefault(mark.key, mark.label)] += 1
    return [
        f"Lines that begin like a speaker were left in {_whose(name)}: {_told(found)}" for name, found in held.items()
    ]


def _whose(speaker: str | None) -> str:
    return "turns of an unnamed speaker" if speaker is None else f"{speaker}'s turns"


def _told(found: Counter[str]) -> str:
    told = [f"'{label}:'" + (f" ({number}×)" if number > 1 else "") for label, number in found.most_common(MOST_LABELS)]
    more = len(found) - len(told)
    return ", ".join(told) + (f" and {more} more" if more else "")


def is_question(text: str) -> bool:
    """Whether a text ends in a question mark.

    >>> is_question('And then?'), is_question('Tell me (why?)'), is_question("Why? I do not know.")
    (True, True, False)
    """
    return text.rstrip(_CLOSING).endswith(_QUESTION_MARKS)


def paragraphs_of_the_asker(lines: list[str], chosen: list[Mark], head: int, kind: Kind) -> list[int]:
    """The lines at which paragraphs begin that somebody unnamed says between the turns of the only person named.

    Where most paragraphs without a label are questions, all of them are the asker's. Where the named person's own
    further paragraphs have no label either, only the questions right above a label are. Otherwise there are none.
    """
    labels = {mark.key for mark in chosen}
    if kind not in ("interview", "focus_group") or len(labels) != 1 or role_of_label(chosen[0].label) != "participant":
        return []
    blocks = _free_blocks(lines, chosen, head)
    # A title above the talk is no question.
    blocks = [
        block
        for block in blocks
        if block[0] > chosen[0].line or lines[block[1]].rstrip(_CLOSING)[-1:] in _SENTENCE_ENDS
    ]
    asking = [first for first, last in blocks if is_question(" ".join(lines[first : last + 1]))]
    if len(asking) < 2 or asking[-1] < chosen[0].line:
        return []
    if len(asking) * 2 > len(blocks):
        return [first for first, _ in blocks]
    answers, questions = {mark.line for mark in chosen}, set(asking)
    above = []
    for first, last in blocks:
        below = next((at for at in range(last + 1, len(lines)) if lines[at].strip()), -1)
        if first in questions and below in answers:
            above.append(first)
    return above if len(above) >= 2 and len(above) * 2 >= len(chosen) else []


def _free_blocks(lines: list[str], chosen: list[Mark], head: int) -> list[tuple[int, int]]:
    """First and last line of each paragraph without a label; of each line, where no blank lines part them."""
    taken = {mark.line: mark for mark in chosen}
    by_line = not any(not line.strip() for line in lines[head:-1])
    waiting = False  # a label alone on its line has its words below
    blocks: list[tuple[int, int]] = []
    at = head
    while at < len(lines):
        line = lines[at]
        if at in taken:
            waiting = not by_line and taken[at].alone
        elif line.strip() and not (is_rule(line) or HEADING.match(line) or FOOTER.match(line)):
            begins = by_line or at == head or not lines[at - 1].strip()
            last = at
            while not by_line and last + 1 < len(lines) and lines[last + 1].strip() and last + 1 not in taken:
                last += 1
            if begins and not waiting:
                blocks.append((at, last))
            waiting = False
            at = last
        at += 1
    return blocks


def roles_of(turns: Iterable[Turn], kind: Kind = "interview") -> dict[str | None, Role]:
    """The role of each speaker of a document, None for the turns without a label, seen together.

    As `role_of_label`, but where only participants are named and most turns without a label are questions, these are
    the interviewer's.

    >>> turns = [Turn(0, 4, "Why?", None), Turn(5, 13, "Because.", "Ana")]
    >>> roles_of(turns)
    {None: 'interviewer', 'Ana': 'participant'}
    """
    spoken = list(turns)
    roles = {speaker: role_of_label(speaker, kind) for speaker in dict.fromkeys(turn.speaker for turn in spoken)}
    unnamed = [turn.text for turn in spoken if turn.speaker is None]
    named = [role for speaker, role in roles.items() if speaker is not None]
    asked = sum(map(is_question, unnamed)) * 2 > len(unnamed)
    if kind in ("interview", "focus_group") and asked and set(named) == {"participant"}:
        roles[None] = "interviewer"
    return roles
