"""Reads configs/ once: vocabulary, templates, localities, code lists. Errors name file, key and allowed values."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from pipeline.config.editions import COLUMNS, LISTS, Code, edition_in_force
from pipeline.config.identities import IdentityRules, read_identities
from pipeline.config.schema import Locality, Template, Vocabulary
from pipeline.errors import UsageProblem

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Division:
    """One administrative division of GB/T 2260."""

    code: str
    name: str
    level: str
    parent_code: str | None


@dataclass(frozen=True, slots=True)
class Configs:
    """Everything under one configs folder, validated."""

    root: Path
    vocabulary: Vocabulary
    templates: Mapping[str, Template]
    localities: Mapping[str, Locality]
    functional: Mapping[str, Code]
    econ_dept: Mapping[str, Code]
    econ_gov: Mapping[str, Code]
    divisions: Mapping[str, Division]
    identities: IdentityRules
    official: Mapping[str, Mapping[int, Mapping[str, Code]]]
    """By list and year of edition, what `yusuan codes load` brought."""
    mappings: Mapping[str, Mapping[str, tuple[str, str]]]
    """By list and code, the international class it comes nearest to, and a note."""

    def for_year(self, year: int) -> Configs:
        """The configs with the official editions in force in a fiscal year; observed lists where there is none."""
        chosen = {name: edition_in_force(self.official.get(name, {}), year) for name in LISTS}
        if not any(chosen.values()):
            return self
        return replace(
            self,
            functional=chosen["functional"] or self.functional,
            econ_dept=chosen["economic_department"] or self.econ_dept,
            econ_gov=chosen["economic_government"] or self.econ_gov,
        )


def configs_root() -> Path:
    """The configs shipped with this installation: inside the package, or beside it in a checkout."""
    package = Path(__file__).resolve().parents[1]
    shipped = package / "_configs"
    return shipped if shipped.is_dir() else package.parent / "configs"


@cache
def load_configs(root: Path | None = None) -> Configs:
    """The validated configs below ``root`` (default: those shipped).

    Raises ``UsageProblem`` naming file, key, fault and allowed values.
    """
    folder = root or configs_root()
    if not (folder / "default.yaml").is_file():
        raise UsageProblem(f"{folder}: no default.yaml there; point --configs at a folder laid out like configs/")
    templates = {t.id: t for t in _folder(folder / "templates", Template)}
    localities = _folder(folder / "localities", Locality)
    vocabulary = _read(folder / "default.yaml", Vocabulary)
    divisions = _divisions(folder / "codes" / "divisions.csv")
    _check_forms(folder, templates.values(), vocabulary)
    _check_localities(folder, localities, divisions)
    for locality in localities:
        if locality.extends is not None and locality.extends not in templates:
            raise UsageProblem(
                f"{folder / 'localities' / (locality.id + '.yaml')}: extends: no template {locality.extends!r}; "
                f"allowed: {', '.join(sorted(templates)) or 'none'}"
            )
    codes = folder / "codes"
    return Configs(
        root=folder,
        vocabulary=vocabulary,
        templates=templates,
        localities={locality.locality_code: locality for locality in localities},
        functional=_codes(codes / "functional.csv"),
        econ_dept=_codes(codes / "economic_department.csv"),
        econ_gov=_codes(codes / "economic_government.csv"),
        divisions=divisions,
        identities=read_identities(folder / "identities"),
        official=_official(codes / "official"),
        mappings=_mappings(codes / "mappings.csv"),
    )


def _check_forms(folder: Path, templates: Iterable[Template], vocabulary: Vocabulary) -> None:
    """Raises ``UsageProblem`` for a form that names a table kind no rule knows."""
    for template in templates:
        kinds = {rule.kind for rule in (*vocabulary.table_kinds, *template.table_kinds)}
        for number, kind in template.forms.items():
            if kind not in kinds:
                path = folder / "templates" / f"{template.id}.yaml"
                raise UsageProblem(
                    f"{path}: forms.{number}: no table kind {kind!r}; allowed: {', '.join(sorted(kinds))}"
                )


def _check_localities(folder: Path, localities: Iterable[Locality], divisions: Mapping[str, Division]) -> None:
    """Raises ``UsageProblem`` for a code that is no division, or one that two files claim."""
    first: dict[str, str] = {}
    for locality in localities:
        path = folder / "localities" / f"{locality.id}.yaml"
        code = locality.locality_code
        if code not in divisions:
            raise UsageProblem(f"{path}: locality_code: {code} is not in codes/divisions.csv (GB/T 2260)")
        if code in first:
            raise UsageProblem(f"{path}: locality_code: {code} is already that of {first[code]}.yaml; keep one file")
        first[code] = locality.id


def _divisions(path: Path) -> dict[str, Division]:
    return {
        row["code"]: Division(row["code"], row["name"], row["level"], row["parent_code"] or None)
        for row in _rows(path, "code", "name", "level", "parent_code")
    }


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's, ten times as fast, where PyYAML was built with it."""


def _folder(folder: Path, model: type[Model]) -> list[Model]:
    found: list[Model] = []
    for path in sorted(folder.glob("*.yaml")):
        entry = _read(path, model)
        if getattr(entry, "id", path.stem) != path.stem:
            raise UsageProblem(f"{path}: id: must be the file's name, {path.stem!r}")
        found.append(entry)
    return found


def _read(path: Path, model: type[Model]) -> Model:
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), _LOADER)
    except (yaml.YAMLError, OSError, UnicodeDecodeError) as error:
        raise UsageProblem(f"{path}: cannot be read as YAML: {error}") from error
    try:
        return model.model_validate(data)
    except ValidationError as error:
        lines = [f"{path}: {len(error.errors())} setting(s) not understood:"]
        for fault in error.errors():
            key = ".".join(str(part) for part in fault["loc"]) or "(top level)"
            if fault["type"] == "extra_forbidden":
                allowed = ", ".join(sorted(model.model_fields)) if len(fault["loc"]) == 1 else "see configs/schema"
                lines.append(f"  {key}: unknown key; allowed: {allowed}")
            else:
                lines.append(f"  {key}: {fault['msg']} (found {fault['input']!r})")
        raise UsageProblem("\n".join(lines)) from error


def _rows(path: Path, *columns: str) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            if missing := set(columns) - set(reader.fieldnames or ()):
                raise UsageProblem(f"{path}: no column {', '.join(sorted(missing))}; restore it from the project")
            return list(reader)
    except OSError as error:
        raise UsageProblem(f"{path}: code list missing ({error.strerror}); restore it from the project") from error


def _codes(path: Path) -> dict[str, Code]:
    return {
        row["code"]: Code(
            int(row["edition_year"]),
            row["code"],
            row["name"],
            int(row["level"]),
            row["parent_code"] or None,
            row["name_source"],
            int(row["n_documents"]) if row["n_documents"] else None,
        )
        for row in _rows(path, *COLUMNS)
    }


def _official(folder: Path) -> dict[str, dict[int, dict[str, Code]]]:
    """The editions loaded, by list and year; files are named ``<list>-<year>.csv``."""
    found: dict[str, dict[int, dict[str, Code]]] = {}
    for path in sorted(folder.glob("*.csv")):
        name, _, year = path.stem.rpartition("-")
        if name not in LISTS or not year.isdigit():
            raise UsageProblem(f"{path}: not written by yusuan codes load (<list>-<year>.csv); move it elsewhere")
        found.setdefault(name, {})[int(year)] = _codes(path)
    return found


def _mappings(path: Path) -> dict[str, dict[str, tuple[str, str]]]:
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for row in _rows(path, "list", "code", "target", "note"):
        found.setdefault(row["list"], {})[row["code"]] = (row["target"], row["note"])
    return found
