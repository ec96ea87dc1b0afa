"""``make bench-ocr``: how well tables of rasterised pages are read, beside RapidOCR full page on the same grids.

    python -m tests.bench.ocr [--pdfs DIR] [--recipes NAME…] [--pages-per-file N] [--no-peer] [--json FILE]

The truth is the text layer of the same page, read by the digital path. Every recipe runs in a process of its own.
Columns: numbers and text cells right in rows and columns aligned by content, grids right, silent errors (numbers given
without doubt that are not there, or lost without doubt), good number cells marked doubtful, CPU seconds a page, peak
memory.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from pipeline.config.load import load_configs
from pipeline.errors import YusuanError
from pipeline.geometry import POINTS
from pipeline.ingest.discover import InputFile
from pipeline.ingest.source import open_source
from pipeline.layout.unruled import seen_regions
from pipeline.model.table import Grid
from pipeline.money import parse_number
from pipeline.page_reading import read_pages
from pipeline.scans.evidence import pixels_wanted_of
from pipeline.scans.unruled import unruled_tables
from tests.bench import aligned
from tests.bench.aligned import Place, Shown
from tests.corpus.scanner import RECIPES, scan_pdf

FEWEST_NUMBERS = 8
"""A page with fewer numbers in tables is not measured."""


def pages_with_tables(folder: Path, most: int) -> Iterator[tuple[Path, int, list[Grid]]]:
    """File, page number and grids, with rules or without, of up to ``most`` pages a file, spread evenly over it."""
    for path in sorted(folder.rglob("*.pdf")):
        try:
            source = open_source(InputFile(path))
        except YusuanError as error:
            sys.stderr.write(f"bench-ocr: left out: {error}\n")
            continue
        found = []
        pixels, limits = pixels_wanted_of(source.pages), load_configs().vocabulary.limits
        for page, contents in read_pages(source.pages, pixels, path, limits, []):
            grids = [grid for content in contents for grid in content.grids if grid.reader == "ruled"]
            numbers = sum(parse_number(cell.compact) is not None for grid in grids for cell in grid.cells)
            if numbers >= FEWEST_NUMBERS and not page.quarter_turns and not page.from_pixels:
                found.append((path, page.number, grids))
        count = min(most, len(found))
        yield from (found[i * len(found) // count] for i in range(count))


def compared(read: Sequence[Mapping[Place, Shown]], truth: Sequence[Grid]) -> dict[str, int]:
    """Counts of one page: the read cells of each grid against the truth's, rows and columns aligned by content."""
    counts = Counter[str](grids=len(truth))
    for position, grid in enumerate(truth):
        wanted = {(c.row, c.col, c.row_span, c.col_span): c.text for c in grid.cells}
        given = read[position] if position < len(read) else {}
        counts["grids_right"] += set(given) == set(wanted)
        counts.update(aligned.compared(given, wanted)._asdict())
    return dict(counts)


def ours(image: Any, dpi: float, number: int) -> Any:
    """What yusuan reads on the page, the layout of tables without rules included."""
    from ocr_fallback.page import read_page

    return read_page(image, dpi, lambda straight: unruled_tables(straight, seen_regions, number, POINTS / dpi).grids)


def peer_cells(engine: Any, image: Any, page: Any) -> list[dict[Place, Shown]]:
    """What RapidOCR reads on the whole page, dealt to the cells of our grids by the middle of each box."""
    output = engine(cv2.cvtColor(image, cv2.COLOR_RGB2BGR))
    items = [] if output.boxes is None else list(zip(output.boxes, output.txts, output.scores, strict=True))
    dealt = []
    for grid in page.grids:
        cells = {}
        for cell in grid.cells:
            inside = [
                (float(box[:, 1].mean()), float(box[:, 0].mean()), text, score)
                for box, text, score in items
                if cell.box.x0 <= box[:, 0].mean() < cell.box.x1 and cell.box.y0 <= box[:, 1].mean() < cell.box.y1
            ]
            text = "".join(part for _, _, part, _ in sorted(inside))
            doubtful = any(score < 0.9 for _, _, _, score in inside)
            cells[cell.row, cell.col, cell.row_span, cell.col_span] = Shown(text, doubtful)
        dealt.append(cells)
    return dealt


def measure(folder: Path, recipe_name: str, most: int, peer: bool) -> dict[str, Any]:
    """The sums over all pages of one recipe for yusuan and, where asked, RapidOCR."""
    recipe = RECIPES[recipe_name]
    totals: dict[str, dict[str, float]] = {}
    engine = None
    if peer:
        from rapidocr import RapidOCR

        engine = RapidOCR()
    pages = files = 0
    last = None
    for path, number, truth in pages_with_tables(folder, most):
        files += path != last
        last = path
        pages += 1
        seed = zlib.crc32(path.stem.encode())
        ((_, jpeg),) = scan_pdf(path, recipe, seed, [number])
        coded: Any = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
        image = cv2.cvtColor(coded, cv2.COLOR_BGR2RGB)
        start = time.process_time()
        page = ours(image, recipe.dpi, number)
        used = time.process_time() - start
        cells = [
            {
                (c.row, c.col, c.row_span, c.col_span): Shown(c.text, c.status in ("doubtful", "illegible"))
                for c in g.cells
            }
            for g in page.grids
        ]
        _add(totals.setdefault("yusuan", {}), compared(cells, truth), used)
        if engine is not None:
            start = time.process_time()
            dealt = peer_cells(engine, image, page)
            _add(totals.setdefault("rapidocr", {}), compared(dealt, truth), time.process_time() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return {"recipe": recipe_name, "pages": pages, "files": files, "peak_bytes": peak, "readers": totals}


def _add(total: dict[str, float], counts: dict[str, int], seconds: float) -> None:
    for name, count in (*counts.items(), ("cpu", seconds)):
        total[name] = total.get(name, 0) + count


def report(results: Sequence[dict[str, Any]]) -> Iterator[str]:
    """The lines of the table, one a recipe and reader."""
    yield (
        "recipe  reader    pages files  numbers right        text cells right     grids right  silent  good doubted"
        "  CPU s/page"
    )
    for result in results:
        for reader, t in result["readers"].items():
            numbers, texts = max(t["numbers"], 1), max(t["texts"], 1)
            yield (
                f"{result['recipe']:6}  {reader:8}  {result['pages']:5} {result['files']:5}"
                f"  {t['numbers_right']:6.0f}/{t['numbers']:.0f} {100 * t['numbers_right'] / numbers:6.2f} %"
                f"  {t['texts_right']:6.0f}/{t['texts']:.0f} {100 * t['texts_right'] / texts:6.2f} %"
                f"  {t['grids_right']:4.0f}/{t['grids']:.0f}  {t['silent']:6.0f}"
                f"  {100 * t['good_doubted'] / numbers:9.2f} %  {t['cpu'] / max(result['pages'], 1):10.2f}"
            )
        yield f"{result['recipe']:6}  peak memory of the process: {result['peak_bytes'] / 2**20:.0f} MiB"


def main(argv: Sequence[str] | None = None) -> int:
    """0 when all was measured, 2 when there is nothing to measure."""
    parser = argparse.ArgumentParser(prog="bench-ocr", description=__doc__)
    parser.add_argument("--pdfs", type=Path, default=Path("../shared/real"), help="default: %(default)s")
    parser.add_argument("--recipes", nargs="+", choices=tuple(RECIPES), default=("200", "150", "hard"))
    parser.add_argument("--pages-per-file", type=int, default=4)
    parser.add_argument("--no-peer", action="store_true", help="leave RapidOCR out")
    parser.add_argument("--json", type=Path, help="write the figures here as well")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if not any(options.pdfs.rglob("*.pdf")):
        sys.stderr.write(f"bench-ocr: no PDF under {options.pdfs}; name a folder with --pdfs\n")
        return 2
    if options.one:
        found = measure(options.pdfs, options.recipes[0], options.pages_per_file, not options.no_peer)
        sys.stdout.write(json.dumps(found) + "\n")
        return 0
    results = []
    for recipe in options.recipes:
        command = [sys.executable, "-m", "tests.bench.ocr", "--one", "--pdfs", str(options.pdfs), "--recipes", recipe]
        command += ["--pages-per-file", str(options.pages_per_file), *(["--no-peer"] if options.no_peer else [])]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
        results.append(json.loads(done.stdout.splitlines()[-1]))
    for line in report(results):
        sys.stdout.write(line + "\n")
    if options.json:
        options.json.write_text(json.dumps(results, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
