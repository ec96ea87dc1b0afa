"""The README's tables of the benchmark are those of the figures committed beside it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bench.readme import markdown

ROOT = Path(__file__).parents[2]
RESULTS = Path(__file__).parent / "results"


@pytest.mark.parametrize("name", ["corpus", "real"])
def test_the_readme_shows_the_figures_and_their_charts(name: str) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert markdown(json.loads((RESULTS / f"{name}.json").read_text(encoding="utf-8"))) in readme
    for chart in ("seconds", "silent"):
        assert f"tests/bench/results/{name}-{chart}.svg" in readme
        assert (RESULTS / f"{name}-{chart}.svg").exists()


def test_a_reader_is_set_against_the_whole_run_and_what_was_not_proved_is_a_dash() -> None:
    score = {"grids_right": 1, "tables": 2, "numbers_right": 1500, "numbers": 2000, "silent_errors": 3, "proved": 0}
    ours = {"reader": "yusuan", "pages": 4, "cpu_per_page": 0.01, "peak_bytes": 1 << 21, "score": score}
    other = {**ours, "reader": "other", "cpu_per_page": 0.002, "score": {**score, "proved": 7}}
    table = markdown({"readers": [ours, other]}).splitlines()
    assert table[2:] == [
        "| other | 4 | 0.0020 | 0.20 | 2 | 1 of 2 | 1,500 of 2,000 | 3 | 7 |",
        "| **yusuan** | 4 | 0.0100 | 1.00 | 2 | 1 of 2 | 1,500 of 2,000 | 3 | – |",
    ]
