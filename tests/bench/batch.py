"""The full figures of batches: kills and resumes, hostile files, throughput, memory, a no-op rerun, many lines.

``make bench-batch BENCH='--only kills'``. Every part prints what it measured; none has a threshold of its own.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil

from pipeline.batch.run import run
from pipeline.emission.placing import STAGING
from pipeline.ingest.discover import published
from tests.batch.documents import write_documents
from tests.corpus.build import build as build_corpus
from tests.hostile.build import build as build_hostile

ROOT = Path(__file__).parents[2]
PERIOD = 0.25
"""Seconds between two looks at a process's memory."""
START = 1.0
"""About so many seconds a run takes before the first document is done."""


def data_digests(out: Path) -> dict[str, str]:
    """sha256 of every data file of a release."""
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted((out / "data").iterdir())}


def started(inputs: Path, out: Path, workers: int) -> subprocess.Popen[bytes]:
    """A run in a process of its own."""
    command = [sys.executable, "-m", "pipeline.cli", "run", str(inputs), "-o", str(out), "--workers", str(workers)]
    return subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, stderr=subprocess.DEVNULL)


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def kills(folder: Path, documents: int, times: int) -> None:
    """A run killed with -9 at random moments, then finished; compared with one nobody disturbed.

    The moments are drawn so that the work is spread over all kills; a run that ends before its kill is the last.
    """
    write_documents(folder / "in", documents, lines=300)
    start = time.perf_counter()
    run([str(folder / "in")], folder / "undisturbed", workers=2)
    undisturbed = time.perf_counter() - start
    moments, pids, done = random.Random(1), set(), []
    longest = START + 1.2 * undisturbed / times
    for _ in range(times):
        process = started(folder / "in", folder / "out", 2)
        time.sleep(moments.uniform(0.3, longest))
        if process.poll() is not None:
            break
        pids |= {child.pid for child in psutil.Process(process.pid).children(recursive=True)}
        process.send_signal(signal.SIGKILL)
        process.wait()
        done.append(len(list((folder / "out" / ".work" / "store" / "entries").glob("??/*.json"))) // 2)
    code = started(folder / "in", folder / "out", 2).wait()
    same = data_digests(folder / "out") == data_digests(folder / "undisturbed")
    left = [p.name for p in (folder / "out").rglob("*") if p.name.startswith((".partial-", STAGING))]
    time.sleep(0.5)
    orphans = [
        pid for pid in pids if psutil.pid_exists(pid) and "batch.child" in " ".join(psutil.Process(pid).cmdline())
    ]
    say(
        f"kills: {documents} documents, {len(done)} kills of an unfinished run (documents done at each: {done}),"
        f" exit {code} at last;"
        f" data identical: {same}; temporary files: {len(left)}; orphans: {len(orphans)};"
        f" undisturbed {undisturbed:.1f} s"
    )


def hostile(folder: Path, good: int, *, full: bool) -> None:
    """The hostile corpus among good documents: what became of it, the costliest files."""
    bad = build_hostile(folder / "in" / "bad", full=full)
    write_documents(folder / "in" / "good", good)
    start = time.perf_counter()
    code = started(folder / "in", folder / "out", 2).wait()
    seconds = time.perf_counter() - start
    entries = {e["file_name"]: e for e in json.loads((folder / "out" / "manifest.json").read_text())["inputs"]}
    ours = [entries[published(item.name)] for item in bad]
    ended: dict[str, int] = {}
    for entry in ours:
        how = entry.get("code", entry["outcome"])
        ended[how] = ended.get(how, 0) + 1
    fine = sum(entry["outcome"] == "done" for name, entry in entries.items() if name.startswith("document-"))
    say(
        f"hostile: {len(bad)} bad among {good} good, exit {code}, {seconds:.0f} s; good done: {fine}; bad ended {ended}"
    )
    for entry in sorted(ours, key=lambda e: -sum((e["seconds"] or {}).values()))[:6]:
        spent = sum((entry["seconds"] or {}).values())
        say(f"  {entry['file_name'][:40]}: {spent:.1f} s, {entry['peak_mb']:.0f} MiB, {entry.get('code', 'done')}")


def watched(process: subprocess.Popen[bytes]) -> list[tuple[float, float]]:
    """Seconds since the start and MiB of anonymous memory of the supervisor, until it ends."""
    found, start = [], time.perf_counter()
    while process.poll() is None:
        try:
            status = Path(f"/proc/{process.pid}/status").read_text()
        except OSError:
            break
        anonymous = next((int(x.split()[1]) / 1024 for x in status.splitlines() if x.startswith("RssAnon")), 0.0)
        found.append((time.perf_counter() - start, anonymous))
        time.sleep(PERIOD)
    process.wait()
    return found


def copies(folder: Path, count: int) -> Path:
    """``count`` PDFs with content of their own: the typeset corpus, each copy with another comment at its end."""
    build_corpus(folder / "corpus")
    sources = sorted((folder / "corpus").rglob("*.pdf"))
    (folder / "copies").mkdir()
    for number in range(count):
        data = sources[number % len(sources)].read_bytes() + b"\n%% copy %d\n" % number
        (folder / "copies" / f"copy-{number:05d}.pdf").write_bytes(data)
    return folder / "copies"


def throughput(folder: Path, count: int) -> None:
    """``count`` PDFs at one and two workers: documents a minute, the supervisor's memory; then a run of nothing."""
    inputs = copies(folder, count)
    for workers in (1, 2):
        out = folder / f"out-{workers}"
        start = time.perf_counter()
        memory = watched(started(inputs, out, workers))
        seconds = time.perf_counter() - start
        quarters = [memory[i * len(memory) // 5][1] for i in range(1, 5)]
        shown = ", ".join(f"{mib:.0f}" for mib in quarters)
        say(
            f"throughput: {count} documents, {workers} worker(s): {seconds:.0f} s, {count / seconds * 60:.0f} a minute;"
            f" supervisor MiB after 1/5 … 4/5: {shown}; at most {max(m for _, m in memory):.0f}"
        )
    start = time.perf_counter()
    started(inputs, folder / "out-2", 2).wait()
    say(f"no-op rerun of {count} documents: {time.perf_counter() - start:.1f} s")
    say(f"same bytes at 1 and 2 workers: {data_digests(folder / 'out-1') == data_digests(folder / 'out-2')}")


def lines(folder: Path, wanted: int) -> None:
    """A release of ``wanted`` budget lines: seconds, memory; then one document changed, and what is written anew."""
    rows = 1000
    count = wanted // (3 * rows)
    write_documents(folder / "in", count, lines=rows)
    start = time.perf_counter()
    memory = watched(started(folder / "in", folder / "out", 2))
    seconds = time.perf_counter() - start
    manifest = json.loads((folder / "out" / "manifest.json").read_text())
    total = sum(entry["budget_lines"] for entry in manifest["inputs"])
    size = sum(p.stat().st_size for p in (folder / "out" / "data").iterdir())
    say(
        f"lines: {total:,} budget lines of {count} documents, {seconds:.0f} s; data {size / 1e6:.0f} MB;"
        f" supervisor at most {max(m for _, m in memory):.0f} MiB"
    )
    for what, change in changes(folder / "in"):
        before = {p.name: p.stat().st_mtime_ns for p in (folder / "out" / "data").iterdir()}
        change()
        start = time.perf_counter()
        memory = watched(started(folder / "in", folder / "out", 2))
        seconds = time.perf_counter() - start
        written = sorted(n for n, t in before.items() if (folder / "out" / "data" / n).stat().st_mtime_ns != t)
        say(
            f"  {what}: {seconds:.1f} s, at most {max(m for _, m in memory):.0f} MiB,"
            f" written anew: {written or 'nothing'}"
        )


def changes(inputs: Path) -> Iterator[tuple[str, Callable[[], object]]]:
    """Changes to the inputs of ``lines``, each named."""
    path = min(inputs.iterdir())
    yield "nothing changed", lambda: None
    yield "one document changed", lambda: path.write_text(path.read_text().replace("行政运行1", "行政管理1"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=["kills", "hostile", "throughput", "lines"])
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--documents", type=int, default=300, help="documents that are killed among")
    parser.add_argument("--copies", type=int, default=1000)
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, help="where to work (default: a temporary folder, removed at the end)")
    chosen = parser.parse_args()
    parts: dict[str, Callable[[Path], None]] = {
        "kills": lambda folder: kills(folder, chosen.documents, chosen.kills),
        "hostile": lambda folder: hostile(folder, 100, full=True),
        "throughput": lambda folder: throughput(folder, chosen.copies),
        "lines": lambda folder: lines(folder, chosen.lines),
    }
    base = chosen.folder or Path(tempfile.mkdtemp(prefix="bench-batch-"))
    try:
        for name, part in parts.items():
            if chosen.only in (None, name):
                shutil.rmtree(base / name, ignore_errors=True)
                (base / name).mkdir(parents=True)
                part(base / name)
    finally:
        if chosen.folder is None:
            shutil.rmtree(base, ignore_errors=True)


if __name__ == "__main__":
    main()
