"""A page in, its tables and lines out: the whole path, readable from top to bottom."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr_fallback.base_grid import base_grids
from ocr_fallback.cells import LinePicture, grid_ink, one_picture, usual_height
from ocr_fallback.columns import AMOUNT, Entry, Kind, column_kind, misfits, plain, usual_decimals
from ocr_fallback.completeness import is_cut, is_unpaired
from ocr_fallback.dashed_rules import dashes_drawn
from ocr_fallback.dashes import CHINESE_ONE, DASH, dashes_told
from ocr_fallback.first_reading import FIRST, first_reading
from ocr_fallback.grid_doubts import grid_doubts
from ocr_fallback.ink_doubts import ink_doubts
from ocr_fallback.judging import SURE, SWORN, is_sure, is_sworn, is_text, judged, merged
from ocr_fallback.lines import HOPELESS, lines_outside
from ocr_fallback.models import recogniser
from ocr_fallback.paper import ink_on_paper
from ocr_fallback.recognise import LineText, read_lines
from ocr_fallback.rules import Rules, find_rules, ink_mask, rules_in
from ocr_fallback.stacked_rows import rows_parted
from ocr_fallback.straighten import moved, straightened, straightening
from ocr_fallback.streaks import cut_lines_doubted, without_streaks
from ocr_fallback.tabular import could_hold_table
from ocr_fallback.unit_doubts import unread_before_yuan
from ocr_fallback.upright import quarter_turns
from ocr_fallback.values import (
    BaseGrid,
    Box,
    CellReading,
    Gray,
    GridReading,
    LineReading,
    Matrix,
    PageReading,
    Reading,
    Sheet,
    Status,
)
from ocr_fallback.wiping import wiped
from ocr_fallback.witness import cut_at_sides, holds, without_lost_columns, witnessed

POOR = 0.2
"""Where more than this share of a grid's lines is unsure, the print is poor, and so it is where it is low.

Then both networks read all its numbers, and every text that is not all but certain.
"""
LOW = 14.0
"""Print of fewer pixels is low: one network alone takes 8 for 6 and is sure."""
STRONGER = "small"


class Straight(NamedTuple):
    """What a layout sees of the straightened page: size in pixels, rules, and the lines outside ruled tables.

    ``grids``: what was read in the ruled tables, their cuts on this page.
    """

    width: int
    height: int
    rules: Rules
    lines: Sequence[LineReading]
    grids: Sequence[GridReading] = ()


Layout = Callable[[Straight], Sequence[BaseGrid]]
"""What finds tables that no rules draw, or on one of their parts only: that part's grid is then inside theirs."""


@contextmanager
def _one_thread() -> Iterator[None]:
    """OpenCV on one thread as the networks are: workers run side by side, one a core, and pages are small."""
    threads = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        yield
    finally:
        cv2.setNumThreads(threads)


@_one_thread()
def read_page(
    image: NDArray[np.uint8], dpi: float, layout: Layout | None = None, *, tables_only: bool = False
) -> PageReading:
    """The tables and lines of one page picture, grey or red-green-blue, at ``dpi`` pixels an inch.

    Without ``layout`` only tables drawn by rules are read as tables. With ``tables_only`` nothing is read of a picture
    that cannot hold one. Raises ``ModelsMissing`` when the networks are not installed.
    """
    paper = ink_on_paper(image)
    if tables_only and not could_hold_table(paper.gray, dpi):
        return PageReading(image.shape[1], image.shape[0], 0, (), ())
    clean, streaked = without_streaks(paper.gray, dpi)
    turns = quarter_turns(clean)
    gray, *hidden = (np.ascontiguousarray(np.rot90(shown, -turns)) for shown in (clean, paper.stamped, streaked))
    matrix = straightening(gray)
    flat = straightened(gray, matrix)
    ink = ink_mask(flat, dpi)
    rules = rules_in(ink, dpi)
    if (drawn := dashes_drawn(flat, ink, rules, dpi)) is not flat:
        flat, rules = drawn, find_rules(drawn, dpi)
    sheet = Sheet(flat, *(straightened(mask, matrix) if mask.any() else mask for mask in hidden))
    grids = base_grids(flat, rules, dpi)
    back = np.asarray(np.linalg.inv(matrix), dtype=np.float64)
    tables = [_ruled(sheet, grid, back, dpi) for grid in grids]
    outside = flat.copy()
    for grid in grids:
        x0, y0, x1, y1 = (int(v) for v in grid.box)
        outside[max(y0 - 2, 0) : y1 + 3, max(x0 - 2, 0) : x1 + 3] = 255
    lines = cut_lines_doubted(lines_outside(outside, FIRST, STRONGER), sheet.streaked)
    lines = list(unread_before_yuan(outside, lines))
    ruled = [cut_at_sides(reading, grid, lines) for grid, reading in tables]
    aligned = layout(Straight(flat.shape[1], flat.shape[0], rules, lines, ruled)) if layout else ()
    read = [
        reading
        for drawn, reading in zip(grids, ruled, strict=True)
        if not any(holds(grid.box, drawn.box) for grid in aligned)
    ]
    for grid in aligned:
        within = [line for line in lines if holds(grid.box, line.box)]
        parts = [line for drawn in grids if holds(grid.box, drawn.box) for line in _lines_in(flat, drawn, dpi)]
        cut, reading = _grid(sheet, grid, back, dpi, rules)
        read.append(replace(without_lost_columns(witnessed(reading, cut, [*within, *parts])), ruled=False))
        lines = [line for line in lines if line not in within]
    shown = tuple(replace(line, box=moved(line.box, back)) for line in lines)
    return PageReading(gray.shape[1], gray.shape[0], turns, tuple(read), shown)


def _ruled(sheet: Sheet, grid: BaseGrid, back: Matrix, dpi: float) -> tuple[BaseGrid, GridReading]:
    """The grid that rules draw; where some of its walls are not sure, lines found apart from it must say the same."""
    grid, reading = _grid(sheet, grid, back, dpi)
    if not any(slot.unsure for slot in grid.slots):
        return grid, reading
    return grid, witnessed(reading, grid, _lines_in(sheet.gray, grid, dpi))


def _lines_in(flat: Gray, grid: BaseGrid, dpi: float) -> list[LineReading]:
    """The lines in a ruled table, found as if there were no grid."""
    inside = np.full_like(flat, 255)
    x0, y0, x1, y1 = (max(int(v), 0) for v in grid.box)
    inside[y0 : y1 + 1, x0 : x1 + 1] = wiped(flat, grid, dpi)[y0 : y1 + 1, x0 : x1 + 1]
    return lines_outside(inside, FIRST, STRONGER)


def _grid(
    sheet: Sheet, grid: BaseGrid, back: Matrix, dpi: float, drawn: Rules | None = None
) -> tuple[BaseGrid, GridReading]:
    """The grid, cut where lines of amounts are rows of their own, and what is read in its cells.

    ``drawn``: the rules of the page, for a grid that is not drawn by rules alone.
    """
    pictures, shines_through = grid_ink(wiped(sheet.gray, grid, dpi, drawn), sheet.stamped, grid, dpi)
    first, disputed = first_reading(pictures)
    parted = rows_parted(grid, pictures, [line.best.text for line in first])
    if parted is not grid:
        return _grid(sheet, parted, back, dpi, drawn)
    doubts = _doubts(grid, pictures, first)
    again = [k for k, line in enumerate(first) if not is_sure(line) or k in disputed or doubts[pictures[k].slot]]
    height = usual_height([b.y1 - b.y0 for line in pictures for b in line.blobs], dpi)
    if len(again) > POOR * len(first) or height < LOW:
        unsure = set(again)
        again = [
            k for k, line in enumerate(first) if k in unsure or line.sureness < SWORN or not is_text(line.best.text)
        ]
    stronger = dict(zip(again, read_lines(recogniser(STRONGER), [pictures[k].picture for k in again]), strict=True))
    best = [merged(line, stronger.get(k)) for k, line in enumerate(first)]
    held = _held(grid, pictures, best)
    chosen = [
        judged(line, stronger.get(k), *held.get(pictures[k].slot, ("text", None))) for k, line in enumerate(first)
    ]
    chosen = [
        _marks(line, *text, kind=held.get(line.slot, ("text", None))[0])
        for line, text in zip(pictures, chosen, strict=True)
    ]
    doubts = _doubts(grid, pictures, [line for line, _ in chosen])
    by_slot: dict[int, list[int]] = {}
    for k, line in enumerate(pictures):
        by_slot.setdefault(line.slot, []).append(k)
    against = grid_doubts(grid, pictures, [line for line, _ in chosen], height)
    cells = []
    for number, slot in enumerate(grid.slots):
        own = by_slot.get(number, [])
        reasons = [*doubts[number], *(reason for k in own for reason in chosen[k][1])]
        if reasons == ["decimals"] and all(is_sworn(first[k], stronger.get(k)) for k in own):
            reasons = []  # columns do mix decimals; two networks would not both lose a point and be this sure
        reasons += ink_doubts([(pictures[k], chosen[k][0].best.text) for k in own], slot, sheet, height, dpi)
        reasons += against[number]
        if shines_through:
            reasons.append("through")
        told = dashes_told([(pictures[k], chosen[k][0]) for k in own])
        whole = "".join(line.best.text for line in told)
        reasons += [reason for reason, told_so in (("unpaired", is_unpaired), ("cut", is_cut)) if told_so(whole)]
        cell = _cell(told, tuple(dict.fromkeys(reasons)))
        illegible = cell.status == "illegible"
        crop = one_picture([pictures[k].picture for k in own]) if illegible else None
        row, col, row_span, col_span, box, _ = slot
        cells.append(
            replace(cell, row=row, col=col, row_span=row_span, col_span=col_span, box=moved(box, back), crop=crop)
        )
    return grid, GridReading(moved(grid.box, back), grid.xs, grid.ys, tuple(cells))


def _marks(
    line: LinePicture, text: LineText, reasons: tuple[str, ...], *, kind: Kind
) -> tuple[LineText, tuple[str, ...]]:
    """The reading, or what the networks do not know: asterisks by their ink, a dash where only amounts stand."""
    if kind == "amounts" and plain(text.best.text) == CHINESE_ONE:
        return LineText((text.best._replace(text=DASH), *text.readings), text.places), ()
    count = line.asterisks
    if not count or text.sureness >= SURE:
        return text, reasons
    return LineText((Reading("*" * count, 0.5**count, "shape"), *text.readings), ()), ("shape",)


def _columns(
    grid: BaseGrid, pictures: Sequence[LinePicture], texts: Sequence[LineText]
) -> Iterator[tuple[list[int], list[Entry]]]:
    """Column by column the slots with one line in this column alone, and what stands in them."""
    read: dict[int, list[Entry]] = {}
    for line, text in zip(pictures, texts, strict=True):
        read.setdefault(line.slot, []).append(Entry(text.best.text, line.box.width))
    for col in range(len(grid.xs) - 1):
        members = [
            k
            for k, slot in enumerate(grid.slots)
            if slot.col == col and slot.col_span == 1 and len(read.get(k, ())) == 1
        ]
        yield members, [read[k][0] for k in members]


def _held(
    grid: BaseGrid, pictures: Sequence[LinePicture], texts: Sequence[LineText]
) -> dict[int, tuple[Kind, int | None]]:
    """Per slot what its column holds and how many decimals it prints."""
    found = {}
    for members, entries in _columns(grid, pictures, texts):
        kind = column_kind(entries)
        amounts = [text for entry in entries if AMOUNT.fullmatch(text := plain(entry.text))]
        found.update(dict.fromkeys(members, (kind, usual_decimals(amounts) if kind == "amounts" else None)))
    return found


def _doubts(grid: BaseGrid, pictures: Sequence[LinePicture], texts: Sequence[LineText]) -> list[tuple[str, ...]]:
    """Per slot, why its reading does not fit the column it stands in."""
    found: list[tuple[str, ...]] = [() for _ in grid.slots]
    for members, entries in _columns(grid, pictures, texts):
        for k, reasons in zip(members, misfits(entries, column_kind(entries)), strict=True):
            found[k] = reasons
    return found


def _cell(lines: Sequence[LineText], reasons: tuple[str, ...]) -> CellReading:
    """A cell of these lines, without its place."""
    nowhere = Box(0, 0, 0, 0)
    if not lines:
        return CellReading(0, 0, 1, 1, nowhere, "", "doubtful" if reasons else "blank", 1.0, "", doubts=reasons)
    weakest = min(lines, key=lambda line: line.sureness)
    text = "\n".join(line.best.text for line in lines)
    alternatives = tuple(
        Reading("\n".join(r.text if line is weakest else line.best.text for line in lines), r.score, r.engine)
        for r in weakest.readings[1:]
    )
    status: Status = "doubtful" if reasons else "read"
    if weakest.sureness < HOPELESS or not text.strip():
        status = "illegible"
        alternatives = (Reading(text, weakest.best.score, weakest.best.engine), *alternatives)
    shown = "" if status == "illegible" else text
    return CellReading(0, 0, 1, 1, nowhere, shown, status, weakest.sureness, weakest.best.engine, alternatives, reasons)
