"""One table as the review page shows it: grid, amounts with their story, sums, candidates; plain values for JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from pipeline.decisions.records import Decision
from pipeline.model.flags import IN_DOUBT
from pipeline.model.joined import apart
from pipeline.model.records import BudgetLine
from pipeline.money import SCALE, UNIT_NAMES, unit_of
from pipeline.review.candidates import candidates, printed
from pipeline.review.deciding import etag, in_force
from pipeline.review.desk import Desk
from pipeline.review.queue import LATER, Item
from pipeline.review.sums import Sum
from pipeline.review.words import Language, about_sum, reason_text, word

Json = dict[str, Any]
MARGIN = 12.0
"""Points of the page shown around the table."""


def screen(desk: Desk, table_id: str, language: Language) -> Json:
    """Everything the page of one table shows. Amounts are exact decimal texts: ``cny`` in yuan, ``text`` as printed."""
    view = desk.view
    table = view.tables[table_id]
    document_id = table["document_id"]
    lines = view.table_lines(table_id)
    items = {i: item for i, item in desk.items(document_id).items() if i in lines}
    stand = desk.standing(document_id)
    amounts = desk.amounts(document_id, stand)
    amounts |= {i: Decimal(0) for i, line in lines.items() if line.value_status == "blank" and i not in amounts}
    sums = [one for one in desk.sums(document_id) if any(i in lines for i in (one.total, *one.parts))]
    decided = in_force(desk, document_id, lines)
    cells = view.cells(table_id)
    by_cell = {line.source_cell_id: line for line in lines.values() if line.source_cell_id is not None}
    shown = {
        line.line_id: _line(
            line, cell, view.readings.get((table_id, cell["row_no"], cell["col_no"]), ()), desk, context
        )
        for cell in cells
        if (line := by_cell.get(cell["cell_id"])) is not None
        for context in ((items.get(line.line_id), decided.get(line.line_id, ()), sums, amounts, language),)
    }
    order = sorted(
        items.keys() & shown.keys(), key=lambda i: (items[i].state in LATER, shown[i]["row"], shown[i]["col"])
    )
    return {
        "table": _heading(desk, table),
        "grid": _grid(cells, by_cell),
        "lines": shown,
        "sums": {one.check_id: _sum(one, desk, document_id, amounts, table_id, language) for one in sums},
        "items": order,
        "pages": _pages(cells, desk.page_sizes(document_id)),
    }


def _heading(desk: Desk, table: Mapping[str, Any]) -> Json:
    document = desk.view.documents[table["document_id"]]
    return {
        "id": table["table_id"],
        "document": table["document_id"],
        "title": table["title_raw"] or table["printed_no"] or table["table_kind"],
        "number": table["printed_no"] or "",
        "unit": table["unit_label_raw"] or "",
        "file": document["file_name"],
        "transcript": document["text_layer"] == "transcript",
        "publisher": document["publisher_raw"],
        "year": document["fiscal_year"],
    }


def _grid(cells: Sequence[Mapping[str, Any]], by_cell: Mapping[str, BudgetLine]) -> list[list[Json]]:
    """The cells row by row; those that carry an amount name its line."""
    rows: dict[int, list[Json]] = {}
    for cell in cells:
        line = by_cell.get(cell["cell_id"])
        rows.setdefault(cell["row_no"], []).append(
            {
                "row": cell["row_no"],
                "col": cell["col_no"],
                "rows": cell["row_span"] or 1,
                "cols": cell["col_span"] or 1,
                "header": bool(cell["is_header"]),
                "text": cell["text_raw"] or "",
                "line": line.line_id if line else None,
            }
        )
    return [rows[number] for number in sorted(rows)]


def _line(
    line: BudgetLine,
    cell: Mapping[str, Any],
    readings: Sequence[str],
    desk: Desk,
    context: tuple[Item | None, Sequence[Decision], Sequence[Sum], Mapping[str, Decimal | None], Language],
) -> Json:
    item, decided, sums, amounts, language = context
    done = desk.applied_ids(line.document_id)
    own = [one for one in sums if line.line_id in (one.total, *one.parts)]
    others = {**amounts, line.line_id: line.amount_cny}
    value = amounts.get(line.line_id)
    again = desk.read_again(line) if item is not None and item.state == "sent_back" else ()
    empty = value is None or (line.value_status in ("blank", "not_applicable") and not decided)
    return {
        "id": line.line_id,
        "row": cell["row_no"],
        "col": cell["col_no"],
        "label": line.label_raw or line.row_path_raw,
        "raw": line.amount_raw,
        "cny": None if value is None else str(value),
        "text": "" if empty or value is None else printed(value, line),
        "scale": str(SCALE[unit_of(line.amount_unit)]) if line.amount_unit else None,
        "unit": UNIT_NAMES[unit_of(line.amount_unit)] if line.amount_unit else None,
        "origin": _origin(line, [d for d in decided if d.id not in done]),
        "status": line.value_status,
        "page": line.page_no,
        "box": [float(edge) for edge in line.bbox.split(",")] if line.bbox else None,
        "etag": etag(line, decided),
        "item": item is not None,
        "later": item is not None and item.state in LATER,
        "why": _why(item, desk, language),
        "decided": [_decision(decision) for decision in decided],
        "candidates": [
            {
                "text": one.text,
                "cny": str(one.cny),
                "sources": [_source(source, language) for source in one.sources],
                "holds": one.holds,
                "of": one.of,
                "published": one.cny == line.amount_cny,
                "again": "again" in one.sources,
            }
            for one in (candidates(line, readings, again, own, others) if item or readings or own else ())
        ],
        "sums": [one.check_id for one in own],
    }


def _source(source: str, language: Language) -> str:
    """Where a candidate comes from: the release, another reading, or the sum that demands it."""
    return word(f"source.{source}", language, word(f"rule.{source}", language, source))


def _why(item: Item | None, desk: Desk, language: Language) -> list[str]:
    if item is None:
        return []
    sums = desk.sums(item.document_id)
    return [reason_text(reason, sums, language, desk.view.kinds) for reason in item.reasons]


def _origin(line: BudgetLine, pending: Sequence[Decision]) -> str:
    """Where the value comes from, as one of the marks of the legend; ``pending``: decisions no run has applied yet."""
    if any(decision.verdict in ("accept", "override", "blank") for decision in pending):
        return "decided"
    if line.value_status in ("derived", "repaired", "corrected", "illegible", "blank"):
        return line.value_status
    doubtful = IN_DOUBT & set(apart(line.flags))
    return "doubtful" if doubtful else "ocr" if line.extraction_method == "ocr" else "printed"


def _decision(decision: Decision) -> Json:
    return {
        "id": decision.id,
        "verdict": decision.verdict,
        "value": decision.value,
        "reviewer": decision.reviewer,
        "time": decision.time,
        "reason": decision.reason,
    }


def _sum(
    one: Sum, desk: Desk, document_id: str, amounts: Mapping[str, Decimal | None], table_id: str, language: Language
) -> Json:
    lines = {line.line_id: line for line in desk.view.lines(document_id)}
    residual = one.residual(amounts)
    terms = []
    blank = 0
    for record in dict.fromkeys((one.total, *one.parts)):
        line = lines.get(record)
        if record.startswith("bl_") and record not in amounts:
            blank += 1  # a blank cell: it counts as nothing, and only that there are some is worth a word
            continue
        value = amounts.get(record, Decimal(0))
        elsewhere = line is not None and line.table_id != table_id
        about = (line.label_raw or line.row_path_raw) if line else word("term.other", language)
        if line is not None and elsewhere:
            about = f"{about} ({desk.view.tables[line.table_id]['title_raw'] or line.table_kind})"
        weight = one.weights.get(record)
        terms.append({"id": record, "about": about, "cny": None if value is None else str(value), "weight": weight})
    return {
        "id": one.check_id,
        "rule": one.rule_id,
        "name": word(f"rule.{one.rule_id}", language, one.rule_id),
        "direction": one.direction,
        "about": about_sum(one, language, desk.view.kinds),
        "terms": terms,
        "blank": blank,
        "tolerance": str(one.tolerance),
        "residual": None if residual is None else str(residual),
        "status": one.status,
        "reasoning": one.reasoning,
    }


def _pages(cells: Sequence[Mapping[str, Any]], sizes: Sequence[tuple[float, float]]) -> list[Json]:
    """The pages the table stands on, each with the part of it the table takes; none where no PDF is at hand."""
    boxes: dict[int, list[list[float]]] = {}
    for cell in cells:
        if cell["page_no"] and cell["bbox"]:
            boxes.setdefault(cell["page_no"], []).append([float(edge) for edge in cell["bbox"].split(",")])
    found = []
    for page, own in sorted(boxes.items()):
        x0, y0, x1, y1 = (f(box[i] for box in own) for i, f in enumerate((min, min, max, max)))
        if page <= len(sizes):
            width, height = sizes[page - 1]
            box = [max(x0 - MARGIN, 0), max(y0 - MARGIN, 0), min(x1 + MARGIN, width), min(y1 + MARGIN, height)]
            found.append({"page": page, "box": box})
    return found
