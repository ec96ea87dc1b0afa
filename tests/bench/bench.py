"""``make bench``: what a page costs yusuan, all stages and files written, beside table readers.

    python -m tests.bench.bench [--pdfs DIR] [--runs N] [--camelot-pages N] [--json FILE]

Every run is a process of its own, one after the other. CPU seconds are the process's and its children's,
user and system, without the imports, which have a column of their own.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.bench.places import Share, all_pages, sampled
from tests.bench.readers import READERS, Cost

MIB = 1024 * 1024


@dataclass(frozen=True)
class Row:
    """The medians of one reader's runs."""

    reader: str
    runs: int
    pages: int
    tables: int
    cpu_per_page: float
    wall_per_page: float
    import_cpu: float
    peak_bytes: int


def run_once(reader: str, shares: Sequence[Share]) -> Cost:
    """The cost of one run in a process of its own; ends the program when the reader fails."""
    command = [sys.executable, "-m", "tests.bench.readers", reader, *map(str, shares)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        sys.exit(f"bench: {reader} failed with exit code {done.returncode}")
    return Cost(**json.loads(done.stdout.splitlines()[-1]))


def row(reader: str, costs: Sequence[Cost]) -> Row:
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
    )


def report(rows: Sequence[Row], total_pages: int) -> Iterator[str]:
    """The lines of the report: a row a reader with its ratio to yusuan, then what was sampled."""
    ours = next((r.cpu_per_page for r in rows if r.reader == "yusuan"), None)
    yield "reader      pages  tables  CPU s/page  wall s/page  × yusuan  imports CPU s  peak MiB  runs"
    for r in rows:
        ratio = f"{r.cpu_per_page / ours:8.2f}" if ours else f"{'':8}"
        counts = f"{r.reader:10}  {r.pages:5}  {r.tables:6}"
        seconds = f"{r.cpu_per_page:10.4f}  {r.wall_per_page:11.4f}  {ratio}  {r.import_cpu:13.2f}"
        yield f"{counts}  {seconds}  {r.peak_bytes / MIB:8.0f}  {r.runs:4}"
    for r in rows:
        if r.pages < total_pages:
            yield f"{r.reader} read {r.pages} of the {total_pages} pages, spread evenly over the files"


def main(argv: Sequence[str] | None = None) -> int:
    """0 when all was measured, 2 when there is nothing to measure."""
    parser = argparse.ArgumentParser(prog="bench", description="CPU seconds a page, reader by reader")
    parser.add_argument("--pdfs", type=Path, default=Path("build/examples"), help="default: %(default)s")
    parser.add_argument("--readers", nargs="+", choices=tuple(READERS), default=tuple(READERS))
    parser.add_argument("--runs", type=int, default=3, help="the median counts (%(default)s)")
    parser.add_argument("--camelot-runs", type=int, default=1, help="the same for camelot (%(default)s)")
    parser.add_argument("--camelot-pages", type=int, help="at most so many with camelot")
    parser.add_argument("--json", type=Path, help="file for the rows")
    options = parser.parse_args(argv)
    shares = all_pages(options.pdfs) if options.pdfs.is_dir() else []
    if not shares:
        print(f"bench: no PDF in {options.pdfs}; name a folder: make bench PDFS=…", file=sys.stderr)
        return 2
    rows = []
    for reader in options.readers:
        slow = reader == "camelot"
        pages = sampled(shares, options.camelot_pages) if slow else shares
        runs = options.camelot_runs if slow else options.runs
        rows.append(row(reader, [run_once(reader, pages) for _ in range(max(runs, 1))]))
    for line in report(rows, sum(len(share.pages) for share in shares)):
        print(line)
    if options.json:
        text = json.dumps([asdict(r) for r in rows], indent=1)
        options.json.write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
