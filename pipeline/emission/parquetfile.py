"""Parquet files of a release: zstd, exact decimals, codes as strings, no byte that depends on the run."""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.emission.csvfile import csv_lines
from pipeline.emission.model import Field, Resource
from pipeline.emission.rows import Row

if TYPE_CHECKING:
    import pyarrow as pa

VERSION_KEY = b"schema_version"
CSV_LINE = "csv line"
"""The column beside the resource's own that holds each row as its CSV has it, line end included."""


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


def arrow_table(resource: Resource, rows: Sequence[Row], version: str) -> pa.Table:
    """The rows with the types of the Parquet file, and the CSV's line of each where the resource has a CSV.

    A row is written as text once, where it is made; whoever sorts and joins releases only moves bytes.
    """
    import pyarrow as pa  # noqa: PLC0415 - on first use

    schema = arrow_schema(resource, version)
    columns = zip(*rows, strict=True) if rows else ((),) * len(resource.fields)
    arrays = [pa.array(list(column), type=f.type) for column, f in zip(columns, schema, strict=True)]
    if "csv" in resource.formats:
        schema = schema.append(pa.field(CSV_LINE, pa.string(), nullable=False))
        arrays.append(pa.array(csv_lines(resource, rows), type=pa.string()))
    return pa.Table.from_arrays(arrays, schema=schema)


def text_of(lines: pa.ChunkedArray) -> memoryview:
    """The strings of a column one after the other as UTF-8, not copied: as they lie in memory."""
    array = lines.combine_chunks()
    _, offsets, data = array.buffers()
    start, end = (struct.unpack_from("<i", offsets, 4 * i)[0] for i in (array.offset, array.offset + len(array)))
    return memoryview(data)[start:end] if data is not None else memoryview(b"")


class ParquetFile:
    """A Parquet file written group by group; each call of ``write`` makes one row group."""

    def __init__(self, resource: Resource, path: Path | io.BytesIO, version: str) -> None:
        import pyarrow.parquet as pq  # noqa: PLC0415 - on first use

        self._schema = arrow_schema(resource, version)
        self._version = version
        self._empty = True
        # Without the serialised Arrow schema: every type here is native to Parquet, and its form is Arrow's affair.
        where = str(path) if isinstance(path, Path) else path
        self._writer = pq.ParquetWriter(where, self._schema, compression="zstd", store_schema=False)

    def write(self, table: pa.Table) -> None:
        """Adds the rows of a table of ``arrow_table``."""
        kept = table.select(self._schema.names).cast(self._schema)
        self._writer.write_table(kept, row_group_size=max(kept.num_rows, 1))
        self._empty = False

    def close(self) -> None:
        """Ends the file; one without rows gets its schema all the same."""
        import pyarrow as pa  # noqa: PLC0415 - on first use

        if self._empty:
            self._writer.write_table(pa.Table.from_batches([], schema=self._schema))
        self._writer.add_key_value_metadata({VERSION_KEY.decode(): self._version})
        self._writer.close()


def parquet_bytes(resource: Resource, rows: Sequence[Row], version: str) -> bytes:
    """A whole Parquet file of one row group."""
    buffer = io.BytesIO()
    file = ParquetFile(resource, buffer, version)
    if rows:
        file.write(arrow_table(resource, rows, version))
    file.close()
    return buffer.getvalue()
