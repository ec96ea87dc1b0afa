"""Dates as PDF metadata writes them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

_DATE = re.compile(
    r"(?:D:)?(?P<year>\d{4})(?P<month>\d\d)?(?P<day>\d\d)?(?P<hour>\d\d)?(?P<minute>\d\d)?(?P<second>\d\d)?"
    r"(?:Z|(?P<sign>[+-])(?P<hours>\d\d)'?(?P<minutes>\d\d)?)?.*"
)


def pdf_date(text: str | None) -> datetime | None:
    """The time a PDF date such as ``D:20240130120000+08'00'`` says, or ``None`` when it says none.

    Without a zone, which the format allows, it counts as UTC: revisions of one disclosure are days apart.
    """
    match = _DATE.fullmatch(text.strip()) if text else None
    if match is None:
        return None
    offset = timedelta(hours=int(match["hours"] or 0), minutes=int(match["minutes"] or 0))
    try:
        zone = timezone(-offset if match["sign"] == "-" else offset) if offset else UTC
        parts = (int(match[name] or first) for name, first in _PARTS)
        return datetime(*parts, tzinfo=zone).astimezone(UTC)  # type: ignore[misc, arg-type]  # six parts, then the zone
    except (ValueError, OverflowError):
        return None


_PARTS = (("year", 1), ("month", 1), ("day", 1), ("hour", 0), ("minute", 0), ("second", 0))
