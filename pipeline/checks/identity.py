"""An identity between amounts, before it is evaluated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from pipeline.ids import content_id

Family = Literal["rows", "columns", "tables", "prose", "forms", "goals"]


FIELD = "#"
"""Between a record and which of its amounts is meant, where it has several."""


def record_of(line_id: str) -> str:
    """The record a term of an identity stands in."""
    return line_id.partition(FIELD)[0]


class Term(NamedTuple):
    """One amount of an identity: the line it is published as, and its weight."""

    line_id: str
    weight: int


@dataclass(frozen=True, slots=True)
class Identity:
    """``total`` equals the weighted sum of ``parts``.

    ``family`` says along what it runs: down the rows of a list, across its columns, between tables, to the prose,
    within forms, or from a goal to what a list prints of it.
    ``group`` is shared by the identities of one structure (the same rows in every column of a list). ``proven`` is
    false where the structure follows from numbering and wording alone and no sum has yet borne it out.
    """

    rule_id: str
    family: Family
    total: Term
    parts: tuple[Term, ...]
    description: str
    group: tuple[object, ...] = ()
    proven: bool = True
    table_id: str | None = None

    @property
    def line_ids(self) -> tuple[str, ...]:
        return (self.total.line_id, *(part.line_id for part in self.parts))

    def check_id(self, document_id: str) -> str:
        """The identifier of its check: the same in every run, whatever the amounts."""
        return content_id("chk", document_id, self.rule_id, *self.line_ids)
