"""``make bench-review``: how long a reviewer waits, and what decisions cost a run.

    python -m tests.bench.review --pdfs DIR [--documents N] [--decisions N] [--json FILE]

The PDFs are run once; their release is copied row by row, under other identifiers, to one of N documents. Measured on
it: seconds from the start of ``yusuan review`` to the first table, with its picture, in a browser; milliseconds from a
key to the next amount in focus. And the CPU seconds that N decisions add to a run of the PDFs.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.cli import run_command
from pipeline.config.load import configs_root, load_configs
from pipeline.decisions.apply import decided
from pipeline.decisions.keys import places
from pipeline.decisions.records import Decision, Seen, decide
from pipeline.decisions.store import append, decisions_of, decisions_path
from pipeline.document import process_document
from pipeline.emission.read import open_release
from pipeline.errors import YusuanError
from pipeline.ingest.pictures import crop_digests
from pipeline.model.records import DocumentResult

IDS = r"\b([a-z]{2,3})_[0-9a-f]{4}"
"""The start of an identifier; the copy's number takes the place of its first four digits."""


def multiplied(out: Path, target: Path, documents: int) -> int:
    """Writes the release of at least so many documents made of copies of one; its number of documents."""
    release = open_release(out)
    copies = -(-documents // len(release["documents"]))
    (target / "data").mkdir(parents=True)
    for entry in release.descriptor["resources"]:
        name = entry["name"]
        whole = release.arrow(name)
        if not name.startswith(("cl_", "units", "localities")):
            whole = pa.concat_tables([_copy(whole, number) for number in range(copies)])
        path = target / (entry.get("parquet") or entry)["path"]
        pq.write_table(whole, path)
    shutil.copy(out / "datapackage.json", target)
    (target / "logs").mkdir()
    (target / "logs" / "run.jsonl").touch()
    manifest = release.manifest
    inputs = [entry for entry in manifest["inputs"] if "document_id" in entry]
    again = [
        {**entry, "document_id": re.sub(IDS, rf"\1_{number:04x}", entry["document_id"])}
        for number in range(copies)
        for entry in inputs
    ]
    (target / "manifest.json").write_text(json.dumps({**manifest, "inputs": again}), encoding="utf-8")
    return copies * len(inputs)


def _copy(whole: pa.Table, number: int) -> pa.Table:
    for at, field in enumerate(whole.schema):
        if pa.types.is_string(field.type) and field.name != "locality_code":
            column = pc.replace_substring_regex(whole.column(at), IDS, rf"\1_{number:04x}")
            if field.name == "disclosure_id":
                column = pc.binary_join_element_wise(column, pa.scalar(f"{number}"), "-")
            whole = whole.set_column(at, field, column)
    return whole


def waiting(out: Path, configs: Path, keys: int) -> dict[str, float]:
    """Seconds to the address, to the first table with its picture; milliseconds from a key to the next amount."""
    from playwright.sync_api import sync_playwright

    command = [sys.executable, "-m", "pipeline.cli", "review", str(out), "--no-browser", "--configs", str(configs)]
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
        program = os.environ.get("YUSUAN_CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        start = time.perf_counter()
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
            try:
                assert server.stderr is not None
                found = re.search(r"http\S+", server.stderr.readline())
                assert found is not None
                up = time.perf_counter() - start
                page.goto(found.group(0))
                page.wait_for_selector("#grid td.current")
                if page.locator("#page").count():
                    _wait(page, "document.getElementById('page').naturalWidth > 0")
                first = time.perf_counter() - start
                cpu = _cpu_seconds(server.pid)
                latencies = sorted(_latency(page) for _ in range(keys))
            finally:
                server.terminate()
        browser.close()
    middle, late = latencies[len(latencies) // 2], latencies[int(len(latencies) * 0.95)]
    return {
        "address": up,
        "first table": first,
        "server CPU s until then": cpu,
        "key p50 ms": middle * 1000,
        "key p95 ms": late * 1000,
    }


_FOCUS = "[...document.querySelectorAll('#grid td.current')].map((cell) => location.pathname + cell.id).join()"


def _latency(page: Any) -> float:
    """Presses u (unsure: it needs no value) and waits until another amount has the focus, in this table or the next."""
    before = page.evaluate(_FOCUS)
    start = time.perf_counter()
    page.keyboard.press("u")
    _wait(page, f"(() => {{ const now = {_FOCUS}; return now !== '' && now !== {json.dumps(before)}; }})()")
    return time.perf_counter() - start


def _cpu_seconds(process: int) -> float:
    """What a process has used so far, so that a busy machine can be told from a slow program."""
    used = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(used[11]) + int(used[12])) / os.sysconf("SC_CLK_TCK")


def _wait(page: Any, condition: str) -> None:
    """Waits until the expression is true, also while the page is being replaced by another.

    Playwright's own way polls with eval, which the pages' policy forbids.
    """
    from playwright.sync_api import Error

    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            if page.evaluate(condition):
                return
        except Error as error:
            if "context" not in str(error):
                raise
        page.wait_for_timeout(5)
    raise TimeoutError(condition)


def decisions_about(result: DocumentResult, path: Path, most: int) -> list[Decision]:
    """So many decisions about a document, half of them accepting, half changing an amount."""
    order = {table.table_id: table.seq for table in result.tables}
    entries = sorted(result.entries, key=lambda e: (order[e.line.table_id], e.line.row_no, e.col))
    keys = places(result.document.disclosure_id, [e.line for e in entries]).keys
    crop = crop_digests(path)
    made = []
    usable = [e for e in entries if e.line.amount_unit and e.line.value_status != "not_applicable"]
    # Amounts first; where there are not enough, blank cells are given one as well.
    usable.sort(key=lambda e: e.line.amount_cny is None)
    for number, entry in enumerate(usable[:most]):
        line = entry.line
        seen = Seen(
            raw=line.amount_raw,
            cny=None if line.amount_cny is None else str(line.amount_cny),
            unit="CNY",
            status=line.value_status,
            crop=crop(line.page_no, line.bbox) if number == 0 else "0" * 64,
        )
        accept = number % 2 == 0 and line.amount_cny is not None
        value = (line.amount_cny or Decimal(0)) + (0 if accept else 10_000)
        made.append(decide(keys[line.line_id], seen, "accept" if accept else "override", "bench", value=f"{value:f}"))
    return made


def applying(pdfs: Path, configs: Path, wanted: int) -> dict[str, float]:
    """CPU seconds that reading and applying so many decisions takes in a run of the PDFs, and that run's own."""
    rules = load_configs(configs)
    results = []
    start = time.process_time()
    for path in sorted(pdfs.rglob("*.pdf")):
        try:
            results.append((process_document(path, rules), path))
        except YusuanError as error:
            sys.stderr.write(f"bench-review: left out: {error}\n")
    own = time.process_time() - start
    distinct = {result.document.disclosure_id: (result, path) for result, path in results}
    made: list[Decision] = []
    for result, path in distinct.values():
        found = decisions_about(result, path, -(-wanted // len(distinct)))
        append(decisions_path(rules, result.document.locality_code), found)
        made += found
    start = time.process_time()
    for result, path in results:
        decided(result, decisions_of(rules, result.document.locality_code), crop_digests(path))
    return {
        "decisions": float(len(made)),
        "documents": float(len(results)),
        "CPU s of the run": own,
        "CPU s added": time.process_time() - start,
    }


def main(argv: Sequence[str] | None = None) -> int:
    """0 when measured, 2 when there is nothing to measure."""
    parser = argparse.ArgumentParser(prog="bench-review", description=__doc__)
    parser.add_argument("--pdfs", type=Path, required=True)
    parser.add_argument("--documents", type=int, default=500)
    parser.add_argument("--decisions", type=int, default=1000)
    parser.add_argument("--keys", type=int, default=40)
    parser.add_argument("--json", type=Path, help="write the figures here as well")
    options = parser.parse_args(argv)
    if not any(options.pdfs.rglob("*.pdf")):
        sys.stderr.write(f"bench-review: no PDF under {options.pdfs}; name a folder with --pdfs\n")
        return 2
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for copy in ("waiting", "applying"):
            shutil.copytree(configs_root(), folder / copy)
        figures = {"applying": applying(options.pdfs, folder / "applying", options.decisions)}
        run_command(["run", str(options.pdfs), "-o", str(folder / "OUT")])
        documents = multiplied(folder / "OUT", folder / "MANY", options.documents)
        figures["waiting"] = {"documents": float(documents)} | waiting(
            folder / "MANY", folder / "waiting", options.keys
        )
    for name, found in figures.items():
        sys.stdout.write(f"{name}: {', '.join(f'{key} {value:.4g}' for key, value in found.items())}\n")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
