"""``make twins``: the five sources of the corpus as scans, and in what their results differ from their digital twins.

    python -m tests.bench.scans_twin [--recipe NAME] [--source ID]… [--pages N]

Table by table kind, status, rows and columns; then the amounts that a scan gives more, less or otherwise.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path

import pymupdf

from pipeline import process_document
from pipeline.model.records import DocumentResult
from tests.corpus.build import BuiltDocument, build
from tests.corpus.scanner import RECIPES, write_scan
from tests.corpus.scans import file_seed

Amounts = Counter[tuple[str, str, str]]


def tables(result: DocumentResult) -> list[str]:
    """Each table as kind, status and size."""
    return [f"{t.table_kind} {t.table_status} {t.n_rows}×{t.n_cols}" for t in result.tables]


def amounts(result: DocumentResult, *, doubtful: bool | None = None) -> Amounts:
    """How often each amount stands under which kind and measure; of all lines, or those in doubt or not."""
    return Counter(
        (line.table_kind, line.measure_id, str(line.amount_cny))
        for line in result.budget_lines
        if doubtful is None or doubtful == ("reading_doubtful" in (line.flags or ""))
    )


def differences(scan: DocumentResult, twin: DocumentResult) -> Iterator[str]:
    """One line for each thing in which the scan's result differs."""
    ours, theirs = tables(scan), tables(twin)
    for tag, i, j, k, m in SequenceMatcher(None, theirs, ours, autojunk=False).get_opcodes():
        if tag != "equal":
            yield f"tables: digital {theirs[i:j]}, scan {ours[k:m]}"
    for name in ("fiscal_year", "publisher_raw", "locality_code"):
        ours_, theirs_ = getattr(scan.document, name), getattr(twin.document, name)
        if ours_ != theirs_:
            yield f"{name}: digital {theirs_}, scan {ours_}"
    sure, all_ours, wanted = amounts(scan, doubtful=False), amounts(scan), amounts(twin)
    for what, found in (("missing", wanted - all_ours), ("wrong and not doubtful", sure - wanted)):
        for (kind, measure, amount), count in sorted(found.items()):
            yield f"amount {what}: {kind} {measure} {amount}" + (f" ×{count}" if count > 1 else "")


def compared(folder: Path, built: BuiltDocument, recipe: str, most: int | None) -> tuple[str, list[str]]:
    """A line of figures and the differences of one source."""
    digital, scan = folder / f"{built.source}.pdf", folder / f"{built.source}.scan.pdf"
    with pymupdf.open(built.pdf) as document:
        document.select(range(min(most or document.page_count, document.page_count)))
        document.save(digital)
    write_scan(digital, scan, RECIPES[recipe], file_seed(digital, 0))
    twin, read = process_document(digital), process_document(scan)
    found = list(differences(read, twin))
    wanted, ours = amounts(twin), amounts(read)
    doubtful = amounts(read, doubtful=True).total()
    wrong = (amounts(read, doubtful=False) - wanted).total()
    figures = (
        f"{built.source}: {len(tables(read))} of {len(tables(twin))} tables, "
        f"{(wanted & ours).total()} of {wanted.total()} amounts, {doubtful} doubtful, "
        f"{wrong} wrong and not doubtful, {len(found)} differences"
    )
    return figures, found


def main(argv: Sequence[str] | None = None) -> int:
    """0: the list is for reading."""
    parser = argparse.ArgumentParser(prog="twins", description=__doc__)
    parser.add_argument("--recipe", choices=tuple(RECIPES), default="200", help="default: %(default)s")
    parser.add_argument("--source", action="append", help="default: all five")
    parser.add_argument("--pages", type=int, help="only the first pages of each source")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as scratch:
        for built in build(Path(scratch), options.source, ["ruled"]):
            figures, found = compared(Path(scratch), built, options.recipe, options.pages)
            sys.stdout.write(f"{figures}\n")
            sys.stdout.writelines(f"  {line}\n" for line in found)
            sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
