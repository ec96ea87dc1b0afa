"""The readers compared, each as its own documentation extracts tables, and the process that runs one.

    python -m tests.bench.readers NAME FILE:PAGE,PAGE… …

prints one JSON line: what the reading cost, the imports told apart.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.bench.places import Share, parse_share

KIB = 1024


@dataclass(frozen=True)
class Cost:
    """Seconds and bytes of one run; ``import_cpu`` is spent before the first page and in no other figure."""

    pages: int
    tables: int
    cpu: float
    wall: float
    import_cpu: float
    peak_bytes: int


def read_yusuan(shares: Sequence[Share]) -> int:
    """The number of tables of a whole run, all stages, files written, in one process."""
    from pipeline.cli import main
    from tests.conserve.held import rows

    with tempfile.TemporaryDirectory() as scratch:
        release = Path(scratch) / "release"
        arguments = ["run", *(str(share.file) for share in shares), "-o", str(release), "--workers", "1"]
        with contextlib.redirect_stdout(sys.stderr):
            code = _exit_code(main, arguments)
        if code:
            sys.exit(f"bench: yusuan run ended with exit code {code}")
        return len(rows(release, "tables"))


def _exit_code(main: Callable[..., object], arguments: list[str]) -> int:
    """What the command would end its process with, whether it returns or exits."""
    before = sys.argv
    sys.argv = ["yusuan", *arguments]
    try:
        returned = main()
    except SystemExit as end:
        returned = end.code
    finally:
        sys.argv = before
    return returned if isinstance(returned, int) else 0 if returned is None else 1


def read_pdfplumber(shares: Sequence[Share]) -> int:
    """The number of tables pdfplumber extracts, with its settings as they are."""
    import pdfplumber

    found = 0
    for share in shares:
        with pdfplumber.open(share.file, pages=list(share.pages)) as document:
            for page in document.pages:
                found += len(page.extract_tables())
                page.close()
    return found


def read_tablers(shares: Sequence[Share]) -> int:
    """The number of tables tablers finds, with their text."""
    import tablers

    found = 0
    for share in shares:
        with tablers.Document(str(share.file)) as document:
            for number in share.pages:
                page = document.get_page(number - 1)
                found += len(tablers.find_tables(page, extract_text=True, text_use_text_flow=True))
                page.clear_cache()
    return found


def read_camelot(shares: Sequence[Share]) -> int:
    """The number of tables camelot's lattice finds."""
    from camelot.io import read_pdf

    found = 0
    for share in shares:
        pages = ",".join(map(str, share.pages))
        found += len(read_pdf(str(share.file), pages=pages, flavor="lattice", suppress_stdout=True))
    return found


READERS: dict[str, tuple[str, Callable[[Sequence[Share]], int]]] = {
    "yusuan": ("pipeline.cli", read_yusuan),
    "pdfplumber": ("pdfplumber", read_pdfplumber),
    "tablers": ("tablers", read_tablers),
    "camelot": ("camelot", read_camelot),
}
"""Each reader by name: the module whose import is its start-up, and its work."""


def measure(name: str, shares: Sequence[Share]) -> Cost:
    """The cost of one reader over the pages, in this process and its children."""
    module, read = READERS[name]
    start = _cpu()
    importlib.import_module(module)
    imported, begun = _cpu(), time.perf_counter()
    tables = read(shares)
    return Cost(
        pages=sum(len(share.pages) for share in shares),
        tables=tables,
        cpu=_cpu() - imported,
        wall=time.perf_counter() - begun,
        import_cpu=imported - start,
        peak_bytes=_peak_bytes(),
    )


def _cpu() -> float:
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def _peak_bytes() -> int:
    """The most memory this process held; ``ru_maxrss`` would tell the parent's where that was more."""
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * KIB
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * KIB


if __name__ == "__main__":
    print(json.dumps(asdict(measure(sys.argv[1], [parse_share(text) for text in sys.argv[2:]]))))
