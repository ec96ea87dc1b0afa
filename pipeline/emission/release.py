"""A release written whole or not at all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.emission.csvfile import csv_header
from pipeline.emission.model import Resource
from pipeline.emission.package import DESCRIPTOR, LOG, MANIFEST, REPAIR_LOG, json_text, package_descriptor
from pipeline.emission.parquetfile import CSV_LINE, ParquetFile, arrow_table, text_of
from pipeline.emission.placing import STAGING, Staging, staging
from pipeline.emission.rows import shaped_rows
from pipeline.emission.schema import BY_NAME, RESOURCES, SCHEMA_ID, SCHEMA_VERSION
from pipeline.emission.sorting import SortedTables
from pipeline.errors import DataNotValid, UsageProblem

if TYPE_CHECKING:
    import pyarrow as pa

WORK = ".work"
"""The folder beside the release in which runs keep what they have done: no part of the release."""


def write_release(
    rows: Mapping[str, Iterable[Mapping[str, object]]],
    out: Path,
    *,
    manifest: Mapping[str, object],
    log_lines: Iterable[str],
    repair_lines: Iterable[str] = (),
) -> None:
    """Writes the release to ``out``: descriptor, data, manifest and log appear together, or nothing changes.

    A resource without rows is written empty. Raises ``DataNotValid`` for rows that do not fit the schema,
    ``UsageProblem`` when ``out`` holds something else, ``OutputProblem`` when it cannot be written.
    """
    if unknown := sorted(rows.keys() - BY_NAME.keys()):
        raise DataNotValid(f"no resource {', '.join(unknown)} in the schema; known: {', '.join(BY_NAME)}")
    check_target(out)
    shaped = {r: shaped_rows(r, rows.get(r.name, ())) for r in RESOURCES}
    with staging(out) as stage:
        writer = ReleaseWriter(stage)
        for resource, values in shaped.items():
            writer.add(resource.name, arrow_table(resource, values, SCHEMA_VERSION))
        text = [json_text({"schema_version": SCHEMA_VERSION, **manifest})]
        writer.finish(out, manifest=text, log_lines=log_lines, repair_lines=repair_lines)


HELD_BYTES = 96 << 20
"""What all resources together hold in memory before the largest goes to the disk."""


class ReleaseWriter:
    """Writes a release from tables that come in any order; memory does not grow with their number.

    ``kept`` names files of the release that lies there already which stay as they are, with their size and hash;
    tables of a resource whose files are all kept are not wanted.
    """

    def __init__(self, stage: Staging, kept: Mapping[str, Mapping[str, object]] | None = None) -> None:
        self._stage = stage
        self._kept = dict(kept or {})
        self.wanted = frozenset(
            r.name for r in RESOURCES if not all(r.path(format) in self._kept for format in r.formats)
        )
        self._sorted = {name: SortedTables(BY_NAME[name].primary_key, stage.scratch, name) for name in self.wanted}

    def add(self, resource: str, table: pa.Table) -> None:
        """Takes rows of one resource, as ``arrow_table`` makes them; raises ``OSError``."""
        if not table.num_rows:
            return
        self._sorted[resource].add(table)
        if sum(tables.held_bytes for tables in self._sorted.values()) > HELD_BYTES:
            max(self._sorted.values(), key=lambda tables: tables.held_bytes).spill()

    def finish(
        self, out: Path, *, manifest: Iterable[str], log_lines: Iterable[str], repair_lines: Iterable[str]
    ) -> dict[str, dict[str, object]]:
        """Size and hash of every data file by its path, once all files are in their place.

        A file whose bytes have not changed is not touched. Raises ``DataNotValid`` for two rows with one key,
        ``OSError`` with everything as it was before.
        """
        facts: dict[str, dict[str, object]] = {path: dict(fact) for path, fact in self._kept.items()}
        for name in sorted(self.wanted):
            facts |= self._write(BY_NAME[name])
        changed = [path for path in sorted(facts) if path not in self._kept and not self._same(path, facts[path])]
        self._text(MANIFEST, manifest)
        self._text(REPAIR_LOG, (line.rstrip("\n") + "\n" for line in repair_lines))
        self._text(LOG, (line.rstrip("\n") + "\n" for line in log_lines))
        # Last, so that the old descriptor stays in place until everything it does not describe is there.
        self._text(DESCRIPTOR, [json_text(package_descriptor(facts))])
        names = [*changed, MANIFEST, REPAIR_LOG, LOG, DESCRIPTOR]
        self._stage.place(names, stale=_own_data(out) - facts.keys() - set(names))
        return facts

    def _write(self, resource: Resource) -> dict[str, dict[str, object]]:
        csv_path = self._stage.path(resource.path("csv")) if "csv" in resource.formats else None
        parquet_path = self._stage.path(resource.path("parquet"))
        parquet = ParquetFile(resource, parquet_path, SCHEMA_VERSION)
        with ExitStack() as files:
            csv = files.enter_context(csv_path.open("xb")) if csv_path else None
            if csv:
                csv.write(csv_header(resource).encode())
            for group in self._sorted[resource.name].groups():
                parquet.write(group)
                if csv:
                    csv.write(text_of(group[CSV_LINE]))
        parquet.close()
        written = [path for path in (csv_path, parquet_path) if path is not None]
        return {path.relative_to(self._stage.folder).as_posix(): file_facts(path) for path in written}

    def _same(self, name: str, facts: Mapping[str, object]) -> bool:
        """Whether the file lies there already with these bytes."""
        there = self._stage.there(name)
        return there.is_file() and there.stat().st_size == facts["bytes"] and file_facts(there) == facts

    def _text(self, name: str, chunks: Iterable[str]) -> None:
        with self._stage.path(name).open("x", encoding="utf-8", newline="") as file:
            file.writelines(chunks)


def file_facts(path: Path) -> dict[str, object]:
    """Size and hash of a file as a descriptor writes them."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"bytes": path.stat().st_size, "hash": f"sha256:{digest}"}


def sha256(data: bytes) -> str:
    """The hash as a descriptor writes it."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def check_target(out: Path) -> None:
    """Nothing, when a release may be written to ``out``: it is absent, empty, or a release.

    Raises ``UsageProblem`` otherwise, so that a run can refuse before it reads a document.
    """
    if out.is_symlink() and not out.exists():
        raise UsageProblem(
            f"{out}: is a link to {out.readlink()}, which is not there; make that folder or give another"
        )
    if not out.exists():
        return
    if not out.is_dir():
        raise UsageProblem(f"{out}: is a file; give a folder for the release")
    foreign = [entry.name for entry in out.iterdir() if entry.name != WORK and not entry.name.startswith(STAGING)]
    if foreign and not is_release(out):
        raise UsageProblem(
            f"{out}: holds {len(foreign)} other file(s), such as {min(foreign)}, and no release;"
            " choose another folder or an empty one"
        )


def is_release(out: Path) -> bool:
    """Whether the folder's descriptor is one of ours, of any schema version."""
    return str(_descriptor(out).get("id", "")).startswith(SCHEMA_ID)


def _descriptor(out: Path) -> dict[str, object]:
    try:
        found = json.loads((out / DESCRIPTOR).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _own_data(out: Path) -> set[str]:
    """Data files of the release that lies in ``out`` now."""
    resources = _descriptor(out).get("resources")
    paths: set[str] = set()
    for resource in resources if isinstance(resources, list) and is_release(out) else ():
        twin = resource.get("parquet") if isinstance(resource, dict) else None
        for place_of in (resource, twin):
            path = place_of.get("path") if isinstance(place_of, dict) else None
            # A descriptor someone edited must not make us remove anything but files directly in data/.
            if isinstance(path, str) and Path(path).parts[:-1] == ("data",) and Path(path).name != "..":
                paths.add(path)
    return paths
