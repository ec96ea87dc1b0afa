"""Rows of one side-by-side list: label, code, level, role and path of each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.config.headers import SPLIT_FUNDS, meaning_of, role_of
from pipeline.config.rules import Rules
from pipeline.config.schema import KindRule
from pipeline.config.words import is_only, says
from pipeline.interpretation.bound_column import Column
from pipeline.interpretation.code_columns import CodeReader, text_at
from pipeline.interpretation.codes import CLASSIFICATIONS, Classified, NameIndex, read_code, split_label
from pipeline.interpretation.header_tree import MISREAD
from pipeline.model.table import Cell
from pipeline.money import number_in, plain

_ENUMERATORS = (
    re.compile(r"^[一二三四五六七八九十]+[;,.·]?、"),  # a speck between, in scans
    re.compile(r"^[(][一二三四五六七八九十]+[)]"),
    re.compile(r"^\d+[、.](?!\d)"),
    re.compile(r"^[(]\d+[)]"),
)
_SEVERAL = re.compile(
    r"^(?:[一二三四五六七八九十]+、.+[一-鿿)][一二三四五六七八九十]+、|[(][一二三四五六七八九十]+[)].+[(][一二三四五六七八九十]+[)])"
)
_BESIDE_AMOUNT = re.compile(r"^-?\d[\d,]*\.\d{2}(?=[一-鿿(])|(?<=[一-鿿)])-?\d[\d,]*\.\d{2}$")
OF_WHICH_DEPTH = 5
_AMOUNT = re.compile(r"-?[\d,]+\.\d{2,}")
_SPECKS = ".,·-_'`、:"  # what is read for dust beside a scanned label
_STROKE = re.compile(r"(?<=[一-鿿])[A-Za-z|](?=[一-鿿])")  # and for a scratch across one: 合i计
_WORDS = re.compile(r"[一-鿿]{2}")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of one list, bound: what it is about, before its amounts are read.

    ``code``: what the row is listed under; ``other_codes``: those of other classifications printed beside it.
    """

    no: int
    label: str
    role: str
    level: int
    path: tuple[str, ...]
    code: Classified | None = None
    other_codes: tuple[Classified, ...] = ()
    unit_code: str | None = None
    unit_name: str | None = None
    flags: tuple[str, ...] = ()
    leaf: bool = True


def bind_rows(
    cells: Mapping[int, Mapping[int, Cell]],
    columns: Sequence[Column],
    kind: KindRule,
    names: NameIndex,
    rules: Rules,
) -> list[Row]:
    """The rows of one list (``cells[row][col]``, body rows only), in order, with their place in the tree."""
    labels = [c for c in columns if c.role in ("name", "code")]
    measures = [c for c in columns if c.role == "measure"]
    bound: list[Row] = []
    codes = CodeReader(labels)
    for no in sorted(cells):
        row = _bind(no, cells[no], labels, measures, codes, kind, names, rules, bound)
        if row is not None:
            bound.append(row)
    return list(_with_tree(_with_opening_funds(_with_unit_rows(bound, rules), rules)))


def _with_unit_rows(rows: Sequence[Row], rules: Rules) -> list[Row]:
    """The rows; one without a code that is named as organisations are, over items with codes, names whose these are."""
    named = re.compile(rf"[一-鿿]{{4}}(?:{rules.vocabulary.identification.organisation_end})(?:\(.*\))?$")
    found = list(rows)
    for i, (row, after) in enumerate(pairwise(rows)):
        has_code = after.code is not None and not after.code.from_name
        if has_code and row.code is None and row.unit_name is None and row.role == "detail" and named.search(row.label):
            found[i] = replace(row, unit_name=row.label)
    return found


def _bind(
    no: int,
    row: Mapping[int, Cell],
    labels: Sequence[Column],
    measures: Sequence[Column],
    codes: CodeReader,
    kind: KindRule,
    names: NameIndex,
    rules: Rules,
    above: Sequence[Row],
) -> Row | None:
    words = rules.vocabulary.rows
    label, unit_code, unit_name = _label(row, labels, kind, rules)
    found = codes.read(row)
    in_label, label = split_label(label)
    if in_label and (classified := read_code(in_label, None)):
        found.append(classified)
    flags: tuple[str, ...] = ()
    if _AMOUNT.fullmatch(label):
        label, flags = "", ("label_missing",)  # columns ran together: an amount is nobody's name
    if (meant := role_of((label,), rules)) is not None and meant.role == "seq":
        return None  # 栏次: what stands beside it numbers the columns
    has_amount = any(number_in(text_at(row, c.no)) is not None for c in measures)
    if is_only(words.placeholder, label) and not has_amount:
        return None
    code = next((c for c in found if c.classification != "econ_gov"), None)
    if code is None and found and not any(c.of == "econ_dept" for c in labels):
        code = found[0]
    other_codes = tuple(c for c in found if code is None or c.classification != code.classification)
    if not label and code is None and unit_code is None and not has_amount:
        return None
    bare = re.sub(words.enumerator, "", label)
    if code is None and not unit_code and is_only(words.beside, bare):
        return None
    if code is None and bare and not unit_code:
        code = _named_code(bare, labels, kind, names, above, rules)
        if code is not None:
            flags += ("code_from_name",)
    role = _role(label, rules)
    if not label and code is None and unit_code is None:
        role = "total" if not above else "detail"
        flags = ("label_missing",)
    covering = (cell for cell in row.values() if any(cell.col <= c.no < cell.col + cell.col_span for c in labels))
    if any(MISREAD.intersection(cell.flags) or _holds_several(cell.text, names) for cell in covering):
        flags += ("label_doubtful",)
    return Row(no, label, role, _level(label, code, role), (), code, other_codes, unit_code, unit_name, flags)


def _holds_several(text: str, names: NameIndex) -> bool:
    """Whether a label cell holds more than one: numbered labels, lines that are names each, a label and an amount."""
    lines, label = text.split("\n"), plain(text)
    run_together = _SEVERAL.match(label) or _BESIDE_AMOUNT.search(label)
    return bool(run_together) or (len(lines) > 1 and all(map(names.knows, lines)))


def _label(
    row: Mapping[int, Cell], labels: Sequence[Column], kind: KindRule, rules: Rules
) -> tuple[str, str | None, str | None]:
    """Label, unit code and unit name of a row: the last name column with text wins, a unit row names its unit.

    In a list of projects the project's name wins, whatever items stand beside it.
    """
    words = rules.vocabulary.rows
    named = [(c, text_at(row, c.no)) for c in labels if c.role == "name" and text_at(row, c.no)]
    # A row of a unit's project is about the project, if that is a name and no code.
    named.sort(key=lambda pair: pair[0].of != "unit" and not pair[1].isdigit())
    if kind.expenditure_type == "project":
        named.sort(key=lambda pair: pair[0].of == "project" and not pair[1].isdigit())
    of_units = (text_at(row, c.no) for c in labels if c.role == "code" and c.of == "unit")
    unit_code = next((text for text in of_units if re.fullmatch(r"\d{3,12}", text)), None)
    # A total may be printed in a code column, in one beside it (类型), or across all label columns.
    left = [col for col in sorted(row) if labels and col <= labels[-1].no]
    in_code = next((text for col in left if says(words.total, text := text_at(row, col))), "")
    label = in_code or (named[-1][1] if named else _words_for_code(row, labels))
    econ_gov_last = len(named) > 1 and named[-1][0].of == "econ_gov" and any(c.of != "econ_gov" for c, _ in named[:-1])
    if not in_code and econ_gov_last:
        label = next(t for c, t in named if c.of != "econ_gov")
    unit_name = next((t for c, t in named if c.of == "unit"), None)
    if unit_code is not None and unit_name is None and named:
        unit_name = named[-1][1]
    return label, unit_code, unit_name


def _words_for_code(row: Mapping[int, Cell], labels: Sequence[Column]) -> str:
    """What a row says where other rows have a code (人员经费合计), or with its own (201-一般公共服务支出)."""
    texts = (text_at(row, c.no) for c in labels if c.role == "code")
    return next((text for text in texts if _WORDS.match(split_label(text)[1])), "")


def _named_code(
    name: str,
    labels: Sequence[Column],
    kind: KindRule,
    names: NameIndex,
    above: Sequence[Row],
    rules: Rules,
) -> Classified | None:
    classification = next((c.of for c in labels if c.of in CLASSIFICATIONS), None)
    if classification is None:
        classification = kind.classification
    if classification is None and any(says(rules.columns.expenditure, t) for c in labels for t in c.path):
        classification = "functional"
    if classification is None:
        return None
    ancestors = [r.code.code for r in above if r.code is not None and r.code.classification == classification]
    return names.find(classification, name, ancestors[-3:])


def _role(label: str, rules: Rules) -> str:
    words, bare = rules.vocabulary.rows, _STROKE.sub("", label.strip(_SPECKS))
    if says(words.total, bare):
        return "total"
    if says(words.subtotal, bare):
        return "subtotal"
    if says(words.of_which, label):
        return "of_which"
    return "detail"


def _level(label: str, code: Classified | None, role: str) -> int:
    if role == "total":
        return 0
    if code is not None and not code.from_name:
        return {3: 1, 5: 2}.get(len(code.code), 3)
    if role == "of_which":
        return OF_WHICH_DEPTH
    for depth, pattern in enumerate(_ENUMERATORS, 1):
        if pattern.match(label):
            return depth
    if code is not None:
        return {3: 1, 5: 2}.get(len(code.code), 3)
    return 1


def _with_tree(rows: Sequence[Row]) -> Iterator[Row]:
    """Adds paths; a row with rows of a deeper level right below it is a subtotal, not a leaf."""
    rows = _with_items(rows)
    stack: list[Row] = []
    for i, row in enumerate(rows):
        while stack and (stack[-1].level >= row.level):
            stack.pop()
        path = (*(r.label for r in stack), row.label)
        below = rows[i + 1] if i + 1 < len(rows) else None
        parent = below is not None and row.level > 0 and _heads(row, below)
        role = "subtotal" if parent and row.role == "detail" else row.role
        yield replace(row, path=path, role=role, leaf=not parent and role not in ("total", "subtotal", "of_which"))
        if row.level > 0:
            stack.append(row)


def _with_opening_funds(rows: Sequence[Row], rules: Rules) -> list[Row]:
    """The rows; below the year's total the funds that an opening balance is made of are its parts.

    年初财政拨款结转和结余, then 一般公共预算财政拨款 …: the words alone would name this year's money.
    """
    placed: list[Row] = []
    opening: Row | None = None
    for row in rows:
        fund = meaning_of((row.label,), rules).fund_source if row.code is None else None
        if row.role != "detail" or fund is None:
            opening = None
        elif fund == "carryover":
            opening = row if placed and placed[-1].role == "total" else None
        elif opening is not None and fund in SPLIT_FUNDS:
            placed.append(replace(row, level=opening.level + 1))
            continue
        else:
            opening = None
        placed.append(row)
    return placed


def _with_items(rows: Sequence[Row]) -> list[Row]:
    """Rows without a number below numbered ones, up to the next total, are items of the numbered row."""
    placed: list[Row] = []
    numbered: int | None = None
    for row in rows:
        item = row
        if row.role == "total":
            numbered = None
        elif any(pattern.match(row.label) for pattern in _ENUMERATORS):
            numbered = row.level
        elif numbered is not None and row.role == "detail" and row.code is None and row.unit_code is None:
            item = replace(row, level=numbered + 1)
        placed.append(item)
    return placed


def _heads(row: Row, below: Row) -> bool:
    """Whether the row below is part of the row: a deeper code, a deeper number, a unit's own rows."""
    if below.role in ("of_which", "total"):
        return False
    coded = row.code and below.code and not row.code.from_name and not below.code.from_name
    inside = row.code is not None and below.code is not None and below.code.code.startswith(row.code.code)
    if row.unit_code is not None:
        if below.unit_code is None:
            return not coded or inside
        return below.unit_code != row.unit_code and below.unit_code.startswith(row.unit_code)
    return below.level > row.level and (not coded or inside)
