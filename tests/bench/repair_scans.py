"""``make bench-repair-scans``: documents scanned on purpose, their amounts before and after repair.

    python -m tests.bench.repair_scans --pdfs DIR [--recipe 150] [--max-pages 12] [--seed N] [--json FILE]

The digital path's amounts are the truth; an amount answers by table kind, row path, unit, side, measure and phase, or,
where words of those were misread, by table kind, row number, measure and phase if it is the same amount. Right, right
with words misread, missing, wrong and marked doubtful, wrong and not marked (silent), before and after; repairs right
and wrong.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from unittest.mock import patch

from pipeline.checks.reconcile import reconciled
from pipeline.config.load import Configs, load_configs
from pipeline.document import process_document
from pipeline.errors import YusuanError
from pipeline.model.records import BudgetLine, DocumentResult
from pipeline.repair.again import ReadAgain
from pipeline.repair.repaired import repaired
from tests.corpus.scanner import RECIPES, write_scan
from tests.corpus.scans import file_seed, found_pdfs, page_numbers

DOUBTS = frozenset({"reading_doubtful", "readers_disagree", "needs_review"})
Key = tuple[object, ...]


def amounts_by_key(lines: Iterable[BudgetLine]) -> dict[Key, list[BudgetLine]]:
    """The lines that answer to one key, in their order."""
    found: dict[Key, list[BudgetLine]] = defaultdict(list)
    for line in sorted(lines, key=lambda x: (x.table_kind, x.row_no)):
        key = (line.table_kind, line.row_path_raw, line.unit_id, line.side, line.measure_id, line.phase)
        found[key].append(line)
    return found


def compared(truth: Sequence[BudgetLine], read: Sequence[BudgetLine]) -> Counter[str]:
    """Counts over the truth's amounts, and of amounts read that answer to none of them."""
    counts: Counter[str] = Counter()
    wanted, found = amounts_by_key(truth), amounts_by_key(read)
    missing: list[BudgetLine] = []
    others: dict[str, list[BudgetLine]] = {"extra": [], "elsewhere": []}
    for key, own in wanted.items():
        there = list(found.get(key, ()))
        for line in own:
            counts["amounts"] += 1
            match = next((x for x in there if x.amount_cny == line.amount_cny), None)
            if match is not None:
                there.remove(match)
                counts["right"] += 1
            elif there:
                counts[_wrong(there.pop(0))] += 1
            else:
                missing.append(line)
        others["extra"] += there
    for key in found.keys() - wanted.keys():
        others["elsewhere"] += found[key]
    at = Counter(map(_place, missing))
    for name, lines in others.items():
        for line in lines:
            if at[_place(line)] > 0:
                at[_place(line)] -= 1
                counts["right, words misread"] += 1
            else:
                counts[f"{name}, {_wrong(line)}"] += 1
    counts["missing"] = at.total()
    return counts


def _place(line: BudgetLine) -> Key:
    return line.table_kind, line.row_no, line.measure_id, line.phase, line.amount_cny


def _wrong(line: BudgetLine) -> str:
    if line.amount_cny is None:
        return "left illegible"
    doubted = DOUBTS & set((line.flags or "").split("|")) or line.reconciliation == "contradicted"
    return "wrong, marked" if doubted else "wrong, silent"


def before_and_after(path: Path, configs: Configs) -> tuple[DocumentResult, DocumentResult]:
    """One scan read once: as it is without and with repair, checks evaluated on both."""
    seen: list[DocumentResult] = []

    def spy(result: DocumentResult, configs: Configs, read: ReadAgain | None) -> DocumentResult:
        seen.append(reconciled(result, configs))
        return repaired(result, configs, read)

    with patch("pipeline.document.repaired", spy):
        after = process_document(path, configs)
    return seen[0], after


def main(argv: Sequence[str] | None = None) -> int:
    """0 when measured and repair made no amount wrong, 1 otherwise, 2 when there is nothing to measure."""
    parser = argparse.ArgumentParser(prog="bench-repair-scans", description=__doc__)
    parser.add_argument("--pdfs", type=Path, required=True)
    parser.add_argument("--recipe", choices=sorted(RECIPES), default="150")
    parser.add_argument("--max-pages", type=int, default=40)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", type=Path, help="write the figures here as well")
    options = parser.parse_args(argv)
    configs = load_configs()
    totals: dict[str, Counter[str]] = {"before": Counter(), "after": Counter()}
    repairs: Counter[str] = Counter()
    for path in found_pdfs(options.pdfs):
        with tempfile.TemporaryDirectory() as folder:
            scan = Path(folder) / path.name
            pages = list(page_numbers(path, None))
            if len(pages) > options.max_pages:
                sys.stderr.write(f"bench-repair-scans: left out: {path.name} has {len(pages)} pages\n")
                continue
            write_scan(path, scan, RECIPES[options.recipe], file_seed(path, options.seed))
            try:
                truth = process_document(path, configs)
                before, after = before_and_after(scan, configs)
            except YusuanError as error:
                sys.stderr.write(f"bench-repair-scans: left out: {error}\n")
                continue
        own = {"before": compared(truth.budget_lines, before.budget_lines)}
        own["after"] = compared(truth.budget_lines, after.budget_lines)
        for when, counts in own.items():
            totals[when] += counts
            sys.stdout.write(f"{path.name} {when}: {dict(sorted(counts.items()))}\n")
        repairs += _judged(truth, after)
        sys.stdout.flush()
    if not totals["before"]:
        sys.stderr.write(f"bench-repair-scans: no document below {options.pdfs} could be measured\n")
        return 2
    for when, counts in totals.items():
        sys.stdout.write(f"all {when}: {dict(sorted(counts.items()))}\n")
    sys.stdout.write(f"repairs: {dict(sorted(repairs.items()))}\n")
    if options.json:
        options.json.write_text(json.dumps({**totals, "repairs": repairs}, indent=1), encoding="utf-8")
    return 1 if repairs["wrong"] else 0


def _judged(truth: DocumentResult, after: DocumentResult) -> Counter[str]:
    """Repairs of amounts, by whether the truth has that amount under the same key."""
    wanted = amounts_by_key(truth.budget_lines)
    lines = {line.line_id: (key, line) for key, own in amounts_by_key(after.budget_lines).items() for line in own}
    counts: Counter[str] = Counter()
    for repair in after.repairs:
        if repair.record_id in lines:
            key, line = lines[repair.record_id]
            there: set[Decimal | None] = {x.amount_cny for x in wanted.get(key, ())}
            counts["right" if line.amount_cny in there else "wrong" if there else "under no key of the truth"] += 1
    return counts


if __name__ == "__main__":
    sys.exit(main())
