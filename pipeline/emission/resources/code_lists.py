"""Code lists: the classifications by year of edition, and the vocabularies of this schema."""

from __future__ import annotations

from pipeline.emission.model import Field, ForeignKey, Resource


def _classification(name: str, title_zh: str, title_en: str, mapped_to: str) -> Resource:
    """A hierarchical classification whose codes are keyed by edition, such as ``2022:2101501``."""
    return Resource(
        name,
        title_zh,
        title_en,
        "code_id",
        (
            Field("code_id", "string", "键 年版:编码", "Key, edition:code", required=True, pattern=r"^\d{4}:\d{3,7}$"),
            Field("edition_year", "integer", "科目年版", "Year of the edition", required=True),
            Field("code", "string", "编码", "Code", required=True),
            Field("name", "string", "名称", "Name", required=True),
            Field("level", "integer", "级次", "Level", required=True),
            Field("parent_id", "string", "上级键", "Parent"),
            Field(
                "name_source", "string", "名称来源", "Source of the name", required=True, enum=("official", "observed")
            ),
            Field("n_documents", "integer", "出现文件数", "Documents it was seen in"),
            Field(mapped_to, "string", "国际分类（参考）", "International classification (indicative)"),
            Field("mapping_note", "string", "映射说明", "Note on the mapping"),
        ),
        (ForeignKey("parent_id", "", "code_id"),),
        unique_keys=(("edition_year", "code"),),
    )


CL_FUNCTIONAL = _classification("cl_functional", "支出功能分类", "Functional classification", "cofog_code")
CL_ECONOMIC_DEPT = _classification(
    "cl_economic_dept", "部门预算支出经济分类", "Economic classification (department)", "gfsm_code"
)
CL_ECONOMIC_GOV = _classification(
    "cl_economic_gov", "政府预算支出经济分类", "Economic classification (government)", "gfsm_code"
)

CL_MEASURE = Resource(
    "cl_measure",
    "度量",
    "Measures",
    "measure_id",
    (
        Field("measure_id", "string", "ID", "Measure", required=True),
        Field("name_zh", "string", "名称", "Name in Chinese", required=True),
        Field("name_en", "string", "英文", "Name in English"),
        Field("definition", "string", "定义", "Definition"),
    ),
)

CL_TABLE_KIND = Resource(
    "cl_table_kind",
    "表种",
    "Kinds of table",
    "table_kind",
    (
        Field("table_kind", "string", "ID", "Kind", required=True),
        Field("name_zh", "string", "名称", "Name in Chinese", required=True),
        Field("target_resource", "string", "目标资源", "Resource its values go to"),
    ),
)

CL_FLAG = Resource(
    "cl_flag",
    "标记",
    "Flags",
    "flag",
    (
        Field("flag", "string", "ID", "Flag", required=True),
        Field("name_zh", "string", "名称", "Name in Chinese", required=True),
        Field("class", "string", "类别", "Class", required=True, enum=("source", "extraction", "repair", "review")),
        Field("definition", "string", "定义", "Definition"),
    ),
)
