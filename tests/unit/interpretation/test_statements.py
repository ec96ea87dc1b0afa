"""Amounts of the running text: what they are of, their change, their reason, their place."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.config.rules import Rules
from pipeline.geometry import Box
from pipeline.interpretation.classification_paths import ClassificationPaths
from pipeline.interpretation.identification import Identity
from pipeline.interpretation.prose import paragraphs
from pipeline.interpretation.statements import statements
from pipeline.model.page import Page, Source
from pipeline.model.records import Statement
from pipeline.model.table import PageContent, TextLine

YEAR = 2024
WIDE = 500.0
"""Right edge of the text; a line that ends before it is the last of its paragraph."""


def read(rules: Rules, *pages: list[str], located: bool = True, title: str = "") -> list[Statement]:
    """The statements of pages of full-width lines; a line that ends in ``$`` ends short of the edge."""
    contents, sheets = [], []
    for number, texts in enumerate(pages, 1):
        lines = tuple(
            TextLine(
                number,
                text.rstrip("$"),
                Box(100, 40 + 20 * i, 300 if text.endswith("$") else WIDE, 52 + 20 * i),
            )
            for i, text in enumerate(texts)
        )
        edge = TextLine(number, "表头", Box(50, 10, WIDE + 60, 22))
        contents.append(PageContent(number, (edge, *lines), ()))
        sheets.append(Page(number, 600, 800, (), located=located))
    return stated(rules, contents, *sheets, title=title)


def stated(rules: Rules, pages: list[PageContent], *sheets: Page, title: str = "") -> list[Statement]:
    """The statements of these pages of a document whose sheets are these."""
    source = Source("a.pdf", "0" * 64, 1, "pdf", "native", sheets)
    identity = Identity("110000", "某某市统计局", None, title, "department_budget", YEAR, ())
    prose = paragraphs(pages, source.located, rules.vocabulary.statements)
    paths = ClassificationPaths((), rules.configs)
    return list(statements(source, identity, prose, "110000-1", lambda _, box: box, paths, rules))


def lines_of(*texts: str, doubted: tuple[str, ...] = (), gap: float = 8.0) -> list[PageContent]:
    """One page of full lines with so much white between them; in each what it has of ``doubted`` may be misread."""
    height, heading = 12.0, TextLine(1, "二、支出情况", Box(100, 10, 200, 22))
    lines = [
        TextLine(1, text, Box(100, top, WIDE, top + height), tuple(part for part in doubted if part in text))
        for i, text in enumerate(texts)
        for top in [40 + (height + gap) * i]
    ]
    return [PageContent(1, (heading, *lines), ())]


SCAN = Page(1, 600, 800, (), from_pixels="no text layer")
SENTENCES = ("行政运行支出（2010501）61.02万元，比上年", "增加0.87 万元。住房公积金支出（2210201）23.40万元。")


@pytest.mark.parametrize(
    ("doubted", "flagged"),
    [
        ((), []),
        (("61.02万元，比上年",), ["2010501"]),
        (("0.87 万元",), ["2010501"]),  # the change, on the next line
        (("行政运行",), ["2010501"]),
        (("23.40",), ["2210201"]),
        (("万元",), ["2010501", "2210201"]),
    ],
)
def test_what_may_be_misread_in_a_sentence_makes_its_amounts_doubtful(
    rules: Rules, doubted: tuple[str, ...], flagged: list[str]
) -> None:
    found = stated(rules, lines_of(*SENTENCES, doubted=doubted), SCAN)
    assert [s.func_code for s in found] == ["2010501", "2210201"]
    assert [s.func_code for s in found if s.flags == "reading_doubtful" and s.confidence == 0.5] == flagged
    assert all((s.extraction_method, s.flags is None) == ("ocr", s.confidence == 0.9) for s in found)


@pytest.mark.parametrize(("gap", "joined"), [(8.0, True), (30.0, True), (40.0, False)])
def test_no_sentence_goes_on_beyond_the_white_around_a_chart(rules: Rules, gap: float, joined: bool) -> None:
    found = stated(rules, lines_of("项目支出", "4,312.17万元", gap=gap), SCAN)
    assert [s.subject for s in found] == (["项目支出"] if joined else [])


def told(rules: Rules, text: str) -> list[tuple[str, str, str | None, str | None]]:
    return [(s.subject, s.amount_raw, s.yoy_direction, s.yoy_amount_raw) for s in read(rules, [text + "$"])]


@pytest.mark.parametrize(
    "written", ["1’200.50", "1·200.50", "1\ufffd254.95", "负12.30", "为—5.60", "100~120.00"], ids=ascii
)
def test_what_may_be_the_rest_of_a_number_or_a_negative_is_no_amount(rules: Rules, written: str) -> None:
    assert told(rules, f"专项资金支出{written}万元。") == []


def test_the_amount_in_brackets_behind_what_is_compared_with_is_the_other_years(rules: Rules) -> None:
    text = "机关运行经费198.16万元，较2025年预算（200.00万元）减少1.84万元。"
    assert told(rules, text) == [("机关运行经费", "198.16", "down", "1.84")]


def test_amount_code_change_and_reason(rules: Rules) -> None:
    text = "（1）机关事业单位基本养老保险缴费支出（2080505）61.02 万元，较上年增加 0.87 万元，原因是单位新增人员；"
    (said,) = read(rules, ["二、支出按功能科目分类的明细情况$", text + "$"])
    assert (said.subject, said.func_code, said.econ_code) == ("机关事业单位基本养老保险缴费支出", "2080505", None)
    assert (said.amount_raw, said.amount_unit) == ("61.02", "CNY_10K")
    assert (said.amount_cny, said.amount_quantum_cny) == (Decimal("610200.00"), Decimal(100))
    assert (said.yoy_direction, said.yoy_amount_raw, said.yoy_amount_cny) == ("up", "0.87", Decimal("8700.00"))
    assert said.reason_raw == "单位新增人员"
    assert said.section_raw == "二、支出按功能科目分类的明细情况"
    assert said.sentence_raw == text.replace(" ", "")
    assert (said.page_no, said.bbox) == (1, "100.0,60.0,300.0,72.0")
    assert (said.extraction_method, said.confidence, said.value_status, said.flags) == (
        "text_layer",
        0.9,
        "reported",
        None,
    )
    assert said.statement_id.startswith("st_")


def test_percentage_and_economic_code(rules: Rules) -> None:
    (said,) = read(rules, ["工资福利支出（301）119.70万元，较上年减少2.62万元，下降2.14%，下降的主要原因是：压缩；$"])
    assert (said.econ_code, said.yoy_direction, said.yoy_pct, said.reason_raw) == (
        "301",
        "down",
        Decimal("2.14"),
        "压缩",
    )


def test_unlisted_code_and_missing_unit_are_flagged(rules: Rules) -> None:
    (code,) = read(rules, ["奇怪的支出（2999999）1.00万元。$"])
    assert (code.func_code, code.flags) == ("2999999", "code_unlisted")
    (bare,) = read(rules, ["2024年当年本部门政府采购预算共664.98，为服务类预算。$"])
    assert (bare.subject, bare.amount_raw, bare.amount_unit, bare.amount_cny) == ("政府采购预算", "664.98", None, None)
    assert bare.flags == "unit_missing"


@pytest.mark.parametrize(
    "flat", ["较上年无增减", "与上年基本持平", "与2023年预算持平", "与上年预算数相同", "较上年无变动"]
)
def test_no_change(rules: Rules, flat: str) -> None:
    (said,) = read(rules, [f"公务接待费0.00万元，{flat}。$"])
    assert (said.subject, said.yoy_direction, said.yoy_amount_raw, said.value_status) == (
        "公务接待费",
        "flat",
        None,
        "zero",
    )


def test_amounts_of_a_reason_and_limits_are_no_statements(rules: Rules) -> None:
    text = "2024年本部门预算支出1675.78万元，较上年减少7091.11万元，主要原因是项目支出减少7091.11万元。"
    assert told(rules, text) == [("预算支出", "1675.78", "down", "7091.11")]
    assert (
        told(rules, "截止上年底，本部门共有车辆3辆，单价20万元以上的设备0台（套），单位价值100万元以上设备2台。") == []
    )


def test_a_list_has_a_subject_for_each_amount(rules: Rules) -> None:
    text = "2024年某某市统计局政府采购预算共22.00万元，其中政府采购货物类预算1.00万元、政府采购服务类预算21.00万元。"
    assert [s[:2] for s in told(rules, text)] == [
        ("政府采购预算", "22.00"),
        ("政府采购货物类预算", "1.00"),
        ("政府采购服务类预算", "21.00"),
    ]


def test_a_change_goes_to_the_subject_it_names(rules: Rules) -> None:
    text = (
        "预算收入10万元，其中一般公共预算拨款收入10万元、政府性基金拨款收入0万元，2024年本部门预算收入较上年减少5万元"
    )
    assert [s[2:] for s in told(rules, text + "。")] == [("down", "5"), (None, None), (None, None)]


def test_a_change_behind_a_list_is_the_total_s(rules: Rules) -> None:
    text = "预算收入203万元，其中：一般公共预算拨款5万元、其他收入198万元，较上年增加3万元，增长1.50%。"
    assert [s[2:] for s in told(rules, text)] == [("up", "3"), (None, None), (None, None)]


def test_a_change_behind_brackets_is_of_what_stands_before_them(rules: Rules) -> None:
    text = "公务用车购置及运维费21万元（其中：公务用车购置费0万元，公务用车运行维护费21万元），较上年无变动。"
    assert [s[2] for s in told(rules, text)] == ["flat", None, None]


def test_a_change_without_any_amount_of_its_own_is_left_out(rules: Rules) -> None:
    text = "2024年收支安排60万元，较2023年减少3万元，其中：基本支出减少1万元，主要是人员调动；项目支出减少2万元。"
    (said,) = read(rules, [text + "$"])
    assert (said.subject, said.yoy_amount_raw, said.reason_raw) == ("收支", "3", None)


def test_years(rules: Rules) -> None:
    text = "2024年收入预算30万元，比2023年年初预算数20万元增加10万元，增长50%。主要原因是扩编。"
    now, before = read(rules, [text + "$"])
    assert (now.amount_raw, now.yoy_amount_raw, now.yoy_pct, now.reason_raw) == ("30", "10", Decimal(50), "扩编")
    assert (before.subject, before.amount_raw, before.flags) == ("收入预算", "20", "prior_year")
    (other,) = read(rules, ["2022年本部门预算收入1675.78万元。$"])
    assert other.flags == "prior_year"
    (carried,) = read(rules, ["上年结转结余471.96万元。$"])
    assert carried.flags is None


def test_final_accounts_keep_budget_and_outturn_apart(rules: Rules) -> None:
    text = "1、社会工作事务（款）行政运行（项）。主要用于：人员支出。年初预算为52.00万元，支出决算为51.32万元，"
    text += "完成年初预算的98.69%。决算数小于预算数的主要原因：人员变动。"
    budget, outturn = read(rules, [text + "$"])
    assert budget.subject == "社会工作事务(款)行政运行(项)年初预算"
    assert outturn.subject == "社会工作事务(款)行政运行(项)支出决算"
    assert (outturn.yoy_direction, outturn.yoy_pct, outturn.reason_raw) == (None, None, "人员变动")


def test_a_sentence_goes_on_over_lines_and_pages(rules: Rules) -> None:
    first, second = read(
        rules,
        ["（7）行政运行（2101501）73.98万元，较上年增加21.61万元，原因是科", "目调整。（8）事业运行（2101550）43"],
        ["1.57", "万元，较上年减少12.39", "万元，原因是压缩。$"],
        [],
    )
    assert (first.subject, first.reason_raw, first.page_no) == ("行政运行", "科目调整", 1)
    assert (second.subject, second.amount_raw, second.yoy_amount_raw) == ("事业运行", "431.57", "12.39")
    assert (second.page_no, second.bbox) == (1, "100.0,60.0,500.0,72.0")


def test_running_heads_do_not_break_sentences(rules: Rules) -> None:
    (said,) = read(rules, ["2024年收入预算3,944.08万"], ["元，比上年增加"], ["286.07万元。$"])
    assert (said.amount_raw, said.yoy_amount_raw) == ("3,944.08", "286.07")
    assert "表头" not in said.sentence_raw


def test_a_heading_of_full_width_is_not_taken_into_the_sentence_below(rules: Rules) -> None:
    lines = ["（四）财政拨款收支预算情况的总体说明（详见表4）", "2024年财政拨款收支总预算5,753.07万元。$"]
    (said,) = read(rules, [*lines, "表注$"])
    assert said.subject == "财政拨款收支总预算"
    assert said.section_raw == lines[0]


def test_a_reason_goes_to_the_amount_it_names(rules: Rules) -> None:
    text = "财政拨款收入9万元，比2023年预算减少2万元；事业收入3万元，比2023年预算减少1万元。"
    income, other = read(rules, [text + "$", "财政拨款收入减少的主要原因是项目调整。$"])
    assert (income.reason_raw, other.reason_raw) == ("项目调整", None)


def test_the_year_before_between_an_amount_and_its_change_is_the_base_of_both(rules: Rules) -> None:
    text = (
        f"“三公”经费预算总额为1969万元,较{YEAR - 1}年的2190万元减少221万元,下降10.1%;其中:公务接待费40万元,较上年持平。"
    )
    total, before, part = read(rules, [text])
    assert (total.amount_raw, total.yoy_direction, total.yoy_amount_raw) == ("1969", "down", "221")
    assert (before.subject, before.amount_raw, before.flags) == (total.subject, "2190", "prior_year")
    assert (part.subject, part.yoy_direction, part.flags) == ("公务接待费", "flat", None)


def test_what_is_completed_or_expected_is_named_without_these_words(rules: Rules) -> None:
    text = "收入预计完成39.1亿元,完成调整预算37.5亿元的104.3%。一般公共预算总收入预计为104.05亿元。"
    assert [s.subject for s in read(rules, [text])] == ["收入", "收入调整预算", "一般公共预算总收入"]


def test_a_transcript_has_no_place(rules: Rules) -> None:
    (said,) = read(rules, ["公用经费4.69万元。"], located=False)
    assert (said.page_no, said.bbox, said.extraction_method) == (None, None, "manual")


def test_equal_statements_get_different_ids_and_the_same_in_every_run(rules: Rules) -> None:
    page = ["项目支出5万元。$", "项目支出5万元。$"]
    ids = [said.statement_id for said in read(rules, page)]
    assert len(set(ids)) == len(page)
    assert ids == [said.statement_id for said in read(rules, page)]


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("会议费、培训费预算分别为2.50万元和3.50万元。", [("会议费", "2.50"), ("培训费预算", "3.50")]),
        (
            "其中工资福利支出、商品和服务支出分别安排6.00万元、4.00万元。",
            [("工资福利支出", "6.00"), ("商品和服务支出", "4.00")],
        ),
        (
            "会议费2.50万元，培训费3.50万元，分别比上年减少0.50万元和1.50万元。",
            [("会议费", "2.50"), ("培训费", "3.50")],
        ),
        ("工资、津贴、奖金分别增加1.00万元、2.00万元、3.00万元。", []),
        ("会议费等三项分别为1.00万元、2.00万元、3.00万元，培训费4.00万元。", [("培训费", "4.00")]),
    ],
)
def test_amounts_told_one_by_one_belong_to_as_many_names_or_to_none(
    rules: Rules, sentence: str, told: list[tuple[str, str]]
) -> None:
    assert [(s.subject, s.amount_raw) for s in read(rules, [sentence])] == told


@pytest.mark.parametrize(
    "sentence",
    [
        "教育支出从2023年的700.00万元增加到2024年的800.00万元。",
        "教育支出由上年的700.00万元调整为800.00万元。",
    ],
)
def test_an_amount_that_became_another_is_of_one_subject(rules: Rules, sentence: str) -> None:
    found = [(s.subject, s.amount_raw, s.flags) for s in read(rules, [sentence])]
    assert found == [("教育支出", "700.00", "prior_year"), ("教育支出", "800.00", None)]


def test_what_one_person_costs_is_no_amount_of_the_budget(rules: Rules) -> None:
    found = read(rules, ["培训费3.50万元，计划培训50人次，人均700元。"])
    assert [s.amount_raw for s in found] == ["3.50"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("收入预算30万元，同比增加5万元，增长20%。", ("收入预算", "30", "up", "5")),
        ("收入预算30万元，比上年少5万元。", ("收入预算", "30", "down", "5")),
        ("收入预算30万元，同比去年多5万元。", ("收入预算", "30", "up", "5")),
        # what it is more or less than, nothing says; under a heading about changes everything is
        ("预算数30万元，调整数40万元，收入决算40万元，增加10万元。", ("收入决算", "40", None, None)),
        ("收入决算40万元，至少5万元用于培训。", ("收入决算", "40", None, None)),
    ],
)
def test_a_change_is_one_against_the_year_before(
    rules: Rules, text: str, expected: tuple[str, str, str | None, str | None]
) -> None:
    assert expected in told(rules, text)


def test_under_a_heading_about_changes_every_change_is_one_against_the_year_before(rules: Rules) -> None:
    (said,) = read(rules, ["一、预算收支增减变化情况说明$", "1.收入预算30万元，增加5万元。$"])
    assert (said.yoy_direction, said.yoy_amount_raw) == ("up", "5")


def test_what_the_last_sentence_is_compared_with_its_parts_are_too(rules: Rules) -> None:
    text = (
        "会议费支出决算6元，培训费支出决算4元。会议费支出决算比上年减少3元。"
        "其中：培训费支出决算减少2元，下降33.33%；会议费支出决算减少1元。"
    )
    assert told(rules, text) == [("会议费支出决算", "6", "down", "3"), ("培训费支出决算", "4", "down", "2")]


def test_a_reason_does_not_break_a_comparison(rules: Rules) -> None:
    text = "收入总计20万元，支出总计30万元，与2023年相比，收入增加5万元。主要原因：扩编；支出增加6万元。"
    assert [s[2:] for s in told(rules, text)] == [("up", "5"), ("up", "6")]


def test_a_comparison_that_names_another_subject_is_not_of_the_last_amount(rules: Rules) -> None:
    text = "支出总计434万元，其中：结余分配0.10万元，年末结转和结余0.55万元。收入支出总体与上年相比，增加58万元。"
    assert [s[2:] for s in told(rules, text)] == [(None, None)] * 3
    text = "支出总计434万元，其中：结余分配0.10万元，年末结转和结余0.55万元。支出总计与上年相比，增加58万元。"
    assert [s[2:] for s in told(rules, text)] == [("up", "58"), (None, None), (None, None)]


def test_a_change_after_a_list_is_of_no_amount_unless_the_percentage_shows_which(rules: Rules) -> None:
    listed = "公务用车费245万元，其中：运行费168万元，购置费77万元。经费从严使用，"
    assert [s[2] for s in told(rules, listed + "同比下降28%。")] == [None, None, None]
    assert [s[2] for s in told(rules, listed + "比上年减少5万元，下降2%。")] == ["down", None, None]
    assert [s[2] for s in told(rules, listed + "比上年减少5万元，下降6.1%。")] == [None, None, "down"]


def test_how_far_two_amounts_are_apart_is_no_amount(rules: Rules) -> None:
    text = "接待费支出2.05万元，年初预算2.95万元，差值为0.90万元。会议费支出5万元，决算数大于预算数1万元。"
    assert [s[1] for s in told(rules, text)] == ["2.05", "2.95", "5"]
    assert [s[1] for s in told(rules, "收支差额为3万元。")] == ["3"]


def test_a_part_named_after_its_amount_has_no_subject(rules: Rules) -> None:
    text = "教育事业收入：本年度我院事业收入5738万元，其中5498万元为学费、住宿费收入。"
    assert told(rules, text) == [("事业收入", "5738", None, None)]
    text = "事业收入5738万元，其中教育收费5498万元。"
    assert [s[:2] for s in told(rules, text)] == [("事业收入", "5738"), ("教育收费", "5498")]


@pytest.mark.parametrize("stop", ["，", "。"])
def test_parts_of_an_amount_of_the_year_before_are_of_that_year(rules: Rules, stop: str) -> None:
    text = f"2023年支出20万元{stop}其中：接待费12万元，会议费8万元。2024年支出21万元{stop}其中：接待费11万元。$"
    flags = [(s.amount_raw, s.flags) for s in read(rules, [text])]
    assert flags == [("20", "prior_year"), ("12", "prior_year"), ("8", "prior_year"), ("21", None), ("11", None)]
    named = f"2023年支出20万元{stop}其中：2024年使用5万元。$"
    assert [s.flags for s in read(rules, [named])] == ["prior_year", None]


def test_no_change_belongs_to_an_amount_of_the_year_before(rules: Rules) -> None:
    text = "2023年支出20万元，其中：接待费12万元。2024年支出较2023年增加1万元，主要原因是扩编。$"
    assert [(s.yoy_direction, s.reason_raw) for s in read(rules, [text])] == [(None, None), (None, None)]


def test_a_year_compared_with_itself_is_a_slip_and_says_nothing_of_the_parts(rules: Rules) -> None:
    text = "2023年支出20万元，比2023年减少5万元。其中：接待费12万元，比2023年减少1万元。$"
    assert [(s.flags, s.yoy_direction) for s in read(rules, [text])] == [("prior_year", None), (None, "down")]


def test_numbers_of_a_list_within_a_sentence_begin_sentences(rules: Rules) -> None:
    text = "经费预算8万元：一、接待费预算5万元，主要原因是做好接待，二、会议费预算3万元。"
    assert [s[:2] for s in told(rules, text)] == [("经费预算", "8"), ("接待费预算", "5"), ("会议费预算", "3")]


def test_last_year_s_amount_may_repeat_the_subject(rules: Rules) -> None:
    text = "2024年度总收入1244万元，比2023年度总收入1058万元增加了186万元。$"
    assert [(s.subject, s.amount_raw, s.flags, s.yoy_amount_raw) for s in read(rules, [text])] == [
        ("总收入", "1244", None, "186"),
        ("总收入", "1058", "prior_year", None),
    ]
    other = "2024年度总收入1244万元，比2023年度人员经费58万元增加了1186万元。$"
    assert [(s.amount_raw, s.yoy_amount_raw) for s in read(rules, [other])] == [("1244", None), ("58", None)]


def test_what_a_head_or_a_car_costs_is_no_amount_of_the_budget(rules: Rules) -> None:
    assert [s[1] for s in told(rules, "公务接待费1.50万元，人均接待费29.41元，车均维护费3.00万元。")] == ["1.50"]


def test_a_title_in_larger_type_is_no_part_of_the_paragraph_below(rules: Rules) -> None:
    title = TextLine(1, "某某市统计局2024年度部门决算", Box(120, 40, WIDE - 20, 65))
    text = TextLine(1, "统计局2024年“三公”经费35万元,比上年累计支出36万元减少1万元。", Box(100, 80, WIDE, 97))
    edge = TextLine(1, "表头", Box(50, 10, WIDE, 22))
    (first, *_) = paragraphs([PageContent(1, (edge, title, text), ())], True, rules.vocabulary.statements)[1:]
    assert first.text == "某某市统计局2024年度部门决算"
    now, before = read(rules, [text.text + "$"])
    assert (now.yoy_amount_raw, now.yoy_direction, before.flags) == ("1", "down", "prior_year")


def test_a_number_beside_a_comparison_is_a_change_only_where_the_percentage_says_so(rules: Rules) -> None:
    (said,) = read(rules, ["运行经费安排210.32万元，比上年1.43万元，增加0.68%。$"])
    assert (said.yoy_direction, said.yoy_amount_raw) == ("up", "1.43")
    text = "接待费预算数832万元，决算支出数820.33万元，较2023年决算数688.84万元131.49万元，增长19.09%。$"
    found = [(s.subject, s.amount_raw, s.yoy_amount_raw) for s in read(rules, [text])]
    assert found == [("接待费预算数", "832", None), ("接待费决算支出数", "820.33", None)]
    (grown, before) = read(rules, ["接待费支出249.29万元，较2023年决算数247.21万元增2.08万元。$"])
    assert (grown.yoy_amount_raw, before.flags) == ("2.08", "prior_year")


BOTH_YEARS = f"{YEAR - 1}年预算执行情况和{YEAR}年预算草案"


@pytest.mark.parametrize(
    ("title", "headings", "flag"),
    [
        (BOTH_YEARS, [f"一、{YEAR - 1}年预算执行情况", "（一）全县"], "prior_year"),
        (BOTH_YEARS, [f"一、{YEAR - 1}年预算执行情况", "二、下年安排"], None),
        (BOTH_YEARS, [f"一、{YEAR - 1}年预算执行情况", f"（一）{YEAR}年收入"], None),
        (BOTH_YEARS, [f"一、与{YEAR - 1}年相比增减情况"], None),
        (f"{YEAR}年预算草案", [f"一、{YEAR - 1}年预算执行情况"], None),
    ],
)
def test_a_heading_tells_the_year_where_the_title_names_it_too(
    rules: Rules, title: str, headings: list[str], flag: str | None
) -> None:
    (said,) = read(rules, [*(h + "$" for h in headings), "全县税收收入完成31.40亿元。$"], title=title)
    assert (said.subject, said.flags) == ("全县税收收入", flag)


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        (f"{YEAR - 1}年，全县收入3100万元，全县支出8200万元。", ["prior_year", "prior_year"]),
        (f"{YEAR - 1}年，全县收入3100万元，今年全县支出8200万元。", ["prior_year", None]),
        (f"{YEAR - 1}年全县收入3100万元，全县支出8200万元。", ["prior_year", "prior_year"]),
        (f"{YEAR - 1}年全县收入3100万元，今年全县支出8200万元。", ["prior_year", None]),
        (f"{YEAR - 1}年结转收入3100万元，全县支出8200万元。", ["prior_year", None]),
        (f"{YEAR - 1}年示例县经费支出决算中，全县收入3100万元，全县支出8200万元。", ["prior_year", "prior_year"]),
        (f"1、{YEAR - 1}年预算内全县收入3100万元，全县支出8200万元。", ["prior_year", "prior_year"]),
        (f"{YEAR}年，全县收入3100万元，全县支出8200万元。", [None, None]),
    ],
)
def test_the_year_that_opens_a_sentence_is_that_of_all_its_amounts(
    rules: Rules, text: str, flags: list[str | None]
) -> None:
    assert [s.flags for s in read(rules, [text + "$"])] == flags


def test_the_unit_above_a_table_is_no_beginning_of_a_sentence(rules: Rules) -> None:
    (said,) = read(rules, ["示例县收支情况单位：万元", "——全县收入完成3.10亿元。$"])
    assert said.subject == "全县收入"


@pytest.mark.parametrize(
    ("words", "subject", "code"),
    [
        ("（一）201-一般公共服务支出", "一般公共服务支出", "201"),
        ("3、20106-财政事务", "财政事务", "20106"),
        ("2010601—行政运行", "行政运行", "2010601"),
        ("2、20106财政事务", "20106财政事务", None),
        ("150-儿童福利支出", "150-儿童福利支出", None),
    ],
)
def test_a_code_may_stand_before_its_name(rules: Rules, words: str, subject: str, code: str | None) -> None:
    (said,) = read(rules, [words + "31.40万元。$"])
    assert (said.subject.split("、")[-1], said.func_code) == (subject, code)


@pytest.mark.parametrize(("year", "direction"), [(YEAR - 1, "flat"), (YEAR, None)])
def test_as_much_as_in_the_same_year_is_a_slip(rules: Rules, year: int, direction: str | None) -> None:
    (said,) = read(rules, [f"财政事务支出31.40万元，与{year}年决算数持平。$"])
    assert said.yoy_direction == direction


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (f"与{YEAR - 1}年度预算相比，减少2万元", ("down", "2")),
        (f"与{YEAR}年度预算相比，减少2万元", (None, None)),
        (f"与{YEAR}年度预算相比无变化", (None, None)),
        (f"较{YEAR - 2}年减少2万元", (None, None)),
        (f"较{YEAR - 2}年下降2%", (None, None)),
        ("比上年无变化", ("flat", None)),
        ("比年初预算无变化", (None, None)),
        ("比预算无增减变化", (None, None)),
        (f"较{YEAR - 1}年增加支出2万元", ("up", "2")),
        (f"较{YEAR - 1}年减少了收入2万元", ("down", "2")),
    ],
)
def test_a_change_against_anything_but_the_year_before_is_none(
    rules: Rules, change: str, expected: tuple[str | None, str | None]
) -> None:
    (said,) = read(rules, [f"财政事务支出31.40万元，{change}。$"])
    assert (said.yoy_direction, said.yoy_amount_raw) == expected


def test_a_change_may_tell_its_percentage_first(rules: Rules) -> None:
    (said,) = read(rules, ["全县收入3100万元，同比增长5%，增收150万元。$"])
    assert (said.yoy_direction, said.yoy_amount_raw, said.yoy_pct) == ("up", "150", Decimal(5))
    (other,) = read(rules, ["全县收入3100万元，同比增长5%，减收150万元。$"])
    assert (other.yoy_direction, other.yoy_amount_raw) == ("up", None)


def test_a_change_is_not_that_of_the_budget_named_for_its_share(rules: Rules) -> None:
    text = "全县收入完成3100万元，完成年初预算数6000万元的51.67%，比上年减收100万元，下降3.13%。$"
    assert [(s.amount_raw, s.yoy_amount_raw) for s in read(rules, [text])] == [("3100", "100"), ("6000", None)]


def test_a_change_of_expenditure_is_none_of_its_parts(rules: Rules) -> None:
    parts = "基本支出60万元，项目支出40万元。支出较上年增加10万元。$"
    assert [s.yoy_amount_raw for s in read(rules, [parts])] == [None, None]
    assert [s.yoy_amount_raw for s in read(rules, ["支出总计100万元，其中" + parts])] == ["10", None, None]


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("（二）公务接待费。预算支出11.77万元。$", "公务接待费预算支出"),
        ("预算支出11.77万元。$", "预算支出"),
        ("（二）公务接待费，预算支出11.77万元。$", "预算支出"),
    ],
)
def test_what_is_spent_below_a_title_is_the_titles(rules: Rules, text: str, subject: str) -> None:
    assert [said.subject for said in read(rules, [text])] == [subject]


def test_the_change_of_a_part_is_not_its_totals(rules: Rules) -> None:
    text = "公务用车费18万元，比上年下降1.2%，其中：购置费4万元，比上年增长7.5%；运行费14万元，比上年下降3.9%。$"
    assert [(s.amount_raw, s.yoy_direction, str(s.yoy_pct)) for s in read(rules, [text])] == [
        ("18", "down", "1.2"),
        ("4", "up", "7.5"),
        ("14", "down", "3.9"),
    ]


@pytest.mark.parametrize(
    ("words", "subject"),
    [
        ("某某市统计局支出预算总额", "支出预算总额"),
        ("市统计局支出预算总额", "支出预算总额"),
        ("统计局支出预算总额", "统计局支出预算总额"),
        ("按支出功能分类主要用于教育支出", "教育支出"),
        ("经比较，镇本级支出", "支出"),
    ],
)
def test_a_subject_is_said_without_the_publisher_and_words_before_it(rules: Rules, words: str, subject: str) -> None:
    (said,) = read(rules, [f"{words}31.40万元。$"])
    assert said.subject == subject


PATH = "社会保障和就业支出（类）抚恤（款）死亡抚恤（项）"
BARE = "社会保障和就业支出(类)抚恤(款)死亡抚恤(项)"


@pytest.mark.parametrize(
    ("words", "subjects"),
    [
        (f"6.{PATH}，主要用于抚恤金。年初预算为0万元，支出决算为", [f"{BARE}年初预算", f"{BARE}支出决算"]),
        (f"“{PATH}”{YEAR}年度预算", [f"{BARE}预算"]),
        (f'“{PATH}"{YEAR}年度预算', [f"{BARE}预算"]),
        (f"18“{PATH}”", [BARE]),
        (f"18“. {PATH}”", [BARE]),
    ],
)
def test_an_item_named_by_its_path_has_the_code_of_the_list(rules: Rules, words: str, subjects: list[str]) -> None:
    said = read(rules, [words + "31.40万元。$"])
    assert [(s.subject, s.func_code, s.flags) for s in said] == [
        (name, "2080801", "code_from_name") for name in subjects
    ]


def test_each_item_of_a_paragraph_is_what_follows_it_is_about(rules: Rules) -> None:
    other = "社会保障和就业支出（类）就业补助（款）社会保险补贴（项）"
    text = f"1.“{PATH}”20.04万元。年初预算为77.59万元。“{other}”3.39万元，主要用于补贴。年初预算为3.84万元。"
    said = read(rules, [text + "$"])
    assert [(s.subject, s.amount_raw) for s in said][2:] == [
        ("社会保障和就业支出(类)就业补助(款)社会保险补贴(项)", "3.39"),
        ("社会保障和就业支出(类)就业补助(款)社会保险补贴(项)年初预算", "3.84"),
    ]


def test_an_outturn_printed_without_its_unit_is_flagged(rules: Rules) -> None:
    said = read(rules, ["1、专项普查（2010507）年初预算为5.00万元，支出决算为4.19。决算数大于预算数。$"])
    assert [(s.amount_raw, s.amount_cny, s.flags) for s in said] == [
        ("5.00", Decimal("50000.00"), None),
        ("4.19", None, "unit_missing"),
    ]


def test_a_path_that_prints_its_code_needs_no_list(rules: Rules) -> None:
    (said,) = read(rules, ["1、卫生健康支出（210类）行政事业单位医疗（11款）行政单位医疗（01项）90万元。$"])
    assert (said.func_code, said.flags) == ("2101101", None)


def test_a_path_as_long_as_two_lines_is_what_its_paragraph_is_about(rules: Rules) -> None:
    section = "国有土地使用权出让收入对应专项债务收入安排的支出"
    name = f"城乡社区支出（类）{section}（款）其他{section}（项）"
    (said,) = read(rules, [f"2、{name}。主要用于装修。支出决算为20.00万元。$"])
    assert said.subject == f"{name}支出决算".replace("（", "(").replace("）", ")")


def test_a_line_within_an_open_quotation_ends_no_paragraph(rules: Rules) -> None:
    first, second = PATH[:-3], PATH[-3:]
    (said,) = read(rules, [f"1.“{first}$", f"{second}”预算31.40万元。$"])
    assert said.subject == f"{BARE}预算"


@pytest.mark.parametrize(
    ("words", "subject"),
    [
        ("国内公务接待支出0.40万元（含外宾接待支出", "外宾接待支出"),
        ("公务接待费支出决算减少为", "公务接待费支出决算"),
    ],
)
def test_what_a_subject_begins_or_ends_with_that_says_nothing_of_it(rules: Rules, words: str, subject: str) -> None:
    assert read(rules, [words + "0.20万元）。$"])[-1].subject == subject
