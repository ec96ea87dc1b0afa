"""What is said of a release's proof: counts by rule and file, failures with their cause, the gravest first."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from pipeline.emission.proof import Proof, proof_json, proof_lines, proof_of
from pipeline.emission.read import open_release
from tests.unit.emission.conftest import DOCUMENT, TABLE


def check(number: int, rule: str, status: str, severity: str = "info", **said: Any) -> dict[str, Any]:
    return {
        "check_id": f"chk_{number:016x}",
        "document_id": DOCUMENT,
        "table_id": TABLE,
        "rule_id": rule,
        "description": "合计 =\n甲 + 乙",
        "status": status,
        "independent": True,
        "severity": severity,
        **said,
    }


@pytest.fixture
def proof(write: Any, rows: Any) -> Proof:
    failed = {"difference_cny": Decimal("1.00"), "cause": "source_error", "reasoning": "off by 1.00"}
    checks = [
        check(1, "C-ROW", "pass"),
        check(2, "C-ROW", "fail", "warning"),
        check(3, "C-TREE", "fail", "error", **failed),
        check(4, "C-ROW", "pass_rounding"),
    ]
    return proof_of(open_release(write({**rows, "checks": checks})))


def test_checks_and_amounts_are_counted(proof: Proof) -> None:
    assert {rule: dict(counts) for rule, counts in proof.rules.items()} == {
        "C-ROW": {"pass": 1, "fail": 1, "pass_rounding": 1},
        "C-TREE": {"fail": 1},
    }
    assert [counts.total() for _, counts in proof.files] == [3, 0]


@pytest.mark.parametrize(("level", "count"), [("info", 2), ("warning", 2), ("error", 1)])
def test_failures_at_or_above_a_level(proof: Proof, level: str, count: int) -> None:
    assert proof.failed(level) == count


def test_lines_are_whole_whatever_a_text_holds(proof: Proof) -> None:
    counts = list(proof_lines(proof, failures=False))
    assert counts[:3] == [
        "rule\tpass\tpass_rounding\tfail\tnot_evaluable",
        "C-ROW\t1\t1\t1\t0",
        "C-TREE\t0\t0\t1\t0",
    ]
    assert counts[-1].startswith("total\t")
    head, gravest, other = proof_lines(proof, failures=True)
    assert gravest.split("\t")[1:7] == ["C-TREE", "error", "合计 = 甲 + 乙", "1.00", "source_error", "off by 1.00"]
    assert len(head.split("\t")) == len(gravest.split("\t")) == len(other.split("\t"))


def test_as_json(proof: Proof) -> None:
    said = json.loads(proof_json(proof))
    assert said["rules"]["C-TREE"] == {"pass": 0, "pass_rounding": 0, "fail": 1, "not_evaluable": 0}
    assert [f["difference_cny"] for f in said["failures"]] == ["1.00", None]
