"""The review server keeps to one person and to the release: token, host, origin, paths; what it answers is no more."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from pipeline.decisions.store import read_decisions
from pipeline.review.app import application
from pipeline.review.desk import Desk
from pipeline.review.guard import csrf_token
from tests.corpus.suspects import Suspects

TOKEN = "t0ken-of-this-server"
BASE = "http://127.0.0.1:8000"


@pytest.fixture
def stranger(case: Suspects) -> Iterator[TestClient]:
    """A client that has not been let in."""
    app = application(lambda: Desk(case.out, case.configs), "Li", TOKEN, ["127.0.0.1:8000", "localhost:8000"], "review")
    with TestClient(app, base_url=BASE, follow_redirects=False) as client:
        yield client


@pytest.fixture
def client(stranger: TestClient) -> TestClient:
    """A client with the cookie the token gives."""
    assert stranger.get(f"/?token={TOKEN}").status_code == 303
    return stranger


def change(case: Suspects, client: TestClient, verdict: str = "unsure") -> tuple[str, dict[str, object]]:
    """Address and body of a decision that would be taken."""
    table = case.misread.table_id
    line = client.get(f"/api/table/{table}").json()["lines"][case.misread.line_id]
    return f"/api/table/{table}/decide", {"decisions": [{"line": line["id"], "etag": line["etag"], "verdict": verdict}]}


def kept(case: Suspects) -> int:
    return sum(len(read_decisions(p)) for p in (case.configs_root / "localities").glob("*.decisions.jsonl"))


def test_the_token_leaves_the_address_and_becomes_a_cookie_no_script_reads(stranger: TestClient) -> None:
    answer = stranger.get(f"/?next=1&token={TOKEN}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/?next=1")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert stranger.get("/").status_code == 200


@pytest.mark.parametrize("path", ["/", "/?token=guess", "/static/screen.js", "/api/table/tab_0", "/pdf/doc_0"])
def test_without_the_token_nothing_is_shown(stranger: TestClient, path: str) -> None:
    assert stranger.get(path).status_code == 403
    assert stranger.get(path, headers={"cookie": "review=guess"}).status_code == 403


@pytest.mark.parametrize(
    "host", ["evil.example:8000", "127.0.0.1:9999", "127.0.0.1", "localhost.evil.example:8000", ""]
)
def test_another_host_header_is_refused(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 421
    assert client.get(f"/?token={TOKEN}", headers={"host": host}).status_code == 421


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-csrf-token": "guess"},
        {"x-csrf-token": csrf_token(TOKEN), "origin": "http://evil.example"},
        {"x-csrf-token": csrf_token(TOKEN), "origin": "null"},
        {"x-csrf-token": csrf_token(TOKEN), "sec-fetch-site": "cross-site"},
    ],
)
def test_a_post_from_elsewhere_changes_nothing(case: Suspects, client: TestClient, headers: dict[str, str]) -> None:
    path, body = change(case, client)
    assert client.post(path, json=body, headers=headers).status_code == 403
    assert kept(case) == 0


def test_a_post_from_our_page_is_taken(case: Suspects, client: TestClient) -> None:
    path, body = change(case, client)
    headers = {"x-csrf-token": csrf_token(TOKEN), "origin": BASE, "sec-fetch-site": "same-origin"}
    answer = client.post(path, json=body, headers=headers)
    assert answer.status_code == 200
    assert answer.json()["taken"][0]["verdict"] == "unsure"
    assert kept(case) == 1


def test_a_form_or_broken_json_is_refused(case: Suspects, client: TestClient) -> None:
    path, _ = change(case, client)
    headers = {"x-csrf-token": csrf_token(TOKEN)}
    form = {**headers, "content-type": "application/x-www-form-urlencoded"}
    assert client.post(path, content="decisions=x", headers=form).status_code == 415
    assert client.post(path, content="{", headers={**headers, "content-type": "application/json"}).status_code == 400
    whole = {"line": "x", "etag": "x", "verdict": "override", "value": "5.00", "reason": ""}
    odd = [{**whole, "value": 5}, {**whole, "reason": "\ud800"}, {**whole, "etag": None}]
    for body in ({}, {"decisions": [1]}, {"decisions": [{"line": "x"}]}, [], *({"decisions": [one]} for one in odd)):
        sent = {**headers, "content-type": "application/json"}
        assert client.post(path, content=json.dumps(body), headers=sent).status_code == 400
    assert kept(case) == 0


def test_what_changed_since_is_answered_with_409_and_who(case: Suspects, client: TestClient) -> None:
    path, body = change(case, client)
    headers = {"x-csrf-token": csrf_token(TOKEN)}
    assert client.post(path, json=body, headers=headers).status_code == 200
    answer = client.post(path, json=body, headers=headers)
    assert answer.status_code == 409
    assert "Li: unsure" in answer.json()["message"]
    assert answer.json()["screen"]["lines"][case.misread.line_id]["decided"]
    path, body = change(case, client, "accept")
    body["decisions"][0]["line"] = case.illegible.line_id  # type: ignore[index]  # a list
    assert client.post(path, json=body, headers=headers).status_code == 409
    assert kept(case) == 1


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fapp.py",
        "/static//etc/passwd",
        "/pdf/..%2f..%2fetc%2fpasswd",
        "/pdf/%2fetc%2fpasswd",
        "/page/..%2f..%2fx/1.png",
        "/table/..%2f..%2fmanifest.json",
        "/api/table/../../manifest.json",
        "/templates/table.html",
    ],
)
def test_no_other_file_can_be_reached(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "root:" not in answer.text
    assert "import" not in answer.text


def test_pages_and_documents_of_the_release_are_shown(case: Suspects, client: TestClient) -> None:
    document, page = case.misread.document_id, case.misread.page_no
    whole = client.get(f"/page/{document}/{page}.png?dpi=72")
    part = client.get(f"/page/{document}/{page}.png?dpi=72&box={case.misread.bbox}&margin=4")
    assert whole.content.startswith(b"\x89PNG")
    assert len(part.content) < len(whole.content)
    assert client.get(f"/pdf/{document}").content == case.pdf.read_bytes()
    for wrong in ("999.png", "1.png?box=1,2", "1.png?box=a,b,c,d", "1.png?box=9000,9000,9001,9001", "1.png?dpi=x"):
        assert client.get(f"/page/{document}/{wrong}").status_code == 404
    huge = client.get(f"/page/{document}/{page}.png?dpi=99999999")
    assert huge.status_code == 200


def test_a_pdf_that_is_no_longer_the_one_read_is_not_shown(case: Suspects, client: TestClient, tmp_path: Path) -> None:
    moved = tmp_path / "OUT"
    moved.mkdir()
    for path in case.out.rglob("*"):
        if path.is_file():
            (moved / path.relative_to(case.out)).parent.mkdir(exist_ok=True)
            (moved / path.relative_to(case.out)).write_bytes(path.read_bytes())
    manifest = json.loads((moved / "manifest.json").read_text(encoding="utf-8"))
    manifest["inputs"][0]["sha256"] = "0" * 64
    (moved / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert Desk(moved, case.configs).inputs == {}


def test_pages_forbid_foreign_and_inline_code(case: Suspects, client: TestClient) -> None:
    for path in ("/", f"/table/{case.misread.table_id}"):
        answer = client.get(path)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        scripts = re.findall(r"<script([^>]*)>", answer.text)
        assert all("src=" in script or 'type="application/json"' in script for script in scripts)
        assert not re.search(r"\son\w+=|\sstyle=|https?://(?!127\.0\.0\.1)", answer.text)


def test_text_of_a_document_is_escaped(case: Suspects, client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    evil = "</script><script>alert(1)</script>"
    monkeypatch.setattr("pipeline.review.screen._heading", lambda *_: {**_HEADING, "title": evil, "document": "x"})
    text = client.get(f"/table/{case.misread.table_id}").text
    assert "<script>alert" not in text


_HEADING = {"id": "t", "document": "d", "title": "", "number": "", "unit": "", "file": "", "publisher": "", "year": 1}


def test_the_language_is_chinese_until_another_is_asked_for(client: TestClient) -> None:
    assert 'lang="zh-CN"' in client.get("/").text
    assert 'lang="en"' in client.get("/?lang=en").text
    assert 'lang="en"' in client.get("/").text, "it is remembered"


def test_the_first_address_goes_to_the_first_table(case: Suspects, client: TestClient) -> None:
    assert client.get("/?next=1").headers["location"] == f"/table/{case.misread.table_id}"
    assert client.get("/table/tab_0000000000000000").status_code == 404


def test_a_decisions_file_that_cannot_be_read_is_named(case: Suspects, client: TestClient) -> None:
    path = Desk(case.out, case.configs).path(case.misread.document_id)
    path.write_text("{}\n", encoding="utf-8")
    answer = client.get("/")
    assert answer.status_code == 500
    assert f"{path}:1: no decision" in answer.json()["message"]
