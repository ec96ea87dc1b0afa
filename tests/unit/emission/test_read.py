"""A release read back: typed frames, and one table as a grid."""

from __future__ import annotations

import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pipeline.emission.read import open_release
from pipeline.emission.schema import RESOURCES
from pipeline.emission.tableview import table_csv, table_grid, table_json
from pipeline.emission.validate import validate_release
from pipeline.errors import InputUnreadable, UsageProblem

TABLE = "tab_0123456789abcdef"
EMPTY_TABLE = "tab_fedcba9876543210"


def test_a_release_is_a_mapping_of_frames(release: Path) -> None:
    opened = open_release(str(release))
    assert list(opened) == [resource.name for resource in RESOURCES]
    assert len(opened) == len(RESOURCES)
    assert opened.manifest["yusuan"] == "0.1.0"
    assert opened.descriptor["name"] == "cn-budget-disclosures"
    assert "budget_lines" in repr(opened)
    for resource in RESOURCES:
        assert tuple(opened[resource.name].columns) == resource.field_names
    with pytest.raises(KeyError):
        opened["planets"]


def test_frames_are_typed(release: Path) -> None:
    lines = open_release(release)["budget_lines"]
    assert lines["amount_cny"].sum() == Decimal("1234555.80")
    assert str(lines["amount_cny"].dtype) == "decimal128(20, 2)[pyarrow]"
    assert lines["amount_cny"].isna().tolist() == [False, False, True]
    assert lines["fiscal_year"].dtype == pd.Int64Dtype()
    assert lines["is_additive"].dtype == pd.BooleanDtype()
    assert isinstance(lines["func_code"].dtype, pd.StringDtype)
    assert lines["label_raw"][0] == "第一行\n第二行"


def test_a_changed_frame_changes_nothing(release: Path) -> None:
    opened = open_release(release)
    frame = opened["units"]
    frame["unit_name"] = "changed"
    assert opened["units"]["unit_name"].tolist() == ["示例市测试局"]


@pytest.mark.parametrize("text", [None, "{", "[]", '{"id": "urn:else"}'])
def test_a_folder_without_a_release(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / "datapackage.json").write_text(text)
    with pytest.raises(InputUnreadable, match="yusuan"):
        open_release(tmp_path)


def test_a_release_with_a_lost_file(release: Path) -> None:
    (release / "data" / "units.parquet").unlink()
    with pytest.raises(InputUnreadable, match=r"units\.parquet.*validate"):
        open_release(release)["units"]


def test_one_table_as_csv(release: Path) -> None:
    opened = open_release(release)
    assert table_csv(opened, TABLE) == "科目,支出,\n=教育,-12.00,\n"
    assert table_csv(opened, EMPTY_TABLE) == ""
    assert table_grid(opened, TABLE).table["table_status"] == "extracted"


def test_one_table_as_json(release: Path) -> None:
    found = json.loads(table_json(open_release(release), TABLE))
    assert (found["table_id"], found["n_rows"], found["table_status"]) == (TABLE, 2, "extracted")
    assert found["cells"][1] == {
        "row": 0,
        "col": 1,
        "row_span": 1,
        "col_span": 2,
        "is_header": True,
        "text": "支出",
        "page": 2,
        "box": [1.0, 2.0, 3.0, 4.0],
        "status": "reported",
        "confidence": 0.5,
        "flags": [],
    }
    assert found["cells"][2]["box"] is None


def test_an_unknown_table_suggests_close_ones(release: Path) -> None:
    with pytest.raises(UsageProblem, match=TABLE):
        table_csv(open_release(release), "tab_0123456789abcdee")


def test_the_name_of_a_folder_is_no_column(write: Any) -> None:
    out = write(name="year=2024/out")
    assert "year" not in open_release(out)["units"]
    assert validate_release(out) == []


def test_importing_the_reader_loads_no_pandas() -> None:
    code = (
        "import sys, pipeline.emission.read, pipeline.emission.tableview, pipeline.emission.validate;"
        "print(sorted({'pandas', 'pyarrow', 'frictionless'} & sys.modules.keys()))"
    )
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
