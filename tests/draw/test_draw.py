"""The drawings are made; what they show is for eyes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.draw.draw import EXAMPLES, draw


@pytest.mark.slow
def test_four_pictures_are_drawn(tmp_path: Path) -> None:
    written = draw(tmp_path)
    assert [path.stem for path in written] == list(EXAMPLES)
    assert all(path.read_bytes().startswith(b"\x89PNG") and path.stat().st_size > 20_000 for path in written)
