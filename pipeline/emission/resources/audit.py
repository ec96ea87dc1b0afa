"""What was changed and what was checked: the repair log and the results of reconciliation."""

from __future__ import annotations

from pipeline.emission.model import CENTS, MICROS, Field, ForeignKey, Resource
from pipeline.emission.resources.blocks import BBOX, CONFIDENCE, DOCUMENT_ID, PAGE_NO, ROW_ID, TABLE_ID

REPAIR_TYPES = (
    "column_shift",
    "row_shift",
    "ocr_substitution",
    "unit_scale",
    "code_fix",
    "dedupe",
    "merge_fragment",
    "split_cell",
    "label_normalise",
    "derivation",
    "manual",
)

TRIAGE_REASONS = (
    "illegible",
    "table_illegible",
    "contradicted",
    "column_shifted",
    "row_shifted",
    "readers_disagree",
    "printed_red",
    "struck_out",
    "low_confidence",
    "repair_unwitnessed",
    "code_name_mismatch",
    "form_contradicted",
    "text_contradicted",
    "contents_conflict",
    "printed_twice",
)

REPAIRS = Resource(
    "repairs",
    "修复记录",
    "Repairs",
    "repair_id",
    (
        Field("repair_id", "string", "ID", "Repair", required=True, pattern=ROW_ID),
        DOCUMENT_ID,
        Field("resource", "string", "资源", "Resource", required=True),
        Field("record_id", "string", "记录ID", "Record", required=True),
        Field("field", "string", "字段", "Field", required=True),
        Field("value_before", "string", "修复前", "Value before"),
        Field("value_after", "string", "修复后", "Value after"),
        Field("repair_type", "string", "类型", "Type", required=True, enum=REPAIR_TYPES),
        Field("rule_id", "string", "规则", "Rule"),
        Field("rationale", "string", "理由", "Rationale", required=True),
        Field("evidence_check_ids", "string", "依据校验（|分隔）", "Checks relied on, joined by |"),
        Field("actor", "string", "执行者", "Actor", required=True, enum=("rule", "model", "human")),
        Field("actor_version", "string", "版本", "Version of the actor"),
        CONFIDENCE,
        Field(
            "review_state",
            "string",
            "复核",
            "Review",
            required=True,
            enum=("unreviewed", "accepted", "rejected"),
        ),
        Field("method", "string", "方法", "How the value was found", required=True),
        Field("candidates", "string", "候选值（|分隔）", "Values considered, joined by |"),
        Field("proof", "string", "唯一性证明", "What shows that no other value fits", required=True),
        Field(
            "witness_check_ids", "string", "独立佐证校验（|分隔）", "Checks that hold and were not used, joined by |"
        ),
        PAGE_NO,
        BBOX,
    ),
    (ForeignKey("document_id", "documents", "document_id"),),
)

CHECKS = Resource(
    "checks",
    "勾稽校验",
    "Reconciliation checks",
    "check_id",
    (
        Field("check_id", "string", "ID", "Check", required=True, pattern=ROW_ID),
        DOCUMENT_ID,
        TABLE_ID,
        Field("rule_id", "string", "规则", "Rule", required=True),
        Field("description", "string", "说明", "Description", required=True),
        Field("expected_cny", "number", "应为", "Expected (CNY)", parquet=CENTS),
        Field("actual_cny", "number", "实为", "Actual (CNY)", parquet=CENTS),
        Field("difference_cny", "number", "差额", "Difference (CNY)", parquet=CENTS),
        Field("tolerance_cny", "number", "容差", "Tolerance (CNY)", minimum=0, parquet=MICROS),
        Field(
            "status",
            "string",
            "结果",
            "Result",
            required=True,
            enum=("pass", "pass_rounding", "fail", "not_evaluable"),
        ),
        Field(
            "independent",
            "boolean",
            "是否独立",
            "Is independent",
            required=True,
            description="false where the identity was used to repair one of the amounts in it",
        ),
        Field("severity", "string", "级别", "Severity", required=True, enum=("info", "warning", "error")),
        Field(
            "cause",
            "string",
            "归因",
            "Cause",
            enum=("source_error", "extraction_error", "rounding", "unknown"),
        ),
        Field("record_ids", "string", "涉及记录（|分隔）", "Records concerned, joined by |"),
        Field("reasoning", "string", "推断理由", "Reasoning: why it fails or cannot be evaluated"),
    ),
    (
        ForeignKey("document_id", "documents", "document_id"),
        ForeignKey("table_id", "tables", "table_id"),
    ),
)

TRIAGE = Resource(
    "triage",
    "待核清单",
    "What to look at, and why",
    "triage_id",
    (
        Field("triage_id", "string", "ID", "Suspect", required=True, pattern=ROW_ID),
        DOCUMENT_ID,
        TABLE_ID,
        Field("resource", "string", "资源", "Resource", required=True),
        Field("record_id", "string", "记录ID", "Record", required=True),
        Field("reason", "string", "缘由", "Reason", required=True, enum=TRIAGE_REASONS),
        Field("message", "string", "说明", "Why, in words", required=True),
        Field(
            "amount_cny",
            "number",
            "涉及金额（元）",
            "Money at risk (CNY)",
            parquet=CENTS,
            description="the amount in doubt, or by how much the sums are off",
        ),
        Field("weight", "number", "存疑程度", "Doubt, from 0 to 1", required=True, minimum=0, maximum=1),
        Field("check_ids", "string", "相关校验（|分隔）", "Checks concerned, joined by |"),
        PAGE_NO,
        BBOX,
    ),
    (
        ForeignKey("document_id", "documents", "document_id"),
        ForeignKey("table_id", "tables", "table_id"),
    ),
)
