"""What validation can find: a catalogue of codes, each with a severity and a template."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of finding; ``template`` takes the fields ``finding`` is given."""

    severity: Severity
    template: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with a release: what, where, and a sentence for the reader."""

    code: str
    severity: Severity
    resource: str
    record: str
    field: str
    message: str

    def __str__(self) -> str:
        """One line: severity, code, place, message."""
        where = " ".join(part for part in (self.resource, self.record, self.field) if part)
        text = ": ".join(part for part in (self.severity, self.code, where, self.message) if part)
        return " ".join(text.split())


CATALOGUE: dict[str, Kind] = {
    "missing-file": Kind("error", "{path} is not there"),
    "file-changed": Kind("error", "{path} has another {what} than {descriptor} says"),
    "bad-descriptor": Kind("error", "the descriptor is not a valid data package: {note}"),
    "missing-resource": Kind("error", "the descriptor does not name this resource"),
    "unknown-resource": Kind("warning", "the schema does not know this resource"),
    "schema-mismatch": Kind("error", "not as in schema {version}: {what}: {note}"),
    "not-utf8": Kind("error", "{path} is not UTF-8: {note}"),
    "bom": Kind("error", "{path} begins with a byte order mark"),
    "line-ending": Kind("error", "{path} has a line that does not end in CRLF"),
    "grouping-comma": Kind("error", "{value} has grouping commas; a number has none"),
    "exponent": Kind("error", "{value} has an exponent; a number is written plainly"),
    "bad-row": Kind("error", "line {line}: {note}"),
    "bad-value": Kind("error", "{value} is not what the column allows: {note}"),
    "missing-value": Kind("error", "a required value is empty"),
    "not-in-code-list": Kind("error", "{value} is none of {allowed}"),
    "missing-key": Kind("error", "line {line} has no primary key"),
    "duplicate-key": Kind("error", "the key {value} occurs more than once"),
    "broken-reference": Kind("error", "{value} is not in {target}"),
    "unknown-code": Kind("error", "{value} is not in the code list {target}"),
    "parquet-schema": Kind("error", "{path}: {note}"),
    "csv-parquet-differ": Kind("error", "{note}"),
    "parquet-parts": Kind(
        "error", "{note}; a resource is one Parquet file: readers that take the first part lose rows"
    ),
    "formula": Kind("error", "{value} is a formula to a spreadsheet; in CSV such a text begins with an apostrophe"),
    "amount-differs": Kind("error", "printed {raw} in {unit} is {expected} yuan, not {value}"),
    "missing-provenance": Kind("error", "the value has no {what}: nobody can find it again in its document"),
}


def finding(code: str, resource: str = "", record: str = "", field: str = "", **parts: object) -> Finding:
    """The finding of that code, its message made from the catalogue's template."""
    kind = CATALOGUE[code]
    return Finding(code, kind.severity, resource, record, field, kind.template.format(**parts))


def findings_json(findings: Iterable[Finding]) -> str:
    """The findings as a JSON list of objects: code, severity, resource, record, field, message."""
    return json.dumps([asdict(found) for found in findings], ensure_ascii=False, indent=2) + "\n"
