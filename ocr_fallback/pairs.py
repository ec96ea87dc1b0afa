"""Quotation marks and brackets that stand in pairs: where one of the two is read, the other was lost."""

from __future__ import annotations

from string import ascii_letters, digits

_CLOSING = {"（": "）", "(": "）", "《": "》", "“": "”", "【": "】"}
_NUMBERS = frozenset(digits + ascii_letters + "一二三四五六七八九十")
"""Before a bracket they number an item."""
_SAME = str.maketrans(")", "）")


def is_unpaired(text: str) -> bool:
    """Whether an opening mark is never closed, or a closing one never opened; 1） and a） number items."""
    opened: list[str] = []
    for k, char in enumerate(text := text.translate(_SAME)):
        if char in _CLOSING:
            opened.append(_CLOSING[char])
        elif opened and char == opened[-1]:
            opened.pop()
        elif char in _CLOSING.values() and not (char == "）" and text[max(k - 1, 0) : k] in _NUMBERS):
            return True
    return bool(opened)
