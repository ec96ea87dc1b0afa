"""A Sankey shows what the document says, and only where its sums agree."""

from __future__ import annotations

from decimal import Decimal

from pipeline.report.flows import flow_of
from tests.unit.report.lines import balanced, income, line, total


def stages(flow: object) -> list[tuple[str, dict[str, Decimal]]]:
    return [(s.by, {p.key: p.amount for p in s.parts}) for s in flow.stages]  # type: ignore[attr-defined]


def test_sources_functions_and_economic_classes_of_one_total() -> None:
    flow = flow_of(balanced(), ["tab_a"])
    assert flow is not None
    assert stages(flow) == [
        ("source", {"general_public": Decimal(80), "other_income": Decimal(20)}),
        ("function", {"201": Decimal(70), "208": Decimal(30)}),
        ("economic", {"301": Decimal(50), "302": Decimal(45), "310": Decimal(5)}),
    ]
    assert (flow.total, flow.exact, flow.left_out) == (Decimal(100), True, ())


def test_a_breakdown_with_another_total_is_left_out_and_named() -> None:
    lines = [row for row in balanced() if row["econ_dept_code"] != "310"]
    flow = flow_of(lines, ["tab_a"])
    assert flow is not None
    assert [s.by for s in flow.stages] == ["source", "function"]
    assert [(b.by, b.total) for b in flow.left_out] == [("economic", Decimal(95))]


def test_rounding_may_part_the_totals_but_is_not_called_exact() -> None:
    quantum = Decimal(100)
    lines = [row | {"amount_quantum_cny": quantum} for row in balanced()]
    lines[-1]["amount_cny"] = Decimal(105)
    flow = flow_of(lines, ["tab_a"])
    assert flow is not None
    assert len(flow.stages) == 3
    assert not flow.exact


def test_an_unknown_or_negative_amount_makes_no_breakdown() -> None:
    for bad in (None, "-5.00"):
        lines = [row for row in balanced() if not row["econ_dept_code"]]
        lines += [line("105.00", econ_dept_code="301"), line(bad, econ_dept_code="302")]
        flow = flow_of(lines, ["tab_a"])
        assert flow is not None
        assert [s.by for s in flow.stages] == ["source", "function"]


def test_one_breakdown_alone_needs_the_total_its_table_prints() -> None:
    lines = [line("60.00", func_code="201"), line("40.00", func_code="208")]
    assert flow_of(lines, ["tab_a"]) is None
    flow = flow_of([*lines, total("100.00", "expenditure")], ["tab_a"])
    assert flow is not None
    assert [s.by for s in flow.stages] == ["function"]
    assert flow_of([*lines, total("99.00", "expenditure")], ["tab_a"]) is None


def test_what_is_carried_forward_belongs_to_the_expenditure() -> None:
    lines = [
        income("100.00", "general_public"),
        total("100.00"),
        line("90.00", func_code="201"),
        line("10.00", side="balance"),
    ]
    flow = flow_of(lines, ["tab_a"])
    assert flow is not None
    assert stages(flow)[1] == ("function", {"201": Decimal(90), "balance": Decimal(10)})


def test_rows_with_both_codes_give_direct_flows() -> None:
    lines = [
        line("60.00", func_code="201"),
        line("40.00", func_code="208"),
        line("60.00", table_id="tab_b", func_code="201", econ_dept_code="301"),
        line("40.00", table_id="tab_b", func_code="208", econ_dept_code="303"),
    ]
    flow = flow_of(lines, ["tab_a", "tab_b"])
    assert flow is not None
    assert flow.stages[-1].joint == {("201", "301"): Decimal(60), ("208", "303"): Decimal(40)}


def test_last_year_and_subtotals_are_not_drawn() -> None:
    lines = [row | {"phase": "prior_year"} for row in balanced()]
    assert flow_of(lines, ["tab_a"]) is None
    assert flow_of([row | {"is_additive": False} for row in balanced()], ["tab_a"]) is None
