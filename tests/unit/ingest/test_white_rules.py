"""White rules: seen between shaded cells, and closed where the shading ends; not seen on paper."""

from __future__ import annotations

import pytest

from pipeline.geometry import Box
from pipeline.ingest.unseen import Cover
from pipeline.ingest.white_rules import Stroke, white_on_shading
from pipeline.model.page import Rule

HEADER = [Cover(1, Box(0, 0, 100, 40)), Cover(2, Box(100, 0, 200, 40))]
BETWEEN = Stroke(5, False, Rule(100, 0, 40))


def rules(strokes: list[Stroke], grounds: list[Cover]) -> tuple[list[Rule], list[Rule]]:
    """Those that lie and those that stand."""
    found = list(white_on_shading(strokes, grounds))
    return sorted(s.rule for s in found if s.horizontal), sorted(s.rule for s in found if not s.horizontal)


def test_a_white_rule_between_shaded_cells_is_seen_with_the_edges_of_the_shading() -> None:
    lying, standing = rules([BETWEEN], HEADER)
    assert lying == [Rule(0, 0, 200), Rule(40, 0, 200)]
    assert standing == [Rule(0, 0, 40), Rule(100, 0, 40), Rule(200, 0, 40)]


def test_two_shaded_headers_apart_are_closed_each_by_itself() -> None:
    lower = [Cover(3, Box(0, 300, 200, 340))]
    lying, _ = rules([BETWEEN, Stroke(6, True, Rule(320, 0, 200))], HEADER + lower)
    assert [rule.at for rule in lying] == [0, 40, 300, 320, 340]


@pytest.mark.parametrize(
    ("stroke", "grounds", "why"),
    [
        (BETWEEN, [], "there is no shading"),
        (Stroke(5, False, Rule(200, 0, 40)), HEADER, "it is the edge of the shading"),
        (Stroke(0, False, Rule(100, 0, 40)), HEADER, "the shading is painted over it"),
        (Stroke(5, False, Rule(100, 60, 90)), HEADER, "it stands below the shading"),
    ],
)
def test_a_white_rule_on_paper_is_not_seen(stroke: Stroke, grounds: list[Cover], why: str) -> None:
    assert rules([stroke], grounds) == ([], []), why
