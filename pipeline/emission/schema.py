"""The published schema: every resource of a release, in order. The single source of truth.

What is published as ``configs/schema/`` and ``datapackage.json`` is generated from here. A changed, removed or
reordered column is a new major version, a new resource or a looser constraint a minor one.
"""

from __future__ import annotations

from pipeline.emission.model import Resource
from pipeline.emission.resources.audit import CHECKS, REPAIRS, TRIAGE
from pipeline.emission.resources.code_lists import (
    CL_ECONOMIC_DEPT,
    CL_ECONOMIC_GOV,
    CL_FLAG,
    CL_FUNCTIONAL,
    CL_MEASURE,
    CL_TABLE_KIND,
)
from pipeline.emission.resources.entities import ENTITY_FACTS
from pipeline.emission.resources.facts import BUDGET_LINES
from pipeline.emission.resources.forms import PROCUREMENT, PROJECTS, THREE_PUBLIC
from pipeline.emission.resources.performance import PERFORMANCE_GOALS, PERFORMANCE_INDICATORS
from pipeline.emission.resources.publishers import LOCALITIES, UNITS
from pipeline.emission.resources.sources import CELLS, DOCUMENTS, TABLE_COLUMNS, TABLES
from pipeline.emission.resources.statements import STATEMENTS

SCHEMA_VERSION = "0.2.0"
SCHEMA_ID = "urn:cnbd:schema:"
"""Every release's ``id`` starts so; the version follows."""

RESOURCES: tuple[Resource, ...] = (
    DOCUMENTS,
    TABLES,
    TABLE_COLUMNS,
    CELLS,
    BUDGET_LINES,
    PROJECTS,
    PERFORMANCE_GOALS,
    PERFORMANCE_INDICATORS,
    PROCUREMENT,
    THREE_PUBLIC,
    ENTITY_FACTS,
    STATEMENTS,
    UNITS,
    LOCALITIES,
    CL_FUNCTIONAL,
    CL_ECONOMIC_DEPT,
    CL_ECONOMIC_GOV,
    CL_MEASURE,
    CL_TABLE_KIND,
    CL_FLAG,
    REPAIRS,
    CHECKS,
    TRIAGE,
)
BY_NAME: dict[str, Resource] = {resource.name: resource for resource in RESOURCES}
