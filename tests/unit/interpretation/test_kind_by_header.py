"""A table without a title: its header says what it is, or it stays unknown."""

from __future__ import annotations

import pytest

from pipeline.config.rules import Rules
from pipeline.interpretation.kind import kind_of
from pipeline.model.table import Caption, Cell, Table


def untitled(*rows: str, header_rows: int = 1) -> Table:
    grid = [row.split("|") for row in rows]
    cells = tuple(Cell(i, j, 1, 1, text, 1, None) for i, row in enumerate(grid) for j, text in enumerate(row))
    return Table(0, Caption(), len(grid), len(grid[0]), header_rows, cells, 1, 1, 1)


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        (("科目编码|科目名称|合计|事业收入|上级补助收入", "201|一般公共服务支出|1.00|1.00|"), "rev_summary"),
        (("科目编码|科目名称|合计|基本支出|项目支出|上缴上级支出", "201|一般公共服务支出|1.00|1.00||"), "exp_summary"),
        (("因公出国（境）费|公务接待费", "1.00|2.00"), "three_public"),
        (("收入|预算数|支出|预算数", "一、财政拨款收入|1.00|一、教育支出|1.00"), "rev_exp_summary"),
        (
            ("收入|金额|支出|一般公共预算|政府性基金预算|国有资本经营预算", "一、本年收入|1.00|一、本年支出|1.00||"),
            "fiscal_rev_exp",
        ),
        # The same header with another first row could be the summary or the fiscal table: not guessed.
        (("收入|预算数|支出|预算数", "一、一般公共预算|1.00|一、教育支出|1.00"), "other"),
        # 基本支出 and 项目支出 alone do not say of which fund.
        (("科目编码|科目名称|合计|基本支出|项目支出", "201|一般公共服务支出|1.00|1.00|"), "other"),
    ],
)
def test_the_header_decides_only_where_it_can(rows: tuple[str, ...], kind: str, rules: Rules) -> None:
    assert kind_of(untitled(*rows), rules).kind == kind
