"""What the store says it has, it has whole; what is spoilt counts as not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.batch.store import PARTIAL, FolderStore, Store, open_store
from pipeline.errors import DependencyMissing, OutputProblem


@pytest.fixture(params=["folder", "url"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "url":
        pytest.importorskip("fsspec")
        return open_store(f"file://{tmp_path}/store")
    return open_store(str(tmp_path / "store"))


def test_a_blob_and_an_entry_come_back(store: Store) -> None:
    digest = store.put(b"data")
    assert digest == store.put(b"data")
    assert store.has(digest)
    assert store.get(digest) == b"data"
    store.enter("ab" * 32, {"blob": digest})
    store.enter("ab" * 32, {"blob": digest, "x": "预算"})
    assert store.entry("ab" * 32) == {"blob": digest, "x": "预算"}


def test_what_is_not_there_is_none(store: Store) -> None:
    assert store.get("0" * 64) is None
    assert not store.has("0" * 64)
    assert store.entry("0" * 64) is None


def test_what_is_spoilt_is_not_there_and_is_made_good(store: Store, tmp_path: Path) -> None:
    digest = store.put(b"data")
    store.enter("ab" * 32, {})
    for path in (tmp_path / "store").rglob("*"):
        if path.is_file():
            path.write_bytes(b"spoilt {")
    assert store.get(digest) is None
    assert store.entry("ab" * 32) is None
    store.put(b"data")
    assert store.get(digest) == b"data"


def test_a_write_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = FolderStore(tmp_path / "store")
    store.put(b"first")
    before = sorted(tmp_path.rglob("*"))

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OutputProblem, match="No space left"):
        store.put(b"other")
    assert [p for p in sorted(tmp_path.rglob("*")) if p.is_file()] == [p for p in before if p.is_file()]


def test_what_a_kill_left_is_removed(tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "store")
    digest = store.put(b"data")
    left = store.root / "blobs" / digest[:2] / f"{PARTIAL}x"
    left.write_bytes(b"half")
    store.remove_partial()
    assert not left.exists()
    assert store.get(digest) == b"data"


def test_only_what_is_named_is_kept(tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "store")
    kept, gone = store.put(b"kept"), store.put(b"gone!")
    store.enter("aa" * 32, {})
    store.enter("bb" * 32, {})
    assert store.remove_unused({"aa" * 32}, {kept}) == (2, len(b"gone!") + len(b"{}"))
    assert (store.get(kept), store.get(gone)) == (b"kept", None)
    assert store.entry("aa" * 32) == {}
    assert store.entry("bb" * 32) is None


def test_a_url_nobody_can_address_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("fsspec")
    with pytest.raises(DependencyMissing, match="nowhere"):
        open_store("nowhere://bucket")
    monkeypatch.setitem(__import__("sys").modules, "fsspec", None)
    with pytest.raises(DependencyMissing, match=r"yusuan\[dask\]"):
        open_store("s3://bucket")
