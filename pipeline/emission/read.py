"""A release opened for reading: typed pandas frames, read from Parquet when asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.emission.package import DESCRIPTOR, MANIFEST
from pipeline.emission.schema import SCHEMA_ID
from pipeline.errors import InputUnreadable

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


BATCH = 20_000


def open_release(out: str | Path) -> Release:
    """The release in that folder.

    Raises ``InputUnreadable`` when the folder holds none.
    """
    folder = Path(out)
    descriptor = _json(folder / DESCRIPTOR, folder)
    if not str(descriptor.get("id", "")).startswith(SCHEMA_ID):
        raise InputUnreadable(f"{folder}: its {DESCRIPTOR} is not of yusuan; give a folder that `yusuan run` wrote")
    return Release(folder, descriptor)


def _json(path: Path, folder: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise InputUnreadable(f"{folder}: no {path.name}; give a folder that `yusuan run` wrote") from error
    except OSError as error:
        raise InputUnreadable(f"{path}: cannot be read: {error.strerror or error}") from error
    except ValueError as error:
        raise InputUnreadable(f"{path}: is not JSON ({error}); write the release again with `yusuan run`") from error
    if not isinstance(found, dict):
        raise InputUnreadable(f"{path}: is not a JSON object; write the release again with `yusuan run`")
    return found


def described_resources(descriptor: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The descriptor's resources by name; what is not shaped like one is left out."""
    found = descriptor.get("resources")
    listed = found if isinstance(found, list) else []
    return {entry["name"]: entry for entry in listed if isinstance(entry, dict) and isinstance(entry.get("name"), str)}


def parquet_twin(entry: dict[str, Any]) -> dict[str, Any] | None:
    """What the descriptor says of the Parquet file beside a CSV resource; ``None`` when there is none."""
    twin = entry.get("parquet")
    return twin if isinstance(twin, dict) else None


class Release(Mapping[str, "pd.DataFrame"]):
    """Resource name to frame. Each access reads the file anew, so a changed frame changes nothing here.

    Text is ``string``, whole numbers ``Int64``, truth values ``boolean``, amounts exact decimals (Arrow-backed).
    """

    def __init__(self, folder: Path, descriptor: dict[str, Any]) -> None:
        self.folder = folder
        self.descriptor = descriptor
        self._files = {
            name: str((parquet_twin(entry) or entry).get("path"))
            for name, entry in described_resources(descriptor).items()
        }

    @property
    def manifest(self) -> dict[str, Any]:
        """What the run recorded of itself."""
        return _json(self.folder / MANIFEST, self.folder)

    def __getitem__(self, name: str) -> pd.DataFrame:
        frame: pd.DataFrame = self.arrow(name).to_pandas(types_mapper=_pandas_type)
        return frame

    def __contains__(self, name: object) -> bool:
        return name in self._files  # without reading the file, as a mapping would by itself

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)

    def __repr__(self) -> str:
        return f"Release({str(self.folder)!r}: {', '.join(self)})"

    def arrow(self, name: str, columns: Sequence[str] | None = None, **only: str | Sequence[str]) -> pa.Table:
        """The resource as an Arrow table, or some columns of it.

        Keywords keep the rows whose column equals the value, or is among several.
        """
        import pyarrow as pa  # noqa: PLC0415 - on first use
        import pyarrow.parquet as pq  # noqa: PLC0415 - on first use

        path = self.folder / self._files[name]
        try:
            # No partitioning: a folder above called year=2024 must not become a column.
            filters: Any = [
                (name, "=" if isinstance(value, str) else "in", value) for name, value in only.items()
            ] or None
            return pq.read_table(path, columns=list(columns) if columns else None, filters=filters, partitioning=None)
        except (OSError, pa.ArrowInvalid) as error:
            raise InputUnreadable(f"{path}: cannot be read ({error}); run `yusuan validate {self.folder}`") from error

    def batches(self, name: str, columns: Sequence[str]) -> Iterator[list[tuple[Any, ...]]]:
        """The rows of a resource in the order of their keys, typed as in Parquet, some thousand at a time.

        Raises ``InputUnreadable`` when the file cannot be read or lacks a column.
        """
        import pyarrow as pa  # noqa: PLC0415 - on first use
        import pyarrow.parquet as pq  # noqa: PLC0415 - on first use

        path = self.folder / self._files[name]
        try:
            with pq.ParquetFile(path) as file:
                for batch in file.iter_batches(BATCH, columns=list(columns)):
                    values = [batch.column(column).to_pylist() for column in columns]
                    yield list(zip(*values, strict=True))
        except (OSError, KeyError, pa.ArrowInvalid) as error:
            raise InputUnreadable(f"{path}: cannot be read ({error}); run `yusuan validate {self.folder}`") from error

    def columns(self, name: str) -> tuple[str, ...]:
        """The names of the columns the Parquet file of a resource has."""
        import pyarrow as pa  # noqa: PLC0415 - on first use
        import pyarrow.parquet as pq  # noqa: PLC0415 - on first use

        path = self.folder / self._files[name]
        try:
            return tuple(pq.read_schema(path).names)
        except (OSError, pa.ArrowInvalid) as error:
            raise InputUnreadable(f"{path}: cannot be read ({error}); run `yusuan validate {self.folder}`") from error


def _pandas_type(arrow_type: Any) -> Any:
    import pandas as pd  # noqa: PLC0415 - on first use
    import pyarrow as pa  # noqa: PLC0415 - on first use

    if pa.types.is_string(arrow_type):
        return pd.StringDtype()
    if pa.types.is_integer(arrow_type):
        return pd.Int64Dtype()
    if pa.types.is_boolean(arrow_type):
        return pd.BooleanDtype()
    if pa.types.is_floating(arrow_type):
        return pd.Float64Dtype()
    return pd.ArrowDtype(arrow_type)
