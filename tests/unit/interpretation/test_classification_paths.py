"""Codes of items that the running text names by class, section and item."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.config.load import load_configs
from pipeline.interpretation.classification_paths import ClassificationPaths, printed_code
from pipeline.model.records import BudgetLine

BLANK: dict[str, Any] = dict.fromkeys(BudgetLine._fields)


def line(code: str, label: str, flags: str | None = None) -> BudgetLine:
    return BudgetLine(**{**BLANK, "func_code": code, "label_raw": label, "flags": flags})


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("社会保障和就业支出(类)抚恤(款)死亡抚恤(项)支出决算", "2080801"),
        ("“社会保障和就业支出(类)-抚恤(款)-死亡抚恤(项)”预算", "2080801"),
        ("抚恤(款)死亡抚恤(项)", "2080801"),
        ("社会保障和就业支出(类)抚恤(款)", "20808"),
        ("一般公共服务(类)", "201"),
        ("医疗卫生与计划生育支出(类)行政事业单位医疗(款)行政单位医疗(项)", "2101101"),
        ("卫生健康支出(类)抚恤(款)死亡抚恤(项)", None),
        ("社会保障和就业支出(类)示例事务(款)死亡抚恤(项)", None),
        ("社会保障和就业支出(类)死亡抚恤(项)", None),
        ("死亡抚恤(项)", None),
        ("死亡抚恤(项)抚恤(款)", None),
        ("死亡抚恤支出", None),
    ],
)
def test_a_path_means_the_one_code_below_the_section_named_with_it(words: str, code: str | None) -> None:
    assert ClassificationPaths((), load_configs()).code(words) == code


def test_names_are_those_the_document_prints_with_its_codes() -> None:
    words = "城乡社区支出(类)示例安排的支出(款)示例建设支出(项)"
    printed = [line("21277", "示例安排的支出"), line("2127799", "示例建设支出")]
    assert ClassificationPaths(printed, load_configs()).code(words) == "2127799"
    derived = [line(one.func_code or "", one.label_raw or "", "code_from_name") for one in printed]
    assert ClassificationPaths(derived, load_configs()).code(words) is None


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("卫生健康支出(210类)行政事业单位医疗(11款)行政单位医疗(01项)支出决算", "2101101"),
        ("教育支出(205类)普通教育(20502款)小学教育(2050202项)", "2050202"),
        ("教育支出(205类)", "205"),
        ("教育支出(205类)普通教育(款)", None),
        ("教育支出(20类)", None),
        ("社会保障和就业支出(类)抚恤(款)", None),
        ("教育支出", None),
    ],
)
def test_a_path_may_print_its_code(words: str, code: str | None) -> None:
    assert printed_code(words) == code
