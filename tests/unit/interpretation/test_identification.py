"""Year, type, place and publisher, from what the document prints."""

from __future__ import annotations

import pytest

from pipeline.config.load import Configs
from pipeline.interpretation.identification import UNKNOWN_LOCALITY, Identity, identify
from tests.unit.assembly.sheets import LINE, line, page


def identity(configs: Configs, cover: str, *later: str) -> Identity:
    """The identity of a document with this cover (lines parted by bars) and these lines on its second page."""
    pages = [
        page(*(line(text, 20 * k) for k, text in enumerate(cover.split("|"), 1))),
        page(*(line(text, 20 * k, 2) for k, text in enumerate(later, 1)), page_no=2),
    ]
    found = identify(pages, configs)
    assert found is not None
    return found


def codes(found: Identity) -> list[str]:
    return [finding.code for finding in found.findings]


def locality(configs: Configs, cover: str, *later: str) -> str:
    code = identity(configs, f"{cover}|2024年部门预算", *later).locality_code
    return code if code == UNKNOWN_LOCALITY else configs.divisions[code].name


def test_without_a_year_there_is_no_identity(configs: Configs) -> None:
    assert identify([page(line("烟台市审计局部门预算", 20))], configs) is None
    assert identify([], configs) is None


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("2024年部门预算表.pdf", 2024),
        ("附件1：2024年度预算公开表.pdf", 2024),
        ("某局2024预算公开表.pdf", 2024),
        ("公开表2024.pdf", None),
        ("20240215预算.pdf", None),
        ("2023年决算和2024年预算.pdf", None),
        ("2024年2月公开.pdf", None),
        ("", None),
    ],
)
def test_tables_that_print_no_year_are_those_of_the_year_in_the_files_name(
    configs: Configs, name: str, year: int | None
) -> None:
    pages = [page(line("烟台市审计局", 20), line("部门预算收支总表", 40))]
    found = identify(pages, configs, name)
    assert (found and found.fiscal_year) == year
    assert found is None or "year-not-printed" in codes(found)
    assert identify([page(line("会议通知", 20))], configs, name) is None


def test_a_printed_year_stands_whatever_the_file_is_called(configs: Configs) -> None:
    found = identify([page(line("烟台市审计局2024年部门预算", 20))], configs, "2023年部门预算.pdf")
    assert found is not None
    assert (found.fiscal_year, codes(found)) == (2024, [])


@pytest.mark.parametrize(
    "cover", ["烟台市审计局2024年部门预算", "2024年度|烟台市审计局部门预算", "烟台市审计局|2024 年 部 门 预 算"]
)
def test_the_year_is_the_covers(configs: Configs, cover: str) -> None:
    assert identity(configs, cover, "2023年完成了审计。").fiscal_year == 2024


@pytest.mark.parametrize(
    ("cover", "year"),
    [
        ("烟台市审计局2024年度部门决算|2025年9月", 2024),
        ("烟台市审计局2024年度部门决算|决算公开时间：2025年8月20日", 2024),
        ("烟台市审计局|2024年度部门决算|二〇二五年八月", 2024),
        ("烟台市审计局部门决算|2025年9月", 2025),
    ],
    ids=["month", "day", "in characters", "nothing but a date"],
)
def test_the_date_of_publication_is_not_the_fiscal_year(configs: Configs, cover: str, year: int) -> None:
    found = identity(configs, cover)
    assert (found.fiscal_year, codes(found)) == (year, [])


def test_titles_that_name_another_year_are_a_conflict_and_the_cover_stands(configs: Configs) -> None:
    found = identity(configs, "烟台市审计局2024年部门预算", "2023年收支预算总表", "2023年收入预算总表")
    assert found.fiscal_year == 2024
    assert codes(found) == ["year-conflict"]


def test_without_a_year_on_the_cover_the_titles_decide(configs: Configs) -> None:
    found = identity(configs, "烟台市审计局", "2023年收支预算总表", "2022年决算")
    assert (found.fiscal_year, codes(found)) == (2023, [])


@pytest.mark.parametrize(
    ("cover", "kind"),
    [
        ("烟台市审计局2024年部门预算公开说明", "department_budget"),
        ("烟台市审计局2024年单位预算公开说明", "unit_budget"),
        ("烟台市审计局2024年度部门决算", "department_final"),
        ("烟台市审计局2024年度单位决算", "unit_final"),
        ("烟台市审计局2024年部门综合预算", "department_budget"),
        ("烟台市审计局2024年预算", "department_budget"),
        ("烟台市审计局2024年度“三公”经费决算公开|二、一般公共预算“三公”经费支出情况说明", "department_final"),
        ("烟台市审计局2024年度“三公”经费支出决|算|（一）一般公共预算支出情况", "department_final"),
        ("烟台市审计局2023年决算和2024年预算", "department_budget"),
        ("烟台市审计局2024年预算和2025年部门决算", "department_final"),
    ],
)
def test_document_types(configs: Configs, cover: str, kind: str) -> None:
    assert identity(configs, cover).document_type == kind


@pytest.mark.parametrize(
    ("cover", "name"),
    [
        ("洛阳市医疗保障局", "洛阳市"),
        ("西安市长安区医疗保障局", "长安区"),
        ("陕西省商洛市镇安县医疗保险经办机构", "镇安县"),
        ("中共重庆市委办公厅", "重庆市"),
        ("某单位", UNKNOWN_LOCALITY),
    ],
)
def test_the_deepest_division_named_is_the_locality(configs: Configs, cover: str, name: str) -> None:
    assert locality(configs, cover) == name


def test_a_county_name_several_provinces_use_is_settled_by_the_parent(configs: Configs) -> None:
    same = [d for d in configs.divisions.values() if d.name == "鼓楼区"]
    assert len(same) > 2
    for division in same:
        parent = configs.divisions[division.parent_code or ""]
        found = identity(configs, f"{parent.name}鼓楼区审计局2024年部门预算")
        assert found.locality_code == division.code


def test_a_county_name_several_provinces_use_is_not_guessed(configs: Configs) -> None:
    found = identity(configs, "鼓楼区审计局2024年部门预算")
    assert found.locality_code == UNKNOWN_LOCALITY
    assert "locality-unknown" in codes(found)


def test_the_parent_may_be_named_elsewhere_in_the_document(configs: Configs) -> None:
    division = next(
        d
        for d in configs.divisions.values()
        if d.name == "鼓楼区" and configs.divisions[d.parent_code or ""].name == "徐州市"
    )
    found = identity(configs, "鼓楼区审计局2024年部门预算", "徐州市财政局核定本区预算。")
    assert found.locality_code == division.code


@pytest.mark.parametrize(
    ("cover", "publisher"),
    [
        ("烟台市审计局2024年部门预算", "烟台市审计局"),
        ("2024年烟台市审计局部门预算", "烟台市审计局"),
        ("烟台市审计局|2024年部门预算公开说明", "烟台市审计局"),
        ("烟台市审计局(本级)2024年单位预算", "烟台市审计局"),
        ("117001-烟台市审计局2024年部门预算", "烟台市审计局"),
        ("117烟台市审计局|2024年部门预算", "烟台市审计局"),
        ("烟台市审计局关于“三公”经费预算2024年情况的说明", "烟台市审计局"),
        ("烟台市审计局2024年部门预算公开表|审计局|2024年部门预算", "烟台市审计局"),
        ("烟台市审计局2024年部门综合预算|烟台市审计局", "烟台市审计局"),
        ("2024年部门预算信息公开|收支预算总表|920烟台市审计局预算年度:2024单位:万元", "烟台市审计局"),
        ("烟台市2024年部门预算|预算单位:烟台市审计局", "烟台市审计局"),
        ("附件1|烟台市审计局2024年部门预算公开情况说明", "烟台市审计局"),
        ("附件2:烟台市审计局2024年部门预算", "烟台市审计局"),
        ("烟台市福山区回里镇2024年部门预算", "烟台市福山区回里镇"),
        ("烟台市福山区回里镇综合执法大队2024年单位预算", "烟台市福山区回里镇综合执法大队"),
        ("烟台市文联2024年部门预算", "烟台市文联"),
        ("烟台市动物园2024年单位预算", "烟台市动物园"),
        ("关于烟台市福山区2023年预算执行情况和2024年预算草案的报告", "烟台市福山区"),
        ("烟台市福山区财政局关于烟台市福山区2023年决算和2024年预算的报告", "烟台市福山区财政局"),
        ("2024年烟台市福山区财政收支决算草案", "烟台市福山区"),
        ("烟台市2024年区级部门预算|烟台市福山区审计局", "烟台市福山区审计局"),
    ],
)
def test_the_publisher_is_the_organisation_on_the_cover(configs: Configs, cover: str, publisher: str) -> None:
    found = identity(configs, cover)
    assert (found.publisher, codes(found)) == (publisher, [])


def test_a_place_before_three_public_is_whose_they_are(configs: Configs) -> None:
    assert identity(configs, "2024年示例区“三公”经费预算公开").publisher == "示例区"


def test_a_labelled_name_confirms_the_cover(configs: Configs) -> None:
    found = identity(configs, "烟台市审计局2024年部门预算", "部门名称：烟台市审计局 单位：万元")
    assert (found.publisher, codes(found)) == ("烟台市审计局", [])


def test_a_labelled_name_that_differs_is_a_conflict(configs: Configs) -> None:
    found = identity(configs, "烟台市审计局2024年部门预算", "编制单位：烟台市财政局")
    assert codes(found) == ["publisher-conflict"]


@pytest.mark.parametrize(
    ("labels", "publisher"),
    [
        (("烟台市审计局本级", "烟台市审计中心", "烟台市审计学会"), "烟台市审计局"),
        (("烟台市审计局本级", "烟台市审计局本级", "烟台市审计中心"), "烟台市审计局本级"),
    ],
)
def test_of_the_tables_of_several_units_none_names_the_publisher(
    configs: Configs, labels: tuple[str, ...], publisher: str
) -> None:
    found = identity(configs, "烟台市审计局2024年部门预算", *(f"单位名称：{label}" for label in labels))
    assert (found.publisher, codes(found)) == (publisher, [])


def test_a_place_on_the_cover_is_no_publisher_where_the_tables_name_one(configs: Configs) -> None:
    found = identity(configs, "烟台市2024年部门预算", "部门名称：福山区审计局", "部门名称：福山区审计局")
    assert (found.publisher, codes(found)) == ("福山区审计局", [])


def test_a_numbered_name_over_the_tables_gives_the_unit_code(configs: Configs) -> None:
    found = identity(configs, "石家庄市医疗保障局2022年部门预算", "435石家庄市医疗保障局", "435石家庄市医疗保障局")
    assert (found.unit_code, found.publisher) == ("435", "石家庄市医疗保障局")


def test_the_contents_are_no_part_of_the_title(configs: Configs) -> None:
    assert identity(configs, "烟台市审计局2024年部门预算|目录|收支总表").title == "烟台市审计局2024年部门预算"


def test_running_text_below_the_title_is_no_cover(configs: Configs) -> None:
    said = "其他收入预算较2023年度决算数增加0.50万元,|原因是2023年度未安排一般公共预算,|2023年度无此收入。"
    found = identity(configs, f"烟台市审计局2024年度部门决算|{said}")
    assert (found.fiscal_year, found.document_type, codes(found)) == (2024, "department_final", [])
    assert found.title == "烟台市审计局2024年度部门决算"


@pytest.mark.parametrize(("indent", "year"), [(2 * LINE, 2024), (0, 2023)])
def test_the_first_line_of_a_paragraph_below_the_title_is_no_cover(configs: Configs, indent: int, year: int) -> None:
    first = line("2023年执行情况和2023年预算由下列部分组成", 60, width=400)
    first = first._replace(box=first.box._replace(x0=first.box.x0 + indent))
    pages = [page(line("烟台市审计局2024年部门预算", 20), first, line("收入5万元，支出5万元。", 80, width=400))]
    found = identify(pages, configs)
    assert found is not None
    assert (found.fiscal_year, "组成" in found.title) == (year, year == 2023)


def test_a_title_broken_within_its_last_word_is_read_whole(configs: Configs) -> None:
    found = identity(configs, "烟台市审计局2024年度部门决|算|第一部分", "2024年一般公共预算")
    assert (found.publisher, found.document_type) == ("烟台市审计局", "department_final")


def test_wrapped_lines_of_running_text_are_no_titles(configs: Configs) -> None:
    lines = ["比2023年决算增加5万元。2023年决算", "较2023年预算减少,2023年预算为0.5万元"]
    assert codes(identity(configs, "烟台市审计局2024年部门预算", *lines)) == []
    assert codes(identity(configs, "烟台市审计局2024年部门预算", *["2023年收入决算表"] * 2)) == ["year-conflict"]


@pytest.mark.parametrize(
    ("cover", "others"),
    [
        ("关于示例县2023年预算执行情况和2024年预算草案的报告", {2023}),
        ("示例县2024年部门预算|2023年12月", set()),
        ("示例县2024年部门预算|二〇二三年十二月", set()),
    ],
)
def test_the_title_may_name_other_years_but_dates_are_none(configs: Configs, cover: str, others: set[int]) -> None:
    assert identity(configs, cover).other_years == others
