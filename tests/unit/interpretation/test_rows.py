"""Rows: codes split and carried, names that stand for codes, roles and the tree."""

from __future__ import annotations

import pytest

from pipeline.config.load import Configs
from pipeline.config.rules import Rules
from pipeline.interpretation.codes import Classified, NameIndex, read_code, split_label
from pipeline.interpretation.columns import bind_columns
from pipeline.interpretation.rows import Row, bind_rows
from pipeline.model.table import Cell
from tests.unit.assembly.sheets import table


@pytest.fixture(scope="module")
def names(configs: Configs) -> NameIndex:
    return NameIndex(configs)


def rows(rules: Rules, names: NameIndex, text: str, header_rows: int = 1, kind: str = "exp_summary") -> list[Row]:
    made = table(text, header_rows)
    rule = rules.kind(kind)
    body: dict[int, dict[int, Cell]] = {}
    for cell in made.cells:
        if cell.row >= header_rows:
            body.setdefault(cell.row, {})[cell.col] = cell._replace(text=cell.text.replace("⏎", "\n"))
    return bind_rows(body, bind_columns(made, rule, 2024, rules), rule, names, rules)


def code(row: Row) -> str | None:
    return row.code.code if row.code else None


def test_codes_split_over_columns_are_joined_and_blanks_carried_from_above(rules: Rules, names: NameIndex) -> None:
    text = "科目编码|←|←|科目名称|合计\n类|款|项|↑|↑\n208|||甲|9\n|05||乙|8\n||05|丙|7\n||06|丁|1\n210|11|01|戊|1"
    found = rows(rules, names, text, 2)
    assert [code(row) for row in found] == ["208", "20805", "2080505", "2080506", "2101101"]
    assert [row.level for row in found] == [1, 2, 3, 3, 3]
    assert found[3].path == ("甲", "乙", "丁")


def test_the_parts_of_a_code_may_have_blank_columns_between_them(rules: Rules, names: NameIndex) -> None:
    found = rows(rules, names, "类||款|项|科目名称|合计\n208||05||甲|9\n208||05|06|乙|8")
    assert [code(row) for row in found] == ["20805", "2080506"]


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        ("208|05|06", "2080506"),
        ("208|5|6", "2080506"),
        ("208||", "208"),
        ("208|05|", "20805"),
        ("2080506||", "2080506"),
    ],
)
def test_columns_below_one_header_of_codes_are_parts_of_one(
    rules: Rules, names: NameIndex, parts: str, whole: str
) -> None:
    (row,) = rows(rules, names, f"科目编码|←|←|科目名称|合计\n{parts}|甲|9")
    assert code(row) == whole


def test_two_whole_codes_below_one_header_are_two(rules: Rules, names: NameIndex) -> None:
    (row,) = rows(rules, names, "科目编码|←|科目名称|合计\n30101|50101|基本工资|9", kind="gpb_basic_econ")
    assert (code(row), [c.code for c in row.other_codes]) == ("30101", ["50101"])


def test_a_code_in_the_label_is_taken_out_of_it(rules: Rules, names: NameIndex) -> None:
    (row,) = rows(rules, names, "经济科目|合计\n[30101]基本工资|1.00", kind="gpb_basic_econ")
    assert (row.code, row.label) == (Classified("econ_dept", "30101"), "基本工资")


@pytest.mark.parametrize(
    ("label", "parts"),
    [
        ("[30101]基本工资", ("30101", "基本工资")),
        ("30101 基本工资", ("30101", "基本工资")),
        ("2010301-行政运行", ("2010301", "行政运行")),
        ("301工资福利支出", ("301", "工资福利支出")),
        ("基本工资", (None, "基本工资")),
        ("2024年预算", (None, "2024年预算")),
        ("30101", (None, "30101")),
    ],
)
def test_labels_that_carry_their_code(label: str, parts: tuple[str | None, str]) -> None:
    assert split_label(label) == parts


@pytest.mark.parametrize(
    ("text", "expected", "found"),
    [
        ("2010301", None, Classified("functional", "2010301")),
        ("301", None, Classified("econ_dept", "301")),
        ("50101", None, Classified("econ_gov", "50101")),
        ("30101", "econ_gov", None),
        ("3010101", None, None),
        ("1010101", None, None),
        ("2010", None, None),
        ("合计", None, None),
    ],
)
def test_a_printed_code_has_its_classification_by_its_first_digit(
    text: str, expected: str | None, found: Classified | None
) -> None:
    assert read_code(text, expected) == found


def test_a_name_stands_for_its_code_only_when_it_can_mean_one(names: NameIndex, configs: Configs) -> None:
    seen: dict[str, list[str]] = {}
    for entry in configs.functional.values():
        if entry.level == 3:
            seen.setdefault(entry.name, []).append(entry.code)
    name, codes = next((name, codes) for name, codes in seen.items() if name == "行政运行")
    assert len(codes) > 1
    assert names.find("functional", name, []) is None
    assert names.find("functional", name, [codes[0][:5]]) == Classified("functional", codes[0], from_name=True)


def test_a_main_class_is_known_without_its_last_word(names: NameIndex) -> None:
    assert names.find("functional", "社会保障和就业", []) == Classified("functional", "208", from_name=True)
    assert names.find("functional", "没有这个科目", []) is None


def test_a_code_from_its_name_says_so(rules: Rules, names: NameIndex) -> None:
    text = "收入|←|支出|←\n项目|预算数|项目|预算数\n一、财政拨款|1.00|八、社会保障和就业支出|1.00"
    made = table(text, 2)
    rule = rules.kind("rev_exp_summary")
    columns = [c for c in bind_columns(made, rule, 2024, rules) if c.block == 1]
    body = {2: {cell.col: cell for cell in made.cells if cell.row == 2 and cell.col > 1}}
    (row,) = bind_rows(body, columns, rule, names, rules)
    assert row.code == Classified("functional", "208", from_name=True)
    assert row.flags == ("code_from_name",)


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("合计", "total"),
        ("总计", "total"),
        ("收入总计", "total"),
        ("支出合计", "total"),
        ("一、本年支出合计", "total"),
        ("当年收入小计", "total"),
        ("合i计", "total"),
        ("IT合计", "detail"),
        ("小计", "subtotal"),
        ("业务支出小计", "subtotal"),
        ("当年支出", "subtotal"),
        ("其中：专项资金", "of_which"),
        ("（其中：专项）", "of_which"),
        ("一、财政拨款", "detail"),
        ("合计服务费", "detail"),
    ],
)
def test_roles_by_wording(rules: Rules, names: NameIndex, label: str, role: str) -> None:
    (row,) = rows(rules, names, f"项目|合计\n{label}|1.00")
    assert (row.role, row.leaf) == (role, role == "detail")


def test_a_row_with_deeper_rows_below_is_a_subtotal(rules: Rules, names: NameIndex) -> None:
    text = "科目编码|科目名称|合计\n|合计|3\n301|工资福利支出|2\n30101|基本工资|2\n302|商品和服务支出|1"
    found = rows(rules, names, text, kind="gpb_basic_econ")
    assert [(row.role, row.leaf) for row in found] == [
        ("total", False),
        ("subtotal", False),
        ("detail", True),
        ("detail", True),
    ]
    assert found[2].path == ("工资福利支出", "基本工资")


def test_numbering_makes_the_tree_where_there_are_no_codes(rules: Rules, names: NameIndex) -> None:
    labels = ["一、部门预算", "1、财政拨款", "（1）一般公共预算拨款", "其中：专项资金", "2、事业收入", "收入总计"]
    text = "\n".join(["项目|预算数", *(f"{label}|1.00" for label in labels)])
    found = rows(rules, names, text, kind="rev_summary")
    assert [row.role for row in found] == ["subtotal", "subtotal", "detail", "of_which", "detail", "total"]
    assert found[3].path == ("一、部门预算", "1、财政拨款", "(1)一般公共预算拨款", "其中:专项资金")


def test_a_unit_row_heads_its_own_rows(rules: Rules, names: NameIndex) -> None:
    text = "单位编码|单位名称|合计\n133|医疗保障局|3\n133001|医疗保障局本级|2\n133002|经办中心|1"
    found = rows(rules, names, text)
    assert [(row.unit_code, row.leaf) for row in found] == [("133", False), ("133001", True), ("133002", True)]


def test_an_item_with_its_units_code_heads_no_class(rules: Rules, names: NameIndex) -> None:
    text = (
        "科目编码|单位代码|科目名称|合计\n501||机关工资福利支出|3\n50103|335301|住房公积金|3\n502||机关商品和服务支出|2"
    )
    found = rows(rules, names, text + "\n50201|335301|办公经费|2")
    assert [(row.role, row.leaf) for row in found] == [("subtotal", False), ("detail", True)] * 2


def test_an_unlabelled_first_row_of_amounts_is_the_total(rules: Rules, names: NameIndex) -> None:
    found = rows(rules, names, "科目编码|科目名称|合计\n||3.00\n301|工资福利支出|3.00", kind="gpb_basic_econ")
    assert (found[0].role, found[0].flags) == ("total", ("label_missing",))


def test_rows_of_asterisks_and_blank_rows_are_none(rules: Rules, names: NameIndex) -> None:
    found = rows(rules, names, "科目编码|科目名称|合计\n**|**|**\n||\n301|工资福利支出|3.00", kind="gpb_basic_econ")
    assert [row.no for row in found] == [3]


def test_numbers_beside_the_word_for_column_numbers_are_no_row(rules: Rules, names: NameIndex) -> None:
    found = rows(rules, names, "科目名称|合计|基本支出\n栏次|1|3\n行政运行|6.00|6.00")
    assert [row.label for row in found] == ["行政运行"]


def test_funds_below_an_opening_balance_are_its_parts(rules: Rules, names: NameIndex) -> None:
    text = "项目|金额\n一般公共预算财政拨款|5\n本年收入合计|5\n年初结转和结余|3\n一般公共预算财政拨款|3\n总计|8"
    found = rows(rules, names, text, kind="fiscal_rev_exp")
    assert [row.path for row in found[3:]] == [("年初结转和结余", "一般公共预算财政拨款"), ("总计",)]
    assert found[2].role == "subtotal"


def test_funds_below_a_carry_over_of_the_year_are_its_equals(rules: Rules, names: NameIndex) -> None:
    found = rows(rules, names, "项目|金额\n上年结转|3\n一般公共预算财政拨款|5\n总计|8", kind="fiscal_rev_exp")
    assert [row.path for row in found] == [("上年结转",), ("一般公共预算财政拨款",), ("总计",)]


def test_the_class_alone_does_not_tell_which_items_name_is_meant(names: NameIndex) -> None:
    """行政运行 of a section the list does not know stands right below its class there."""
    assert names.find("functional", "行政运行", ["201"]) is None


@pytest.mark.parametrize("printed", ["201.03.01", "201 03 01", "201-03-01"])
def test_a_code_may_be_printed_in_its_parts(printed: str) -> None:
    assert read_code(printed, None) == Classified("functional", "2010301")


def test_a_speck_in_a_number_hides_no_level(rules: Rules, names: NameIndex) -> None:
    found = rows(rules, names, "项目|预算数\n六、农林水支出|1.00\n七;、城乡社区支出|2.00", kind="rev_exp_summary")
    assert [(row.level, row.path) for row in found] == [(1, ("六、农林水支出",)), (1, ("七;、城乡社区支出",))]


@pytest.mark.parametrize(
    ("label", "doubtful"),
    [
        ("差旅费⏎维修(护)费", True),
        ("(三)农林水支出(四)住房保障支出", True),
        ("一、本年支出二、年终结转结余", True),
        ("机关事业单位基本养老⏎保险缴费", False),
        ("0.00一、科学技术支出", True),
        ("科学技术支出12.30", True),
        ("一、二级公路养护", False),
        ("2024年项目1.5级", False),
        ("(一)农林水支出", False),
    ],
)
def test_a_cell_with_the_labels_of_several_rows_is_doubtful(
    rules: Rules, names: NameIndex, label: str, doubtful: bool
) -> None:
    (row,) = rows(rules, names, f"项目|合计\n{label}|9.00")
    assert ("label_doubtful" in row.flags) == doubtful
