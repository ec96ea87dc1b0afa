"""The input files a release was made from, found again: pictures of pages need them."""

from __future__ import annotations

from pathlib import Path

from pipeline.disk import file_sha256
from pipeline.emission.read import Release


def input_files(release: Release, folder: Path | None = None) -> dict[str, Path]:
    """Document id to input file, for those still there with the bytes that were read.

    Looks where the manifest says the file lay, and below ``folder`` when given (by name, then by its sha256).
    """
    below: dict[str, list[Path]] = {}
    for path in sorted(folder.rglob("*")) if folder is not None else ():
        if path.is_file() and not path.is_symlink():
            below.setdefault(path.name, []).append(path)
    found: dict[str, Path] = {}
    for entry in release.manifest.get("inputs", ()):
        document, sha256 = entry.get("document_id"), entry.get("sha256")
        if not document or not sha256:
            continue
        candidates = [*below.get(str(entry.get("file_name")), ()), *((Path(entry["path"]),) if "path" in entry else ())]
        for path in candidates:
            if path.is_file() and file_sha256(path) == sha256:
                found[document] = path
                break
    return found
