"""``make bench-printed``: one budget as a browser prints it in many looks, as a PDF and as scans, read to the amount.

    python -m tests.bench.printed [--looks NAME…] [--recipes NAME…] [--json FILE]

Right is an amount with its table's kind, label, measure and yuan; wrong without doubt one whose yuan stand nowhere in
the budget and that no flag questions. Needs Chromium, as the tests of the pages do.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from pipeline import process_document
from tests.bench.readers.yusuan import DOUBTS
from tests.browser.budget_page import LOOKS, BudgetPage, amount_of
from tests.corpus.scanner import RECIPES, write_scan
from tests.draw.screens import chromium

DIGITAL = "digital"
QUESTIONED = DOUBTS | {"needs_review"}
SEED = 1


@dataclass(frozen=True)
class Figures:
    """What was read of one look in one form; ``misplaced``: amounts of the budget under another label or measure."""

    look: str
    form: str
    amounts: int
    right: int
    misplaced: int
    wrong_without_doubt: int


def figures(look: str, form: str, path: Path) -> Figures:
    """The figures of one file; raises ``YusuanError`` when it cannot be read."""
    wanted = BudgetPage(LOOKS[look]).amounts
    yuan = {amount for *_, amount in wanted}
    right = set[object]()
    misplaced = wrong = 0
    for line in process_document(path).budget_lines:
        read = amount_of(line)
        if read in wanted:
            right.add(read)
        elif line.amount_cny in yuan:
            misplaced += 1
        elif line.amount_cny and not QUESTIONED & set((line.flags or "").split("|")):
            wrong += 1
    return Figures(look, form, len(wanted), len(right), misplaced, wrong)


def printed(looks: Sequence[str], folder: Path) -> Iterator[tuple[str, Path]]:
    """Each look as Chromium prints it; raises ``FileNotFoundError`` where there is no Chromium."""
    with chromium() as browser:
        for look in looks:
            path = folder / f"{look}.pdf"
            BudgetPage(LOOKS[look]).print_on(browser.new_page(), path)
            yield look, path


def measured(looks: Sequence[str], recipes: Sequence[str]) -> Iterator[Figures]:
    """The figures of every look, as printed and as each recipe scans it."""
    with tempfile.TemporaryDirectory() as scratch:
        for look, path in list(printed(looks, Path(scratch))):
            yield figures(look, DIGITAL, path)
            for recipe in recipes:
                scan = Path(scratch) / f"{look}--{recipe}.pdf"
                write_scan(path, scan, RECIPES[recipe], SEED)
                yield figures(look, recipe, scan)


def shown(found: Sequence[Figures]) -> Table:
    """The figures as a table."""
    table = Table(title="Printed budgets", title_justify="left")
    for name in ("look", "form", "amounts", "right", "misplaced", "wrong without doubt"):
        table.add_column(name, justify="left" if name in ("look", "form") else "right")
    for one in found:
        table.add_row(*map(str, asdict(one).values()))
    return table


def main(argv: Sequence[str] | None = None) -> int:
    """0 when all was measured, 4 where there is no Chromium."""
    parser = argparse.ArgumentParser(prog="bench-printed", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--looks", nargs="+", choices=LOOKS, default=list(LOOKS))
    parser.add_argument("--recipes", nargs="*", choices=RECIPES, default=["200", "150", "hard"])
    parser.add_argument("--json", type=Path, help="write the figures here as well")
    options = parser.parse_args(argv)
    try:
        found = list(measured(options.looks, options.recipes))
    except FileNotFoundError as error:
        print(f"bench-printed: {error}", file=sys.stderr)
        return 4
    Console(width=None if sys.stdout.isatty() else 120).print(shown(found))
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps([asdict(one) for one in found], indent=1) + "\n"
        options.json.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
