"""Rules to base grids: spans where rules are missing, sides where the page leaves them open."""

from __future__ import annotations

import pytest

from pipeline.layout.rules import joined, regions
from pipeline.model.page import Rule
from pipeline.model.table import Region

Rules = list[Rule]
LYING = [Rule(y, 0, 300) for y in (0, 20, 40, 60)]
STANDING = [Rule(x, 0, 60) for x in (0, 100, 200, 300)]


def one(lying: Rules, standing: Rules) -> Region:
    (region,) = regions(1, lying, standing)
    return region


def places(region: Region) -> list[tuple[int, int, int, int]]:
    """Row, column, row span and column span of every slot that spans."""
    return [
        (slot.row, slot.col, slot.row_span, slot.col_span) for slot in region.slots if slot.row_span * slot.col_span > 1
    ]


def without(rules: Rules, at: float, start: float, end: float) -> Rules:
    """The rules with the stretch from ``start`` to ``end`` of the one at ``at`` rubbed out."""
    kept = [rule for rule in rules if rule.at != at]
    (whole,) = (rule for rule in rules if rule.at == at)
    parts = (Rule(at, whole.start, start), Rule(at, end, whole.end))
    return sorted([*kept, *(part for part in parts if part.end > part.start)])


def test_a_full_grid_has_no_spans() -> None:
    region = one(LYING, STANDING)
    assert (region.xs, region.ys) == ((0, 100, 200, 300), (0, 20, 40, 60))
    assert len(region.slots) == 9
    assert places(region) == []


def test_a_missing_stretch_of_a_standing_rule_merges_columns() -> None:
    assert places(one(LYING, without(STANDING, 100, 0, 20))) == [(0, 0, 1, 2)]


def begins_at(rules: Rules, starts: dict[int, float]) -> Rules:
    """The rules, those at the given places beginning so low."""
    return [rule._replace(start=starts.get(int(rule.at), rule.start)) for rule in rules]


def test_a_spanning_header_that_no_rule_closes_ends_where_the_rules_below_it_begin() -> None:
    lying = [Rule(0, 0, 300), Rule(40, 0, 300), Rule(60, 0, 300)]
    region = one(lying, begins_at(STANDING, {200: 20}))
    assert region.ys == (0, 20, 40, 60)
    assert places(region) == [(0, 0, 2, 1), (0, 1, 1, 2)]


def test_headers_in_three_levels_without_a_rule_between_them() -> None:
    standing = [Rule(x, start, 90) for x, start in ((0, 0), (60, 0), (120, 30), (180, 15), (240, 30), (300, 0))]
    region = one([Rule(0, 0, 300), Rule(60, 0, 300), Rule(90, 0, 300)], standing)
    assert region.ys == (0, 15, 30, 60, 90)
    assert places(region) == [(0, 0, 3, 1), (0, 1, 1, 4), (1, 1, 1, 2), (1, 3, 1, 2)]


@pytest.mark.parametrize(
    ("starts", "why"),
    [
        ({200: 4}, "it misses the rule above it"),
        ({100: 30, 200: 30, 0: 30, 300: 30}, "all begin there: the frame above is another"),
    ],
)
def test_rules_that_begin_low_close_no_header_where_none_spans(starts: dict[int, float], why: str) -> None:
    lying = [Rule(0, 0, 300), Rule(40, 0, 300), Rule(60, 0, 300)]
    assert 0 < len(one(lying, begins_at(STANDING, starts)).ys) <= 3, why


def test_a_rule_broken_further_down_closes_nothing() -> None:
    broken = [*(rule for rule in STANDING if rule.at != 200), Rule(200, 0, 25), Rule(200, 33, 60)]
    assert one(LYING, broken).ys == (0, 20, 40, 60)


def test_a_missing_stretch_of_a_lying_rule_merges_rows() -> None:
    assert places(one(without(LYING, 20, 0, 100), STANDING)) == [(0, 0, 2, 1)]


def test_a_block_of_rows_and_columns_is_one_cell() -> None:
    assert places(one(without(LYING, 20, 100, 300), without(STANDING, 200, 0, 40))) == [(0, 1, 2, 2)]


def test_rules_drawn_double_are_one() -> None:
    region = one([*LYING, Rule(21.5, 0, 300)], [*STANDING, Rule(201, 0, 60)])
    assert (len(region.ys), len(region.xs)) == (4, 4)
    assert region.ys[1] == pytest.approx(20.75)


def test_open_sides_are_closed_where_the_crossing_rules_end() -> None:
    region = one(LYING, STANDING[1:3])
    assert region.xs == (0, 100, 200, 300)
    assert len(region.slots) == 9


def test_an_open_bottom_is_closed_where_the_standing_rules_end() -> None:
    region = one(LYING[:3], STANDING)
    assert region.ys == (0, 20, 40, 60)
    assert len(region.slots) == 9


def test_a_rule_drawn_in_pieces_is_whole() -> None:
    pieces = [Rule(20, 0, 98), Rule(20, 100.5, 199), Rule(20, 199, 300)]
    assert places(one([LYING[0], *pieces, *LYING[2:]], STANDING)) == []


def test_a_break_wider_than_a_joint_is_an_opening() -> None:
    assert joined([Rule(20, 0, 100), Rule(20, 104, 200)]) == [Rule(20, 0, 100), Rule(20, 104, 200)]
    assert joined([Rule(20, 0, 100), Rule(20, 102, 200)]) == [Rule(20, 0, 200)]


def test_rules_that_miss_each_other_by_little_still_meet() -> None:
    short = [Rule(rule.at, 2, 58) for rule in STANDING]
    assert places(one(LYING, short)) == []


@pytest.mark.parametrize(
    ("lying", "standing"),
    [
        ([Rule(0, 0, 300), Rule(60, 0, 300)], [Rule(0, 0, 60), Rule(300, 0, 60)]),
        (LYING, []),
        ([], STANDING),
        ([Rule(10, 0, 300)], [Rule(500, 0, 60)]),
    ],
    ids=["frame", "lines under headings", "bars", "apart"],
)
def test_a_frame_and_lone_lines_are_no_table(lying: Rules, standing: Rules) -> None:
    assert regions(1, lying, standing) == ()


def test_two_tables_on_a_page_come_from_top_to_bottom() -> None:
    below = [Rule(rule.at + 200, rule.start, rule.end) for rule in LYING]
    posts = [Rule(rule.at, 200, 260) for rule in STANDING]
    found = regions(7, [*below, *LYING], [*posts, *STANDING])
    assert [region.box.y0 for region in found] == [0, 200]
    assert {region.page_no for region in found} == {7}


def test_a_shape_that_is_no_rectangle_is_cut_into_rectangles() -> None:
    # The cells (0, 0), (0, 1) and (1, 0) have no wall between them: an L.
    region = one(without(LYING, 20, 0, 100), without(STANDING, 100, 0, 20))
    assert places(region) == [(0, 0, 1, 2)]
    assert sum(slot.row_span * slot.col_span for slot in region.slots) == 9


def test_a_rule_that_ends_inside_a_cell_parts_its_rows() -> None:
    # No wall between the four cells of the upper left but the stub under (0, 1).
    region = one(without(LYING, 20, 0, 100), without(STANDING, 100, 0, 40))
    assert places(region) == [(0, 0, 1, 2), (1, 0, 1, 2)]


def test_a_standing_rule_that_ends_inside_a_cell_cuts_no_column_there() -> None:
    stub = Rule(150, 0, 22)
    region = one(LYING, [*STANDING, stub])
    assert region.xs == (0, 100, 150, 200, 300)
    assert places(region) == [(1, 1, 1, 2), (2, 1, 1, 2)]
