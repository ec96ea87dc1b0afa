"""One document through all stages. This is the whole path, readable from top to bottom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.assembly.flow import assemble
from pipeline.config.load import Configs, load_configs
from pipeline.config.rules import Rules
from pipeline.errors import InputUnreadable
from pipeline.extraction.agreement import weighed
from pipeline.extraction.ruled import fill
from pipeline.geometry import Box
from pipeline.ingest.discover import InputFile
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


def process_document(path: str | Path | InputFile, configs: Configs | None = None) -> DocumentResult:
    """The frozen results of one file: document, tables, columns, cells, budget lines, units, findings.

    Raises ``InputUnreadable`` when the file cannot be read, has no text, or says of itself no fiscal year.
    """
    file = path if isinstance(path, InputFile) else InputFile(Path(path))
    rules = configs or load_configs()
    source = open_source(file)
    if source.text_layer == "none":
        raise InputUnreadable(
            f"{source.file_name}: {len(source.pages)} page(s) without a text layer (a scan); "
            "put a transcript of the same stem (.txt) beside it, or wait for OCR support"
        )
    pages = list(_read_pages(source.pages, file.path))
    return _interpreted(source, pages, rules)


def _interpreted(source: Source, pages: Sequence[PageContent], configs: Configs) -> DocumentResult:
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

    return interpret(source, identity, pages, tables, shown_box, rules)


def _read_pages(pages: Sequence[Page], path: Path) -> Iterator[PageContent]:
    above: Region | None = None
    for page in pages:
        found = regions(page.number, page.horizontal_rules, page.vertical_rules)
        found += unruled_regions(page, found, path, above)
        above = next((region for region in reversed(found) if not region.ruled), None)
        yield read_page(page, found)


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
