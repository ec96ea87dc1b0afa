"""What several tests share: the typeset corpus, each document built and read once, and the rules in force."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from pipeline import process_document
from pipeline.config.load import Configs, load_configs
from pipeline.config.rules import Rules
from pipeline.model.records import DocumentResult
from tests.corpus.build import build

REGENERATE = "--regenerate-goldens"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(REGENERATE, action="store_true", help="write the goldens anew instead of comparing with them")


@dataclass(frozen=True)
class ReadDocument:
    """One corpus document as the pipeline read it, beside the truth about it."""

    result: DocumentResult
    truth: dict[str, Any]


class Corpus:
    """The typeset corpus; a document is built and read when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[tuple[str, str], ReadDocument] = {}

    def read(self, source: str, style: str) -> ReadDocument:
        if (source, style) not in self._read:
            (built,) = build(self._folder, [source], [style])
            truth = json.loads(built.truth.read_text(encoding="utf-8"))
            self._read[source, style] = ReadDocument(process_document(built.pdf), truth)
        return self._read[source, style]


@pytest.fixture(scope="session")
def typeset_corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return Corpus(tmp_path_factory.mktemp("typeset"))


@pytest.fixture(scope="session")
def configs() -> Configs:
    return load_configs()


@pytest.fixture(scope="session")
def rules(configs: Configs) -> Rules:
    """The rules of a document of no known locality."""
    return Rules(configs)
