"""One page's printed numbers against the cells that should hold them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.geometry import Box, union
from tests.conserve.dealing import TIGHT, deal
from tests.conserve.held import HeldCell
from tests.conserve.numbers import NUMERIC, Difference, Kind, Placed, amounts, differences, numbers
from tests.conserve.printed import Glyph, PrintedPage, plain, printed_lines

APART = 1.0
"""Numeric characters further apart than this share of their size, on one line, are two numbers."""
ROOM_LEFT = 2.0
"""A line that leaves more room than this share of the size ended with its number, not to be wrapped."""


@dataclass(frozen=True)
class Miss:
    """A number that is not held as printed; ``box`` is on the page as displayed."""

    kind: Kind
    page: int
    box: Box
    printed: str
    held: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class PageOutcome:
    """Of ``numbers`` printed in table regions, ``right`` lie in exactly one right cell.

    ``boxed_outside`` are amounts inside visible rules but in no table: worth a look, not a miss.
    """

    numbers: int
    right: int
    misses: tuple[Miss, ...]
    boxed_outside: tuple[str, ...]


def compare(page: PrintedPage, cells: Sequence[HeldCell], after: Sequence[Glyph] = ()) -> PageOutcome:
    """The outcome of one page; ``after`` are the next page's glyphs, where a row cut by the break goes on."""
    cells = sorted(cells, key=lambda cell: (cell.table_id, cell.row, cell.col))
    boxes = [page.upright(cell.box) for cell in cells]
    regions = _regions(cells, boxes)
    dealing = deal(page.glyphs, boxes, regions)
    missing: list[Placed] = []
    extra: list[Placed] = []
    misses: list[Miss] = []
    printed: Counter[str] = Counter()
    wrong = 0
    for i, (cell, box, glyphs) in enumerate(zip(cells, boxes, dealing.by_cell, strict=True)):
        wanted, found = _paired(glyphs, _without_rest(cell, box, glyphs, after))
        printed += wanted
        missing += (Placed(number, i) for number in (wanted - found).elements())
        extra += (Placed(number, i) for number in (found - wanted).elements())
        for kind, text in _misspaced(glyphs, cell.text, box) if wanted == found else ():
            wrong += 1
            misses.append(Miss(kind, page.number, cell.box, text, cell.text, (cell.cell_id,)))
    for line in printed_lines(dealing.strays):
        for number in numbers(_text(line)):
            printed[number] += 1
            missing.append(Placed(number, None))
    stray_box = union(glyph.box for glyph in dealing.strays) if dealing.strays else None

    def told(difference: Difference) -> Miss:
        owners = [p.cell for p in (*difference.printed, *difference.held) if p.cell is not None]
        places = [boxes[i] for i in owners] or [stray_box or regions[0]]
        return Miss(
            difference.kind,
            page.number,
            page.displayed(union(places)),
            " ".join(p.number for p in difference.printed),
            " ".join(p.number for p in difference.held),
            tuple(dict.fromkeys(cells[i].cell_id for i in owners)),
        )

    misses += map(told, differences(missing, extra, printed))
    total = printed.total()
    return PageOutcome(total, total - len(missing) - wrong, tuple(misses), tuple(_boxed(page, dealing.outside)))


def _regions(cells: Sequence[HeldCell], boxes: Sequence[Box]) -> list[Box]:
    tables: defaultdict[str, list[Box]] = defaultdict(list)
    for cell, box in zip(cells, boxes, strict=True):
        tables[cell.table_id].append(box)
    return [union(parts) for parts in tables.values()]


def _text(glyphs: Sequence[Glyph]) -> str:
    return "".join(glyph.text for glyph in glyphs)


def _paired(glyphs: Sequence[Glyph], held: str) -> tuple[Counter[str], Counter[str]]:
    """Numbers printed and held: of the whole cell, or line by line where their order differs.

    A number wrapped in a narrow cell is whole only when the lines are joined.
    """
    lines = [_text(line) for line in printed_lines(glyphs)]
    wanted, found = Counter(numbers("".join(lines))), Counter(numbers(held))
    if wanted != found:
        by_line = Counter(n for line in lines for n in numbers(line))
        if by_line == Counter(n for line in held.split("\n") for n in numbers(line)):
            return by_line, by_line
    return wanted, found


def _without_rest(cell: HeldCell, box: Box, glyphs: Sequence[Glyph], after: Sequence[Glyph]) -> str:
    """The cell's text without what a row cut by the page break took from the same column of the next page."""
    if not cell.joined:
        return cell.text
    here = plain("".join(_text(line) for line in printed_lines(glyphs)))
    held = plain(cell.text)
    rest = held.removeprefix(here)
    column = [g for g in after if box.x0 - ROOM_LEFT <= g.box.centre[0] <= box.x1 + ROOM_LEFT]
    there = "".join(_text(line) for line in printed_lines(column))
    return here if held.startswith(here) and rest in there else cell.text


def _misspaced(glyphs: Sequence[Glyph], held: str, box: Box) -> Iterator[tuple[Kind, str]]:
    """Numbers whose characters are all held, but with a gap inside one or none between two."""
    lines = printed_lines(glyphs)
    order = [glyph for line in lines for glyph in line]
    characters: list[tuple[str, bool]] = []
    apart = False
    for character in held:
        if character.isspace():
            apart = True
        else:
            characters.append((plain(character), apart))
            apart = False
    if [glyph.text for glyph in order] != [text for text, _ in characters]:
        return
    room = {id(line[-1]): box.width - (line[-1].box.x1 - line[0].box.x0) for line in lines}
    for i in range(1, len(order)):
        before, glyph = order[i - 1], order[i]
        if before.text not in NUMERIC or glyph.text not in NUMERIC or not (before.text + glyph.text).strip(".,%-"):
            continue
        held_apart = characters[i][1]
        gap = glyph.box.x0 - before.box.x1
        if id(before) in room:
            if not held_apart and room[id(before)] > ROOM_LEFT * glyph.size:
                yield "merged", f"{before.text} / {glyph.text}"
        elif held_apart and gap <= TIGHT * glyph.size:
            yield "split", f"{before.text}{glyph.text}"
        elif not held_apart and gap > APART * glyph.size:
            yield "merged", f"{before.text} {glyph.text}"


def _boxed(page: PrintedPage, glyphs: Sequence[Glyph]) -> Iterator[str]:
    """Amounts with a visible rule on each of their four sides."""
    lying = [rule for rule in page.rules if rule.width >= rule.height]
    standing = [rule for rule in page.rules if rule.width < rule.height]
    for line in printed_lines(glyphs):
        enclosed = [glyph for glyph in line if _enclosed(glyph.box, lying, standing)]
        yield from amounts(" ".join(_words(enclosed)))


def _words(line: Sequence[Glyph]) -> Iterator[str]:
    word = ""
    for before, glyph in zip((None, *line), line, strict=False):
        if before and glyph.box.x0 - before.box.x1 > APART / 2 * glyph.size:
            yield word
            word = ""
        word += glyph.text
    if word:
        yield word


def _enclosed(box: Box, lying: Sequence[Box], standing: Sequence[Box]) -> bool:
    x, y = box.centre
    above = any(rule.x0 <= x <= rule.x1 and rule.y1 <= y for rule in lying)
    below = any(rule.x0 <= x <= rule.x1 and rule.y0 >= y for rule in lying)
    left = any(rule.y0 <= y <= rule.y1 and rule.x1 <= x for rule in standing)
    right = any(rule.y0 <= y <= rule.y1 and rule.x0 >= x for rule in standing)
    return above and below and left and right
