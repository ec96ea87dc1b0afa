"""Forms of many localities and what each of their columns means, in a text a person can read and correct.

A form is a heading ``## locality: title``, its header and one row of its body in the notation of ``rows`` (← and ↑
stand where a cell reaches over the position), then ``=`` and its kind, then ``=`` and for each column its role, or of
an amount side, measure, the economic item it is of where the column names one, and the phase where it is not the
document's own. ``--regenerate-goldens`` writes what is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from pipeline.config.rules import Rules
from pipeline.model.records import BudgetLine
from pipeline.model.table import Table
from tests.conftest import REGENERATE
from tests.unit.assembly.sheets import table
from tests.unit.interpretation.reading import interpreted

FORMS = Path(__file__).parent / "forms.txt"
SIDES = {"revenue": "+", "expenditure": "-", "balance": "="}


class Form(NamedTuple):
    """One form as it is written in the file: heading, printed rows, kind, and what its columns mean."""

    heading: str
    printed: str
    kind: str
    columns: str

    @property
    def table(self) -> Table:
        title = self.heading.split(": ", 1)[1]
        return table(self.printed, self.printed.count("\n"), title, unit="单位:万元")

    def __str__(self) -> str:
        return f"## {self.heading}\n{self.printed}\n= {self.kind}\n= {self.columns}\n"


def forms() -> Iterator[Form]:
    """The forms of the file."""
    for block in FORMS.read_text(encoding="utf-8").split("\n## "):
        heading, *rest = block.removeprefix("## ").strip().split("\n")
        *printed, kind, columns = rest
        yield Form(heading, "\n".join(printed), kind.removeprefix("= "), columns.removeprefix("= "))


def read(form: Form, rules: Rules) -> Form:
    """The form with the kind and the columns that are read now."""
    result = interpreted(rules, form.table)
    at = {cell.cell_id: cell.col_no for cell in result.cells}
    amounts = {at[str(line.source_cell_id)]: line for line in result.budget_lines}
    said = []
    for column in result.columns:
        line = amounts.get(column.col_no)
        phase = "" if line is None or line.phase == "approved_budget" else f" {line.phase}"
        item = f" {code}" if line is not None and (code := _item(line)) else ""
        amount = f"{SIDES[line.side]} {line.measure_id}{item}{phase}" if line is not None else ""
        said.append(amount or ("nothing" if column.role == "measure" else column.role))
    return form._replace(kind=result.tables[0].table_kind, columns=" | ".join(said))


def _item(line: BudgetLine) -> str | None:
    """The economic item that the column of a line names."""
    by_name = line.measure_id.endswith("of_which") and "code_from_name" in (line.flags or "")
    return (line.econ_dept_code or line.econ_gov_code) if by_name else None


def test_the_columns_of_all_forms_mean_what_is_written(rules: Rules, pytestconfig: pytest.Config) -> None:
    now = "\n".join(str(read(form, rules)) for form in forms())
    if pytestconfig.getoption(REGENERATE):
        FORMS.write_text(now, encoding="utf-8")
    assert now.splitlines() == FORMS.read_text(encoding="utf-8").splitlines()
