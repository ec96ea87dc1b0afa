"""Checks of facts: is an amount what the document prints, in its unit, and can each value be found again there.

A fact is a row of any resource that says where its value was printed (``extraction_method`` and ``page_no``); which
resources those are is read from the schema.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation

from pipeline.emission.findings import Finding, finding
from pipeline.emission.model import Resource
from pipeline.emission.schema import BY_NAME
from pipeline.emission.validate_columns import AMOUNT, LAYER, PLACE, Columns
from pipeline.money import SCALE, parse_amount, split_unit

_ELSEWHERE = ("derived", "manual")
"""Methods whose value is not itself printed at one place."""


def fact_findings(columns: Mapping[str, Columns]) -> Iterator[Finding]:
    """Findings about the facts of a release, whose columns are given by resource."""
    # The lines of a transcript have an order, but no page and no place on it.
    documents = columns.get("documents", {})
    layers = zip(documents.get("document_id", ()), documents.get(LAYER, ()), strict=False)
    unplaced = {document for document, layer in layers if layer == "transcript"}
    for name, own in columns.items():
        resource = BY_NAME[name]
        if set(AMOUNT) <= set(resource.field_names) and own:
            yield from _amount_findings(resource, own)
        if set(PLACE) <= set(resource.field_names) and own:
            yield from _place_findings(resource, own, unplaced)


def _amount_findings(resource: Resource, own: Columns) -> Iterator[Finding]:
    rows = zip(own[resource.primary_key], *(own[name] for name in AMOUNT), strict=True)
    for key, raw, unit, quantum, cny, status in rows:
        if status != "reported" or raw is None or cny is None:
            continue
        number, own_unit = split_unit(raw)
        scale = own_unit or next((known for known in SCALE if known == unit), None)
        if scale is None:
            yield finding("amount-differs", resource.name, key or "", "amount_cny", **_parts(raw, "no unit", "", cny))
            continue
        printed = parse_amount(number, scale)
        try:
            value, step = Decimal(cny), Decimal(quantum or 0)
        except InvalidOperation:
            continue  # reported as bad-value
        if printed is None:
            yield finding("amount-differs", resource.name, key or "", "amount_cny", **_parts(raw, scale, "none", cny))
        elif abs(printed.cny - value) > step:
            parts = _parts(raw, scale, str(printed.cny), cny)
            yield finding("amount-differs", resource.name, key or "", "amount_cny", **parts)
        elif quantum is not None and step != printed.quantum_cny:
            parts = _parts(raw, scale, f"exact to {printed.quantum_cny.normalize():f}", f"{step:f}")
            yield finding("amount-differs", resource.name, key or "", "amount_quantum_cny", **parts)


def _parts(raw: str, unit: str, expected: str, value: str) -> dict[str, object]:
    return {"raw": repr(raw), "unit": unit, "expected": expected, "value": value}


def _place_findings(resource: Resource, own: Columns, unplaced: set[str | None]) -> Iterator[Finding]:
    statuses = own["value_status"] if "value_status" in own else [None] * len(own["document_id"])
    rows = zip(own[resource.primary_key], statuses, *(own[name] for name in PLACE), strict=True)
    for key, status, document, method, page, box in rows:
        if method is None:
            yield finding("missing-provenance", resource.name, key or "", "extraction_method", what="extraction method")
        if document in unplaced or method in _ELSEWHERE or status in ("derived", "not_applicable"):
            continue
        for field, what, value in (("page_no", "page", page), ("bbox", "box on its page", box)):
            if value is None:
                yield finding("missing-provenance", resource.name, key or "", field, what=what)
