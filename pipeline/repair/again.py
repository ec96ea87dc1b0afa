"""Suspect amounts read again: their pages once more at another resolution, for what else the cells could say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from pipeline.geometry import Box
from pipeline.model.records import Entry
from pipeline.repair.demand import Evidence

MOST_PAGES = 12
"""So many pages of a document are read again at most, those with the most suspects first."""

ReadAgain = Callable[[int], Sequence[tuple[Box, tuple[str, ...]]]]
"""A page's cells read anew: box as published, and every text a network saw in it, best first."""


def read_again(entries: Sequence[Entry], evidence: Evidence, read: ReadAgain) -> list[Entry]:
    """The entries, suspect ones with what a second reading of their page says among their alternatives.

    Suspect: read from pixels, and illegible or part of a sum that fails. The reading itself is not replaced: sums have
    to choose.
    """
    suspects: dict[int, list[Entry]] = defaultdict(list)
    for entry in entries:
        line = entry.line
        suspect = line.value_status == "illegible" or evidence.violated(line.line_id)
        if suspect and line.extraction_method == "ocr" and line.page_no and line.bbox:
            suspects[line.page_no].append(entry)
    changed: dict[str, Entry] = {}
    for page_no in sorted(suspects, key=lambda no: (-len(suspects[no]), no))[:MOST_PAGES]:
        cells = read(page_no)
        for entry in suspects[page_no]:
            texts = _texts(entry, cells)
            known = (entry.line.amount_raw, *entry.alternatives)
            new = tuple(text for text in texts if text and text not in known)
            if new:
                changed[entry.line.line_id] = entry._replace(alternatives=(*entry.alternatives, *new))
    return [changed.get(entry.line.line_id, entry) for entry in entries]


def _texts(entry: Entry, cells: Sequence[tuple[Box, tuple[str, ...]]]) -> tuple[str, ...]:
    """What the second reading saw where the amount stands."""
    x0, y0, x1, y1 = map(float, str(entry.line.bbox).split(","))
    centre = Box(x0, y0, x1, y1).centre
    return next((texts for box, texts in cells if box.holds(*centre)), ())
