"""One release to any number of portals."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from pipeline.emission.read import Release, described_resources, open_release
from pipeline.emission.schema import RESOURCES, SCHEMA_VERSION
from pipeline.emission.validate_files import file_findings
from pipeline.errors import DataNotValid, DependencyMissing, UsageProblem
from pipeline.portals.target import PORTAL, Publish, Published, Site, cannot_write


@dataclass(frozen=True, slots=True)
class Target:
    """A portal: the module that writes for it, the packages that module imports beyond the base install."""

    module: str
    packages: Mapping[str, str]
    """Import name to the name pip knows."""


TARGETS: dict[str, Target] = {
    "sqlite": Target("sqlite", {}),
    "duckdb": Target("duckdb", {"duckdb": "duckdb"}),
    "postgresql": Target("postgresql", {}),
    "excel": Target("excel", {"xlsxwriter": "xlsxwriter"}),
    "ods": Target("ods", {}),
    "ckan-jsonl": Target("ckan", {}),
    "dcat": Target("dcat", {"rdflib": "rdflib"}),
    "croissant": Target("croissant", {}),
}


def publish_release(out: Path, targets: Sequence[str], site: Site = Site()) -> Iterator[str]:  # noqa: B008 - frozen
    """Writes the release for each target into ``out/portal/`` and yields a line a file, then one a changed table.

    Raises ``UsageProblem`` for an unknown target or a release of another schema version, ``DependencyMissing`` when a
    target's package is not installed, ``DataNotValid`` when the release's files are not those its descriptor describes
    or break a key: all before anything is written, but for keys, which the databases themselves enforce.
    """
    if unknown := [name for name in targets if name not in TARGETS]:
        raise UsageProblem(f"--to {unknown[0]}: not known; choose from {', '.join(TARGETS)}")
    wanted = {name: TARGETS[name] for name in dict.fromkeys(targets)}
    release = open_release(out)
    _demand_packages(wanted)
    _demand_whole(release)
    folder = out / PORTAL
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise cannot_write(folder, error) from error
    return _published(release, folder, wanted, site)


def _published(release: Release, folder: Path, wanted: Mapping[str, Target], site: Site) -> Iterator[str]:
    for name, target in wanted.items():
        publish: Publish = importlib.import_module(f"pipeline.portals.{target.module}").publish
        yield from _lines(name, publish(release, folder, site))


def _lines(name: str, done: Published) -> Iterator[str]:
    for file in done.files:
        yield f"{name}: {file}"
    for counts in done.rows:
        if counts.inserted or counts.updated or counts.removed:
            changed = f"{counts.inserted} inserted, {counts.updated} updated, {counts.removed} removed"
            yield f"{name}: {counts.resource}: {counts.total} rows; {changed}"
    if done.rows:
        yield f"{name}: {sum(counts.total for counts in done.rows)} rows in {len(done.rows)} tables"
    if done.advice:
        yield f"{name}: {done.advice}"


def _demand_packages(wanted: Mapping[str, Target]) -> None:
    for name, target in wanted.items():
        missing = [pip for module, pip in target.packages.items() if find_spec(module) is None]
        if missing:
            raise DependencyMissing(f"--to {name}: needs {', '.join(missing)}; run: pip install 'yusuan[portals]'")


def _demand_whole(release: Release) -> None:
    version = release.descriptor.get("version")
    if version != SCHEMA_VERSION:
        raise UsageProblem(
            f"{release.folder}: written with schema {version}, this is {SCHEMA_VERSION}; run `yusuan run` again"
        )
    described = described_resources(release.descriptor)
    faults = [found for r in RESOURCES for found in file_findings(release.folder, r, described.get(r.name, {}))]
    if faults:
        raise DataNotValid(f"{release.folder}: not published: {faults[0]}; see `yusuan validate {release.folder}`")
