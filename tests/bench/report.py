"""``make bench-report``: what the report of a release costs to write, to store, and to open.

    python -m tests.bench.report RELEASE [--pdfs DIR] [--times N] [--json FILE]

The release is repeated ``--times`` over with fresh identifiers (Parquet only, pictures shared by content), so that one
sees whether memory grows with the number of documents. Writing is a process of its own; pages are opened in Chromium
from the disk, each in a fresh profile, median of three.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

MIB = 1024 * 1024
_ID = r"\b([a-z]{2,4}_[0-9a-f]{12})[0-9a-f]{4}\b"

_WRITE = """
import json, resource, sys, time
from pathlib import Path
from pipeline.report.site import write_report
start = time.perf_counter()
written = write_report(Path(sys.argv[1]), Path(sys.argv[3]) if sys.argv[3] else None, Path(sys.argv[2]))
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({"documents": written.documents, "pictures": written.pictures,
                  "wall": time.perf_counter() - start, "cpu": used.ru_utime + used.ru_stime,
                  "peak": used.ru_maxrss * 1024}))
"""


@dataclass(frozen=True)
class Figures:
    """One report measured; bytes and seconds, milliseconds to open a page."""

    documents: int
    wall: float
    cpu: float
    peak: int
    page_median: int
    page_largest: int
    index: int
    assets: int
    pictures: int
    pictures_bytes: int
    largest_ready_ms: float
    largest_loaded_ms: float
    index_loaded_ms: float


def repeated(release: Path, out: Path, times: int) -> Path:
    """The release with its documents ``times`` over under other identifiers, as far as a report reads it."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    shutil.copytree(release, out, ignore=shutil.ignore_patterns("*.csv", "report", "portal"))
    for path in sorted((out / "data").glob("*.parquet")):
        table = pq.read_table(path, partitioning=None)
        if not {"document_id", "table_id"} & set(table.column_names):
            continue
        copies = []
        for number in range(times):
            columns = [
                pc.replace_substring_regex(column, _ID, rf"\1{number:04x}")
                if pa.types.is_string(column.type) and name.endswith(("_id", "_ids"))
                else column
                for name, column in zip(table.column_names, table.columns, strict=True)
            ]
            copies.append(pa.table(columns, names=table.column_names))
        pq.write_table(pa.concat_tables(copies), path)
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    entries = [e for e in manifest["inputs"] if e.get("document_id")]
    manifest["inputs"] = [
        entry | {"document_id": f"{entry['document_id'][:-4]}{number:04x}"}
        for number in range(times)
        for entry in entries
    ]
    (out / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return out


def measured(release: Path, out: Path, pdfs: Path | None) -> Figures:
    """The figures of the report of one release, written to ``out``; ends the program when it cannot be written."""
    command = [sys.executable, "-c", _WRITE, str(release), str(out), str(pdfs or "")]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        sys.exit(f"bench: the report failed with exit code {done.returncode}")
    cost = json.loads(done.stdout.splitlines()[-1])
    pages = sorted(out.glob("*/index.html"), key=lambda p: p.stat().st_size)
    sizes = [page.stat().st_size for page in pages]
    pictures = list((out / "crops").glob("*.png"))
    ready, loaded = opened(pages[-1])
    return Figures(
        documents=cost["documents"],
        wall=cost["wall"],
        cpu=cost["cpu"],
        peak=cost["peak"],
        page_median=int(statistics.median(sizes)),
        page_largest=sizes[-1],
        index=(out / "index.html").stat().st_size,
        assets=sum(p.stat().st_size for p in (out / "assets").iterdir()),
        pictures=len(pictures),
        pictures_bytes=sum(p.stat().st_size for p in pictures),
        largest_ready_ms=ready,
        largest_loaded_ms=loaded,
        index_loaded_ms=opened(out / "index.html")[1],
    )


def opened(page: Path) -> tuple[float, float]:
    """Milliseconds until the page's document is ready and until it is loaded: medians over fresh profiles."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.opening", str(page)], stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"bench: {page} could not be opened; exit code {done.returncode}")
    ready, loaded = json.loads(done.stdout)
    return float(ready), float(loaded)


def said(f: Figures) -> str:
    """The figures as lines for people."""
    return (
        f"{f.documents} documents in {f.wall:.1f} s ({f.cpu / f.documents:.2f} CPU s each),"
        f" peak {f.peak / MIB:.0f} MiB\n"
        f"  pages: median {f.page_median / 1000:.0f} kB, largest {f.page_largest / 1000:.0f} kB,"
        f" index {f.index / 1000:.0f} kB, style and script {f.assets / 1000:.0f} kB\n"
        f"  pictures: {f.pictures}, {f.pictures_bytes / MIB:.1f} MiB\n"
        f"  Chromium: largest page ready {f.largest_ready_ms:.0f} ms, loaded {f.largest_loaded_ms:.0f} ms;"
        f" index {f.index_loaded_ms:.0f} ms\n"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code of the command; the figures go to standard output."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.report", description=__doc__)
    parser.add_argument("release", type=Path)
    parser.add_argument("--pdfs", type=Path)
    parser.add_argument("--times", type=int, nargs="*", default=[1], help="how often the documents are repeated")
    parser.add_argument("--json", type=Path, help="write the figures here as well")
    options = parser.parse_args(arguments)
    found = []
    with tempfile.TemporaryDirectory(prefix="yusuan-bench-") as folder:
        for times in options.times:
            source = options.release
            if times > 1:
                source = repeated(options.release, Path(folder) / f"release-{times}", times)
            figures = measured(source, Path(folder) / f"report-{times}", options.pdfs)
            sys.stdout.write(said(figures))
            found.append(asdict(figures))
    if options.json:
        options.json.write_text(json.dumps(found, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
