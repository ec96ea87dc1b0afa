"""Code lists propose names for codes and codes for names that were read from pixels and are in doubt."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.config.rules import Rules
from pipeline.model.table import Table
from tests.unit.assembly.sheets import table
from tests.unit.interpretation.reading import interpreted

HEADER = "科目编码|科目名称|合计\n"
Doubts = dict[tuple[int, int], str]


def scanned(row: str, doubts: Doubts) -> Table:
    made = table(HEADER + row, 1)
    cells = tuple(
        cell._replace(flags=(doubts[cell.row, cell.col],)) if (cell.row, cell.col) in doubts else cell
        for cell in made.cells
    )
    return replace(made, cells=cells, reader="ocr")


def messages(rules: Rules, row: str, doubts: Doubts) -> list[str]:
    found = interpreted(rules, scanned(row, doubts)).findings
    return [f.message for f in found if f.code in {"reading-doubtful", "cell-illegible"}]


@pytest.mark.parametrize(
    ("row", "doubts", "proposed"),
    [
        (
            "2080505|机关事业单位基本养者保险缴费支出|9",
            {(1, 1): "reading_doubtful"},
            "机关事业单位基本养老保险缴费支出",
        ),
        ("2080505||9", {(1, 1): "illegible"}, "机关事业单位基本养老保险缴费支出"),
        ("2080S05|机关事业单位基本养老保险缴费支出|9", {(1, 0): "reading_doubtful"}, "2080505"),
        ("30101|基本工贷|9", {(1, 1): "reading_doubtful"}, "基本工资"),
    ],
)
def test_the_lists_propose_what_they_have(rules: Rules, row: str, doubts: Doubts, proposed: str) -> None:
    (message,) = messages(rules, row, doubts)
    assert message.endswith(f"; the code list has {proposed}")


@pytest.mark.parametrize(
    ("row", "doubts"),
    [
        ("2080505|机关事业单位基本养老保险缴费支出|9", {(1, 1): "reading_doubtful"}),  # it has what was read
        ("2080505|养老|9", {(1, 0): "reading_doubtful", (1, 1): "reading_doubtful"}),  # neither can vouch
        ("2080S05|行政运行|9", {(1, 0): "reading_doubtful"}),  # a name of many codes
        ("2080505|机关事业单位基本养老保险缴费支出|9", {(1, 2): "reading_doubtful"}),  # an amount is in no list
    ],
)
def test_they_propose_nothing_else(rules: Rules, row: str, doubts: Doubts) -> None:
    found = messages(rules, row, doubts)
    assert found
    assert not any("the code list" in message for message in found)


def test_a_reading_that_is_sure_gets_no_proposal(rules: Rules) -> None:
    assert messages(rules, "2080505|养老|9", {}) == []
