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
    """The Arrow schema of the resource, with the schema version as key-value metadata."""
    import pyarrow as pa

    fields = [pa.field(f.name, _arrow_type(f), nullable=not f.required) for f in resource.fields]
    return pa.schema(fields, metadata={VERSION_KEY: version.encode()})


def _arrow_type(field: Field) -> Any:
    import pyarrow as pa

    if field.scale is not None:
        return pa.decimal128(20, field.scale)
    if field.type == "datetime":
        return pa.timestamp("us", tz="UTC")
    return pa.type_for_alias(field.arrow_type)


def parquet_bytes(resource: Resource, rows: Sequence[Row], version: str) -> bytes:
    """The whole Parquet file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = arrow_schema(resource, version)
    columns = zip(*rows, strict=True) if rows else ((),) * len(resource.fields)
    arrays = [pa.array(list(column), type=f.type) for column, f in zip(columns, schema, strict=True)]
    buffer = io.BytesIO()
    # Without the serialised Arrow schema: every type here is native to Parquet, and its form is Arrow's affair.
    pq.write_table(pa.Table.from_arrays(arrays, schema=schema), buffer, compression="zstd", store_schema=False)
    return buffer.getvalue()
