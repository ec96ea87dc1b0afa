from __future__ import annotations

import pytest

from pipeline.ingest.glyphs import REPLACEMENT, publishable


@pytest.mark.parametrize("char", ["\0", "\x01", "\x1b", "\x7f", "\x85", "\ud800"])
def test_what_text_files_cannot_hold_becomes_the_replacement_character(char: str) -> None:
    assert publishable(char) == REPLACEMENT


@pytest.mark.parametrize("char", ["1", "预", " ", "\t", "\u3000", "\ue000", "\U00020000"])
def test_every_other_character_stays(char: str) -> None:
    assert publishable(char) == char
