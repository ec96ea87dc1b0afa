"""A published release served by Datasette, seen in the browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from pipeline.portals.publish import publish_release
from tests.prove.datasette import datasette
from tests.unit.emission.conftest import release, write

__all__ = ["release", "write"]


@pytest.fixture
def address(release: Path) -> Iterator[str]:
    """The address of a server that serves the small release from SQLite."""
    list(publish_release(release, ["sqlite"]))
    with datasette(release / "portal") as address:
        yield address


def test_a_portal_shows_titles_and_follows_keys(address: str, page: Page, tmp_path: Path) -> None:
    page.goto(address)
    assert "中国地方部门预算公开数据" in page.locator("h1").inner_text()
    page.goto(f"{address}/yusuan/budget_lines")
    assert page.locator("h1").inner_text() == "预算事实（长表）"
    assert page.locator("table.rows-and-columns tbody tr").count() == 3
    assert page.locator("table.rows-and-columns td.col-amount_cny").first.inner_text() == "1234567.8"
    page.locator("td.col-table_id a").first.click()
    assert page.locator("h1").inner_text() == "tables: tab_0123456789abcdef"
    picture = tmp_path / "datasette.png"
    page.screenshot(path=picture)
    assert picture.stat().st_size > 10_000
