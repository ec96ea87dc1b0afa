"""What a file under configs/ may say: strict, frozen models; an unknown key or value is an error."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from pipeline.config.form_words import EntityFactWords, ProcurementWords, ProjectWords, ThreePublicWords, UnitListWords
from pipeline.config.performance_words import PerformanceWords
from pipeline.config.strict import Pattern, Strict
from pipeline.money import AmountUnit

Side = Literal["revenue", "expenditure"]
Classification = Literal["functional", "econ_dept", "econ_gov"]
ColumnRole = Literal["seq", "code", "name", "text"]
ColumnOf = Literal["functional", "econ_dept", "econ_gov", "unit", "project"]
FundSource = Literal[
    "all", "fiscal_total", "general_public", "general_public_fiscal", "government_fund", "state_capital",
    "fiscal_account", "operating_income", "business_income", "superior_subsidy", "affiliated_remittance",
    "other_income", "unit_funds", "carryover", "carryover_general_public", "carryover_government_fund",
    "carryover_state_capital", "real_account_balance", "business_fund_offset",
]  # fmt: skip
ExpenditureType = Literal[
    "all", "basic", "basic_personnel", "basic_public", "basic_wages", "basic_transfers", "basic_goods_services",
    "basic_capital", "project", "project_operating", "project_targeted", "business_operation", "remit_superior",
    "subsidy_affiliated",
]  # fmt: skip
Phase = Literal["approved_budget", "adjusted_budget", "final_account", "prior_year"]
DocumentType = Literal["department_budget", "unit_budget", "department_final", "unit_final"]


class Captions(Strict):
    printed_no: Pattern = Field(description="printed table number at the start of a line")
    unit_label: Pattern = Field(description="unit line; the first group is the unit")
    unknown_unit: Pattern = Field(description="unit line of another unit: its table has none, nor the document's")
    unit_statement: Pattern = Field(description="note or sentence that says the unit; the first group is the unit")
    organisation: Pattern = Field(description="organisation line; the first group is the name")
    note: Pattern = Field(description="start of a note under a table")
    title: Pattern = Field(description="end of a table title")


class KindRule(Strict):
    """A table kind and how to know it: by its title, or (without a title) by words of its header."""

    kind: str = Field(pattern=r"^[a-z_]+$")
    name: str
    title: Pattern | None = Field(None, description="searched in the table's title")
    header: tuple[Pattern, ...] | None = Field(None, description="all must occur in the header's texts")
    first_row: Pattern | None = Field(None, description="with ``header``: a label of the first body row must match")
    lines: bool = Field(False, description="whether its amounts become budget_lines")
    side: Side | None = None
    classification: Classification | None = None
    fund_source: FundSource = "all"
    expenditure_type: ExpenditureType = "all"


class RoleRule(Strict):
    role: ColumnRole
    match: Pattern
    of: ColumnOf | None = None


class FundRule(Strict):
    id: FundSource
    match: Pattern


class ExpenditureRule(Strict):
    id: ExpenditureType
    match: Pattern
    under: Pattern | None = Field(None, description="an ancestor in the header must match too")


class PhaseRule(Strict):
    id: Phase
    match: Pattern


class Columns(Strict):
    roles: tuple[RoleRule, ...]
    fund_source: tuple[FundRule, ...]
    expenditure_type: tuple[ExpenditureRule, ...]
    phase: tuple[PhaseRule, ...]
    amount: Pattern = Field(description="headers that carry an amount without saying of what")
    of_which: Pattern
    other_period: Pattern
    aside: Pattern = Field(description="what a header says in brackets that it leaves out")
    other_than: Pattern = Field(description="headers of what is left beside what they name, without a measure")
    comparison: Pattern = Field(description="headers over columns that compare with another year")
    sum: Pattern
    side_label: Pattern = Field(description="headers that name a side and stand over the labels of its list")
    provisional: Pattern = Field(description="headers of the outturn before the books are closed")
    neutral: Pattern = Field(description="spanning headers over amounts that need no dimension of their own")
    remark: Pattern = Field(description="headers of columns of words about the row")
    economic: Pattern = Field(description="headers that say that rows follow the economic classification")
    functional: Pattern = Field(description="headers that say that rows follow the functional classification")
    other_header: Pattern = Field(description="further words that only headers use")
    revenue: Pattern
    expenditure: Pattern


class Rows(Strict):
    total: Pattern
    subtotal: Pattern
    of_which: Pattern
    carry_forward: Pattern
    beside: Pattern
    enumerator: Pattern
    form_start: Pattern = Field(description="first cell of a form, which has labels beside its values, no header")
    placeholder: Pattern
    unreadable: Pattern
    index_row: Pattern
    names: tuple[str, ...] = Field(
        (), description="labels that forms print and no code list has, to know a misread one by"
    )


class DocumentTypeRule(Strict):
    id: DocumentType
    match: Pattern


class Identification(Strict):
    fiscal_year: Pattern
    document_type: tuple[DocumentTypeRule, ...]
    publisher_label: Pattern
    part_heading: Pattern = Field(
        description="heading of a part of the document; the groups ``organisation`` and ``year``, each may be empty"
    )
    title_goes_on: Pattern = Field(description="follows the organisation in a title that names one")
    secrecy_review: Pattern = Field(description="the cover's line on it; the first group is what it says")
    sign_off: Pattern = Field(description="the cover's line on it; the first group is what it says")
    organisation_end: Pattern


class Contents(Strict):
    """The list of the tables a document has."""

    heading: Pattern = Field(description="a line that is the heading of the list")
    heading_end: Pattern = Field(description="ends a longer heading of the list")
    title: Pattern = Field(description="header of the tables' titles")
    declared_empty: Pattern = Field(description="header of the column that says whether a table is empty")
    reason: Pattern = Field(description="header of the column that says why it is empty")
    empty: Pattern = Field(description="what is said of an empty table")
    filled: Pattern = Field(description="what is said of one that is not empty")
    entry: Pattern = Field(description="a line of the list: the groups ``number`` and ``title``")
    numbered: Pattern = Field(description="begins a line that does not go on the one above")
    prose: Pattern = Field(description="lines in the form of an entry that list no table")


class Statements(Strict):
    """Words of the running text around amounts."""

    heading: Pattern = Field(description="what begins a paragraph or is a heading")
    without_unit: Pattern = Field(description="an amount without unit; the group ``number`` is it")
    threshold_before: Pattern = Field(description="ends in front of a limit that is no amount of the budget")
    threshold_after: Pattern = Field(description="follows a limit that is no amount of the budget")
    up: Pattern = Field(description="ends in front of an increase")
    down: Pattern = Field(description="ends in front of a decrease")
    either: Pattern = Field(description="ends in front of a change whose direction the form leaves open")
    flat: Pattern = Field(description="no change")
    compared: Pattern = Field(description="a comparison with the year before")
    changes_section: Pattern = Field(description="headings under which every change is one against the year before")
    other_comparison: Pattern = Field(description="a comparison with something else")
    reason: Pattern = Field(description="begins the reason of a change")
    reason_after_change: Pattern = Field(description="begins the reason of a change told just before")
    reason_goes_on: Pattern = Field(description="begins a sentence that still belongs to the reason")
    each: Pattern = Field(description="says that the amounts after it belong to the names before it, one by one")
    difference: Pattern = Field(description="ends in front of how far two amounts are apart, which is itself none")
    named_after: Pattern = Field(description="after an amount behind 其中: what the amount is named by")
    parts: Pattern = Field(description="stands between a total and its parts")
    prior_year: Pattern = Field(description="a subject so named is of the year before")
    leading: Pattern = Field(description="dropped at the start of a subject")
    trailing: Pattern = Field(description="dropped at the end of a subject")
    generic: Pattern = Field(description="whole subjects that need the paragraph's topic")
    filler: Pattern = Field(description="ignored when two subjects are compared")


class Limits(Strict):
    """What one document may cost; whatever is larger is reported and left, and costs nobody else anything."""

    bytes: int = Field(gt=0, description="largest file, checked before it is opened")
    pages: int = Field(gt=0, description="most pages")
    paths: int = Field(gt=0, description="most vector paths on a page; a page with more is not read")
    pixels: int = Field(gt=0, description="most pixels a page is rendered at; a larger page is rendered coarser")
    seconds: float = Field(gt=0, description="time for a document of no page, by the clock")
    seconds_per_page: float = Field(gt=0, description="further time for each page")
    memory_mb: int = Field(gt=0, description="address space of the process that reads, in MiB")
    file_mb: int = Field(gt=0, description="largest file that process may write, in MiB")
    open_files: int = Field(ge=64, description="files that process may have open")


class Vocabulary(Strict):
    """configs/default.yaml: what every locality shares."""

    id: Literal["default"]
    name: str
    captions: Captions
    amount_units: dict[str, AmountUnit]
    empty_note: Pattern
    table_kinds: tuple[KindRule, ...]
    columns: Columns
    rows: Rows
    contents: Contents
    identification: Identification
    statements: Statements
    unit_list: UnitListWords
    projects: ProjectWords
    procurement: ProcurementWords
    three_public: ThreePublicWords
    limits: Limits
    performance: PerformanceWords
    entity_facts: EntityFactWords


class UnitEntry(Strict):
    """A budget unit the locality's documents name."""

    code: str = Field(pattern=r"^[0-9A-Za-z]+$")
    name: str
    aliases: tuple[str, ...] = ()
    parent: str | None = Field(None, description="code of the unit above it")


class Additions(Strict):
    """What a template or a locality adds; its rules are tried before those of default.yaml."""

    table_kinds: tuple[KindRule, ...] = ()
    column_roles: tuple[RoleRule, ...] = ()
    fund_source: tuple[FundRule, ...] = ()
    expenditure_type: tuple[ExpenditureRule, ...] = ()


class Template(Additions):
    """configs/templates/<id>.yaml: a province's prescribed set of forms."""

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    name: str
    forms: dict[str, str] = Field(
        default_factory=dict, description="printed number → table kind, for tables without a title"
    )


class Locality(Additions):
    """configs/localities/<id>.yaml: one source locality."""

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    name: str
    locality_code: str = Field(pattern=r"^\d{6}$", description="GB/T 2260")
    names: tuple[str, ...] = Field((), description="further names its documents use for the locality")
    extends: str | None = Field(None, description="one template")
    units: tuple[UnitEntry, ...] = ()
