"""The shape of the house: imports point one way, localities are data, one module opens PDFs, small files.

Every check is also shown to fire on code that breaks it.
"""

from __future__ import annotations

import ast
import csv
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted([*(ROOT / "pipeline").rglob("*.py"), *(ROOT / "ocr_fallback").rglob("*.py")])
LONGEST_FILE = 300

OPENS_PDFS = {
    "pymupdf": tuple(f"pipeline/ingest/{name}.py" for name in ("pdf", "guards", "pixels", "pictures")),
    "fitz": (),
    "pypdfium2": (),
    "pdfplumber": (),
    "pdfminer": (),
    "pypdf": (),
    "tablers": ("pipeline/ingest/", "pipeline/extraction/"),
    "camelot": ("pipeline/extraction/", "pipeline/layout/column_cuts.py"),
}
"""Each reader and where in the packages it may be imported."""

_SUFFIX = re.compile(r"(特别行政区|自治区|自治州|地区|林区|省|市|盟)$")
_REGION = re.compile(r"(壮族|回族|维吾尔)$")
"""What stands between a region's name and its rank (an autonomous prefecture is known by its full name)."""
PINYIN = re.compile(r"changan|baqiao|zhenan|shijiazhuang|luoyang|putuo|shaanxi|xi'?an\b", re.IGNORECASE)


def place_names() -> frozenset[str]:
    """Names of provinces and prefectures with and without their rank, and of counties in full."""
    names: set[str] = set()
    with (ROOT / "configs" / "codes" / "divisions.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            names.add(row["name"])
            if row["level"] != "county":
                names.add(_REGION.sub("", _SUFFIX.sub("", row["name"])))
    # Two-character counties (城区, 郊区, 矿区) are ordinary words.
    return frozenset(name for name in names if len(name) >= 3 or (len(name) == 2 and not name.endswith("区")))


def places_in(text: str, names: frozenset[str]) -> list[str]:
    """The place names a source text holds, longest first."""
    found = {name for name in names if name in text} | set(PINYIN.findall(text))
    return sorted(found, key=lambda name: (-len(name), name))


def imported(source: str) -> Iterator[str]:
    """The top-level name of every module a source text imports, wherever in the file."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def forbidden_readers(source: str, path: str) -> list[str]:
    """The PDF readers a file imports although it is not the place for them."""
    return sorted(
        {
            name
            for name in imported(source)
            if name in OPENS_PDFS and not path.startswith(OPENS_PDFS[name] or ("nowhere",))
        }
    )


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """The outcome of import-linter on the project in ``folder``."""
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command as run; run()",
        "--no-cache",
    ]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_imports_point_one_way() -> None:
    outcome = lint_imports(ROOT)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


@pytest.mark.parametrize(
    ("path", "line", "contract"),
    [
        ("pipeline/layout/wrong.py", "import pipeline.ingest", "one-way"),
        ("pipeline/money.py", "import pipeline.config", "one-way"),
        ("pipeline/document.py", "import pipeline.batch", "one-way"),
        ("ocr_fallback/wrong.py", "import pipeline.errors", "ocr-alone"),
        ("ocr_fallback/wrong.py", "import ocr_fallback.training", "training-apart"),
    ],
)
def test_the_contract_fires(tmp_path: Path, path: str, line: str, contract: str) -> None:
    """The project's own contracts, on packages of the same shape with one import that breaks them."""
    configuration = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text(configuration, encoding="utf-8")
    for package in (
        "ocr_fallback",
        "ocr_fallback/training",
        "pipeline",
        "pipeline/batch",
        "pipeline/layout",
        "pipeline/ingest",
        "pipeline/config",
    ):
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").touch()
    for module in ("document", "errors", "money"):
        (tmp_path / "pipeline" / f"{module}.py").touch()
    assert lint_imports(tmp_path).returncode == 0
    (tmp_path / path).write_text(line + "\n", encoding="utf-8")
    outcome = lint_imports(tmp_path)
    assert outcome.returncode == 1, outcome.stdout + outcome.stderr
    names = {
        "one-way": "imports point one way",
        "ocr-alone": "ocr_fallback is usable alone",
        "training-apart": "what is installed does without",
    }
    assert re.search(names[contract] + r".* BROKEN", outcome.stdout), outcome.stdout


def test_no_place_name_in_python() -> None:
    names = place_names()
    found = {str(path.relative_to(ROOT)): places_in(path.read_text(encoding="utf-8"), names) for path in SOURCES}
    assert {path: places for path, places in found.items() if places} == {}


@pytest.mark.parametrize(
    "text", ["title = '西安市'", "if '石家庄' in text:", "长安区", "XIAN = 'baqiao-2024'", "内蒙古", "广西"]
)
def test_a_place_name_is_seen(text: str) -> None:
    assert places_in(text, place_names())


def test_ordinary_words_are_not_place_names() -> None:
    text = "一般公共预算财政拨款 政府性基金 市辖区 区县 编制部门 机关 数据 中国"
    assert places_in(text, place_names()) == []


def test_one_module_opens_pdfs() -> None:
    found = {}
    for path in SOURCES:
        name = path.relative_to(ROOT).as_posix()
        if readers := forbidden_readers(path.read_text(encoding="utf-8"), name):
            found[name] = readers
    assert found == {}


@pytest.mark.parametrize(
    ("source", "path", "expected"),
    [
        ("import pymupdf", "pipeline/ingest/pdf.py", []),
        ("import pymupdf", "pipeline/extraction/ruled.py", ["pymupdf"]),
        ("def f():\n    from camelot.io import read_pdf", "pipeline/layout/lines.py", ["camelot"]),
        ("import tablers", "pipeline/extraction/agreement.py", []),
        ("import pdfplumber", "pipeline/ingest/pdf.py", ["pdfplumber"]),
    ],
)
def test_a_reader_out_of_place_is_seen(source: str, path: str, expected: list[str]) -> None:
    assert forbidden_readers(source, path) == expected


def test_files_stay_small() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}
    assert {path: length for path, length in lengths.items() if length > LONGEST_FILE} == {}


def test_the_readme_gives_the_test_command() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.search(r"^ *make test\b", readme, re.MULTILINE), "`.ci/run` runs the line `make test` of README.md"
