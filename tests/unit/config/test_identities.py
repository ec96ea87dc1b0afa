"""A fault in configs/identities names its file, and its line where one row is at fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.config.identities import read_identities
from pipeline.errors import UsageProblem


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("weight", "wieght", "tables.csv, line 2: "),
        (",1,rev_exp", ",one,rev_exp", "tables.csv, line 2: weight"),
        ("C-SIDE", "C-NONE", "tables.csv: rule_id 'C-NONE' is not in rules.csv"),
    ],
)
def test_a_fault_names_its_place(configs_copy: Path, old: str, new: str, says: str) -> None:
    path = configs_copy / "identities/tables.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(UsageProblem, match="tables") as caught:
        read_identities(path.parent)
    assert says in str(caught.value)


def test_a_missing_file_is_named(configs_copy: Path) -> None:
    (configs_copy / "identities/prose.csv").unlink()
    with pytest.raises(UsageProblem, match=r"prose\.csv: cannot be read"):
        read_identities(configs_copy / "identities")
