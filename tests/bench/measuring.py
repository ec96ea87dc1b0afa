"""One reader in a process of its own.

    python -m tests.bench.measuring NAME TABLES_FILE FILE:PAGE,PAGE… …

writes what was read to the file and prints one JSON line: what the reading cost, the imports told apart.
"""

from __future__ import annotations

import importlib
import json
import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.bench.places import Share, parse_share
from tests.bench.readers import reader
from tests.bench.tables import ReadTable, to_json

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


def measure(name: str, shares: Sequence[Share]) -> tuple[Cost, list[ReadTable]]:
    """The cost of one reader over the pages, in this process and its children, and what it read."""
    module = reader(name)
    start = cpu_seconds()
    for needed in module.MODULES:
        importlib.import_module(needed)
    imported, begun = cpu_seconds(), time.perf_counter()
    found = module.read(shares)
    cpu, wall, peak = cpu_seconds() - imported, time.perf_counter() - begun, peak_bytes()
    tables = list(module.tables(found))
    pages = sum(len(share.pages) for share in shares)
    return Cost(pages, len(tables), cpu, wall, imported - start, peak), tables


def cpu_seconds() -> float:
    """User and system seconds of this process and its children so far."""
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def peak_bytes() -> int:
    """The most memory this process or one of its children held.

    Of this process ``ru_maxrss`` would tell the parent's where that was more: it is kept over a fork.
    """
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * KIB
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith("VmHWM:"):
                own = int(line.split()[1]) * KIB
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * KIB
    return max(own, children)


if __name__ == "__main__":
    cost, read = measure(sys.argv[1], [parse_share(text) for text in sys.argv[3:]])
    Path(sys.argv[2]).write_text(json.dumps([to_json(table) for table in read]), encoding="utf-8")
    print(json.dumps(asdict(cost)))
