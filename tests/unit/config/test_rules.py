"""Precedence: a locality's rules, its template's, everybody's; and a printed number where no title is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from pipeline.config.load import Configs, load_configs
from pipeline.config.rules import Rules
from pipeline.config.schema import Locality, Template
from pipeline.interpretation.kind import kind_of, kind_of_title
from pipeline.model.table import Caption, Table


def additions(of: str) -> Mapping[str, tuple[dict[str, str], ...]]:
    return {
        "table_kinds": ({"kind": of, "name": of, "title": "收支总表"},),
        "column_roles": ({"role": "text", "match": of},),
        "fund_source": ({"id": "all", "match": of},),
        "expenditure_type": ({"id": "all", "match": of},),
    }


@pytest.fixture
def configs() -> Configs:
    template = Template.model_validate(
        {"id": "forms", "name": "表", "forms": {"表7": "gov_fund"}, **additions("template")}
    )
    return replace(load_configs(), templates={"forms": template})


def place(extends: str | None = None, **rules: object) -> Locality:
    return Locality.model_validate(
        {"id": "place", "name": "某市", "locality_code": "999900", "extends": extends, **rules}
    )


def table(printed_no: str, title: str = "") -> Table:
    return Table(1, Caption(printed_no, title), 0, 0, 0, (), None, None, 1)


def test_a_locality_goes_before_its_template_and_that_before_everybody(configs: Configs) -> None:
    rules = Rules(configs, place("forms", **additions("locality")))
    shared = configs.vocabulary
    assert [r.kind for r in rules.table_kinds[:2]] == ["locality", "template"]
    assert rules.table_kinds[2:] == shared.table_kinds
    for merged, base in (
        (rules.column_roles, shared.columns.roles),
        (rules.fund_sources, shared.columns.fund_source),
        (rules.expenditure_types, shared.columns.expenditure_type),
    ):
        assert [r.match for r in merged[:2]] == ["locality", "template"]
        assert merged[2:] == base


def test_precedence_decides_a_kind(configs: Configs) -> None:
    def kind(rules: Rules) -> str:
        found = kind_of_title("收支总表", rules)
        return found.kind if found else "none"

    assert kind(Rules(configs, place("forms", **additions("locality")))) == "locality"
    assert kind(Rules(configs, place("forms"))) == "template"
    assert kind(Rules(configs, place())) == "rev_exp_summary"
    assert kind(Rules(configs, None)) == "rev_exp_summary"


def test_a_locality_without_template_takes_nothing_of_one(configs: Configs) -> None:
    rules = Rules(configs, place())
    assert rules.table_kinds == configs.vocabulary.table_kinds
    assert rules.forms == {}
    assert rules.template_family is None


def test_the_template_is_published(configs: Configs) -> None:
    assert Rules(configs, place("forms")).template_family == "forms"


def test_a_number_tells_the_kind_only_where_no_title_does(configs: Configs) -> None:
    rules = Rules(configs, place("forms"))
    assert kind_of(table("表7"), rules).kind == "gov_fund"
    assert kind_of(table("表7", "政府采购预算表"), rules).kind == "procurement"
    assert kind_of(table("表8"), rules).kind == "other"
    assert kind_of(table("表7"), Rules(configs, None)).kind == "other"


@pytest.mark.parametrize(
    ("code", "number", "kind"),
    [
        ("610100", "表11", "carryover_exp"),
        ("610111", "表14", "perf_project"),
        ("610116", "表11", "procurement"),
        ("611025", "表14", "perf_unit"),
        ("320500", "公开05表", "fiscal_exp_func"),
        ("320000", "公开表十二", "procurement"),
        ("370600", "公开表10", "basic_exp"),
        ("500000", "表十", "perf_unit"),
    ],
)
def test_a_table_without_a_title_in_a_prescribed_set(code: str, number: str, kind: str) -> None:
    configs = load_configs()
    assert kind_of(table(number), Rules(configs, configs.localities[code])).kind == kind


def test_a_kind_nobody_names_is_an_error(configs: Configs) -> None:
    with pytest.raises(KeyError):
        Rules(configs, None).kind("nothing")
