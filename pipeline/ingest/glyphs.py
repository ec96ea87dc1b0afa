"""What a character may be when it leaves ingest: nothing that text files cannot hold."""

from __future__ import annotations

REPLACEMENT = "\ufffd"


def publishable(char: str) -> str:
    """The character, or U+FFFD for a control character or half a surrogate pair that a broken font gives."""
    code = ord(char[0])
    broken = (code < 0x20 and not char.isspace()) or 0x7F <= code <= 0x9F or 0xD800 <= code <= 0xDFFF  # noqa: PLR2004 - Unicode's own ranges
    return REPLACEMENT if broken else char
