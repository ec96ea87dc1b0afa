"""The figures of one reader, and the table in which they are shown."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from rich.table import Table

from tests.bench.measuring import Cost
from tests.bench.scoring import Score

MIB = 1024 * 1024
REFERENCE = "yusuan"
COST_COLUMNS = (
    "reader",
    "pages",
    "tables",
    "CPU s/page",
    "wall s/page",
    "× yusuan",
    "imports CPU s",
    "peak MiB",
    "runs",
)


@dataclass(frozen=True)
class Row:
    """The medians of one reader's runs, and what it read right; ``score`` is ``None`` without a truth."""

    reader: str
    runs: int
    pages: int
    tables: int
    cpu_per_page: float
    wall_per_page: float
    import_cpu: float
    peak_bytes: int
    score: Score | None = None

    @property
    def numbers_share(self) -> float | None:
        """Per cent of the truth's numbers that are right; ``None`` without any."""
        return self._share(self.score.numbers_right) if self.score else None

    @property
    def silent_share(self) -> float | None:
        """Silent errors per cent of the truth's numbers; ``None`` without any."""
        return self._share(self.score.silent_errors) if self.score else None

    def _share(self, count: int) -> float | None:
        return 100 * count / self.score.numbers if self.score and self.score.numbers else None


def row(reader: str, costs: Sequence[Cost], score: Score | None = None) -> Row:
    """The medians of the runs, per page."""
    pages = costs[0].pages
    return Row(
        reader=reader,
        runs=len(costs),
        pages=pages,
        tables=costs[0].tables,
        cpu_per_page=statistics.median(cost.cpu for cost in costs) / pages,
        wall_per_page=statistics.median(cost.wall for cost in costs) / pages,
        import_cpu=statistics.median(cost.import_cpu for cost in costs),
        peak_bytes=int(statistics.median(cost.peak_bytes for cost in costs)),
        score=score,
    )


def speed_table(rows: Sequence[Row]) -> Table:
    """Cost by reader; ``× yusuan`` is CPU seconds a page over those of the whole run."""
    ours = next((r.cpu_per_page for r in rows if r.reader == REFERENCE), None)
    table = Table(title="Cost", title_justify="left")
    for name in COST_COLUMNS:
        table.add_column(name, justify="left" if name == "reader" else "right")
    for r in rows:
        table.add_row(
            r.reader,
            f"{r.pages}",
            f"{r.tables}",
            f"{r.cpu_per_page:.4f}",
            f"{r.wall_per_page:.4f}",
            f"{r.cpu_per_page / ours:.2f}" if ours else "",
            f"{r.import_cpu:.2f}",
            f"{r.peak_bytes / MIB:.0f}",
            f"{r.runs}",
        )
    return table


def exactness_table(rows: Sequence[Row]) -> Table:
    """What was read right by reader, for those with a score."""
    table = Table(title="Exactness", title_justify="left")
    for name in ("reader", "tables found", "grids right", "cells right", "numbers right", "silent errors", "proved"):
        table.add_column(name, justify="left" if name == "reader" else "right")
    for r in rows:
        if (s := r.score) is not None:
            table.add_row(
                r.reader,
                f"{s.tables_found}/{s.tables}",
                f"{s.grids_right}/{s.tables}",
                _share(s.cells_right, s.cells),
                _share(s.numbers_right, s.numbers),
                f"{s.silent_errors}",
                _share(s.proved, s.numbers) + (f", {s.proved_wrong} of them wrong" if s.proved_wrong else "")
                if s.proved or s.proved_wrong
                else "–",
            )
    return table


def _share(part: int, whole: int) -> str:
    return f"{part}/{whole} {100 * part / whole:.2f} %" if whole else "–"
