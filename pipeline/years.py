"""Years as documents write them: 2024年, 二〇二四年, and 24年 in headers."""

from __future__ import annotations

import re
from collections.abc import Iterable

_IN_WORDS = re.compile(r"二[〇零○0][一二三四五六七八九〇零○]{2}(?=年)")
_NUMERALS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_SHORT = re.compile(r"(?<![\d.])([12]\d年)(?=度|[预决]算|执行|完成|初|末|[）)]|$)")


def in_digits(text: str) -> str:
    """The text with a year written in characters (二〇二四年) in digits."""
    return _IN_WORDS.sub(lambda m: m.group(0).translate(_NUMERALS), text)


def latest_year(headers: Iterable[str], pattern: re.Pattern[str]) -> int | None:
    """The latest year that headers name, ``None`` where none does; the first group of ``pattern`` is one in full."""
    return max((int(year) for header in headers for year in pattern.findall(in_full(header))), default=None)


def in_full(header: str) -> str:
    """The header with its years in four digits, those of two (24年预算数) with their century."""
    return _SHORT.sub(r"20\1", in_digits(header))
