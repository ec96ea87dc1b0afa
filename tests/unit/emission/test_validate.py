"""Each code of the catalogue fires on a release broken in that one way, and none on a whole one."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.cli import run_command
from pipeline.emission.csvfile import csv_bytes
from pipeline.emission.findings import CATALOGUE, Finding, finding
from pipeline.emission.release import sha256
from pipeline.emission.schema import BY_NAME
from pipeline.emission.validate import validate_release
from pipeline.errors import InputUnreadable
from tests.unit.emission.conftest import DOCUMENT

Break = Callable[[Path], None]


def reseal(out: Path) -> None:
    """Makes the descriptor's sizes and hashes those of the files, so that only the fault itself is seen."""

    def seal(descriptor: dict[str, Any]) -> None:
        for resource in descriptor["resources"]:
            for entry in (resource, resource.get("parquet", {})):
                path = out / entry.get("path", "none")
                if path.is_file():
                    entry["bytes"], entry["hash"] = path.stat().st_size, sha256(path.read_bytes())

    edit_descriptor(seal)(out)


def edit_descriptor(change: Callable[[dict[str, Any]], object]) -> Break:
    def apply(out: Path) -> None:
        path = out / "datapackage.json"
        descriptor = json.loads(path.read_text(encoding="utf-8"))
        change(descriptor)
        path.write_text(json.dumps(descriptor, ensure_ascii=False), encoding="utf-8")

    return apply


def edit(name: str, old: bytes, new: bytes, *, seal: bool = True) -> Break:
    """Replaces the first occurrence in a CSV file."""

    def apply(out: Path) -> None:
        path = out / "data" / f"{name}.csv"
        data = path.read_bytes()
        assert old in data
        path.write_bytes(data.replace(old, new, 1))
        if seal:
            reseal(out)

    return apply


def twice(name: str) -> Break:
    """Repeats the last row of a CSV file."""

    def apply(out: Path) -> None:
        path = out / "data" / f"{name}.csv"
        path.write_bytes(path.read_bytes() + path.read_bytes().splitlines(keepends=True)[-1])
        reseal(out)

    return apply


def edit_parquet(name: str, change: Callable[[pa.Table], pa.Table]) -> Break:
    def apply(out: Path) -> None:
        path = out / "data" / f"{name}.parquet"
        pq.write_table(change(pq.read_table(path)), path)
        reseal(out)

    return apply


def cells_with(column: str, value: object) -> Break:
    """The first of the cells with another value."""

    def change(table: pa.Table) -> pa.Table:
        rows = table.to_pylist()
        rows[0][column] = value
        return pa.Table.from_pylist(rows, schema=table.schema)

    return edit_parquet("cells", change)


def edit_both(column: str, value: object, name: str = "budget_lines", key: str = "bl_0000000000000001") -> Break:
    """One value changed in the Parquet file, and the CSV written anew from it."""

    def apply(out: Path) -> None:
        resource = BY_NAME[name]
        path = out / resource.path("parquet")
        table = pq.read_table(path)
        rows = table.to_pylist()
        for row in rows:
            if row[resource.primary_key] == key:
                row[column] = value
        pq.write_table(pa.Table.from_pylist(rows, schema=table.schema), path)
        values = [tuple(row[field] for field in resource.field_names) for row in rows]
        (out / resource.path("csv")).write_bytes(csv_bytes(resource, values))
        reseal(out)

    return apply


def parquet_folder(out: Path) -> None:
    path = out / "data" / "units.parquet"
    data = path.read_bytes()
    path.unlink()
    path.mkdir()
    (path / "part-0.parquet").write_bytes(data)


def delete(path: str) -> Break:
    return lambda out: (out / path).unlink()


def prepend_bom(out: Path) -> None:
    path = out / "data" / "units.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    reseal(out)


def no_parquet(out: Path) -> None:
    (out / "data" / "units.parquet").write_bytes(b"PAR1")
    reseal(out)


def rename_column(descriptor: dict[str, Any]) -> None:
    descriptor["resources"][0]["schema"]["fields"][0]["title"] = "别的"


BROKEN: list[tuple[str, Break]] = [
    ("missing-file", delete("data/units.csv")),
    ("missing-file", delete("data/units.parquet")),
    ("missing-file", delete("data/cells.parquet")),
    ("missing-file", delete("manifest.json")),
    ("missing-file", delete("logs/run.jsonl")),
    ("file-changed", edit("units", "测试".encode(), "检验".encode(), seal=False)),
    ("bad-descriptor", edit_descriptor(lambda d: d["resources"][0]["schema"]["fields"].append({"type": "string"}))),
    ("bad-descriptor", edit_descriptor(lambda d: d.pop("resources"))),
    ("missing-resource", edit_descriptor(lambda d: d["resources"].pop())),
    ("unknown-resource", edit_descriptor(lambda d: d["resources"].append({**d["resources"][-1], "name": "extra"}))),
    ("schema-mismatch", edit_descriptor(rename_column)),
    ("schema-mismatch", edit_descriptor(lambda d: d["resources"][0]["schema"]["fields"].pop())),
    ("schema-mismatch", edit_descriptor(lambda d: d["resources"][0]["schema"].pop("primaryKey"))),
    ("schema-mismatch", edit_descriptor(lambda d: d["resources"][0].pop("parquet"))),
    ("schema-mismatch", edit_descriptor(lambda d: d.update(version="9.9.9"))),
    ("schema-mismatch", edit("units", b"local_code", b"locale_code")),
    ("not-utf8", edit("units", "测".encode(), b"\xb2\xe2")),
    ("bom", prepend_bom),
    ("line-ending", edit("units", b"\r\n", b"\n")),
    ("grouping-comma", edit("budget_lines", b"1234567.80", b'"1,234,567.80"')),
    ("exponent", edit("budget_lines", b"1234567.80", b"1.2345678E+6")),
    ("bad-row", edit("units", b"\r\n999901-101,", b"\r\n999901-101,,,,,,,,,,,,")),
    ("bad-value", edit("budget_lines", b"1234567.80", b"many")),
    ("bad-value", edit("units", b"\r\n999901-101", b"\r\n99-101")),
    ("bad-value", edit("budget_lines", b",20101,", b",1,")),
    ("bad-value", cells_with("page_no", 0)),
    ("bad-value", cells_with("confidence", 1.5)),
    ("bad-value", cells_with("cell_id", "CELL")),
    ("missing-value", edit("units", "示例市测试局".encode(), b"")),
    ("not-in-code-list", edit("budget_lines", b",expenditure,", b",spending,")),
    ("not-in-code-list", cells_with("value_status", "guessed")),
    ("missing-key", edit("units", b"\r\n999901-101", b"\r\n")),
    ("missing-key", cells_with("cell_id", "")),
    ("duplicate-key", twice("units")),
    ("duplicate-key", edit_parquet("cells", lambda table: pa.concat_tables([table, table]))),
    ("duplicate-key", cells_with("col_no", 1)),
    ("broken-reference", edit("units", b",999901,", b",999902,")),
    ("broken-reference", edit("cl_functional", b"2024:201,observed", b"2024:202,observed")),
    ("broken-reference", cells_with("table_id", "tab_00000000deadbeef")),
    ("unknown-code", edit("budget_lines", b"rounding|low_confidence", b"rounding|lucky")),
    ("unknown-code", cells_with("flags", "lucky")),
    ("parquet-schema", edit_parquet("units", lambda table: table.drop(["rank_raw"]))),
    ("parquet-schema", edit_parquet("documents", lambda table: table.set_column(2, "revision", [["1", "1"]]))),
    ("parquet-schema", edit_parquet("units", lambda table: table.replace_schema_metadata({}))),
    ("parquet-schema", no_parquet),
    ("csv-parquet-differ", edit("budget_lines", b"1234567.80", b"1234567.81")),
    ("csv-parquet-differ", twice("units")),
    ("parquet-parts", edit_descriptor(lambda d: d["resources"][3].update(path=["data/cells.parquet"] * 2))),
    ("parquet-parts", edit_descriptor(lambda d: d["resources"][0]["parquet"].update(extrapaths=["x"]))),
    ("parquet-parts", parquet_folder),
    ("formula", edit("documents", b"'=a ", b"=a ")),
    ("formula", edit("budget_lines", b",'@x,", b",@x,")),
    ("amount-differs", edit_both("amount_cny", Decimal("1234568.80"))),
    ("amount-differs", edit_both("amount_quantum_cny", Decimal("0.1"))),
    ("amount-differs", edit_both("amount_unit", None)),
    ("amount-differs", edit_both("amount_unit", "CNY_10K")),
    ("amount-differs", edit_both("amount_raw", "about a million")),
    ("missing-provenance", edit_both("page_no", None)),
    ("missing-provenance", edit_both("bbox", None)),
]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("amount_raw", "123.45678万元"),
        ("amount_raw", "1234567.80元"),
        ("amount_quantum_cny", None),
        ("value_status", "derived"),
    ],
)
def test_amounts_that_agree_have_no_findings(release: Path, column: str, value: object) -> None:
    edit_both(column, value)(release)
    if column == "amount_raw" and str(value).endswith("万元"):
        edit_both("amount_cny", Decimal("1234567.80"))(release)
        edit_both("amount_quantum_cny", Decimal("0.1"))(release)
    assert [str(f) for f in validate_release(release)] == []


@pytest.mark.parametrize("column", ["page_no", "bbox"])
def test_a_transcript_has_no_places(release: Path, column: str) -> None:
    edit_both(column, None)(release)
    edit_both("text_layer", "transcript", "documents", DOCUMENT)(release)
    assert [str(f) for f in validate_release(release)] == []


def test_findings_as_json(release: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["validate", str(release), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []
    edit("units", "示例市测试局".encode(), b"")(release)
    assert run_command(["validate", str(release), "--json"]) == 1
    first = json.loads(capsys.readouterr().out)[0]
    assert first == {
        "code": "missing-value",
        "severity": "error",
        "resource": "units",
        "record": "999901-101",
        "field": "unit_name",
        "message": "a required value is empty",
    }


def test_a_whole_release_has_no_findings(release: Path) -> None:
    assert validate_release(release) == []


@pytest.mark.parametrize(("code", "spoil"), BROKEN, ids=[f"{i}-{code}" for i, (code, _) in enumerate(BROKEN)])
def test_a_broken_release_is_found_out(release: Path, code: str, spoil: Break) -> None:
    spoil(release)
    found = validate_release(release)
    assert code in {f.code for f in found}, [str(f) for f in found]
    assert all("\n" not in str(f) for f in found)


def test_every_code_has_a_broken_release() -> None:
    assert {code for code, _ in BROKEN} == CATALOGUE.keys()


def test_a_finding_names_resource_record_and_field(release: Path) -> None:
    edit("budget_lines", b"1234567.80", b'"1,234,567.80"')(release)
    (line,) = {str(f) for f in validate_release(release) if f.code == "grouping-comma"}
    assert line == (
        "error: grouping-comma: budget_lines bl_0000000000000001 amount_cny:"
        " 1,234,567.80 has grouping commas; a number has none"
    )


@pytest.mark.parametrize(
    ("code", "spoil", "place"),
    [
        ("broken-reference", edit("units", b",999901,", b",999902,"), ("units", "999901-101", "locality_code")),
        ("duplicate-key", twice("units"), ("units", "999901-101", "unit_id")),
        ("missing-value", edit("units", "示例市测试局".encode(), b""), ("units", "999901-101", "unit_name")),
        ("unknown-code", cells_with("flags", "lucky"), ("cells", "cel_0000000000000000", "flags")),
    ],
)
def test_the_place_of_a_fault(release: Path, code: str, spoil: Break, place: tuple[str, str, str]) -> None:
    spoil(release)
    found = [f for f in validate_release(release) if f.code == code]
    assert place in {(f.resource, f.record, f.field) for f in found}, [str(f) for f in found]


def test_one_fault_is_one_finding(release: Path) -> None:
    edit("units", "示例市测试局".encode(), b"")(release)
    assert [f.code for f in validate_release(release)] == ["missing-value", "csv-parquet-differ"]


def test_a_code_list_that_only_warns() -> None:
    assert finding("unknown-resource", "extra") == Finding(
        "unknown-resource", "warning", "extra", "", "", "the schema does not know this resource"
    )


def test_a_folder_without_a_release(tmp_path: Path) -> None:
    with pytest.raises(InputUnreadable, match=r"datapackage\.json"):
        validate_release(tmp_path)


@pytest.mark.parametrize("name", ["预算 [x] 公开", "a*b", "[!a]"])
def test_a_folder_whose_name_is_a_pattern_is_a_folder(write: Any, rows: Any, name: str) -> None:
    out = write(rows, name)
    assert validate_release(out) == []
    path = out / "data" / "units.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("示例市测试局", "=1+1"), encoding="utf-8", newline="")
    assert {found.code for found in validate_release(out)} >= {"file-changed", "formula"}
