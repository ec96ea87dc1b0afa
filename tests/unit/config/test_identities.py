"""A fault in configs/identities names its file, and its line where one row is at fault."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.config.identities import read_identities
from pipeline.errors import UsageProblem


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("weight", "wieght", "tables.csv, line 1: columns must be"),
        (",1,rev_exp", ",one,rev_exp", "tables.csv, line 2: weight"),
        ("C-SIDE", "C-NONE", "tables.csv, line 2: rule_id 'C-NONE' is not in rules.csv"),
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


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda text: text + text.splitlines()[1] + "\n", "stands there twice"),
        (
            lambda text: "\n".join(line for line in text.splitlines() if not line.startswith("C-TOC")),
            "no rule_id 'C-TOC'",
        ),
    ],
    ids=["twice", "missing"],
)
def test_the_rules_are_whole_and_single(configs_copy: Path, change: Callable[[str], str], says: str) -> None:
    path = configs_copy / "identities/rules.csv"
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(UsageProblem, match=says):
        read_identities(path.parent)


def test_an_identity_of_one_term_is_refused(configs_copy: Path) -> None:
    path = configs_copy / "identities/tables.csv"
    path.write_text(
        path.read_text(encoding="utf-8") + "C-XTAB,lonely,1,exp_summary,expenditure,total,all,all,\n", encoding="utf-8"
    )
    with pytest.raises(UsageProblem, match="C-XTAB lonely has one term"):
        read_identities(path.parent)


def test_every_rule_is_documented() -> None:
    root = Path(__file__).parents[3]
    readme = (root / "README.md").read_text(encoding="utf-8")
    assert all(f"`{rule}`" in readme for rule in read_identities(root / "configs" / "identities").rules)
