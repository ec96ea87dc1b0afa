"""Parquet files of a release: zstd, exact decimals, codes as strings, no byte that depends on the run."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pipeline.emission.model import Field, Resource
from pipeline.emission.rows import Row

if TYPE_CHECKING:
    import pyarrow as pa

VERSION_KEY = b"schema_version"


def arrow_schema(resource: Resource, version: str) -> pa.Schema:
    """The Arrow schema of the resource, with the schema version as metadata."""
    import pyarrow as pa  # noqa: PLC0415 - on first use

    fields = [pa.field(f.name, _arrow_type(f), nullable=not f.required) for f in resource.fields]
    return pa.schema(fields, metadata={VERSION_KEY: version.encode()})


def _arrow_type(field: Field) -> Any:
    import pyarrow as pa  # noqa: PLC0415 - on first use

    match field.type:
        case "string":
            return pa.string()
        case "integer":
            return pa.int64()
        case "boolean":
            return pa.bool_()
        case "date":
            return pa.date32()
        case "datetime":
            return pa.timestamp("us", tz="UTC")
        case "number":
            return pa.float64() if field.scale is None else pa.decimal128(20, field.scale)


def parquet_bytes(resource: Resource, rows: Sequence[Row], version: str) -> bytes:
    """The whole Parquet file."""
    import pyarrow as pa  # noqa: PLC0415 - on first use
    import pyarrow.parquet as pq  # noqa: PLC0415 - on first use

    schema = arrow_schema(resource, version)
    columns = zip(*rows, strict=True) if rows else ((),) * len(resource.fields)
    arrays = [pa.array(list(column), type=f.type) for column, f in zip(columns, schema, strict=True)]
    buffer = io.BytesIO()
    table = pa.Table.from_arrays(arrays, schema=schema)
    # Without the serialised Arrow schema: every type here is native to Parquet, and its form is Arrow's affair.
    with pq.ParquetWriter(buffer, schema, compression="zstd", store_schema=False) as writer:
        writer.write_table(table)
        writer.add_key_value_metadata({VERSION_KEY.decode(): version})
    return buffer.getvalue()
