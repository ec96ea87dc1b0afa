"""Closed vocabularies of the published schema with their names: fund sources, expenditure types, flags."""

from __future__ import annotations

FUND_SOURCES: dict[str, tuple[str, str]] = {
    "all": ("全部资金", "all funds"),
    "fiscal_total": ("财政拨款", "fiscal appropriation"),
    "general_public": ("一般公共预算", "general public budget"),
    "general_public_fiscal": ("一般公共预算（财政拨款）", "general public budget, fiscal appropriation"),
    "government_fund": ("政府性基金预算", "government-managed funds"),
    "state_capital": ("国有资本经营预算", "state capital operations budget"),
    "fiscal_account": ("财政专户管理资金", "special fiscal account"),
    "operating_income": ("事业收入", "operating income of public institutions"),
    "business_income": ("事业单位经营收入", "business income of public institutions"),
    "superior_subsidy": ("上级补助收入", "subsidy from superior unit"),
    "affiliated_remittance": ("附属单位上缴收入", "remittance from affiliated units"),
    "other_income": ("其他收入", "other income"),
    "unit_funds": ("单位资金", "unit funds"),
    "carryover": ("上年结转", "carry-over"),
    "carryover_general_public": ("一般公共预算结转", "carry-over, general public budget"),
    "carryover_government_fund": ("政府性基金结转", "carry-over, government-managed funds"),
    "carryover_state_capital": ("国有资本经营预算结转", "carry-over, state capital operations"),
    "real_account_balance": ("上年实户资金余额", "balance of own bank account"),
    "business_fund_offset": ("用事业基金弥补收支差额", "offset from operating fund"),
}

EXPENDITURE_TYPES: dict[str, tuple[str, str]] = {
    "all": ("合计", "total"),
    "basic": ("基本支出", "basic expenditure"),
    "basic_personnel": ("人员经费", "personnel"),
    "basic_public": ("公用经费", "public-use"),
    "basic_wages": ("工资福利支出", "wages and benefits"),
    "basic_transfers": ("对个人和家庭的补助", "transfers to individuals and households"),
    "basic_goods_services": ("商品和服务支出", "goods and services"),
    "basic_capital": ("资本性支出", "capital"),
    "project": ("项目支出", "project expenditure"),
    "project_operating": ("其他运转类项目", "other operating projects"),
    "project_targeted": ("特定目标类项目", "targeted projects"),
    "business_operation": ("经营支出", "business operation"),
    "remit_superior": ("上缴上级支出", "remittance to superior unit"),
    "subsidy_affiliated": ("对附属单位补助支出", "subsidy to affiliated units"),
}

FLAGS: dict[str, tuple[str, str, str]] = {
    "readers_disagree": (
        "两次读数不一致",
        "extraction",
        "two independent readers differ on the cell; the first is published",
    ),
    "reading_doubtful": (
        "识别存疑",
        "extraction",
        "read from pixels with doubt: two networks differ, or the reading does not fit its column",
    ),
    "illegible": ("无法辨认", "extraction", "no network could read the cell's pixels"),
    "printed_red": (
        "红字",
        "extraction",
        "a number without a sign is printed in red, as accounts print negative ones; published as printed",
    ),
    "struck_out": (
        "有删除线",
        "extraction",
        "digits of the number are struck out; published as printed, with them",
    ),
    "crosses_rule": ("数字跨越表线", "extraction", "a number printed across a rule was kept whole"),
    "wrapped_row_merged": (
        "跨页行已合并",
        "extraction",
        "two halves of a row cut by a page break were joined",
    ),
    "header_missing": ("缺少表头", "source", "the column has no header"),
    "unit_missing": (
        "未标注金额单位",
        "source",
        "the table prints no amount unit; that of the document is used, or none",
    ),
    "code_from_name": (
        "由名称推定编码",
        "extraction",
        "only the name is printed; the code is the one it stands for in the list",
    ),
    "code_repaired": (
        "编码误印已更正",
        "repair",
        "the printed code is none; the name stands for one code alone, a slip away: see repairs",
    ),
    "code_unlisted": ("编码不在目录", "source", "the printed code is not in the observed code list"),
    "label_missing": ("缺少行标签", "source", "the row has amounts but no label"),
    "label_doubtful": (
        "标签存疑",
        "extraction",
        "label, code or a label above it in its path were read from pixels in doubt, or the label is not the name that "
        "the list has for the code, but nearly it, or that of another code; or it is a header or without a code and a "
        "slip away from a name; or its cell holds the labels of several rows, or an amount",
    ),
    "duplicate_row": ("重复行", "source", "the row repeats one above it; it is not additive"),
    "toc_conflict": ("与报表目录不符", "source", "the contents table says otherwise"),
    "name_variant": ("单位名称不一致", "source", "the cover and the tables name the publisher differently"),
    "column_shift_repaired": (
        "错列已还原",
        "repair",
        "values printed beside their headers were put under them, as quantity × unit price = amount proves",
    ),
    "column_shift_suspected": (
        "疑似错列",
        "extraction",
        "values do not fit the headers above them; those from the first misfit on are left out",
    ),
    "row_shift_suspected": (
        "疑似错行错列",
        "extraction",
        "words of levels stand under other headers; name and value were taken in the order they are printed",
    ),
    "multi_value_split": ("一格多值已拆分", "extraction", "one of several values that one cell holds"),
    "prior_year": (
        "上年金额",
        "source",
        "the sentence names another year than the document's: not an amount of this fiscal year",
    ),
    "reviewed": ("已人工复核", "review", "a person has compared the amount with the page"),
    "values_shifted": (
        "数值移位已还原",
        "repair",
        "the number was read under another column's header and moved back; see repairs",
    ),
    "needs_review": ("待复核", "review", "identity or content is in doubt"),
}
