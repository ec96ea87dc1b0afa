"""The tables of a page, those that rules draw and those that none do."""

from __future__ import annotations

from pathlib import Path

from pipeline.layout.rules import regions
from pipeline.layout.unruled import unruled_regions
from pipeline.model.page import Page
from pipeline.model.table import Region


def page_regions(page: Page, path: Path | None = None, above: Region | None = None) -> tuple[Region, ...]:
    """The regions of a page's tables, each part of a page in one of them.

    ``path`` and ``above`` as ``unruled_regions`` has them. A ruled header or body that a region without rules, or with
    rules on one of its parts only, holds is no table of its own.
    """
    ruled = regions(page.number, page.horizontal_rules, page.vertical_rules)
    aligned = unruled_regions(page, ruled, path, above)
    return (*(r for r in ruled if not any(whole.box.holds(*r.box.centre) for whole in aligned)), *aligned)
