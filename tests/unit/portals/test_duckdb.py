"""The DuckDB database: exact types, and what a second publish touches. The Parquet files in DuckDB, pandas, polars."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

from pipeline.emission.model import Field
from pipeline.emission.schema import RESOURCES
from pipeline.errors import DataNotValid, OutputProblem
from pipeline.portals.publish import publish_release
from tests.unit.emission.test_validate import edit_parquet

duckdb = pytest.importorskip("duckdb")
polars = pytest.importorskip("polars")

DUCKDB = {
    "string": "VARCHAR",
    "integer": "BIGINT",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "datetime": "TIMESTAMP WITH TIME ZONE",
}
POLARS = {
    "string": polars.String,
    "integer": polars.Int64,
    "boolean": polars.Boolean,
    "date": polars.Date,
    "datetime": polars.Datetime("us", "UTC"),
}


def wanted(field: Field, kinds: dict[str, Any], decimal: Any, double: Any) -> Any:
    if field.type != "number":
        return kinds[field.type]
    return double if field.scale is None else decimal(field.scale)


def query(out: Path, statement: str) -> list[Any]:
    with duckdb.connect(str(out / "portal" / "yusuan.duckdb"), read_only=True) as database:
        return list(database.execute(statement).fetchall())


def test_every_resource_is_a_table_with_its_rows_and_types(release: Path, rows: Any, published: Any) -> None:
    published(release, "duckdb")
    for resource in RESOURCES:
        assert query(release, f"SELECT count(*) FROM {resource.name}") == [(len(rows.get(resource.name, ())),)]
        columns = query(release, f'SELECT column_name, column_type, key FROM (DESCRIBE main."{resource.name}")')
        assert columns == [
            (
                f.name,
                wanted(f, DUCKDB, "DECIMAL(20,{})".format, "DOUBLE"),
                "PRI" if f.name == resource.primary_key else None,
            )
            for f in resource.fields
        ]
    assert query(release, "SELECT sum(amount_cny) FROM budget_lines") == [(Decimal("1234555.80"),)]
    comment = "SELECT comment FROM duckdb_columns() WHERE column_name = 'amount_cny' AND table_name = 'budget_lines'"
    assert query(release, comment) == [("金额（元） · Amount (CNY)",)]


def test_a_second_publish_touches_changed_rows_only(write: Any, changed: Any, published: Any) -> None:
    out = write()
    published(out, "duckdb")
    assert published(out, "duckdb") == {}
    write(changed)
    assert published(out, "duckdb") == {"budget_lines": (3, 1, 1, 1)}
    amounts = query(out, "SELECT amount_cny FROM budget_lines ORDER BY row_no")
    assert amounts == [(Decimal("1234567.81"),), (None,), (Decimal("5.00"),)]


def test_a_table_of_an_older_schema_is_made_anew(release: Path, published: Any) -> None:
    (release / "portal").mkdir()
    with duckdb.connect(str(release / "portal" / "yusuan.duckdb")) as database:
        database.execute("CREATE TABLE units (unit_id TEXT)")
    assert published(release, "duckdb")["units"] == (1, 1, 0, 0)


def test_a_missing_value_changes_nothing(release: Path, published: Any) -> None:
    published(release, "duckdb")

    def spoil(table: pa.Table) -> pa.Table:
        fields = [field.with_nullable(True) for field in table.schema]
        return pa.Table.from_pylist([{**table.to_pylist()[0], "unit_name": None}], schema=pa.schema(fields))

    edit_parquet("units", spoil)(release)
    with pytest.raises(DataNotValid, match=r"unit_name.*yusuan validate"):
        published(release, "duckdb")
    assert query(release, "SELECT unit_name FROM units") == [("示例市测试局",)]


def test_a_file_that_is_no_database(release: Path) -> None:
    (release / "portal").mkdir()
    (release / "portal" / "yusuan.duckdb").write_bytes(b"my thesis " * 1000)
    with pytest.raises(OutputProblem, match=r"yusuan\.duckdb.*publish again"):
        list(publish_release(release, ["duckdb"]))


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda r: r.name)
def test_parquet_has_the_right_types_for_every_reader(release: Path, resource: Any) -> None:
    path = release / resource.path("parquet")
    described = duckdb.sql(f"DESCRIBE SELECT * FROM read_parquet('{path}')").fetchall()
    assert [row[:2] for row in described] == [
        (f.name, wanted(f, DUCKDB, "DECIMAL(20,{})".format, "DOUBLE")) for f in resource.fields
    ]
    schema = polars.read_parquet(path).schema
    assert dict(schema) == {
        f.name: wanted(f, POLARS, lambda scale: polars.Decimal(20, scale), polars.Float64) for f in resource.fields
    }
    frame = pd.read_parquet(path, dtype_backend="pyarrow")
    arrow = {"string": pa.string(), "integer": pa.int64(), "boolean": pa.bool_(), "date": pa.date32()}
    arrow["datetime"] = pa.timestamp("us", tz="UTC")
    for field in resource.fields:
        expected = wanted(field, arrow, lambda scale: pa.decimal128(20, scale), pa.float64())
        found = frame[field.name].dtype
        assert isinstance(found, pd.ArrowDtype)
        assert found.pyarrow_dtype == expected, field.name
