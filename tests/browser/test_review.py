"""The review page in a real browser: with keys, with the mouse, in two tabs, and through another run."""

from __future__ import annotations

import re
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from pipeline import open_release
from pipeline.cli import run_command
from pipeline.config.load import configs_root, load_configs
from pipeline.decisions.live import live
from pipeline.decisions.records import Decision
from pipeline.decisions.store import all_decisions, append
from pipeline.review.app import application
from pipeline.review.desk import Desk
from pipeline.review.serve import bound, fresh
from tests.browser.conftest import Watch
from tests.corpus.build import build
from tests.corpus.suspects import Suspects, suspects

TOKEN = "t0ken"
expect.set_options(timeout=60_000)  # a busy machine is no fault of the page


@dataclass(frozen=True)
class Served:
    """A review server for one release."""

    url: str
    configs: Path

    @property
    def made(self) -> list[Decision]:
        """All decisions kept, in order."""
        return [d for decisions in all_decisions(self.configs).values() for d in decisions]


@contextmanager
def served(out: Path, configs: Path, reviewer: str = "Li") -> Iterator[Served]:
    """The server as `yusuan review` starts it, in a thread of this process."""
    with bound("127.0.0.1", 0) as sock:
        port = sock.getsockname()[1]
        desk = fresh(out, load_configs(configs), None)
        app = application(desk, reviewer, TOKEN, [f"127.0.0.1:{port}"], f"yusuan_review_{port}")
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]})
        thread.start()
        try:
            while not server.started:
                time.sleep(0.01)
            yield Served(f"http://127.0.0.1:{port}", configs)
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Suspects:
    return suspects(tmp_path_factory.mktemp("suspects"))


@pytest.fixture
def case(built: Suspects, tmp_path: Path) -> Suspects:
    return replace(built, configs_root=Path(shutil.copytree(built.configs_root, tmp_path / "configs")))


@pytest.fixture
def server(case: Suspects) -> Iterator[Served]:
    with served(case.out, case.configs_root) as running:
        yield running


@pytest.fixture
def screen(server: Served, page: Page, case: Suspects) -> Page:
    """The page as the printed address opens it: at the first amount of the first table."""
    page.goto(f"{server.url}/?next=1&token={TOKEN}")
    expect(page).to_have_url(f"{server.url}/table/{case.misread.table_id}")
    expect(current(page)).to_have_count(1)
    return page


def current(page: Page):  # type: ignore[no-untyped-def]  # a playwright locator
    return page.locator("#grid td.current")


def at(page: Page, line_id: str):  # type: ignore[no-untyped-def]  # a playwright locator
    return page.locator(f'td[data-line="{line_id}"]')


def wait(page: Page, condition: str) -> None:
    """Waits until the expression is true; playwright's own way polls with eval, which the page's policy forbids."""
    deadline = time.monotonic() + 60
    while not page.evaluate(condition):
        assert time.monotonic() < deadline, condition
        page.wait_for_timeout(20)


def go_to(page: Page, line_id: str) -> None:
    """Steps with n until the amount has the focus."""
    for _ in range(30):
        if current(page).get_attribute("data-line") == line_id:
            return
        page.keyboard.press("n")
    raise AssertionError(f"n does not reach {line_id}")


def test_the_queue_is_opened_and_stepped_through_with_keys(screen: Page) -> None:
    items = screen.locator("td.item")
    count = items.count()
    assert count >= 3
    assert screen.evaluate("document.activeElement.tagName") == "TD"
    expect(screen.locator("#why p").first).to_contain_text(re.compile("勾稽|识别"))
    first = current(screen).get_attribute("id")
    screen.keyboard.press("n")
    second = current(screen).get_attribute("id")
    assert second != first
    screen.keyboard.press("p")
    assert current(screen).get_attribute("id") == first
    wait(screen, "document.getElementById('page').naturalWidth > 100")
    wait(screen, "document.getElementById('zoom').naturalWidth > 20")
    here = screen.evaluate(
        "(() => { const m = document.getElementById('here').getBoundingClientRect(),"
        " p = document.getElementById('page').getBoundingClientRect();"
        " return m.left >= p.left && m.right <= p.right && m.top >= p.top && m.bottom <= p.bottom; })()"
    )
    assert here, "the mark lies on the page"


def test_a_candidate_is_one_key_and_undo_another_and_both_survive_a_reload(
    screen: Page, server: Served, case: Suspects
) -> None:
    go_to(screen, case.misread.line_id)
    expect(screen.locator("#candidates button")).not_to_have_count(0)
    screen.keyboard.press("2")
    expect(screen.locator("#said")).to_contain_text(str(case.misread.amount_cny))
    assert [(d.verdict, d.value) for d in server.made] == [("override", str(case.misread.amount_cny))]
    cell = at(screen, case.misread.line_id)
    expect(cell.locator(".mark.decided")).to_have_count(1)
    expect(cell).to_contain_text(f"{case.misread.amount_cny:,}")
    screen.reload()
    expect(at(screen, case.misread.line_id).locator(".mark.decided")).to_have_count(1)
    screen.keyboard.press("z")
    expect(screen.locator("#said")).to_have_text("已撤销")
    expect(cell.locator(".mark.decided")).to_have_count(0)
    assert live(server.made) == ()
    screen.reload()
    expect(cell).to_have_class(re.compile(r"\bitem\b"))


def test_an_override_is_typed_in_place_and_its_sums_follow(screen: Page, server: Served, case: Suspects) -> None:
    go_to(screen, case.misread.line_id)
    expect(screen.locator("#sums .off").first).to_be_visible()
    screen.keyboard.press("e")
    expect(screen.locator("input.editor")).to_be_focused()
    screen.keyboard.type("12.x")
    expect(screen.locator("#sums .unknown").first).to_be_visible()
    screen.keyboard.press("Enter")
    expect(screen.locator("#alarm")).to_contain_text("不是一个数")
    assert server.made == []
    screen.keyboard.press("Escape")
    expect(screen.locator("input.editor")).to_have_count(0)
    screen.keyboard.press("9")
    expect(screen.locator("input.editor")).to_have_value("9")
    screen.locator("input.editor").fill(f"{case.misread.amount_cny:,}")
    expect(screen.locator("#sums .off")).to_have_count(0)
    expect(screen.locator("#sums .fine").first).to_contain_text("0.00")
    screen.locator("#reason").fill("页面清楚")
    screen.locator("#save").click()
    expect(screen.locator("#said")).to_contain_text("改为")
    assert [(d.value, d.reason) for d in server.made] == [(str(case.misread.amount_cny), "页面清楚")]


def test_accepting_the_table_goes_on_and_leaves_what_has_no_value(screen: Page, server: Served, case: Suspects) -> None:
    count = screen.locator("td.item").count()
    screen.keyboard.press("a")
    expect(screen.locator("#alarm")).to_contain_text("仍有 1 处")
    assert {d.verdict for d in server.made} == {"accept"}
    assert len(server.made) == count - 1
    assert current(screen).get_attribute("data-line") == case.illegible.line_id
    screen.keyboard.press("b")
    screen.wait_for_url(lambda url: case.misread.table_id not in url)
    assert server.made[-1].verdict == "blank"


def test_what_cannot_be_settled_is_put_off(screen: Page, server: Served) -> None:
    line_id = current(screen).get_attribute("data-line")
    screen.keyboard.press("u")
    expect(screen.locator("td.later")).to_have_attribute("data-line", str(line_id))
    assert [d.verdict for d in server.made] == ["unsure"]
    assert current(screen).get_attribute("data-line") != line_id


def test_what_is_sent_back_is_read_again_at_once(screen: Page, server: Served, case: Suspects) -> None:
    go_to(screen, case.misread.line_id)
    screen.keyboard.press("r")
    expect(screen.locator("#said")).to_contain_text(f"{case.misread.amount_cny:,}")
    assert [d.verdict for d in server.made] == ["reject"]
    assert current(screen).get_attribute("data-line") == case.misread.line_id
    button = screen.locator("#candidates button", has_text=f"{case.misread.amount_cny:,}")
    expect(button).to_contain_text("再读")
    button.click()
    expect(screen.locator("#said")).to_contain_text("改为")
    assert [(d.verdict, d.value) for d in live(server.made)] == [("override", str(case.misread.amount_cny))]


def test_everything_works_with_the_mouse(screen: Page, server: Served, case: Suspects) -> None:
    at(screen, case.misread.line_id).click()
    expect(screen.locator("#candidates button")).not_to_have_count(0)
    screen.locator("#candidates button").nth(1).click()
    expect(screen.locator("#said")).to_contain_text("改为")
    at(screen, case.doubtful.line_id).dblclick()
    screen.locator("input.editor").fill("77.00")
    screen.locator("#cancel").click()
    expect(at(screen, case.doubtful.line_id)).not_to_contain_text("77.00")
    for action in ("next", "previous", "unsure", "undo"):
        screen.locator(f'[data-action="{action}"]').click()
    expect(screen.locator("#said")).to_have_text("已撤销")
    screen.locator('[data-action="help"]').click()
    expect(screen.locator("#help")).to_be_visible()
    screen.locator("#close-help").click()
    expect(screen.locator("#help")).to_be_hidden()
    with screen.context.expect_page() as opened:
        screen.locator('[data-action="open"]').click()
    opened.value.wait_for_url(f"**/pdf/{case.misread.document_id}*")
    at(screen, case.misread.line_id).click()
    expect(screen.locator("#decided")).to_contain_text("Li: 改为")
    screen.locator("#decided button").click()
    expect(screen.locator("#decided button")).to_have_count(0)
    expect(at(screen, case.misread.line_id)).to_have_class(re.compile(r"\bitem\b"))
    assert [d.verdict for d in server.made] == ["override", "unsure", "undo", "undo"]


def test_arrows_move_and_single_keys_can_be_turned_off(screen: Page, server: Served) -> None:
    before = current(screen).get_attribute("id")
    screen.keyboard.press("ArrowLeft")
    assert current(screen).get_attribute("id") != before
    screen.keyboard.press("ArrowRight")
    assert current(screen).get_attribute("id") == before
    screen.locator("#shortcuts").click()
    expect(screen.locator("#shortcuts")).to_have_attribute("aria-pressed", "false")
    current(screen).focus()
    screen.keyboard.press("u")
    screen.keyboard.press("n")
    assert current(screen).get_attribute("id") == before
    screen.keyboard.press("Enter")
    expect(screen.locator("input.editor")).to_be_focused()
    assert server.made == []


def test_a_decision_made_in_another_tab_is_not_overwritten(
    screen: Page, server: Served, case: Suspects, watch: Watch
) -> None:
    other = screen.context.new_page()
    other.goto(screen.url)
    at(other, case.misread.line_id).click()
    other.keyboard.press("1")
    expect(other.locator("#said")).to_contain_text("照此")
    go_to(screen, case.misread.line_id)
    screen.keyboard.press("2")
    expect(screen.locator("#alarm")).to_contain_text("Li: ")
    expect(screen.locator("#decided")).to_contain_text("Li: 照此")
    assert [d.verdict for d in server.made] == ["accept"]
    screen.keyboard.press("2")
    expect(screen.locator("#said")).to_contain_text("改为")
    assert [d.verdict for d in live(server.made)] == ["override"]
    assert [e for e in watch.errors if "409" not in e] == []
    watch.errors.clear()


def test_stale_and_conflicting_decisions_return_to_the_queue(screen: Page, server: Served, case: Suspects) -> None:
    go_to(screen, case.misread.line_id)
    screen.keyboard.press("2")
    expect(screen.locator("#said")).to_contain_text("改为")
    (first,) = server.made
    expect(at(screen, case.misread.line_id)).not_to_have_class(re.compile(r"\bitem\b"))
    path = Desk(case.out, case.configs).path(case.misread.document_id)
    other = first.model_copy(update={"id": "", "value": "6.00", "reviewer": "Wang"})
    append(path, [other.model_copy(update={"id": other.content_digest})])
    screen.reload()
    at(screen, case.misread.line_id).click()
    expect(screen.locator("#why")).to_contain_text("判定相互矛盾：")
    expect(screen.locator("#why")).to_contain_text("Wang: 6.00")
    seen = first.seen.model_copy(update={"raw": "7.00", "crop": "0" * 64})
    stale = first.model_copy(update={"id": "", "seen": seen, "value": "8.00"})
    path.unlink()
    append(path, [stale.model_copy(update={"id": stale.content_digest})])
    screen.reload()
    at(screen, case.misread.line_id).click()
    expect(screen.locator("#why")).to_contain_text("先前的判定已失效")
    expect(at(screen, case.misread.line_id)).to_have_class(re.compile(r"\bitem\b"))


def test_a_decision_lasts_through_the_next_run(page: Page, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A document whose issuer's sums fail: the candidate taken in the page is published, told and off the queue."""
    (built,) = build(tmp_path / "pdf", ["luoyang-2022"], ["ruled"])
    configs = Path(shutil.copytree(configs_root(), tmp_path / "configs"))
    out = tmp_path / "OUT"
    command = ["run", str(built.pdf), "-o", str(out), "--configs", str(configs)]
    assert run_command(command) == 0
    with served(out, configs, "Zhang") as server:
        page.goto(f"{server.url}/?next=1&token={TOKEN}")
        expect(current(page)).to_have_count(1)
        line_id = str(current(page).get_attribute("data-line"))
        page.keyboard.press("2")
        expect(page.locator("#said")).to_contain_text("改为")
        assert len(server.made) == 1
        assert run_command(command) == 0
        page.reload()
        expect(at(page, line_id).locator(".mark.corrected")).to_have_count(1)
        expect(at(page, line_id)).not_to_have_class(re.compile(r"\bitem\b"))
    lines = open_release(out)["budget_lines"]
    line = lines[lines["line_id"] == line_id].iloc[0]
    assert (line["value_status"], line["flags"]) == ("corrected", "reviewed")
    assert run_command(["validate", str(out)]) == 0
    capsys.readouterr()
    assert run_command(["explain", str(out), line_id]) == 0
    story = capsys.readouterr().out
    assert "override by Zhang" in story
    assert "(manual, accepted)" in story
    assert line["amount_raw"] in story
    assert str(line["amount_cny"]) in story.replace(",", "")


def test_a_decision_costs_few_keys(screen: Page, server: Served, case: Suspects) -> None:
    """One key for a value that is offered, the next amount then has the focus; else its digits and Enter."""
    assert screen.locator("td.item").count() >= 3
    go_to(screen, case.misread.line_id)
    screen.keyboard.press("2")
    expect(screen.locator("#said")).to_contain_text("改为")
    expect(current(screen)).to_have_class(re.compile(r"\bitem\b"))
    typed = "98765.43"
    for key in typed:
        screen.keyboard.press(key)
    screen.keyboard.press("Enter")
    expect(screen.locator("#said")).to_contain_text(typed)
    assert [d.value for d in server.made] == [str(case.misread.amount_cny), typed]


def test_keys_pressed_faster_than_the_server_answers_are_done_in_turn(
    screen: Page, server: Served, case: Suspects
) -> None:
    go_to(screen, case.misread.line_id)
    screen.route("**/decide", lambda route: (time.sleep(0.3), route.continue_()))
    for key in ("2", "u", "z", "z", "9", "8", "Enter"):
        screen.keyboard.press(key)
    expect(screen.locator("#said")).to_contain_text("98")
    verdicts = [(d.verdict, d.value) for d in server.made]
    assert verdicts[:4] == [
        ("override", str(case.misread.amount_cny)),
        ("unsure", None),
        ("undo", None),
        ("undo", None),
    ]
    assert verdicts[4:] == [("override", "98")]
    assert screen.evaluate("sessionStorage.getItem('undo')") != "[]"


def serious(page: Page) -> list[str]:
    """What axe finds wrong, with the elements; nothing at all is let pass."""
    found = Axe().run(page).response["violations"]
    return [f"{v['impact']} {v['id']}: {[n['target'] for n in v['nodes']][:3]}" for v in found]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_axe_finds_nothing(screen: Page, server: Served, case: Suspects, language: str) -> None:
    screen.goto(f"{server.url}/table/{case.misread.table_id}?lang={language}")
    expect(current(screen)).to_have_count(1)
    assert serious(screen) == []
    screen.keyboard.press("e")
    assert serious(screen) == []
    screen.keyboard.press("Escape")
    go_to(screen, case.misread.line_id)
    screen.keyboard.press("2")
    expect(screen.locator("td .mark.decided")).to_have_count(1)
    assert serious(screen) == []
    screen.keyboard.press("?")
    expect(screen.locator("#help")).to_be_visible()
    assert serious(screen) == []
    screen.goto(f"{server.url}/")
    assert serious(screen) == []


def test_axe_would_find_something(page: Page) -> None:
    page.set_content("<html><img src='data:,'><p style='color:#ccc;background:#fff'>grey</p></html>")
    assert any(finding.startswith(("serious", "critical")) for finding in serious(page))


def test_at_twice_the_size_nothing_is_cut_off(screen: Page) -> None:
    screen.set_viewport_size({"width": 683, "height": 384})
    assert screen.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    go = screen.locator('[data-action="next"]')
    go.scroll_into_view_if_needed()
    expect(go).to_be_in_viewport()
