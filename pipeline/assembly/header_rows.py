"""How many rows at the top of a grid are header: spanning headers, leaf headers, column numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from pipeline.config.headers import (
    LABEL_ROLES,
    LONGEST_HEADER,
    YEAR,
    is_caption_row,
    is_header_word,
    is_index_row,
    role_of,
)
from pipeline.config.names import bare_name
from pipeline.config.rules import Rules
from pipeline.config.words import is_only, says
from pipeline.model.table import Cell, Grid, rows_of
from pipeline.money import number_in, plain, prints_amount

MOST_HEADER_ROWS = 8
HEADER_SHARE = 0.6
MOST_SHAPED_ROWS = 4
FEWEST_HEADERS = 3
"""A first row of unknown words, or one of economic items, is a header only when at least so many stand side by side."""
WIDEST_FORM = 4
"""Texts in a row of a form: two labels, each with its value."""
_CODE = re.compile(r"[1-9]\d{2}(?:\d{2}){0,2}")


def count_header_rows(grid: Grid, rules: Rules) -> int:
    """Rows of spanning and leaf headers, with caption rows inside the grid above them and column numbers below.

    A grid whose first row already is data has 0.
    """
    rows = rows_of(grid.cells)
    height = 0
    while height < min(grid.n_rows, MOST_HEADER_ROWS):
        row = rows.get(height, [])
        if not any(tells(rows, grid, rules, height) for tells in (_is_header, _is_among_headers, _spans_headers)):
            break
        # Below the columns' numbers 类 款 项 may reach down beside the total row.
        reaching = [] if is_index_row(row, rules) else _ends(row, rows, grid)
        reach = min(max(reaching, default=height + 1), MOST_HEADER_ROWS)
        amounts = (r for r in range(height + 1, reach) if any(prints_amount(cell.text) for cell in rows.get(r, ())))
        height = max(height + 1, next(amounts, reach))
    height = _down_to_numbers(rows, height, rules)
    return min(height, grid.n_rows) if height else _by_shape(grid, rows, rules)


def _down_to_numbers(rows: Mapping[int, Sequence[Cell]], height: int, rules: Rules) -> int:
    """The height of the header, which the columns' numbers end, whatever words stand between it and them."""
    for row in range(height, MOST_HEADER_ROWS):
        texts = [plain(cell.text) for cell in rows.get(row, ()) if cell.text]
        numbers = [int(text) for text in texts if text.isdecimal()]
        counted = len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1))
        if counted and len(numbers) < len(texts) and is_index_row(rows[row], rules):
            return row + 1
        if any(number_in(text) is not None or _CODE.fullmatch(text) for text in texts):
            break
    return height


def _by_shape(grid: Grid, rows: Mapping[int, list[Cell]], rules: Rules) -> int:
    """Header rows where no word is known: short texts side by side down to the first row that prints an amount."""
    enumerator = rules.vocabulary.rows.enumerator
    for height in range(min(grid.n_rows, MOST_SHAPED_ROWS + 1)):
        texts = [plain(cell.text) for cell in rows.get(height, []) if cell.text]
        if any(prints_amount(text) or number_in(text) == 0 for text in texts):  # no column has the number 0
            return height
        words = [YEAR.sub("", text) for text in texts]
        plain_words = words and all(len(text) <= LONGEST_HEADER and not re.search(r"[\d。]", text) for text in words)
        side_by_side = height > 0 or len(texts) >= FEWEST_HEADERS
        form = len(texts) <= WIDEST_FORM and any(says(rules.vocabulary.rows.form_start, text) for text in texts)
        if not plain_words or not side_by_side or form or any(re.search(enumerator, text) for text in texts):
            return 0
    return 0


def _ends(row: Sequence[Cell], rows: Mapping[int, Sequence[Cell]], grid: Grid) -> list[int]:
    """The rows at which the header cells of a row end; a stub beside a whole form (年度绩效指标) has none.

    A short table may be mostly header: two columns' headers that end together, above no number, tell it.
    """
    heads = [cell for cell in row if cell.text and cell.col_span < grid.n_cols]
    together = Counter(cell.row + cell.row_span for cell in heads)
    short = max(grid.n_rows // 2, 2)
    return [
        end
        for cell in heads
        for end in [cell.row + cell.row_span]
        if cell.row_span < short or (together[end] > 1 and end < grid.n_rows and _are_words(rows, cell.row, end))
    ]


def _are_words(rows: Mapping[int, Sequence[Cell]], top: int, end: int) -> bool:
    """Whether no number or code stands in those rows."""
    texts = (plain(cell.text) for row in range(top, end) for cell in rows.get(row, ()) if cell.text)
    return all(number_in(text) is None and not _CODE.fullmatch(text) for text in texts)


def _is_header(rows: Mapping[int, Sequence[Cell]], grid: Grid, rules: Rules, height: int) -> bool:
    row = rows.get(height, [])
    filled = [cell for cell in row if cell.text]
    if not filled:
        return not row and height > 0  # wholly covered by header cells above; blank cells are data
    if is_index_row(row, rules):
        return True
    texts = [plain(cell.text) for cell in filled]
    if len(filled) == 1 and says(rules.vocabulary.rows.form_start, texts[0]):
        return False
    if is_caption_row(row, rules):
        return True
    if len(filled) == 1 and filled[0].col_span == grid.n_cols:
        title = height == 0 or (_all_captions(rows, rules, height) and says(rules.vocabulary.captions.title, texts[0]))
        return title and grid.n_rows > 1 and number_in(texts[0]) is None
    words = rules.vocabulary.rows
    if any(number_in(text) is not None or _CODE.fullmatch(text) for text in texts):
        return False
    listed = any(re.search(words.enumerator, text) and not re.search(words.of_which, text) for text in texts)
    if listed or (height > 0 and _are_labels_alone(filled, rows, height, rules)):
        return False
    if height > 0 and len(filled) <= 2 and all(re.search(words.total, text) for text in texts):  # noqa: PLR2004
        # A lone 合计 is the total row, unless it stands over the amounts, under a spanning header.
        return filled[0].col > 0 and any(_under_span(cell, grid, height) for cell in filled)
    items = [text for text in texts if bare_name(text) in rules.economic_names]
    of_items = items if len(items) >= FEWEST_HEADERS else ()  # 小计 | 基本工资 | 津贴补贴, beside what headers use
    known = sum(is_header_word(text, rules) or text in of_items for text in texts)
    return known >= HEADER_SHARE * len(texts)


def _is_among_headers(rows: Mapping[int, Sequence[Cell]], grid: Grid, rules: Rules, height: int) -> bool:
    """Whether a row of words, too few of them known or too many misread, lies between rows of headers."""
    here, below = ([plain(cell.text) for cell in rows.get(row, ()) if cell.text] for row in (height, height + 1))
    words = not any(any(map(str.isdigit, text)) or re.search(rules.vocabulary.rows.enumerator, text) for text in here)
    between = height > 0 and min(len(here), len(below)) > 1 and words
    return between and any(is_header_word(text, rules) for text in here) and _is_header(rows, grid, rules, height + 1)


def _spans_headers(rows: Mapping[int, Sequence[Cell]], grid: Grid, rules: Rules, height: int) -> bool:
    """Whether nothing but unknown words above several columns each stands in a row, over a row of headers."""
    filled = [cell for cell in rows.get(height, ()) if cell.text]
    texts = [YEAR.sub("", plain(cell.text)) for cell in filled]
    words = all(len(text) <= LONGEST_HEADER and not re.search(r"[\d,。;]", text) for text in texts)
    words = words and not any(says(rules.vocabulary.rows.form_start, text) for text in texts)
    spanning = all(1 < cell.col_span < grid.n_cols for cell in filled)
    return bool(filled) and words and spanning and _is_header(rows, grid, rules, height + 1)


def _are_labels_alone(filled: Sequence[Cell], rows: Mapping[int, Sequence[Cell]], height: int, rules: Rules) -> bool:
    """Whether texts stand right below headers of labels (项目, 科目名称) and nowhere else: a row without an amount."""
    above = (cell for row in range(height) for cell in rows.get(row, ()) if cell.text)
    heads = {col: cell for cell in above for col in range(cell.col, cell.col + cell.col_span)}  # the lowest
    single = all(heads[cell.col].col_span == 1 for cell in filled if cell.col in heads)
    labels = all(cell.col in heads and _heads_labels(heads[cell.col].text, rules) for cell in filled)
    blank = [head for col, head in heads.items() if all(cell.col != col for cell in filled)]
    return single and labels and not all(_heads_labels(head.text, rules) for head in blank)


def _heads_labels(text: str, rules: Rules) -> bool:
    """Whether a header stands over labels: 项目, 科目编码, and 收入 or 支出 beside their amounts."""
    role = role_of((text,), rules)
    sides = rules.columns.revenue, rules.columns.expenditure
    return any(is_only(side, plain(text)) for side in sides) or (role is not None and role.role in LABEL_ROLES)


def _all_captions(rows: Mapping[int, Sequence[Cell]], rules: Rules, height: int) -> bool:
    """Whether only table number, unit, organisation or title stand in the rows above one."""
    return all(is_caption_row(rows.get(row, []), rules) for row in range(height))


def _under_span(cell: Cell, grid: Grid, height: int) -> bool:
    return any(
        other.row < height
        and other.row + other.row_span == height
        and other.col_span > 1
        and other.text
        and other.col <= cell.col < other.col + other.col_span
        and other.col_span < grid.n_cols
        for other in grid.cells
    ) and any(other.row == 0 and other.row_span > height for other in grid.cells)
