"""Header trees to columns: paths, roles, measures, side-by-side lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from pipeline.config.rules import Rules
from pipeline.interpretation.bound_column import Column
from pipeline.interpretation.columns import bind_columns
from pipeline.interpretation.header_tree import header_paths
from tests.unit.assembly.sheets import table

YEAR = 2024


def columns(rules: Rules, text: str, header_rows: int, kind: str = "exp_summary") -> tuple[Column, ...]:
    return bind_columns(table(text, header_rows), rules.kind(kind), YEAR, rules)


def measure(rules: Rules, *path: str, kind: str = "exp_summary") -> Column:
    """The column whose header cells stand one below the other, beside a label column that tells the table's use."""
    header = "\n".join(f"{'科目名称' if k == 0 else '↑'}|{text}" for k, text in enumerate(path))
    return columns(rules, f"{header}\n工资|1.00", len(path), kind)[1]


def test_paths_run_from_the_top_and_fold_equal_neighbours(rules: Rules) -> None:
    text = "科目|部门预算|←|←\n↑|合计|公共预算拨款|←\n↑|↑|小计|其中：专项\n工资|1|1|1"
    assert header_paths(table(text, 3), rules) == [
        ("科目",),
        ("部门预算", "合计"),
        ("部门预算", "公共预算拨款", "小计"),
        ("部门预算", "公共预算拨款", "其中:专项"),
    ]


def test_a_bare_year_heads_the_years_amounts(rules: Rules) -> None:
    text = f"收入|←|←|←\n项目|{YEAR - 1}年|{YEAR}年度|{YEAR}年比{YEAR - 1}年增减%\n一般公共预算|3.00|4.00|33.33"
    assert [(c.role, c.phase) for c in columns(rules, text, 2, "rev_exp_summary")] == [
        ("name", None),
        ("measure", "prior_year"),
        ("measure", None),
        ("text", None),
    ]


@pytest.mark.parametrize("path", [(f"{YEAR}年", "在校生"), ("在校生", f"{YEAR}年"), (f"{YEAR}年2月",), ("项目年度",)])
def test_a_year_beside_what_nobody_knows_heads_none(rules: Rules, path: tuple[str, ...]) -> None:
    assert measure(rules, *path).role == "text"


@pytest.mark.parametrize(
    ("above", "name", "meant"),
    [
        ("基本支出", "资本性支出（基本建设）", "basic_capital"),
        ("项目支出", "资本性支出（基本建设）", "project"),
        ("项目支出", "资本性支出", "project"),
        ("公用经费", "资本性支出", "basic_capital"),
    ],
)
def test_capital_construction_is_no_basic_expenditure(rules: Rules, above: str, name: str, meant: str) -> None:
    assert measure(rules, above, name).expenditure_type == meant


def test_a_list_by_economic_classes_of_governments_says_so(rules: Rules) -> None:
    named = columns(
        rules, "项目（按功能分类）|预算数|项目（按政府预算经济分类）|预算数\n甲|1|乙|1", 1, "rev_exp_summary"
    )
    assert [column.of for column in named] == ["functional", None, "econ_gov", None]


def test_lost_spans_are_filled_from_the_left(rules: Rules) -> None:
    text = "科目编码|科目名称|本年支出||\n||合计|基本支出|项目支出\n201|一般公共服务|3|2|1"
    assert header_paths(table(text, 2), rules) == [
        ("科目编码",),
        ("科目名称",),
        ("本年支出", "合计"),
        ("本年支出", "基本支出"),
        ("本年支出", "项目支出"),
    ]


def test_a_header_without_one_below_it_is_nobodys_parent(rules: Rules) -> None:
    text = "科目编码|科目名称|合计|上年结转||\n||||一般公共预算|事业收入\n201|一般公共服务|3||2|1"
    paths = header_paths(table(text, 2), rules)
    assert paths[3:] == [("上年结转",), ("一般公共预算",), ("事业收入",)]


def test_spans_that_a_transcript_lost_are_filled_whatever_stands_below(rules: Rules) -> None:
    lost = replace(table("科目|支出||\n||小计|其他\n甲|1|1|1", 2), page_start=None)
    assert header_paths(lost, rules)[2] == ("支出", "小计")


@pytest.mark.parametrize("row", ["支出总表|←", "单位：元|←", "栏次|1"])
def test_titles_units_and_numbers_inside_the_header_are_no_path(rules: Rules, row: str) -> None:
    text = f"{row}\n科目|合计\n工资|1" if "←" in row else f"科目|合计\n{row}\n工资|1"
    assert header_paths(table(text, 2), rules) == [("科目",), ("合计",)]


@pytest.mark.parametrize(
    ("head", "role", "of"),
    [
        ("序号", "seq", None),
        ("单位编码", "code", "unit"),
        ("单位名称", "name", "unit"),
        ("功能科目编码", "code", "functional"),
        ("功能科目名称", "name", "functional"),
        ("部门经济科目编码", "code", "econ_dept"),
        ("政府经济科目编码", "code", "econ_gov"),
        ("政府经济科目名称", "name", "econ_gov"),
        ("科目编码", "code", None),
        ("项目", "name", None),
        ("收入项目", "name", None),
        ("项目(按支出性质和经济分类)", "name", None),
        ("项目(按功能分类)", "name", "functional"),
        ("支出结构分类", "name", None),
        ("单位代6码", "code", "unit"),
        ("备注", "text", None),
        ("项目简介", "text", None),
        ("", "ignore", None),
    ],
)
def test_roles(rules: Rules, head: str, role: str, of: str | None) -> None:
    found = columns(rules, f"{head}|合计\n1|2.00", 1)[0]
    assert (found.role, found.of) == (role, of)


@pytest.mark.parametrize(
    ("path", "fund", "expenditure"),
    [
        (("合计",), None, None),
        (("基本支出",), None, "basic"),
        (("项目支出",), None, "project"),
        (("人员经费支出",), None, "basic_personnel"),
        (("公用经费支出",), None, "basic_public"),
        (("专项业务经费支出",), None, "project"),
        (("基本支出", "工资福利支出"), None, "basic_wages"),
        (("基本支出", "公用经费", "商品和服务支出"), None, "basic_goods_services"),
        (("项目支出", "特定目标类"), None, "project_targeted"),
        (("上解上级支出",), None, "remit_superior"),
        (("对附属单位补助支出",), None, "subsidy_affiliated"),
        (("一般公共预算",), "general_public", None),
        (("政府性基金拨款",), "government_fund", None),
        (("国有资本经营预算",), "state_capital", None),
        (("财政专户管理资金",), "fiscal_account", None),
        (("上年结转",), "carryover", None),
        (("上年结转结余", "一般公共预算"), "carryover_general_public", None),
        (("上年结转结余", "政府性基金"), "carryover_government_fund", None),
        (("上年结转结余", "国有资本经营预算"), "carryover_state_capital", None),
        (("一般公共预算", "上年结转"), "carryover_general_public", None),
        (("单位资金", "上年结转"), "carryover", None),
        (("上年实户资金余额",), "real_account_balance", None),
        (("一般公共预算", "基本支出"), "general_public", "basic"),
        (("非财政拨款资金结余",), "business_fund_offset", None),
        (("本年安排",), None, None),
        (("本年决算数",), None, None),
        (("本年支出", "政府性基金预算财政拨款"), "government_fund", None),
    ],
)
def test_a_measure_is_fund_source_by_expenditure_type(
    rules: Rules, path: tuple[str, ...], fund: str | None, expenditure: str | None
) -> None:
    found = measure(rules, *path)
    assert (found.role, found.fund_source, found.expenditure_type, found.of_which) == (
        "measure",
        fund,
        expenditure,
        False,
    )


def test_of_which_general_public_is_its_fiscal_part(rules: Rules) -> None:
    text = "科目名称|一般公共预算|←\n↑|小计|其中：财政拨款\n工资|2.00|1.00"
    _, subtotal, part = columns(rules, text, 2)
    assert (subtotal.fund_source, subtotal.of_which) == ("general_public", False)
    assert (part.fund_source, part.of_which) == ("general_public_fiscal", True)


def test_the_same_measure_again_is_a_part_of_the_first(rules: Rules) -> None:
    text = "科目名称|合计|本年收入|←\n↑|↑|小计|事业收入\n工资|2.00|1.00|1.00"
    _, total, again, other = columns(rules, text, 2, "rev_summary")
    assert [c.of_which for c in (total, again, other)] == [False, True, False]


@pytest.mark.parametrize(
    ("head", "unit"),
    [
        ("预算数（万元）", "CNY_10K"),
        ("金额(元)", "CNY"),
        ("金额", None),
        ("金额（千元）", "CNY_1K"),
        ("合计（单位：亿元）", "CNY_100M"),
        ("金额（百万元）", "CNY_1M"),
    ],
)
def test_a_header_may_print_its_own_unit(rules: Rules, head: str, unit: str | None) -> None:
    found = measure(rules, head)
    assert (found.role, found.unit) == ("measure", unit)


@pytest.mark.parametrize(
    ("head", "phase"),
    [
        ("2023年预算数", "prior_year"),
        ("2024年预算数", "approved_budget"),
        ("上年预算数", "prior_year"),
        ("决算数", "final_account"),
    ],
)
def test_a_column_of_another_phase_says_so(rules: Rules, head: str, phase: str | None) -> None:
    assert measure(rules, head).phase == phase


@pytest.mark.parametrize("head", ["2022年决算数", "2022决算数", "2025年预计支出合计", "2019年结转2022年支出合计"])
def test_amounts_of_other_years_than_this_and_the_last_have_no_measure(rules: Rules, head: str) -> None:
    assert measure(rules, head).role == "text"


def test_of_two_figures_for_the_year_before_the_second_is_no_part_of_the_first(rules: Rules) -> None:
    text = "科目名称|2023年预算数|←|2023年执行数|2024年预算数\n↑|小计|其中：结转|↑|↑\n工资|3.00|1.00|2.00|4.00"
    _, *found = columns(rules, text, 2)
    assert [(c.role, c.phase, c.of_which) for c in found] == [
        ("measure", "prior_year", False),
        ("measure", "prior_year", True),
        ("text", "prior_year", False),
        ("measure", "approved_budget", False),
    ]


def test_funds_that_cover_a_difference_are_a_source_and_no_comparison(rules: Rules) -> None:
    found = measure(rules, "用事业基金弥补收支差额", kind="rev_summary")
    assert (found.role, found.fund_source) == ("measure", "business_fund_offset")


@pytest.mark.parametrize("head", ["增减变动情况", "同比增减%", "数量", "单价", "人数"])
def test_numbers_that_are_no_amounts_are_no_measures(rules: Rules, head: str) -> None:
    assert measure(rules, head).role == "text"


@pytest.mark.parametrize("above", ["车辆购置情况", "非同级财政拨款", "上级专项经费", "中央提前通知的资金"])
def test_an_unknown_spanning_header_hides_the_meaning(rules: Rules, above: str) -> None:
    assert measure(rules, above, "小计").role == "text"
    part = measure(rules, above, "政府性基金")
    assert (part.fund_source, part.of_which) == ("government_fund", True)


@pytest.mark.parametrize("above", ["2024年预算数", "2024年顶算数", "资金来源", "按支出性质分", "收入预算(万元)"])
def test_a_spanning_header_that_says_nothing_hides_none(rules: Rules, above: str) -> None:
    assert measure(rules, above, "小计").role == "measure"
    whole = measure(rules, above, "政府性基金")
    assert (whole.fund_source, whole.of_which) == ("government_fund", False)


def test_what_is_not_of_the_treasury_is_none_of_its_appropriations(rules: Rules) -> None:
    assert measure(rules, "非财政拨款").role == "text"
    assert measure(rules, "非同级财政拨款").role == "text"
    part = measure(rules, "财政拨款", "专项收入")
    assert (part.fund_source, part.expenditure_type, part.of_which) == ("fiscal_total", None, True)


def test_lists_side_by_side_are_blocks_with_their_own_side(rules: Rules) -> None:
    text = "收入|←|支出|←\n项目|预算数|项目|预算数\n财政拨款|2.00|基本支出|2.00"
    found = columns(rules, text, 2, "rev_exp_summary")
    assert [(c.role, c.block, c.side) for c in found] == [
        ("name", 0, "revenue"),
        ("measure", 0, "revenue"),
        ("name", 1, "expenditure"),
        ("measure", 1, "expenditure"),
    ]


def test_row_numbers_after_a_measure_open_a_list_even_of_unknown_labels(rules: Rules) -> None:
    text = "项目|行次|决算数|去向|行次|决算数\n财政拨款|1|2.00|教育|9|2.00"
    assert [c.block for c in columns(rules, text, 1, "rev_exp_summary")] == [0, 0, 0, 0, 1, 1]


SIDES = "项目|预算数|{}|{}\n一、事业收入|3.00|一、教育支出|2.00\n收入总计|3.00|支出总计|2.00"


@pytest.mark.parametrize(
    ("label", "last", "blocks"),
    [
        ("项目", "预算数", [0, 0, 1, 1]),
        ("", "预算数", [0, 0, 1, 1]),
        ("顶目", "预算数", [0, 0, 1, 1]),
        ("依据", "政府性基金", [0, 0, 0, 0]),
        ("备注", "预算数", [0, 0, 0, 0]),
    ],
    ids=["labels", "lost header", "misread header", "words beside another measure", "remarks"],
)
def test_words_between_the_same_measures_label_a_list_of_their_own(
    rules: Rules, label: str, last: str, blocks: list[int]
) -> None:
    found = columns(rules, SIDES.format(label, last), 1, "rev_exp_summary")
    assert [c.block for c in found] == blocks


def test_amounts_under_a_misread_header_end_their_list(rules: Rules) -> None:
    """Else the labels left of them would be those of the next list."""
    text = "收入|←|支出|←\n项目|預剪數|功能分类科目|预算数\n事业收入|3.00|教育支出|2.00\n收入总计|3.00|支出总计|2.00"
    found = columns(rules, text, 2, "rev_exp_summary")
    assert [(c.role, c.block) for c in found] == [("name", 0), ("text", 0), ("name", 1), ("measure", 1)]


def test_words_under_the_same_unclear_header_as_amounts_label_none_of_the_others(rules: Rules) -> None:
    """Two headers read as one: what the words right of the amounts are is not known, nor whose the next amounts are."""
    text = "收入|←|支出|←\n项目|预算数项目|←|预算数\n事业收入|3.00|教育支出|2.00\n其他收入|4.00|科技支出|5.00"
    text += "\n上年结转|1.00|结转下年|1.00\n收入总计|8.00|支出总计|8.00"
    found = columns(rules, text, 2, "rev_exp_summary")
    assert [(c.role, c.block) for c in found] == [("name", 0), ("text", 0), ("text", 1), ("measure", 1)]


def test_counts_between_labels_end_no_list(rules: Rules) -> None:
    text = "项目编码|年度|项目名称|合计\nA1|2024|展览|3.00\nA2|2024|培训|2.00"
    assert [c.block for c in columns(rules, text, 1, "project_exp")] == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("heads", "role"),
    [
        ("科目编码||合计", "name"),
        ("科目编码|科国名徐|合计", "name"),
        ("科目名称||合计", "ignore"),
        ("科目编码|||合计", "ignore"),
        ("科目编码|科国名徐||合计", "text"),
    ],
    ids=["lost", "misread", "other names are headed", "two lost headers", "one lost, one misread"],
)
def test_words_under_a_lost_or_unknown_header_are_the_labels_where_no_others_are(
    rules: Rules, heads: str, role: str
) -> None:
    words = "|".join(["行政运行"] * (heads.count("|") - 1))
    found = columns(rules, f"{heads}\n2010101|{words}|3.00\n2010102|{words}|2.00", 1)
    assert found[1].role == role


@pytest.mark.parametrize(
    ("head", "codes", "role"),
    [
        ("种曰编码", ("205", "20501", "合计"), "code"),
        ("", ("205", "20501", "合计"), "code"),
        ("种曰编码", ("205", "30101", "20501"), "text"),
        ("种曰编码", ("2.05", "20501.00", "3.00"), "text"),
        ("种曰编码", ("205", "合计", "小计"), "text"),
    ],
    ids=["misread", "lost", "two classifications", "amounts", "too few"],
)
def test_codes_left_of_the_names_are_codes_whatever_is_read_above_them(
    rules: Rules, head: str, codes: Sequence[str], role: str
) -> None:
    text = "\n".join(f"{code}|行政运行|3.00" for code in codes)
    assert columns(rules, f"{head}|科目名称|合计\n{text}", 1)[0].role == role


def test_of_two_columns_of_codes_the_headed_one_has_them(rules: Rules) -> None:
    found = columns(rules, "种曰编码|科目编码|科目名称|合计\n205|205|教育支出|3.00\n20501|20501|行政运行|2.00", 1)
    assert [c.role for c in found][:3] == ["text", "code", "name"]


@pytest.mark.parametrize(("row", "role"), [(0, "text"), (1, "text"), (None, "measure")])
def test_amounts_under_a_header_that_nobody_could_read_have_no_measure(
    rules: Rules, row: int | None, role: str
) -> None:
    made = table("科目名称|公用经费|←\n↑|决算数|年初预算数\n办公费|3.00|2.00", 2)
    lost = [c._replace(text="", flags=("illegible",)) if (c.row, c.col) == (row, 1) else c for c in made.cells]
    assert bind_columns(replace(made, cells=tuple(lost)), rules.kind("exp_summary"), YEAR, rules)[1].role == role


def test_several_measures_of_one_list_are_one_block(rules: Rules) -> None:
    found = columns(rules, "科目编码|科目名称|合计|基本支出\n201|甲|2.00|2.00", 1)
    assert {(c.block, c.side) for c in found} == {(0, "expenditure")}


def test_an_amount_of_another_currency_is_not_read(rules: Rules) -> None:
    assert measure(rules, "金额（美元）").role == "text"


@pytest.mark.parametrize(
    ("head", "role"),
    [
        ("一般公共预算政府性基金预算", "text"),
        ("事业收入上级补助收入", "text"),
        ("一般公共预算财政拨款", "measure"),
        ("政府性基金预算结转", "measure"),
        ("财政专户管理资金收入", "measure"),
    ],
)
def test_a_header_of_two_funds_says_neither(rules: Rules, head: str, role: str) -> None:
    assert measure(rules, head, kind="rev_summary").role == role


def test_a_part_without_a_name_of_its_own_is_not_the_whole(rules: Rules) -> None:
    text = "科目名称|项目支出|←|←\n↑|资本性支出|小计|其他运转类\n工资|1.00|3.00|2.00"
    _, part, whole, named = columns(rules, text, 2)
    assert [c.of_which for c in (part, whole, named)] == [True, False, False]
    carried = measure(rules, "上年结转结余", "单位资金")
    assert (carried.fund_source, carried.of_which) == ("carryover", True)


@pytest.mark.parametrize("leaf", ["金额", "合计", "增减额", "增减%"])
def test_what_compares_with_another_year_is_no_amount_of_this_one(rules: Rules, leaf: str) -> None:
    assert measure(rules, "2024年预算数比2023年执行数", leaf).role == "text"
    assert measure(rules, "2024年预算数", "金额").role == "measure"


def test_a_fund_named_by_a_difference_is_still_a_fund(rules: Rules) -> None:
    assert measure(rules, "用事业基金弥补收支差额", kind="rev_summary").fund_source == "business_fund_offset"


def test_numbers_under_one_lowest_header_have_no_known_measure(rules: Rules) -> None:
    text = "科目名称|一般公共预算政府性基金|←|合计\n工资|1.00|2.00|3.00"
    assert [c.role for c in columns(rules, text, 1)] == ["name", "text", "text", "measure"]


FUND_TABLE = "科目编码|科目名称|年初结转|本年收入|本年支出|←|←\n合计|←|0|2.80|{leaves}\n20709|旅游发展|0|2.80|{row}"


@pytest.mark.parametrize(
    ("leaves", "row", "measures"),
    [
        ("合计|基本支出|项目支出", "2.80||2.80", [None, "basic", "project"]),
        ("合计|基本支出|项目支出", "一般债券||2.80", []),
        ("合计||项目支出", "2.80||2.80", []),
        ("2.80|0|2.80", "2.80|0|2.80", []),
        ("合计|基本支出|项目支出", "||", []),
    ],
    ids=["leaves", "words-below", "a-leaf-is-missing", "amounts", "nothing-below"],
)
def test_the_leaves_of_a_header_may_stand_in_the_total_row(
    rules: Rules, leaves: str, row: str, measures: list[str | None]
) -> None:
    found = columns(rules, FUND_TABLE.format(leaves=leaves, row=row), 1, "gov_fund")
    assert [c.expenditure_type for c in found[4:] if len(c.path) > 1 and c.role == "measure"] == measures


def test_a_header_may_span_columns_of_which_one_has_numbers(rules: Rules) -> None:
    text = "科目名称|基本支出|←\n工资||2.00"
    assert [c.role for c in columns(rules, text, 1)] == ["name", "measure", "measure"]


def test_what_is_left_at_the_end_of_the_year_is_a_balance(rules: Rules) -> None:
    text = "科目名称|年初结转和结余|本年收入|本年支出|年末结转和结余\n工程|1.00|2.00|2.50|0.50"
    _, opening, income, spent, closing = columns(rules, text, 1, "gov_fund")
    assert [c.side for c in (opening, income, spent, closing)] == ["revenue", "revenue", "expenditure", "balance"]
    assert (opening.fund_source, closing.fund_source) == ("carryover", None)


MISREAD = "科目名称|本年收入|←|←\n↑|小计|{}|其他收入\n甲|3.00|1.00|2.00\n乙|3.00|1.00|2.00"


@pytest.mark.parametrize(
    ("header", "flags", "role"),
    [
        ("财政专产管理资金", ("reading_doubtful",), "text"),
        ("上级补助收人", ("reading_doubtful",), "measure"),
        ("财政专户管理资金", ("reading_doubtful",), "measure"),
        ("", ("illegible",), "text"),
        ("财政专产管理资金", (), "measure"),
    ],
    ids=["misread", "misread, its fund known", "right after all", "illegible", "printed so"],
)
def test_a_header_that_may_be_misread_and_says_nothing_gives_no_measure(
    rules: Rules, header: str, flags: tuple[str, ...], role: str
) -> None:
    made = table(MISREAD.format(header or "·"), 2)
    cells = tuple(c._replace(text=header, flags=flags) if (c.row, c.col) == (1, 2) else c for c in made.cells)
    found = bind_columns(replace(made, cells=cells), rules.kind("rev_summary"), YEAR, rules)
    assert [column.role for column in found] == ["name", "measure", role, "measure"]


def test_a_header_in_doubt_over_two_columns_is_that_of_neither(rules: Rules) -> None:
    made = table("科目名称|上级补助收入|←|其他收入\n甲||1.00|2.00\n乙||1.00|2.00", 1)
    cells = tuple(c._replace(flags=("reading_doubtful",)) if c.row == 0 else c for c in made.cells)
    found = bind_columns(replace(made, cells=cells), rules.kind("rev_summary"), YEAR, rules)
    assert [column.role for column in found[1:]] == ["text", "text", "measure"]


def test_the_outturn_before_the_books_are_closed_is_not_the_final_account(rules: Rules) -> None:
    beside = columns(rules, "科目名称|执行数|决算数\n工资|3.00|4.00", 1)
    assert [(c.role, c.phase) for c in beside] == [
        ("name", None),
        ("text", "final_account"),
        ("measure", "final_account"),
    ]
    alone = columns(rules, "科目名称|预算数|执行数\n工资|3.00|4.00", 1)
    assert [c.role for c in alone] == ["name", "measure", "measure"]


def test_a_side_alone_heads_labels_where_words_stand_below_it(rules: Rules) -> None:
    labels = columns(rules, "收入|预算数|支出|预算数\n财政拨款|3.00|教育支出|3.00", 1, "rev_exp_summary")
    assert [(c.role, c.side) for c in labels if c.role == "measure"] == [
        ("measure", "revenue"),
        ("measure", "expenditure"),
    ]
    dashes = columns(rules, "科目名称|合计|收入|支出\n工资|3.00|—|—", 1, "rev_exp_summary")
    assert [c.role for c in dashes][2:] == ["text", "text"]


@pytest.mark.parametrize(
    ("heads", "roles"),
    [
        ("科目|合计|小计|项目支出", ["measure", "text", "measure"]),
        ("科目|小计|基本支出|项目支出", ["measure", "measure", "measure"]),
    ],
    ids=["beside a total", "the only total"],
)
def test_a_subtotal_without_a_header_above_it_has_no_measure_beside_a_total(
    rules: Rules, heads: str, roles: list[str]
) -> None:
    """Which columns it sums nobody can tell: the header over them was laid over others."""
    made = table(f"{heads}\n工资|3.00|2.00|1.00", 1)
    columns = bind_columns(made, rules.kind("exp_summary"), YEAR, rules)
    assert [column.role for column in columns[1:]] == roles
