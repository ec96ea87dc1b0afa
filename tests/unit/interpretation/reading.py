"""Logical tables interpreted as one document of a made-up publisher."""

from __future__ import annotations

from pipeline.config.rules import Rules
from pipeline.geometry import Box
from pipeline.interpretation.identification import Identity
from pipeline.interpretation.interpret import interpret
from pipeline.model.page import Source
from pipeline.model.records import DocumentResult
from pipeline.model.table import PageContent, Table

IDENTITY = Identity("610100", "示例市审计局", None, "示例市审计局2024年部门预算", "department_budget", 2024, ())
SOURCE = Source("example.pdf", "ab" * 32, 1000, "pdf", "native", ())


def shown(_page_no: int, box: Box) -> Box:
    return box


def interpreted(
    rules: Rules, *tables: Table, pages: tuple[PageContent, ...] = (), identity: Identity = IDENTITY
) -> DocumentResult:
    """The records of a document, of 2024 unless told otherwise, that holds these tables."""
    return interpret(SOURCE, identity, pages, tables, shown, rules)
