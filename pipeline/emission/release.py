"""A release written whole or not at all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from pipeline.emission.csvfile import csv_bytes
from pipeline.emission.package import DESCRIPTOR, LOG, MANIFEST, REPAIR_LOG, json_text, package_descriptor
from pipeline.emission.parquetfile import parquet_bytes
from pipeline.emission.placing import STAGING, place
from pipeline.emission.rows import Row, shaped_rows
from pipeline.emission.schema import BY_NAME, RESOURCES, SCHEMA_ID, SCHEMA_VERSION
from pipeline.errors import DataNotValid, UsageProblem


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
    files = data_files({r.name: shaped_rows(r, rows.get(r.name, ())) for r in RESOURCES})
    facts = {path: {"bytes": len(data), "hash": sha256(data)} for path, data in files.items()}
    files[MANIFEST] = json_text({"schema_version": SCHEMA_VERSION, **manifest}).encode()
    files[REPAIR_LOG] = "".join(line.rstrip("\n") + "\n" for line in repair_lines).encode()
    files[LOG] = "".join(line.rstrip("\n") + "\n" for line in log_lines).encode()
    # Last, so that the old descriptor stays in place until everything it does not describe is there.
    files[DESCRIPTOR] = json_text(package_descriptor(facts)).encode()
    place(files, out, stale=_own_data(out) - files.keys())


def data_files(shaped: Mapping[str, list[Row]]) -> dict[str, bytes]:
    """The bytes of every data file by its path in the release; they depend on nothing but the rows."""
    files: dict[str, bytes] = {}
    for resource in RESOURCES:
        rows = shaped[resource.name]
        if "csv" in resource.formats:
            files[resource.path("csv")] = csv_bytes(resource, rows)
        if "parquet" in resource.formats:
            files[resource.path("parquet")] = parquet_bytes(resource, rows, SCHEMA_VERSION)
    return files


def sha256(data: bytes) -> str:
    """The hash as a descriptor writes it."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def check_target(out: Path) -> None:
    """Nothing, when a release may be written to ``out``: it is absent, empty, or a release.

    Raises ``UsageProblem`` otherwise, so that a run can refuse before it reads a document.
    """
    if not out.exists():
        return
    if not out.is_dir():
        raise UsageProblem(f"{out}: is a file; give a folder for the release")
    foreign = [entry.name for entry in out.iterdir() if not entry.name.startswith(STAGING)]
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
