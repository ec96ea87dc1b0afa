"""The small release of the emission tests, and one change of it that inserts, updates and removes a row each."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipeline.portals.publish import publish_release
from tests.unit.emission.conftest import line, release, rows, write

__all__ = ["release", "rows", "write"]

Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture
def changed(rows: Rows) -> Rows:
    """The small release with budget lines 1 changed, 2 gone, 3 as before, 4 new."""
    kept = [row for row in rows["budget_lines"] if row["row_no"] != 2]
    for row in kept:
        if row["row_no"] == 1:
            row |= {"amount_raw": "1,234,567.81", "amount_cny": Decimal("1234567.81")}
    rows["budget_lines"] = [*kept, line(4, "5.00", "5.00")]
    return rows


def counts(lines: list[str]) -> dict[str, tuple[int, ...]]:
    """What ``publish`` said of each table it changed: total, inserted, updated, removed."""
    pattern = re.compile(r"\w+: (\w+): (\d+) rows; (\d+) inserted, (\d+) updated, (\d+) removed")
    return {m[1]: tuple(map(int, m.groups()[1:])) for said in lines if (m := pattern.fullmatch(said))}


Published = Callable[..., dict[str, tuple[int, ...]]]


@pytest.fixture
def published() -> Published:
    """Publishes for one target and returns the counts by table."""

    def do(out: Path, target: str) -> dict[str, tuple[int, ...]]:
        return counts(list(publish_release(out, [target])))

    return do
