"""``make conserve``: is every number a table prints in exactly one cell, and does no cell hold another?

    python -m tests.conserve.conserve [--pdfs DIR] [--release OUT] [--pictures DIR] [--json FILE]

Runs ``yusuan run`` on the PDFs (or takes an existing release) and reads their pages again with pdfminer,
which takes no part in filling the cells. Exit code 1 when any number is not conserved.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.conserve.compare import Miss, PageOutcome, compare
from tests.conserve.held import HeldCell, HeldDocument, held_documents
from tests.conserve.pictures import picture
from tests.conserve.printed import PrintedPage, read_pages

SOME_FAILED = 6
KINDS = ("lost", "other cell", "split", "merged", "changed", "duplicated", "invented")


@dataclass
class FileOutcome:
    """One row of the report."""

    name: str
    pages: int = 0
    numbers: int = 0
    right: int = 0
    misses: list[Miss] = field(default_factory=list)
    boxed_outside: list[tuple[int, str]] = field(default_factory=list)
    fault: str = ""

    def add(self, number: int, outcome: PageOutcome) -> None:
        self.numbers += outcome.numbers
        self.right += outcome.right
        self.misses += outcome.misses
        self.boxed_outside += ((number, amount) for amount in outcome.boxed_outside)

    @property
    def conserved(self) -> bool:
        return not self.misses and not self.fault


def check_file(path: Path, document: HeldDocument | None) -> FileOutcome:
    """What became of the numbers of one PDF."""
    outcome = FileOutcome(path.name)
    if document is None:
        outcome.fault = "not in the release"
        return outcome
    cells: defaultdict[int, list[HeldCell]] = defaultdict(list)
    for cell in document.cells:
        cells[cell.page].append(cell)
    for page, following in _with_next(read_pages(path)):
        outcome.pages += 1
        outcome.add(page.number, compare(page, cells[page.number], following.glyphs if following else ()))
    return outcome


def _with_next(pages: Iterator[PrintedPage]) -> Iterator[tuple[PrintedPage, PrintedPage | None]]:
    before = next(pages, None)
    for page in pages:
        assert before is not None  # the first page was read above
        yield before, page
        before = page
    if before is not None:
        yield before, None


def run_yusuan(pdfs: Path, release: Path, workers: int) -> None:
    """Writes a release of the folder's documents; ends the program when yusuan does not end well."""
    command = "import sys; from pipeline.cli import main; sys.exit(main())"
    arguments = ["run", str(pdfs), "-o", str(release), "--workers", str(workers)]
    code = subprocess.run([sys.executable, "-c", command, *arguments], stdout=sys.stderr, check=False).returncode
    if code not in (0, SOME_FAILED):
        sys.exit(f"conserve: yusuan run ended with exit code {code}")


def report(outcomes: Sequence[FileOutcome], pictures: dict[int, Path]) -> Iterator[str]:
    """The lines of the report: a row a file, the total, then each miss with its place."""
    width = max((len(o.name) for o in outcomes), default=4)
    yield f"{'file':{width}}  pages  numbers    right  " + "  ".join(KINDS) + "  boxed, in no table"
    for o in outcomes:
        counts = "  ".join(f"{sum(m.kind == kind for m in o.misses):{len(kind)}}" for kind in KINDS)
        read = f"{o.name:{width}}  {o.pages:5}  {o.numbers:7}  {o.right:7}"
        yield f"{read}  {counts}  {len(o.boxed_outside):6}  {o.fault}"
    numbers, right = sum(o.numbers for o in outcomes), sum(o.right for o in outcomes)
    misses = sum(len(o.misses) for o in outcomes)
    share = 100 * right / numbers if numbers else 100.0
    yield f"total: {right} of {numbers} numbers in exactly one right cell ({share:.3f} %), {misses} misses"
    for o in outcomes:
        for miss in o.misses:
            box = ",".join(f"{v:.1f}" for v in miss.box)
            shown = f"  {pictures[id(miss)]}" if id(miss) in pictures else ""
            held = miss.held.replace("\n", "⏎")
            place = f"{o.name} p.{miss.page} [{box}]"
            yield f"{place} {miss.kind}: printed {miss.printed!r}, held {held!r}{shown}"
        if o.boxed_outside:
            places = " ".join(f"p.{page}:{amount}" for page, amount in o.boxed_outside[:8])
            yield f"{o.name} for information, inside rules but in no table: {places}"


def as_json(outcomes: Sequence[FileOutcome]) -> str:
    """The outcomes with every miss, for other programs."""
    rows = [
        {
            "file": o.name,
            "pages": o.pages,
            "numbers": o.numbers,
            "right": o.right,
            "fault": o.fault,
            "misses": [vars(miss) for miss in o.misses],
            "boxed_outside": o.boxed_outside,
        }
        for o in outcomes
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1)


def main(argv: Sequence[str] | None = None) -> int:
    """0 when every number is conserved, 1 when not, 2 when there is nothing to read."""
    parser = argparse.ArgumentParser(prog="conserve", description="number conservation, file by file")
    parser.add_argument(
        "--pdfs", type=Path, default=Path("../shared/real"), help="folder of PDFs (default: %(default)s)"
    )
    parser.add_argument("--release", type=Path, help="a release of these PDFs; without it yusuan is run")
    parser.add_argument("--pictures", type=Path, help="folder for a picture of each miss")
    parser.add_argument("--json", type=Path, help="file for the outcome with every miss")
    parser.add_argument("--workers", type=int, default=1, help="workers of yusuan run (default: %(default)s)")
    options = parser.parse_args(argv)
    pdfs = sorted(options.pdfs.rglob("*.pdf"))
    if not pdfs:
        print(
            f"conserve: no PDF in {options.pdfs}; name a folder with --pdfs (make conserve PDFS=…)",
            file=sys.stderr,
        )
        return 2
    with tempfile.TemporaryDirectory() as scratch:
        release = options.release
        if release is None:
            release = Path(scratch) / "release"
            run_yusuan(options.pdfs, release, options.workers)
        documents = held_documents(release)
    outcomes = [check_file(pdf, documents.get(hashlib.sha256(pdf.read_bytes()).hexdigest())) for pdf in pdfs]
    pictures: dict[int, Path] = {}
    if options.pictures:
        for pdf, outcome in zip(pdfs, outcomes, strict=True):
            for count, miss in enumerate(outcome.misses, start=1):
                pictures[id(miss)] = picture(pdf, miss.page, miss.box, options.pictures / f"{pdf.stem}-{count:03}.png")
    for line in report(outcomes, pictures):
        print(line)
    if options.json:
        options.json.write_text(as_json(outcomes), encoding="utf-8")
    return 0 if all(outcome.conserved for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
