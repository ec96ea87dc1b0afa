"""Rows that slipped: moved back where the sums leave one way, left where they leave none or several."""

from __future__ import annotations

from dataclasses import fields, replace
from decimal import Decimal
from typing import Any, cast

import pytest

from pipeline.config.load import Configs, load_configs
from pipeline.model.records import CellRecord, DocumentRecord, DocumentResult, Entry
from pipeline.repair import choice
from pipeline.repair.choice import OutOfTime
from pipeline.repair.repaired import repaired
from pipeline.repair.slips import unslipped
from tests.unit.checks.ledger import ledger

HEADERS = "合计|基本支出/小计|基本支出/人员|基本支出/公用|项目支出/小计|项目支出/运转|项目支出/特定"
SOUND = """
    |合计|total|0|1000.00|300.00|200.00|100.00|700.00|250.00|450.00
201|甲|detail|1|610.00|210.00|150.00|60.00|400.00|150.00|250.00
205|乙|detail|1|390.00|90.00|50.00|40.00|300.00|100.00|200.00
"""


@pytest.fixture(scope="module")
def configs() -> Configs:
    return load_configs()


def document(text: str, method: str = "manual", headers: str = HEADERS, cells: tuple[Any, ...] = ()) -> DocumentResult:
    entries = tuple(e._replace(line=e.line._replace(extraction_method=method)) for e in ledger(text, headers))
    about = cast(Any, DocumentRecord)(**{**dict.fromkeys(f.name for f in fields(DocumentRecord)), "document_id": "d"})
    return DocumentResult(about, (), (), cells, tuple(e.line for e in entries if e.published), (), (), entries=entries)


def shown(entries: tuple[Entry, ...], row: int) -> list[str]:
    return ["" if e.line.amount_cny is None else str(e.line.amount_cny) for e in entries if e.line.row_no == row]


def test_a_sound_list_is_left(configs: Configs) -> None:
    assert unslipped(document(SOUND), configs) == ({}, [])


SLIPPED = SOUND.replace(
    "390.00|90.00|50.00|40.00|300.00|100.00|200.00", "390.00|90.00|50.00|300.00|100.00|200.00|"
).replace("400.00|150.00|250.00", "400.00|150.00|250.00")
ONE_ROW = """
    |合计|total|0|1000.00|300.00|240.00|60.00|700.00|250.00|450.00
201|甲|detail|1|610.00|210.00|150.00|60.00|400.00|150.00|250.00
205|乙|detail|1|390.00|90.00|90.00|300.00|100.00|200.00|
"""


def test_a_row_that_lost_a_blank_is_moved_back(configs: Configs) -> None:
    healed = repaired(document(ONE_ROW), configs)
    assert shown(healed.entries, 2) == ["390.00", "90.00", "90.00", "", "300.00", "100.00", "200.00"]
    moved = [e for e in healed.entries if "values_shifted" in e.flags]
    assert {e.line.value_status for e in moved} == {"repaired"}
    assert [r.repair_type for r in healed.repairs] == ["column_shift"] * 3
    first = healed.repairs[0]
    assert (first.value_before, first.value_after, first.method) == ("100.00", "300.00", "layout")
    assert "was read in column 3, 1 to the left of its header" in first.rationale
    assert first.witness_check_ids, "the sums down the columns were not needed to choose"


ONE_NUMBER = SOUND.replace("700.00|250.00|450.00", "700.00|450.00|250.00").replace("|100.00|200.00", "||300.00")


@pytest.mark.parametrize(("method", "moves"), [("manual", True), ("ocr", False)])
def test_where_one_number_moves_a_reader_of_pixels_may_have_missed_another(
    method: str, moves: bool, configs: Configs
) -> None:
    assert bool(unslipped(document(ONE_NUMBER, method), configs)[1]) is moves


SUM_LOST = """
    |合计|total|0|1000.00|600.00|400.00
201|甲|detail|1|560.00|200.00|360.00
205|乙|detail|1|400.00|40.00|
"""


@pytest.mark.parametrize(("method", "moves"), [("manual", True), ("ocr", False)])
def test_a_slip_that_leaves_a_sum_blank_may_be_a_misread_number_in_pixels(
    method: str, moves: bool, configs: Configs
) -> None:
    """A transcript lost the 440.00 in front; a reader of pixels may have misread both numbers."""
    assert bool(unslipped(document(SUM_LOST, method, "合计|人员|公用"), configs)[1]) is moves


def test_a_row_of_several_numbers_is_moved_back_in_pixels_too(configs: Configs) -> None:
    assert len(unslipped(document(ONE_ROW, "ocr"), configs)[1]) == 3


@pytest.mark.parametrize(
    "unread", [{"value_status": "illegible"}, {"flags": "reading_doubtful", "value_status": "blank"}]
)
def test_nothing_moves_in_a_list_with_a_cell_that_could_not_be_read(unread: dict[str, Any], configs: Configs) -> None:
    found = document(ONE_ROW)
    blank = next(e for e in found.entries if e.line.row_no == 2 and e.line.amount_cny is None)
    hurt = blank._replace(line=blank.line._replace(**unread), published=unread["value_status"] == "illegible")
    entries = tuple(hurt if e is blank else e for e in found.entries)
    assert unslipped(replace(found, entries=entries), configs) == ({}, [])


def test_print_that_a_text_layer_gives_is_never_moved(configs: Configs) -> None:
    assert unslipped(document(ONE_ROW, method="text_layer"), configs) == ({}, [])


def test_a_row_whose_sums_hold_nowhere_is_left(configs: Configs) -> None:
    broken = ONE_ROW.replace("|300.00|100.00|200.00|\n", "|300.00|101.00|200.00|\n")
    assert unslipped(document(broken), configs) == ({}, [])


def test_a_lost_number_is_no_slip(configs: Configs) -> None:
    assert unslipped(document(SLIPPED), configs) == ({}, [])


def test_two_ways_to_move_are_none(configs: Configs) -> None:
    # With nothing below the total, 40.00 may belong to either of two blank columns.
    text = "    |合计|total|0|100.00|60.00|60.00|40.00||"
    both = document(text, headers="合计|甲/小计|甲/子|乙/小计|丙/小计|丁/小计")
    changed, _ = unslipped(both, configs)
    assert changed == {}


def test_a_number_beside_the_amount_columns_is_moved_in(configs: Configs) -> None:
    headers = "合计|基本支出|项目支出"
    text = """
    |合计|total|0|300.00|700.00|
201|甲|detail|1|610.00|210.00|400.00
205|乙|detail|1|390.00|90.00|300.00
"""
    entries = document(text, headers=headers).entries
    shifted = tuple(e._replace(col=e.col + 1) for e in entries)
    blank: dict[str, Any] = dict.fromkeys(CellRecord._fields)
    outside = CellRecord(
        **{**blank, "cell_id": "c", "table_id": "t", "row_no": 0, "col_no": 0, "text_raw": "1000.00", "confidence": 1.0}
    )
    result = replace(document(text, headers=headers, cells=(outside,)), entries=shifted)
    changed, _ = unslipped(result, configs)
    first = next(e.line for e in changed.values() if e.col == 1)
    assert (first.amount_cny, first.source_cell_id) == (Decimal("1000.00"), "c")


def test_a_solver_out_of_time_is_a_finding(configs: Configs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choice, "MOST_WORK", 0.0)
    with pytest.raises(OutOfTime):
        unslipped(document(ONE_ROW), configs)
    healed = repaired(document(ONE_ROW), configs)
    assert [f.code for f in healed.findings] == ["repair-out-of-time"]
    assert not healed.repairs
