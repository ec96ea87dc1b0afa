"""Records to rows: those of one document, those that documents share, and the code lists they refer to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from pipeline.config.editions import Code
from pipeline.config.load import Configs
from pipeline.config.vocabulary_lists import EXPENDITURE_TYPES, FLAGS, FUND_SOURCES
from pipeline.model.joined import apart, joined
from pipeline.model.records import DocumentResult, UnitRecord, field_names

if TYPE_CHECKING:
    import pyarrow as pa

Row = dict[str, Any]
TARGETS = {
    "perf_project": "performance_goals",
    "perf_unit": "performance_goals",
    "perf_special_fund": "performance_goals",
    "procurement": "procurement",
    "three_public": "three_public",
    "fixed_assets": "entity_facts",
    "unit_list": "units",
}
"""Where the values of tables that are no lists of amounts go; ``tables`` and ``cells`` hold every table."""


def document_rows(result: DocumentResult, version: str) -> dict[str, list[Row]]:
    """The rows that are one document's own, by resource."""
    return {
        "documents": [{**_row(result.document), "pipeline_version": version}],
        "tables": [_row(table) for table in result.tables],
        "table_columns": [_row(column) for column in result.columns],
        "cells": [_row(cell) for cell in result.cells],
        "budget_lines": [_row(line) for line in result.budget_lines],
        "projects": [_row(project) for project in result.projects],
        "performance_goals": [_row(goal) for goal in result.performance_goals],
        "performance_indicators": [_row(indicator) for indicator in result.performance_indicators],
        "procurement": [_row(line) for line in result.procurement],
        "three_public": [_row(item) for item in result.three_public],
        "entity_facts": [_row(fact) for fact in result.entity_facts],
        "repairs": [_row(repair) for repair in result.repairs],
        "checks": [_row(check) for check in result.checks],
        "statements": [_row(statement) for statement in result.statements],
        "triage": [_row(suspect) for suspect in result.triage],
    }


def shared_rows(locality_codes: set[str], configs: Configs) -> dict[str, list[Row]]:
    """Rows of the resources that belong to no document: the localities that occur, and the code lists."""
    rows: dict[str, list[Row]] = {"localities": _localities(locality_codes, configs)}
    rows["cl_functional"] = code_rows(configs, "functional", configs.functional, "cofog_code")
    rows["cl_economic_dept"] = code_rows(configs, "economic_department", configs.econ_dept, "gfsm_code")
    rows["cl_economic_gov"] = code_rows(configs, "economic_government", configs.econ_gov, "gfsm_code")
    rows["cl_measure"] = measure_rows()
    rows["cl_table_kind"] = kind_rows(configs)
    rows["cl_flag"] = [
        {"flag": flag, "name_zh": zh, "class": group, "definition": definition}
        for flag, (zh, group, definition) in FLAGS.items()
    ]
    return rows


@cache
def _names(kind: type) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    names = field_names(kind)
    return names, attrgetter(*names)


def _row(record: Any) -> Row:
    names, values = _names(record.__class__)
    return dict(zip(names, values(record), strict=True))


def unit_contributions(units: Sequence[UnitRecord]) -> pa.Table:
    """What one document says of units, one row each, under the key ``unit_id``; units are shared by documents."""
    import pyarrow as pa  # noqa: PLC0415 - on first use

    schema = pa.schema([(name, pa.string()) for name in _names(UnitRecord)[0]])
    return pa.Table.from_pylist([_row(unit) for unit in units], schema=schema)


def merged_units(contributions: Iterable[Row]) -> Iterator[Row]:
    """Each unit once: its most used name, the other names it goes by as aliases.

    ``contributions`` come grouped by ``unit_id``, those of one unit in the order of their documents.
    """
    for _, group in groupby(contributions, key=lambda row: row["unit_id"]):
        records = list(group)
        names = Counter(unit["unit_name"] for unit in records)
        name = min(names, key=lambda n: (-names[n], n))
        said = {alias for unit in records for alias in apart(unit["aliases_raw"])}
        aliases = sorted((said | set(names)) - {name})
        parent = min((unit["parent_unit_id"] for unit in records if unit["parent_unit_id"]), default=None)
        yield {
            **records[0],
            "unit_name": name,
            "aliases_raw": joined(aliases),
            "parent_unit_id": parent,
        }


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


def code_rows(configs: Configs, name: str, observed: Mapping[str, Code], mapped: str) -> list[Row]:
    """The codes of one list, official editions beside the observed one; an official entry goes before an observed.

    ``mapped`` is the column of the international class: that of the nearest code above that has one, marked indicative.
    """
    known = {(code.edition_year, code.code): code for code in observed.values()}
    for edition in configs.official.get(name, {}).values():
        known |= {(code.edition_year, code.code): code for code in edition.values()}
    classes = configs.mappings.get(name, {})
    rows = []
    for code in known.values():
        above = next((c for n in range(len(code.code), 2, -1) if (c := code.code[:n]) in classes), None)
        target, note = classes[above] if above else (None, None)
        by = f" (by {above})" if above and above != code.code else ""
        rows.append(
            {
                "code_id": f"{code.edition_year}:{code.code}",
                "edition_year": code.edition_year,
                "code": code.code,
                "name": code.name,
                "level": code.level,
                "parent_id": f"{code.edition_year}:{code.parent_code}" if code.parent_code else None,
                "name_source": code.name_source,
                "n_documents": code.n_documents,
                mapped: target,
                "mapping_note": f"indicative: {note}{by}" if target else None,
            }
        )
    return rows


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
        target = TARGETS.get(rule.kind, "tables")
        row = seen.setdefault(rule.kind, {"table_kind": rule.kind, "name_zh": rule.name, "target_resource": target})
        if rule.lines:
            row["target_resource"] = "budget_lines"
    return list(seen.values())
