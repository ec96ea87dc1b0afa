"""What frictionless finds in a release, in our own words."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from pipeline.emission.findings import Finding, finding
from pipeline.emission.model import Resource
from pipeline.emission.schema import BY_NAME, SCHEMA_VERSION
from pipeline.errors import DependencyMissing

_SEEN_BY_US = frozenset({"byte-count", "hash-count", "scheme-error", "encoding-error", "foreign-key"})
"""What our own checks report. Faults of a file: once, not again at each resource that refers to it. Foreign keys:
frictionless 5.18 forgets those of every resource that is itself referred to."""
_LABELS = frozenset(
    {"source-error", "header-error", "labels-error", "label-error", "missing-label", "extra-label", "incorrect-label",
     "blank-label", "duplicate-label", "blank-header"}
)  # fmt: skip


def frictionless_findings(descriptor: Path, without: Collection[str] = ()) -> Iterator[Finding]:
    """The errors of ``frictionless validate`` on that descriptor, except for the resources in ``without``.

    Raises ``DependencyMissing`` when frictionless is not installed.
    """
    try:
        import frictionless  # noqa: PLC0415 - on first use
    except ImportError as missing:
        raise DependencyMissing("frictionless is not installed; pip install 'frictionless>=5.18'") from missing
    logging.getLogger("frictionless").setLevel(logging.ERROR)
    try:
        # Not frictionless.validate(path): that takes a path with [x] or * in it for a pattern of files.
        report: Any = frictionless.Package.from_descriptor(str(descriptor)).validate()
    except frictionless.FrictionlessException as fault:
        for error in fault.reasons or [fault.error]:
            yield finding("bad-descriptor", note=error.message)
        return
    for error in report.errors:
        yield finding("bad-descriptor", note=error.message)
    for task in report.tasks:
        if task.name in without:
            continue
        for error in task.errors:
            yield from translated(task.name, error)


def translated(name: str, error: Any) -> Iterator[Finding]:
    """Our finding for one frictionless error; none for what our own file checks report."""
    kind = error.type
    if kind in _SEEN_BY_US:
        return
    resource = BY_NAME.get(name)
    line, field = str(getattr(error, "row_number", "?")), str(getattr(error, "field_name", ""))
    record = _record(resource, getattr(error, "cells", None) or [])
    value = repr(getattr(error, "cell", ""))
    note = error.note or error.message
    match kind:
        case "primary-key" if record:
            yield finding("duplicate-key", name, record, resource.primary_key if resource else "", value=record)
        case "primary-key":
            yield finding("missing-key", name, line=line)
        case "constraint-error" if '"required"' in note:
            yield finding("missing-value", name, record or f"line {line}", field)
        case "constraint-error" if '"enum"' in note and resource and field in resource.field_names:
            allowed = ", ".join(resource.field(field).enum)
            yield finding("not-in-code-list", name, record, field, value=value, allowed=allowed)
        case "constraint-error" | "type-error":
            yield finding("bad-value", name, record, field, value=value, note=note)
        case "missing-cell" | "extra-cell" | "blank-row" | "row-error":
            yield finding("bad-row", name, record, field, line=line, note=note)
        case _ if kind in _LABELS:
            yield finding("schema-mismatch", name, what="the header", version=SCHEMA_VERSION, note=note)
        case _:
            yield finding("bad-descriptor", name, note=f"{kind}: {note}")


def _record(resource: Resource | None, cells: list[Any]) -> str:
    """The key of the row the error is in."""
    if resource is None:
        return ""
    at = resource.field_names.index(resource.primary_key)
    return str(cells[at] or "") if at < len(cells) else ""
