"""Records of the tables beside the lists of amounts: projects, performance, procurement, “三公”, entities."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Where a value was printed and how it was read."""

    page_no: int | None
    bbox: str | None
    source_cell_id: str | None
    extraction_method: str
    confidence: float
    value_status: str
    flags: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountEvidence(Evidence):
    """An amount in yuan beside what was printed; ``None`` where no number is printed or its unit is unknown."""

    amount_raw: str | None
    amount_unit: str | None
    amount_quantum_cny: Decimal | None
    amount_cny: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Project(AmountEvidence):
    """One project with what it is to cost."""

    project_id: str
    document_id: str
    table_id: str
    fiscal_year: int
    unit_id: str | None
    project_code_raw: str | None
    project_name_raw: str
    project_name_norm: str
    project_class_raw: str | None
    description_raw: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Procurement(AmountEvidence):
    """One line of a procurement list."""

    procurement_id: str
    document_id: str
    table_id: str
    fiscal_year: int
    unit_id: str | None
    row_role: str
    project_id: str | None
    project_source_raw: str | None
    func_code: str | None
    func_code_id: str | None
    econ_dept_code: str | None
    econ_gov_code: str | None
    item_raw: str | None
    catalog_code: str | None
    catalog_name_raw: str | None
    service_content_raw: str | None
    specification_raw: str | None
    measure_unit_raw: str | None
    quantity: Decimal | None
    unit_price_raw: str | None
    unit_price_cny: Decimal | None
    project_budget_raw: str | None
    project_budget_cny: Decimal | None
    amount_general_public_cny: Decimal | None
    amount_government_fund_cny: Decimal | None
    amount_state_capital_cny: Decimal | None
    amount_fiscal_account_cny: Decimal | None
    amount_unit_funds_cny: Decimal | None
    amount_carryover_cny: Decimal | None
    amount_sme_reserved_cny: Decimal | None
    purchase_time_raw: str | None
    note_raw: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreePublic(AmountEvidence):
    """One item of “三公” expenditure, meetings or training, of one unit and fund source."""

    three_public_id: str
    document_id: str
    table_id: str | None
    fiscal_year: int
    unit_id: str | None
    unit_name_raw: str | None
    row_role: str
    item: str
    item_raw: str
    fund_source: str
    phase: str
    source_kind: str
    prior_year_cny: Decimal | None
    change_cny: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PerformanceGoal(Evidence):
    """What a project, a unit, one of its tasks or a special fund is to achieve, and with how much."""

    goal_id: str
    document_id: str
    table_id: str | None
    unit_id: str | None
    parent_goal_id: str | None
    project_id: str | None
    goal_scope: str
    name_raw: str | None
    department_raw: str | None
    period_raw: str | None
    goal_text_raw: str | None
    amount_unit: str | None
    amount_total_raw: str | None
    amount_total_cny: Decimal | None
    amount_fiscal_raw: str | None
    amount_fiscal_cny: Decimal | None
    amount_other_raw: str | None
    amount_other_cny: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PerformanceIndicator(Evidence):
    """One value an indicator demands; a cell that holds several gives one each, numbered by ``split_index``."""

    indicator_id: str
    goal_id: str
    document_id: str
    table_id: str | None
    seq: int
    level1: str | None
    level1_raw: str | None
    level2: str | None
    level2_raw: str | None
    level3_raw: str | None
    description_raw: str | None
    target_raw: str | None
    target_op: str
    target_value: Decimal | None
    target_value_max: Decimal | None
    target_unit_raw: str | None
    split_index: int | None
    basis_raw: str | None
    remark_raw: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityFact(AmountEvidence):
    """One fact about a unit: a number of staff, vehicles or pieces, an area, a value."""

    fact_id: str
    document_id: str
    table_id: str | None
    unit_id: str | None
    as_of: date | None
    metric: str
    metric_raw: str | None
    value_raw: str | None
    value_number: Decimal | None
    value_unit_raw: str | None
