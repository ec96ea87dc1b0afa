"""Misprinted codes are put right by the name, never guessed."""

from __future__ import annotations

import pytest

from pipeline.config.rules import Rules
from tests.unit.assembly.sheets import table
from tests.unit.interpretation.reading import interpreted

TITLE = "一般公共预算支出表"
HEAD = "功能科目编码|功能科目名称|合计\n221|住房保障支出|5.00\n"


def test_a_code_that_lost_a_digit_is_the_one_its_name_stands_for(rules: Rules) -> None:
    result = interpreted(rules, table(HEAD + "2210|住房改革支出|5.00", 1, TITLE, unit="单位:元"))
    line = result.budget_lines[1]
    assert (line.func_code, line.flags) == ("22102", "code_repaired")
    (repair,) = result.repairs
    assert (repair.record_id, repair.field, repair.repair_type) == (line.line_id, "func_code", "code_fix")
    assert (repair.value_before, repair.value_after) == ("2210", "22102")


@pytest.mark.parametrize("printed", ["", "21102", "99", "2219"])
def test_other_codes_are_left_as_they_are(rules: Rules, printed: str) -> None:
    result = interpreted(rules, table(HEAD + f"{printed}|住房改革支出|5.00", 1, TITLE, unit="单位:元"))
    assert result.repairs == ()
    assert "code_repaired" not in (result.budget_lines[1].flags or "")
