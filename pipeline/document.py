"""One document through all stages. This is the whole path, readable from top to bottom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.assembly.flow import assemble
from pipeline.checks.reconcile import reconciled
from pipeline.config.load import Configs, load_configs
from pipeline.config.rules import Rules
from pipeline.decisions.apply import Crop, decided
from pipeline.decisions.store import decisions_of
from pipeline.errors import DependencyMissing, InputUnreadable
from pipeline.extraction.agreement import weighed
from pipeline.extraction.ruled import fill
from pipeline.geometry import Box
from pipeline.ingest.discover import InputFile
from pipeline.ingest.pictures import crop_digests
from pipeline.ingest.pixels import SECOND_DPI, page_pixels
from pipeline.ingest.source import open_source
from pipeline.interpretation.identification import identify
from pipeline.interpretation.interpret import interpret
from pipeline.layout.lines import LOST_TABLE, text_lines
from pipeline.layout.rules import regions
from pipeline.layout.unruled import unruled_regions
from pipeline.model.findings import DocumentFinding
from pipeline.model.page import Page, Source
from pipeline.model.records import DocumentResult
from pipeline.model.table import PageContent, Region
from pipeline.repair.again import ReadAgain
from pipeline.repair.derive import derived_tables
from pipeline.repair.repaired import repaired
from pipeline.repair.triage import triage
from pipeline.scans.evidence import table_pictures, why_pixels
from pipeline.scans.reading import can_read_pixels, read_pixels, within


def process_document(path: str | Path | InputFile, configs: Configs | None = None) -> DocumentResult:
    """The frozen results of one file: document, tables, columns, cells, budget lines, units, findings.

    Raises ``InputUnreadable`` when the file cannot be read or says of itself no fiscal year, ``DependencyMissing``
    when it is a scan and the extra that reads pixels is not installed.
    """
    file = path if isinstance(path, InputFile) else InputFile(Path(path))
    rules = configs or load_configs()
    source = open_source(file, pixels=can_read_pixels())
    if source.text_layer == "none" and not can_read_pixels():
        raise DependencyMissing(
            f"{source.file_name}: {len(source.pages)} page(s) without a text layer (a scan); "
            "to read its pixels run: pip install 'yusuan[ocr]'; or put a transcript of the same stem (.txt) beside it"
        )
    read = list(_read_pages(source.pages, file.path))
    source = replace(source, pages=tuple(page for page, _ in read))
    look = _second_look(source, file.path)
    return _interpreted(_layer_used(source), [content for _, content in read], rules, crop_digests(file.path), look)


def _second_look(source: Source, path: Path) -> ReadAgain | None:
    """How a page that was read from pixels is read once more, where there are any."""
    pages = {page.number: page for page in source.pages if page.from_pixels}
    if not pages:
        return None

    def read(page_no: int) -> list[tuple[Box, tuple[str, ...]]]:
        page = pages[page_no]
        # A transcript's neighbour or the file itself: whatever the pages came from has been opened before.
        pixels, dpi = page_pixels(path.read_bytes(), page_no, SECOND_DPI)
        upright, content = read_pixels(page, pixels, dpi, page.from_pixels)
        return [
            (upright.shown_box(cell.box), (cell.text, *cell.alternatives))
            for grid in content.grids
            for cell in grid.cells
            if cell.box is not None
        ]

    return read


def _layer_used(source: Source) -> Source:
    """The source saying where its text came from, now that its pages are read."""
    pixels = sum(bool(page.from_pixels) for page in source.pages)
    if not pixels or source.text_layer == "transcript":
        return source
    return replace(source, text_layer="ocr" if not any(page.chars for page in source.pages) else "mixed")


def _interpreted(
    source: Source, pages: Sequence[PageContent], configs: Configs, crop: Crop, look: ReadAgain | None
) -> DocumentResult:
    identity = identify(pages, configs)
    if identity is None:
        raise InputUnreadable(
            f"{source.file_name}: no fiscal year is printed anywhere; is this a budget or final account?"
        )
    locality = configs.localities.get(identity.locality_code)
    if locality is None:
        note = f"locality {identity.locality_code} has no file of its own; configs/default.yaml alone is used"
        unconfigured = DocumentFinding("locality-not-configured", note)
        identity = replace(identity, findings=(*identity.findings, unconfigured))
    rules = Rules(configs, locality)
    tables = assemble(pages, source.pages[0].located, rules)
    by_number = {page.number: page for page in source.pages}

    def shown_box(page_no: int, box: Box) -> Box:
        return by_number[page_no].shown_box(box)

    found = interpret(source, identity, pages, tables, shown_box, rules)
    found = decided(found, decisions_of(configs, identity.locality_code), crop)
    judged = derived_tables(reconciled(repaired(found, configs, look), configs), configs.identities.derivations)
    return replace(judged, triage=triage(judged))


def _read_pages(pages: Sequence[Page], path: Path) -> Iterator[tuple[Page, PageContent]]:
    above: Region | None = None
    data: bytes | None = None
    for page in pages:
        reason = why_pixels(page) if can_read_pixels() else ""
        if reason:
            data = data or path.read_bytes()
            upright, content = read_pixels(page, *page_pixels(data, page.number), reason)
            pictures = table_pictures(page)
            if page.is_picture or not pictures:
                yield upright, content
                continue
        found = regions(page.number, page.horizontal_rules, page.vertical_rules)
        found += unruled_regions(page, found, path, above)
        above = next((region for region in reversed(found) if not region.ruled), None)
        own = read_page(page, found)
        if reason and upright.quarter_turns == page.quarter_turns:
            pictured = within(content, pictures)
            own = replace(own, lines=own.lines + pictured.lines, grids=own.grids + pictured.grids)
            yield replace(page, from_pixels=reason), own
        else:
            yield page, own


def read_page(page: Page, found: Sequence[Region]) -> PageContent:
    """One page read: the tables of the regions found on it filled, the rest as lines of running text."""
    taken: set[int] = set()
    grids = []
    for region in found:
        grid, used = fill(region, page.chars)
        taken |= used
        grids.append(weighed(grid, region, page.second_reading))
    lines = text_lines(page, [char for i, char in enumerate(page.chars) if i not in taken])
    return PageContent(
        page.number,
        lines=tuple(line for line in lines if line.text != LOST_TABLE),
        grids=tuple(grids),
        lost=tuple(line for line in lines if line.text == LOST_TABLE),
    )
