"""Whatever amounts of a list are blank, each printed one stands under its label and its header's measure."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.assembly.header_rows import count_header_rows
from pipeline.config.load import load_configs
from pipeline.config.rules import Rules
from tests.unit.assembly.sheets import grid, table
from tests.unit.interpretation.reading import interpreted

RULES = Rules(load_configs())
HEADERS = {
    "科目名称|合计|基本支出|项目支出": ("all", "basic", "project"),
    "科目名称|总计|人员经费|公用经费": ("all", "basic_personnel", "basic_public"),
    "科目名称|本年支出|←|←\n↑|合计|基本支出|项目支出": ("all", "basic", "project"),
    "科目名称|基本支出|←|←\n↑|小计|人员经费|公用经费": ("basic", "basic_personnel", "basic_public"),
}
LABELS = ("工资福利支出", "基本工资", "商品和服务支出", "办公费", "对个人和家庭的补助", "资本性支出", "合计")
AMOUNTS = st.one_of(st.just(""), st.integers(1, 10**7).map(lambda cents: f"{cents / 100:.2f}"))
ROWS = st.lists(
    st.tuples(st.sampled_from(LABELS), AMOUNTS, AMOUNTS, AMOUNTS), min_size=1, max_size=6, unique_by=lambda r: r[0]
)


@settings(max_examples=200)
@given(st.sampled_from(sorted(HEADERS)), ROWS)
def test_a_printed_amount_keeps_label_and_measure(header: str, rows: list[tuple[str, str, str, str]]) -> None:
    text = "\n".join([header, *("|".join(row) for row in rows)])
    height = count_header_rows(grid(text), RULES)
    assert height == header.count("\n") + 1
    made = table(text, height, "一般公共预算支出表（按经济分类）", unit="单位：万元")
    read = interpreted(RULES, made).budget_lines
    printed = [
        (label, measure, a) for label, *own in rows for measure, a in zip(HEADERS[header], own, strict=True) if a
    ]
    assert sorted((line.label_raw, line.expenditure_type, line.amount_raw) for line in read) == sorted(printed)
