"""Official editions of the classifications: loaded from a file by one command, in force from their year on."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

from pipeline.errors import DataNotValid, DependencyMissing, InputUnreadable, OutputProblem, UsageProblem
from pipeline.money import plain

COLUMNS = ("edition_year", "code", "name", "level", "parent_code", "name_source", "n_documents")
CODE_HEADS = frozenset({"code", "编码", "科目编码", "代码", "科目代码"})
NAME_HEADS = frozenset({"name", "名称", "科目名称"})
FIRST_EDITION, LAST_EDITION = 2007, 2100
"""The classification by function and economic nature is in use since 2007."""
MOST_FAULTS = 20


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of a classification: functional, departmental economic or governmental economic."""

    edition_year: int
    code: str
    name: str
    level: int
    parent_code: str | None
    name_source: str
    n_documents: int | None


@dataclass(frozen=True, slots=True)
class CodeList:
    """What the codes of one classification look like."""

    digit: str
    lengths: tuple[int, ...]


LISTS: dict[str, CodeList] = {
    "functional": CodeList("2", (3, 5, 7)),
    "economic_department": CodeList("3", (3, 5)),
    "economic_government": CodeList("5", (3, 5)),
}


def load_edition(path: Path, name: str, year: int, configs: Path) -> tuple[Path, int]:
    """Writes the edition that a CSV or Excel file lists into ``configs/codes/official``: the file and how many codes.

    Raises ``UsageProblem`` for an unknown list or year, ``InputUnreadable`` for a file that is none of both,
    ``DataNotValid`` with each fault and its line, ``OutputProblem`` where it cannot be written.
    """
    if name not in LISTS:
        raise UsageProblem(f"--list {name}: not known; choose {', '.join(LISTS)}")
    if not FIRST_EDITION <= year <= LAST_EDITION:
        raise UsageProblem(f"--edition {year}: no year of an edition; {FIRST_EDITION} to {LAST_EDITION}")
    codes = parse_edition(path, list(_rows(path)), LISTS[name], year)
    target = configs / "codes" / "official" / f"{name}-{year}.csv"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(_csv(codes), encoding="utf-8", newline="")
    except OSError as error:
        raise OutputProblem(f"{target}: cannot be written ({error.strerror}); name a folder with --configs") from error
    return target, len(codes)


def parse_edition(path: Path, rows: Sequence[tuple[int, str, str]], shape: CodeList, year: int) -> list[Code]:
    """The codes of (line, code, name) rows in the order of the codes; all faults of a file are told at once."""
    faults: list[str] = []
    found: dict[str, Code] = {}
    lines: dict[str, int] = {}
    for line, code, name in rows:
        if not code and not name:
            continue
        if not (code.isdigit() and code.startswith(shape.digit) and len(code) in shape.lengths):
            wanted = ", ".join(map(str, shape.lengths))
            faults.append(
                f"line {line}: {code!r} is no code of this list (digits, first {shape.digit}, length {wanted})"
            )
        elif not name:
            faults.append(f"line {line}: {code} has no name")
        elif code in found:
            faults.append(f"line {line}: {code} stands in line {lines[code]} already")
        else:
            level = shape.lengths.index(len(code)) + 1
            found[code] = Code(year, code, name, level, code[:-2] if level > 1 else None, "official", None)
            lines[code] = line
    for code, entry in found.items():
        if entry.parent_code is not None and entry.parent_code not in found:
            faults.append(f"line {lines[code]}: {code} stands below {entry.parent_code}, which the file does not list")
    if not found and not faults:
        faults.append("no code listed")
    if faults:
        more = [f"and {len(faults) - MOST_FAULTS} more"] if len(faults) > MOST_FAULTS else []
        raise DataNotValid("\n".join([f"{path}: nothing was loaded:", *faults[:MOST_FAULTS], *more]))
    return [found[code] for code in sorted(found)]


def edition_in_force(editions: Mapping[int, Mapping[str, Code]], year: int) -> Mapping[str, Code] | None:
    """The official edition of that year or the last before it; ``None`` where none was loaded."""
    known = [edition for edition in editions if edition <= year]
    return editions[max(known)] if known else None


def _csv(codes: Iterable[Code]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([getattr(code, column) for column in COLUMNS] for code in codes)
    return out.getvalue()


def _rows(path: Path) -> Iterator[tuple[int, str, str]]:
    """Line, code and name of each row below the header; codes as text, without the blanks of printed lists."""
    table = _excel(path) if path.suffix.lower() == ".xlsx" else _text(path)
    head = next(((n, row) for n, row in table if any(cell for cell in row)), None)
    if head is None:
        raise InputUnreadable(f"{path}: the file is empty")
    texts = [plain(cell).lower() for cell in head[1]]
    code = next((i for i, text in enumerate(texts) if text in CODE_HEADS), None)
    name = next((i for i, text in enumerate(texts) if text in NAME_HEADS), None)
    if code is None or name is None:
        raise InputUnreadable(
            f"{path}: line {head[0]}: no columns code and name (编码, 名称); found {', '.join(texts)}"
        )
    for line, row in table:
        if line > head[0]:
            texts = [*row, *[""] * (max(code, name) + 1 - len(row))]
            yield line, plain(texts[code]), plain(texts[name])


def _text(path: Path) -> list[tuple[int, list[str]]]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputUnreadable(f"{path}: cannot be read ({error.strerror})") from error
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        reader = csv.reader(io.StringIO(text, newline=""))
        try:
            return [(reader.line_num, row) for row in reader]
        except csv.Error as error:
            raise InputUnreadable(f"{path}: line {reader.line_num}: no CSV ({error})") from error
    raise InputUnreadable(f"{path}: neither UTF-8 nor GB 18030; save it as CSV UTF-8")


def _excel(path: Path) -> list[tuple[int, list[str]]]:
    try:
        from openpyxl import load_workbook  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise DependencyMissing(
            f"{path}: Excel files need openpyxl; run: pip install 'yusuan[portals]', or save it as CSV"
        ) from error
    try:
        sheet = load_workbook(path, read_only=True, data_only=True).worksheets[0]
        rows = [["" if value is None else str(value) for value in row] for row in sheet.iter_rows(values_only=True)]
    except (OSError, ValueError, KeyError, BadZipFile) as error:
        raise InputUnreadable(f"{path}: cannot be read as Excel ({error})") from error
    return list(enumerate(rows, 1))
