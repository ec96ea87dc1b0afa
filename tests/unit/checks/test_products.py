"""Quantity × unit price = amount: held, broken, and held only beside the headers."""

from __future__ import annotations

from decimal import Decimal

from pipeline.checks.products import product_checks
from pipeline.config.load import load_configs
from pipeline.model.audit import CheckRecord
from pipeline.model.records import CellRecord, TableRecord

HEADER = ("采购物品名称", "计量单位", "数量", "单价", "合计", "说明")


def table(method: str = "text_layer") -> TableRecord:
    return TableRecord(
        "tab_1", "doc_1", 0, "procurement", None, None, None, "CNY_10K", 1, 1, 1, 2, 6, None, False, None,
        "extracted", None, method, 0.9, None,
    )  # fmt: skip


def checks(*rows: tuple[str, ...], method: str = "text_layer") -> list[CheckRecord]:
    cells = [
        CellRecord(f"cel_{r}_{c}", "tab_1", r, c, 1, 1, r == 0, text, text, 1, None, method, 0.9, "reported", None)
        for r, row in enumerate((HEADER, *rows))
        for c, text in enumerate(row)
    ]
    return list(product_checks([table(method)], cells, load_configs().identities.products, "warning"))


def test_a_product_that_holds_passes() -> None:
    (check,) = checks(("服务器", "台", "5", "18.00", "90.00", ""))
    assert (check.status, check.severity, check.cause) == ("pass", "info", None)
    assert check.expected_cny == check.actual_cny == Decimal(900000)


def test_a_unit_price_that_was_rounded_passes_within_its_precision() -> None:
    (check,) = checks(("纸", "箱", "3", "0.33", "1.00", ""))
    assert check.status == "pass_rounding"


def test_a_wrong_product_fails_with_its_residual() -> None:
    (check,) = checks(("服务器", "台", "5", "18.00", "99.00", ""))
    assert (check.status, check.severity, check.cause) == ("fail", "warning", "source_error")
    assert check.difference_cny == Decimal(90000)
    assert "99.00 is printed" in str(check.reasoning)


def test_values_beside_their_headers_are_a_slip_whoever_read_them() -> None:
    (check,) = checks(("项目", "软件", "年", "2", "370.00", "740.00"), method="manual")
    assert (check.status, check.cause) == ("fail", "extraction_error")
    assert "1 column(s) to the right of the headers" in str(check.reasoning)


def test_rows_without_the_three_numbers_are_no_products() -> None:
    assert not checks(("合计", "", "", "", "90.00", ""), ("小计", "", "5", "", "90.00", ""))
