"""pyarrow loaded for a run: pandas stays out until somebody asks for it."""

from __future__ import annotations

import subprocess
import sys

import pytest


def _said(program: str) -> str:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return done.stdout


@pytest.mark.parametrize(
    ("loading", "loaded"),
    [
        ("import pyarrow", "True"),
        ("from pipeline.emission.arrow import load_without_pandas; load_without_pandas()", "False"),
        ("import pandas; from pipeline.emission.arrow import load_without_pandas; load_without_pandas()", "True"),
    ],
)
def test_pyarrow_loads_pandas_for_its_first_array_unless_kept_from_it(loading: str, loaded: str) -> None:
    program = f"{loading}\nimport sys, pyarrow\npyarrow.array(['a'])\nprint('pandas' in sys.modules)"
    assert _said(program).strip() == loaded


def test_who_wants_a_frame_afterwards_gets_one() -> None:
    program = (
        "from pipeline.emission.arrow import load_without_pandas; load_without_pandas()\n"
        "import pyarrow\n"
        "print(pyarrow.table({'a': [1, 2]}).to_pandas()['a'].sum())"
    )
    assert _said(program).strip() == "3"


def test_a_run_loads_neither_pandas_nor_the_engines_that_its_workers_use() -> None:
    program = "import sys, pipeline.batch.run\nprint(sorted({'pandas', 'pymupdf', 'pypdfium2'} & set(sys.modules)))"
    assert _said(program).strip() == "[]"
