"""A real browser for the pages: Debian's Chromium, driven by playwright, which downloads nothing.

`browser` is started once for a test session, `page` is a fresh profile for each test. A test fails when its page wrote
an error to the console, threw, or asked for anything outside the machine.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

LAPTOP = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
LOCAL_HOSTS = {"", "127.0.0.1", "localhost", "::1"}


@dataclass
class Watch:
    """What a page did that nobody sees: its requests, its console errors, the errors it threw."""

    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def outside(self) -> list[str]:
        """Addresses asked for that lie neither in a file, in the page itself, nor on this machine."""
        return [
            url
            for url in self.requests
            if urlsplit(url).scheme not in {"file", "data", "blob", "about"}
            and urlsplit(url).hostname not in LOCAL_HOSTS
        ]


def watched(page: Page) -> Watch:
    """The page's watch, from now on."""
    watch = Watch()
    page.on("request", lambda request: watch.requests.append(request.url))
    page.on("pageerror", lambda error: watch.errors.append(str(error)))
    page.on("console", lambda said: watch.errors.append(said.text) if said.type == "error" else None)
    return watch


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a window; the test fails, not skips, where there is none: `make setup` installs it."""
    program = os.environ.get("YUSUAN_CHROMIUM") or shutil.which("chromium")
    assert program, "no chromium; run make setup, or name one in YUSUAN_CHROMIUM"
    with sync_playwright() as playwright:
        # A container has neither the namespaces of Chromium's sandbox nor a large /dev/shm; the pages are our own.
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
        )
        yield browser
        browser.close()


@pytest.fixture
def watch() -> Watch:
    """What the test's `page` did; a test that provokes an error clears `watch.errors` itself."""
    return Watch()


@pytest.fixture
def page(browser: Browser, watch: Watch) -> Iterator[Page]:
    """A page of laptop size in a fresh profile, Chinese; checked at the end for errors and outside requests."""
    context = browser.new_context(viewport=LAPTOP, locale="zh-CN")
    page = context.new_page()
    seen = watched(page)
    watch.requests, watch.errors = seen.requests, seen.errors
    yield page
    context.close()
    assert watch.errors == []
    assert watch.outside == []
