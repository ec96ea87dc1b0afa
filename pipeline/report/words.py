"""The words of the pages: Chinese first, English as the label beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Word(NamedTuple):
    """One term in both languages."""

    zh: str
    en: str


WORDS: Mapping[str, Word] = {
    # kinds of documents
    "department_budget": Word("部门预算", "department budget"),
    "unit_budget": Word("单位预算", "unit budget"),
    "department_final": Word("部门决算", "department final account"),
    "unit_final": Word("单位决算", "unit final account"),
    # text layers
    "native": Word("文字层", "text layer"),
    "ocr": Word("图像识别", "read from pixels"),
    "mixed": Word("文字层与图像", "text layer and pixels"),
    "none": Word("无文字层", "no text layer"),
    "transcript": Word("文字转录", "transcript"),
    # what became of a table
    "extracted": Word("已抽取", "extracted"),
    "partial": Word("部分抽取", "partial"),
    "illegible": Word("无法辨认", "illegible"),
    "declared_empty": Word("声明空表", "declared empty"),
    "blank_template": Word("空白表样", "blank template"),
    "not_found": Word("未找到", "not found"),
    # verdicts
    "confirmed": Word("勾稽相符", "confirmed"),
    "unchecked": Word("未能校验", "unchecked"),
    "contradicted": Word("勾稽不符", "contradicted"),
    "pass": Word("相符", "pass"),
    "pass_rounding": Word("舍入内相符", "pass within rounding"),
    "fail": Word("不符", "fail"),
    "not_evaluable": Word("无法计算", "not evaluable"),
    "source_error": Word("公开文件有误", "error of the issuer"),
    "extraction_error": Word("抽取有误", "error of extraction"),
    "rounding": Word("舍入", "rounding"),
    "unknown": Word("原因不明", "cause unknown"),
    # origins of an amount
    "reported": Word("原样", "as printed"),
    "zero": Word("零", "zero as printed"),
    "blank": Word("空白", "blank"),
    "derived": Word("推算", "derived from sums"),
    "repaired": Word("修复", "repaired reading"),
    "corrected": Word("人工更正", "corrected by a person"),
    "doubtful": Word("存疑", "reading in doubt"),
    "not_applicable": Word("不适用", "not applicable"),
    # how it was read
    "text_layer": Word("文字层", "text layer"),
    "manual": Word("转录", "transcribed by a person"),
    "template": Word("模板", "template"),
    "vlm": Word("视觉模型", "vision model"),
    # repairs
    "unreviewed": Word("未复核", "not reviewed"),
    "accepted": Word("已认可", "accepted"),
    "rejected": Word("已否决", "rejected"),
    # stages of the Sankey
    "source": Word("按资金来源", "by source of funds"),
    "function": Word("按功能分类", "by functional class"),
    "economic": Word("按经济分类", "by economic class"),
    "balance": Word("结转下年", "carried forward"),
    "total": Word("合计", "total"),
    # outcomes of inputs
    "failed": Word("失败", "failed"),
}


def word(key: object) -> Word:
    """The term of a published value; a value without one stands for itself."""
    text = "" if key is None else str(key)
    return WORDS.get(text, Word(text, ""))
