"""The code lists hold together: unique codes, parents that exist, levels that fit the length of the code."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

CODES = Path(__file__).parents[2] / "configs" / "codes"
CLASSIFICATIONS = {"functional.csv": 3, "economic_department.csv": 2, "economic_government.csv": 2}
CLASSIFICATION_COLUMNS = [
    "edition_year", "code", "name", "level", "parent_code", "name_source", "n_documents",
]  # fmt: skip
LENGTH = {"1": 3, "2": 5, "3": 7}


def read(name: str) -> list[dict[str, str]]:
    with (CODES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", [*CLASSIFICATIONS, "divisions.csv"])
def test_a_code_stands_once_and_in_order(name: str) -> None:
    codes = [row["code"] for row in read(name)]
    assert codes
    assert codes == sorted(set(codes))


@pytest.mark.parametrize("name", CLASSIFICATIONS)
def test_columns(name: str) -> None:
    assert list(read(name)[0]) == CLASSIFICATION_COLUMNS


@pytest.mark.parametrize("name", CLASSIFICATIONS)
def test_rows_are_whole(name: str) -> None:
    for row in read(name):
        assert row["edition_year"] == "2024", row
        assert row["name_source"] == "observed", row
        assert row["name"] == row["name"].strip() != "", row
        assert int(row["n_documents"]) >= 2, row


@pytest.mark.parametrize(("name", "deepest"), CLASSIFICATIONS.items())
def test_the_level_fits_the_length_of_the_code(name: str, deepest: int) -> None:
    for row in read(name):
        assert row["code"].isdecimal(), row
        assert len(row["code"]) == LENGTH[row["level"]], row
        assert int(row["level"]) <= deepest, row


@pytest.mark.parametrize("name", CLASSIFICATIONS)
def test_the_parent_is_the_nearest_listed_ancestor(name: str) -> None:
    rows = read(name)
    codes = {row["code"] for row in rows}
    for row in rows:
        ancestors = [row["code"][:n] for n in (5, 3) if n < len(row["code"]) and row["code"][:n] in codes]
        assert row["parent_code"] == (ancestors[0] if ancestors else ""), row


def test_divisions_are_six_digits_under_an_existing_parent() -> None:
    rows = read("divisions.csv")
    assert list(rows[0]) == ["code", "name", "level", "parent_code"]
    level_of = {row["code"]: row["level"] for row in rows}
    for row in rows:
        assert len(row["code"]) == 6, row
        assert row["code"].isdecimal(), row
        match row["level"]:
            case "province":
                assert row["code"].endswith("0000"), row
                assert row["parent_code"] == "", row
            case "prefecture":
                assert row["code"].endswith("00"), row
                assert row["parent_code"] == row["code"][:2] + "0000", row
                assert level_of[row["parent_code"]] == "province", row
            case level:
                assert level == "county", row
                assert level_of[row["parent_code"]] in {"province", "prefecture"}, row
                assert row["parent_code"] in {row["code"][:4] + "00", row["code"][:2] + "0000"}, row


def test_municipalities_hold_their_districts_directly() -> None:
    divisions = {row["code"]: row for row in read("divisions.csv")}
    assert divisions["310107"]["parent_code"] == "310000"
    assert divisions["500101"]["parent_code"] == "500000"
    assert divisions["610116"]["parent_code"] == "610100"
    assert divisions["419001"]["parent_code"] == "410000"


def test_rows_that_name_no_place_are_left_out() -> None:
    names = {row["name"] for row in read("divisions.csv")}
    assert names.isdisjoint({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})
