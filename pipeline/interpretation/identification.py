"""Who published the document, for which place, year and purpose: from what it prints.

Only the year is ever taken from the file's name, where none is printed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.config.load import Configs
from pipeline.config.schema import DocumentType
from pipeline.config.words import first_said
from pipeline.interpretation.locality import locality_named
from pipeline.interpretation.prose import RUNNING
from pipeline.model.findings import DocumentFinding
from pipeline.model.table import PageContent, TextLine
from pipeline.money import plain
from pipeline.years import in_digits

UNKNOWN_LOCALITY = "000000"
COVER_LINES = 12
_NUMBERED_UNIT = re.compile(r"^(\d{3,9})[_\s]*([一-鿿()·]{4,40})$")
_MONTH = r"(?:\d|[一二三四五六七八九十]){1,2}月"
_YEAR_OF = re.compile(rf"(20\d{{2}})年(?!{_MONTH})")
"""A year that is not part of a date."""
_DATE = re.compile(rf"20\d{{2}}年{_MONTH}(?:(?:\d|[一二三四五六七八九十]){{1,3}}日)?")
_BUDGET_WORD = re.compile("[预决]算")
_YEAR_OF_BUDGET = re.compile(r"(?<!\d)(20\d{2})(?=部门|单位|[预决]算)")
_OF_DOCUMENTS = re.compile("(?:部门|单位|综合)[预决]算|[预决]算(?:公开|报?表|说明)")
"""Words of a title that are no part of a publisher's name on the next line."""
_ANNEX = re.compile("^附[件表][0-9一二三四五六七八九十]*[:、.-]*")
_BEFORE_NAME = re.compile(r"^(?:\d{3,9}[-_]?(?=[一-鿿])(?!年)|关于)")
_DIVISION_END = "[省市县区旗州盟]"
"""Where no organisation is named, the place whose budget it is: 关于示例县2023年预算执行情况的报告."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What the document says of itself; ``findings`` holds what it contradicts or leaves out."""

    locality_code: str
    publisher: str
    unit_code: str | None
    title: str
    document_type: DocumentType
    fiscal_year: int
    findings: tuple[DocumentFinding, ...]

    @property
    def other_years(self) -> frozenset[int]:
        """The years that the title names besides the document's (2022年预算执行情况和2023年预算草案)."""
        return years_of(self.title) - {self.fiscal_year}


def years_of(title: str) -> frozenset[int]:
    """The years a title names, those of dates left out."""
    return frozenset(map(int, _YEAR_OF.findall(in_digits(plain(title)))))


def identify(pages: Sequence[PageContent], configs: Configs, file_name: str = "") -> Identity | None:
    """The document's identity, or ``None`` when it names no fiscal year at all.

    The cover speaks first; captions confirm or contradict it; a contradiction is a finding, not a silent choice. Tables
    published by themselves may print no year: of a budget or account it is then the one that ``file_name`` alone names.
    """
    rules = configs.vocabulary.identification
    lines = [in_digits(plain(line.text)) for page in pages for line in page.lines]
    cover = [in_digits(line) for line in _cover(pages)]
    findings: list[DocumentFinding] = []
    year = _fiscal_year(cover, lines, rules.fiscal_year, findings)
    if year is None:
        year = _year_in_name(file_name) if any(_BUDGET_WORD.search(line) for line in lines) else None
        if year is None:
            return None
        findings.append(DocumentFinding("year-not-printed", f"no fiscal year is printed; {year} is in the file's name"))
    labelled = _labelled(lines, rules.publisher_label)
    numbered = Counter(m.groups() for line in lines if (m := _NUMBERED_UNIT.match(line)) and _is_unit(m[2], configs))
    on_cover = _named_on_cover(cover, rules.organisation_end)
    publisher, unit_code = on_cover, None
    if numbered and numbered.most_common(1)[0][1] > 1:
        (unit_code, publisher), _ = numbered.most_common(1)[0]
    elif labelled and not (on_cover and _are_several(labelled)):
        publisher = labelled.most_common(1)[0][0]
    if on_cover and publisher and not _agree(on_cover, publisher):
        findings.append(
            DocumentFinding("publisher-conflict", f"the cover names {on_cover}, the tables name {publisher}")
        )
    title = "".join(line for line in cover if not re.search("^目录?$", line))[:120] or (lines[0] if lines else "")
    kind = _document_type([_of_year(line, year) for line in cover], lines, configs)
    cells = [plain(cell.text) for page in pages for grid in page.grids for cell in grid.cells if cell.text]
    locality = locality_named((publisher, *cover, *labelled, *lines), [*lines, *cells], configs)
    if locality is None:
        findings.append(
            DocumentFinding("locality-unknown", "no administrative division of GB/T 2260 is named; published as 000000")
        )
    publisher = re.sub(r"\(汇总\)$", "", publisher) or _named_on_cover(cover, _DIVISION_END) or title or "?"
    return Identity(locality or UNKNOWN_LOCALITY, publisher, unit_code, title, kind, year, tuple(findings))


def _cover(pages: Sequence[PageContent]) -> list[str]:
    """The first lines of the document up to its contents or its running text, which speaks of other years too."""
    cover: list[str] = []
    last: TextLine | None = None
    for line in pages[0].lines[:COVER_LINES] if pages else ():
        text = plain(line.text)
        if not text or re.fullmatch(r"[-—\d]+", text):
            continue
        if re.fullmatch("目录?|录", text) or re.match("第一部分|[一二三四五六七八九十]+、", text):
            break
        if RUNNING.search(text):
            if cover:
                return cover[: -1 if last is not None and _goes_on(last, line) else None]
            continue
        cover.append(text)
        last = line
    return cover


def _goes_on(first: TextLine, second: TextLine) -> bool:
    """Whether a line is the first, indented and full, of the paragraph that goes on in the second."""
    height = first.box.y1 - first.box.y0
    return (
        first.page_no == second.page_no
        and first.box.x0 > second.box.x0 + height / 2
        and first.box.x1 > second.box.x1 - height
    )


def _fiscal_year(
    cover: Sequence[str], lines: Sequence[str], pattern: str, findings: list[DocumentFinding]
) -> int | None:
    """The year most named on the cover, else in titles, else anywhere; dates count where nothing else does."""
    on_cover = _votes(cover, pattern)
    in_titles = _votes([t for t in lines if re.search("(?:表|预算|决算)", t) and _is_title(t, 60)], pattern)
    dates = Counter(int(y) for line in (*cover, *lines) for y in re.findall(pattern, line))
    for votes in (on_cover, in_titles, _votes(lines, pattern), dates):
        if votes:
            year = max(votes, key=lambda y: (votes[y], y))
            break
    else:
        return None
    if on_cover and in_titles and (most := in_titles.most_common(1)[0])[0] != year and most[1] > in_titles[year]:
        findings.append(
            DocumentFinding("year-conflict", f"the cover says {year}, most titles say {most[0]}; {year} is published")
        )
    return year


def _votes(lines: Sequence[str], pattern: str) -> Counter[int]:
    """How often each year is named, those of dates left out."""
    return Counter(int(year) for line in lines for year in re.findall(pattern, _DATE.sub("", line)))


def _year_in_name(file_name: str) -> int | None:
    years = years_of(file_name) or set(map(int, _YEAR_OF_BUDGET.findall(plain(file_name))))
    return next(iter(years)) if len(years) == 1 else None


def _is_title(line: str, longest: int) -> bool:
    """Whether a line can be a title: running text goes on, or has commas and amounts."""
    return len(line) < longest and not RUNNING.search(line)


def _labelled(lines: Sequence[str], pattern: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for line in lines:
        match = re.search(pattern, line)
        if match:
            name = re.split(r"(?:金额)?单位:|预算年度|[:;，。]", match.group(1))[0].strip()
            if len(name) > 3:  # noqa: PLR2004 - shorter than any organisation's name
                found[name] += 1
    return found


def _are_several(labelled: Counter[str]) -> bool:
    """Whether the tables are those of several units, none of which most name."""
    return labelled.most_common(1)[0][1] * 2 <= labelled.total()


def _is_unit(name: str, configs: Configs) -> bool:
    return bool(re.search(f"(?:{configs.vocabulary.identification.organisation_end})(?:\\(.*\\))?$", name))


def _named_on_cover(cover: Sequence[str], end: str) -> str:
    """What the cover names that ends so: what is left of its lines without year and document words."""
    part_of_it, after = r"(?:\((?:本级|汇总|机关)[^)]*\))?", '(?=$|部门|单位|预算|决算|综合|关于|财政|[“"]三公)'
    lines = [_ANNEX.sub("", line) for line in cover[:6]]
    together = re.sub(r"(20\d{2})年?度?", "|", "".join(lines))
    parts = (*together.split("|"), *lines)
    texts = [_BEFORE_NAME.sub("", part) for part in (*parts, *(part.partition(":")[2] for part in parts))]
    matches = (re.match(f"([一-鿿]{{2,40}}(?:{end})){part_of_it}{after}", text) for text in texts)
    names = (match.group(1) for match in matches if match and not _OF_DOCUMENTS.search(match.group(1)))
    return max(names, key=len, default="")


def _agree(one: str, other: str) -> bool:
    a, b = re.sub(r"\(.*?\)|部门|本级", "", one), re.sub(r"\(.*?\)|部门|本级", "", other)
    return a in b or b in a


def _of_year(line: str, year: int) -> str:
    """What a line that names several years says of this one (2022年决算及2023年预算)."""
    if len(years_of(line)) <= 1:
        return line
    return "".join(part for part in re.split(r"(?=20\d{2}年)", line) if part.startswith(str(year))) or line


def _document_type(cover: Sequence[str], lines: Sequence[str], configs: Configs) -> DocumentType:
    rules = configs.vocabulary.identification.document_type
    titles = [line for line in lines if _BUDGET_WORD.search(line) and _is_title(line, 40)]
    votes: Counter[str] = Counter()
    broken = not any(first_said(rules, line) for line in cover)  # 部门决 at the end of one line, 算 on the next
    for weight, texts in ((100, ["".join(cover)] if broken else cover), (1, titles)):
        for text in texts:
            if kind := first_said(rules, text):
                votes[kind] += weight
    final = sum(n for kind, n in votes.items() if kind.endswith("final"))
    budget = sum(n for kind, n in votes.items() if kind.endswith("budget"))
    unit = sum(n for kind, n in votes.items() if kind.startswith("unit"))
    said = sum("部门" in text for text in cover) * 100 + sum("部门" in text for text in titles)
    whole = final > budget
    if unit > said:
        return "unit_final" if whole else "unit_budget"
    return "department_final" if whole else "department_budget"
