"""The contents table against the tables found: listed, declared empty and why, absent."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.config.rules import Rules
from pipeline.config.words import is_only, says
from pipeline.interpretation.kind import kind_of_title
from pipeline.model.table import Caption, ContentsEntry, PageContent, Table, TableStatus
from pipeline.money import is_garbled, number_in, plain

_LEADERS = re.compile(r"[.…·．]{2,}\s*\d*$|\d{1,3}$")
_CODE = re.compile(r"[235]\d{2}(?:\d{2}){0,2}")
_AMOUNT = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d{2}")
FEWEST_ENTRIES = 3
LONG_ENTRY = 18
"""Only an entry of at least so many characters can have gone on in the next line."""
TITLE_AND_PAGE = 2
BLANK_FORMS = frozenset({"perf_project", "perf_unit", "perf_special_fund"})
"""Forms: printed with nothing filled in they are templates, whatever the contents table says of them."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A table with what the contents and its notes say of it."""

    table: Table
    kind: str
    status: TableStatus
    listed: bool | None
    declared_empty: bool
    reason: str
    flags: tuple[str, ...]


def contents_entries(
    tables: Sequence[tuple[Table, str]], pages: Sequence[PageContent], rules: Rules
) -> list[ContentsEntry]:
    """The tables the document says it has: from its contents table, else from the contents page."""
    entries = [e for table, kind in tables if kind == "toc" for e in _from_table(table, rules)]
    return entries or _from_lines(pages, rules)


def judge(
    tables: Sequence[tuple[Table, str]], entries: Sequence[ContentsEntry], rules: Rules, publisher: str = ""
) -> list[Judged]:
    """Every table with its status; tables that are listed but not there come last, as ``not_found``."""
    open_entries = [(e, k.kind if (k := kind_of_title(e.title, rules, publisher)) else None) for e in entries]
    judged: list[Judged] = []
    used: set[int] = set()
    for table, kind in tables:
        match = _entry_for(table, kind, open_entries, used)
        if match is not None:
            used.add(match)
        entry = open_entries[match][0] if match is not None else None
        judged.append(_judged(table, kind, entry, bool(entries), rules))
    kinds_found = {j.kind for j in judged}
    for i, (entry, entry_kind) in enumerate(open_entries):
        if i in used or entry_kind is None or (entry_kind in kinds_found and entry_kind.startswith("perf")):
            continue
        status: TableStatus = "declared_empty" if entry.declared_empty else "not_found"
        missing = Table(
            seq=len(judged),
            caption=Caption(printed_no=entry.printed_no, title=entry.title),
            n_rows=0,
            n_cols=0,
            header_rows=0,
            cells=(),
            page_start=None,
            page_end=None,
            n_fragments=0,
            status=status,
        )
        judged.append(Judged(missing, entry_kind, status, True, bool(entry.declared_empty), entry.reason, ()))
    return [replace(j, table=replace(j.table, seq=seq)) for seq, j in enumerate(judged)]


def _from_table(table: Table, rules: Rules) -> list[ContentsEntry]:
    words = rules.vocabulary.contents
    rows: dict[int, dict[int, str]] = {}
    for cell in table.cells:
        if cell.row >= table.header_rows:
            rows.setdefault(cell.row, {})[cell.col] = cell.text.strip()
    heads = {c.col: plain(c.text) for c in table.cells if c.row < table.header_rows}
    title = next(
        (col for col, text in heads.items() if says(words.title, text)),
        0 if table.n_cols == TITLE_AND_PAGE else 1,
    )
    empty = next((col for col, text in heads.items() if says(words.declared_empty, text)), None)
    reason = next((col for col, text in heads.items() if says(words.reason, text)), None)
    entries = []
    for row in rows.values():
        name = _LEADERS.sub("", plain(row.get(title, ""))).strip("-")
        if not name or ("表" not in name and table.n_cols == TITLE_AND_PAGE):
            continue
        said = plain(row.get(empty, "")) if empty is not None else ""
        number = plain(row.get(0, "")) if title > 0 else ""
        entries.append(
            ContentsEntry(
                printed_no=number,
                title=name,
                declared_empty=True if says(words.empty, said) else False if says(words.filled, said) else None,
                reason=plain(row.get(reason, "")) if reason is not None else "",
            )
        )
    return entries


def _from_lines(pages: Sequence[PageContent], rules: Rules) -> list[ContentsEntry]:
    """The titles listed on the first pages, between the word 目录 and the first line of prose."""
    words = rules.vocabulary.contents
    entries: list[ContentsEntry] = []
    started, opened = False, ""
    for page in pages[:4]:
        for line in page.lines:
            text = plain(line.text)
            started = started or says(words.heading, text) or says(words.heading_end, text)
            if not started:
                continue
            if text.endswith("。"):
                return entries if len(entries) >= FEWEST_ENTRIES else []
            name = _LEADERS.sub("", re.sub(r"[.…·．]+$", "", text))
            numbered = re.match(rules.vocabulary.rows.enumerator, name)
            if len(opened) >= LONG_ENTRY and not numbered and not says(words.numbered, name):
                name = opened + name
            match = re.match(words.entry, name)
            # An entry too long for its line goes on below.
            opened = name if numbered and not match else ""
            if match and kind_of_title(match["title"], rules) and not says(words.prose, name):
                entries.append(ContentsEntry(match["number"] or "", match["title"]))
    return entries if len(entries) >= FEWEST_ENTRIES else []


def _entry_for(
    table: Table, kind: str, entries: Sequence[tuple[ContentsEntry, str | None]], used: set[int]
) -> int | None:
    """The position of the entry a table answers: same number and kind, then same kind, in order."""
    if kind == "toc":
        return None
    number = re.sub(r"-\d+$", "", plain(table.caption.printed_no))
    free = [i for i, (_, k) in enumerate(entries) if i not in used and k == kind]
    exact = [i for i in free if number and plain(entries[i][0].printed_no) == number]
    if exact or free:
        return (exact or free)[0]
    # Many performance forms answer one entry.
    shared = [i for i, (_, k) in enumerate(entries) if k == kind and kind.startswith("perf")]
    return shared[0] if shared else None


def _judged(table: Table, kind: str, entry: ContentsEntry | None, listed: bool, rules: Rules) -> Judged:
    flags = list(table.flags)
    note = next((n for n in _notes(table, kind, rules) if re.search(rules.vocabulary.empty_note, plain(n))), "")
    declared = entry.declared_empty is True if entry is not None else False
    reason = (entry.reason if entry is not None else "") or (note if not declared else "")
    has_amount = _has_amount(table, kind, rules)
    status = table.status
    if status == "illegible":
        status = "declared_empty" if declared else "illegible"
    elif kind in BLANK_FORMS and not has_amount and _is_blank(table, kind, rules):
        status = "blank_template"
        if entry is not None and entry.declared_empty is False:
            flags.append("toc_conflict")
    elif kind != "toc" and not has_amount and (declared or note):
        status, declared = "declared_empty", True
    elif kind != "toc" and not has_amount and _is_blank(table, kind, rules):
        status = "blank_template"
    elif declared and has_amount:
        flags.append("toc_conflict")
    if not declared and note and not has_amount:
        declared = True
    return Judged(
        table,
        kind,
        status,
        (entry is not None) if listed else None,
        declared,
        reason if declared else "",
        tuple(flags),
    )


def _notes(table: Table, kind: str, rules: Rules) -> list[str]:
    """The notes below the table, and a row of a list of amounts that is one sentence."""
    filled = [c for c in table.cells if c.row >= table.header_rows and c.text] if rules.kind(kind).lines else []
    alone = Counter(cell.row for cell in filled)
    return [*table.notes, *(cell.text for cell in filled if alone[cell.row] == 1)]


def _body(table: Table) -> list[str]:
    return [plain(c.text) for c in table.cells if c.row >= table.header_rows and c.text]


def _has_amount(table: Table, kind: str, rules: Rules) -> bool:
    """Whether a number stands in the body that is no code; of amounts, several in one cell are numbers too.

    What looks like an amount in the header is one: the body has run into it.
    """
    texts = [c.text for c in table.cells if c.row >= table.header_rows and c.text]
    if rules.kind(kind).lines:
        texts += [line for text in texts if "\n" in text for line in text.split("\n")]
    header = (line for c in table.cells if c.row < table.header_rows for line in c.text.split("\n"))
    return any(number_in(text) is not None and not _CODE.fullmatch(plain(text)) for text in texts) or any(
        map(_AMOUNT.fullmatch, header)
    )


def _is_blank(table: Table, kind: str, rules: Rules) -> bool:
    """Whether nothing but the form itself is printed (known to hold no number): no value beside its labels.

    Digits that are no number were meant for one: nobody can say that there is none.
    """
    words = rules.vocabulary.rows
    template = r"^(?:目标|指标)\d*:?$|^[.…]+$|^(?:目标\d*:\s*[.…]*)+$|^无$"
    body = [t for t in _body(table) if not re.search(template, t) and not is_only(words.placeholder, t)]
    if rules.kind(kind).lines or kind == "procurement":
        return not any((is_garbled(t) and not _CODE.fullmatch(t)) or is_only(words.unreadable, t) for t in body)
    if table.header_rows == 0:
        return not any(re.search(r"\d", re.sub(r"(?:目标|指标|任务)\d+", "", t)) for t in body)
    return not any(not re.search(words.total, t) for t in body)
