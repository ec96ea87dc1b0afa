"""The words of the review page, Chinese and English, and the sentences that say why an amount is there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from pipeline.review.queue import Reason
from pipeline.review.sums import Sum

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")

WORDS: dict[str, tuple[str, str]] = {
    "title": ("预算 · 复核", "yusuan · review"),
    "queue": ("待核表格", "Tables to review"),
    "queue.empty": ("没有待核的金额。", "Nothing is left to review."),
    "queue.left": ("处待核", "to review"),
    "queue.count": ("待核", "To review"),
    "queue.later": ("处暂缓", "put off"),
    "queue.money": ("存疑金额（元）", "Money at risk (yuan)"),
    "queue.table": ("表格", "Table"),
    "queue.why": ("缘由", "Why"),
    "queue.orphans": ("找不到对应金额的判定", "Decisions that match no amount"),
    "language": ("English", "中文"),
    "skip": ("跳到表格", "Skip to the table"),
    "back": ("返回清单", "Back to the list"),
    "reviewer": ("复核人", "Reviewer"),
    "page": ("页面", "Page"),
    "page.missing": (
        "找不到原 PDF；启动时用 --pdfs 指明所在文件夹。",
        "The PDF is not at hand; start with --pdfs and its folder.",
    ),
    "page.none": ("由文字稿录入，没有页面。", "Read from a transcript: there is no page."),
    "page.of": ("第 {page} 页，表格部分", "Page {page}, the part with the table"),
    "zoom.of": ("放大：{about}", "Enlarged: {about}"),
    "table": ("表格", "Table"),
    "cell": ("当前单元格", "This cell"),
    "why": ("为何在此", "Why this is here"),
    "why.none": ("此处无疑点；可照改。", "Nothing is in doubt here; it can be edited all the same."),
    "candidates": ("候选值", "Candidates"),
    "candidates.none": ("没有候选值。按 e 输入。", "No candidates. Press e to type."),
    "candidates.holds": ("{holds}/{of} 项勾稽相符", "{holds} of {of} sums hold"),
    "published": ("现值", "as it stands"),
    "sums": ("所在勾稽（元）", "Sums it stands in (yuan)"),
    "sums.none": ("没有包含此金额的勾稽关系。", "No sum contains this amount."),
    "sums.row": ("行", "row"),
    "sums.column": ("列", "column"),
    "sums.other": ("表间与正文", "tables and text"),
    "residual": ("差额", "residual"),
    "residual.unknown": ("有金额未知", "an amount is unknown"),
    "holds": ("相符", "holds"),
    "fails": ("不符", "fails"),
    "sums.blank": ("另有 {count} 处空白", "and {count} blank"),
    "term.other": ("正文金额", "amount in the text"),
    "reading": ("读作", "read as"),
    "unit": ("单位", "unit"),
    "actions": ("操作", "Actions"),
    "action.next": ("下一处", "Next"),
    "action.previous": ("上一处", "Previous"),
    "action.edit": ("改值", "Edit"),
    "action.accept": ("本表照此，下一表", "Accept table, go on"),
    "action.unsure": ("拿不准", "Unsure"),
    "action.blank": ("原件为空", "Blank in source"),
    "action.reject": ("退回", "Send back"),
    "action.undo": ("撤销", "Undo"),
    "action.open": ("打开 PDF", "Open the PDF"),
    "action.help": ("帮助", "Help"),
    "action.save": ("保存", "Save"),
    "action.cancel": ("取消", "Cancel"),
    "action.close": ("关闭", "Close"),
    "edit.label": ("原件上的数（{unit}）", "The number as printed ({unit})"),
    "reason.label": ("理由（可不填）", "Reason (may stay empty)"),
    "keys.on": ("单键快捷键：开", "Single-key shortcuts: on"),
    "keys.off": ("单键快捷键：关", "Single-key shortcuts: off"),
    "help.take": ("取第几个候选值（没有该候选时开始输入）", "take that candidate (starts typing where there is none)"),
    "help.arrows": ("在表格中移动", "move in the table"),
    "help.typing": ("其余数字、减号、小数点：直接输入", "other digits, minus, point: start typing"),
    "help.enter": ("保存输入的值", "save the value typed"),
    "help.escape": ("放弃输入", "drop what was typed"),
    "legend": ("标记", "Marks"),
    "origin.printed": ("原件文字", "printed text"),
    "origin.ocr": ("图像识别", "read from pixels"),
    "origin.doubtful": ("识别存疑", "reading in doubt"),
    "origin.derived": ("由勾稽推出", "derived from sums"),
    "origin.repaired": ("已修复", "repaired"),
    "origin.corrected": ("人工更正", "corrected by a person"),
    "origin.illegible": ("无法辨认", "illegible"),
    "origin.blank": ("空白", "blank"),
    "origin.decided": ("已判定，待重新运行", "decided, takes effect with the next run"),
    "item": ("待核", "to review"),
    "item.later": ("暂缓", "put off"),
    "said.saved": ("已记下：{what}", "Kept: {what}"),
    "said.undone": ("已撤销", "Undone"),
    "said.nothing_to_undo": ("没有可撤销的判定", "Nothing to undo"),
    "said.last": ("全部看完", "That was the last one"),
    "said.left": ("仍有 {count} 处没有数值，不能照此", "{count} without a value are left; they cannot be accepted"),
    "said.offline": ("服务没有应答；未记下", "No answer from the server; nothing was kept"),
    "fault.changed": (
        "打开本页之后该金额或其判定已变（{detail}）；已重新载入，请再看一眼",
        "The amount or the decisions about it changed since this page was opened ({detail}); loaded anew, look again",
    ),
    "fault.undone": ("该判定已不生效", "That decision is no longer in force"),
    "fault.no_value": ("此处没有可照此的数值", "There is no value to accept here"),
    "fault.no_number": ("“{detail}”不是一个数", "“{detail}” is no number"),
    "fault.no_unit": ("表格没有金额单位，无从换算", "The table has no unit, an amount cannot be told"),
    "fault.too_fine": ("“{detail}”细于一分", "“{detail}” is finer than a cent of yuan"),
    "fault.no_line": ("此处没有金额", "There is no amount here"),
    "fault.verdict": ("不认识的判定", "No such verdict"),
    "verdict.accept": ("照此", "accepted"),
    "verdict.override": ("改为", "changed to"),
    "verdict.blank": ("原件为空", "blank in source"),
    "verdict.unsure": ("拿不准", "unsure"),
    "verdict.reject": ("退回", "sent back"),
    "source.published": ("现值", "as it stands"),
    "source.again": ("换程序与分辨率再读", "read again, other reader and resolution"),
    "said.again": ("已退回；再读得：{texts}", "Sent back; read again as: {texts}"),
    "source.reading": ("识别的另一读数", "another reading"),
    "rule.C-TREE": ("分类汇总", "subtotal of a class"),
    "rule.C-UNIT": ("单位汇总", "units add up"),
    "rule.C-TOTAL": ("合计", "total of the list"),
    "rule.C-ROW": ("横向合计", "sum across the row"),
    "rule.C-SIDE": ("收支平衡", "revenue equals expenditure"),
    "rule.C-XTAB": ("表间一致", "same amount in two tables"),
    "rule.C-BASIC": ("基本支出表间一致", "basic expenditure, between tables"),
    "rule.C-PROJ": ("项目支出表间一致", "project expenditure, between tables"),
    "rule.C-CODE": ("编码与名称一致", "code and name in the code list"),
    "rule.C-3P": ("三公合计", "sums of “三公” items"),
    "rule.C-PERF": ("绩效金额一致", "amounts of performance goals"),
    "rule.C-PART": ("其中不大于总额", "of which at most the whole"),
    "rule.C-PROSE": ("与正文一致", "amount in the running text"),
    "why.illegible": ("识别不出任何数。", "Nobody could read a number here."),
    "why.readers_disagree": ("两个读取程序读数不同。", "Two readers differ."),
    "why.printed_red": (
        "红字印刷而无负号，可能是负数。",
        "Printed in red without a sign: it may be negative.",
    ),
    "why.struck_out": (
        "数字上有删除线，可能已作废。",
        "Digits are struck out: the number may be void.",
    ),
    "why.low_confidence": ("图像识别存疑。", "The reading from pixels is in doubt."),
    "why.repair_unwitnessed": (
        "数值由勾稽推出，没有别的佐证。",
        "The value was put in from sums, and nothing else bears it out.",
    ),
    "why.column_shifted": ("该行数值错位一列，移回时没有别的佐证。", "The row's values had slipped by a column."),
    "why.row_shifted": ("数值错位一行，移回时没有别的佐证。", "The values had slipped by a row."),
    "why.contradicted": ("勾稽不符：", "A sum fails: "),
    "why.decision_stale": ("先前的判定已失效：图像与读数都变了。", "An earlier decision no longer fits: "),
    "why.decision_conflict": ("判定相互矛盾：", "Decisions contradict each other: "),
    "why.decision_unsure": ("有人拿不准：", "Someone was unsure: "),
    "why.decision_sent_back": ("已退回，数值未知：", "Sent back, the value is unknown: "),
    "why.off": ("{name}：{about}，差 {residual} 元", "{name}: {about}, off by {residual} yuan"),
}


def word(key: str, language: Language, otherwise: str | None = None) -> str:
    """The words for a key; ``otherwise`` for one that is not known (a new rule, say), else the key must be there."""
    if otherwise is not None and key not in WORDS:
        return otherwise
    return WORDS[key][LANGUAGES.index(language)]


def words(language: Language) -> dict[str, str]:
    """All words in one language."""
    return {key: texts[LANGUAGES.index(language)] for key, texts in WORDS.items()}


def reason_text(reason: Reason, sums: Sequence[Sum], language: Language, kinds: Mapping[str, str]) -> str:
    """Why an amount is in the queue, in a sentence; failed sums are named with what they are off by.

    ``kinds``: names of table kinds, for sentences in Chinese.
    """
    key = f"why.{reason.code}"
    if key not in WORDS:
        return reason.message
    failing = [one for one in sums if one.check_id in reason.check_ids and one.status == "fail"]
    if reason.code == "contradicted" and failing:
        return word(key, language) + "；".join(_off(one, language, kinds) for one in failing)
    if reason.code.startswith("decision_"):
        return word(key, language) + reason.message
    return word(key, language) + (f"（{reason.message}）" if language == "en" else "")


def about_sum(one: Sum, language: Language, kinds: Mapping[str, str]) -> str:
    """What a sum is about; in Chinese with the names of the table kinds instead of their identifiers."""
    said = one.description
    for kind in sorted(kinds, key=len, reverse=True) if language == "zh" else ():
        said = said.replace(kind, kinds[kind])
    return said


def _off(one: Sum, language: Language, kinds: Mapping[str, str]) -> str:
    name = word(f"rule.{one.rule_id}", language, one.rule_id)
    residual = "?" if one.off is None else f"{one.off:,.2f}"
    return word("why.off", language).format(name=name, about=about_sum(one, language, kinds), residual=residual)
