"""The benchmark's figures as SVG charts for the README."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.bench.rows import Row

_DECADES: dict[str, Any] = {
    "logarithmic": True,
    "range": (0.001, 10),
    "zero": 0.001,
    "y_labels": [0.001, 0.01, 0.1, 1, 10],
}
"""The slowest reader takes two thousand times as long as the fastest."""


def write_charts(rows: Sequence[Row], folder: Path, name: str) -> list[Path]:
    """Horizontal bar charts of seconds, numbers right and silent errors, best on top; the files written."""
    import pygal
    from pygal.style import LightGreenStyle

    seconds = [(r.reader, r.cpu_per_page) for r in rows]
    right = [(r.reader, r.numbers_share) for r in rows if r.numbers_share is not None]
    charts = [(f"{name}-seconds.svg", "CPU seconds a page (logarithmic)", sorted(seconds, key=lambda pair: -pair[1]))]
    if right:
        by_share = sorted(right, key=lambda pair: pair[1])
        charts.append((f"{name}-numbers.svg", "numbers right, per cent", by_share))
        silent = [(r.reader, r.silent_share) for r in rows if r.silent_share is not None]
        worst_first = sorted(silent, key=lambda pair: -pair[1])
        charts.append((f"{name}-silent.svg", "silent errors, per cent of the numbers", worst_first))
    written = []
    for file, title, ordered in charts:
        chart = pygal.HorizontalBar(
            js=(),
            style=LightGreenStyle,
            title=title,
            show_legend=False,
            print_values=True,
            width=760,
            height=90 + 34 * len(rows),
            value_formatter=lambda value: f"{value:.3g}",
            margin_right=60,
            **(_DECADES if file.endswith("-seconds.svg") else {}),
        )
        chart.x_labels = [reader for reader, _ in ordered]
        chart.add("", [value for _, value in ordered])
        path = folder / file
        path.write_bytes(chart.render())
        written.append(path)
    return written
