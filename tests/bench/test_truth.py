"""Truths of three forms become the same tables; a file that is none of them is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bench.scoring import score
from tests.bench.tables import ReadTable, TrueTable
from tests.bench.truth import TruthUnreadable, read_truths

ICDAR = """<?xml version="1.0" encoding="UTF-8"?>
<document filename="eu-001.pdf">
  <table id="1">
    <region id="1" page="3" col-increment="0" row-increment="0">
      <cell id="1" start-row="0" start-col="0" end-row="1"><bounding-box x1="1" y1="2" x2="3" y2="4"/>
        <content>Item</content></cell>
      <cell id="2" start-row="0" start-col="1" end-col="2"><bounding-box x1="1" y1="2" x2="3" y2="4"/>
        <content>Amount</content></cell>
      <cell id="3" start-row="1" start-col="1"><bounding-box x1="1" y1="2" x2="3" y2="4"/>
        <content>2012</content></cell>
      <cell id="4" start-row="1" start-col="2"><bounding-box x1="1" y1="2" x2="3" y2="4"/>
        <content>2013</content></cell>
      <cell id="5" start-row="2" start-col="0"><bounding-box x1="1" y1="2" x2="3" y2="4"/>
        <content>Total</content></cell>
      <cell id="6" start-row="2" start-col="1"><bounding-box x1="1" y1="2" x2="3" y2="4"/>
        <content>1,200.50</content></cell>
      <cell id="7" start-row="2" start-col="2"><bounding-box x1="1" y1="2" x2="3" y2="4"/>
        <content/></cell>
    </region>
  </table>
  <table id="2">
    <region id="1" page="4"><cell id="1" start-row="0" start-col="0"><content>x</content></cell></region>
  </table>
</document>
"""


def test_icdar_2013(tmp_path: Path) -> None:
    (tmp_path / "eu-001-str.xml").write_text(ICDAR, encoding="utf-8")
    first, second = read_truths(tmp_path, "icdar2013")
    rows = (("Item", "Amount", ""), ("", "2012", "2013"), ("Total", "1,200.50", ""))
    assert (first, second.page) == (TrueTable("eu-001", 3, rows), 4)
    found = score([first], [ReadTable("eu-001", 3, rows)])
    assert (found.grids_right, found.cells_right, found.numbers_right, found.silent_errors) == (1, 6, 3, 0)


def test_icdar_2013_without_a_file_name_goes_by_its_own(tmp_path: Path) -> None:
    (tmp_path / "us-7-str.xml").write_text(ICDAR.replace(' filename="eu-001.pdf"', ""), encoding="utf-8")
    assert read_truths(tmp_path, "icdar2013")[0].file == "us-7"


def test_page_grids(tmp_path: Path) -> None:
    (tmp_path / "x.truth.json").write_text(json.dumps([{"page": 2, "grid": [["a", None], ["b"]]}]), encoding="utf-8")
    assert read_truths(tmp_path, "yusuan") == [TrueTable("x", 2, (("a", ""), ("b", "")))]


def test_a_corpus_document(tmp_path: Path) -> None:
    cells = [{"row": 0, "col": 0, "text": "甲"}, {"row": 1, "col": 1, "text": "1.00"}]
    table = {"typeset": True, "n_rows": 2, "n_cols": 2, "header_rows": 1, "cells": cells}
    data = {"tables": [table, {"typeset": False}]}
    (tmp_path / "x.truth.json").write_text(json.dumps(data), encoding="utf-8")
    assert read_truths(tmp_path, "yusuan") == [TrueTable("x", 0, (("甲", ""), ("", "1.00")), 1)]


@pytest.mark.parametrize(
    ("name", "text", "format"),
    [
        ("a.truth.json", "{", "yusuan"),
        ("a.truth.json", '[{"grid": []}]', "yusuan"),
        ("a.xml", "<document><table>", "icdar2013"),
        ("a.xml", "<html/>", "icdar2013"),
        ("a.xml", "<document><table><region page='1'><cell/></region></table></document>", "icdar2013"),
    ],
)
def test_a_broken_truth_is_named(tmp_path: Path, name: str, text: str, format: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(TruthUnreadable, match=name):
        read_truths(tmp_path, format)
