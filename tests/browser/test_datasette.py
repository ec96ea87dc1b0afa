"""A published release served by Datasette, seen in the browser."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page

from pipeline.portals.publish import publish_release
from tests.unit.emission.conftest import release, write

__all__ = ["release", "write"]

SECONDS = 60


@pytest.fixture
def datasette(release: Path) -> Iterator[str]:
    """The address of a server that serves the small release from SQLite."""
    list(publish_release(release, ["sqlite"]))
    portal = release / "portal"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-W", "ignore", "-m", "datasette", "serve", str(portal / "yusuan.sqlite")]
    command += ["-m", str(portal / "datasette.json"), "-p", str(port)]
    address = f"http://127.0.0.1:{port}"
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as server:
        try:
            _wait(address, server)
            yield address
        finally:
            server.terminate()


def _wait(address: str, server: subprocess.Popen[str]) -> None:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        assert server.poll() is None, server.stderr.read() if server.stderr else ""
        try:
            with urlopen(f"{address}/-/versions.json"):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"datasette did not answer within {SECONDS} s")


def test_a_portal_shows_titles_and_follows_keys(datasette: str, page: Page, tmp_path: Path) -> None:
    page.goto(datasette)
    assert "中国地方部门预算公开数据" in page.locator("h1").inner_text()
    page.goto(f"{datasette}/yusuan/budget_lines")
    assert page.locator("h1").inner_text() == "预算事实（长表）"
    assert page.locator("table.rows-and-columns tbody tr").count() == 3
    assert page.locator("table.rows-and-columns td.col-amount_cny").first.inner_text() == "1234567.8"
    page.locator("td.col-table_id a").first.click()
    assert page.locator("h1").inner_text() == "tables: tab_0123456789abcdef"
    picture = tmp_path / "datasette.png"
    page.screenshot(path=picture)
    assert picture.stat().st_size > 10_000
