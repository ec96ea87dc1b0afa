"""``make draw``: four hard pages of the corpus beside their results: python -m tests.draw.draw OUT_DIR"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pymupdf

from pipeline import process_document
from pipeline.model.records import CellRecord
from tests.corpus.build import build
from tests.corpus.scanner import RECIPES, Recipe, scan_pdf

SOURCE = "zhenan-2023"
COVER = 1
"""Names publisher and year; it stays digital, so that the drawn page stands in a document."""
FEWEST_AMOUNTS = 20
SEED, SEEDS = 4, 24
REDDISH = 40
COLOURS = {
    "read": (0.1, 0.55, 0.2),
    "doubtful": (0.9, 0.5, 0.0),
    "illegible": (0.85, 0.1, 0.1),
    "digital": (0.1, 0.3, 0.8),
}
ZOOM = 2.0
ROOM = 40.0
"""White left below the table, in points."""
SMALLEST, LARGEST = 3.0, 8.0


def turned(corpus: Any, path: Path, number: int) -> Any:
    """The page as a scan that lies on its side."""
    return _scanned(path, number, replace(RECIPES["200"], seal=0.0), quarter_turns=90)


def sealed(corpus: Any, path: Path, number: int) -> Any:
    """The page as a scan with a seal over its amounts."""
    recipe, table = replace(RECIPES["200"], seal=1.0), _table_area(corpus[number - 1])

    def red_on_table(seed: int) -> int:
        ((_, jpeg),) = scan_pdf(path, replace(recipe, dpi=50), seed, [number])
        picture = pymupdf.Pixmap(jpeg)
        shown = np.frombuffer(picture.samples, np.uint8).reshape(picture.height, picture.width, 3).astype(int)
        x0, y0, x1, y1 = (round(v * picture.width / corpus[number - 1].rect.width) for v in table)
        return int((shown[y0:y1, x0:x1, 0] - shown[y0:y1, x0:x1, 1] > REDDISH).sum())

    return _scanned(path, number, recipe, seed=max(range(SEEDS), key=red_on_table))


def mixed(corpus: Any, path: Path, number: int) -> Any:
    """The page with its text above the table digital, and the table a picture."""
    table = _table_area(corpus[number - 1])
    ((_, jpeg),) = scan_pdf(path, Recipe(200, blur=0.2, noise=5), SEED, [number])
    picture = pymupdf.Pixmap(jpeg)
    scale = picture.width / corpus[number - 1].rect.width
    part = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(*(round(v * scale) for v in table)))
    part.copy(picture, part.irect)
    document = _pages(corpus, number)
    page = document[0]
    page.add_redact_annot(table)
    page.apply_redactions(graphics=2)
    page.insert_image(table, pixmap=part)
    return document


def garbage(corpus: Any, path: Path, number: int) -> Any:
    """The page whose fonts do not say which characters their glyphs are."""
    document = _pages(corpus, number)
    for xref in range(1, document.xref_length()):
        if document.xref_get_key(xref, "ToUnicode")[0] != "null":
            document.xref_set_key(xref, "ToUnicode", "null")
    return document


EXAMPLES: dict[str, Callable[[Any, Path, int], Any]] = {
    "turned": turned,
    "seal": sealed,
    "mixed": mixed,
    "garbage": garbage,
}


def draw(out_dir: Path) -> list[Path]:
    """The pictures written, one for each example."""
    out_dir.mkdir(parents=True, exist_ok=True)
    written = []
    with tempfile.TemporaryDirectory() as scratch:
        (built,) = build(Path(scratch), [SOURCE], ["ruled"])
        number = _page_with_amounts(built.pdf)
        with pymupdf.open(built.pdf) as corpus:
            for name, made in EXAMPLES.items():
                example = Path(scratch) / f"{name}.pdf"
                document = _pages(corpus, COVER)
                document.insert_pdf(made(corpus, built.pdf, number))
                document.save(example, garbage=3)
                out = out_dir / f"{name}.png"
                out.write_bytes(_beside(example, 2, 90 if made is turned else 0))
                written.append(out)
    return written


def _page_with_amounts(path: Path) -> int:
    """The first page with many amounts."""
    counts = Counter(line.page_no for line in process_document(path).budget_lines)
    return next(number for number, count in sorted(counts.items()) if number and count >= FEWEST_AMOUNTS)


def _pages(corpus: Any, number: int) -> Any:
    document = pymupdf.open()
    document.insert_pdf(corpus, from_page=number - 1, to_page=number - 1)
    return document


def _scanned(path: Path, number: int, recipe: Recipe, quarter_turns: int = 0, seed: int = SEED) -> Any:
    ((_, jpeg),) = scan_pdf(path, recipe, seed, [number])
    picture = pymupdf.Pixmap(jpeg)
    width, height = (side * 72 / recipe.dpi for side in (picture.width, picture.height))
    if quarter_turns:
        width, height = height, width
    document: Any = pymupdf.open()
    page = document.new_page(width=width, height=height)
    page.insert_image(page.rect, stream=jpeg, rotate=quarter_turns)
    return document


def _table_area(page: Any) -> Any:
    """Where the page's rules are."""
    drawn = [d["rect"] for d in page.get_drawings()]
    area = pymupdf.Rect(
        min(r.x0 for r in drawn), min(r.y0 for r in drawn), max(r.x1 for r in drawn), max(r.y1 for r in drawn)
    )
    return area + pymupdf.Rect(-4, -4, 4, 4)


def _beside(path: Path, number: int, rotate: int = 0) -> bytes:
    """The page with the cells' boxes, and beside it what was read in them, as PNG."""
    result = process_document(path)
    cells = [cell for cell in result.cells if cell.page_no == number and cell.bbox]
    with pymupdf.open(path) as document:
        shown = document[number - 1]
        picture = shown.get_pixmap(dpi=150)
        width, height = shown.rect.width, shown.rect.height
    drawing: Any = pymupdf.open()
    page = drawing.new_page(width=2 * width + 20, height=height + 24)
    page.insert_image(pymupdf.Rect(0, 0, width, height), pixmap=picture)
    for cell in cells:
        box = pymupdf.Rect(*map(float, str(cell.bbox).split(",")))
        colour = COLOURS[_status(cell)]
        page.draw_rect(box, color=colour, width=0.7)
        beside = box + pymupdf.Rect(width + 20, 0, width + 20, 0)
        page.draw_rect(beside, color=colour, width=0.4)
        _write(page, beside, cell.text_raw, colour, rotate)
    # The legend stands below the table, not below the white that follows it.
    foot = min(max((float(str(cell.bbox).split(",")[3]) for cell in cells), default=height) + ROOM, height)
    page.draw_rect(pymupdf.Rect(0, foot, page.rect.width, page.rect.height), color=(1, 1, 1), fill=(1, 1, 1))
    x = 6.0
    for status, colour in COLOURS.items():
        count = sum(_status(cell) == status for cell in cells)
        page.insert_text((x, foot + 15), f"{status}: {count}", fontsize=9, color=colour)
        x += 90
    clip = pymupdf.Rect(0, 0, page.rect.width, foot + 24)
    return bytes(page.get_pixmap(matrix=pymupdf.Matrix(ZOOM, ZOOM), clip=clip).tobytes("png"))


def _status(cell: CellRecord) -> str:
    flags = cell.flags or ""
    if cell.value_status == "illegible" or "illegible" in flags:
        return "illegible"
    if "reading_doubtful" in flags:
        return "doubtful"
    return "read" if cell.extraction_method == "ocr" else "digital"


def _write(page: Any, box: Any, text: str, colour: tuple[float, float, float], rotate: int) -> None:
    """The text in the box, as large as fits."""
    size = LARGEST
    while text and size > SMALLEST:
        if page.insert_textbox(box, text, fontname="china-s", fontsize=size, color=colour, rotate=rotate) >= 0:
            return
        size -= 0.5
    if text:
        start = (box.x1, box.y1) if rotate else (box.x0, box.y1)
        page.insert_text(
            start, text.replace("\n", ""), fontname="china-s", fontsize=SMALLEST, color=colour, rotate=rotate
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """0; the paths of the pictures go to standard output."""
    parser = argparse.ArgumentParser(prog="python -m tests.draw.draw", description=__doc__)
    parser.add_argument("out_dir", type=Path)
    for path in draw(parser.parse_args(arguments).out_dir):
        sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
