"""A release's input files are found again by their bytes, never by their name alone."""

from __future__ import annotations

import shutil
from pathlib import Path

from pipeline.batch.run import run
from pipeline.emission.inputs import input_files
from pipeline.emission.read import open_release
from tests.corpus.build import build


def test_inputs_are_found_where_they_lay_or_below_a_folder(tmp_path: Path) -> None:
    (built,) = build(tmp_path / "in", ["luoyang-2022"], ["ruled"])
    pdf = built.pdf
    run([str(pdf)], tmp_path / "out")
    release = open_release(tmp_path / "out")
    assert list(input_files(release).values()) == [pdf]
    moved = tmp_path / "elsewhere" / pdf.name
    moved.parent.mkdir()
    shutil.move(pdf, moved)
    assert input_files(release) == {}
    assert list(input_files(release, tmp_path / "elsewhere").values()) == [moved]
    moved.write_bytes(moved.read_bytes() + b"\n")
    assert input_files(release, tmp_path / "elsewhere") == {}
