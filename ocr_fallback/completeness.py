"""What a text shows to be missing from it, or to be too much: half of a pair of marks, a beginning, another's end."""

from __future__ import annotations

import re
from string import ascii_letters, digits

_CLOSING = {"（": "）", "(": "）", "《": "》", "“": "”", "【": "】"}
_NUMBERS = frozenset(digits + ascii_letters + "一二三四五六七八九十")
"""Before a bracket they number an item."""
_BROKEN_START = re.compile(r"[、，；'`]|\d+[一二三四五六七八九十]+、")
"""A sign that only goes on or dust, or digits before the number of an item: the end of the amount to the left."""
_SAME = str.maketrans(")", "）")


def is_cut(text: str) -> bool:
    """Whether a text begins with what was not its beginning."""
    return bool(_BROKEN_START.match(text))


def is_unpaired(text: str) -> bool:
    """Whether an opening mark is never closed, or a closing one never opened; 1） and a） number items.

    Where one of the two is read, the other was lost.
    """
    opened: list[str] = []
    for k, char in enumerate(text := text.translate(_SAME)):
        if char in _CLOSING:
            opened.append(_CLOSING[char])
        elif opened and char == opened[-1]:
            opened.pop()
        elif char in _CLOSING.values() and not (char == "）" and text[max(k - 1, 0) : k] in _NUMBERS):
            return True
    return bool(opened)
