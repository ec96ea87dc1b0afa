"""Budgets that a browser printed: every amount with its label, measure and unit, whatever the page looks like."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from pipeline import process_document
from tests.browser.budget_page import LOOKS, BudgetPage, amount_of


@pytest.mark.parametrize("name", LOOKS)
def test_every_amount_of_a_printed_page_is_read_as_it_is_meant(name: str, page: Page, tmp_path: Path) -> None:
    made = BudgetPage(LOOKS[name])
    path = tmp_path / f"{name}.pdf"
    made.print_on(page, path)
    result = process_document(path)
    assert {amount_of(line) for line in result.budget_lines} == made.amounts
    assert {line.reconciliation for line in result.budget_lines} == {"confirmed"}
    assert not any("needs_review" in (line.flags or "") for line in result.budget_lines)
