"""Checks of records that frictionless leaves out: references, unique keys, code lists, patterns of nullable columns.

For a resource that has only Parquet, which frictionless takes for a plain file, everything is checked here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal

from pipeline.emission.findings import Finding, finding
from pipeline.emission.model import Field, Resource
from pipeline.emission.schema import BY_NAME
from pipeline.emission.validate_columns import Columns
from pipeline.model.joined import apart


def record_findings(resource: Resource, columns: Columns) -> Iterator[Finding]:
    """Findings within one resource."""
    if not columns:
        return
    keys = [key or "" for key in columns.get(resource.primary_key, ())]
    if "csv" not in resource.formats:
        yield from _whole_findings(resource, columns, keys)
    for names in resource.unique_keys:
        yield from _duplicates(resource, names, columns, keys)
    for field in resource.fields:
        if field.pattern and ("csv" not in resource.formats or not field.required):
            yield from _pattern_findings(resource, field, columns, keys)


def _whole_findings(resource: Resource, columns: Columns, keys: list[str]) -> Iterator[Finding]:
    """What frictionless would find: required values, limits, enumerations, the primary key."""
    yield from _duplicates(resource, (resource.primary_key,), columns, keys)
    for field in resource.fields:
        for i, value in enumerate(columns.get(field.name, ())):
            record = keys[i] or f"row {i + 1}"
            if value is None:
                if field.name == resource.primary_key:
                    yield finding("missing-key", resource.name, line=i + 1)
                elif field.required:
                    yield finding("missing-value", resource.name, record, field.name)
            elif field.enum and value not in field.enum:
                allowed = ", ".join(field.enum)
                yield finding("not-in-code-list", resource.name, record, field.name, value=value, allowed=allowed)
            elif field.minimum is not None and Decimal(value) < field.minimum:
                note = f"at least {field.minimum}"
                yield finding("bad-value", resource.name, record, field.name, value=value, note=note)
            elif field.maximum is not None and Decimal(value) > field.maximum:
                note = f"at most {field.maximum}"
                yield finding("bad-value", resource.name, record, field.name, value=value, note=note)


def _duplicates(resource: Resource, names: tuple[str, ...], columns: Columns, keys: list[str]) -> Iterator[Finding]:
    values = list(zip(*(columns.get(name, ()) for name in names), strict=True))
    repeated = {value for value, n in Counter(values).items() if n > 1 and None not in value}
    for key, value in zip(keys, values, strict=True):
        if value in repeated:
            text = ", ".join(str(part) for part in value)
            yield finding("duplicate-key", resource.name, key, ", ".join(names), value=text)


def _pattern_findings(resource: Resource, field: Field, columns: Columns, keys: list[str]) -> Iterator[Finding]:
    pattern = re.compile(field.pattern or "")
    for key, value in zip(keys, columns.get(field.name, ()), strict=True):
        if value is not None and not pattern.search(value):
            note = f"pattern {field.pattern}"
            yield finding("bad-value", resource.name, key, field.name, value=value, note=note)


def reference_findings(columns: Mapping[str, Columns]) -> Iterator[Finding]:
    """Findings between resources: foreign keys and code lists. A resource that could not be read is left out."""
    for name, own in columns.items():
        resource = BY_NAME[name]
        keys = own.get(resource.primary_key, [])
        for reference in resource.foreign_keys:
            target = reference.resource or name
            known = set(columns.get(target, {}).get(reference.target, ()))
            for key, value in zip(keys, own.get(reference.field, ()), strict=False) if columns.get(target) else ():
                if value is not None and value not in known:
                    yield finding("broken-reference", name, key or "", reference.field, value=value, target=target)
        for field in resource.fields:
            if field.code_list and columns.get(field.code_list):
                yield from _code_findings(name, field, own, keys, columns[field.code_list])


def _code_findings(
    name: str, field: Field, own: Columns, keys: list[str | None], code_list: Columns
) -> Iterator[Finding]:
    target = field.code_list or ""
    known = set(code_list[BY_NAME[target].primary_key])
    for key, value in zip(keys, own.get(field.name, ()), strict=False):
        for code in apart(value):
            if code not in known:
                yield finding("unknown-code", name, key or "", field.name, value=repr(code), target=target)
