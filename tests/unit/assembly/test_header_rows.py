"""How many rows at the top are header."""

from __future__ import annotations

import pytest

from pipeline.assembly.header_rows import count_header_rows
from pipeline.config.headers import is_index_row
from pipeline.config.rules import Rules
from pipeline.model.table import Cell
from tests.unit.assembly.sheets import grid

CASES = {
    "one row": ("科目编码|科目名称|合计\n301|工资福利支出|1.00", 1),
    "spanning and leaf headers": (
        "科目编码|科目名称|本年支出|←\n↑|↑|基本支出|项目支出\n201|一般公共服务支出|1.00|2.00",
        2,
    ),
    "three levels": (
        "单位编码|单位名称|部门预算|←|←\n↑|↑|合计|公共预算拨款|←\n↑|↑|↑|小计|其中：专项资金\n133|医疗保障局|3.00|2.00|1.00",
        3,
    ),
    "economic items below their classes": (
        "项目|←|商品和服务支出|←|←\n科目编码|科目名称|小计|办公费|印刷费\n201|一般公共服务支出|3.00|2.00|1.00",
        2,
    ),
    "economic items alone": ("编码|名称|基本工资|办公费|奖励金\n201|一般公共服务支出|3.00|2.00|1.00", 1),
    "a first row whose amount is blank": ("项目|预算数\n基本支出|\n项目支出|5.00\n合计|5.00", 1),
    "sides as headers, blank amounts below": (
        "收入|预算数|支出|预算数\n事业单位经营收入||基本支出|\n其他收入|628.22|工资福利支出|\n合计|628.22|合计|628.22",
        1,
    ),
    "columns named 甲 乙 and numbered": ("科目编码|科目名称|预算数|决算数\n甲|乙|1|2\n205|教育支出|6.00|6.00", 2),
    "columns numbered in brackets": ("项目|合计|基本支出|项目支出\n|(1)=(2)+(3)|(2)|(3)\n教育支出|6.00|6.00|0", 2),
    "columns numbered 第1栏": ("项目|预算数|决算数\n列次|第1栏|第2栏\n其他收入|6.00|6.00", 2),
    "names 甲 and 乙 beside amounts": ("单位名称|合计|基本支出\n甲|3|2\n乙|1|1", 1),
    "columns numbered in circles": ("项目|预算数|决算数\n①|②|③\n其他收入|6.00|6.00", 2),
    "sides are amounts": ("项目|收入|支出\n|预算数|预算数\n甲|1.00|2.00", 2),
    "sides over their columns": ("收入|←|支出|←\n项目|预算数|项目|预算数\n其他收入|6.00|基本支出|6.00", 2),
    "two lists that begin with blank amounts": (
        "项目|本年收入|项目|本年支出\n一般公共预算拨款||基本支出|\n政府性基金预算拨款|1.00|项目支出|1.00",
        1,
    ),
    "phases below headers of one column": ("项目|基本支出|项目支出\n↑|决算数|决算数\n行政运行|1.00|2.00", 2),
    "column numbers below a header that no rule knows": (
        "单位名称|项目名称|总计|财政拨款收入|←\n↑|↑|↑|国有资本|其他\n|||经营某某|甚么\n**|**|1|2|3\n某局|业务|9.00|9.00|",
        4,
    ),
    "numbers that go on below a placeholder": ("项目|总计|基本\n某某|4|3\n-|1|2\n某局|9.00|9.00", 1),
    "column numbers, several in a cell": ("科目名称|合计 基本|项目\n**|1 2|3\n行政运行|6.00|3.00", 2),
    "column numbers": ("序号|项目|预算数\n栏次|1|2\n1|一、一般公共预算拨款|6.00", 2),
    "column numbers whose word was misread": (
        "项目|合计|基本|项目|结转\nL栏次|1|2|3|4\n行政运行|6.00|3.00|2.00|1.00",
        2,
    ),
    "too few numbers beside a word to number columns": ("项目|合计|基本\n办公费|1|2\n行政运行|6.00|3.00", 1),
    "a header that reaches into the total row": (
        "科目编码|科目名称|合计|基本支出\n|合计|↑|6.00\n201|教育支出|6.00|6.00",
        1,
    ),
    "column numbers beside code parts that reach to the total": (
        "科目编码|←|←|科目名称|合计|基本支出\n类|款|项|栏次|1|2\n↑|↑|↑|合计|6.00|6.00\n201|←|←|一般公共服务|6.00|6.00",
        2,
    ),
    "a row with a misread word between headers": (
        "||本年收入|←\nvi s ikvn|合计||\n||小计|事业收入\n201|3.00|2.00|1.00",
        3,
    ),
    "a row with a misread word above amounts": ("||本年收入|←\nvi s ikvn|合计||\n201|3.00|2.00|1.00", 1),
    "a numbered label above the header of another list": (
        "项目|预算数\n一、办公费|合计\n项目|预算数\n差旅费|1.00",
        1,
    ),
    "names and counts are no column numbers": ("项目|数量|金额\n办公费|2|3\n合计|2|3", 1),
    "asterisks": ("单位编码|单位名称|合计\n**|**|**\n353002|经办中心|3.00", 2),
    "title and unit line inside": ("支出总表|←|←\n单位：元|←|←\n科目编码|科目名称|合计\n301|工资福利支出|1.00", 3),
    "organisation and unit in one row inside": (
        "支出总表|←|←\n部门：水务局||单位：元\n科目编码|科目名称|合计\n301|工资福利支出|1.00",
        3,
    ),
    "number, title and unit in cells of their own": (
        "公开01表||\n|支出决算表|\n||金额单位：千元\n科目编码|科目名称|合计\n301|工资福利支出|1.00",
        4,
    ),
    "number beside blank cells, then the title": (
        "预算03表||\n支出总表|←|←\n部门：水务局||单位：万元\n科目编码|科目名称|合计\n301|工资福利支出|1.00",
        4,
    ),
    "a row across the table that is no title": (
        "科目编码|科目名称|合计\n一般公共预算|←|←\n301|工资福利支出|1.00",
        1,
    ),
    "years beside a comparison": (
        "功能分类科目|2023年执行数|2024年预算数|←|2024年预算数比2023年执行数\n↑|↑|小计|基本支出|↑\n201|1.00|2.00|2.00|1.00",
        2,
    ),
    "an unknown word above several headers, nothing beside it": (
        "||2026年政府集采|←\n预算单位|科目名称|小计|其中：货物\n审计局|行政运行|3.00|1.00",
        2,
    ),
    "a goal above the indicators of a form": (
        "绩效目标|←|购置设备，满足运转|←\n一级指标|二级指标|三级指标|指标值\n产出指标|数量指标|完成率|≥98%",
        0,
    ),
    "an unknown word above one header": ("||集采|\n预算单位|科目名称|合计|其中：货物\n审计局|行政运行|3.00|1.00", 0),
    "more header than table": (
        "单位名称|科目编码|资金来源|←|←|←\n↑|↑|合计|一般公共预算|←|政府性基金\n↑|↑|↑|全年数|本次下达|↑\n甲|205|3.00|2.00|1.00|1.00",
        3,
    ),
    "unknown words beside the name of a unit": (
        "单位名称|资金性质|合计|印刷|水电|差旅\n教育局|公共|5.00|2.00|2.00|1.00",
        1,
    ),
    "unknown words with a year over a row of zeros": (
        "经费项目|2024年度支出（万元）|支出减少情况（万元）|支出减少率\n因公出国（境）费|0|0|0%\n公务接待费|7.53|-|-",
        1,
    ),
    "a stub over rows with numbers": ("科目|合计|基本支出|项目支出\n↑|↑|1.00|2.00\n工资|3.00|1.00|2.00", 1),
    "total in the first row": ("合计|12.00|12.00\n工资|12.00|12.00", 0),
    "data from the first row": ("301|工资福利支出|1.00\n302|商品和服务支出|2.00", 0),
    "total under the header": ("项目|预算数|备注\n合计|12.00|\n工资|12.00|", 1),
    "blank total under the header": ("项目|预算数|备注\n合计||\n工资|12.00|", 1),
    "lone total over amounts": ("功能科目|三公经费|←\n↑|合计|公务接待费\n201|3.00|1.00", 2),
    "enumerated rows": ("收入|支出\n一、财政拨款收入|一、基本支出\n二、事业收入|二、项目支出", 1),
    "form of a project": ("项目名称|业务经费|←\n主管部门|医疗保障局|←\n资金金额|总额|12.00", 0),
    "form of a department": ("部门（单位）名称|医疗保障局\n年度主要任务|任务", 0),
    "blank cells below": ("科目编码|科目名称|合计\n||\n||", 1),
}


@pytest.mark.parametrize("case", CASES)
def test_header_rows(rules: Rules, case: str) -> None:
    text, count = CASES[case]
    assert count_header_rows(grid(text), rules) == count


@pytest.mark.parametrize(
    ("texts", "numbered"),
    [
        (("", "栏次\n合计", "1", "2", "3"), True),
        (("", "栏次\n合计", "3", "2", "1"), False),
        (("", "合计\n栏次", "1", "2", "3"), False),
        (("", "基本\n合计", "1", "2", "3"), False),
    ],
    ids=["counted", "not counted", "below another", "another word"],
)
def test_the_word_for_the_numbers_of_columns_may_have_the_next_label_below_it(
    rules: Rules, texts: tuple[str, ...], numbered: bool
) -> None:
    row = [Cell(0, col, 1, 1, text, 1, None) for col, text in enumerate(texts)]
    assert is_index_row(row, rules) is numbered
