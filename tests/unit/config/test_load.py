"""Loading is strict: every fault names its file, its key and what is allowed; shipped files have none."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.config.load import configs_root, load_configs
from pipeline.errors import UsageProblem

PLACE = "id: {id}\nname: 某市\nlocality_code: '130200'\n"


def put(configs: Path, name: str, text: str) -> Path:
    path = configs / name
    path.write_text(text, encoding="utf-8")
    return path


def fault(configs: Path) -> str:
    with pytest.raises(UsageProblem) as caught:
        load_configs(configs)
    assert caught.value.exit_code == 2
    return str(caught.value)


def test_every_shipped_file_loads() -> None:
    configs = load_configs()
    folder = configs_root()
    assert {t.id for t in configs.templates.values()} == {p.stem for p in folder.glob("templates/*.yaml")}
    assert {x.id for x in configs.localities.values()} == {p.stem for p in folder.glob("localities/*.yaml")}
    assert len(configs.localities) >= 18


def test_a_right_file_loads(configs_copy: Path) -> None:
    put(configs_copy, "localities/some-place.yaml", PLACE.format(id="some-place"))
    found = load_configs(configs_copy).localities["130200"]
    assert (found.id, found.name, found.extends, found.units) == ("some-place", "某市", None, ())


@pytest.mark.parametrize(
    ("wrong", "right", "key", "says"),
    [
        (
            "extend: shaanxi",
            "extends: shaanxi",
            "extend",
            "unknown key; allowed: column_roles, expenditure_type, ext",
        ),
        (
            "table_kinds: [{kind: a, titel: b}]",
            "table_kinds: [{kind: a, name: b}]",
            "table_kinds.0.titel",
            "unknown key",
        ),
        (
            "table_kinds: [{kind: a, name: b, title: '(表'}]",
            "table_kinds: [{kind: a, name: b, title: '(表)'}]",
            "table_kinds.0.title",
            "not a regular expression",
        ),
        (
            "fund_source: [{id: taxes, match: 税}]",
            "fund_source: [{id: all, match: 税}]",
            "fund_source.0.id",
            "'all', 'fiscal_total', 'general_public'",
        ),
        (
            "column_roles: [{role: amount, match: 额}]",
            "column_roles: [{role: text, match: 额}]",
            "column_roles.0.role",
            "'seq', 'code', 'name' or 'text'",
        ),
        (
            "units: [{code: 024, name: 局}]",
            "units: [{code: '024', name: 局}]",
            "units.0.code",
            "valid string",
        ),
        ("names: 某市", "names: [某市]", "names", "tuple"),
    ],
)
def test_a_fault_in_a_locality_names_file_key_and_what_is_allowed(
    configs_copy: Path, wrong: str, right: str, key: str, says: str
) -> None:
    path = put(configs_copy, "localities/place.yaml", PLACE.format(id="place") + wrong + "\n")
    message = fault(configs_copy)
    assert str(path) in message
    assert f"  {key}: " in message
    assert says in message
    load_configs.cache_clear()
    put(configs_copy, "localities/place.yaml", PLACE.format(id="place") + right + "\n")
    assert load_configs(configs_copy).localities["130200"].id == "place"


def test_a_missing_key_is_named(configs_copy: Path) -> None:
    path = put(configs_copy, "localities/place.yaml", "id: place\nname: 某市\n")
    assert f"{path}: 1 setting(s) not understood:\n  locality_code: Field required" in fault(configs_copy)


def test_all_faults_of_a_file_are_told_at_once(configs_copy: Path) -> None:
    put(configs_copy, "localities/place.yaml", PLACE.format(id="place") + "a: 1\nb: 2\n")
    assert "2 setting(s) not understood" in fault(configs_copy)


@pytest.mark.parametrize("folder", ["localities", "templates"])
def test_an_id_is_the_name_of_its_file(configs_copy: Path, folder: str) -> None:
    text = PLACE if folder == "localities" else "id: {id}\nname: 某表\n"
    path = put(configs_copy, f"{folder}/place.yaml", text.format(id="other"))
    assert fault(configs_copy) == f"{path}: id: must be the file's name, 'place'"


def test_extends_names_a_template_that_is_there(configs_copy: Path) -> None:
    path = put(configs_copy, "localities/place.yaml", PLACE.format(id="place") + "extends: nowhere\n")
    message = fault(configs_copy)
    assert message.startswith(f"{path}: extends: no template 'nowhere'; allowed: chongqing, jiangsu-cities")


def test_a_template_in_use_cannot_go_unnoticed(configs_copy: Path) -> None:
    (configs_copy / "templates" / "shandong.yaml").unlink()
    assert "yantai.yaml: extends: no template 'shandong'" in fault(configs_copy)


@pytest.mark.parametrize("text", ["id: [", "\tid: place"])
def test_what_is_no_yaml_is_told(configs_copy: Path, text: str) -> None:
    path = put(configs_copy, "localities/place.yaml", text)
    assert f"{path}: cannot be read as YAML" in fault(configs_copy)


def test_an_empty_file_is_told(configs_copy: Path) -> None:
    path = put(configs_copy, "localities/place.yaml", "")
    assert f"{path}: 1 setting(s) not understood" in fault(configs_copy)


def test_a_wrong_value_in_the_vocabulary(configs_copy: Path) -> None:
    path = configs_copy / "default.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("万元: CNY_10K", "万元: CNY_10000"), encoding="utf-8")
    message = fault(configs_copy)
    assert f"{path}: 1 setting(s) not understood" in message
    assert "amount_units.万元: Input should be 'CNY', 'CNY_1K', 'CNY_10K', 'CNY_1M' or 'CNY_100M'" in message


@pytest.mark.parametrize(
    "name", ["functional.csv", "economic_department.csv", "economic_government.csv", "divisions.csv"]
)
def test_a_code_list_that_is_missing(configs_copy: Path, name: str) -> None:
    path = configs_copy / "codes" / name
    path.unlink()
    assert fault(configs_copy).startswith(f"{path}: code list missing")


def test_a_folder_without_the_vocabulary(tmp_path: Path) -> None:
    assert fault(tmp_path).startswith(f"{tmp_path}: no default.yaml there")


def test_localities_and_templates_may_all_be_absent(configs_copy: Path) -> None:
    for path in (*configs_copy.glob("localities/*.yaml"), *configs_copy.glob("templates/*.yaml")):
        path.unlink()
    configs = load_configs(configs_copy)
    assert not configs.localities
    assert not configs.templates


def test_a_locality_code_outside_the_list_of_divisions_is_named(configs_copy: Path) -> None:
    put(configs_copy, "localities/place.yaml", "id: place\nname: 某市\nlocality_code: '999900'\n")
    assert "999900 is not in codes/divisions.csv" in fault(configs_copy)


def test_two_files_for_one_place_are_named(configs_copy: Path) -> None:
    put(configs_copy, "localities/one.yaml", PLACE.format(id="one"))
    put(configs_copy, "localities/two.yaml", PLACE.format(id="two"))
    assert "already that of one.yaml" in fault(configs_copy)


def test_a_form_of_an_unknown_kind_is_named(configs_copy: Path) -> None:
    put(configs_copy, "templates/forms.yaml", "id: forms\nname: 套表\nforms: {表1: nothing}\n")
    message = fault(configs_copy)
    assert "forms.表1: no table kind 'nothing'" in message
    assert "gpb_exp_func" in message


def test_a_code_list_without_its_columns_is_named(configs_copy: Path) -> None:
    put(configs_copy, "codes/functional.csv", "code,name\n201,一般公共服务支出\n")
    assert "functional.csv: no column" in fault(configs_copy)
