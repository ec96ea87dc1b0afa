"""Where the indicators of a performance table stand: the header row of their columns, in one or several lanes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.config.rules import Rules
from pipeline.config.words import first_said
from pipeline.interpretation.form_labels import GOALS, label_id
from pipeline.interpretation.form_table import FormTable
from pipeline.money import plain

NAMES = frozenset({"level2", "level3"})
"""One of these beside a target makes a row the header of indicators."""
FEWEST_SECOND_LEVELS = 3
"""So many second levels side by side are headers, each over indicators with their targets in one text; two also stand
in one row of a form (成本指标 | 经济成本指标)."""
LONGEST_LEVEL = len("服务对象满意度指标")


@dataclass(frozen=True, slots=True)
class Lane:
    """The columns of one series of indicators; ``level1`` and ``level2`` are what headers say of all of them."""

    columns: Mapping[str, int]
    level1: str = ""
    level2: str = ""
    parted: bool = False
    """Whether a second header row says what stands in which column below the target's header."""


@dataclass(frozen=True, slots=True)
class IndicatorHeader:
    """The header row of the indicators and the lanes it opens."""

    row: int
    lanes: tuple[Lane, ...]

    @property
    def bottom(self) -> int:
        """The last row of the header."""
        return self.row + any(lane.parted for lane in self.lanes)


def indicator_headers(form: FormTable) -> list[IndicatorHeader]:
    """The header rows of indicators, top down; a page that repeats the header gives it again."""
    found = []
    for row in range(form.table.n_rows):
        lanes = tuple(_lanes(form, row))
        if lanes:
            found.append(IndicatorHeader(row, lanes))
    return found


def column_id(text: str, rules: Rules) -> str | None:
    """What a column head of a performance table says its cells are."""
    return first_said(rules.vocabulary.performance.columns, plain(text))


def _lanes(form: FormTable, row: int) -> Iterator[Lane]:
    words = form.rules.vocabulary.performance
    heads = [(cell.col, plain(cell.text)) for cell in form.beginning_in(row) if cell.text]
    named = [(col, column_id(text, form.rules)) for col, text in heads]
    targets = [col for col, name in named if name == "target"]
    seconds = [(col, text) for col, text in heads if is_sublevel(text, form.rules)]
    if not targets and len(seconds) >= FEWEST_SECOND_LEVELS:
        for col, text in seconds:
            first = _above(form, row, col) or (text if first_said(words.levels, text) else "")
            yield Lane({"level3": col, "target": col}, first, text)
        return
    if not targets or not NAMES & {name for _, name in named}:
        return
    if len(targets) == 1:
        columns: dict[str, int] = {}
        for col, name in named:
            if name is not None:
                columns.setdefault(name, col)
        parts = _parts(form, row, targets[0])
        if parts is None:
            yield Lane(columns)
        elif "target" in parts:
            yield Lane({**columns, **parts}, parted=True)
        return
    # Several targets side by side: each belongs to the name left of it, and the header above tells its level.
    names = [col for col, name in named if name == "level3"]
    lanes = [(max(c for c in names if c < col), col) for col in targets if names and names[0] < col]
    goals = [_goal_above(form, row, own_name) for own_name, _ in lanes]
    if goals.count("goal") == 1 and "period_goal" in goals:
        # Those of the whole period are as many years' worth: the goal is the year's.
        own_name, col = lanes[goals.index("goal")]
        levels = {name: c for c, name in named if name in ("level1", "level2", "level3") and c <= own_name}
        yield Lane({**levels, "target": col})
        return
    for own_name, col in lanes:
        yield Lane({"level3": own_name, "target": col}, _above(form, row, own_name))


def sublevel_of(text: str, rules: Rules) -> str | None:
    """The second level a text names."""
    return first_said(rules.vocabulary.performance.sublevels, plain(text))


def is_sublevel(text: str, rules: Rules) -> bool:
    """Whether a text is nothing else than the name of a second level (数量指标)."""
    return text.endswith("指标") and len(text) <= LONGEST_LEVEL and sublevel_of(text, rules) is not None


def _parts(form: FormTable, row: int, col: int) -> Mapping[str, int] | None:
    """The columns that share a target's header, by what stands below it (符号 | 值 | 单位); ``None`` for one column."""
    header = form.own[row, col]
    span = range(col, col + header.col_span)
    below = [cell for cell in form.beginning_in(row + header.row_span) if cell.col in span and cell.text]
    if len(below) < 2:  # noqa: PLR2004 - one cell below the header is its column
        return None
    parts: dict[str, int] = {}
    for cell in below:
        text = plain(cell.text)
        name = first_said(form.rules.vocabulary.performance.target_columns, text)
        name = "target" if name is None and str(form.fiscal_year) in text else name
        if name is not None:
            parts.setdefault(name, cell.col)
    return parts


def _goal_above(form: FormTable, row: int, col: int) -> str | None:
    """Whose goal the nearest label above a column names: the year's (``goal``) or that of the whole period."""
    names = (label_id(form, form.text(upper, col)) for upper in range(row - 1, -1, -1))
    return next((name for name in names if name in GOALS), None)


def _above(form: FormTable, row: int, col: int) -> str:
    """The nearest level named above a column, or left of it where spans are lost."""
    for upper in range(row - 1, -1, -1):
        for left in range(col, -1, -1):
            text = form.text(upper, left)
            if first_said(form.rules.vocabulary.performance.levels, text):
                return text
            if text:
                break
    return ""
