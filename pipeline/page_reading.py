"""The pages of a document with what is on each: its tables' cells and the lines beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

from pipeline.config.schema import Limits
from pipeline.extraction.agreement import weighed
from pipeline.extraction.ruled import fill
from pipeline.geometry import Box
from pipeline.ingest.pixels import page_pixels
from pipeline.layout.continued import last_unruled
from pipeline.layout.lines import LOST_TABLE, text_lines
from pipeline.layout.open_bands import columned, has_open_bands
from pipeline.layout.page_regions import page_regions
from pipeline.layout.side_by_side import Sheet, beside_sheet, on_its_pages
from pipeline.layout.spreads import pages_of
from pipeline.layout.stacked_rows import has_stacks, unstacked
from pipeline.layout.unruled import seen_regions
from pipeline.layout.wide_sheets import wide_sheets
from pipeline.model.findings import DocumentFinding
from pipeline.model.page import Page, PagePixels
from pipeline.model.table import PageContent, Region
from pipeline.scans.evidence import PixelsWanted
from pipeline.scans.mixed import seen_on
from pipeline.scans.reading import can_read_pixels


def read_pages(
    pages: Sequence[Page],
    pixels: Mapping[int, PixelsWanted],
    path: Path,
    limits: Limits,
    noticed: list[DocumentFinding],
) -> Iterator[tuple[Page, tuple[PageContent, ...]]]:
    """Each page with what is on it, or on each of the two that a sheet holds; ``noticed`` gets what is noticed."""
    before: Sequence[Region] = ()
    # A page that has to be seen is read by itself.
    legible = (sheet for sheet in wide_sheets(pages) if not any(part.page.number in pixels for part in sheet.parts))
    sheets = {part.page.number: sheet for sheet in legible for part in sheet.parts}
    data, readable = cache(path.read_bytes), can_read_pixels()

    def drawn(page_no: int, clip: Box | None) -> PagePixels:
        seen = page_pixels(data(), page_no, limits.pixels, clip=clip)
        if seen.coarser:
            note = f"page {page_no}: rendered at {seen.dpi:.0f} dots an inch, for limits.pixels"
            noticed.append(DocumentFinding("pixels-limited", note, page_no))
        return seen

    for page in pages:
        if page.number in sheets:
            yield page, (_sheet_content(page, sheets[page.number]),)
            before = ()
            continue
        wanted = pixels.get(page.number)
        if wanted and not readable:
            noticed.append(DocumentFinding("page-not-read", f"page {page.number}: {wanted.reason}", page.number))
            if wanted.garbage:
                yield page, (PageContent(page.number, (), ()),)
                before = ()
                continue
            wanted = None
        seen = seen_on(page, wanted, partial(drawn, page.number), seen_regions, before) if wanted else None
        if seen and seen.whole:
            yield seen.page, seen.contents
            before = seen.unruled
            continue
        own = []
        for part in pages_of(page):
            found = page_regions(part, path, last_unruled(before))
            before = found
            own.append(read_page(part, found))
        for pictured in seen.contents if seen else ():
            own[-1] = replace(own[-1], lines=own[-1].lines + pictured.lines, grids=own[-1].grids + pictured.grids)
        yield seen.page if seen else page, tuple(own)


def _sheet_content(page: Page, sheet: Sheet) -> PageContent:
    """What is on one page of a sheet wider than it: its table on the first, on each what is not on it."""
    beside = PageContent(page.number, text_lines(page, beside_sheet(page, sheet)), ())
    if page.number != sheet.page.number:
        return beside
    whole = on_its_pages(read_page(sheet.page, page_regions(sheet.page)), sheet)
    return replace(whole, lines=whole.lines + beside.lines)


def read_page(page: Page, found: Sequence[Region]) -> PageContent:
    """One page read: the tables of the regions found on it filled, the rest as lines of running text."""
    taken: set[int] = set()
    grids = []
    for region in found:
        grid, used = fill(region, page.chars)
        cut = columned(region, page.chars) if region.ruled and has_open_bands(grid) else region
        cut = unstacked(cut, page.chars) if region.ruled and has_stacks(grid) else cut
        if cut is not region:
            grid, used = fill(cut, page.chars)
        taken |= used
        grids.append(weighed(grid, cut, page))
    lines = text_lines(page, [char for i, char in enumerate(page.chars) if i not in taken])
    return PageContent(
        page.number,
        lines=tuple(line for line in lines if line.text != LOST_TABLE),
        grids=tuple(grids),
        lost=tuple(line for line in lines if line.text == LOST_TABLE),
    )
