"""Lines of pages to paragraphs: what belongs to the page goes, what belongs together is joined."""

from __future__ import annotations

import itertools
import re
from collections import Counter

from qualcode.text.labels import shape
from qualcode.text.turns import label_lines

_PAGE_NUMBER = re.compile(
    r"[-–—|\s]*(?:(?:page|seite|pagina|página|p\.)\s*)?(\d{1,4})\s*(?:(?:/|of|von|de|di|sur|van)\s*(\d{1,4}))?[-–—|\s]*$",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_ENDS = re.compile(r"[.?!…。！？؟।:][\"'”’»)\]*]*$")
_ONLY_LABEL = re.compile(r"(?:\d{1,5}[.)]?\s+)?(.{1,60}?)\s?[:：]$")
_MARGIN_RUN = 3
_EDGE = 2  # lines at the top or bottom of a page that may be its header or footer


def paragraphs(pages: list[list[str]]) -> tuple[list[str], list[str]]:
    """The paragraphs of all pages, and what was changed on the way."""
    changes: list[str] = []
    pages = [list(page) for page in pages]
    pages = _without_margin_numbers(pages, changes)
    pages = _without_page_numbers(pages, changes)
    pages = _without_repeats(pages, changes)
    lines = [line for page in _without_overlap([_stripped(page) for page in pages], changes) for line in page]
    blocks, joined = _joined(lines, changes)
    if joined:
        changes.append(f"{joined:,} line ends inside paragraphs became blanks")
    return blocks, changes


def _stripped(page: list[str]) -> list[str]:
    filled = [at for at, line in enumerate(page) if line]
    return page[filled[0] : filled[-1] + 1] if filled else []


def _without_overlap(pages: list[list[str]], changes: list[str]) -> list[list[str]]:
    """Some programs print a line that is cut by the page's end twice: there, and at the top of the next page."""
    dropped = 0
    for before, page in itertools.pairwise(pages):
        for length in (3, 2, 1):
            same = before[-length:]
            if len(same) == length and page[:length] == same and sum(len(line) for line in same) >= 12:
                del page[:length]
                dropped += length
                break
    if dropped:
        changes.append(
            f"{dropped} line{'s' * (dropped > 1)} printed on two pages {'were' if dropped > 1 else 'was'} read once"
        )
    return pages


def _without_margin_numbers(pages: list[list[str]], changes: list[str]) -> list[list[str]]:
    """Numbers of paragraphs or lines, which stand in the margin, come out as a run 1, 2, 3 … of lines of their own."""
    dropped = 0
    result = []
    for page in pages:
        kept: list[str] = []
        at = 0
        while at < len(page):
            end = at
            while end < len(page) and page[end].isdecimal() and (end == at or int(page[end]) == int(page[end - 1]) + 1):
                end += 1
            if end - at >= _MARGIN_RUN:
                dropped += end - at
                at = end
            else:
                kept.append(page[at])
                at += 1
        result.append(kept)
    if dropped:
        changes.append(f"{dropped:,} numbers in the margin were dropped")
    return result


def _without_page_numbers(pages: list[list[str]], changes: list[str]) -> list[list[str]]:
    """A line that is only a number, at the top or the bottom, and counts on from page to page."""
    found: dict[tuple[bool, int], int] = {}
    for number, page in enumerate(pages):
        filled = [at for at, line in enumerate(page) if line]
        for top, places in ((True, filled[:_EDGE]), (False, filled[-_EDGE:])):
            for at in places:
                m = _PAGE_NUMBER.match(page[at])
                if m and (m[2] is not None or not page[at].isdecimal() or len(pages) > 1):
                    found[(top, number)] = int(m[1]) - number
                    break
    dropped = 0
    for top in (True, False):
        shifts = Counter(shift for (side, _), shift in found.items() if side is top)
        if not shifts:
            continue
        shift, times = shifts.most_common(1)[0]
        if times < max(1 if len(pages) < 3 else 2, len(pages) // 2):
            continue
        for number, page in enumerate(pages):
            filled = [at for at, line in enumerate(page) if line]
            for at in filled[:_EDGE] if top else filled[-_EDGE:]:
                m = _PAGE_NUMBER.match(page[at])
                if (
                    m
                    and int(m[1]) - number == shift
                    and (m[2] is not None or not page[at].isdecimal() or len(pages) > 1)
                ):
                    del page[at]
                    dropped += 1
                    break
    if dropped:
        changes.append(f"{dropped:,} page number{'s' * (dropped > 1)} {'were' if dropped > 1 else 'was'} dropped")
    return pages


def _without_repeats(pages: list[list[str]], changes: list[str]) -> list[list[str]]:
    """Headers and footers: the same line, apart from digits, at the same edge of most pages."""
    if sum(1 for page in pages if any(page)) < 3:
        return pages
    for top in (True, False):
        for _ in range(_EDGE):
            edges: list[tuple[list[str], int]] = []
            for page in pages:
                filled = [at for at, line in enumerate(page) if line]
                if filled:
                    edges.append((page, filled[0] if top else filled[-1]))
            count = Counter(_DIGITS.sub("#", page[at]) for page, at in edges)
            if not count:
                break
            line, times = count.most_common(1)[0]
            if times < 3 or times < 0.6 * len(edges) or _begins_a_turn(line):
                break
            shown = next(page[at] for page, at in edges if _DIGITS.sub("#", page[at]) == line)
            for page, at in edges:
                if _DIGITS.sub("#", page[at]) == line:
                    del page[at]
            changes.append(f"The line {shown[:60]!r}, repeated on {times} pages, was dropped")
    return pages


def _begins_a_turn(line: str) -> bool:
    before, colon, _ = line.replace("#", "1").partition(":")
    return bool(colon) and shape(before.strip()) in ("role", "code", "name", "number", "uncased")


def _joined(lines: list[str], changes: list[str]) -> tuple[list[str], int]:
    text = "\n".join(lines)
    labelled = label_lines(text)
    lengths = sorted(len(line) for line in lines if line)
    if not lengths:
        return [], 0
    width = lengths[min(len(lengths) - 1, int(len(lengths) * 0.95))]
    words = Counter(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text.lower()))
    blocks: list[str] = []
    last = ""  # the last line of the block that is being put together
    joined = mended = 0
    for at, line in enumerate(lines):
        if not line:
            last = ""
            continue
        if last and at not in labelled and _goes_on(last, line, width, dialogue=len(labelled) >= 3):
            block, repaired = _glued(blocks[-1], line, words)
            blocks[-1] = block
            mended += repaired
            joined += 1
        elif last and at not in labelled and at - 1 in labelled and _ONLY_LABEL.match(last):
            blocks[-1] = f"{blocks[-1]} {line}"
            joined += 1
        else:
            blocks.append(line)
        last = line
    if mended:
        changes.append(
            f"{mended} word{'s' * (mended > 1)} divided at a line's end {'were' if mended > 1 else 'was'} joined"
        )
    return blocks, joined


def _goes_on(last: str, line: str, width: int, *, dialogue: bool) -> bool:
    """Whether the break between two lines was forced: the next word would not have fitted any more."""
    first = len(line.split(None, 1)[0])
    fits = len(last) + 1 + first <= 0.82 * width
    if not fits:
        return not (_ENDS.search(last) and len(last) + 1 + first <= 0.94 * width)
    # Where speakers are labelled, a line that ends in mid-sentence is rarely a paragraph's last.
    return (line[0].islower() or dialogue) and not _ENDS.search(last) and len(last) > 0.5 * width


def _glued(block: str, line: str, words: Counter[str]) -> tuple[str, bool]:
    """Join a line; a hyphen at the end is division only where the undivided word is known from elsewhere."""
    if block.endswith("\u00ad"):
        return block[:-1] + line, True
    if not re.search(r"[^\W\d_]-$", block) or not line[0].islower():
        return f"{block} {line}", False
    head = re.search(r"[^\W\d_]+(?:-[^\W\d_]+)*-$", block)
    tail = re.match(r"[^\W\d_]+(?:-[^\W\d_]+)*", line)
    if head and tail:
        divided, whole = (head[0] + tail[0]).lower(), (head[0][:-1] + tail[0]).lower()
        if words[whole] and not words[divided]:
            return block[:-1] + line, True
    return block + line, False
