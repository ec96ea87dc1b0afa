"""Rows come back in the order of their key, in groups of one size, whatever lay on the disk meanwhile."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.emission import sorting
from pipeline.emission.sorting import SortedTables
from pipeline.errors import DataNotValid


def table(keys: list[str]) -> pa.Table:
    return pa.table({"key": pa.array(keys, pa.string()), "value": pa.array([k[::-1] for k in keys], pa.string())})


def collected(tables: SortedTables, size: int) -> list[list[str]]:
    groups = list(tables.groups(size))
    assert all(group["value"].to_pylist() == [k[::-1] for k in group["key"].to_pylist()] for group in groups)
    return [group["key"].to_pylist() for group in groups]


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    keys=st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=6), unique=True, max_size=80),
    run_rows=st.integers(1, 30),
    size=st.integers(1, 30),
    piece=st.integers(1, 20),
    batch=st.integers(1, 9),
)
def test_groups_are_the_sorted_rows_cut_evenly(
    tmp_path_factory: pytest.TempPathFactory, keys: list[str], run_rows: int, size: int, piece: int, batch: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sorting, "RUN_ROWS", run_rows)
        patch.setattr(sorting, "BATCH_ROWS", batch)
        tables = SortedTables("key", tmp_path_factory.mktemp("runs"), "things")
        for start in range(0, len(keys), piece):
            tables.add(table(keys[start : start + piece]))
        wanted = sorted(keys)
        assert collected(tables, size) == [wanted[i : i + size] for i in range(0, len(wanted), size)]


@pytest.mark.parametrize("run_rows", [1, 100])
@pytest.mark.parametrize("keys", [["a", "b", "a"], ["b", "b"], ["c", "a", "b", "c"]])
def test_one_key_twice_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keys: list[str], run_rows: int
) -> None:
    monkeypatch.setattr(sorting, "RUN_ROWS", run_rows)
    tables = SortedTables("key", tmp_path, "things")
    for key in keys:
        tables.add(table([key]))
    with pytest.raises(DataNotValid, match=r"things .: two rows have this key"):
        collected(tables, 2)


def test_keys_may_repeat_where_that_is_meant(tmp_path: Path) -> None:
    tables = SortedTables("key", tmp_path, "things", unique=False)
    tables.add(table(["b", "a", "b"]))
    assert collected(tables, 10) == [["a", "b", "b"]]


def test_nothing_gives_no_group(tmp_path: Path) -> None:
    assert collected(SortedTables("key", tmp_path, "things"), 10) == []


def test_what_is_held_can_be_put_on_the_disk_at_any_time(tmp_path: Path) -> None:
    tables = SortedTables("key", tmp_path, "things")
    tables.add(table(["b", "d"]))
    assert tables.held_bytes
    tables.spill()
    assert not tables.held_bytes
    tables.add(table(["a", "c"]))
    assert collected(tables, 10) == [["a", "b", "c", "d"]]
