"""What the page of one document shows, ready for the template."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from pipeline.emission.explain import Evidence, line_story
from pipeline.model.flags import IN_DOUBT
from pipeline.model.joined import apart
from pipeline.report.crops import box_of
from pipeline.report.drawing import Drawing, drawing
from pipeline.report.evidence import Pictures, evidence
from pipeline.report.flows import Breakdown, Flow, flow_of
from pipeline.report.grids import Grid, grid
from pipeline.report.marks import origin
from pipeline.report.reading import DocumentData, Names
from pipeline.report.sums import Records, Sum, label_of, sum_of
from pipeline.report.words import word

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class TableView:
    """One table: its row, its name, its grid, and the pages it lies on."""

    row: Row
    name: str
    kind: str
    grid: Grid
    pages: str
    amounts: int


@dataclass(frozen=True, slots=True)
class CropView:
    """A window on a picture, in its pixels: where the box lies, and how large the window is."""

    file: str
    width: int
    height: int
    left: float
    top: float
    box_width: float
    box_height: float


@dataclass(frozen=True, slots=True)
class RepairView:
    """A repair with the story of the amount and its place on the page."""

    row: Row
    line: Row | None
    label: str
    story: str
    crop: CropView | None


@dataclass(frozen=True, slots=True)
class Counts:
    """The document in numbers."""

    reconciliation: Counter[str]
    origins: Counter[str]
    from_pixels: int
    amounts: int
    checks: Counter[tuple[str, str]]  # rule, status
    tables: Counter[tuple[str, str]]  # kind, status
    repairs: int
    in_doubt: int

    @property
    def failed(self) -> int:
        return sum(n for (_, status), n in self.checks.items() if status == "fail")


@dataclass(frozen=True, slots=True)
class DocumentView:
    """Everything the template of a document needs."""

    document: Row
    tables: tuple[TableView, ...]
    counts: Counts
    flow: Flow | None
    sankey: Drawing | None
    flow_scope: str
    table_names: Mapping[str, str]
    failed: tuple[Sum, ...]
    not_evaluable: tuple[Sum, ...]
    repairs: tuple[RepairView, ...]
    statements: tuple[Row, ...]
    others: Mapping[str, tuple[Row, ...]]
    evidence: Mapping[str, Any]
    part_name: Callable[[Breakdown, str], str]
    crop: Callable[[str], CropView | None]
    anchors: Container[str]  # records that have an address on the page
    loose: tuple[tuple[Row, str], ...]  # lines no shown cell carries, with what they are called


def document_view(data: DocumentData, names: Names, pictures: Pictures) -> DocumentView:
    """The view of a document; ``pictures`` are those that could be made."""
    records = Records(data, names)
    lines_of_cell: dict[str, list[Row]] = {}
    for line in data.lines:
        lines_of_cell.setdefault(line["source_cell_id"] or "", []).append(line)
    lines_of_cell.pop("", None)
    spoken_of = cells_asked_for(data) & records.cells.keys()
    table_names = {t["table_id"]: _table_name(t, names) for t in data.tables}
    flow = flow_of(data.lines, [t["table_id"] for t in data.tables])

    def crop(record_id: str) -> CropView | None:
        return _crop(records, pictures, record_id)

    part_name = partial(_part_name, names)

    return DocumentView(
        document=data.document,
        tables=tuple(_table(t, data, names, table_names, lines_of_cell, spoken_of) for t in data.tables),
        counts=counts_of(data),
        flow=flow,
        sankey=_sankey(flow, part_name) if flow else None,
        flow_scope=_scope(flow, names) if flow else "",
        table_names=table_names,
        failed=tuple(sum_of(c, records) for c in data.checks if c["status"] == "fail"),
        not_evaluable=tuple(sum_of(c, records) for c in data.checks if c["status"] == "not_evaluable"),
        repairs=tuple(_repair(r, data, records, crop) for r in data.repairs),
        statements=data.statements,
        others={name: rows for name, rows in data.others.items() if rows},
        evidence=evidence(data, names, records, pictures, table_names, spoken_of),
        part_name=part_name,
        crop=crop,
        anchors=spoken_of | records.lines.keys() | records.statements.keys() | records.tables.keys(),
        loose=tuple((li, label_of(li)) for li in data.lines if li["source_cell_id"] not in records.cells),
    )


def cells_asked_for(data: DocumentData) -> frozenset[str]:
    """Cells a reader can ask for besides those of budget lines: of checks, and of rows of other resources."""
    of_checks = {i for check in data.checks for i in apart(check["record_ids"])}
    of_others = {str(row.get("source_cell_id")) for rows in data.others.values() for row in rows}
    return frozenset(of_checks | of_others)


def counts_of(data: DocumentData) -> Counts:
    """The document in numbers: of the published rows, nothing else."""
    doubt = [line for line in data.lines if IN_DOUBT & set(apart(line["flags"]))]
    return Counts(
        reconciliation=Counter(line["reconciliation"] for line in data.lines),
        origins=Counter(origin(line) for line in data.lines),
        from_pixels=sum(line["extraction_method"] == "ocr" for line in data.lines),
        amounts=len(data.lines),
        checks=Counter((check["rule_id"], check["status"]) for check in data.checks),
        tables=Counter((table["table_kind"], table["table_status"]) for table in data.tables),
        repairs=len(data.repairs),
        in_doubt=len(doubt),
    )


def _table_name(table: Row, names: Names) -> str:
    title = table["title_raw"] or names.kinds.get(table["table_kind"], table["table_kind"])
    return f"{table['printed_no']} {title}" if table["printed_no"] else str(title)


def _table(
    table: Row,
    data: DocumentData,
    names: Names,
    table_names: Mapping[str, str],
    lines_of_cell: Mapping[str, Sequence[Row]],
    spoken_of: Container[str],
) -> TableView:
    cells = data.cells.get(table["table_id"], ())
    first, last = table["page_start"], table["page_end"]
    pages = "" if first is None else str(first) if first == last or last is None else f"{first}\u2013{last}"
    return TableView(
        table,
        table_names[table["table_id"]],
        names.kinds.get(table["table_kind"], table["table_kind"]),
        grid(cells, lines_of_cell, spoken_of),
        pages,
        sum(len(lines_of_cell.get(c["cell_id"], ())) for c in cells),
    )


def _part_name(names: Names, stage: Breakdown, key: str) -> str:
    """What a part of a breakdown is called: the source of funds, or the class with its code."""
    if key == "balance":
        return word("balance").zh
    if stage.by == "source":
        return names.measures.get(f"{key}.all", key).split("·")[0]
    return f"{key} {names.codes.get(key, '')}".strip()


def _sankey(flow: Flow, label: Callable[[Breakdown, str], str]) -> Drawing:
    heads = {by: f"{word(by).zh} {word(by).en}" for by in ("source", "function", "economic")}
    return drawing(flow, label, heads, word("total").zh)


def _scope(flow: Flow, names: Names) -> str:
    """What the amounts of the flow cover, as the measure of its widest stage is called."""
    for stage in flow.stages:
        if stage.measure_id is not None:
            return names.measures.get(stage.measure_id, stage.measure_id).removesuffix("·合计")
    return names.measures.get(f"{flow.stages[0].scope}.all", flow.stages[0].scope).removesuffix("·合计")


def _crop(records: Records, pictures: Pictures, record_id: str) -> CropView | None:
    row = records.lines.get(record_id) or records.cells.get(record_id)
    box = box_of(row["bbox"]) if row is not None else None
    picture = pictures.get((str(row["table_id"]), row["page_no"])) if row is not None and box is not None else None
    if picture is None or box is None:
        return None
    return CropView(
        picture.file,
        picture.width,
        picture.height,
        round((box.x0 - picture.x0) * picture.scale, 1),
        round((box.y0 - picture.y0) * picture.scale, 1),
        round(box.width * picture.scale, 1),
        round(box.height * picture.scale, 1),
    )


def _repair(repair: Row, data: DocumentData, records: Records, crop: Callable[[str], CropView | None]) -> RepairView:
    line = records.lines.get(repair["record_id"])
    evidence = Evidence(data.document, records.lines, records.statements, data.repairs, data.checks)
    return RepairView(
        repair,
        line,
        label_of(line) if line is not None else str(repair["record_id"]),
        "\n".join(line_story(line, evidence)) if line is not None else "",
        crop(repair["record_id"]),
    )
