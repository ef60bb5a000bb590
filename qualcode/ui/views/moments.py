"""When something happened, on the reader's own clock. The record itself is in UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def zone_of(name: str | None, offset: int | None) -> tzinfo:
    """The time zone of a browser: by its name, else by the minutes that it is behind UTC, else UTC.

    >>> zone_of("Europe/Vienna", None).key, zone_of("Nowhere/Else", -60), zone_of(None, None)
    ('Europe/Vienna', datetime.timezone(datetime.timedelta(seconds=3600)), datetime.timezone.utc)
    """
    try:
        if name:
            return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        pass
    return timezone(timedelta(minutes=-offset)) if offset else UTC


def day(at: str, zone: tzinfo = UTC) -> str:
    """The day of a moment of the record.

    >>> day("2026-03-09T23:30:00.000+00:00"), day("2026-03-09T23:30:00.000+00:00", ZoneInfo("Europe/Vienna"))
    ('9 March 2026', '10 March 2026')
    """
    moment = datetime.fromisoformat(at).astimezone(zone)
    return f"{moment.day} {moment:%B %Y}"


def clock(at: str, zone: tzinfo = UTC) -> str:
    """The time of day of a moment of the record.

    >>> clock("2026-03-09T23:30:05.120+00:00")
    '23:30'
    """
    return f"{datetime.fromisoformat(at).astimezone(zone):%H:%M}"


def end_of(day: date, zone: tzinfo = UTC) -> str:
    """The last moment of a day, as the record holds moments.

    >>> end_of(date(2026, 3, 9), ZoneInfo("Europe/Vienna"))
    '2026-03-09T22:59:59.999+00:00'
    """
    last = datetime.combine(day, time.max, zone).astimezone(UTC)
    return last.isoformat(timespec="milliseconds")
