"""The release as a dataset of DCAT-AP 3, in JSON-LD and Turtle: one distribution a file, places and years covered."""

from __future__ import annotations

from pathlib import Path

from rdflib import BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, SKOS, XSD

from pipeline.emission.model import Format, Resource
from pipeline.emission.package import package_descriptor
from pipeline.emission.read import Release, described_resources, parquet_twin
from pipeline.emission.schema import RESOURCES, SCHEMA_ID, SCHEMA_VERSION
from pipeline.portals.target import Published, Site, link, replacing, stable_uuid

JSONLD, TURTLE = "dcat.jsonld", "dcat.ttl"
SPDX = Namespace("http://spdx.org/rdf/terms#")
ADMS = Namespace("http://www.w3.org/ns/adms#")
EU = "http://publications.europa.eu/resource/authority/"
KEYWORDS = (("预算", "zh"), ("决算", "zh"), ("预算公开", "zh"), ("budget", "en"), ("public finance", "en"))
_FILE_TYPES = {"csv": "file-type/CSV", "parquet": "file-type/PARQUET"}


def publish(release: Release, folder: Path, site: Site) -> Published:
    """The description as ``dcat.jsonld`` and ``dcat.ttl``; without ``site.base_url`` its links are relative to them.

    Raises ``OutputProblem`` when they cannot be written.
    """
    described = graph(release, site.base_url)
    texts = {
        folder / JSONLD: described.serialize(format="json-ld", context=_CONTEXT),
        folder / TURTLE: described.serialize(format="longturtle"),
    }
    for path, text in texts.items():
        with replacing(path) as partial:
            partial.write_text(text, encoding="utf-8")
    return Published(tuple(texts))


_CONTEXT = {
    "dcat": str(DCAT),
    "dct": str(DCTERMS),
    "foaf": str(FOAF),
    "skos": str(SKOS),
    "spdx": str(SPDX),
    "adms": str(ADMS),
    "xsd": str(XSD),
}


def graph(release: Release, base_url: str = "") -> Graph:
    """The description as RDF. Nodes have UUIDs made of their names: the same for every release."""
    package = package_descriptor()
    made = Graph()
    for prefix, space in (("dcat", DCAT), ("dct", DCTERMS), ("skos", SKOS), ("spdx", SPDX), ("adms", ADMS)):
        made.bind(prefix, space)
    dataset = _node("dataset")
    made.add((dataset, RDF.type, DCAT.Dataset))
    for title, language in ((package["title"], "zh"), (package["title_en"], "en")):
        made.add((dataset, DCTERMS.title, Literal(title, lang=language)))
    made.add((dataset, DCTERMS.description, Literal(_DESCRIPTION_ZH, lang="zh")))
    made.add((dataset, DCTERMS.description, Literal(_DESCRIPTION_EN, lang="en")))
    made.add((dataset, DCTERMS.identifier, Literal(package["name"])))
    made.add((dataset, URIRef(f"{DCAT}version"), Literal(package["version"])))
    made.add((dataset, DCAT.theme, URIRef(EU + "data-theme/GOVE")))
    made.add((dataset, DCTERMS.language, URIRef(EU + "language/ZHO")))
    for word, language in KEYWORDS:
        made.add((dataset, DCAT.keyword, Literal(word, lang=language)))
    _add_coverage(made, dataset, release)
    described = described_resources(release.descriptor)
    for resource in RESOURCES:
        for format in resource.formats:
            entry = described[resource.name]
            facts = entry if format == resource.formats[0] else parquet_twin(entry) or {}
            _add_distribution(made, dataset, resource, format, facts, package["licenses"][0]["path"], base_url)
    return made


_DESCRIPTION_ZH = "地方政府部门公开的预算和决算文件中的每一个金额，附页码、位置、读取方式和勾稽结论。"
_DESCRIPTION_EN = (
    "Every amount of the budgets and final accounts that departments of local governments publish, each with its page,"
    " its place, how it was read and whether the document's own sums bear it out."
)


def _node(*parts: str) -> URIRef:
    return URIRef(f"urn:uuid:{stable_uuid('dcat', *parts)}")


def _add_coverage(made: Graph, dataset: URIRef, release: Release) -> None:
    years = [year for year in release.arrow("documents").column("fiscal_year").to_pylist() if year is not None]
    if years:
        period = _node("period")
        made.add((dataset, DCTERMS.temporal, period))
        made.add((period, RDF.type, DCTERMS.PeriodOfTime))
        made.add((period, DCAT.startDate, Literal(f"{min(years)}-01-01", datatype=XSD.date)))
        made.add((period, DCAT.endDate, Literal(f"{max(years)}-12-31", datatype=XSD.date)))
    for place in release.arrow("localities").to_pylist():
        location = _node("locality", place["locality_code"])
        made.add((dataset, DCTERMS.spatial, location))
        made.add((location, RDF.type, DCTERMS.Location))
        made.add((location, DCTERMS.identifier, Literal(place["locality_code"])))
        made.add((location, SKOS.prefLabel, Literal(place["name"], lang="zh")))


def _add_distribution(
    made: Graph, dataset: URIRef, resource: Resource, format: Format, facts: dict[str, object], licence: str, base: str
) -> None:
    node = _node(resource.name, format)
    address = URIRef(link(resource.path(format), base))
    checksum = BNode(f"{resource.name}_{format}")
    conforms = URIRef(SCHEMA_ID + SCHEMA_VERSION)
    made.add((dataset, DCAT.distribution, node))
    made.add((node, RDF.type, DCAT.Distribution))
    made.add((node, DCTERMS.title, Literal(f"{resource.title_zh} ({format})", lang="zh")))
    made.add((node, DCTERMS.title, Literal(f"{resource.title_en} ({format})", lang="en")))
    made.add((node, DCAT.accessURL, address))
    made.add((node, DCAT.downloadURL, address))
    made.add((node, DCTERMS.license, URIRef(licence)))
    made.add((node, DCTERMS["format"], URIRef(EU + _FILE_TYPES[format])))
    made.add((node, DCAT.mediaType, URIRef(f"https://www.iana.org/assignments/media-types/{facts['mediatype']}")))
    made.add((node, DCAT.byteSize, Literal(facts["bytes"], datatype=XSD.nonNegativeInteger)))
    made.add((node, DCTERMS.conformsTo, conforms))
    made.add((conforms, RDF.type, DCTERMS.Standard))
    made.add((node, SPDX.checksum, checksum))
    made.add((checksum, RDF.type, SPDX.Checksum))
    made.add((checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256))
    hexdigest = str(facts["hash"]).removeprefix("sha256:")
    made.add((checksum, SPDX.checksumValue, Literal(hexdigest, datatype=XSD.hexBinary)))
