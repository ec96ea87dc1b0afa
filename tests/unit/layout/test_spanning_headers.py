"""Headers over headers where no rule draws them."""

from __future__ import annotations

import pytest

from pipeline.geometry import Box
from pipeline.layout.cut_table import rows_cut
from pipeline.layout.spanning_headers import Block, over_children
from tests.unit.layout.headers import HIGH, PITCH, header

CUTS = [100.0 * k for k in range(9)]


def spans(*headers: tuple[str, float, float], floor: float) -> dict[str, tuple[int, int]]:
    """By text the columns that each header is widened over; ``floor``: the row the body begins with."""
    names, blocks = {}, []
    for text, col, row in headers:
        run = header(text, col, row)
        names[run.box] = text
        blocks.append(Block(int(run.box.x0 // 100), int(run.box.x1 // 100), run.box))
    found = over_children(blocks, CUTS, PITCH * floor - HIGH / 2)
    return {names[block.box]: (block.first, block.last) for block in found}


def test_a_header_reaches_over_the_columns_it_is_centred_on() -> None:
    found = spans(("甲", 0.5, 0), ("乙", 4, 0), *((f"{k}", k, 1) for k in range(7)), floor=2)
    assert found["甲"], found["乙"] == ((0, 1), (2, 6))
    assert (found["甲"], found["乙"]) == ((0, 1), (2, 6))


def test_a_header_does_not_reach_past_one_that_stands_over_both_rows() -> None:
    """小计 stands nearer to 科目 than to 本年收入, but 合计 over both rows parts them."""
    lower = [("编码", 0, 1), ("名称", 1, 1), ("小计", 3, 1), ("基金", 4, 1), ("事业", 5, 1), ("其他", 6, 1)]
    found = spans(("科目", 0.5, 0), ("合计", 2, 0.5), ("本年收入", 4.5, 0), *lower, floor=2)
    assert found == {"科目": (0, 1), "合计": (2, 2), "本年收入": (3, 6), **{t: (int(c), int(c)) for t, c, _ in lower}}


def test_a_header_over_the_lower_rows_hangs_below_its_parent_one_over_all_does_not() -> None:
    """合计 and 项目 over two rows beside 基本 with its own children; 上年 over all three rows."""
    found = spans(
        ("上年", 1, 1),
        ("预算数", 4, 0),
        ("合计", 2, 1.5),
        ("基本", 4, 1),
        ("小计", 3, 2),
        ("人员", 4, 2),
        ("公用", 5, 2),
        ("项目", 6, 1.5),
        floor=3,
    )
    assert (found["预算数"], found["基本"], found["上年"]) == ((2, 6), (3, 5), (1, 1))


def test_a_parent_lower_than_its_neighbours_middle_takes_none_of_them() -> None:
    """三公: 用车 over three columns; 合计, 出国 and 接待 over all rows beside it."""
    lower = (("小计", 2, 1.5), ("购置", 3, 1.5), ("运行", 4, 1.5))
    found = spans(("合计", 0, 1), ("出国", 1, 1), ("用车", 3, 0), ("接待", 5, 1), *lower, floor=3)
    assert found["用车"] == (2, 4)


def test_a_header_centred_on_the_whole_header_is_no_child_beside_one_as_high_as_the_children() -> None:
    """名称 and 合计 are centred on both rows, as is 上年 with its three lines; the children of 财政 are lower."""
    runs = [header("名称", 0, 0.75), header("合计", 1, 0.75), header("财政", 3, 0)]
    runs += [header(f"{col}", col, 1.1) for col in (2, 3, 4)]
    blocks = [Block(int(run.box.x0 // 100), int(run.box.x0 // 100), run.box) for run in runs]
    last_year = Block(5, 5, Box(510, -4.5, 540, 22.5))
    found = over_children([*blocks, last_year], CUTS, 30)
    assert [(b.first, b.last) for b in found if b.box == runs[2].box] == [(2, 4)]


def test_a_parent_to_the_left_of_its_children_takes_none_past_a_header_over_both_rows() -> None:
    found = spans(("甲", 1, 0), ("合计", 2, 0.5), ("乙", 6, 0), *((f"{k}", k, 1) for k in (0, 1, 3, 4, 5, 6)), floor=2)
    assert (found["甲"], found["乙"]) == ((0, 1), (3, 6))


@pytest.mark.parametrize(("low", "ys"), [(5.2, (0, 60)), (7.0, (0, 8.7, 60))], ids=["half", "a third"])
def test_cells_that_overlap_by_half_their_height_are_of_one_row(low: float, ys: tuple[float, ...]) -> None:
    blocks = [Block(0, 0, Box(10, 0, 40, 10.4)), Block(1, 1, Box(110, low, 140, low + 24))]
    assert rows_cut(1, Box(0, 0, 200, 60), [0.0, 100.0, 200.0], blocks).ys == ys


def test_cells_between_two_others_that_they_overlap_are_all_of_one_row() -> None:
    """The last is as high as both: what overlaps the first only stands in no row of its own."""
    area, cuts = Box(0, 0, 300, 60), [0.0, 100.0, 200.0, 300.0]
    heights = ((0, 10), (15, 26), (24, 34.5), (16.5, 42.5))
    blocks = [
        Block(k % 3, k % 3, Box(100 * (k % 3) + 10, y0, 100 * (k % 3) + 40, y1)) for k, (y0, y1) in enumerate(heights)
    ]
    region = rows_cut(1, area, cuts, blocks)
    assert region.ys == (0, 12.5, 60)


def test_a_header_over_rows_holds_a_row_lower_than_a_share_of_it() -> None:
    area, cuts = Box(0, 0, 300, 40), [0.0, 100.0, 200.0, 300.0]
    low = [Block(0, 0, Box(10, 0, 40, 9)), Block(1, 1, Box(110, 9.7, 140, 18.7)), Block(0, 0, Box(10, 15, 40, 24.4))]
    region = rows_cut(1, area, cuts, [*low, Block(2, 2, Box(210, 0, 240, 30))])
    assert [(slot.row, slot.row_span) for slot in region.slots if slot.col == 2] == [(0, 3)]


@pytest.mark.parametrize("high", [9.0, 26.0], ids=["one line", "three lines"])
def test_a_level_ends_with_the_first_of_its_headers(high: float) -> None:
    """事业 in three lines is no higher up than 其他 in one; 基金 and 国资 below 财政 are no part of their level."""
    blocks = [Block(0, 0, Box(10, 20, 50, 29)), Block(1, 2, Box(180, 0, 220, 9))]
    blocks += [Block(k, k, Box(100 * k + 10, 30, 100 * k + 50, 39)) for k in (1, 2)]
    blocks.append(Block(3, 3, Box(310, 24.4 - high / 2, 350, 24.4 + high / 2)))
    found = over_children(blocks, CUTS, 60)
    assert [(b.first, b.last) for b in found if b.box == blocks[1].box] == [(1, 2)]


@pytest.mark.parametrize(("is_header", "rows"), [(True, 2), (False, 1)])
def test_a_header_whose_line_lies_on_the_edge_of_two_rows_is_in_both(is_header: bool, rows: int) -> None:
    area, cuts = Box(0, 0, 300, 45), [0.0, 100.0, 200.0, 300.0]
    lines = (Box(210, 7.8, 240, 17.7), Box(210, 23.6, 240, 33.5))
    low = [Block(0, 0, Box(10, 0, 40, 9.9)), Block(0, 0, Box(10, 19, 40, 44.6)), Block(1, 1, Box(110, 15.4, 140, 25.8))]
    region = rows_cut(1, area, cuts, [*low, Block(2, 2, Box(210, 7.8, 240, 33.5), lines, is_header=is_header)])
    assert [slot.row_span for slot in region.slots if slot.col == 2][-1] == rows
