"""CSV and Parquet: what goes in comes out, whatever the text or amount."""

from __future__ import annotations

import io
from decimal import Decimal

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.emission.csvfile import csv_bytes, csv_text, guarded, plain_decimal, read_csv, unguarded
from pipeline.emission.model import CENTS, MICROS, Field, Resource
from pipeline.emission.parquetfile import parquet_bytes
from pipeline.emission.rows import shaped_rows

THINGS = Resource(
    "things",
    "物",
    "Things",
    "id",
    (
        Field("id", "string", "号", "Id", required=True),
        Field("text", "string", "文", "Text"),
        Field("amount_cny", "number", "额", "Amount", parquet=CENTS),
        Field("quantum_cny", "number", "精", "Quantum", parquet=MICROS),
        Field("share", "number", "率", "Share"),
        Field("count", "integer", "数", "Count"),
        Field("yes", "boolean", "是", "Yes"),
    ),
)

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
nasty = st.text(st.sampled_from("=+-@'\"\t\r\n,，;|1.0 元"), max_size=8)
cents = st.integers(-(10**19), 10**19).map(lambda n: Decimal(n).scaleb(-2))
micros = st.integers(0, 10**19).map(lambda n: Decimal(n).scaleb(-6))
things = st.lists(
    st.fixed_dictionaries(
        {"id": st.uuids().map(str)},
        optional={
            "text": st.none() | texts | nasty,
            "amount_cny": st.none() | cents,
            "quantum_cny": st.none() | micros,
            "share": st.none() | st.floats(0, 1),
            "count": st.none() | st.integers(-(2**62), 2**62),
            "yes": st.none() | st.booleans(),
        },
    ),
    unique_by=lambda row: row["id"],
)


@given(nasty | texts)
def test_guarding_is_undone(text: str) -> None:
    assert unguarded(guarded(text)) == text


@given(nasty | texts, nasty | texts)
def test_guarding_keeps_texts_apart(a: str, b: str) -> None:
    assert (guarded(a) == guarded(b)) == (a == b)


@pytest.mark.parametrize("text", ["=1+1", "+x", "-x", "@a", "\tx", "-", "-1-2", "=-12", "-1,23"])
def test_a_formula_is_guarded(text: str) -> None:
    assert guarded(text) == "'" + text


@pytest.mark.parametrize("text", ["-12.00", "+3", "-1,234.50", "12", "教育", "", "a=b", "'x", "——"])
def test_numbers_and_plain_text_are_not(text: str) -> None:
    assert guarded(text) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(Decimal("1E+8"), "100000000"), (Decimal("0.000001"), "0.000001"), (1e-7, "0.0000001"), (1.0, "1"), (-0.0, "0")],
)
def test_numbers_are_plain(value: Decimal | float, text: str) -> None:
    assert plain_decimal(value) == text


@given(things)
def test_csv_gives_back_what_was_written(rows: list[dict[str, object]]) -> None:
    shaped = shaped_rows(THINGS, rows)
    header, *lines = read_csv(csv_bytes(THINGS, shaped))
    assert tuple(header) == THINGS.field_names
    for row, line in zip(shaped, lines, strict=True):
        _, text, amount, quantum, share, count, yes = row
        assert unguarded(line[1]) == (text or "")
        assert (Decimal(line[2]) if line[2] else None) == amount
        assert (Decimal(line[3]) if line[3] else None) == quantum
        assert (float(line[4]) if line[4] else None) == share
        assert (int(line[5]) if line[5] else None) == count
        assert line[6] == ("" if yes is None else "true" if yes else "false")
        assert "e" not in "".join(line[2:6]).lower()


@given(things)
def test_parquet_gives_back_what_was_written(rows: list[dict[str, object]]) -> None:
    shaped = shaped_rows(THINGS, rows)
    data = parquet_bytes(THINGS, shaped, "9.9.9")
    table = pq.read_table(io.BytesIO(data))
    assert [tuple(row.values()) for row in table.to_pylist()] == shaped
    assert data == parquet_bytes(THINGS, shaped, "9.9.9")


def test_parquet_holds_nothing_of_the_run() -> None:
    data = parquet_bytes(THINGS, [], "9.9.9")
    metadata = pq.read_metadata(io.BytesIO(data))
    assert metadata.metadata == {b"schema_version": b"9.9.9"}


def test_the_dialect() -> None:
    rows = shaped_rows(THINGS, [{"id": "a", "text": 'x"\r\ny', "amount_cny": Decimal("-0.5"), "yes": True}])
    assert csv_bytes(THINGS, rows).split(b"\r\n", 1)[1] == b'a,"x""\ny",-0.50,,,,true\r\n'
    assert csv_text(THINGS.field("amount_cny"), Decimal(12)) == "12.00"
