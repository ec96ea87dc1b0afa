"""Headings of a document's parts: of whom and of which year the tables below them are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.config.rules import Rules
from pipeline.interpretation.parts import Parts
from pipeline.model.records import DocumentResult
from pipeline.model.table import PageContent
from tests.unit.assembly.sheets import line, table
from tests.unit.interpretation.reading import IDENTITY, interpreted

PUBLISHER = IDENTITY.publisher
CENTRE = "示例市审计信息中心"
BOTH_YEARS = replace(IDENTITY, title="示例市审计局2023年部门决算和2024年部门预算")
LEDGER = "科目编码|科目名称|合计\n201|一般公共服务支出|5.00"
TABLE_TOP = 100


def page(number: int, *texts: str) -> PageContent:
    """A page with lines of text from its top down, all above where its table begins."""
    return PageContent(number, tuple(line(text, 12.0 * i, number) for i, text in enumerate(texts)), ())


def below(rules: Rules, *pages: PageContent, title: str = "支出总表", both: bool = False) -> DocumentResult:
    """A document with one table, on its last page."""
    made = table(LEDGER, 1, title, unit="单位:元")
    number = pages[-1].page_no
    cells = tuple(cell._replace(page_no=number) for cell in made.cells)
    made = replace(made, cells=cells, page_start=number, page_end=number)
    return interpreted(rules, made, pages=pages, identity=BOTH_YEARS if both else IDENTITY)


def unit(result: DocumentResult) -> str:
    (found,) = result.budget_lines
    return next(u.unit_name for u in result.units if u.unit_id == found.unit_id)


@pytest.mark.parametrize(
    ("heading", "named"),
    [
        (f"第三部分 {CENTRE}2024年预算", CENTRE),
        (f"三、{CENTRE}部门预算公开表", CENTRE),
        (f"{PUBLISHER}(本级)2024年预算", f"{PUBLISHER}(本级)"),
        ("第二部分 市审计局2024年预算", PUBLISHER),
        ("第二部分 2024年部门预算表", PUBLISHER),
        (f"{CENTRE}2024年预算执行良好。", PUBLISHER),
        ("一般公共预算", PUBLISHER),
    ],
)
def test_a_table_below_the_heading_of_a_units_part_is_that_units(rules: Rules, heading: str, named: str) -> None:
    assert unit(below(rules, page(1, heading))) == named


def test_a_part_goes_on_over_pages_to_the_next_heading(rules: Rules) -> None:
    one, two = page(1, f"第二部分 {CENTRE}2024年预算"), page(2, "另起一页")
    assert unit(below(rules, one, two)) == CENTRE
    assert unit(below(rules, one, page(2, f"第三部分 {PUBLISHER}2024年预算"), page(3))) == PUBLISHER


def test_a_list_of_parts_and_a_running_head_are_no_headings(rules: Rules) -> None:
    listed = page(1, f"第一部分 {PUBLISHER}2024年预算", f"第二部分 {CENTRE}2024年预算")
    assert unit(below(rules, listed, page(2))) == PUBLISHER
    heads = [page(number, f"{CENTRE}2024年预算") for number in (1, 2, 3)]
    assert unit(below(rules, *heads)) == PUBLISHER


@pytest.mark.parametrize(
    ("title", "named"),
    [
        (f"{CENTRE}支出预算总表", CENTRE),
        (f"{CENTRE}2024年部门支出总表", CENTRE),
        ("市审计局支出总表", PUBLISHER),
        ("一般公共预算财政拨款支出表", PUBLISHER),
        (f"{PUBLISHER}社会保险基金支出表", PUBLISHER),
    ],
)
def test_a_title_may_name_the_unit(rules: Rules, title: str, named: str) -> None:
    assert {u.unit_name for u in below(rules, page(1), title=title).units} == {PUBLISHER, named}


@pytest.mark.parametrize(
    ("heading", "title", "phase", "flags"),
    [
        ("2023年部门决算公开表", "支出总表", "prior_year", "needs_review"),
        ("2023年部门决算公开表", "2024年支出总表", "approved_budget", None),
        ("2024年部门预算公开表", "支出总表", "approved_budget", None),
        ("2022年部门预算公开表", "支出总表", "approved_budget", None),
    ],
)
def test_in_a_document_of_two_years_the_heading_says_which(
    rules: Rules, heading: str, title: str, phase: str, flags: str | None
) -> None:
    (found,) = below(rules, page(1, heading), title=title, both=True).budget_lines
    assert (found.phase, found.flags) == (phase, flags)


def test_in_a_document_of_one_year_no_heading_says_another(rules: Rules) -> None:
    (found,) = below(rules, page(1, "2023年部门决算公开表")).budget_lines
    assert (found.phase, found.flags) == ("approved_budget", None)


def test_a_table_without_a_page_stands_in_no_part(rules: Rules) -> None:
    made = replace(table(LEDGER, 1, "支出总表"), page_start=None)
    assert Parts([page(1, f"{CENTRE}2024年预算")], rules).above(made) is None


def test_a_row_named_as_an_organisation_over_items_with_codes_names_their_unit(rules: Rules) -> None:
    text = (
        "科目编码|单位（科目）名称|合计\n|合计|9.00\n|示例市第一中学|4.00\n205|教育支出|4.00\n"
        "|其他|5.00\n205|教育支出|5.00"
    )
    result = interpreted(rules, table(text, 1, "部门支出总表", unit="单位:元"))
    named = {u.unit_id: u.unit_name for u in result.units}
    assert [named[str(found.unit_id)] for found in result.budget_lines][:3] == [PUBLISHER, *["示例市第一中学"] * 2]
