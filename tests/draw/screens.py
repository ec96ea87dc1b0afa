"""Pictures of what users see: ``python -m tests.draw.screens RELEASE TO`` (``make screenshots``).

Datasette serving the release's SQLite, and the report from the disk, in Chromium. Each page is opened three times in a
fresh profile: its weight is what came over the wire or from the disk, its load time the median until the load event.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Browser, Page, Response, sync_playwright

from pipeline.emission.read import open_release
from pipeline.portals.publish import publish_release
from tests.prove.datasette import datasette

WINDOW = {"width": 1120, "height": 700}
TIMES = 3
SHOWN = ("label_raw", "func_code", "measure_id", "amount_raw", "amount_cny", "page_no", "confidence", "reconciliation")
"""Columns of Datasette's table that fit the window."""
LARGEST = 200_000
"""Bytes: a larger picture does not belong under version control."""


@dataclass(frozen=True)
class Screen:
    """One page to be seen: the picture's name, the address, the element to begin at and the one to click first."""

    name: str
    address: str
    at: str = ""
    click: str = ""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium; raises ``FileNotFoundError`` where there is none."""
    program = os.environ.get("YUSUAN_CHROMIUM") or shutil.which("chromium")
    if program is None:
        raise FileNotFoundError("no chromium; run make setup, or name one in YUSUAN_CHROMIUM")
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        yield browser
        browser.close()


def screens(report: Path, document: str, address: str) -> tuple[Screen, ...]:
    """What is drawn: the report's overview, a document's page, an amount with its place, Datasette's tables."""
    own = (report / document / "index.html").resolve().as_uri()
    return (
        Screen("report", (report / "index.html").resolve().as_uri()),
        Screen("report-document", own, at="#flow"),
        Screen("report-amount", own, click="[id^=bl_] button"),
        Screen("datasette", f"{address}/yusuan"),
        Screen(
            "datasette-budget-lines",
            f"{address}/yusuan/budget_lines?_size=20&" + "&".join(f"_col={c}" for c in SHOWN),
            at="table.rows-and-columns",
        ),
    )


def _weight(response: Response) -> int:
    """Bytes of one answer: as sent, or of the file."""
    url = urlsplit(response.url)
    if url.scheme == "file":
        return Path(unquote(url.path)).stat().st_size
    return int(response.request.sizes()["responseBodySize"])


def _opened(page: Page, screen: Screen) -> tuple[int, float]:
    """Bytes and milliseconds of opening the page."""
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - playwright marks the function it is given
    page.goto(screen.address, wait_until="load")
    ms = page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
    return sum(map(_weight, answers)), float(ms)


def draw(browser: Browser, screen: Screen, folder: Path) -> str:
    """Draws the picture; returns the line that tells its weight and load time."""
    loads = []
    for _ in range(TIMES):
        context = browser.new_context(viewport=WINDOW, locale="zh-CN")  # type: ignore[arg-type]
        page = context.new_page()
        loads.append(_opened(page, screen))
        if len(loads) == TIMES:
            if screen.at:
                page.locator(screen.at).first.evaluate("e => e.scrollIntoView({behavior: 'instant'})")
            if screen.click:
                page.locator(screen.click).first.click()
                page.wait_for_timeout(500)  # what is unfolded glides
            page.screenshot(path=folder / f"{screen.name}.png")
        context.close()
    size = (folder / f"{screen.name}.png").stat().st_size
    weight, ms = loads[-1][0], statistics.median(ms for _, ms in loads)
    return f"{screen.name:24}{weight / 1000:10.0f} kB{ms:8.0f} ms    picture {size / 1000:.0f} kB"


def main() -> int:
    """The exit code of the command: 1 when a picture is too large to be kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("release", type=Path)
    parser.add_argument("to", type=Path)
    options = parser.parse_args()
    options.to.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="yusuan-screens-") as name:
        copy = Path(shutil.copytree(options.release, Path(name) / "release"))
        list(publish_release(copy, ["sqlite"]))
        document = str(open_release(copy)["documents"]["document_id"].iloc[0])
        with datasette(copy / "portal") as address, chromium() as browser:
            for screen in screens(copy / "report", document, address):
                sys.stdout.write(draw(browser, screen, options.to) + "\n")
    large = [path.name for path in options.to.glob("*.png") if path.stat().st_size > LARGEST]
    if large:
        sys.stderr.write(f"larger than {LARGEST // 1000} kB: {', '.join(large)}\n")
    return 1 if large else 0


if __name__ == "__main__":
    sys.exit(main())
