"""yusuan's extraction alone: pages read by both engines, cut into grids, filled and weighed; nothing written."""

from __future__ import annotations

import gc
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.bench.places import Share
from tests.bench.readers import stem, yusuan
from tests.bench.tables import ReadTable, placed

MODULES: tuple[str, ...] = ("pipeline.document", "camelot.io")
missing = yusuan.missing


def read(shares: Sequence[Share]) -> list[tuple[str, Any]]:
    """File and content of each page."""
    from pipeline.batch.child import GC_THRESHOLDS
    from pipeline.config.load import load_configs
    from pipeline.document import read_document
    from pipeline.ingest.discover import InputFile

    with tempfile.TemporaryDirectory() as scratch:
        yusuan.leave_pictures(Path(scratch))
        gc.set_threshold(*GC_THRESHOLDS)  # as in the processes of a run
        limits = load_configs().vocabulary.limits
        found = []
        for share in shares:
            contents = read_document(InputFile(share.file), limits).contents
            found += [(stem(share.file), content) for content in contents if content.page_no in share.pages]
        return found


def tables(found: list[tuple[str, Any]]) -> Iterator[ReadTable]:
    """The grids as read, before they are joined over pages."""
    for file, content in found:
        for grid in content.grids:
            doubted = frozenset((c.row, c.col) for c in grid.cells if yusuan.DOUBTS & set(c.flags))
            yield ReadTable(file, content.page_no, placed([(c.row, c.col, c.text) for c in grid.cells]), doubted)
