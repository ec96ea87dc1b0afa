"""Decisions about a document that went by another identifier while nobody had told its unit's code."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from pipeline.decisions.records import Decision
from pipeline.ids import named_unit_id


class Identifiers(NamedTuple):
    """What a document and its publisher are known by."""

    disclosure_id: str
    unit_id: str

    @classmethod
    def without_code(cls, disclosure_id: str, locality_code: str, publisher: str) -> Identifiers:
        """Those that the document has where no config gives its unit a code."""
        unit_id = named_unit_id(locality_code, publisher)
        _, year, kind = disclosure_id.rsplit("-", 2)
        return cls(f"{unit_id}-{year}-{kind}", unit_id)


def about(decisions: Iterable[Decision], now: Identifiers, locality_code: str, publisher: str) -> list[Decision]:
    """The decisions about a document, those made under its earlier identifiers said of its present ones.

    A unit's code in a locality's config changes both; what people found on the page stays true.
    """
    before = Identifiers.without_code(now.disclosure_id, locality_code, publisher)
    own = []
    for decision in decisions:
        key = decision.key
        if key.disclosure_id == now.disclosure_id:
            own.append(decision)
        elif key.disclosure_id == before.disclosure_id:
            unit_id = now.unit_id if key.unit_id == before.unit_id else key.unit_id
            moved = key.model_copy(update={"disclosure_id": now.disclosure_id, "unit_id": unit_id})
            own.append(decision.model_copy(update={"key": moved}))
    return own
