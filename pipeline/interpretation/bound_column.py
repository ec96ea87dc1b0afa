"""One column of a table and what its header says its cells are."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.interpretation.codes import Classified
from pipeline.money import AmountUnit


@dataclass(frozen=True, slots=True)
class Column:
    """One column: where it stands in the header tree and what its cells are.

    ``role``: seq, code, name, measure, text or ignore. A measure has fund source, expenditure type and phase
    (``None`` where rows decide); ``unknown`` says that no rule knows the header; ``block`` numbers the side-by-side
    list it belongs to. ``item``: the economic class or item that its amounts are of.
    """

    no: int
    path: tuple[str, ...]
    role: str
    of: str | None = None
    fund_source: str | None = None
    expenditure_type: str | None = None
    phase: str | None = None
    of_which: bool = False
    unit: AmountUnit | None = None
    unknown: bool = False
    block: int = 0
    side: str | None = None
    item: Classified | None = None
