"""``make bench``: what a page costs yusuan beside other readers of tables, and what each of them reads right.

    python -m tests.bench.bench [--pdfs DIR] [--truth DIR] [--truth-format FORMAT] [--readers NAME…] [--runs N]
                                [--slow-pages N] [--json FILE] [--charts DIR]

Every run is a process of its own, one after the other, the readers in turn. CPU seconds are those of the process and
its children, user and system, without the imports, which have a column of their own. A reader that cannot run here is
listed as absent.
"""

from __future__ import annotations

import argparse
import json
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich.console import Console

from tests.bench.chart import write_charts
from tests.bench.measuring import Cost
from tests.bench.places import Share, all_pages, sampled
from tests.bench.readers import READERS, SLOW, reader
from tests.bench.rows import Row, exactness_table, row, speed_table
from tests.bench.scoring import score
from tests.bench.tables import ReadTable, TrueTable, from_json
from tests.bench.truth import FORMATS, TruthUnreadable, read_truths


def run_once(name: str, shares: Sequence[Share]) -> tuple[Cost, list[ReadTable]] | None:
    """Cost and tables of one run in a process of its own; ``None`` when the reader fails, which stderr then tells."""
    python = str(getattr(reader(name), "PYTHON", sys.executable))
    with tempfile.TemporaryDirectory() as scratch:
        target = Path(scratch) / "tables.json"
        command = [python, "-m", "tests.bench.measuring", name, str(target), *map(str, shares)]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
        if done.returncode:
            return None
        tables = [from_json(value) for value in json.loads(target.read_text(encoding="utf-8"))]
    return Cost(**json.loads(done.stdout.splitlines()[-1])), tables


@dataclass(frozen=True)
class Task:
    """What one reader is to read, and how often."""

    name: str
    shares: Sequence[Share]
    runs: int


def measured(tasks: Sequence[Task], truths: Sequence[TrueTable]) -> dict[str, Row]:
    """The rows of the readers that did not fail.

    They take turns, run by run: where the machine grows slower meanwhile, it does so for all.
    """
    done: dict[str, list[tuple[Cost, list[ReadTable]]]] = {task.name: [] for task in tasks}
    for turn in range(max((task.runs for task in tasks), default=0)):
        for task in tasks:
            if turn < task.runs and task.name in done:
                if (once := run_once(task.name, task.shares)) is not None:
                    done[task.name].append(once)
                else:
                    del done[task.name]
    return {task.name: _row(task, done[task.name], truths) for task in tasks if task.name in done}


def _row(task: Task, done: Sequence[tuple[Cost, list[ReadTable]]], truths: Sequence[TrueTable]) -> Row:
    pages = {(share.file.stem, page) for share in task.shares for page in share.pages}
    files = {share.file.stem for share in task.shares}
    own = [t for t in truths if (t.file, t.page) in pages or (not t.page and t.file in files)]
    return row(task.name, [cost for cost, _ in done], score(own, done[0][1]) if own else None)


def notes(rows: Sequence[Row], absent: Sequence[tuple[str, str]], total_pages: int) -> Iterator[str]:
    """What the tables do not say: who read a sample, who was not there."""
    for r in rows:
        if r.pages < total_pages:
            yield f"{r.reader} read {r.pages} of the {total_pages} pages: whole files spread over all"
    for name, why in absent:
        yield f"absent: {name}: {why}"


def machine() -> dict[str, Any]:
    """On what was measured."""
    names = [line.partition(":")[2].strip() for line in _lines(Path("/proc/cpuinfo")) if line.startswith("model name")]
    return {
        "processor": names[0] if names else platform.processor(),
        "cores": len(names),
        "python": platform.python_version(),
    }


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8", errors="replace").splitlines() if path.exists() else []


def main(argv: Sequence[str] | None = None) -> int:
    """0 when all readers that are there were measured, 1 when one failed, 2 when there is nothing to measure."""
    options = _options(argv)
    shares = all_pages(options.pdfs) if options.pdfs.is_dir() else []
    if not shares:
        print(f"bench: no PDF in {options.pdfs}; name a folder: make bench PDFS=…", file=sys.stderr)
        return 2
    try:
        truths = read_truths(options.truth or options.pdfs, options.truth_format)
    except TruthUnreadable as error:
        print(f"bench: {error}", file=sys.stderr)
        return 2
    absent = [(name, why) for name in options.readers if (why := reader(name).missing())]
    tasks = [_task(name, shares, options) for name in options.readers if name not in dict(absent)]
    found = measured(tasks, truths)
    rows = list(found.values())
    absent += [(task.name, "failed; its own words stand above") for task in tasks if task.name not in found]
    total = sum(len(share.pages) for share in shares)
    console = Console(width=None if sys.stdout.isatty() else 150)
    console.print(speed_table(rows))
    if any(r.score for r in rows):
        console.print(exactness_table(rows))
    for line in notes(rows, absent, total):
        console.print(line, highlight=False)
    _write(options, rows, absent, len(shares), total)
    return int(any(why.startswith("failed") for _, why in absent))


def _task(name: str, shares: Sequence[Share], options: argparse.Namespace) -> Task:
    if name in SLOW:
        return Task(name, sampled(shares, options.slow_pages), 1)
    return Task(name, shares, max(options.runs, 1))


def _write(
    options: argparse.Namespace, rows: Sequence[Row], absent: Sequence[tuple[str, str]], files: int, pages: int
) -> None:
    if options.json:
        what = {"machine": machine(), "files": files, "pages": pages, "truth": options.truth_format}
        found = {**what, "readers": [asdict(r) for r in rows], "absent": [{"reader": n, "why": w} for n, w in absent]}
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    if options.charts:
        options.charts.mkdir(parents=True, exist_ok=True)
        name = options.json.stem if options.json else "bench"
        write_charts(rows, options.charts, name)


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description="cost and exactness, reader by reader")
    parser.add_argument("--pdfs", type=Path, default=Path("build/examples"), help="default: %(default)s")
    parser.add_argument("--truth", type=Path, help="folder of truth files; default: the folder of the PDFs")
    parser.add_argument("--truth-format", choices=FORMATS, default=FORMATS[0], help="default: %(default)s")
    parser.add_argument("--readers", nargs="+", choices=READERS, default=READERS)
    parser.add_argument("--runs", type=int, default=3, help="the median counts; slow readers run once (%(default)s)")
    parser.add_argument("--slow-pages", type=int, help="at most so many pages with readers that take long")
    parser.add_argument("--json", type=Path, help="file for the figures")
    parser.add_argument("--charts", type=Path, help="folder for SVG charts, named as the JSON file is")
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main())
