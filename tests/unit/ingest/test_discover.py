"""Which files a run takes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.errors import InputUnreadable
from pipeline.ingest.discover import InputFile, discover

Touch = Callable[..., None]


@pytest.fixture
def touch(tmp_path: Path) -> Touch:
    """Makes empty files of these names, folders included."""

    def do(*names: str) -> None:
        for name in names:
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()

    return do


def names(files: tuple[InputFile, ...], root: Path) -> list[str]:
    return [file.path.relative_to(root).as_posix() for file in files]


def test_folders_are_searched_to_the_bottom_in_path_order(tmp_path: Path, touch: Touch) -> None:
    touch("b.pdf", "a/c.PDF", "a/deep/er/d.txt", "a/e.md", "a/picture.png", "a/table.xlsx")
    assert names(discover([str(tmp_path)]), tmp_path) == ["a/c.PDF", "a/deep/er/d.txt", "a/e.md", "b.pdf"]


def test_hidden_files_folders_and_readmes_are_passed_over(tmp_path: Path, touch: Touch) -> None:
    touch(".hidden.pdf", ".git/x.pdf", "a/.cache/y.pdf", "README.md", "a/readme.txt", "z.pdf")
    assert names(discover([str(tmp_path)]), tmp_path) == ["z.pdf"]


def test_a_hidden_folder_that_is_named_is_searched(tmp_path: Path, touch: Touch) -> None:
    touch(".hidden/x.pdf")
    assert names(discover([str(tmp_path / ".hidden")]), tmp_path) == [".hidden/x.pdf"]


@pytest.mark.parametrize(
    ("pattern", "found"),
    [("*.pdf", ["a.pdf"]), ("**/*.pdf", ["a.pdf", "in/b.pdf"]), ("in*", ["in/b.pdf"]), ("?.txt", ["n.txt"])],
)
def test_patterns_are_expanded(tmp_path: Path, touch: Touch, pattern: str, found: list[str]) -> None:
    touch("a.pdf", "in/b.pdf", "n.txt", "a.png")
    assert names(discover([str(tmp_path / pattern)]), tmp_path) == found


def test_a_file_named_twice_is_taken_once(tmp_path: Path, touch: Touch) -> None:
    touch("a.pdf")
    assert names(discover([str(tmp_path / "a.pdf"), str(tmp_path)]), tmp_path) == ["a.pdf"]


def test_a_transcript_beside_its_pdf_is_no_document_of_its_own(tmp_path: Path, touch: Touch) -> None:
    touch("a.pdf", "a.txt", "b.txt")
    assert discover([str(tmp_path)]) == (
        InputFile(tmp_path / "a.pdf", tmp_path / "a.txt"),
        InputFile(tmp_path / "b.txt"),
    )


def test_of_two_transcripts_beside_a_pdf_the_one_not_read_is_named(tmp_path: Path, touch: Touch) -> None:
    for name in ("a.pdf", "a.txt", "a.md"):
        touch(name)
    pdf, left = sorted(discover([str(tmp_path)]), key=lambda file: file.refused)
    assert (pdf.path.name, pdf.sidecar, pdf.refused) == ("a.pdf", tmp_path / "a.md", "")
    assert left.path.name == "a.txt"
    assert left.refused == "a.md is read as the transcript of a.pdf; keep one of the two"


def test_a_pdf_named_alone_still_finds_its_transcript(tmp_path: Path, touch: Touch) -> None:
    touch("a.pdf", "a.md")
    assert discover([str(tmp_path / "a.pdf")]) == (InputFile(tmp_path / "a.pdf", tmp_path / "a.md"),)


def test_a_transcript_named_alone_is_the_document(tmp_path: Path, touch: Touch) -> None:
    touch("a.pdf", "a.txt")
    assert discover([str(tmp_path / "a.txt")]) == (InputFile(tmp_path / "a.txt"),)


@pytest.mark.parametrize("argument", ["missing.pdf", "*.pdf", "empty"])
def test_an_argument_that_matches_nothing_is_named(tmp_path: Path, argument: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputUnreadable, match=r"no PDF or transcript") as caught:
        discover([str(tmp_path / argument)])
    assert argument in str(caught.value)
