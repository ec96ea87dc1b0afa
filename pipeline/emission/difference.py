"""What differs between two releases: rows added, removed and changed by their stable keys, each with its reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pipeline.emission.model import Resource
from pipeline.emission.read import Release
from pipeline.emission.schema import BY_NAME, RESOURCES
from pipeline.errors import DataNotValid

Kind = Literal["added", "removed", "changed"]
Reason = Literal[
    "document_added", "document_removed", "source_revised", "extraction_changed", "decision", "reference_data"
]
REASONS: dict[Reason, str] = {
    "document_added": "the document is new in this release",
    "document_removed": "the document is no longer in this release",
    "source_revised": "the disclosure was issued again: same disclosure_id, other bytes",
    "extraction_changed": "the same bytes were read otherwise",
    "decision": "a person decided: the value is corrected, or a repair by a human concerns it",
    "reference_data": "code lists, units and divisions, which belong to no document",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One row that differs. ``fields`` holds old and new value of each changed column; empty for whole rows."""

    resource: str
    record: str
    kind: Kind
    reason: Reason
    document_id: str | None
    fields: Mapping[str, tuple[Any, Any]]

    def as_json(self) -> dict[str, Any]:
        """What JSON holds of it; values are plain text, null for empty."""
        fields = {name: [_plain(old), _plain(new)] for name, (old, new) in self.fields.items()}
        return {
            "resource": self.resource,
            "record": self.record,
            "kind": self.kind,
            "reason": self.reason,
            "document_id": self.document_id,
            "fields": fields,
        }


def _plain(value: Any) -> str | None:
    return None if value is None else str(value)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two releases compared: the differences in the order of the schema, and what could not be compared."""

    differences: tuple[Difference, ...]
    notes: tuple[str, ...]
    documents: Mapping[str, Mapping[str, Any]]
    """Rows of ``documents`` of both releases by key; where both have one, the new one's."""

    def counts(self) -> Counter[tuple[str, Kind]]:
        """How many rows of each resource were added, removed, changed."""
        return Counter((d.resource, d.kind) for d in self.differences)

    def reasons(self) -> Counter[tuple[str, Reason]]:
        """How many rows of each resource differ for each reason."""
        return Counter((d.resource, d.reason) for d in self.differences)


def compare(old: Release, new: Release) -> Comparison:
    """The differences from ``old`` to ``new``. Columns and resources that only one of them has are noted, not compared.

    Raises ``InputUnreadable`` when a file of either cannot be read, ``DataNotValid`` when one is not in the order of
    its key.
    """
    before, after = _rows(old, "documents"), _rows(new, "documents")
    notes = []
    if old.descriptor.get("version") != new.descriptor.get("version"):
        versions = f"{old.descriptor.get('version')} and {new.descriptor.get('version')}"
        notes.append(f"the schemas are {versions}; columns of both are compared")
    why = _Reasons(before, after, old, new)
    found: list[Difference] = []
    for resource in RESOURCES:
        missing = [str(release.folder) for release in (old, new) if resource.name not in release]
        if missing:
            notes.append(f"{resource.name}: not in {' and '.join(missing)}; not compared")
            continue
        found += _resource_differences(resource, old, new, why)
    return Comparison(tuple(found), tuple(notes), {**before, **after})


def _rows(release: Release, name: str, *columns: str) -> dict[str, dict[str, Any]]:
    """The rows of a resource by their key, or some columns of them; none when the release has no such resource."""
    if name not in release:
        return {}
    key = BY_NAME[name].primary_key
    there = release.columns(name)
    names = [column for column in there if not columns or column in (key, *columns)]
    at = names.index(key)
    return {row[at]: dict(zip(names, row, strict=True)) for batch in release.batches(name, names) for row in batch}


def _resource_differences(resource: Resource, old: Release, new: Release, why: _Reasons) -> Iterator[Difference]:
    """Both files are in the order of the key, so they are read side by side and never held."""
    both = [set(release.columns(resource.name)) for release in (old, new)]
    names = [name for name in resource.field_names if all(name in columns for columns in both)]
    at = names.index(resource.primary_key)
    for was, now in _paired(_ordered(old, resource, names, at), _ordered(new, resource, names, at), at):
        if was == now:
            continue
        row = dict(zip(names, now or was or (), strict=True))
        key, document = row[resource.primary_key], why.document_of(row)
        fields: dict[str, tuple[Any, Any]] = {}
        if was is not None and now is not None:
            fields = {n: (a, b) for n, a, b in zip(names, was, now, strict=True) if a != b}
        kind: Kind = "removed" if now is None else "added" if was is None else "changed"
        yield Difference(resource.name, key, kind, why.reason(resource, key, row, document), document, fields)


_Values = tuple[Any, ...]


def _ordered(release: Release, resource: Resource, names: Sequence[str], at: int) -> Iterator[_Values]:
    last = ""
    for batch in release.batches(resource.name, names):
        for row in batch:
            if row[at] <= last:
                raise DataNotValid(
                    f"{release.folder}: {resource.name} is not in the order of its key at {row[at]};"
                    f" run `yusuan validate {release.folder}`, or write the release again"
                )
            last = row[at]
            yield row


def _paired(old: Iterator[_Values], new: Iterator[_Values], at: int) -> Iterator[tuple[_Values | None, _Values | None]]:
    """The rows of both with equal keys together, those of one alone beside ``None``, in the order of the key."""
    was, now = next(old, None), next(new, None)
    while was is not None or now is not None:
        if now is None or (was is not None and was[at] < now[at]):
            yield was, None
            was = next(old, None)
        elif was is None or now[at] < was[at]:
            yield None, now
            now = next(new, None)
        else:
            yield was, now
            was, now = next(old, None), next(new, None)


_REPAIR = ("resource", "record_id", "actor")


class _Reasons:
    """Why a row differs, from what both releases say of its document."""

    def __init__(
        self, before: Mapping[str, dict[str, Any]], after: Mapping[str, dict[str, Any]], old: Release, new: Release
    ) -> None:
        self._before, self._after = before, after
        self._disclosures = [{row["disclosure_id"] for row in rows.values()} for rows in (before, after)]
        self._tables = {
            key: row["document_id"]
            for release in (old, new)
            for key, row in _rows(release, "tables", "document_id").items()
        }
        repairs = [row for release in (old, new) for row in _rows(release, "repairs", *_REPAIR).values()]
        self._decided = {(row["resource"], row["record_id"]) for row in repairs if row["actor"] == "human"}

    def document_of(self, row: Mapping[str, Any]) -> str | None:
        """The document a row belongs to: by its own column, else by its table."""
        document = row.get("document_id") or self._tables.get(row.get("table_id") or "")
        return str(document) if document else None

    def reason(self, resource: Resource, key: str, row: Mapping[str, Any], document: str | None) -> Reason:
        if document is None:
            return "reference_data"
        own = self._after.get(document) or self._before.get(document) or {}
        if document not in self._before or document not in self._after:
            there = self._disclosures[0] if document in self._after else self._disclosures[1]
            if own.get("disclosure_id") in there:
                return "source_revised"
            return "document_added" if document in self._after else "document_removed"
        if resource.name == "documents" and self._superseded(document):
            return "source_revised"
        human = row.get("actor") == "human" or row.get("value_status") == "corrected"
        return "decision" if human or (resource.name, key) in self._decided else "extraction_changed"

    def _superseded(self, document: str) -> bool:
        """Whether the document's place among the revisions of its disclosure moved."""
        names = ("revision", "supersedes_document_id", "is_current")
        return any(self._before[document].get(n) != self._after[document].get(n) for n in names)
