"""A release full of doubt, built once; each test decides in configs of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.review.desk import Desk
from tests.corpus.suspects import Suspects, suspects


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Suspects:
    return suspects(tmp_path_factory.mktemp("suspects"))


@pytest.fixture
def case(built: Suspects, tmp_path: Path) -> Suspects:
    """The release with configs that no decision has been kept in yet."""
    root = Path(shutil.copytree(built.configs_root, tmp_path / "configs"))
    return replace(built, configs_root=root)


@pytest.fixture
def new_desk(case: Suspects) -> Callable[[], Desk]:
    """Makes a desk on the release, as another reviewer or a later request would have it."""
    return lambda: Desk(case.out, case.configs)


@pytest.fixture
def desk(new_desk: Callable[[], Desk]) -> Desk:
    return new_desk()
