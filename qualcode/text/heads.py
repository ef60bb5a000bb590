"""The head of a transcript: title, date, people present. It is about the talk and belongs to no turn."""

from __future__ import annotations

import re
from collections import Counter

from qualcode.text.labels import ABBREVIATED, PARTICLES, PERSON_WORDS, SENTENCE_WORDS, STOP, key, shape
from qualcode.text.marks import Mark
from qualcode.text.words import words

LONGEST_HEAD = 60
LONGEST_VALUE = 40  # words of one entry, such as a list of those present
MOST_TITLES = 4  # lines without a key in a row
GREETINGS = words(
    "hello hi hey yes yeah no okay ok thanks thank good welcome sure right so well great morning hmm um uh mm-",
    "hmm sorry absolutely exactly alright bonjour oui non hallo ja nein hola sí olá sim ciao go wait please",
)
# They begin a remark, `In May`, where a name would begin with its capital, too.
OPENERS = words("in on at to by not all some my every since until after before last next for with only both once twice")
IN_DESCRIPTIONS = words("the of and from at like about")
MOST_IN_A_VALUE = 14
COLUMN_TITLES = words(
    "speaker name who participant role person text content transcript words utterance speech comment time timestamp",
    "comments timespan start end no id nr line paragraph notes code codes sprecher text zeit texte texto",
)
_FENCE = re.compile(r"(?:---|\.\.\.|\+\+\+)\s*$")
_BEHIND_A_NAME = re.compile(r"\s*[,;(\[/]\s*|\s+[-–—]\s+")
_NO_NAMES = GREETINGS | OPENERS | SENTENCE_WORDS | STOP
_RULE = re.compile(r"\s*(?:[-=_*~#]\s*){3,}$")
HEADING = re.compile(r"\s{0,3}#{1,6}\s+\S")
FOOTER = re.compile(
    r"\s*(?:[\[(*_]*\s*(?:(?:end|stop|fin|ende|fine) (?:of|de|der|du|des) .{0,40}|end|ende"
    r"|.{1,60} (?:stopped|ended) (?:the )?(?:transcription|recording)|recording (?:ends|stops|ended|stopped).{0,20}"
    r"|transcribed (?:by|with|using) .{1,100}|transcription (?:by|outsourcing).{1,100}|this transcript was .{1,120})"
    r"\s*[\])*_.]*)\s*$",
    re.IGNORECASE,
)


def head_end(lines: list[str], candidates: list[Mark], chosen: list[Mark]) -> int:
    """The number of the first line after the head; 0 when there is none.

    The head reaches to the last line such as `Date: 12 May` before the talk begins. `Interviewee: Mrs X` in it, above
    or below such a line, says who was there. Without such a line, `Interviewer: Anna Smith` opens a head when names
    stand where speech would. A label that comes a second time has begun to talk.
    """
    start = _table_header(lines, chosen) or _front_matter(lines)
    metas = {
        m.line: m for m in reversed(candidates) if m.shape == "meta" and m.form in ("colon", "bold", "tab", "bare")
    }
    speaking = {mark.line: mark for mark in chosen}
    count = Counter(mark.key for mark in chosen)
    end = at = _block_of_entries(lines, start, metas, speaking)
    filled = plain = 0
    named = {mark.key for mark in chosen if mark.line < at}
    while at < len(lines) and filled < LONGEST_HEAD and plain <= MOST_TITLES:
        line = lines[at]
        if not line.strip() or is_rule(line):
            at += 1
            continue
        filled += 1
        mark, meta = speaking.get(at), metas.get(at)
        if mark is not None:
            touching = _touches(lines, end, at) and end > start
            if mark.form not in ("colon", "bold", "tab") or mark.key in named:
                break
            value = line[mark.speech :]
            if end == start:  # names may stand above the first key; that key decides
                if mark.shape not in ("role", "code") or not (
                    _names_somebody(value) or _is_one_name(value) or _describes_somebody(value)
                ):
                    break
                at += 1
            elif touching or count[mark.key] == 1 or mark.shape in ("role", "code"):
                if not (_names_somebody(value, lenient=touching) or (touching and _describes_somebody(value))):
                    break
                at = end = at + 1
            else:
                break
            named.add(mark.key)
        elif meta is not None and len(line[meta.speech :].split()) <= LONGEST_VALUE:
            at = end = _after_values(lines, at, meta, speaking)
            plain = 0
        elif _is_sentence(line):
            break
        else:
            plain += 1
            at += 1
    return end if end > start else max(start, _cast_list(lines, start, speaking))


def _block_of_entries(lines: list[str], start: int, metas: dict[int, Mark], speaking: dict[int, Mark]) -> int:
    """The end of a first block in which every line is an entry, `Interviewee: a nurse` beside `Date: 12 May`."""
    first = next((at for at in range(start, len(lines)) if lines[at].strip() and not is_rule(lines[at])), len(lines))
    named: set[str] = set()
    keys = 0
    at = first
    while at < len(lines) and at - first < LONGEST_HEAD and lines[at].strip() and not is_rule(lines[at]):
        mark = metas.get(at) or speaking.get(at)
        if mark is None or mark.form not in ("colon", "bold", "tab"):
            return start
        value = lines[at][mark.speech :].strip(" *_\t")
        if at in metas:
            keys += 1
        elif (
            not value
            or mark.key in named
            or value[-1] in ".?!…"
            or len(value.split()) > MOST_IN_A_VALUE
            or key(value.split()[0].strip(",;")) in GREETINGS | OPENERS
        ):
            return start
        named.add(mark.key)
        at += 1
    return at if keys and at < len(lines) and any(line >= at for line in speaking) else start


def _is_sentence(line: str) -> bool:
    words = line.split()
    return len(words) > 25 or (len(words) >= 5 and line.rstrip(' *_)"”')[-1:] in (".", "?", "!", "…"))


def _table_header(lines: list[str], chosen: list[Mark]) -> int:
    """The first row of a table of turns, `Speaker⇥Text`."""
    if not chosen or chosen[0].form != "tab" or any(line.strip() for line in lines[: chosen[0].line]):
        return 0
    titles = {key(cell) for cell in lines[chosen[0].line].split("\t") if cell.strip()}
    return chosen[0].line + 1 if titles <= COLUMN_TITLES else 0


def _front_matter(lines: list[str]) -> int:
    """A YAML block at the very top."""
    if lines and lines[0].strip() in ("---", "+++"):
        for at in range(1, min(len(lines), 80)):
            if _FENCE.match(lines[at]):
                return at + 1
    return 0


def _after_values(lines: list[str], at: int, meta: Mark, speaking: dict[int, Mark]) -> int:
    """A key alone on its line, as in Otter's `SPEAKERS`, has its values below, up to the next blank line."""
    nothing_after = not lines[at][meta.speech :].strip() or meta.form == "bare"
    at += 1
    if not nothing_after:
        return at
    while at < len(lines) and lines[at].strip() and at not in speaking and len(lines[at].split()) <= 60:
        if _is_meta_line(lines[at]):
            return at
        at += 1
    return at


def _is_meta_line(line: str) -> bool:
    return shape(line.partition(":")[0].strip(" *_#")) == "meta"


def _touches(lines: list[str], end: int, at: int) -> bool:
    """Whether the line follows the head so far without a blank line between."""
    return 0 < end <= at and all(line.strip() for line in lines[end:at]) and bool(lines[end - 1].strip())


def _names_somebody(value: str, *, lenient: bool = False) -> bool:
    """Whether what follows a label is a name, perhaps with a description behind it, and not speech."""
    value = value.strip(" *_\t")
    all_words = value.split()
    if not all_words or len(all_words) > MOST_IN_A_VALUE or all_words[-1][-1] in "?!…:":
        return False
    if any(word.endswith(".") and not _is_short_form(word) for word in all_words):
        return False
    name = _BEHIND_A_NAME.split(value, maxsplit=1)[0].split()
    plain = [word.casefold().strip(".,;()") for word in all_words]
    if not name or plain[0] in GREETINGS or plain[0] in OPENERS:
        return False
    if any(word in SENTENCE_WORDS for word in plain[: len(name)]):
        return False
    if any(word in SENTENCE_WORDS and word not in IN_DESCRIPTIONS for word in plain[len(name) :]):
        return False
    capitals = [word[:1].isupper() or word[:1].isdigit() or not word[:1].isalpha() for word in name]
    if lenient:
        return capitals[0]
    if not all(capital or word.casefold() in PARTICLES for capital, word in zip(capitals, name, strict=True)):
        return False
    return len(name) >= 2 or any(letter.isdigit() for letter in name[0]) or (name[0].isupper() and len(name[0]) > 1)


def _describes_somebody(value: str) -> bool:
    """`female, 42, nurse`: short pieces between commas, one of them a number or a word for a person."""
    value = value.strip(" *_\t")
    pieces = [piece.split() for piece in re.split(r"[,;/]", value)]
    plain = [word.casefold().strip("()") for piece in pieces for word in piece]
    if not plain or value[-1] in ".?!…:," or plain[0] in GREETINGS or plain[0] in OPENERS or max(map(len, pieces)) > 4:
        return False
    if len(pieces) < 2 or any(word in SENTENCE_WORDS for word in plain):
        return False
    return any(word in PERSON_WORDS or word[:2].isdigit() for word in plain)


def _is_short_form(word: str) -> bool:
    plain = word.casefold().rstrip(".").lstrip("(")
    return len(plain) == 1 or "." in plain or plain in ABBREVIATED or plain in ("ltd", "inc", "co", "corp", "bros")


def _is_one_name(value: str) -> bool:
    """A capitalised word alone, as `Ana`: a name, or an answer such as `Paris`."""
    name = value.strip(" *_\t")
    return name[:1].isupper() and name.replace("-", "").replace("'", "").isalpha() and key(name) not in _NO_NAMES


def _cast_list(lines: list[str], start: int, speaking: dict[int, Mark]) -> int:
    """`Interviewer: Anna Smith` and the like at the top, without a key such as `Date`, with the talk below it.

    A label that comes a second time begins the talk. One name alone, `Interviewee: Ana`, counts beside a full name,
    or in a block that a blank or a drawn line closes.
    """
    entries: list[tuple[Mark, str]] = []
    at = end = start
    while at < len(lines):
        line = lines[at]
        mark = speaking.get(at)
        if not line.strip() or is_rule(line) or (mark is None and not entries and len(line.split()) <= 15):
            at += 1
            continue
        if mark is None or mark.shape not in ("role", "code") or mark.key in {entry.key for entry, _ in entries}:
            break
        entries.append((mark, line[mark.speech :].strip()))
        at = end = at + 1
    later = {mark.key for line, mark in speaking.items() if line >= end}

    def talks(name: str) -> bool:
        parts = name.split()
        if not parts or len(parts) > 6 or name[-1] in "?!.…," or not all(p.strip("(")[:1].isupper() for p in parts):
            return False
        return bool({key(name), key(parts[0]), key(parts[-1].strip("()"))} & later)

    while entries and not (_names_somebody(entries[-1][1]) or _is_one_name(entries[-1][1]) or talks(entries[-1][1])):
        later.add(entries[-1][0].key)
        end = entries.pop()[0].line
    if not entries or not later:
        return start
    end = entries[-1][0].line + 1
    full = [talks(value) or _names_somebody(value) for _, value in entries]
    told = all(mark.key in later or talks(value) for mark, value in entries)
    block = entries[-1][0].line - entries[0][0].line == len(entries) - 1
    closed = end >= len(lines) or not lines[end].strip() or is_rule(lines[end])
    if all(full):
        return end if told or (block and closed) else start
    if not all(good or _is_one_name(value) for good, (_, value) in zip(full, entries, strict=True)) or not told:
        return start
    return end if any(full) or (block and closed and len(entries) > 1) else start


def is_rule(line: str) -> bool:
    """A drawn line such as `-----` or `* * *`."""
    return bool(_RULE.match(line))
