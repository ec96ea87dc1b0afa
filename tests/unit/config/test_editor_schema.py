"""The schemas for editors are those of the models, and take and refuse what the models take and refuse."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]  # its stubs are a package of their own, for one test
import pytest
import yaml

from pipeline.config.editor_schema import editor_schemas, main, write_editor_schemas
from pipeline.config.load import configs_root

FOLDER = configs_root() / "schema" / "config"
FILES = [
    (configs_root() / "default.yaml", "default"),
    *((path, "template") for path in sorted(configs_root().glob("templates/*.yaml"))),
    *((path, "locality") for path in sorted(configs_root().glob("localities/*.yaml"))),
]


def problems(data: object, kind: str) -> list[str]:
    validator = jsonschema.Draft202012Validator(json.loads(editor_schemas()[f"{kind}.schema.json"]))
    return [error.message for error in validator.iter_errors(data)]


def test_the_files_are_in_step_with_the_models() -> None:
    """On failure: python -m pipeline.config.editor_schema configs/schema/config."""
    assert {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()} == editor_schemas()


def test_a_schema_is_a_schema() -> None:
    for text in editor_schemas().values():
        jsonschema.Draft202012Validator.check_schema(json.loads(text))


@pytest.mark.parametrize(("path", "kind"), FILES, ids=[path.stem for path, _ in FILES])
def test_a_shipped_file_satisfies_its_schema(path: Path, kind: str) -> None:
    assert problems(yaml.safe_load(path.read_text(encoding="utf-8")), kind) == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"extend": "shaanxi"}, "Additional properties are not allowed"),
        ({"locality_code": "6101"}, "does not match"),
        ({"fund_source": [{"id": "taxes", "match": "税"}]}, "is not one of"),
    ],
)
def test_an_editor_sees_a_fault(change: dict[str, object], says: str) -> None:
    place = {"id": "place", "name": "某市", "locality_code": "999900"}
    assert problems(place, "locality") == []
    assert says in problems({**place, **change}, "locality")[0]


def test_writing_twice_writes_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "schemas"
    first = {path.name: path.read_bytes() for path in write_editor_schemas(folder)}
    assert {path.name: path.read_bytes() for path in write_editor_schemas(folder)} == first
    assert set(first) == set(editor_schemas())


def test_the_command_writes_to_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path)]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert "locality.schema.json" in said.err
    assert {path.name for path in tmp_path.iterdir()} == set(editor_schemas())


def test_the_command_prints(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert set(json.loads(capsys.readouterr().out)) == set(editor_schemas())


def test_the_command_refuses(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "file"
    file.write_text("", encoding="utf-8")
    assert main(["one", "two"]) == 2
    assert main(["--help"]) == 2
    assert main([str(file / "below")]) == 5
    assert "cannot write the schemas" in capsys.readouterr().err
