"""The browser fixtures themselves: what they must notice is noticed."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.conftest import Watch


def test_a_page_that_errs_or_asks_outside_is_noticed(page: Page, watch: Watch) -> None:
    page.set_content("<img src='https://example.invalid/x.png'><script>console.error('bad')</script>")
    page.wait_for_timeout(50)
    assert watch.outside == ["https://example.invalid/x.png"]
    assert "bad" in watch.errors
    watch.errors.clear()
    watch.requests.clear()


def test_a_quiet_page_stays_quiet(page: Page, watch: Watch) -> None:
    page.set_content("<h1>预算</h1>")
    assert page.locator("h1").inner_text() == "预算"
    assert watch.outside == []
