"""DCAT-AP judged by SHACL shapes, Croissant by mlcroissant: both read from the files, as a harvester does."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from pipeline.emission.schema import RESOURCES
from pipeline.portals.croissant import description
from pipeline.portals.publish import publish_release
from pipeline.portals.target import Site

pytestmark = [
    # Of the readers' own making, and theirs to mend.
    pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib"),
    pytest.mark.filterwarnings("ignore:The inplace keyword"),
]

SHAPES = Path(__file__).with_name("dcat-ap.ttl")
FILES = sum(len(resource.formats) for resource in RESOURCES)


def graph(out: Path, name: str) -> Any:
    rdflib = pytest.importorskip("rdflib")
    path = out / "portal" / name
    form = "json-ld" if name.endswith("jsonld") else "turtle"
    return rdflib.Graph().parse(data=path.read_text(encoding="utf-8"), format=form, publicID=path.as_uri())


@pytest.mark.parametrize("name", ["dcat.jsonld", "dcat.ttl"])
def test_the_shapes_of_dcat_ap_hold(release: Path, name: str) -> None:
    pyshacl = pytest.importorskip("pyshacl")
    list(publish_release(release, ["dcat"]))
    found = graph(release, name)
    holds, _, text = pyshacl.validate(found, shacl_graph=str(SHAPES))
    assert holds, text
    types = Counter(str(o).rpartition("#")[2].rpartition("/")[2] for o in found.objects(predicate=_type()))
    assert types["Dataset"] == 1
    assert types["Distribution"] == types["Checksum"] == FILES


def _type() -> Any:
    return pytest.importorskip("rdflib").RDF.type


@pytest.mark.parametrize("lost", ["title", "accessURL", "license"])
def test_the_shapes_fire(release: Path, lost: str) -> None:
    pyshacl = pytest.importorskip("pyshacl")
    list(publish_release(release, ["dcat"]))
    found = graph(release, "dcat.ttl")
    gone = [triple for triple in found if str(triple[1]).endswith((f"/{lost}", f"#{lost}"))]
    assert gone
    for triple in gone:
        found.remove(triple)
    holds, _, text = pyshacl.validate(found, shacl_graph=str(SHAPES))
    assert not holds
    assert lost in text


def test_links_lead_to_the_files(release: Path) -> None:
    rdflib = pytest.importorskip("rdflib")
    list(publish_release(release, ["dcat"]))
    relative = {str(o) for o in graph(release, "dcat.ttl").objects(predicate=rdflib.DCAT.downloadURL)}
    expected = {(release / r.path(f)).resolve().as_uri() for r in RESOURCES for f in r.formats}
    assert {address.replace("/portal/..", "") for address in relative} == expected
    list(publish_release(release, ["dcat"], Site("https://data.example.org/budget/")))
    absolute = {str(o) for o in graph(release, "dcat.jsonld").objects(predicate=rdflib.DCAT.downloadURL)}
    assert "https://data.example.org/budget/data/budget_lines.csv" in absolute
    assert len(absolute) == FILES


def test_both_forms_say_the_same_and_a_second_time_too(release: Path) -> None:
    compare = pytest.importorskip("rdflib.compare")
    list(publish_release(release, ["dcat"]))
    first = [(release / "portal" / name).read_bytes() for name in ("dcat.jsonld", "dcat.ttl")]
    assert compare.isomorphic(graph(release, "dcat.jsonld"), graph(release, "dcat.ttl"))
    list(publish_release(release, ["dcat"]))
    assert [(release / "portal" / name).read_bytes() for name in ("dcat.jsonld", "dcat.ttl")] == first


def test_croissant_is_valid_and_its_records_are_ours(release: Path, rows: Any) -> None:
    mlcroissant = pytest.importorskip("mlcroissant")
    list(publish_release(release, ["croissant"]))
    dataset = mlcroissant.Dataset(jsonld=str(release / "portal" / "croissant.json"))
    assert list(dataset.metadata.ctx.issues.errors) == []
    names = [record_set.uuid for record_set in dataset.metadata.record_sets]
    assert names == [resource.name for resource in RESOURCES]
    found = sorted(dataset.records("budget_lines"), key=lambda record: record["budget_lines/line_id"])
    assert len(found) == len(rows["budget_lines"])
    assert found[0]["budget_lines/label_raw"].decode() == "第一行\n第二行"
    assert float(found[0]["budget_lines/amount_cny"]) == 1234567.8


def test_croissant_refuses_a_field_of_no_file(release: Path, tmp_path: Path) -> None:
    mlcroissant = pytest.importorskip("mlcroissant")
    from pipeline.emission.read import open_release

    found = description(open_release(release))
    found["recordSet"][0]["field"][0]["source"]["fileObject"]["@id"] = "nothing"
    path = tmp_path / "croissant.json"
    path.write_text(json.dumps(found), encoding="utf-8")
    with pytest.raises(mlcroissant.ValidationError, match="nothing"):
        mlcroissant.Dataset(jsonld=str(path))
