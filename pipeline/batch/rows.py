"""Outcomes to rows: all documents' records, merged and completed with the code lists they refer to."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from functools import cache
from typing import Any

from pipeline.config.load import Code, Configs
from pipeline.config.vocabulary_lists import EXPENDITURE_TYPES, FLAGS, FUND_SOURCES
from pipeline.emission.revisions import with_revisions
from pipeline.model.records import DocumentResult, UnitRecord

Row = dict[str, Any]
OWN_ROWS = (
    "documents",
    "tables",
    "table_columns",
    "cells",
    "budget_lines",
    "repairs",
    "checks",
    "statements",
    "triage",
)
"""Resources whose rows belong to one document; units are shared."""


def document_rows(result: DocumentResult, version: str) -> dict[str, list[Row]]:
    """The rows that are one document's own, by resource."""
    return {
        "documents": [{**_row(result.document), "pipeline_version": version}],
        "tables": [_row(table) for table in result.tables],
        "table_columns": [_row(column) for column in result.columns],
        "cells": [_row(cell) for cell in result.cells],
        "budget_lines": [_row(line) for line in result.budget_lines],
        "repairs": [_row(repair) for repair in result.repairs],
        "checks": [_row(check) for check in result.checks],
        "statements": [_row(statement) for statement in result.statements],
        "triage": [_row(suspect) for suspect in result.triage],
    }


def release_rows(results: Sequence[DocumentResult], configs: Configs, version: str) -> dict[str, list[Row]]:
    """Rows of every resource, by its name; order does not matter, emission sorts by key."""
    rows: dict[str, list[Row]] = {name: [] for name in OWN_ROWS}
    for result in results:
        for name, own in document_rows(result, version).items():
            rows[name] += own
    rows["documents"] = with_revisions(rows["documents"])
    rows |= {"units": _units(results)}
    rows["localities"] = _localities({row["locality_code"] for row in (*rows["documents"], *rows["units"])}, configs)
    rows["cl_functional"] = _codes(configs.functional, "cofog_code")
    rows["cl_economic_dept"] = _codes(configs.econ_dept, "gfsm_code")
    rows["cl_economic_gov"] = _codes(configs.econ_gov, "gfsm_code")
    rows["cl_measure"] = measure_rows()
    rows["cl_table_kind"] = kind_rows(configs)
    rows["cl_flag"] = [
        {"flag": flag, "name_zh": zh, "class": group, "definition": definition}
        for flag, (zh, group, definition) in FLAGS.items()
    ]
    return rows


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _row(record: Any) -> Row:
    return {name: getattr(record, name) for name in _names(record.__class__)}


def _units(results: Iterable[DocumentResult]) -> list[Row]:
    """Each unit once: its most used name, the other names it goes by as aliases."""
    found: dict[str, list[UnitRecord]] = defaultdict(list)
    for result in results:
        for unit in result.units:
            found[unit.unit_id].append(unit)
    rows = []
    for records in found.values():
        names = Counter(unit.unit_name for unit in records)
        name = min(names, key=lambda n: (-names[n], n))
        said = {alias for unit in records for alias in (unit.aliases_raw or "").split("|") if alias}
        aliases = sorted((said | set(names)) - {name})
        parent = min((unit.parent_unit_id for unit in records if unit.parent_unit_id), default=None)
        rows.append(
            {
                **_row(records[0]),
                "unit_name": name,
                "aliases_raw": "|".join(aliases) or None,
                "parent_unit_id": parent,
            }
        )
    return rows


def _localities(codes: set[str], configs: Configs) -> list[Row]:
    wanted: set[str] = set()
    for start in codes:
        division = configs.divisions.get(start)
        while division is not None and division.code not in wanted:
            wanted.add(division.code)
            division = configs.divisions.get(division.parent_code or "")
    rows: list[Row] = [
        {"locality_code": d.code, "name": d.name, "level": d.level, "parent_code": d.parent_code}
        for d in (configs.divisions[code] for code in wanted)
    ]
    rows += (
        {"locality_code": code, "name": "未识别", "level": "unknown", "parent_code": None} for code in codes - wanted
    )
    return rows


def _codes(codes: Mapping[str, Code], mapped: str) -> list[Row]:
    return [
        {
            "code_id": f"{code.edition_year}:{code.code}",
            "edition_year": code.edition_year,
            "code": code.code,
            "name": code.name,
            "level": code.level,
            "parent_id": f"{code.edition_year}:{code.parent_code}" if code.parent_code else None,
            "name_source": code.name_source,
            "n_documents": code.n_documents,
            mapped: None,
            "mapping_note": None,
        }
        for code in codes.values()
    ]


def measure_rows() -> list[Row]:
    """Every measure there can be: fund source × expenditure type, whole and of-which."""
    rows = []
    for fund, (fund_zh, fund_en) in FUND_SOURCES.items():
        for kind, (kind_zh, kind_en) in EXPENDITURE_TYPES.items():
            for part, zh, en in (("", "", ""), (".of_which", "·其中", ", of which")):
                rows.append(
                    {
                        "measure_id": f"{fund}.{kind}{part}",
                        "name_zh": f"{fund_zh}·{kind_zh}{zh}",
                        "name_en": f"{fund_en}, {kind_en}{en}",
                        "definition": None,
                    }
                )
    return rows


def kind_rows(configs: Configs) -> list[Row]:
    """Every table kind the rules name, with the resource its amounts go to."""
    seen: dict[str, Row] = {}
    additions = (*configs.templates.values(), *configs.localities.values())
    for rule in (*configs.vocabulary.table_kinds, *(r for a in additions for r in a.table_kinds)):
        row = seen.setdefault(rule.kind, {"table_kind": rule.kind, "name_zh": rule.name, "target_resource": "tables"})
        if rule.lines:
            row["target_resource"] = "budget_lines"
    return list(seen.values())
