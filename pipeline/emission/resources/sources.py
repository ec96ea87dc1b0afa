"""What was read: documents, their logical tables, the meaning of columns, every cell."""

from __future__ import annotations

from dataclasses import replace

from pipeline.emission.model import Field, ForeignKey, Resource
from pipeline.emission.resources.blocks import (
    AMOUNT_UNIT,
    BBOX,
    CONFIDENCE,
    DOCUMENT_ID,
    FISCAL_YEAR,
    FLAGS,
    LOCALITY_CODE,
    METHOD,
    PAGE_NO,
    ROW_FLAGS,
    ROW_ID,
    TABLE_ID,
    VALUE_STATUS,
)

DOCUMENTS = Resource(
    "documents",
    "源文件",
    "Source documents",
    "document_id",
    (
        DOCUMENT_ID,
        Field(
            "disclosure_id", "string", "公开事项ID（跨版本稳定）", "Disclosure, stable across re-issues", required=True
        ),
        Field("revision", "integer", "版本号", "Revision", required=True, minimum=1),
        Field("supersedes_document_id", "string", "被替代文件", "Document this one replaces"),
        Field("is_current", "boolean", "是否现行", "Is the current revision", required=True),
        LOCALITY_CODE,
        Field("unit_id", "string", "发布单位", "Publishing unit"),
        Field("publisher_raw", "string", "发布单位（原样）", "Publisher as printed", required=True),
        Field("title_raw", "string", "标题（原样）", "Title as printed"),
        Field(
            "document_type",
            "string",
            "文件类型",
            "Document type",
            required=True,
            enum=("department_budget", "unit_budget", "department_final", "unit_final"),
        ),
        FISCAL_YEAR,
        Field("template_family", "string", "模板族", "Template family"),
        Field("source_url", "string", "来源网址", "Source address"),
        Field("published_date", "date", "公开日期", "Date of publication"),
        Field("retrieved_at", "datetime", "获取时间", "Time of retrieval"),
        Field("file_name", "string", "文件名", "File name", required=True),
        Field("file_sha256", "string", "SHA-256", "SHA-256 of the file", required=True, pattern=r"^[0-9a-f]{64}$"),
        Field("file_bytes", "integer", "字节数", "Size in bytes", minimum=0),
        Field(
            "file_created_at",
            "datetime",
            "文件生成时间",
            "Time the file was made",
            description="as its own metadata says; orders the revisions of a disclosure",
        ),
        Field("page_count", "integer", "页数", "Pages", minimum=1),
        Field("text_layer", "string", "文本层", "Text layer", enum=("native", "ocr", "mixed", "none", "transcript")),
        Field("tables_listed", "integer", "目录列示表数", "Tables listed in the contents"),
        Field("tables_extracted", "integer", "抽出表数", "Tables extracted"),
        Field("secrecy_review_raw", "string", "保密审查情况", "Secrecy review as printed"),
        Field("signoff_raw", "string", "审签情况", "Sign-off as printed"),
        Field("pipeline_version", "string", "流水线版本", "Pipeline version", required=True),
        FLAGS,
    ),
    (
        ForeignKey("locality_code", "localities", "locality_code"),
        ForeignKey("unit_id", "units", "unit_id"),
    ),
)

TABLES = Resource(
    "tables",
    "逻辑表",
    "Logical tables",
    "table_id",
    (
        replace(TABLE_ID, required=True),
        DOCUMENT_ID,
        Field("seq", "integer", "出现顺序", "Order in the document", required=True),
        Field("table_kind", "string", "表种", "Kind of table", required=True),
        Field("printed_no", "string", "印刷表号", "Printed number"),
        Field("title_raw", "string", "表名（原样）", "Title as printed"),
        Field("unit_label_raw", "string", "单位标注（原样）", "Unit label as printed"),
        AMOUNT_UNIT,
        Field("page_start", "integer", "起页", "First page"),
        Field("page_end", "integer", "止页", "Last page"),
        Field("n_fragments", "integer", "片段数", "Page fragments"),
        Field("n_rows", "integer", "行数", "Rows"),
        Field("n_cols", "integer", "列数", "Columns"),
        Field("listed_in_toc", "boolean", "目录列示", "Listed in the contents"),
        Field("declared_empty", "boolean", "声明空表", "Declared empty"),
        Field("declared_empty_reason_raw", "string", "空表理由", "Reason for being empty, as printed"),
        Field(
            "table_status",
            "string",
            "抽取状态",
            "Extraction status",
            required=True,
            enum=("extracted", "partial", "illegible", "declared_empty", "blank_template", "not_found"),
        ),
        Field("note_raw", "string", "表注", "Note as printed"),
        METHOD,
        CONFIDENCE,
        FLAGS,
    ),
    (
        ForeignKey("document_id", "documents", "document_id"),
        ForeignKey("table_kind", "cl_table_kind", "table_kind"),
    ),
)

TABLE_COLUMNS = Resource(
    "table_columns",
    "列头映射",
    "Columns and what they mean",
    "column_id",
    (
        Field("column_id", "string", "列ID", "Column", required=True, pattern=ROW_ID),
        replace(TABLE_ID, required=True, pattern=None),
        Field("col_no", "integer", "列序（0起）", "Column number, from 0", required=True),
        Field("header_path_raw", "string", "列头路径（/分隔）", "Header path, joined by /", required=True),
        Field(
            "role",
            "string",
            "角色",
            "Role",
            required=True,
            enum=("seq", "code", "name", "measure", "text", "ignore"),
        ),
        Field("measure_id", "string", "度量", "Measure"),
        AMOUNT_UNIT,
        FLAGS,
    ),
    (
        ForeignKey("table_id", "tables", "table_id"),
        ForeignKey("measure_id", "cl_measure", "measure_id"),
    ),
    unique_keys=(("table_id", "col_no"),),
)

CELLS = Resource(
    "cells",
    "单元格",
    "Cells of the base grid; a merged cell is one row at its top left",
    "cell_id",
    (
        Field("cell_id", "string", "单元格ID", "Cell", required=True, pattern=ROW_ID),
        replace(TABLE_ID, required=True),
        Field("row_no", "integer", "行序（0起）", "Row number, from 0", required=True, minimum=0),
        Field("col_no", "integer", "列序（0起）", "Column number, from 0", required=True, minimum=0),
        Field("row_span", "integer", "跨行数", "Rows spanned", minimum=1),
        Field("col_span", "integer", "跨列数", "Columns spanned", minimum=1),
        Field("is_header", "boolean", "是否表头", "Is a header cell"),
        Field("text_raw", "string", "文字（原样）", "Text as printed"),
        Field("text_norm", "string", "文字（规范化）", "Text normalised"),
        PAGE_NO,
        BBOX,
        METHOD,
        CONFIDENCE,
        replace(VALUE_STATUS, required=False),
        ROW_FLAGS,
    ),
    (ForeignKey("table_id", "tables", "table_id"),),
    unique_keys=(("table_id", "row_no", "col_no"),),
    formats=("parquet",),
)
