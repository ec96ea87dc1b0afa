"""yusuan's extraction alone: pages read by both engines, cut into grids, filled and weighed; nothing written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from tests.bench.places import Share
from tests.bench.readers import stem, yusuan
from tests.bench.tables import ReadTable, placed

MODULES: tuple[str, ...] = ("pipeline.document", "camelot.io")
missing = yusuan.missing


def read(shares: Sequence[Share]) -> list[tuple[str, Any]]:
    """File and content of each page."""
    import gc

    from pipeline.batch.child import GC_THRESHOLDS
    from pipeline.document import read_page
    from pipeline.ingest.discover import InputFile
    from pipeline.ingest.source import open_source
    from pipeline.layout.rules import regions
    from pipeline.layout.unruled import unruled_regions

    gc.set_threshold(*GC_THRESHOLDS)  # as in a run
    found = []
    for share in shares:
        above = None
        for page in open_source(InputFile(share.file)).pages:
            if page.number not in share.pages:
                continue
            cut = regions(page.number, page.horizontal_rules, page.vertical_rules)
            cut += unruled_regions(page, cut, share.file, above)
            above = next((region for region in reversed(cut) if not region.ruled), None)
            found.append((stem(share.file), read_page(page, cut)))
    return found


def tables(found: list[tuple[str, Any]]) -> Iterator[ReadTable]:
    """The grids as read, before they are joined over pages."""
    for file, content in found:
        for grid in content.grids:
            doubted = frozenset((c.row, c.col) for c in grid.cells if yusuan.DOUBTS & set(c.flags))
            yield ReadTable(file, content.page_no, placed([(c.row, c.col, c.text) for c in grid.cells]), doubted)
