"""The geometry of a flow: one scale, nothing lost between the bars, direct flows only where rows say so."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.report.drawing import LEAST, TALLEST, Drawing, drawing
from pipeline.report.flows import Breakdown, flow_of
from tests.unit.report.lines import Row, balanced, line, total

HEADS = {"source": "来源", "function": "功能", "economic": "经济"}


def drawn(lines: list[Row]) -> Drawing:
    flow = flow_of(lines, sorted({row["table_id"] for row in lines}))
    assert flow is not None
    return drawing(flow, label, HEADS, "合计")


def label(stage: Breakdown, key: str) -> str:
    return f"{stage.by} {key}"


def test_every_part_has_a_bar_of_its_share_and_a_ribbon_to_the_total() -> None:
    picture = drawn(balanced())
    bars = {bar.label: bar.height for bar in picture.bars if bar.label}
    assert bars["source general_public"] == pytest.approx(TALLEST * 0.8)
    assert bars["economic 310"] == pytest.approx(TALLEST * 0.05)
    # two sources, functions to and from the total, three economic classes
    assert len(picture.ribbons) == 2 + 2 + 2 + 3
    assert [bar.height for bar in picture.bars if bar.tone == "total"] == [TALLEST, TALLEST]


def test_direct_flows_go_past_the_total() -> None:
    picture = drawn(
        [
            line("60.00", func_code="201"),
            line("40.00", func_code="208"),
            line("60.00", table_id="tab_b", func_code="201", econ_dept_code="301"),
            line("40.00", table_id="tab_b", func_code="208", econ_dept_code="303"),
        ]
    )
    assert not [bar for bar in picture.bars if bar.tone == "total"]
    assert [ribbon.title for ribbon in picture.ribbons] == ["201 → 301", "208 → 303"]


def test_direct_flows_that_differ_from_the_functions_pass_through_the_total() -> None:
    picture = drawn(
        [
            line("60.00", func_code="201"),
            line("40.00", func_code="208"),
            line("70.00", table_id="tab_b", func_code="201", econ_dept_code="301"),
            line("30.00", table_id="tab_b", func_code="208", econ_dept_code="303"),
        ]
    )
    assert [bar.tone for bar in picture.bars].count("total") == 1


@given(st.lists(st.integers(1, 10**12), min_size=1, max_size=12))
def test_labels_never_overlap_and_small_bars_are_seen(fen: list[int]) -> None:
    lines = [line(str(Decimal(n) / 100), func_code=f"2{at:02}") for at, n in enumerate(fen)]
    picture = drawn([*lines, total(str(sum((row["amount_cny"] for row in lines), Decimal(0))), "expenditure")])
    bars = sorted((bar for bar in picture.bars if bar.label), key=lambda bar: bar.y)
    assert all(bar.height >= LEAST for bar in bars)
    middles = [bar.y + max(bar.height / 2, 12) for bar in bars]
    assert all(later - earlier >= 26 for earlier, later in pairwise(middles))
    assert all(bar.y + bar.height <= picture.height for bar in bars)
    assert all(re.fullmatch(r"[MCVZ\d. -]+", ribbon.path) for ribbon in picture.ribbons)
