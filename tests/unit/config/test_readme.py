"""configs/README.md names every key and every closed value of the models, and none that is not there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

import pytest
from pydantic import BaseModel

from pipeline.config.load import configs_root
from pipeline.config.schema import Additions, Locality, Template, Vocabulary
from pipeline.decisions.records import Decision

README = (configs_root() / "README.md").read_text(encoding="utf-8")
SECTIONS: list[tuple[str, type[BaseModel]]] = [
    ("`default.yaml`", Vocabulary),
    ("`templates/ID.yaml`", Template),
    ("`localities/ID.yaml`", Locality),
    ("`localities/ID.decisions.jsonl`", Decision),
]


def models_in(annotation: Any) -> Iterator[tuple[type[BaseModel], bool]]:
    """The models an annotation holds, each with whether it stands in a list."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation, False
    for argument in get_args(annotation):
        for model, _ in models_in(argument):
            yield model, get_origin(annotation) is tuple


def keys(model: type[BaseModel], before: str = "") -> Iterator[str]:
    """Every key as the README writes it; rules that a template or locality adds are told once, with the vocabulary."""
    for name, field in model.model_fields.items():
        yield before + name
        if name in Additions.model_fields and issubclass(model, Additions):
            continue
        for inner, in_list in models_in(field.annotation):
            yield from keys(inner, f"{before}{name}{'[]' if in_list else ''}.")


def values(annotation: Any) -> Iterator[str]:
    """The closed values an annotation allows, however deep."""
    if get_origin(annotation) is Literal:
        yield from get_args(annotation)
    for argument in get_args(annotation):
        if not isinstance(argument, str):
            yield from values(argument)


def all_values(model: type[BaseModel]) -> Iterator[str]:
    for field in model.model_fields.values():
        yield from values(field.annotation)
        for inner, _ in models_in(field.annotation):
            yield from all_values(inner)


def told(readme: str, section: str) -> list[str]:
    """The keys in the first column of a section's table."""
    body = readme.partition(f"## {section}\n")[2].partition("\n## ")[0]
    return re.findall(r"^\| `([^`]+)` \|", body, re.MULTILINE)


@pytest.mark.parametrize(("section", "model"), SECTIONS, ids=[model.__name__ for _, model in SECTIONS])
def test_every_key_is_told_and_no_other(section: str, model: type[BaseModel]) -> None:
    assert sorted(told(README, section)) == sorted(keys(model))


def test_the_check_misses_a_key_that_is_not_told() -> None:
    without = re.sub(r"^\| `columns\.roles\[\]\.of` .*\n", "", README, flags=re.MULTILINE)
    assert set(keys(Vocabulary)) - set(told(without, "`default.yaml`")) == {"columns.roles[].of"}


def test_the_walk_reaches_the_depths() -> None:
    assert {"captions.note", "table_kinds[].side", "columns.expenditure_type[].under"} <= set(keys(Vocabulary))
    assert "units[].aliases" in set(keys(Locality))


def test_every_closed_value_is_told() -> None:
    closed = {value for _, model in SECTIONS for value in all_values(model)}
    assert {"econ_gov", "carryover_state_capital", "prior_year", "unit_final", "CNY_10K"} <= closed
    assert not {value for value in closed if f"`{value}`" not in README}
