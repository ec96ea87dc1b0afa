"""``make bench-growth``: 1, 10, 100, 1,000 documents: is time linear, is memory flat, what does a second worker bring?

    python -m tests.bench.growth [--pdfs DIR] [--documents N…] [--workers N…] [--json FILE]

The PDFs of the folder in turn, each copy with bytes of its own and so a document of its own. Every run is a process of
its own. Peak memory is that of the largest process of the run; with several workers the others hold theirs beside it.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

KIB, MIB = 1024, 1024 * 1024


@dataclass(frozen=True)
class Run:
    """What one run of ``documents`` took, all stages, files written, interpreter and imports included."""

    documents: int
    workers: int
    wall: float
    cpu: float
    peak_bytes: int


def copies(folder: Path, target: Path, count: int) -> None:
    """Fills ``target`` with ``count`` PDFs of ``folder`` in turn, each with a comment of its own after its end."""
    sources = sorted(folder.rglob("*.pdf"))
    for number in range(count):
        source = sources[number % len(sources)]
        data = source.read_bytes()
        (target / f"{number:05d}-{source.name}").write_bytes(data + f"\n% copy {number}\n".encode())


def run_once(folder: Path, out: Path, documents: int, workers: int) -> Run:
    """One run; ends the program when it fails."""
    command = [sys.executable, "-m", "pipeline.cli", "run", str(folder), "-o", str(out), "--workers", str(workers)]
    begun = time.perf_counter()
    child = os.posix_spawn(sys.executable, command, os.environ)
    _, status, usage = os.wait4(child, 0)
    if code := os.waitstatus_to_exitcode(status):
        sys.exit(f"bench-growth: yusuan run of {documents} document(s) ended with exit code {code}")
    wall = time.perf_counter() - begun
    return Run(documents, workers, wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * KIB)


def exponent(runs: Sequence[Run]) -> float | None:
    """How CPU time grows from the second largest to the largest run: 1 is linear; ``None`` for fewer than two."""
    if len(runs) < 2:
        return None
    last, largest = sorted(runs, key=lambda run: run.documents)[-2:]
    return math.log(largest.cpu / last.cpu) / math.log(largest.documents / last.documents)


def notes(runs: Sequence[Run]) -> Iterator[str]:
    """What follows from the runs: growth of time and memory by number of workers, and what workers bring."""
    for workers in sorted({run.workers for run in runs}):
        own = [run for run in runs if run.workers == workers]
        slope = exponent(own)
        if slope is not None:
            yield f"{workers} worker(s): CPU time grows as documents^{slope:.2f} between the two largest runs"
    by_size = {(run.documents, run.workers): run for run in runs}
    for (documents, workers), run in sorted(by_size.items()):
        alone = by_size.get((documents, 1))
        if workers > 1 and alone is not None:
            yield f"{documents} document(s): {workers} workers are {alone.wall / run.wall:.2f} times faster than one"


def table(runs: Sequence[Run]) -> Table:
    """The runs as a table."""
    shown = Table(title="Growth", title_justify="left")
    for name in ("documents", "workers", "wall s", "CPU s", "CPU s/document", "peak MiB"):
        shown.add_column(name, justify="right")
    for run in runs:
        shown.add_row(
            f"{run.documents}",
            f"{run.workers}",
            f"{run.wall:.2f}",
            f"{run.cpu:.2f}",
            f"{run.cpu / run.documents:.3f}",
            f"{run.peak_bytes / MIB:.0f}",
        )
    return shown


def main(argv: Sequence[str] | None = None) -> int:
    """0 when all was measured, 2 when there is nothing to measure."""
    parser = argparse.ArgumentParser(prog="bench-growth", description="time and memory of growing runs")
    parser.add_argument("--pdfs", type=Path, default=Path("build/examples"), help="default: %(default)s")
    parser.add_argument("--documents", nargs="+", type=int, default=(1, 10, 100, 1000))
    parser.add_argument("--workers", nargs="+", type=int, default=(1, 2))
    parser.add_argument("--json", type=Path, help="file for the figures")
    options = parser.parse_args(argv)
    if not options.pdfs.is_dir() or not any(options.pdfs.rglob("*.pdf")):
        print(f"bench-growth: no PDF in {options.pdfs}; name a folder with --pdfs", file=sys.stderr)
        return 2
    runs: list[Run] = []
    for documents in options.documents:
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch) / "in"
            folder.mkdir()
            copies(options.pdfs, folder, documents)
            runs += [run_once(folder, Path(scratch) / f"out-{n}", documents, n) for n in options.workers]
    console = Console(width=None if sys.stdout.isatty() else 120)
    console.print(table(runs))
    for line in notes(runs):
        console.print(line, highlight=False)
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(json.dumps([asdict(run) for run in runs], indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
