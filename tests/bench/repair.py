"""``make bench-repair``: amounts erased or garbled on purpose, and what becomes of them.

    python -m tests.bench.repair [--pdfs DIR] [--twins DIR] [--seed N] [--repeats N] [--json FILE]

Damage is done to the amounts the digital path has read, which are the truth. Erased: the cell is illegible. Garbled: a
digit confused, the decimal point lost, two neighbours swapped, in a document said to be read from pixels. Row lost,
cell lost: amounts of one table are erased, and another row of it is missing or another amount of it left blank.
Restored right, left unknown, restored wrong, legible amounts changed; seconds a document (p50, p95).

Of scans the truth is what their digital twins of the same name in ``--twins`` print: an amount that the pixels gave
otherwise is neither hurt nor counted.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

from pipeline.config.load import Configs, load_configs
from pipeline.document import process_document
from pipeline.errors import YusuanError
from pipeline.model.records import BudgetLine, DocumentResult, Entry
from pipeline.repair.repaired import repaired

COUNTS = (1, 3, 10, 30)
LOSSES = ("row lost", "cell lost")
DAMAGES = ("erased", "garbled", *LOSSES)
CONFUSED = {"0": "8", "1": "7", "2": "7", "3": "8", "4": "9", "5": "6", "6": "5", "7": "1", "8": "3", "9": "4"}


def garbled(value: Decimal, generator: random.Random) -> Decimal:
    """Another amount, one slip away: a digit confused, the decimal point lost, or two unlike neighbours swapped."""
    text = f"{value:.2f}"
    places = [i for i, c in enumerate(text) if c.isdigit()]
    kind = generator.choice(("digit", "point", "swap"))
    if kind == "point":
        return Decimal(text.replace(".", ""))
    i = generator.choice(places[:-2])
    if kind == "swap" and text[i + 1].isdigit() and text[i + 1] != text[i]:
        return Decimal(text[:i] + text[i + 1] + text[i] + text[i + 2 :])
    return Decimal(text[:i] + CONFUSED[text[i]] + text[i + 1 :])


def damaged(result: DocumentResult, chosen: set[str], damage: str, generator: random.Random) -> DocumentResult:
    """The result with the chosen lines erased or garbled; a garbled document is one read from pixels."""
    entries: list[Entry] = []
    for entry in result.entries:
        line: BudgetLine = entry.line._replace(extraction_method="ocr") if damage == "garbled" else entry.line
        if line.line_id in chosen:
            if damage == "garbled" and line.amount_cny is not None:
                line = line._replace(amount_cny=garbled(line.amount_cny, generator))
            else:
                line = line._replace(amount_cny=None, value_status="illegible", amount_raw="")
        entries.append(entry._replace(line=line))
    hurt = replace(result, entries=tuple(entries), repairs=())
    return _wanting(hurt, chosen, damage, generator) if damage in LOSSES else hurt


def _wanting(result: DocumentResult, chosen: set[str], damage: str, generator: random.Random) -> DocumentResult:
    """Without another row of the chosen lines' table, or with another amount of it blank."""
    own = [e.line for e in result.entries if e.line.line_id in chosen]
    rows = {(line.table_id, line.row_no) for line in own}
    others = [
        e.line
        for e in result.entries
        if e.line.table_id == own[0].table_id
        and e.line.amount_cny
        and (damage == "cell lost" or (e.line.table_id, e.line.row_no) not in rows)
    ]
    if not others:
        return result
    lost = generator.choice(others)
    if damage == "row lost":
        place = lost.table_id, lost.row_no
        return replace(result, entries=tuple(e for e in result.entries if (e.line.table_id, e.line.row_no) != place))
    blank = lost._replace(amount_cny=None, amount_raw="", value_status="blank")
    return replace(
        result,
        entries=tuple(e._replace(line=blank, published=False) if e.line is lost else e for e in result.entries),
    )


def _chosen(usable: Sequence[BudgetLine], damage: str, count: int, generator: random.Random) -> set[str]:
    """The lines to be hurt; where something else of their table is lost too, lines of one table. Empty: too few."""
    if damage in LOSSES:
        tables = Counter(line.table_id for line in usable)
        large = sorted(table for table, lines in tables.items() if lines >= 2 * count)
        table = generator.choice(large) if large else None
        usable = [line for line in usable if line.table_id == table]
    if len(usable) < 2 * count:
        return set()
    return {line.line_id for line in generator.sample(usable, count)}


def read_right(result: DocumentResult, twin: DocumentResult) -> set[str]:
    """The lines of a scan with the amount that its digital twin prints in the same table, row and column."""

    def places(of: DocumentResult) -> dict[tuple[int, int, int], Entry]:
        seq = {table.table_id: table.seq for table in of.tables}
        return {(seq[e.line.table_id], e.line.row_no, e.col): e for e in of.entries}

    printed = places(twin)
    return {
        entry.line.line_id
        for place, entry in places(result).items()
        if place in printed and entry.line.amount_cny == printed[place].line.amount_cny
    }


def outcome(
    truth: DocumentResult,
    hurt: DocumentResult,
    healed: DocumentResult,
    chosen: set[str],
    trusted: set[str] | None = None,
) -> Counter[str]:
    """Counts of one trial; ``trusted``: the lines whose amount is known to be right, all when not given."""
    wanted = {e.line.line_id: e.line.amount_cny for e in truth.entries}
    before = {e.line.line_id: e.line.amount_cny for e in hurt.entries}
    counts: Counter[str] = Counter()
    for entry in healed.entries:
        line_id, value = entry.line.line_id, entry.line.amount_cny
        if line_id in chosen:
            counts["damaged"] += 1
            if value == wanted[line_id]:
                counts["right"] += 1
            elif value == before[line_id]:
                counts["left"] += 1
            else:
                counts["wrong"] += 1
        elif before[line_id] is not None and value != before[line_id] and (trusted is None or line_id in trusted):
            counts["legible changed"] += 1
    return counts


def measure(folder: Path, configs: Configs, seed: int, repeats: int, twins: Path | None = None) -> dict[str, Any]:
    """Sums by kind of damage and number of amounts hurt, and the seconds of every trial."""
    totals: dict[str, Counter[str]] = {}
    seconds: list[float] = []
    for path in sorted(folder.rglob("*.pdf")):
        try:
            truth = process_document(path, configs)
            trusted = read_right(truth, process_document(twins / path.name, configs)) if twins is not None else None
        except YusuanError as error:
            sys.stderr.write(f"bench-repair: left out: {error}\n")
            continue
        usable = [
            e.line
            for e in truth.entries
            if e.line.value_status == "reported"
            and e.line.amount_cny
            and (trusted is None or e.line.line_id in trusted)
        ]
        for damage, count, repeat in product(DAMAGES, COUNTS, range(repeats)):
            generator = random.Random(f"{seed}:{path.stem}:{damage}:{count}:{repeat}")
            chosen = _chosen(usable, damage, count, generator)
            if not chosen:
                continue
            hurt = damaged(truth, chosen, damage, generator)
            start = time.perf_counter()
            healed = repaired(hurt, configs)
            seconds.append(time.perf_counter() - start)
            totals.setdefault(f"{damage} {count}", Counter()).update(outcome(truth, hurt, healed, chosen, trusted))
    ordered = sorted(seconds)
    return {
        "totals": totals,
        "p50": ordered[len(ordered) // 2] if ordered else 0.0,
        "p95": ordered[int(len(ordered) * 0.95)] if ordered else 0.0,
    }


def main(argv: Sequence[str] | None = None) -> int:
    """0 when measured and nothing was restored wrong or changed, 1 otherwise, 2 when there is nothing to measure."""
    parser = argparse.ArgumentParser(prog="bench-repair", description=__doc__)
    parser.add_argument("--pdfs", type=Path, required=True)
    parser.add_argument("--twins", type=Path, help="the digital PDFs that --pdfs are scans of")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--json", type=Path, help="write the figures here as well")
    options = parser.parse_args(argv)
    if not any(options.pdfs.rglob("*.pdf")):
        sys.stderr.write(f"bench-repair: no PDF under {options.pdfs}; name a folder with --pdfs\n")
        return 2
    found = measure(options.pdfs, load_configs(), options.seed, options.repeats, options.twins)
    names = ("damaged", "right", "left", "wrong", "legible changed")
    sys.stdout.write(f"{'damage':14}" + "".join(f"{name:>17}" for name in names) + "\n")
    every: Counter[str] = Counter()
    for key, counts in found["totals"].items():
        every.update(counts)
        sys.stdout.write(f"{key:14}" + "".join(f"{counts[name]:17}" for name in names) + "\n")
    sys.stdout.write(f"{'all':14}" + "".join(f"{every[name]:17}" for name in names) + "\n")
    sys.stdout.write(f"seconds a document: p50 {found['p50']:.3f}, p95 {found['p95']:.3f}\n")
    if options.json:
        options.json.write_text(json.dumps(found, indent=1), encoding="utf-8")
    return int(bool(every["wrong"] or every["legible changed"]))


if __name__ == "__main__":
    sys.exit(main())
