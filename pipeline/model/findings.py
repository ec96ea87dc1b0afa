"""What reading a document can notice: a closed list of codes, each with what it means for the reviewer."""

from __future__ import annotations

from dataclasses import dataclass

FINDINGS: dict[str, str] = {
    "readers-disagree": "two independent engines read a cell differently; the first reading is published, flagged",
    "printed-red": (
        "a number without a sign is printed in red, as accounts print negative ones; published as printed, flagged"
    ),
    "struck-out": "digits of a number are struck out; published as printed, flagged",
    "table-not-bound": (
        "a table that should carry amounts has no column with a known measure, or no labels, or a table with amounts "
        "is of no known kind or no form its kind has; its cells are published"
    ),
    "table-not-found": (
        "rows of amounts stand outside any table of the page, or no cell of a table could be read (bent paper, rules "
        "lost in a scan): what stands there gives no records"
    ),
    "column-not-bound": (
        "a column of a table of amounts holds amounts, but what its header means is not known, or its list has "
        "no labels; its cells are published, no budget lines"
    ),
    "number-not-read": (
        "a cell of an amount column holds digits but no well-formed number: beside words it gives no budget line; "
        "alone (12,34.5), or as ###, a spreadsheet's sign for a number too wide for its column, it gives one without "
        "an amount"
    ),
    "page-not-read": "pixels of the page should be read, and the packages that read pictures are not installed",
    "read-from-pixels": "the page has no usable text layer, or holds pictures; it was read from its pixels",
    "reading-doubtful": "a cell read from pixels may be wrong: two networks differ, or it does not fit its column",
    "cell-illegible": "no network could read a cell's pixels; it is published without text, status illegible",
    "publisher-conflict": "the cover and the tables name different publishers",
    "year-conflict": "the cover and a table's title name different fiscal years; the cover's is published, flagged",
    "year-not-printed": "no fiscal year is printed; that of the file's name (2025年…) is published, flagged",
    "locality-unknown": "no administrative division of GB/T 2260 is named; the document is published under 000000",
    "locality-not-configured": "no file of configs/localities is for this place; the shared vocabulary alone was used",
    "unit-unknown": "a table with amounts prints no unit and the document has no single one; amount_cny stays empty",
    "unit-conflict": (
        "above a table, in its title and in its notes different amount units are printed; "
        "the nearest label's is taken, flagged"
    ),
    "header-blank": (
        "the box above the header of every amount column is blank: of a sheet wider than the page, "
        "what it says may stand on another page; its amounts are published, flagged"
    ),
    "decision-matches-nothing": "a person's decision is about an amount this document does not have; exit code 1",
    "decision-stale": "a person's decision was made on another reading of another picture; it is not applied",
    "decision-conflict": "people decided differently about one amount; none of it is applied",
    "repair-out-of-time": "the solver had no answer in its time; what it was asked about stands as it was read",
    "active-content": "the PDF carries scripts, actions or attachments; none was executed or opened",
    "pixels-limited": "a page is larger than limits.pixels at its own resolution; it was rendered coarser",
    "source-note": "the file was repaired on reading, has no second reading, or a transcript beside it was left aside",
}


@dataclass(frozen=True, slots=True)
class DocumentFinding:
    """One thing noticed: its code from ``FINDINGS``, a sentence, and where."""

    code: str
    message: str
    page_no: int | None = None
    table_id: str | None = None

    def __post_init__(self) -> None:
        if self.code not in FINDINGS:
            raise ValueError(f"{self.code}: not a known finding; add it to FINDINGS")
