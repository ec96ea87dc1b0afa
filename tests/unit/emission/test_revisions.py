"""Re-issued documents are revisions; what is not known to be the same disclosure is not."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime
from typing import Any

import pytest

from pipeline.emission.revisions import with_revisions

FEBRUARY, MARCH = datetime(2024, 2, 1, tzinfo=UTC), datetime(2024, 3, 1, tzinfo=UTC)


def row(name: str, **other: Any) -> dict[str, Any]:
    found = {
        "document_id": f"doc_{name}",
        "disclosure_id": "999901-101-2024-department_budget",
        "publisher_raw": "示例市测试局",
        "locality_code": "999901",
        "file_name": f"{name}.pdf",
        "file_created_at": None,
        "published_date": None,
    }
    return found | other


def told(rows: list[dict[str, Any]]) -> dict[str, tuple[int, str | None, bool]]:
    return {
        r["document_id"].removeprefix("doc_"): (r["revision"], r["supersedes_document_id"], r["is_current"])
        for r in with_revisions(rows)
    }


def test_one_document_is_current() -> None:
    assert told([row("a")]) == {"a": (1, None, True)}


@pytest.mark.parametrize(
    "rows",
    [
        [row("a", file_created_at=FEBRUARY), row("b", file_created_at=MARCH)],
        [row("a"), row("b", file_created_at=FEBRUARY)],
        [row("a", file_created_at=MARCH, published_date=date(2024, 1, 1)), row("b", published_date=date(2024, 1, 2))],
        [row("a", file_name="预算.pdf"), row("b", file_name="预算（更正）.pdf")],
        [row("a", file_name="same.pdf"), row("b", file_name="same.pdf")],
    ],
    ids=["made later", "made at a known time", "published later", "name", "identifier"],
)
def test_a_later_issue_supersedes(rows: list[dict[str, Any]]) -> None:
    for order in itertools.permutations(rows):
        assert told(list(order)) == {"a": (1, None, False), "b": (2, "doc_a", True)}


def test_three_issues_form_a_chain() -> None:
    assert told([row("c"), row("a"), row("b")]) == {
        "a": (1, None, False),
        "b": (2, "doc_a", False),
        "c": (3, "doc_b", True),
    }


@pytest.mark.parametrize(
    "other",
    [
        {"disclosure_id": "999901-101-2025-department_budget"},
        {"publisher_raw": "示例市另一局"},
    ],
)
def test_other_disclosures_are_left_alone(other: dict[str, Any]) -> None:
    assert told([row("a"), row("b", **other)]) == {"a": (1, None, True), "b": (1, None, True)}


def test_without_a_place_nothing_is_superseded() -> None:
    rows = [row("a", locality_code="000000"), row("b", locality_code="000000")]
    assert told(rows) == {"a": (1, None, True), "b": (1, None, True)}


def test_the_rows_given_are_not_changed() -> None:
    given = row("a")
    (made,) = with_revisions([given])
    assert "revision" not in given
    assert list(made)[: len(given)] == list(given)
