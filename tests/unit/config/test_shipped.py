"""The files as shipped: small, explained to editors, and pointing at nothing that is not there."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from pipeline.config.load import configs_root, load_configs
from pipeline.geometry import Box
from pipeline.interpretation.identification import identify
from pipeline.model.table import PageContent, TextLine

FILES = sorted(path for folder in ("templates", "localities") for path in (configs_root() / folder).glob("*.yaml"))
SMALL = 25


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_first_line_points_editors_at_the_schema(path: Path) -> None:
    mark, _, reference = path.read_text(encoding="utf-8").splitlines()[0].partition("=")
    assert mark == "# yaml-language-server: $schema"
    kind = {"templates": "template", "localities": "locality"}[path.parent.name]
    assert (path.parent / reference).resolve() == (configs_root() / "schema" / "config" / f"{kind}.schema.json")
    assert (path.parent / reference).is_file()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_is_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= SMALL


def test_forms_name_known_kinds() -> None:
    configs = load_configs()
    kinds = {rule.kind for rule in configs.vocabulary.table_kinds}
    for template in configs.templates.values():
        assert template.forms, template.id
        assert set(template.forms.values()) <= kinds | {rule.kind for rule in template.table_kinds}, template.id


def test_every_template_is_in_use() -> None:
    configs = load_configs()
    assert set(configs.templates) == {x.extends for x in configs.localities.values() if x.extends}


def test_a_locality_is_a_division_and_stands_once() -> None:
    configs = load_configs()
    assert len(configs.localities) == len(list((configs_root() / "localities").glob("*.yaml")))
    for code, locality in configs.localities.items():
        assert code in configs.divisions, locality.id
        assert configs.divisions[code].name in locality.name, locality.id


def test_a_name_means_one_place_only() -> None:
    """A name two counties share needs its city in front, or the other county's documents would go here."""
    configs = load_configs()
    holders = Counter(division.name for division in configs.divisions.values())
    names = Counter(name for locality in configs.localities.values() for name in (locality.name, *locality.names))
    assert not {name for name in names if names[name] > 1 or holders[name] > 1}


def test_a_unit_stands_once() -> None:
    for locality in load_configs().localities.values():
        codes = Counter(unit.code for unit in locality.units)
        assert not [code for code, n in codes.items() if n > 1], locality.id


def identified(text: str) -> str:
    page = PageContent(1, (TextLine(1, f"{text}2024年部门预算", Box(0, 0, 100, 10)),), ())
    identity = identify([page], load_configs())
    assert identity is not None
    return identity.locality_code


@pytest.mark.parametrize(
    ("publisher", "code"),
    [
        ("西安市长安区医疗保障局", "610116"),
        ("上海市普陀区司法局", "310107"),
        ("舟山市普陀区司法局", "330903"),
        ("洛阳市医疗保障局", "410300"),
        ("重庆市气象局", "500000"),
        ("石家庄市长安区教育局", "130102"),
        ("重庆市渝中区财政局", "500103"),
        ("江苏省南京市财政局", "320100"),
        ("西安市雁塔区教育局", "610113"),
    ],
)
def test_a_publisher_is_put_where_it_is(publisher: str, code: str) -> None:
    assert identified(publisher) == code
