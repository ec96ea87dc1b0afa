"""Sentences about “三公” items to items, where the running text is what tells them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipeline.config.headers import meaning_of
from pipeline.config.rules import Rules
from pipeline.ids import Occurrences, content_id
from pipeline.model.flags import with_flag
from pipeline.model.forms import ThreePublic
from pipeline.model.records import Statement

SIGNS = {"up": 1, "down": -1, "flat": 0}


def narrated_items(
    statements: Sequence[Statement], title: str, phase: str, occurrences: Occurrences, rules: Rules
) -> Iterator[ThreePublic]:
    """The items that sentences assert, in reading order; the same amount told twice is one item.

    Where two sentences tell different amounts of one item, which is right nobody knows: both are ``needs_review``.
    ``title``: the document's, which says what sentences under no heading are about. ``phase``: the document's own; a
    final account tells the budget beside it.
    """
    words = rules.vocabulary.three_public
    told: dict[tuple[str, str, str, Decimal | None], Statement] = {}
    for statement in statements:
        speaks_of_them = re.search(words.section, statement.section_raw or title) or "三公" in statement.sentence_raw
        item = _item(statement.subject, rules)
        if "prior_year" in (statement.flags or "") or not speaks_of_them or item is None:
            continue
        fund = meaning_of((statement.subject,), rules).fund_source or "all"
        own_phase = _phase(statement.subject, rules) or phase
        # One telling may leave out the source or the change that another gives.
        same = next((k for k in told if (k[0], *k[2:]) == (item, own_phase, statement.amount_cny)), None)
        if same is None or (told[same].yoy_direction is None and statement.yoy_direction is not None):
            told[same or (item, fund, own_phase, statement.amount_cny)] = statement
    amounts = Counter((item, fund, own_phase) for item, fund, own_phase, _ in told)
    for (item, fund, own_phase, _), statement in told.items():
        disputed = amounts[item, fund, own_phase] > 1
        key = (statement.document_id, "three_public", "narrative", item, fund)
        yield ThreePublic(
            three_public_id=content_id("tp", *key, occurrences.next(*key)),
            document_id=statement.document_id,
            table_id=None,
            fiscal_year=statement.fiscal_year,
            unit_id=statement.unit_id,
            unit_name_raw=None,
            row_role="total",
            item=item,
            item_raw=statement.subject,
            fund_source=fund,
            phase=own_phase,
            source_kind="narrative",
            prior_year_cny=None,
            change_cny=_change(statement),
            amount_raw=statement.amount_raw,
            amount_unit=statement.amount_unit,
            amount_quantum_cny=statement.amount_quantum_cny,
            amount_cny=statement.amount_cny,
            page_no=statement.page_no,
            bbox=statement.bbox,
            source_cell_id=None,
            extraction_method=statement.extraction_method,
            confidence=statement.confidence,
            value_status=statement.value_status,
            flags=with_flag(statement.flags, "needs_review") if disputed else statement.flags,
        )


def _phase(subject: str, rules: Rules) -> str | None:
    """The budget that a subject names, ``None`` for the document's own phase."""
    if not re.search(rules.vocabulary.three_public.budgeted, subject):
        return None
    adjusted = meaning_of((subject,), rules).phase == "adjusted_budget"
    return "adjusted_budget" if adjusted else "approved_budget"


def _item(subject: str, rules: Rules) -> str | None:
    """The item a subject names when it says nothing else."""
    words = rules.vocabulary.three_public
    for rule in words.items:
        match = re.search(rule.match, subject)
        if match is not None:
            rest = subject[: match.start()], subject[match.end() :]
            return rule.id if all(re.fullmatch(words.around, part) for part in rest) else None
    return None


def _change(statement: Statement) -> Decimal | None:
    if statement.yoy_direction == "flat":
        return Decimal(0)
    if statement.yoy_amount_cny is None or statement.yoy_direction is None:
        return None
    return SIGNS[statement.yoy_direction] * statement.yoy_amount_cny
