"""One budget set in many ways, through the command: every published amount has its code, measure, phase and yuan."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from pipeline import open_release, process_document
from pipeline.cli import main
from tests.corpus.variants import VARIANTS, Truth, draw

Truths = dict[str, Counter[Truth]]


@pytest.fixture(scope="module")
def printed_and_published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Truths, Truths]:
    """The truth about each variant, and what one run publishes of it."""
    folder = tmp_path_factory.mktemp("variants")
    (folder / "pdfs").mkdir()
    printed = {name: draw(variant, folder / "pdfs" / f"{k}.pdf") for k, (name, variant) in enumerate(VARIANTS.items())}
    with pytest.raises(SystemExit) as ended:
        main(["run", str(folder / "pdfs"), "-o", str(folder / "out")])
    assert ended.value.code == 0
    return printed, _published(folder / "out")


def _published(out: Path) -> Truths:
    release = open_release(out)
    names = list(VARIANTS)
    files = {d["document_id"]: d["file_name"] for d in release.arrow("documents").to_pylist()}
    found: Truths = {name: Counter() for name in names}
    for line in release.arrow("budget_lines", value_status="reported").to_pylist():
        about = "合计" if line["row_role"] == "total" else line["func_code"]
        truth = Truth(about, line["measure_id"], line["phase"], line["amount_cny"])
        found[names[int(files[line["document_id"]].removesuffix(".pdf"))]][truth] += 1
    return found


@pytest.mark.parametrize("name", VARIANTS)
def test_every_amount_is_published_with_its_meaning(name: str, printed_and_published: tuple[Truths, Truths]) -> None:
    printed, published = printed_and_published
    assert published[name] - printed[name] == Counter(), "published, and not so printed"
    assert printed[name] - published[name] == Counter(), "printed, and not published"


def test_a_total_the_issuer_got_wrong_is_published_as_printed_and_contradicted(tmp_path: Path) -> None:
    draw(VARIANTS["a wrong total"], tmp_path / "budget.pdf")
    result = process_document(tmp_path / "budget.pdf")
    (total,) = (x for x in result.budget_lines if x.row_role == "total" and x.measure_id == "general_public.project")
    assert (total.amount_raw, total.reconciliation, total.value_status) == ("127.43", "contradicted", "reported")
    assert result.repairs == ()
