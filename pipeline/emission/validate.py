"""Everything wrong with a release: frictionless first, then what frictionless does not look at (or not always)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.emission.findings import Finding, finding
from pipeline.emission.package import DESCRIPTOR, LOG, MANIFEST, package_descriptor
from pipeline.emission.read import described_resources, open_release, parquet_twin
from pipeline.emission.schema import BY_NAME, SCHEMA_VERSION
from pipeline.emission.validate_columns import Columns, csv_columns, parquet_columns
from pipeline.emission.validate_facts import fact_findings
from pipeline.emission.validate_files import csv_findings, file_findings, part_findings
from pipeline.emission.validate_frictionless import frictionless_findings
from pipeline.emission.validate_parquet import parquet_findings
from pipeline.emission.validate_records import record_findings, reference_findings


def validate_release(out: Path) -> list[Finding]:
    """All findings about the release in that folder, in the order of the schema; empty when it is valid.

    Raises ``InputUnreadable`` when the folder holds no release.
    """
    release = open_release(out)
    return list(dict.fromkeys(_findings(release.folder, release.descriptor)))


def _findings(out: Path, descriptor: dict[str, Any]) -> Iterator[Finding]:
    yield from descriptor_findings(descriptor)
    for path in (MANIFEST, LOG):
        if not (out / path).is_file():
            yield finding("missing-file", path=path)
    described = {name: entry for name, entry in described_resources(descriptor).items() if name in BY_NAME}
    changed: set[str] = set()
    for name, entry in described.items():
        yield from part_findings(out, BY_NAME[name], entry)
        for found in file_findings(out, BY_NAME[name], entry):
            changed.add(name) if found.code == "missing-file" else None
            yield found
    yield from frictionless_findings(out / DESCRIPTOR, without=changed)
    columns: dict[str, Columns] = {}
    for name in described:
        resource = BY_NAME[name]
        if "csv" in resource.formats:
            yield from csv_findings(out, resource)
            columns[name] = csv_columns(out, resource)
        else:
            columns[name] = parquet_columns(out, resource)
        yield from parquet_findings(out, resource)
        yield from record_findings(resource, columns[name])
    yield from reference_findings(columns)
    yield from fact_findings(columns)


def descriptor_findings(descriptor: dict[str, Any]) -> Iterator[Finding]:
    """Where the descriptor differs from the schema in the code, file sizes and hashes apart."""
    expected = package_descriptor()
    for name in sorted(expected.keys() - {"resources"}):
        if descriptor.get(name) != expected[name]:
            yield _mismatch("", name, f"{descriptor.get(name)!r} instead of {expected[name]!r}")
    found = described_resources(descriptor)
    for name in sorted(found.keys() - BY_NAME.keys()):
        yield finding("unknown-resource", name)
    for entry in expected["resources"]:
        if entry["name"] not in found:
            yield finding("missing-resource", entry["name"])
        else:
            yield from _resource_findings(entry, found[entry["name"]])


def _resource_findings(expected: dict[str, Any], found: dict[str, Any]) -> Iterator[Finding]:
    name = expected["name"]
    for key, value in expected.items():
        if key == "parquet":
            twin = parquet_twin(found) or {}
            if any(twin.get(k) != v for k, v in value.items()):
                yield _mismatch(name, key, f"{twin.get('path')!r}")
        elif key == "schema" and found.get(key) != value:
            there = found.get(key)
            yield from _schema_findings(name, value, there if isinstance(there, dict) else {})
        elif found.get(key) != value:
            yield _mismatch(name, key, f"{found.get(key)!r} instead of {value!r}")


def _schema_findings(name: str, expected: dict[str, Any], found: dict[str, Any]) -> Iterator[Finding]:
    for key in sorted(expected.keys() | found.keys()):
        if key != "fields" and found.get(key) != expected.get(key):
            yield _mismatch(name, key, f"{found.get(key)!r} instead of {expected.get(key)!r}")
    fields = [f for f in found.get("fields", ()) if isinstance(f, dict)]
    wanted = [f["name"] for f in expected["fields"]]
    there = [f.get("name") for f in fields]
    if wanted != there:
        extra, lost = sorted(map(str, set(there) - set(wanted))), sorted(set(wanted) - set(there))
        yield _mismatch(name, "the columns", f"missing {lost}, not known {extra}" if extra or lost else "order")
        return
    for want, have in zip(expected["fields"], fields, strict=True):
        if want != have:
            keys = sorted(k for k in want.keys() | have.keys() if want.get(k) != have.get(k))
            yield _mismatch(name, ", ".join(keys), f"{[have.get(k) for k in keys]}", want["name"])


def _mismatch(resource: str, what: str, note: str, field: str = "") -> Finding:
    return finding("schema-mismatch", resource, field=field, what=what, version=SCHEMA_VERSION, note=note)
