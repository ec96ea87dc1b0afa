"""The report in a real browser: what a reader sees, clicks, and prints, without anything asked of the network."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pymupdf
import pytest
from playwright.sync_api import Browser, Page, expect

from pipeline import open_release, process_document
from pipeline.cli import run_command
from pipeline.config.load import configs_root, load_configs
from pipeline.decisions.store import append, decisions_path
from pipeline.ingest.pictures import crop_digests
from tests.browser.conftest import PHONE, Watch
from tests.corpus.build import build
from tests.unit.decisions.making import decision, entry_of


@dataclass(frozen=True)
class Site:
    """A report on one typeset document in which a person overrode one amount, so that sums fail by it."""

    folder: Path
    document_id: str
    corrected: str
    printed: str

    @property
    def index(self) -> str:
        return (self.folder / "index.html").as_uri()

    def page(self, fragment: str = "") -> str:
        address = (self.folder / self.document_id / "index.html").as_uri()
        return f"{address}#{fragment}" if fragment else address


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("report")
    (built,) = build(folder, ["baqiao-2024"], ["ruled"])
    configs = Path(shutil.copytree(configs_root(), folder / "configs"))
    line = entry_of(process_document(built.pdf), "gpb_exp_func", "行政运行", "general_public.basic_personnel").line
    crop = crop_digests(built.pdf)(line.page_no, line.bbox)
    append(
        decisions_path(load_configs(configs), line.locality_code),
        [decision(process_document(built.pdf), line, "override", "955865.00", crop=crop, reason="页面")],
    )
    out = folder / "OUT"
    assert run_command(["run", str(built.pdf), "-o", str(out), "--configs", str(configs)]) == 0
    assert run_command(["report", str(out)]) == 0
    lines = open_release(out)["budget_lines"]
    (corrected,) = lines[lines["value_status"] == "corrected"]["line_id"]
    printed = lines[(lines["value_status"] == "reported") & lines["page_no"].notna()].iloc[0]
    return Site(out / "report", str(printed["document_id"]), str(corrected), str(printed["line_id"]))


def test_the_index_leads_to_the_document(page: Page, site: Site) -> None:
    page.goto(site.index)
    expect(page.locator("h1")).to_contain_text("报告")
    expect(page.locator(".tile").first).to_contain_text("1")
    page.get_by_role("link", name="西安市灞桥区医疗保障局(本级)").click()
    expect(page.locator("h1")).to_have_text("西安市灞桥区医疗保障局(本级)")


def test_the_filter_hides_what_does_not_match(page: Page, site: Site) -> None:
    page.goto(site.index)
    row = page.locator("#list tbody tr")
    page.get_by_role("searchbox").fill("灞桥")
    expect(row).to_be_visible()
    page.get_by_role("searchbox").fill("没有这个单位")
    expect(row).to_be_hidden()
    expect(page.locator("#shown")).to_have_text("0 / 1")


def test_the_sankey_is_drawn_in_its_colours(page: Page, site: Site) -> None:
    page.goto(site.page())
    sankey = page.get_by_role("img", name=re.compile("资金流向"))
    expect(sankey).to_be_visible()
    assert sankey.locator("path").count() >= 3
    assert sankey.locator("rect").first.evaluate("e => getComputedStyle(e).fill") == "rgb(0, 114, 178)"


def test_a_click_on_an_amount_shows_its_place_on_the_page(page: Page, site: Site) -> None:
    page.goto(site.page())
    button = page.locator(f"#{site.printed} button")
    button.click()
    window = page.locator("#window")
    expect(window).to_be_visible()
    expect(window).to_contain_text("勾稽")
    image = window.locator("img")
    expect(image).to_be_visible()
    assert image.evaluate("e => e.complete && e.naturalWidth > 0")
    # The framed place lies in sight.
    frame, view = window.locator(".crop i").bounding_box(), window.locator(".crop").bounding_box()
    assert frame
    assert view
    assert view["x"] <= frame["x"] + frame["width"] / 2 <= view["x"] + view["width"]
    assert view["y"] <= frame["y"] + frame["height"] / 2 <= view["y"] + view["height"]
    assert page.url.endswith(f"#{site.printed}")
    expect(window.get_by_role("button", name="关闭")).to_be_focused()
    page.keyboard.press("Escape")
    expect(window).to_be_hidden()
    expect(button).to_be_focused()


def test_the_frame_lies_on_the_number(page: Page, site: Site) -> None:
    page.goto(site.page(site.printed))
    shape = page.locator("#window .crop img").evaluate(
        """async image => {
            await image.decode();
            const box = image.parentElement.querySelector("i");
            return [box.offsetLeft, box.offsetTop, box.offsetWidth, box.offsetHeight,
                    image.naturalWidth, image.naturalHeight, image.width, image.height];
        }"""
    )
    left, top, width, height, natural_width, natural_height, shown_width, shown_height = shape
    assert (natural_width, natural_height) == (shown_width, shown_height), "boxes are in pixels of the picture"
    source = page.locator("#window .crop img").get_attribute("src")
    assert source
    picture = pymupdf.Pixmap(str((site.folder / site.document_id / source).resolve()))
    inner = [
        picture.samples_mv[y * picture.stride + x * picture.n]
        for y in range(int(top) + 3, int(top + height) - 3)
        for x in range(int(left) + 3, int(left + width) - 3)
    ]
    assert min(inner) < 100, "no ink where the amount should be"


def test_an_address_of_a_line_opens_it_and_a_link_leads_on(page: Page, site: Site) -> None:
    page.goto(site.page(site.corrected))
    window = page.locator("#window")
    expect(window).to_contain_text("955,865.00")
    expect(window).to_contain_text("人工更正")
    expect(window).to_contain_text("955,864.00")
    failed = window.locator("details.s-fail").first
    expect(failed).to_be_visible()
    failed.locator("a").first.click()
    expect(window.locator(".permalink")).not_to_have_text(f"#{site.corrected}")
    expect(window).to_be_visible()


def test_failed_checks_and_repairs_are_written_out(page: Page, site: Site) -> None:
    page.goto(site.page())
    failed = page.locator("section:has(> #failed) > article").filter(has_text="955,865.00").first
    expect(failed).to_contain_text("差额")
    expect(failed).to_contain_text("1.00")
    expect(failed.locator(".crop img")).to_have_count(1)
    repair = page.locator("section:has(> #repairs) article")
    expect(repair).to_contain_text("955,864.00")
    repair.locator("summary").click()
    expect(repair.locator("pre")).to_contain_text("955,865.00 yuan (corrected")


def test_marks_are_shapes_with_words_for_those_who_do_not_see_them(page: Page, site: Site) -> None:
    page.goto(site.page())
    mark = page.locator(f"#{site.corrected} button")
    expect(mark).to_contain_text("■")
    expect(mark).to_contain_text("≠")
    assert mark.evaluate("e => getComputedStyle(e).color") != page.locator(f"#{site.printed} button").evaluate(
        "e => getComputedStyle(e).color"
    )
    assert "人工更正" in (mark.text_content() or "")
    assert page.locator(f"#{site.printed} button i").count() == 0


def test_by_keyboard_alone(page: Page, site: Site) -> None:
    page.goto(site.page())
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.locator(f"#{site.printed} button").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#window")).to_be_visible()


def test_it_prints(page: Page, site: Site) -> None:
    page.goto(site.page())
    printed = page.pdf(prefer_css_page_size=True, print_background=True)
    with pymupdf.open(stream=printed, filetype="pdf") as document:
        text = "".join(sheet.get_text() for sheet in document)
    assert "资金流向" in text
    assert "955,865.00" in text
    assert "关闭" not in text


def test_it_fits_a_phone_and_stays_readable_without_scripts(browser: Browser, site: Site) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(site.page())
    expect(page.locator("section:has(> #failed) > article").first).to_be_visible()
    context.close()
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    for address in (site.index, site.page(), site.page(site.printed)):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()


def test_nothing_is_asked_of_the_network(page: Page, site: Site, watch: Watch) -> None:
    for address in (site.index, site.page(), site.page(site.printed)):
        page.goto(address)
    assert {url.split(":", 1)[0] for url in watch.requests} <= {"file", "data"}
    assert len(watch.requests) > 4


def test_hostile_texts_do_nothing(page: Page, site: Site, tmp_path: Path) -> None:
    """The text of a page is put where our own was, as the templates and the script would handle it."""
    hostile = "<img src=x onerror=document.title='owned'>"
    source = (site.folder / site.document_id / "index.html").read_text(encoding="utf-8")
    shutil.copytree(site.folder, tmp_path / "report")
    target = tmp_path / "report" / site.document_id / "index.html"
    escaped = hostile.replace("<", "\\u003c").replace(">", "\\u003e")
    body, data = source.split('id="evidence">')
    target.write_text(body + 'id="evidence">' + data.replace("行政运行", escaped), encoding="utf-8")
    page.goto(f"{target.as_uri()}#{site.corrected}")
    expect(page.locator("#window h2")).to_contain_text("onerror")
    assert page.locator("#window h2 img").count() == 0
    assert page.title() != "owned"
