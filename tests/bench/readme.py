"""The benchmark's figures as the README shows them: a Markdown table made from the JSON that `make bench` wrote.

python -m tests.bench.readme tests/bench/results/corpus.json
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.bench.rows import MIB, REFERENCE

HEAD = ("reader", "pages", "CPU s a page", "× yusuan", "peak MiB", "grids right", "numbers right", "silent", "proved")


def markdown(found: Mapping[str, Any]) -> str:
    """The table of one benchmark, in the order of cost."""
    readers = sorted(found["readers"], key=lambda r: float(r["cpu_per_page"]))
    ours = next(r["cpu_per_page"] for r in readers if r["reader"] == REFERENCE)
    lines = [HEAD, ("---",) * len(HEAD), *(tuple(_cells(r, ours)) for r in readers)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _cells(row: Mapping[str, Any], ours: float) -> Iterator[str]:
    cpu, score = row["cpu_per_page"], row["score"]
    yield f"**{row['reader']}**" if row["reader"].startswith(REFERENCE) else row["reader"]
    yield f"{row['pages']}"
    yield f"{cpu:.4f}"
    yield f"{cpu / ours:.2f}"
    yield f"{row['peak_bytes'] / MIB:.0f}"
    yield f"{score['grids_right']:,} of {score['tables']:,}"
    yield f"{score['numbers_right']:,} of {score['numbers']:,}"
    yield f"{score['silent_errors']:,}"
    yield f"{score['proved']:,}" if score["proved"] else "–"


if __name__ == "__main__":
    for path in map(Path, sys.argv[1:]):
        print(markdown(json.loads(path.read_text(encoding="utf-8"))))
