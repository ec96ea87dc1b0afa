"""Sentences to statements: each amount the running text asserts, with its change against the year before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from pipeline.config.rules import Rules
from pipeline.geometry import Box, union
from pipeline.ids import Occurrences, content_id
from pipeline.interpretation.asserted import Reader
from pipeline.interpretation.changes import Asserted
from pipeline.interpretation.codes import CLASS_OF_DIGIT, code_list
from pipeline.interpretation.identification import Identity
from pipeline.interpretation.prose import Paragraph
from pipeline.interpretation.subjects import Subjects
from pipeline.model.page import Page, Source
from pipeline.model.records import Statement
from pipeline.model.table import READ_ONCE, TextLine
from pipeline.money import Amount, parse_amount, parse_number

ShownBox = Callable[[int, Box], Box]


def statements(
    source: Source,
    identity: Identity,
    prose: Sequence[Paragraph],
    unit_id: str | None,
    shown_box: ShownBox,
    rules: Rules,
) -> tuple[Statement, ...]:
    """The statements of one document in reading order. ``prose``: the paragraphs of its running text."""
    located = source.located
    subjects = Subjects(identity.fiscal_year, identity.publisher, rules)
    reader = Reader(subjects, identity.fiscal_year, rules, identity.other_years)
    for paragraph in prose:
        reader.read(paragraph)
    document_id = "doc_" + source.sha256[:16]
    sheets = {page.number: page for page in source.pages}
    occurrences = Occurrences()
    return tuple(
        _record(said, document_id, identity.fiscal_year, unit_id, located, sheets, shown_box, occurrences, rules)
        for said in reader.found
    )


def _record(
    said: Asserted,
    document_id: str,
    fiscal_year: int,
    unit_id: str | None,
    located: bool,
    sheets: Mapping[int, Page],
    shown_box: ShownBox,
    occurrences: Occurrences,
    rules: Rules,
) -> Statement:
    paragraph = said.paragraph
    code = said.subject.code
    amount = _amount(said.number, said.unit, rules)
    change = _amount(said.change, said.change_unit, rules) if said.change else None
    lines = paragraph.lines_of(*said.place)
    page = lines[0].page_no
    method = method_of(lines[0], sheets[page]) if located else "manual"
    listed = code is None or code in code_list(rules.configs, CLASS_OF_DIGIT[code[0]])
    flags = (
        *(["unit_missing"] if said.unit is None else []),
        *(["code_unlisted"] if not listed else []),
        *(["prior_year"] if said.subject.prior_year else []),
    )
    key = (document_id, said.subject.name, code, said.number)
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
        page_no=page if located else None,
        bbox=box_of(lines, page, shown_box) if located else None,
        source_cell_id=None,
        extraction_method=method,
        confidence=READ_ONCE,
        value_status="zero" if parse_number(said.number) == 0 else "reported",
        flags="|".join(flags) or None,
    )


def method_of(line: TextLine, page: Page) -> str:
    """How a line was read; on a page that also holds pictures its own text has characters there."""
    own = not page.from_pixels or any(line.box.holds(*char.centre) for char in page.chars)
    return "text_layer" if own else "ocr"


def _amount(number: str, unit: str | None, rules: Rules) -> Amount | None:
    known = rules.vocabulary.amount_units.get(unit) if unit else None
    return parse_amount(number, known) if known else None


def box_of(lines: Sequence[TextLine], page: int, shown_box: ShownBox) -> str:
    """The box around the lines of the first page the amount stands on."""
    box = shown_box(page, union(line.box for line in lines if line.page_no == page))
    return ",".join(f"{max(value, 0.0):.1f}" for value in box)
