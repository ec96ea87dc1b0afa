"""The report written: one page a document, the pictures they share, and an index."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import jinja2

from pipeline.config.load import load_configs
from pipeline.emission.inputs import input_files
from pipeline.emission.package import DESCRIPTOR
from pipeline.emission.placing import placed_folder
from pipeline.emission.read import Release, open_release
from pipeline.errors import DataNotValid, InputUnreadable, UsageProblem
from pipeline.report.crops import FOLDER, Picture, regions, stored_picture
from pipeline.report.marks import CONTRADICTED, SHAPES
from pipeline.report.overview import Overview, failed_inputs
from pipeline.report.pages import cells_asked_for, document_view
from pipeline.report.reading import DocumentData, documents, names, plain_table
from pipeline.report.sums import money
from pipeline.report.words import word

REPORT = "report"
ASSETS = ("report.css", "report.js")
MARKER = '<meta name="generator" content="yusuan report">'
_SAFE_ID = re.compile(r"[a-z]{2,4}_[0-9a-z]{8,32}")


@dataclass(frozen=True, slots=True)
class Written:
    """What was written; ``notices`` say which documents have no pictures, and why."""

    folder: Path
    documents: int
    pictures: int
    notices: tuple[str, ...]


def write_report(out: Path, pdfs: Path | None = None, to: Path | None = None) -> Written:
    """The report of the release in ``out``, in ``to`` (``out``/report): all of it or nothing.

    ``pdfs``: where the input files lie now, when not where the run read them. The same release and the same files
    give the same bytes. Raises ``InputUnreadable`` when there is no release or no such folder, ``UsageProblem`` when
    ``to`` holds something else than a report, ``OutputProblem`` when it cannot be written.
    """
    release = open_release(out)
    target = to if to is not None else out / REPORT
    check_target(target)
    if pdfs is not None and not pdfs.is_dir():
        raise InputUnreadable(f"{pdfs}: no such folder; give the one with the input files")
    known = names(release)
    sources = input_files(release, pdfs)
    environment = _environment(release)
    overview = Overview()
    notices: list[str] = []
    with placed_folder(target) as folder:
        for name in ASSETS:
            _write(folder / "assets" / name, _asset(name))
        for data in documents(release):
            document_id = str(data.document["document_id"])
            if not _SAFE_ID.fullmatch(document_id):
                raise DataNotValid(f"{out}: document_id {document_id!r} is not an identifier; run yusuan validate")
            pictures, why = _pictures(data, sources.get(document_id), folder)
            if why:
                notices.append(f"{data.document['file_name']}: no pictures of pages: {why[1]}")
            view = document_view(data, known, pictures)
            page = environment.get_template("document.html.j2").render(
                view=view, names=known, why=why, plain=[plain_table(release, *other) for other in view.others.items()]
            )
            _write(folder / document_id / "index.html", page)
            overview.add(data.document, view.counts)
        page = environment.get_template("index.html.j2").render(
            overview=overview, names=known, failed=failed_inputs(release.manifest), manifest=release.manifest
        )
        _write(folder / "index.html", page)
        made = len(list((folder / FOLDER).glob("*.png")))
    return Written(target, len(overview.entries), made, tuple(notices))


def check_target(target: Path) -> None:
    """Nothing, when a report may be written to ``target``: it is absent, empty, or a report.

    Raises ``UsageProblem`` otherwise.
    """
    if not target.exists():
        return
    if not target.is_dir():
        raise UsageProblem(f"{target}: is a file; give a folder for the report")
    if any(target.iterdir()) and not _is_report(target):
        raise UsageProblem(f"{target}: holds other files and no report; choose another folder or an empty one")


def _is_report(folder: Path) -> bool:
    try:
        with (folder / "index.html").open(encoding="utf-8") as file:
            return MARKER in file.read(2000)
    except (OSError, UnicodeDecodeError):
        return False


def _pictures(
    data: DocumentData, source: Path | None, folder: Path
) -> tuple[dict[tuple[str, int], Picture], tuple[str, str] | None]:
    """Picture by table and page; and when there are none, why (Chinese, English)."""
    if data.document["text_layer"] == "transcript":
        return {}, ("本文件为文字转录，没有页面图", "the document is a transcript and has no pages")
    if source is None:
        return {}, ("未找到原文件，可用 --pdfs 指明", "its file is not where it was read; name its folder with --pdfs")
    try:
        content = source.read_bytes()
    except OSError as error:
        return {}, ("原文件无法打开", f"its file cannot be read ({error.strerror or error})")
    wanted = cells_asked_for(data) | {str(line["source_cell_id"]) for line in data.lines}
    found = {}
    for table in data.tables:
        for page_no, box in sorted(regions(data.cells.get(table["table_id"], ()), wanted).items()):
            try:
                found[str(table["table_id"]), page_no] = stored_picture(content, page_no, box, folder)
            except (ValueError, RuntimeError) as error:  # pymupdf's own errors are RuntimeErrors
                return found, (f"第{page_no}页无法绘出", f"page {page_no} cannot be drawn ({error})")
    return found, None


def _environment(release: Release) -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("pipeline.report"),
        autoescape=True,  # texts of documents are not ours: nothing in them may become markup
        undefined=jinja2.StrictUndefined,
        auto_reload=False,  # one site, one state of the templates
        trim_blocks=True,
        lstrip_blocks=True,
    )
    rules = load_configs().identities.rules
    descriptor = (release.folder / DESCRIPTOR).read_bytes()
    environment.globals |= {
        "word": word,
        "money": money,
        "shapes": SHAPES,
        "contradicted": CONTRADICTED,
        "rule_names": {key: rule.name for key, rule in rules.items()},
        "stamp": hashlib.sha256(descriptor).hexdigest()[:16],
        "schema_version": str(release.descriptor.get("version", "")),
    }
    environment.filters["script_json"] = _script_json
    return environment


def _script_json(value: Mapping[str, Any]) -> str:
    """JSON that cannot end the script element it stands in."""
    import markupsafe  # noqa: PLC0415 - jinja's own

    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character, escape in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026"), ("\u2028", "\\u2028")):
        text = text.replace(character, escape)
    return markupsafe.Markup(text)


def _asset(name: str) -> str:
    return files("pipeline.report").joinpath("assets", name).read_text(encoding="utf-8")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
