"""A made-up department budget as a web page, in looks that content systems give it, and what a reader must get of it.

Chromium prints such pages to PDF: another producer than the corpus' typesetter, with tables drawn by style sheets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from playwright.sync_api import Page

from pipeline.model.records import BudgetLine

Amount = tuple[str, str, str, Decimal]
"""Table kind, label, measure, yuan."""

ITEMS = (
    ("2070109", "群众文化", "412.35", "61.20"),
    ("2070199", "其他文化和旅游支出", "0", "37.04"),
    ("2080505", "机关事业单位基本养老保险缴费支出", "52.18", "0"),
    ("2080506", "机关事业单位职业年金缴费支出", "26.09", "0"),
    ("2101102", "事业单位医疗", "21.66", "0"),
    ("2210201", "住房公积金", "43.20", "0"),
)
"""Functional item, name, basic expenditure and project expenditure in 万元."""
CLASSES = {
    "207": "文化旅游体育与传媒支出", "20701": "文化和旅游", "208": "社会保障和就业支出",
    "20805": "行政事业单位养老支出", "210": "卫生健康支出", "21011": "行政事业单位医疗", "221": "住房保障支出",
    "22102": "住房改革支出",
}  # fmt: skip
ECONOMIC = (
    ("30101", "基本工资", "170.11"), ("30102", "津贴补贴", "38.24"), ("30107", "绩效工资", "121.90"),
    ("30108", "机关事业单位基本养老保险缴费", "52.18"), ("30113", "住房公积金", "43.20"), ("30201", "办公费", "66.35"),
    ("30211", "差旅费", "31.02"), ("30228", "工会经费", "14.57"), ("30302", "退休费", "17.91"),
)  # fmt: skip
GROUPS = {"301": "工资福利支出", "302": "商品和服务支出", "303": "对个人和家庭的补助"}
WAN, YUAN = 10_000, 1
BOX = "table{border-collapse:collapse}"
PAGES = "section{break-before:page}"


@dataclass(frozen=True)
class Look:
    """How the page looks: its style sheet, its unit, where that is printed and how numbers and codes are.

    ``title_inside``: title and unit are rows of the table; ``code_in_name``: one column has both (201-教育支出).
    """

    css: str
    unit: int = WAN
    above: str = ""
    below: str = ""
    intro: str = ""
    header: str = ""
    number: Callable[[Decimal], str] = "{:,.2f}".format
    code_columns: int = 1
    title_inside: bool = False
    code_in_name: bool = False


LOOKS = {
    "white-and-stripes": Look(
        f"{BOX}tbody tr:nth-child(odd){{background:#eef}}td,th{{padding:3px 6px}}th{{border-bottom:1px solid}}{PAGES}",
        above="单位：万元",
    ),
    "columns-only": Look(
        f"{BOX}table{{border:2px solid}}th{{border:1px solid}}td{{border-left:1px solid;padding:2px 4px}}{PAGES}",
        above="单位：万元",
    ),
    "dotted-rules-in-one-flow": Look(
        f"{BOX}td,th{{border:1px dotted #777;padding:2px 4px}}", YUAN, above="单位：元", code_columns=3
    ),
    "white-in-one-flow": Look(f"{BOX}td,th{{padding:2px 5px}}", above="单位：万元"),
    "three-lines-in-one-flow": Look(
        f"{BOX}table{{border-top:2px solid;border-bottom:2px solid}}td,th{{padding:2px 5px}}"
        "thead{border-bottom:1px solid}",
        YUAN,
        above="单位：元",
    ),
    "unit-in-a-note-below": Look(f"{BOX}td,th{{border:1px solid}}{PAGES}", below="注：本表金额单位为万元。"),
    "unit-in-a-sentence": Look(f"{BOX}td,th{{border:1px solid}}{PAGES}", intro="以下各表金额单位均为万元。"),
    "unit-in-the-header": Look(f"{BOX}td,th{{border:1px solid}}{PAGES}", YUAN, header="（元）"),
    "narrow-cells": Look(
        f"{BOX}table{{table-layout:fixed;width:60%}}{PAGES}"
        "td,th{border:1px solid;font-size:9pt;word-break:break-all}",
        YUAN,
        above="金额单位：元",
    ),
    "full-width-digits": Look(
        f"{BOX}td,th{{border:1px dashed}}{PAGES}",
        above="单位：万元",
        number=lambda amount: f"{amount:,.2f}".translate(str.maketrans("0123456789.,", "０１２３４５６７８９．，")),
    ),
    "header-ruled-alone": Look(f"{BOX}th{{border:1px solid}}td,th{{padding:2px 5px}}{PAGES}", above="单位：万元"),
    "body-ruled-alone": Look(f"{BOX}td{{border:1px solid}}td,th{{padding:2px 5px}}{PAGES}", above="单位：万元"),
    "columns-without-a-rule-across": Look(
        f"{BOX}table{{border:1px solid}}td,th{{border-left:1px solid;padding:2px 5px}}{PAGES}", above="单位：万元"
    ),
    "white-and-to-the-left": Look(f"{BOX}td.n{{text-align:left}}td,th{{padding:2px 5px}}{PAGES}", above="单位：万元"),
    "title-and-unit-inside-the-grid": Look(
        f"{BOX}td,th{{border:1px solid}}{PAGES}", above="单位：万元", title_inside=True
    ),
    "code-and-name-in-one-column": Look(
        f"{BOX}td,th{{border:1px solid}}{PAGES}", above="单位：万元", code_in_name=True
    ),
    "unit-in-every-cell": Look(f"{BOX}td,th{{border:1px solid}}{PAGES}", number="{:,.2f}万元".format),
}  # fmt: skip


class BudgetPage:
    """The page of one look: ``html``, and ``amounts`` as they have to be read."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self.amounts: set[Amount] = set()
        functional = (("exp_summary", "部门支出总表", "all"), ("gpb_exp_func", "一般公共预算支出表", "general_public"))
        tables = "".join(
            (self._summary(), *(self._functional(*told) for told in functional), self._revenue(), self._economic())
        )
        self.html = (
            '<!doctype html><meta charset="utf-8"><style>body{font:10pt "WenQuanYi Zen Hei"}td.n{text-align:right}'
            f"table{{width:100%}}h1,h3{{text-align:center}}{look.css}</style>"
            f"<h1>青岭县文化馆2025年部门预算</h1><p>一、部门职责：组织开展群众文化活动。</p><p>{look.intro}</p>{tables}"
        )

    def print_on(self, page: Page, path: Path) -> None:
        """Writes the PDF that Chromium prints of it."""
        page.set_content(self.html)
        page.pdf(path=str(path), format="A4", print_background=True)

    def _table(self, title: str, head: str, rows: Sequence[str]) -> str:
        look = self._look
        above = f'<div style="text-align:right">{look.above}</div>' if look.above else ""
        below = f"<div>{look.below}</div>" if look.below else ""
        body = "".join(f"<tr>{row}</tr>" for row in rows)
        if look.title_inside:
            wide = max(row.count("<td") for row in rows)
            head = f'<tr><th colspan="{wide}">{title}</th></tr><tr><th colspan="{wide}">{look.above}</th></tr>{head}'
            return f"<section><table><thead>{head}</thead><tbody>{body}</tbody></table></section>"
        table = f"<table><thead>{head}</thead><tbody>{body}</tbody></table>"
        return f"<section><h3>{title}</h3>{above}{table}{below}</section>"

    def _cell(self, kind: str, label: str, measure: str, amount: Decimal) -> str:
        """An amount in its cell; nothing is printed for none."""
        if not amount:
            return '<td class="n"></td>'
        self.amounts.add((kind, label, measure, amount * WAN))
        return f'<td class="n">{self._look.number(amount * WAN / self._look.unit)}</td>'

    def _code(self, code: str, name: str) -> str:
        """The cells of a row's code and name."""
        if self._look.code_in_name:
            return f"<td>{code}-{name}</td>" if code else f"<td>{name}</td>"
        parts = [code[:3], code[3:5], code[5:]] if self._look.code_columns > 1 else [code]
        return "".join(f"<td>{part}</td>" for part in (*parts, name))

    def _coded_table(self, title: str, headers: tuple[str, str], cells: Callable[[str, Decimal, Decimal], str]) -> str:
        """A table by functional codes: two rows of ``headers``, ``cells`` of each name, basic and project amount."""
        several, (upper, lower) = self._look.code_columns > 1, headers
        code = '<th colspan="3">科目编码</th>' if several else '<th rowspan="2">科目编码</th>'
        named = f'{code}<th rowspan="2">科目名称</th>'
        if self._look.code_in_name:
            named = '<th rowspan="2">科目编码及名称</th>'
        parts = "<th>类</th><th>款</th><th>项</th>" if several else ""
        head = f"<tr>{named}{upper}</tr><tr>{parts}{lower}</tr>"
        rows = [
            f"{self._code(code, name)}{cells(name, basic, project)}"
            for code, name, basic, project in _functional_rows()
        ]
        return self._table(title, head, rows)

    def _summary(self) -> str:
        total = next(basic + project for code, _, basic, project in _functional_rows() if not code)
        revenue = (
            ("一、一般公共预算拨款收入", "general_public.all", total - 40),
            ("二、政府性基金预算拨款收入", "government_fund.all", Decimal(0)),
            ("三、事业收入", "operating_income.all", Decimal(25)),
            ("四、其他收入", "other_income.all", Decimal(15)),
            ("本年收入合计", "all.all", total),
            ("收入总计", "all.all", total),
        )
        classes = [(name, basic + project) for code, name, basic, project in _functional_rows() if len(code) == 3]
        expenditure = [(f"{no}、{name}", amount) for no, (name, amount) in zip("一二三四", classes, strict=True)]
        expenditure += [("本年支出合计", total), ("支出总计", total)]
        rows = [
            f"<td>{left}</td>{self._cell('rev_exp_summary', left, measure, amount)}"
            f"<td>{right}</td>{self._cell('rev_exp_summary', right, 'all.all', spent)}"
            for (left, measure, amount), (right, spent) in zip(revenue, expenditure, strict=True)
        ]
        amount = f"<th>项目</th><th>预算数{self._look.header}</th>"
        head = f'<tr><th colspan="2">收入</th><th colspan="2">支出</th></tr><tr>{amount * 2}</tr>'
        return self._table("部门收支总表", head, rows)

    def _functional(self, kind: str, title: str, fund: str) -> str:
        def cells(name: str, basic: Decimal, project: Decimal) -> str:
            amounts = {"all": basic + project, "basic": basic, "project": project}
            return "".join(self._cell(kind, name, f"{fund}.{part}", amount) for part, amount in amounts.items())

        headers = (
            f'<th colspan="3">2025年预算数{self._look.header}</th>',
            "<th>合计</th><th>基本支出</th><th>项目支出</th>",
        )
        return self._coded_table(title, headers, cells)

    def _revenue(self) -> str:
        def cells(name: str, basic: Decimal, project: Decimal) -> str:
            amount, blank = basic + project, '<td class="n"></td>'
            of_all = self._cell("rev_summary", name, "all.all", amount)
            return f"{of_all}{blank}{self._cell('rev_summary', name, 'general_public.all', amount)}{blank * 2}"

        headers = (
            f'<th rowspan="2">合计{self._look.header}</th><th rowspan="2">上年结转</th><th colspan="3">本年收入</th>',
            "<th>一般公共预算</th><th>政府性基金预算</th><th>事业收入</th>",
        )
        return self._coded_table("部门收入总表", headers, cells)

    def _economic(self) -> str:
        rows = []
        for code, name, amount in _economic_rows():
            personnel = Decimal(0) if code.startswith("302") else amount
            if not code:
                personnel = amount - next(sum_ for group, _, sum_ in _economic_rows() if group == "302")
            rows.append(
                f"<td>{code}</td><td>{name}</td>{self._cell('gpb_basic_econ', name, 'general_public.basic', amount)}"
                f"{self._cell('gpb_basic_econ', name, 'general_public.basic_personnel', personnel)}"
                f"{self._cell('gpb_basic_econ', name, 'general_public.basic_public', amount - personnel)}"
            )
        columns = ("经济分类科目编码", "经济分类科目名称", f"合计{self._look.header}", "人员经费", "公用经费")
        head = "".join(f"<th>{column}</th>" for column in columns)
        return self._table("一般公共预算基本支出表", f"<tr>{head}</tr>", rows)


def amount_of(line: BudgetLine) -> tuple[str, str, str, Decimal | None]:
    """What of a budget line is compared with the page's amounts."""
    return line.table_kind, line.label_raw, line.measure_id, line.amount_cny


def _functional_rows() -> Iterator[tuple[str, str, Decimal, Decimal]]:
    """The total, then each class and group before its items: code, name, basic and project expenditure."""
    items = [(code, name, Decimal(basic), Decimal(project)) for code, name, basic, project in ITEMS]
    codes = sorted({code[:length] for code, *_ in items for length in (0, 3, 5, 7)})
    names = {"": "合计", **CLASSES, **{code: name for code, name, *_ in items}}
    for code in codes:
        own = [item for item in items if item[0].startswith(code)]
        yield code, names[code], sum((i[2] for i in own), Decimal(0)), sum((i[3] for i in own), Decimal(0))


def _economic_rows() -> Iterator[tuple[str, str, Decimal]]:
    """The total, then each group before its items: code, name, amount."""
    items = [(code, name, Decimal(amount)) for code, name, amount in ECONOMIC]
    names = {"": "合计", **GROUPS, **{code: name for code, name, _ in items}}
    for code in sorted({code[:length] for code, *_ in items for length in (0, 3, 5)}):
        yield code, names[code], sum((item[2] for item in items if item[0].startswith(code)), Decimal(0))
