"""Sentences to statements: each amount the running text asserts, with its change against the year before."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pipeline.config.rules import Rules
from pipeline.ids import Occurrences, content_id
from pipeline.interpretation.asserted import Reader
from pipeline.interpretation.changes import Asserted
from pipeline.interpretation.classification_paths import ClassificationPaths, printed_code
from pipeline.interpretation.codes import CLASS_OF_DIGIT, code_list
from pipeline.interpretation.identification import Identity
from pipeline.interpretation.passages import Passages, ShownBox
from pipeline.interpretation.prose import Paragraph
from pipeline.interpretation.subjects import Subjects
from pipeline.model.joined import joined
from pipeline.model.page import Source
from pipeline.model.records import Statement
from pipeline.money import Amount, parse_amount, parse_number


def statements(
    source: Source,
    identity: Identity,
    prose: Sequence[Paragraph],
    unit_id: str | None,
    shown_box: ShownBox,
    paths: ClassificationPaths,
    rules: Rules,
) -> tuple[Statement, ...]:
    """The statements of one document in reading order.

    ``prose``: the paragraphs of its running text. ``paths``: the codes of items named by class, section and item.
    """
    subjects = Subjects(identity.fiscal_year, identity.publisher, rules)
    reader = Reader(subjects, identity.fiscal_year, rules, identity.other_years)
    for paragraph in prose:
        reader.read(paragraph)
    document_id = source.document_id
    passages = Passages(source, shown_box)
    occurrences = Occurrences()
    return tuple(
        _record(said, document_id, identity.fiscal_year, unit_id, passages, occurrences, paths, rules)
        for said in reader.found
    )


def _record(
    said: Asserted,
    document_id: str,
    fiscal_year: int,
    unit_id: str | None,
    passages: Passages,
    occurrences: Occurrences,
    paths: ClassificationPaths,
    rules: Rules,
) -> Statement:
    paragraph = said.paragraph
    printed = said.subject.code or printed_code(said.subject.name)
    code = printed or paths.code(said.subject.name)
    amount = _amount(said.number, said.unit, rules)
    change = _amount(said.change, said.change_unit, rules) if said.change else None
    evidence = passages.evidence(paragraph, said.place, said.sentence)
    listed = code is None or code in code_list(rules.configs, CLASS_OF_DIGIT[code[0]])
    from_name = code is not None and printed is None
    flags = (
        *(["unit_missing"] if said.unit is None else []),
        *(["code_unlisted"] if not listed else []),
        *(["code_from_name"] if from_name else []),
        *(["prior_year"] if said.subject.prior_year else []),
        *evidence.flags,
    )
    key = (document_id, said.subject.name, printed, said.number)
    return Statement(
        statement_id=content_id("st", *key, occurrences.next(*key)),
        document_id=document_id,
        fiscal_year=fiscal_year,
        unit_id=unit_id,
        section_raw=paragraph.section,
        sentence_raw=paragraph.raw[said.sentence[0] : said.sentence[1]],
        subject=said.subject.name,
        func_code=code if code and code[0] == "2" else None,
        econ_code=code if code and code[0] != "2" else None,
        amount_raw=paragraph.raw[said.place[0] : said.place[0] + len(said.number)],
        amount_unit=rules.vocabulary.amount_units.get(said.unit) if said.unit else None,
        amount_quantum_cny=amount.quantum_cny if amount else None,
        amount_cny=amount.cny if amount else None,
        yoy_direction=said.direction,
        yoy_amount_raw=said.change,
        yoy_amount_cny=change.cny if change else None,
        yoy_pct=Decimal(said.percent) if said.percent else None,
        reason_raw=said.reason,
        page_no=evidence.page_no,
        bbox=evidence.bbox,
        source_cell_id=None,
        extraction_method=evidence.extraction_method,
        confidence=evidence.confidence,
        value_status="zero" if parse_number(said.number) == 0 else "reported",
        flags=joined(flags),
    )


def _amount(number: str, unit: str | None, rules: Rules) -> Amount | None:
    known = rules.vocabulary.amount_units.get(unit) if unit else None
    return parse_amount(number, known) if known else None
