"""One invented budget set in many ways: what provinces and programs vary, with the truth of every amount.

``VARIANTS`` is the table of ways; each is a budget document of its own in ``draw``. The truth is a multiset, for each
printed amount its code (or label), measure and phase, and its yuan.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Literal, NamedTuple

import pymupdf

FONT = "china-s"
WIDTH, HEIGHT, LEFT, TOP, LINE = 842, 595, 40, 70, 18
YEAR = 2025
SCALE = {"元": 1, "千元": 1000, "万元": 10000, "百万元": 1000000, "亿元": 100000000}
Amounts = tuple[Decimal, ...]


class Truth(NamedTuple):
    """What one printed amount means."""

    about: str
    measure: str
    phase: str
    cny: Decimal


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to print the budget; the defaults are the plainest."""

    unit: str = "万元"
    unit_at: Literal["line", "header", "title", "grid"] = "line"
    decimals: int = 2
    rules: Literal["all", "horizontal", "none"] = "all"
    codes: Literal["plain", "dotted", "split", "label"] = "plain"
    total_last: bool = False
    none: str = ""
    minus: str = "-"
    prior: bool = False
    watermark: str = ""
    narrow: bool = False
    off: Decimal = Decimal(0)
    """By how much the issuer's total of projects is wrong."""


VARIANTS = {
    "plain": Variant(),
    "yuan, codes with dots, total last": Variant(unit="元", codes="dotted", total_last=True),
    "thousands, 类款项 apart": Variant(unit="千元", codes="split"),
    "millions in the title": Variant(unit="百万元", unit_at="title", decimals=4),
    "hundred millions in the headers": Variant(unit="亿元", unit_at="header", decimals=8),
    "thousands in the headers": Variant(unit="千元", unit_at="header"),
    "caption inside the rules": Variant(unit="元", unit_at="grid", codes="label"),
    "last year beside it, minus as △": Variant(prior=True, minus="△"),
    "last year beside it, minus as brackets": Variant(prior=True, minus="()", unit="元"),
    "three rules": Variant(rules="horizontal"),
    "no rules, dashes": Variant(rules="none", none="—"),
    "no rules, headers that nearly touch": Variant(rules="none", narrow=True, unit="元", none="0.00"),
    "watermark": Variant(watermark="公开公示"),
    "a wrong total": Variant(off=Decimal("10000.00")),
}

ROWS = (
    ("201", "一般公共服务支出"),
    ("20103", "政府办公室及相关机构事务"),
    ("2010301", "行政运行"),
    ("2010302", "一般行政管理事务"),
    ("210", "卫生健康支出"),
    ("21011", "行政事业单位医疗"),
    ("2101101", "行政单位医疗"),
)
ITEMS = {
    "2010301": ("3129600.00", "508400.00", "0.00", "3700000.00"),
    "2010302": ("0.00", "0.00", "1264300.00", "1300000.00"),
    "2101101": ("186500.00", "0.00", "0.00", "0.00"),
}
"""Personnel, public use and projects of each item, and what it had the year before."""
FUNDS = ("上年结转", "一般公共预算", "政府性基金预算", "国有资本经营预算", "财政专户管理资金", "事业收入", "其他收入")
FUND_IDS = (
    "carryover",
    "general_public",
    "government_fund",
    "state_capital",
    "fiscal_account",
    "operating_income",
    "other_income",
)


def draw(variant: Variant, path: Path) -> Counter[Truth]:
    """Writes the document to ``path``; the truth about its amounts."""
    document = pymupdf.open()
    _write(document.new_page(width=WIDTH, height=HEIGHT), f"示例县水务局{YEAR}年部门预算", 250, 200, 24)
    truths: Counter[Truth] = Counter()
    for title, headers, body in (_expenditure(variant), _revenue(variant)):
        page = document.new_page(width=WIDTH, height=HEIGHT)
        _table(page, title, headers, body, variant)
        truths.update(cell for row in body for cell in row if isinstance(cell, Truth) and cell.cny)
    document.save(path)
    return truths


Row = tuple[str | Truth, ...]
Sheet = tuple[str, tuple[str, ...], list[Row]]


def _expenditure(variant: Variant) -> Sheet:
    def amounts(about: str, codes: Sequence[str]) -> Iterator[str | Truth]:
        personnel, public, project, before = (sum(Decimal(ITEMS[c][k]) for c in codes) for k in range(4))
        now = "approved_budget"
        if variant.prior:
            yield Truth(about, "general_public.all", "prior_year", Decimal(before))
        yield Truth(about, "general_public.all", now, Decimal(personnel + public + project))
        yield Truth(about, "general_public.basic_personnel", now, Decimal(personnel))
        yield Truth(about, "general_public.basic_public", now, Decimal(public))
        yield Truth(about, "general_public.project", now, Decimal(project) + variant.off * (about == "合计"))
        if variant.prior:
            yield _printed(Decimal(personnel + public + project - before), variant)

    unit = f"（{variant.unit}）" if variant.unit_at == "header" else ""
    own = (f"合计{unit}", "人员经费", "公用经费", f"项目支出{unit}")
    headers = (f"{YEAR - 1}年执行数", *own, f"比{YEAR - 1}年增减额") if variant.prior else own
    return "一般公共预算支出表", (*_label_headers(variant), *headers), _rows(variant, amounts)


def _revenue(variant: Variant) -> Sheet:
    def amounts(about: str, codes: Sequence[str]) -> Iterator[Truth]:
        spent = sum((Decimal(a) for c in codes for a in ITEMS[c][:3]), Decimal(0))
        other = Decimal("45600.00") if "2010302" in codes else Decimal(0)
        values = dict.fromkeys(FUND_IDS, Decimal(0)) | {"general_public": spent, "other_income": other}
        yield Truth(about, "all.all", "approved_budget", spent + other)
        for fund, value in values.items():
            yield Truth(about, f"{fund}.all", "approved_budget", value)

    unit = f"（{variant.unit}）" if variant.unit_at == "header" else ""
    return "部门收入总表", (*_label_headers(variant), f"合计{unit}", *FUNDS), _rows(variant, amounts)


def _rows(variant: Variant, amounts: object) -> list[Row]:
    assert callable(amounts)
    rows: list[Row] = []
    for code, name in ROWS:
        own = [item for item in ITEMS if item.startswith(code)]
        rows.append((*_labels(code, name, variant), *amounts(code, own)))
    total = (*_labels("", "合计", variant), *amounts("合计", list(ITEMS)))
    return [*rows, total] if variant.total_last else [total, *rows]


def _label_headers(variant: Variant) -> tuple[str, ...]:
    return {"split": ("类", "款", "项", "科目名称"), "label": ("功能分类科目",)}.get(
        variant.codes, ("科目编码", "科目名称")
    )


def _labels(code: str, name: str, variant: Variant) -> tuple[str, ...]:
    parts = (code[:3], code[3:5], code[5:])
    match variant.codes:
        case "split":
            return (*parts, name)
        case "label":
            return (code + name,)
        case "dotted":
            return (".".join(filter(None, parts)), name)
    return (code, name)


def _printed(cny: Decimal, variant: Variant) -> str:
    if not cny:
        return variant.none
    text = f"{abs(cny) / SCALE[variant.unit]:,.{variant.decimals}f}"
    return text if cny > 0 else f"({text})" if variant.minus == "()" else variant.minus + text


def _table(page: pymupdf.Page, title: str, headers: Sequence[str], body: Sequence[Row], variant: Variant) -> None:
    unit = f"单位：{variant.unit}"
    shown = f"{title}（{unit}）" if variant.unit_at == "title" else title
    inside = variant.unit_at == "grid"
    rows = [tuple(_printed(c.cny, variant) if isinstance(c, Truth) else c for c in row) for row in body]
    n = len(headers)
    if inside:
        blank = [""] * (n - 2)
        rows = [(shown, "", *blank), ("部门：示例县水务局", *blank, unit), tuple(headers), *rows]
    else:
        _write(page, shown, 330, 30, 14)
        rows = [tuple(headers), *rows]
        if variant.unit_at == "line":
            _write(page, unit, WIDTH - 120, 55, 9)
    n_labels = len(_label_headers(variant))
    cuts = _cuts(rows[2 * inside :], n_labels, variant)
    for k, row in enumerate(rows):
        y = TOP + k * LINE
        for col, text in enumerate(row):
            right = k > 2 * inside and col >= n_labels
            _write(page, text, cuts[col + 1] - 2 - _length(text) if right else cuts[col] + 2, y + 12, 8)
    _rule(page, cuts, [TOP + k * LINE for k in range(len(rows) + 1)], variant)
    if variant.watermark:
        at = pymupdf.Point(250, 400)
        turn = pymupdf.Matrix(30)
        page.insert_text(at, variant.watermark, fontsize=70, fontname=FONT, color=(0.9, 0.8, 0.8), morph=(at, turn))


def _cuts(rows: Sequence[Sequence[str]], n_labels: int, variant: Variant) -> list[float]:
    """As wide as what stands in the columns; narrow ones leave hardly any room beside it."""
    labels = {"split": (30, 30, 30, 150), "label": (190,)}.get(variant.codes, (70, 150))
    cuts = [float(LEFT)]
    for width in labels:
        cuts.append(cuts[-1] + width)
    for col in range(n_labels, len(rows[0])):
        cuts.append(cuts[-1] + max(_length(row[col]) for row in rows) + (3.5 if variant.narrow else 16))
    return cuts


def _rule(page: pymupdf.Page, cuts: Sequence[float], ys: Sequence[float], variant: Variant) -> None:
    if variant.rules == "none":
        return
    for y in ys if variant.rules == "all" else (ys[0], ys[1], ys[-1]):
        page.draw_line((cuts[0], y), (cuts[-1], y), width=0.5)
    merged = variant.unit_at == "grid"  # the title's row is one cell
    for x in cuts if variant.rules == "all" else ():
        page.draw_line((x, ys[merged and cuts[0] < x < cuts[-1]]), (x, ys[-1]), width=0.5)


def _write(page: pymupdf.Page, text: str, x: float, y: float, size: float) -> None:
    page.insert_text((x, y), text, fontsize=size, fontname=_font(text))


def _font(text: str) -> str:
    """The Chinese font sets digits as wide as characters."""
    return "helv" if text.isascii() else FONT


def _length(text: str) -> float:
    return float(pymupdf.get_text_length(text, fontname=_font(text), fontsize=8))
