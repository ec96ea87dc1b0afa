"""Official editions are loaded from CSV and Excel, faults told by line; documents are read by the edition in force."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from openpyxl import Workbook
from typer.testing import CliRunner

from pipeline.batch.rows import code_rows
from pipeline.cli import app
from pipeline.config.editions import edition_in_force, load_edition
from pipeline.config.load import configs_root, load_configs
from pipeline.errors import DataNotValid, InputUnreadable, UsageProblem

GOOD = "编码,名称\n210,卫生健康支出\n21015,医疗保障管理事务\n2101501,行政运行\n2101599,新增的项\n"


@pytest.fixture
def configs(tmp_path: Path) -> Path:
    """A copy of the shipped configs that tests may write to."""
    return Path(shutil.copytree(configs_root(), tmp_path / "configs"))


def written(tmp_path: Path, text: str, name: str = "list.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_an_edition_is_in_force_from_its_year_on(configs: Path, tmp_path: Path) -> None:
    target, count = load_edition(written(tmp_path, GOOD), "functional", 2025, configs)
    assert (target, count) == (configs / "codes" / "official" / "functional-2025.csv", 4)
    loaded = load_configs(configs)
    assert loaded.for_year(2024).functional is loaded.functional
    chosen = loaded.for_year(2026).functional
    assert {code: (entry.level, entry.parent_code, entry.name_source) for code, entry in chosen.items()} == {
        "210": (1, None, "official"),
        "21015": (2, "210", "official"),
        "2101501": (3, "21015", "official"),
        "2101599": (3, "21015", "official"),
    }
    assert loaded.for_year(2026).econ_dept is loaded.econ_dept


def test_the_last_edition_before_the_year_counts() -> None:
    assert edition_in_force({2020: {}, 2023: {}}, 2019) is None
    editions = {2020: load_configs().functional, 2023: load_configs().econ_dept}
    assert edition_in_force(editions, 2022) is editions[2020]
    assert edition_in_force(editions, 2024) is editions[2023]


def test_published_lists_hold_every_edition_and_an_indicative_class(configs: Path, tmp_path: Path) -> None:
    load_edition(written(tmp_path, GOOD), "functional", 2025, configs)
    loaded = load_configs(configs)
    rows = {row["code_id"]: row for row in code_rows(loaded, "functional", loaded.functional, "cofog_code")}
    assert len(rows) == len(loaded.functional) + 4
    new = rows["2025:2101599"]
    assert (new["parent_id"], new["name_source"], new["cofog_code"]) == ("2025:21015", "official", "07")
    assert new["mapping_note"] == "indicative: health (by 210)"
    assert rows["2024:210"]["mapping_note"] == "indicative: health"
    assert any(row["cofog_code"] is None and row["mapping_note"] is None for row in rows.values())


def test_excel_is_read_and_codes_stored_as_numbers(configs: Path, tmp_path: Path) -> None:
    book = Workbook()
    for row in (["科目编码", "科目名称"], [301, "工资福利支出"], [30101, "基本工资"]):
        book.active.append(row)
    book.save(tmp_path / "list.xlsx")
    assert load_edition(tmp_path / "list.xlsx", "economic_department", 2025, configs)[1] == 2


def test_every_fault_is_told_with_its_line_and_nothing_is_written(configs: Path, tmp_path: Path) -> None:
    text = "code,name\n210,卫生健康支出\n2101,半截\n21015,\n210,又一次\n301,别的表\n2110301,没有上级\n"
    with pytest.raises(DataNotValid) as caught:
        load_edition(written(tmp_path, text), "functional", 2025, configs)
    message = str(caught.value)
    for part in ("line 3: '2101'", "line 4: 21015 has no name", "line 5: 210 stands in line 2", "line 6: '301'"):
        assert part in message
    assert "line 7: 2110301 stands below 21103, which the file does not list" in message
    assert not (configs / "codes" / "official").exists()


@pytest.mark.parametrize(
    ("text", "name", "problem"),
    [("", "list.csv", "empty"), ("a,b\n1,2\n", "list.csv", "no columns"), ("nothing", "list.xlsx", "Excel")],
)
def test_files_that_are_no_lists(configs: Path, tmp_path: Path, text: str, name: str, problem: str) -> None:
    with pytest.raises(InputUnreadable, match=problem):
        load_edition(written(tmp_path, text, name), "functional", 2025, configs)


def test_an_unknown_list_or_year_is_refused(configs: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="choose functional"):
        load_edition(written(tmp_path, GOOD), "revenue", 2025, configs)
    with pytest.raises(UsageProblem, match="2007"):
        load_edition(written(tmp_path, GOOD), "functional", 25, configs)


def test_the_command_says_what_it_loaded(configs: Path, tmp_path: Path) -> None:
    file = str(written(tmp_path, GOOD))
    args = ["codes", "load", file, "--list", "functional", "--edition", "2025", "--configs", str(configs)]
    result = CliRunner().invoke(app, args)
    assert result.exit_code == 0
    assert "functional-2025.csv: 4 codes" in result.output
