"""The store's documents put together to one release; only resources that changed are made anew."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pipeline.batch.artefact import UNITS, tables_of
from pipeline.batch.keys import code_digest, pipeline_version
from pipeline.batch.ledger import Ledger, Row
from pipeline.batch.outcome import Outcome
from pipeline.batch.rows import merged_units, shared_rows
from pipeline.batch.store import Store, digest_of, write_whole
from pipeline.config.load import Configs
from pipeline.emission.package import json_text
from pipeline.emission.parquetfile import CSV_LINE, arrow_table
from pipeline.emission.placing import Staging, staging
from pipeline.emission.release import ReleaseWriter, file_facts
from pipeline.emission.revisions import with_revisions
from pipeline.emission.rows import shaped_rows
from pipeline.emission.schema import BY_NAME, RESOURCES, SCHEMA_VERSION
from pipeline.emission.sorting import ROW_GROUP, SortedTables
from pipeline.errors import InputUnreadable, OutputProblem

ORDER = "order"
DOCUMENTS = "documents"


@dataclass(slots=True)
class _Gathered:
    """What a walk over all documents finds without opening their artefacts."""

    counts: dict[str, int] = field(default_factory=dict)
    made_of: dict[str, Any] = field(default_factory=dict)
    localities: set[str] = field(default_factory=set)
    documents: set[str] = field(default_factory=set)


def release(
    out: Path, work: Path, store: Store, ledger: Ledger, configs: Configs, head: dict[str, Any]
) -> dict[str, int]:
    """The number of rows by resource of the release written to ``out`` from this run's documents.

    Raises ``InputUnreadable`` when not one document could be read and a release is there already (it is left as it
    is), ``OutputProblem`` when it cannot be written, ``DataNotValid`` for two documents' rows with one key.
    """
    gathered = _gathered(store, ledger)
    if not gathered.documents and (out / "datapackage.json").exists():
        reasons = "\n".join(row.reason for row in ledger.rows("failed", "quarantined"))
        raise InputUnreadable(f"{reasons}\nno document could be read; {out} left as it was")
    shared = {
        name: arrow_table(BY_NAME[name], shaped_rows(BY_NAME[name], rows), SCHEMA_VERSION)
        for name, rows in shared_rows(gathered.localities, configs).items()
    }
    for name, table in shared.items():
        gathered.made_of[name] = digest_of([table[CSV_LINE].to_pylist()])
        gathered.counts[name] = table.num_rows
    made_of = {
        r.name: digest_of(SCHEMA_VERSION, code_digest("document"), str(gathered.made_of.get(r.name, "")))
        for r in RESOURCES
    }
    record = work / "emitted.json"
    with staging(out) as stage:
        writer = ReleaseWriter(stage, _kept(out, record, made_of))
        for name, table in shared.items():
            if name in writer.wanted:
                writer.add(name, table)
        if writer.wanted - shared.keys():
            _add_documents(writer, stage, store, ledger)
        facts = writer.finish(
            out,
            manifest=_manifest(head, store, ledger),
            log_lines=_log(store, ledger),
            repair_lines=_repairs(store, ledger),
        )
    write_whole(record, json_text({"made_of": made_of, "files": facts}).encode())
    return gathered.counts


def _gathered(store: Store, ledger: Ledger) -> _Gathered:
    """Documents counted once each; a second input with the same bytes becomes a duplicate in the ledger."""
    found = _Gathered()
    first: dict[str, str] = {}
    hashes: dict[str, Any] = {}
    doubles: list[Row] = []
    for row, entry in _documents(store, ledger):
        document = entry["document_id"]
        if document in first:
            reason = f"{row.name}: the same bytes as {first[document]}; counted once"
            doubles.append(replace(row.ended(Outcome("duplicate", reason, "duplicate"), row.stage), cached=row.cached))
            continue
        first[document] = row.name
        found.documents.add(document)
        found.localities.update(entry["localities"])
        for name, (digest, rows) in entry["parts"].items():
            hashes.setdefault(name, hashlib.sha256()).update(f"{row.name}\0{digest}".encode())
            found.counts[name] = found.counts.get(name, 0) + rows
    for row in doubles:
        ledger.record(row)
    found.made_of = {name: made.hexdigest() for name, made in hashes.items()}
    return found


def _documents(store: Store, ledger: Ledger) -> Iterator[tuple[Row, dict[str, Any]]]:
    """The documents to be published with their entries, in path order."""
    for row in ledger.rows("done"):
        entry = store.entry(row.key or "")
        if entry is None:
            raise OutputProblem(f"{row.name}: its result is gone from the store; run again")
        yield row, entry


def _kept(out: Path, record: Path, made_of: dict[str, str]) -> dict[str, dict[str, object]]:
    """The files of the release in ``out`` that are made of the same as the new ones would be, and unharmed."""
    try:
        before = json.loads(record.read_text(encoding="utf-8"))
        kept: dict[str, dict[str, object]] = {}
        for resource in RESOURCES:
            paths = {resource.path(format): out / resource.path(format) for format in resource.formats}
            facts = {path: before["files"].get(path) for path in paths}
            same = before["made_of"].get(resource.name) == made_of[resource.name]
            if same and all(place.is_file() and file_facts(place) == facts[path] for path, place in paths.items()):
                kept |= facts
    except (OSError, ValueError, KeyError, AttributeError):
        return {}  # no record of an earlier release, or not ours: everything is made anew
    return kept


def _add_documents(writer: ReleaseWriter, stage: Staging, store: Store, ledger: Ledger) -> None:
    import pyarrow as pa  # noqa: PLC0415 - on first use

    units = SortedTables(ORDER, stage.scratch, "contributions")
    documents: list[dict[str, Any]] = []
    for row, entry in _documents(store, ledger):
        data = store.get(entry["blob"])
        if data is None:
            store.enter(row.key or "", {**entry, "blob": "", "depends": {"damaged": ""}})
            raise OutputProblem(f"{row.name}: its result in the store is damaged; run again to have it read anew")
        for name, table in tables_of(data, writer.wanted):
            if name == UNITS:
                order = [f"{unit}\0{row.position:012d}{i:09d}" for i, unit in enumerate(table["unit_id"].to_pylist())]
                units.add(table.append_column(ORDER, pa.array(order, pa.string())))
            elif name == DOCUMENTS:
                documents += table.select(list(BY_NAME[name].field_names)).to_pylist()
            else:
                writer.add(name, table)
    if UNITS in writer.wanted:
        _add_units(writer, units)
    if DOCUMENTS in writer.wanted:
        # Which issue of a disclosure a document is, only all documents together tell.
        rows = shaped_rows(BY_NAME[DOCUMENTS], with_revisions(documents))
        writer.add(DOCUMENTS, arrow_table(BY_NAME[DOCUMENTS], rows, SCHEMA_VERSION))


def _add_units(writer: ReleaseWriter, contributions: SortedTables) -> None:
    resource = BY_NAME[UNITS]
    said = (row for group in contributions.groups() for row in group.drop_columns([ORDER]).to_pylist())
    batch: list[dict[str, Any]] = []
    for unit in merged_units(said):
        batch.append(unit)
        if len(batch) == ROW_GROUP:
            writer.add(UNITS, arrow_table(resource, shaped_rows(resource, batch), SCHEMA_VERSION))
            batch = []
    writer.add(UNITS, arrow_table(resource, shaped_rows(resource, batch), SCHEMA_VERSION))


def _manifest(head: dict[str, Any], store: Store, ledger: Ledger) -> Iterator[str]:
    """The manifest as text, an input at a time. Times, host and memory stand here and nowhere in the data."""
    known = {"schema_version": SCHEMA_VERSION, "yusuan": pipeline_version(), **head, "outcomes": ledger.counts()}
    yield json_text(known).rstrip().removesuffix("}").rstrip() + ',\n  "inputs": ['
    separator = "\n    "
    for row in ledger.rows():
        yield separator + json.dumps(_input(row, store), ensure_ascii=False)
        separator = ",\n    "
    yield "\n  ]\n}\n"


def _input(row: Row, store: Store) -> dict[str, Any]:
    found: dict[str, Any] = {"file_name": row.name, "path": row.path, "sha256": row.sha256, "outcome": row.status}
    if row.reason:
        found |= {"code": row.code, "reason": row.reason}
    if row.log:
        found["log"] = list(row.log)
    found |= {"bytes": row.bytes, "seconds": row.seconds, "peak_mb": row.peak_mb, "crashes": row.crashes}
    found["from_store"] = row.cached
    entry = store.entry(row.key) if row.status == "done" and row.key else None
    if entry is not None:
        found |= {"document_id": entry["document_id"], **entry["contents"]}
    return found


def _repairs(store: Store, ledger: Ledger) -> Iterator[str]:
    """One JSON line a repair, with the file it is about."""
    for row, entry in _documents(store, ledger):
        for repair in entry["repairs"]:
            yield json.dumps({"file": row.name, **repair}, ensure_ascii=False)


def _log(store: Store, ledger: Ledger) -> Iterator[str]:
    for row in ledger.rows():
        event: dict[str, Any] = {"event": "document", "file": row.name, "outcome": row.status, "reason": row.reason}
        if row.code:
            event["code"] = row.code
        if row.log:
            event["log"] = list(row.log)
        yield json.dumps(event, ensure_ascii=False)
        entry = store.entry(row.key) if row.status == "done" and row.key else None
        for finding in entry["findings"] if entry else ():
            yield json.dumps({"event": "finding", "file": row.name, **finding}, ensure_ascii=False)
