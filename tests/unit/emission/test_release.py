"""A release appears whole or not at all, twice the same, and leaves other people's files alone."""

from __future__ import annotations

import errno
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from pipeline.emission import release as release_module
from pipeline.emission.parquetfile import text_of
from pipeline.emission.placing import STAGING
from pipeline.emission.release import check_target, write_release
from pipeline.emission.schema import RESOURCES, SCHEMA_VERSION
from pipeline.errors import DataNotValid, OutputProblem, UsageProblem


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def fail_after(monkeypatch: pytest.MonkeyPatch, renames: int) -> None:
    """Makes every rename after the first few fail like a full disk; renames back to the staging place succeed."""
    real = Path.rename
    done: list[Path] = []

    def rename(self: Path, target: Path) -> Path:
        if len(done) == renames:
            done.append(self)
            raise OSError(errno.ENOSPC, "No space left on device", str(target))
        done.append(self)
        return real(self, target)

    monkeypatch.setattr(Path, "rename", rename)


def test_the_files_of_a_release(release: Path) -> None:
    expected = {"datapackage.json", "manifest.json", "logs/run.jsonl", "logs/repairs.jsonl"}
    expected |= {resource.path(format) for resource in RESOURCES for format in resource.formats}
    assert contents(release).keys() == expected
    manifest = json.loads((release / "manifest.json").read_text(encoding="utf-8"))
    assert manifest == {"schema_version": SCHEMA_VERSION, "yusuan": "0.1.0"}
    assert (release / "logs" / "run.jsonl").read_bytes() == b'{"event": "end"}\n'
    assert [p.name for p in release.parent.iterdir()] == ["out"]


def test_order_of_rows_does_not_matter(write: Any, rows: Any) -> None:
    first = contents(write())
    rows = {name: list(reversed(values)) for name, values in reversed(rows.items())}
    assert contents(write(rows, "again")) == first


def test_how_much_is_held_in_memory_does_not_matter(write: Any, rows: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    first = contents(write())
    monkeypatch.setattr(release_module, "HELD_BYTES", 0)
    assert contents(write(rows, "again")) == first


@pytest.mark.parametrize("texts", [[], ["a"], ["预算\r\n", "", "x"]])
@pytest.mark.parametrize("first", [0, 1])
def test_the_strings_of_a_column_one_after_the_other(texts: list[str], first: int) -> None:
    column = pa.table({"text": pa.array(texts, pa.string())})["text"].slice(first)
    assert bytes(text_of(column)) == "".join(texts[first:]).encode()


def test_a_release_is_replaced_and_foreign_files_stay(write: Any, rows: Any) -> None:
    out = write()
    (out / "data" / "notes.txt").write_text("mine")
    (out / "README").write_text("mine")
    (out / "data" / "retired.csv").write_text("old")
    descriptor = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    descriptor["resources"] += [{"name": "retired", "path": "data/retired.csv"}, {"name": "x", "path": "../escape"}]
    (out / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    (out.parent / "escape").write_text("not ours")
    rows["budget_lines"].pop()
    write(rows)
    found = contents(out)
    assert found.pop("data/notes.txt") == found.pop("README") == b"mine"
    assert "data/retired.csv" not in found
    assert (out.parent / "escape").exists()
    assert found == contents(write(rows, "fresh"))


@pytest.mark.parametrize("renames", [0, 1, 5, 11])
def test_a_failed_replacement_changes_nothing(
    write: Any, rows: Any, monkeypatch: pytest.MonkeyPatch, renames: int
) -> None:
    out = write()
    before = contents(out)
    rows["budget_lines"].pop()
    fail_after(monkeypatch, renames)
    with pytest.raises(OutputProblem, match="No space left"):
        write(rows)
    assert contents(out) == before


def test_a_failed_first_writing_leaves_nothing(write: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fail_after(monkeypatch, 0)
    with pytest.raises(OutputProblem, match=r"deep.*No space left"):
        write(name="deep/er/out")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("place", ["/proc/yusuan/out", "/dev/null/out"])
def test_a_place_that_cannot_be_written_is_named(rows: Any, place: str) -> None:
    with pytest.raises(OutputProblem, match=place):
        write_release(rows, Path(place), manifest={}, log_lines=[])


def test_a_folder_with_other_files_is_refused(write: Any, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.doc").touch()
    with pytest.raises(UsageProblem, match=r"thesis\.doc.*another folder"):
        write()
    (tmp_path / "out" / "datapackage.json").write_text('{"id": "somebody else"}')
    with pytest.raises(UsageProblem):
        write()
    (tmp_path / "file").touch()
    with pytest.raises(UsageProblem, match="is a file"):
        write(name="file")
    (tmp_path / "link").symlink_to(tmp_path / "gone")
    with pytest.raises(UsageProblem, match=r"is a link to .*gone, which is not there"):
        write(name="link")


def test_an_empty_folder_is_filled_even_after_a_kill(write: Any, tmp_path: Path) -> None:
    (tmp_path / "out" / f"{STAGING}dead").mkdir(parents=True)
    check_target(tmp_path / "out")
    assert (write() / "datapackage.json").exists()


def test_bad_rows_write_nothing(write: Any, rows: Any, tmp_path: Path) -> None:
    rows["units"].append({"unit_id": "x", "colour": "red"})
    with pytest.raises(DataNotValid, match="colour"):
        write(rows)
    with pytest.raises(DataNotValid, match="no resource planets"):
        write({"planets": []})
    assert list(tmp_path.iterdir()) == []


def test_a_link_to_a_folder_is_followed(write: Any, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    write(name="link")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real" / "datapackage.json").exists()
