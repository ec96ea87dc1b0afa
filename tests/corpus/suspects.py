"""A release with every kind of doubt a reviewer meets: a typeset document whose reading is spoilt on purpose."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipeline import open_release, process_document
from pipeline.batch.rows import document_rows
from pipeline.checks.reconcile import reconciled
from pipeline.cli import run_command
from pipeline.config.load import Configs, configs_root, load_configs
from pipeline.emission.release import write_release
from pipeline.model.records import BudgetLine, DocumentResult, Entry
from pipeline.repair.triage import triage
from tests.corpus.build import build

SOURCE = "baqiao-2024"
KIND = "gpb_exp_func"
MISREAD = ("行政运行", "general_public.all")
"""One digit wrong, in a document read from pixels: its sums fail."""
DOUBTFUL = ("住房公积金", "general_public.basic_personnel")
ILLEGIBLE = ("合计", "general_public.basic_public")


@dataclass(frozen=True)
class Suspects:
    """The release, the configs folder its decisions go to, the PDF, the lines spoilt, and the truth about them."""

    out: Path
    configs_root: Path
    pdf: Path
    misread: BudgetLine
    doubtful: BudgetLine
    illegible: BudgetLine

    @property
    def configs(self) -> Configs:
        """The configs of the folder."""
        return load_configs(self.configs_root)


def suspects(folder: Path) -> Suspects:
    """Builds all of it below the folder."""
    (built,) = build(folder / "pdf", [SOURCE], ["ruled"])
    root = Path(shutil.copytree(configs_root(), folder / "configs"))
    truth = process_document(built.pdf)
    picked = {name: _entry(truth, *about).line for name, about in _SPOILT.items()}
    spoilt = replace(truth, entries=tuple(_spoil(entry, picked) for entry in truth.entries))
    write(spoilt, built.pdf, folder / "OUT", load_configs(root))
    return Suspects(folder / "OUT", root, built.pdf, **picked)


_SPOILT = {"misread": MISREAD, "doubtful": DOUBTFUL, "illegible": ILLEGIBLE}


def _entry(result: DocumentResult, label: str, measure: str) -> Entry:
    return next(
        e
        for e in result.entries
        if (e.line.table_kind, e.line.label_raw, e.line.measure_id) == (KIND, label, measure) and e.line.amount_cny
    )


def _spoil(entry: Entry, picked: dict[str, BudgetLine]) -> Entry:
    line = entry.line._replace(extraction_method="ocr", confidence=0.9)
    if line.line_id == picked["misread"].line_id:
        assert line.amount_cny is not None
        wrong = line.amount_cny + Decimal(300)
        line = line._replace(amount_cny=wrong, amount_raw=f"{wrong:,.2f}")
    elif line.line_id == picked["doubtful"].line_id:
        line = line._replace(flags="reading_doubtful", confidence=0.5)
    elif line.line_id == picked["illegible"].line_id:
        line = line._replace(amount_cny=None, amount_raw="", value_status="illegible", confidence=0.0)
    return entry._replace(line=line)


def write(spoilt: DocumentResult, pdf: Path, out: Path, configs: Configs) -> None:
    """Writes the release of one document as a run would have, had it read the document so."""
    lines = tuple(entry.line for entry in spoilt.entries if entry.published)
    judged = reconciled(replace(spoilt, budget_lines=lines), configs)
    final = replace(judged, triage=triage(judged))
    real = out.with_name(f"{out.name}-real")
    assert run_command(["run", str(pdf), "-o", str(real)]) == 0
    release = open_release(real)
    rows: dict[str, list[dict[str, Any]]] = {name: release.arrow(name).to_pylist() for name in release}
    spoilt_rows = document_rows(final, "")
    for name in ("budget_lines", "checks", "triage", "repairs"):
        rows[name] = spoilt_rows[name]
    log = [_guesses(line, final) for line in final.budget_lines if "reading_doubtful" in str(line.flags)]
    write_release(rows, out, manifest=release.manifest, log_lines=log)


def _guesses(line: BudgetLine, result: DocumentResult) -> str:
    """The finding a doubtful cell gives, with one other reading."""
    cell = next(cell for cell in result.cells if cell.cell_id == line.source_cell_id)
    message = f"x, row {cell.row_no}, column {cell.col_no}: read as {line.amount_raw!r}, in doubt; or '12.00', '34.00'"
    said = {"event": "finding", "code": "reading-doubtful", "table_id": line.table_id, "message": message}
    return json.dumps(said, ensure_ascii=False)
