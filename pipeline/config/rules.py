"""The rules in force for one document: its locality's, then its template's, then everybody's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from pipeline.config.load import Configs
from pipeline.config.names import bare_name
from pipeline.config.schema import (
    Additions,
    Columns,
    ExpenditureRule,
    FundRule,
    KindRule,
    Locality,
    RoleRule,
    Vocabulary,
)


@dataclass(frozen=True, eq=False)
class Rules:
    """Merged rules; every list is in order of precedence. Told apart by identity: what they say is remembered."""

    configs: Configs
    locality: Locality | None = None

    @property
    def vocabulary(self) -> Vocabulary:
        return self.configs.vocabulary

    @property
    def columns(self) -> Columns:
        return self.vocabulary.columns

    @cached_property
    def _additions(self) -> tuple[Additions, ...]:
        if self.locality is None:
            return ()
        template = self.configs.templates[self.locality.extends] if self.locality.extends else None
        return (self.locality, template) if template else (self.locality,)

    @cached_property
    def economic_names(self) -> frozenset[str]:
        """The bare names of all economic classes and items."""
        lists = (self.configs.econ_dept, self.configs.econ_gov)
        return frozenset(bare_name(code.name) for codes in lists for code in codes.values())

    @cached_property
    def table_kinds(self) -> tuple[KindRule, ...]:
        return tuple(r for a in self._additions for r in a.table_kinds) + self.vocabulary.table_kinds

    @cached_property
    def column_roles(self) -> tuple[RoleRule, ...]:
        return tuple(r for a in self._additions for r in a.column_roles) + self.columns.roles

    @cached_property
    def fund_sources(self) -> tuple[FundRule, ...]:
        return tuple(r for a in self._additions for r in a.fund_source) + self.columns.fund_source

    @cached_property
    def expenditure_types(self) -> tuple[ExpenditureRule, ...]:
        return tuple(r for a in self._additions for r in a.expenditure_type) + self.columns.expenditure_type

    @cached_property
    def forms(self) -> Mapping[str, str]:
        """Printed number → table kind of the prescribed set of forms; empty without a template."""
        if self.locality is None or self.locality.extends is None:
            return {}
        return self.configs.templates[self.locality.extends].forms

    @cached_property
    def template_family(self) -> str | None:
        return self.locality.extends if self.locality else None

    def kind(self, kind: str) -> KindRule:
        """The first rule of that kind; raises ``KeyError`` for a kind no rule names."""
        for rule in self.table_kinds:
            if rule.kind == kind:
                return rule
        raise KeyError(kind)
