"""Speaker turns of a plain text, as offsets into it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import accumulate

from qualcode.model import Kind, Turn
from qualcode.text.columns import turns_of_rows
from qualcode.text.dialogue import Scene, speakers_of
from qualcode.text.heads import FOOTER, HEADING, head_end, is_rule
from qualcode.text.marks import Mark, marks
from qualcode.text.speakers import role_of_label
from qualcode.text.timestamps import BARE, STAMP, matched_seconds
from qualcode.text.unlabelled import left_in_turns, paragraphs_of_the_asker

CAUTIOUS: frozenset[Kind] = frozenset({"archival", "response", "observation"})
_TAIL = 80
_STAMP_AT_END = re.compile(STAMP.pattern + r"\s*$")
_BARE_AT_END = re.compile(r"(?:^|\n)[ \t]*(?P<line>" + BARE.pattern + r")[ \t]*$")
_NUMBER_LINE_AT_END = re.compile(r"(?:^|\n)[ \t]*\d{1,5}[.)]?$")
_ENDS_SENTENCE = re.compile(r"[.?!…。！？؟।:;][\"'”’»)\]*_]*\s*$")


@dataclass(frozen=True, slots=True)
class Found:
    """The turns of a text, and what a reader should know about how they were found."""

    turns: tuple[Turn, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(slots=True)
class _Cut:
    """Where a stretch begins: its label at `at`, its words at `start`. `speaks` is False for gaps in the talk."""

    at: int
    start: int
    speaker: str | None = None
    time: float | None = None
    closing: str = ""
    speaks: bool = True


@dataclass(slots=True)
class _Text:
    text: str
    lines: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.lines = self.text.split("\n")
        self.starts = [0, *accumulate(len(line) + 1 for line in self.lines)]


def find_turns(text: str, *, kind: Kind = "interview") -> Found:
    """Find who speaks where in a normalised text.

    Turns are in order, never overlap and are never empty; a turn's text has no label, no time at its edges and no
    outer blanks. A paragraph without a label goes on with the turn before it. A text in which nobody is named has a
    turn for each paragraph, with speaker None. Times at either edge of a turn become its `start_time`.

    >>> [(turn.speaker, turn.text) for turn in find_turns("Ana: I waited a year.\\nMod: Go on.").turns]
    [('Ana', 'I waited a year.'), ('Mod', 'Go on.')]
    """
    if not text.strip():
        return Found()
    whole = _Text(text)
    if rows := turns_of_rows(whole.lines, whole.starts):
        return Found(rows)
    candidates = marks(whole.lines)
    scene = Scene.of(text, whole.lines, candidates, cautious=kind in CAUTIOUS)
    chosen = speakers_of(scene, candidates)
    head = head_end(whole.lines, candidates, chosen)
    if head:
        body = [mark for mark in candidates if mark.line >= head]
        cut = Scene.of(text, ["" if at < head else line for at, line in enumerate(whole.lines)], body,
                       cautious=kind in CAUTIOUS)  # fmt: skip
        chosen = speakers_of(cut, body)
    if not chosen:
        return Found(_paragraph_turns(whole, head if _leaves_text(whole, head) else 0))
    warnings: list[str] = []
    cuts = _cuts(whole, chosen, candidates, head, warnings, kind)
    turns = _turns(whole, cuts)
    return Found(turns, (*warnings, *left_in_turns(scene, candidates, chosen, turns)))


def label_lines(text: str) -> set[int]:
    """The numbers of the lines of a text at which a speaker begins."""
    lines = text.split("\n")
    candidates = marks(lines)
    return {mark.line for mark in speakers_of(Scene.of(text, lines, candidates), candidates)}


def labels_of_lines(lines: list[str], *, kind: Kind = "interview") -> dict[int, Mark]:
    """The labels at the head of paragraphs that are no text file, such as the cues of a caption file."""
    spaced = [part for line in lines for part in (line, "")]
    candidates = [mark for mark in marks(spaced) if mark.form not in ("header", "bare", "tab", "dash", "dot")]
    scene = Scene.of("\n".join(lines), spaced, candidates, cautious=kind in CAUTIOUS)
    return {mark.line // 2: mark for mark in speakers_of(scene, candidates)}


def _leaves_text(whole: _Text, head: int) -> bool:
    return any(line.strip() for line in whole.lines[head:])


def _cuts(
    whole: _Text, chosen: list[Mark], candidates: list[Mark], head: int, warnings: list[str], kind: Kind
) -> list[_Cut]:
    lines, starts = whole.lines, whole.starts
    cuts = [
        _Cut(starts[mark.line], starts[mark.line] + mark.speech, mark.label, mark.time, mark.closing) for mark in chosen
    ]
    taken = {mark.line for mark in chosen}
    if _only_the_asker_is_named(whole, chosen, head):
        unnamed = _unnamed_paragraphs(whole, taken, head)
        cuts += unnamed
        label = chosen[0].label
        warnings.append(
            f"Only {label!r} is named; {len(unnamed)} paragraphs without a label are kept as turns of an unnamed "
            "speaker"
        )
    elif asked := paragraphs_of_the_asker(lines, chosen, head, kind):
        # What is asked is nobody's answer, whoever asks.
        cuts += [_Cut(starts[at], starts[at]) for at in asked]
        begun = {starts[at] for at in asked}
        cuts += [cut for cut in _gaps(whole, candidates, taken, chosen) if cut.at not in begun]
        warnings.append(
            f"Only {chosen[0].label!r} is named; {len(asked)} paragraphs without a label, mostly questions, are kept "
            "as turns of an unnamed speaker, probably the interviewer"
        )
    else:
        before = " ".join(lines[head : chosen[0].line]).split()
        if len(before) >= 30:
            warnings.append(f"{len(before)} words before the first speaker's label belong to no turn")
        cuts += _gaps(whole, candidates, taken, chosen)
    cuts.sort(key=lambda cut: cut.at)
    return cuts


def _only_the_asker_is_named(whole: _Text, chosen: list[Mark], head: int) -> bool:
    """Interviewer labelled, participant not: what has no label is then not the interviewer going on."""
    if any(role_of_label(mark.label) == "participant" for mark in chosen):
        return False
    labelled = {mark.line for mark in chosen}
    by_line = not any(not line.strip() for line in whole.lines[head:-1])
    free = sum(
        1
        for at in range(head, len(whole.lines))
        if whole.lines[at].strip()
        and at not in labelled
        and (by_line or at == 0 or at - 1 not in labelled or not whole.lines[at - 1].strip())
    )
    return free * 2 >= len(labelled)


def _unnamed_paragraphs(whole: _Text, taken: set[int], head: int) -> list[_Cut]:
    by_line = not any(not line.strip() for line in whole.lines[head:-1])
    cuts = []
    for at in range(head, len(whole.lines)):
        begins = by_line or at == head or not whole.lines[at - 1].strip()
        if at not in taken and whole.lines[at].strip() and begins:
            cuts.append(_Cut(whole.starts[at], whole.starts[at]))
    return cuts


def _gaps(whole: _Text, candidates: list[Mark], taken: set[int], chosen: list[Mark]) -> list[_Cut]:
    """What ends a turn without beginning one: `**Break:**`, a heading, a drawn line, the footer.

    What comes after such a paragraph goes on with the speaker before it.
    """
    lines, starts = whole.lines, whole.starts
    gaps = {mark.line for mark in candidates if mark.line not in taken and _is_gap(mark, lines)}
    alone = {mark.line for mark in chosen if mark.alone}
    first = chosen[0].line
    last = max((at for at, line in enumerate(lines) if line.strip()), default=0)
    for at in range(first + 1, len(lines)):
        line = lines[at]
        if at in taken or not line:
            continue
        footer = at >= last - 3 and FOOTER.match(line) and not _is_all_that_is_said(at, lines, alone)
        if footer or HEADING.match(line) or is_rule(line):
            gaps.add(at)
    cuts: list[_Cut] = []
    speaker_at = dict(zip((mark.line for mark in chosen), chosen, strict=True))
    speaker: str | None = None
    resume = False
    for at in range(first, len(lines)):
        if at in speaker_at:
            speaker, resume = speaker_at[at].label, False
        elif at in gaps:
            cuts.append(_Cut(starts[at], starts[at], speaks=False))
            resume = True
        elif (
            resume
            and lines[at].strip()
            and (not lines[at - 1].strip() or HEADING.match(lines[at - 1]) or is_rule(lines[at - 1]))
        ):
            cuts.append(_Cut(starts[at], starts[at], speaker))
            resume = False
    return cuts


def _is_all_that_is_said(at: int, lines: list[str], alone: set[int]) -> bool:
    """Whether the line stands alone below a label, so that `End.` is speech."""
    above = next((n for n in range(at - 1, -1, -1) if lines[n].strip()), -1)
    return above in alone


def _is_gap(mark: Mark, lines: list[str]) -> bool:
    if mark.shape == "break":
        rest = _STAMP_AT_END.sub("", lines[mark.line][mark.speech :][:_TAIL]).strip(" *_\t")
        set_apart = mark.form in ("bold", "header") or (mark.form == "bare" and lines[mark.line].lstrip()[:1] in "*_#")
        return set_apart or (mark.form == "colon" and not rest)
    return mark.shape in ("stop", "meta") and mark.form == "bold"


def _turns(whole: _Text, cuts: list[_Cut]) -> tuple[Turn, ...]:
    turns: list[Turn] = []
    waiting = _time_above(whole.text, cuts[0].at)  # a time on a line of its own belongs to what follows it
    for number, cut in enumerate(cuts):
        limit = cuts[number + 1].at if number + 1 < len(cuts) else len(whole.text)
        begin = min(cut.start, limit)
        start, end, at_head, at_tail, ahead = _trimmed(
            whole.text, begin, limit, cut.closing, last=number + 1 == len(cuts)
        )
        if cut.speaks and start < end:
            time = next((t for t in (cut.time, at_head, waiting, at_tail) if t is not None), None)
            turns.append(Turn(start, end, whole.text[start:end], cut.speaker, time))
            waiting = None
        if ahead is not None:
            waiting = ahead
    return tuple(turns)


def _time_above(text: str, at: int) -> float | None:
    _, end = _without_blanks(text, 0, at)
    line = text[text.rfind("\n", 0, end) + 1 : end][-_TAIL:].strip()
    found = STAMP.fullmatch(line) or BARE.fullmatch(line)
    return matched_seconds(found) if found else None


def _trimmed(
    text: str, start: int, end: int, closing: str = "", *, last: bool = False
) -> tuple[int, int, float | None, float | None, float | None]:
    """Cut blanks and times off a stretch: start, end, the time at its head, at its tail, and that of what follows."""
    start, end = _without_blanks(text, start, end)
    while text.endswith("\n>", start, end):  # the empty lines of a markdown quotation
        start, end = _without_blanks(text, start, end - 1)
    head = tail = ahead = None
    while start < end:
        found = STAMP.match(text, start, end) or _bare_at_start(text, start, end)
        value = matched_seconds(found) if found else None
        if not found or value is None:
            break
        head = value if head is None else head
        start, end = _without_blanks(text, found.end(), end)
    if closing and text.endswith(closing, start, end):
        start, end = _without_blanks(text, start, end - len(closing))
    while start < end:
        window = max(start, end - _TAIL)
        piece = text[window:end]
        found = _STAMP_AT_END.search(piece) or _BARE_AT_END.search(piece)
        value = matched_seconds(found) if found else None
        if not found or value is None:
            break
        begins = window + (found.start("line") if "line" in found.re.groupindex else found.start())
        alone = not last and text[text.rfind("\n", 0, begins) + 1 : begins].strip() == "" and begins > start
        if alone:
            ahead = value if ahead is None else ahead
        else:
            tail = value if tail is None else tail
        start, end = _without_blanks(text, start, begins)
    if not last and (number := _NUMBER_LINE_AT_END.search(text[max(start, end - 8) : end])):
        ahead_of_number = max(start, end - 8) + number.start()
        if _is_numbered(text, end):
            start, end = _without_blanks(text, start, ahead_of_number)
    return start, end, head, tail, ahead


def _is_numbered(text: str, end: int) -> bool:
    """A number alone on the line above a label numbers that paragraph."""
    return text[end : end + 1] == "\n" and text[end + 1 : end + 2] not in ("\n", "")


def _bare_at_start(text: str, start: int, end: int) -> re.Match[str] | None:
    """A time without brackets counts at the head only where a tab, a line end or an arrow sets it apart."""
    found = BARE.match(text, start, end)
    if found and (found.end() == end or text[found.end()] in "\t\n" or "-->" in found[0]):
        return found
    return None


def _without_blanks(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _paragraph_turns(whole: _Text, head: int) -> tuple[Turn, ...]:
    """Nobody is named: a turn for each paragraph, or each line where lines are paragraphs."""
    turns: list[Turn] = []
    waiting: float | None = None
    spans = _paragraphs(whole, head)
    timed = sum(1 for start, _ in spans if BARE.match(whole.text, start))
    for start, end in spans:
        begin, until, at_head, at_tail, _ = _trimmed(whole.text, start, end, last=True)
        if timed * 2 > len(spans) and at_head is None and (found := BARE.match(whole.text, begin, until)):
            at_head = matched_seconds(found)
            begin, until = _without_blanks(whole.text, found.end(), until)
        time = next((t for t in (at_head, waiting, at_tail) if t is not None), None)
        waiting = None
        if begin < until:
            turns.append(Turn(begin, until, whole.text[begin:until], None, time))
        else:
            waiting = time
    return tuple(turns)


def _paragraphs(whole: _Text, head: int) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    block: list[int] = []
    for at in range(head, len(whole.lines) + 1):
        if at < len(whole.lines) and whole.lines[at].strip():
            block.append(at)
            continue
        if block:
            groups = (
                [block] if len(block) == 1 or _is_wrapped([whole.lines[n] for n in block]) else [[n] for n in block]
            )
            spans += [
                (whole.starts[group[0]], whole.starts[group[-1]] + len(whole.lines[group[-1]])) for group in groups
            ]
            block = []
    return spans


def _is_wrapped(lines: list[str]) -> bool:
    """Whether lines are one paragraph broken to a width: most of them end in mid-sentence, near that width."""
    widest = max(len(line) for line in lines)
    if not 30 <= widest <= 140:
        return False
    broken = sum(1 for line in lines[:-1] if len(line) >= 0.6 * widest and not _ENDS_SENTENCE.search(line[-8:]))
    return broken * 2 >= len(lines) - 1
