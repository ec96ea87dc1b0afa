"""The release described in Croissant 1.0 (schema.org for machine learning): files with hashes, typed record sets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.emission.model import Field, Format, Resource
from pipeline.emission.package import json_text, package_descriptor
from pipeline.emission.read import Release, described_resources, parquet_twin
from pipeline.emission.schema import RESOURCES
from pipeline.portals.target import Published, Site, link, replacing

FILE = "croissant.json"
CONFORMS = "http://mlcommons.org/croissant/1.0"
_TYPES = {
    "string": "sc:Text",
    "integer": "sc:Integer",
    "number": "sc:Float",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
    "datetime": "sc:DateTime",
}
_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}


def publish(release: Release, folder: Path, site: Site) -> Published:
    """The description as ``croissant.json``; without ``site.base_url`` its links are relative to it.

    Raises ``OutputProblem`` when it cannot be written.
    """
    path = folder / FILE
    with replacing(path) as partial:
        partial.write_text(json_text(description(release, site.base_url)), encoding="utf-8")
    return Published((path,))


def description(release: Release, base_url: str = "") -> dict[str, Any]:
    """The Croissant document. Records are read from the Parquet files, whose types are exact."""
    package = package_descriptor()
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": CONFORMS,
        "name": package["name"],
        "description": f"{package['title']} · {package['title_en']}",
        "license": package["licenses"][0]["path"],
        "version": package["version"],
        "url": base_url or package["id"],
        "inLanguage": "zh",
        "keywords": ["预算", "决算", "budget", "public finance"],
        "distribution": list(_files(release, base_url)),
        "recordSet": [_record_set(resource) for resource in RESOURCES],
    }


def _files(release: Release, base_url: str) -> Iterator[dict[str, Any]]:
    described = described_resources(release.descriptor)
    for resource in RESOURCES:
        for format in resource.formats:
            entry = described[resource.name]
            facts = entry if format == resource.formats[0] else parquet_twin(entry) or {}
            yield {
                "@type": "cr:FileObject",
                "@id": _file_id(resource, format),
                "name": _file_id(resource, format),
                "contentUrl": link(resource.path(format), base_url),
                "contentSize": f"{facts['bytes']} B",
                # The name of the format that readers of Croissant know.
                "encodingFormat": "text/csv" if format == "csv" else "application/x-parquet",
                "sha256": str(facts["hash"]).removeprefix("sha256:"),
            }


def _file_id(resource: Resource, format: Format) -> str:
    return f"{resource.name}.{format}"


def _record_set(resource: Resource) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": resource.name,
        "name": resource.name,
        "description": f"{resource.title_zh} · {resource.title_en}",
        "key": {"@id": f"{resource.name}/{resource.primary_key}"},
        "field": [_field(resource, field) for field in resource.fields],
    }


def _field(resource: Resource, field: Field) -> dict[str, Any]:
    described: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": f"{resource.name}/{field.name}",
        "name": field.name,
        "description": f"{field.title_zh} · {field.title_en}",
        "dataType": _TYPES[field.type],
        "source": {"fileObject": {"@id": _file_id(resource, "parquet")}, "extract": {"column": field.name}},
    }
    for key in resource.foreign_keys:
        if key.field == field.name and key.resource:
            described["references"] = {"field": {"@id": f"{key.resource}/{key.target}"}}
    return described
