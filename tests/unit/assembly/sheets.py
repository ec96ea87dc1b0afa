"""Pages set by hand for assembly and interpretation: grids written as rows, lines of text above and below."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.geometry import Box
from pipeline.model.table import Caption, Cell, Grid, PageContent, Table, TextLine
from tests.corpus.facts import grid_from_rows

LEFT, WIDTH, ROW = 50.0, 500.0, 20.0
LINE = 10.0


def rows(text: str) -> list[list[str]]:
    """Rows written one a line, cells parted by bars; ← and ↑ stand where a cell reaches over the position."""
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]


def cells(
    text: str, page_no: int = 1, top: float = 100, full: Sequence[tuple[int, int]] = (), shares: Sequence[float] = ()
) -> tuple[Cell, ...]:
    """The cells of the rows; those at ``full`` have no room left in their last line."""
    grid = grid_from_rows(rows(text), 0)
    xs = _cuts(grid.n_cols, shares)
    return tuple(
        Cell(
            c.row,
            c.col,
            c.row_span,
            c.col_span,
            c.text,
            page_no,
            Box(xs[c.col], top + ROW * c.row, xs[c.col + c.col_span], top + ROW * (c.row + c.row_span)),
            runs_full=(c.row, c.col) in full,
        )
        for c in grid.cells
    )


def grid(
    text: str, page_no: int = 1, top: float = 100, full: Sequence[tuple[int, int]] = (), shares: Sequence[float] = ()
) -> Grid:
    """A ruled table on a page; ``shares`` are the columns' relative widths, equal if not given."""
    written = rows(text)
    xs = _cuts(len(written[0]), shares)
    box = Box(LEFT, top, LEFT + WIDTH, top + ROW * len(written))
    made = cells(text, page_no, top, full, shares)
    return Grid(page_no, box, len(written), len(written[0]), xs, made, "ruled")


def _cuts(n_cols: int, shares: Sequence[float]) -> tuple[float, ...]:
    parts = shares or [1.0] * n_cols
    return tuple(LEFT + WIDTH * sum(parts[:k]) / sum(parts) for k in range(n_cols + 1))


def line(text: str, y: float, page_no: int = 1, width: float | None = None) -> TextLine:
    """A line of running text whose top is at ``y``."""
    return TextLine(page_no, text, Box(LEFT, y, LEFT + (width or LINE * len(text)), y + LINE))


def page(*items: Grid | TextLine, page_no: int = 1) -> PageContent:
    """What was read off one page, in any order."""
    found = sorted((i for i in items if isinstance(i, TextLine)), key=lambda i: i.box.y0)
    return PageContent(page_no, tuple(found), tuple(i for i in items if isinstance(i, Grid)))


def table(
    text: str,
    header_rows: int,
    title: str = "",
    printed_no: str = "",
    unit: str = "",
    notes: tuple[str, ...] = (),
    seq: int = 0,
) -> Table:
    """A logical table on page 1."""
    written = rows(text)
    caption = Caption(printed_no, title, unit)
    return Table(
        seq, caption, len(written), len(written[0]), header_rows, cells(text), 1, 1, 1, notes=notes, reader="ruled"
    )


def body(table: Table) -> list[list[str]]:
    """The texts of a logical table's rows, cells that start in each row only."""
    return [[cell.compact for cell in table.cells if cell.row == row] for row in range(table.n_rows)]
