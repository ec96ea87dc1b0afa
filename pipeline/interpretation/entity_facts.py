"""Staff, vehicles, equipment, houses and fixed assets: from sentences and from the table of fixed assets."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date

from pipeline.config.form_words import EntityFactWords, FactRule
from pipeline.config.rules import Rules
from pipeline.ids import Occurrences, content_id
from pipeline.interpretation.form_table import Fields, FormTable
from pipeline.interpretation.passages import Passages, ShownBox
from pipeline.interpretation.prose import Paragraph
from pipeline.interpretation.units import UnitRegister
from pipeline.model.forms import EntityFact
from pipeline.model.joined import joined
from pipeline.model.page import Source
from pipeline.money import parse_amount, parse_number, plain

_NUMBER = re.compile(r"(?<![\d.])\d[\d,]*(?:\.\d+)?(?![\d.])")
_PARTED = re.compile(r"[、,:;。]")
_CLAUSES = re.compile(r"[。;]")
_BRACKET = re.compile(r"[()]")
BRACKETED = re.compile(r"\(([^()]+)\)$")
"""What a label says in brackets at its end, often the unit: 车辆(台、辆)."""
NO_AMOUNT: Fields = {"amount_raw": None, "amount_unit": None, "amount_quantum_cny": None, "amount_cny": None}
TEN_THOUSAND = 10_000
DECEMBER = 12
LONGEST_NAME = 40
"""Words further in front of a number do not say what it counts."""


class EntityFactReader:
    """Reads the facts of one document's running text, one paragraph after the other."""

    def __init__(self, source: Source, fiscal_year: int, unit_id: str, shown_box: ShownBox, rules: Rules) -> None:
        self._document_id = source.document_id
        self._year, self._unit_id, self._rules = fiscal_year, unit_id, rules
        self._passages = Passages(source, shown_box)
        self._words = rules.vocabulary.entity_facts
        self._keys = Occurrences()
        self._section: str | None = None
        self._as_of: date | None = None

    def read(self, prose: Sequence[Paragraph]) -> Iterator[EntityFact]:
        """The facts in reading order; a date holds for the rest of its section."""
        for paragraph in prose:
            if paragraph.section != self._section:
                self._section, self._as_of = paragraph.section, None
            yield from self._paragraph(paragraph)

    def _paragraph(self, paragraph: Paragraph) -> Iterator[EntityFact]:
        heads: list[str | None] = [None]  # of which fact parts may follow: outside brackets, within them, …
        text, at = paragraph.text, 0
        about = f"{paragraph.section or ''}\n{text}"
        rules = rules_about(about, self._words)
        for match in _NUMBER.finditer(text):
            start = max((m.end() for m in _CLAUSES.finditer(text, 0, match.start())), default=0)
            self._as_of = _date(text[start : match.start()], self._words, self._year) or self._as_of
            for bracket in _BRACKET.findall(text, at, match.start()):
                heads = [*heads, heads[-1]] if bracket == "(" else heads[:-1] or [None]
            at = match.start()
            before, after = text[start:at], text[match.end() :]
            rule, name = _rule_before(before, after, heads[-1], rules, self._words.link)
            if rule is None or name is None:
                continue
            bought = rule.to_buy and bool(re.search(self._words.purchase, before))
            if rule.under is None:
                heads[-1] = rule.id
            unit = re.match(f"(?:{rule.unit})(?:\\([台套件、]+\\))?", after)
            assert unit is not None  # the rule asked for it
            yield self._fact(paragraph, start, match, rule, name, unit.group(0), bought)

    def _fact(
        self,
        paragraph: Paragraph,
        start: int,
        match: re.Match[str],
        rule: FactRule,
        name: str,
        unit: str,
        bought: bool,
    ) -> EntityFact:
        """The fact of a number; ``start``: where its clause begins."""
        metric = ("purchase_" if bought else "") + metric_of(rule, name)
        as_of = None if bought or rule.of_year else self._as_of
        key = (self._document_id, "fact", metric, as_of)
        evidence = self._passages.evidence(paragraph, match.span(), (start, match.end()))
        number = parse_number(match.group(0))
        return EntityFact(
            fact_id=content_id("ef", *key, self._keys.next(*key)),
            document_id=self._document_id,
            table_id=None,
            unit_id=self._unit_id,
            as_of=as_of,
            metric=metric,
            metric_raw=name or None,
            **_value(match.group(0), unit, self._rules),
            page_no=evidence.page_no,
            bbox=evidence.bbox,
            source_cell_id=None,
            extraction_method=evidence.extraction_method,
            confidence=evidence.confidence,
            value_status="zero" if number == 0 else "reported",
            flags=joined(evidence.flags),
        )


def table_facts(form: FormTable, units: UnitRegister, occurrences: Occurrences) -> Iterator[EntityFact]:
    """The facts of a table of fixed assets: a quantity, a value, or both a row."""
    words = form.rules.vocabulary.entity_facts
    quantity = next((c for c in form.columns if c.path and re.search(words.quantity, c.path[-1])), None)
    value = next((c for c in form.columns if c.path and re.search(words.value, c.path[-1])), None)
    as_of = date_of_table(form)
    unit_id = units.unit_of(form.table)
    rules = rules_about(plain(form.table.caption.title), words)
    for row in form.body:
        label = re.sub(form.rules.vocabulary.rows.enumerator, "", form.text(row, 0))
        named = (label, BRACKETED.sub("", label))
        rule = next((r for r in rules if any(re.search(f"(?:{r.match})$", name) for name in named)), None)
        counted = form.own.get((row, quantity.no)) if quantity else None
        valued = form.own.get((row, value.no)) if value else None
        number = parse_number(counted.text) if counted is not None else None
        money = valued if valued is not None and valued.text else None
        cell = counted if number is not None else money or counted
        if rule is None or cell is None:
            continue
        metric = metric_of(rule, label)
        key = (form.document_id, "fact", metric, as_of, "table")
        bracketed = BRACKETED.search(label)
        fields = form.amount(money, value.unit if value else None) if money else dict(NO_AMOUNT)
        yield EntityFact(
            fact_id=content_id("ef", *key, occurrences.next(*key)),
            document_id=form.document_id,
            table_id=form.table_id,
            unit_id=unit_id,
            as_of=as_of,
            metric=metric,
            metric_raw=label,
            value_raw=(plain(counted.text) or None) if counted is not None else None,
            value_number=number,
            value_unit_raw=bracketed[1] if bracketed and number is not None else None,
            **(fields | form.evidence(cell)),
        )


def date_of_table(form: FormTable) -> date | None:
    """The date that a table's caption names."""
    caption = plain("".join((form.table.caption.title, *form.table.caption.lines)))
    return _date(caption, form.rules.vocabulary.entity_facts, form.fiscal_year)


def rules_about(text: str, words: EntityFactWords) -> Sequence[FactRule]:
    """The rules that hold where a title, or a section with its paragraph, says ``text``, in their order."""
    return [rule for rule in words.facts if rule.about is None or re.search(rule.about, text)]


def metric_of(rule: FactRule, text: str) -> str:
    """The rule's name, with the price in yuan where the words give one."""
    match = re.search(rule.match, text)
    threshold = match.groupdict().get("threshold") if match else None
    return f"{rule.id}_{int(threshold) * TEN_THOUSAND}" if threshold else rule.id


def _rule_before(
    before: str, after: str, head: str | None, rules: Sequence[FactRule], link: str
) -> tuple[FactRule | None, str | None]:
    """The rule whose words stand right before a number and whose unit follows it, with those words."""
    near = before[-LONGEST_NAME:]
    for rule in rules:
        if rule.under is not None and rule.under != head:
            continue
        if not re.match(rule.unit, after):
            continue
        match = re.search(f"(?P<name>{rule.match}){link}$", near)
        if match is not None:
            return rule, _PARTED.split(near[: match.end("name")])[-1]
    return None, None


def _value(number: str, unit: str, rules: Rules) -> Fields:
    known = rules.vocabulary.amount_units.get(unit)
    amount = parse_amount(number, known) if known else None
    return {
        "value_raw": number,
        "value_number": None if known else parse_number(number),
        "value_unit_raw": unit,
        "amount_raw": number if known else None,
        "amount_unit": known,
        "amount_quantum_cny": amount.quantum_cny if amount else None,
        "amount_cny": amount.cny if amount else None,
    }


def _date(text: str, words: EntityFactWords, fiscal_year: int) -> date | None:
    """The last date a text names: a day, or the end of a month or year; the end of last year where it says so."""
    for pattern in words.dates:
        found = list(re.finditer(pattern, text))
        if not found:
            continue
        said = found[-1].groupdict()
        year = int(said["year"]) if said.get("year") else fiscal_year - 1
        month = int(said["month"]) if said.get("month") else DECEMBER
        if not 1 <= month <= DECEMBER:
            return None
        last = monthrange(year, month)[1]
        day = int(said["day"]) if said.get("day") else last
        return date(year, month, day) if 1 <= day <= last else None
    return None
