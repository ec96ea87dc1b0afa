"""A dataset for CKAN as calls of its API, one JSON line each, for ``ckanapi batch --local-files`` run in the release.

Every identifier is made of the resource's name and format, so a second batch updates the same dataset and the same
resources. The first line creates the dataset; where it is there already CKAN refuses that one line and the others
bring it up to date.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.emission.model import Format, Resource
from pipeline.emission.package import package_descriptor, table_schema
from pipeline.emission.read import Release, described_resources, parquet_twin
from pipeline.emission.schema import RESOURCES
from pipeline.portals.target import DATASET, PORTAL, Published, Site, replacing, stable_uuid

FILE = "ckan.jsonl"
LICENCES = {"CC-BY-4.0": "cc-by-4.0"}
"""CKAN's identifiers of licences."""


def publish(release: Release, folder: Path, site: Site) -> Published:
    """The calls as ``ckan.jsonl``. Raises ``OutputProblem`` when it cannot be written."""
    path = folder / FILE
    with replacing(path) as partial:
        lines = (json.dumps(call, ensure_ascii=False) + "\n" for call in calls(release, site.organization))
        partial.write_text("".join(lines), encoding="utf-8")
    advice = f"in {release.folder}: ckanapi batch -I {PORTAL}/{FILE} --local-files -r SITE -a TOKEN"
    if not site.organization:
        advice += " (most sites want the dataset to have an owner: --organization NAME)"
    return Published((path,), advice=advice)


def calls(release: Release, organization: str = "") -> Iterator[dict[str, Any]]:
    """The API calls: create, update with every resource, then one upload a file."""
    dataset = _dataset(organization)
    yield {"action": "package_create", "data": dataset}
    resources = list(_resources(release))
    yield {"action": "package_update", "data": {**dataset, "resources": resources}}
    for resource in resources:
        path = f"data/{resource['url']}"
        yield {"action": "resource_patch", "data": {"id": resource["id"]}, "files": {"upload": path}}


def _dataset(organization: str) -> dict[str, Any]:
    package = package_descriptor()
    owner = {"owner_org": organization} if organization else {}
    return {
        **owner,
        "id": stable_uuid("ckan"),
        "name": DATASET,
        "title": package["title"],
        "notes": f"{package['title']}\n\n{package['title_en']}",
        "version": package["version"],
        "license_id": LICENCES[package["licenses"][0]["name"]],
        "private": False,
        "extras": [{"key": "schema", "value": package["id"]}],
    }


def _resources(release: Release) -> Iterator[dict[str, Any]]:
    described = described_resources(release.descriptor)
    for resource in RESOURCES:
        for format in resource.formats:
            entry = described[resource.name]
            facts = entry if format == resource.formats[0] else parquet_twin(entry) or {}
            yield _resource(resource, format, facts)


def _resource(resource: Resource, format: Format, facts: dict[str, Any]) -> dict[str, Any]:
    described = {
        "id": stable_uuid("ckan", resource.name, format),
        "name": f"{resource.name}.{format}",
        # As CKAN keeps the address of an uploaded file: its name alone.
        "url": f"{resource.name}.{format}",
        "url_type": "upload",
        "description": f"{resource.title_zh} · {resource.title_en}",
        "format": "CSV" if format == "csv" else "Parquet",
        "mimetype": facts["mediatype"],
        "size": facts["bytes"],
        "hash": facts["hash"],
    }
    if format == "csv":
        # Where the validation extension looks for the Table Schema.
        described["schema"] = json.dumps(table_schema(resource), ensure_ascii=False)
    return described
