"""Tables taken in any order and given back in the order of their key, in memory that does not grow with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import DataNotValid

if TYPE_CHECKING:
    import pyarrow as pa

ROW_GROUP = 65_536
"""Rows given back together; a Parquet file has row groups of this size, so its bytes depend on nothing but the rows."""
RUN_BYTES = 48 << 20
RUN_ROWS = 131_072
"""What is sorted in memory at once; larger resources lie on the disk as sorted runs until they are merged."""

BATCH_ROWS = 2048
"""Rows of each sorted run in memory while they are merged."""


class SortedTables:
    """Collects tables with one text column as key; ``groups`` gives all rows back, sorted by it.

    Sorting compares UTF-8 bytes, which is the order of code points, that of Python's strings.
    """

    def __init__(self, key: str, scratch: Path, label: str, *, unique: bool = True) -> None:
        self._key = key
        self._scratch = scratch
        self._label = label
        self._unique = unique
        self._pending: list[pa.Table] = []
        self._rows = self.held_bytes = 0
        self._runs: list[Path] = []

    def add(self, table: pa.Table) -> None:
        """Takes a table; raises ``OSError`` when a run cannot be written."""
        self._pending.append(table)
        self._rows += table.num_rows
        self.held_bytes += table.nbytes
        if self._rows >= RUN_ROWS or self.held_bytes >= RUN_BYTES:
            self.spill()

    def groups(self, size: int = ROW_GROUP) -> Iterator[pa.Table]:
        """All rows in order, ``size`` of them a time and the rest at last; nothing when there are none.

        Raises ``DataNotValid`` when two rows have one key.
        """
        import pyarrow as pa  # noqa: PLC0415 - on first use

        held: list[pa.Table] = []
        rows = 0
        last: str | None = None
        for piece in self._pieces():
            last = self._checked(piece, last)
            held.append(piece)
            rows += piece.num_rows
            if rows < size:
                continue
            table = pa.concat_tables(held).combine_chunks()
            while table.num_rows >= size:
                yield table.slice(0, size).combine_chunks()
                table = table.slice(size)
            held, rows = [table], table.num_rows
        if rows:
            yield pa.concat_tables(held).combine_chunks()

    def _checked(self, piece: pa.Table, last: str | None) -> str | None:
        """The key the piece ends with; it must be larger than every one before."""
        import pyarrow.compute as pc  # noqa: PLC0415 - on first use

        keys = piece[self._key].combine_chunks()
        if not len(keys):
            return last
        if self._unique:
            again = pc.equal(keys.slice(1), keys.slice(0, len(keys) - 1))
            at = pc.index(again, True).as_py()
            if at >= 0 or keys[0].as_py() == last:
                key = keys[max(at, 0)].as_py()
                raise DataNotValid(f"{self._label} {key}: two rows have this {self._key}; please report it")
        found: str = keys[-1].as_py()
        return found

    def _sorted(self) -> pa.Table:
        import pyarrow as pa  # noqa: PLC0415 - on first use

        table = pa.concat_tables(self._pending).sort_by(self._key)
        self._pending, self._rows, self.held_bytes = [], 0, 0
        return table

    def spill(self) -> None:
        """Puts what is held in memory on the disk as a sorted run; raises ``OSError``."""
        import pyarrow as pa  # noqa: PLC0415 - on first use

        table = self._sorted().combine_chunks()
        self._scratch.mkdir(parents=True, exist_ok=True)
        path = self._scratch / f"{self._label}-{len(self._runs):06d}.arrow"
        with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
            writer.write_table(table, max_chunksize=BATCH_ROWS)
        self._runs.append(path)

    def _pieces(self) -> Iterator[pa.Table]:
        """The rows in order, in pieces of any size."""
        if not self._runs:
            if self._pending:
                yield self._sorted()
            return
        if self._pending:
            self.spill()
        yield from _merged([_batches(path) for path in self._runs], self._key)


def _batches(path: Path) -> Iterator[pa.Table]:
    """The rows of a sorted run, some thousand at a time; no more than these are in memory."""
    import pyarrow as pa  # noqa: PLC0415 - on first use

    with pa.OSFile(str(path)) as file:
        reader = pa.ipc.open_file(file)
        for number in range(reader.num_record_batches):
            yield pa.Table.from_batches([reader.get_batch(number)])


def _merged(runs: Sequence[Iterator[pa.Table]], key: str) -> Iterator[pa.Table]:
    """Sorted runs merged: each time all rows up to a key that the batch at hand of every run reaches or passes."""
    import pyarrow as pa  # noqa: PLC0415 - on first use

    heads = [next(run, None) for run in runs]
    while any(head is not None for head in heads):
        fence = min(head[key][-1].as_py() for head in heads if head is not None)
        taken = []
        for i, head in enumerate(heads):
            if head is None:
                continue
            end = _first_above(head[key], fence)
            taken.append(head.slice(0, end))
            heads[i] = head.slice(end) if end < head.num_rows else next(runs[i], None)
        yield pa.concat_tables(taken).sort_by(key)


def _first_above(keys: pa.ChunkedArray, fence: str) -> int:
    """The first place whose key is larger than the fence."""
    low, high = 0, len(keys)
    while low < high:
        middle = (low + high) // 2
        if keys[middle].as_py() <= fence:
            low = middle + 1
        else:
            high = middle
    return low
