"""What tells which lines of a header are one cell."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pipeline.geometry import Box
from pipeline.layout.line_evidence import line_evidence
from pipeline.layout.runs import Run
from tests.unit.layout.headers import header


def starts(runs: Sequence[Run]) -> set[str]:
    return {run.text for run in line_evidence(runs).starts}


def test_a_line_below_which_another_header_is_centred_begins_a_cell() -> None:
    runs = [header("科目", 0, 0), header("预算数", 3, 0), header("基本", 3, 1), header("合计", 2, 1.5)]
    assert starts([*runs, header("人员", 3, 2), header("公用", 4, 2)]) == {"基本", "人员"}


def test_a_line_below_which_another_header_is_centred_begins_a_cell_though_its_own_cell_has_two_lines() -> None:
    runs = [header("科目", 0, 0), header("预算数", 3, 0), header("基本", 3, 1), header("支出", 3, 2)]
    assert starts([*runs, header("合计", 2, 1.5)]) == {"基本"}


def test_a_line_beside_which_a_header_has_nothing_above_it_begins_a_cell() -> None:
    """基本支出 stands over the middle one of its three columns, 合计 and 项目 are centred on both rows."""
    middle = [header("合计", 0, 0.5), header("项目", 4, 0.5)]
    lower = [header("小计", 1, 1), header("人员", 2, 1), header("公用", 3, 1)]
    assert starts([*middle, header("基本支出", 2, 0), *lower]) == {"人员"}
    assert starts([header("基本支出", 2, 0), *lower]) == set()  # no header of one line shows two rows


def test_a_line_beside_which_no_header_stands_at_its_height_begins_none() -> None:
    assert starts([header("合计", 0, 0.5), header("上年", 1, 0), header("结余", 1, 1), header("项目", 2, 0.5)]) == set()


def test_lines_of_headers_that_wrap_alike_begin_none() -> None:
    four = [header(f"甲{k}", 0, k) for k in range(4)]
    three = [header(f"乙{k}", 1, k + 0.5) for k in range(3)]
    two = [header(f"丙{k}", 2, k + 1) for k in range(2)]
    assert starts([*four, *three, *two, header("丁", 3, 1.5)]) == set()


def test_a_line_begins_no_cell_where_nothing_stands_in_the_row_of_the_one_above() -> None:
    runs = [header("科目", 0, 0), header("上年", 1, 0.4), header("结余", 1, 1.4), header("小计", 3, 1.7)]
    assert starts([*runs, header("编码", 0, 2)]) == set()


def rests(*headers: tuple[str, float, float]) -> set[str]:
    return {run.text for run in line_evidence([header(*each) for each in headers]).rests}


@pytest.mark.parametrize(
    ("upper", "lower", "apart", "goes_on"),
    [
        ("对附属单位补助支", "出", 1.4, True),
        ("项目类别（使用单", "位）", 1.4, True),
        ("对附属单位补助支", "出", 1.6, False),
        ("科目编码", "款", 1.4, False),
        ("基本支出", "小计", 1.4, False),
    ],
    ids=["a lone character", "in brackets", "too far below", "a column of codes", "a header"],
)
def test_a_line_that_ends_the_text_above_it_goes_on(upper: str, lower: str, apart: float, goes_on: bool) -> None:
    assert rests((upper, 0, 0), (lower, 0, apart)) == ({lower} if goes_on else set())


@pytest.mark.parametrize(
    ("apart", "middle", "found"),
    [(1.45, 0.72, {"基金", "经营预算"}), (1.45, 1.2, set()), (1.6, 0.8, set())],
    ids=["centred", "lower", "too far apart for one cell"],
)
def test_lines_set_wide_go_on_where_a_header_of_one_line_is_centred_on_them(
    apart: float, middle: float, found: set[str]
) -> None:
    wide = [("政府性", 1, 0), ("基金", 1, apart), ("国有资本", 2, 0), ("经营预算", 2, apart)]
    assert rests(*wide, ("事业收入", 0, middle)) == found


def test_a_line_set_wide_beside_the_child_of_a_parent_begins_a_cell() -> None:
    """基本支出 over 小计, 人员 and 公用; 合计 is centred on the two rows of the header, not on lines of one cell."""
    lower = [("小计", 1, 1.45), ("人员", 2, 1.45), ("公用", 3, 1.45)]
    assert rests(("合计", 0, 0.72), ("基本支出", 2, 0), *lower) == set()


def test_lines_as_far_apart_at_other_heights_tell_the_leading() -> None:
    """财政拨款 over 小计 and 一般公共, whose lines and those of 专户 between the rows are set alike."""
    two_rows = [("财政拨款", 2.5, 0), ("合计", 1, 1.9), ("一般公共", 2, 1.4), ("预算", 2, 2.6)]
    told = [("财政专户", 4, 0.7), ("管理资金", 4, 1.9), ("政府性", 3, 1.4), ("基金", 3, 2.6)]
    assert rests(*two_rows, *told) == {"预算", "管理资金", "基金"}


def test_lines_as_far_apart_in_the_same_rows_tell_none() -> None:
    rows = [(f"{text}{col}", col, row) for col in range(3) for text, row in (("甲", 0), ("乙", 1.3), ("丙", 2.6))]
    assert rests(*rows) == set()


def test_the_first_line_of_a_cell_goes_on_from_none_though_its_parent_stands_as_close() -> None:
    """本年收入 stands a leading above 财政专: 国有资 beside it begins and ends where it does."""
    three = [(f"{text}{col}", col, row) for col in (2, 3) for text, row in (("专", 1), ("户", 2), ("资", 3))]
    four = [("一般", 4, 1.5), ("预算", 4, 2.5), ("政府", 5, 1.5), ("基金", 5, 2.5)]
    found = rests(("本年收入", 3, 0), *three, *four)
    assert found == {"户2", "资2", "户3", "资3", "预算", "基金"}


def test_lines_side_by_side_below_one_are_its_children() -> None:
    """合计 is centred on 科目编码 and on 类, 款 and 项 below it."""
    parent = Run("功能分类科目编码", Box(0, -4.5, 280, 4.5), 9)
    children = [header(text, col, 1.45) for col, text in enumerate("类款项")]
    assert line_evidence([parent, *children, header("合计", 4, 0.72)]).rests == frozenset()


def test_the_leading_is_that_of_most_lines_where_boxes_are_read_from_pixels() -> None:
    """The box of 收入 is higher than its ink and overlaps the line above it; its distance is not the leading."""
    lines = [
        ("附属单", 1, 0),
        ("位上缴", 1, 1),
        ("使用非", 2, 0.05),
        ("财政", 2, 1.05),
        ("政府性", 4, 0.5),
        ("基金", 4, 1.5),
    ]
    runs = [header(*line) for line in [*lines, ("事业", 3, 0.4)]]
    high = header("收入", 3, 1.25)
    runs.append(high._replace(box=Box(high.box.x0, high.box.y0 - 3, high.box.x1, high.box.y1)))
    assert {run.text for run in line_evidence(runs).rests} == {"位上缴", "财政", "基金", "收入"}
