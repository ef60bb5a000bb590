"""Times as transcripts write them, to seconds."""

from __future__ import annotations

import re

CLOCK = r"(?:\d{1,3}:)?\d{1,3}:[0-5]?\d(?:[.,:]\d{1,3})?"
_RANGE = rf"(?:\s*(?:-->|[-–—]|to)\s*{CLOCK})?"
# A time in brackets of any kind: [01:44] \[01:44\] (00:12:03) {0:12} <0:12> #00:01:23-4#
STAMP = re.compile(
    rf"(?:\\?\[|\(|\{{|<|#)\s*(?:at\s+)?(?P<time>{CLOCK})(?P<tenth>-\d(?![\d:]))?{_RANGE}\s*(?:\\?\]|\)|\}}|>|#)"
)
# A time without brackets, where the layout makes clear that it is one.
BARE = re.compile(rf"(?<![\d:.])(?P<time>{CLOCK})(?P<tenth>(?!))?(?:\s*-->\s*{CLOCK})?(?![\d:])(?!\s?[ap]\.?m\b)")
# Calendar date and time of day, as chat exports write them; no position in a recording.
DATED = re.compile(
    r"\[?\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4},?\s+\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[\s\u202f][AaPp]\.?[Mm]\.?)?\]?\s*(?:[-–]\s+)?"
)


def seconds(text: str) -> float | None:
    """Seconds of `h:mm:ss`, `mm:ss`, `ss`, with decimals after point or comma; None when it is not a time.

    A fourth part (video frames) is left out. Seconds may not exceed 59 when there are minutes.

    >>> seconds("1:02:03.5"), seconds("02:03"), seconds("12,25"), seconds("soon")
    (3723.5, 123.0, 12.25, None)
    """
    text = text.strip()
    parts = text.split(":")
    if len(parts) == 4:
        parts = parts[:3]
    if not 1 <= len(parts) <= 3 or not all(part and part.isascii() for part in parts):
        return None
    whole, last = parts[:-1], parts[-1].replace(",", ".").removesuffix("s")
    if not all(part.isdigit() for part in whole) or not re.fullmatch(r"\d+(?:\.\d*)?|\.\d+", last):
        return None
    value = float(last)
    if whole and value >= 60:
        return None
    for place, part in enumerate(reversed(whole), 1):
        value += int(part) * 60**place
    return round(value, 3)


def matched_seconds(found: re.Match[str]) -> float | None:
    """Seconds of a match of STAMP or BARE; f4 writes tenths behind a dash: `#00:01:23-4#` is 83.4."""
    value = seconds(found["time"])
    if value is not None and found["tenth"]:
        value = round(value + int(found["tenth"][1:]) / 10, 3)
    return value
