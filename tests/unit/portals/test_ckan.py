"""CKAN: the real ``ckanapi`` runs the batch against a server that keeps to CKAN's rules.

``make prove-ckan`` runs the same batch against CKAN itself. The rules below are those of CKAN's core for the three
actions used: how a name and an identifier look, that a dataset has an owner, that a create of what is there is refused,
that an update replaces the resources and keeps an upload whose address is the file's name.
"""

from __future__ import annotations

import email
import email.policy
import hashlib
import json
import re
import subprocess
import sys
import threading
import uuid
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from pipeline.emission.read import open_release
from pipeline.emission.schema import RESOURCES
from pipeline.portals.ckan import calls
from pipeline.portals.publish import publish_release
from pipeline.portals.target import Site

Data = dict[str, Any]
OWNED = Site(organization="finance")


class Refused(Exception):
    """CKAN's answer 409."""


class Portal:
    """Datasets and uploads as CKAN keeps them."""

    def __init__(self) -> None:
        self.datasets: dict[str, Data] = {}
        self.uploads: dict[str, bytes] = {}
        self.refused: list[str] = []

    def package_create(self, data: Data, _: dict[str, bytes]) -> Data:
        self._demand(data)
        if data["id"] in self.datasets or any(d["name"] == data["name"] for d in self.datasets.values()):
            raise Refused("That URL is already in use.")
        return self._stored(data)

    def package_update(self, data: Data, _: dict[str, bytes]) -> Data:
        self._demand(data)
        if data["id"] not in self.datasets:
            raise KeyError(data["id"])
        return self._stored(data)

    def resource_patch(self, data: Data, files: dict[str, bytes]) -> Data:
        known = {r["id"]: r for d in self.datasets.values() for r in d["resources"]}
        found = known[data["id"]]
        found.update(data)
        if "upload" in files:
            self.uploads[data["id"]] = files["upload"]
            found["url_type"] = "upload"
        return dict(found)

    def _stored(self, data: Data) -> Data:
        self.datasets[data["id"]] = {"resources": [], **data}
        return self.datasets[data["id"]]

    def _demand(self, data: Data) -> None:
        if not re.fullmatch(r"[a-z0-9_-]{2,100}", data["name"]):
            raise Refused("Must be purely lowercase alphanumeric (ascii) characters and these symbols: -_")
        if not data.get("owner_org"):
            raise Refused("An organization must be provided")
        if not isinstance(data["private"], bool) or not data["title"]:
            raise Refused("Missing value")
        keys = [extra["key"] for extra in data.get("extras", ())]
        if len(keys) != len(set(keys)) or set(keys) & data.keys():
            raise Refused("Extras contain duplicate keys, or a field of the schema")
        known = [resource["id"] for resource in data.get("resources", ())]
        if len(known) != len(set(known)):
            raise Refused("Resource id already exists.")
        for one in (data, *data.get("resources", ())):
            uuid.UUID(one["id"])
            for value in one.values():
                if isinstance(value, dict):
                    raise Refused("a value must be plain")


class Handler(BaseHTTPRequestHandler):
    portal: Portal

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        data, files = self._parsed(body)
        action = self.path.rpartition("/")[2]
        try:
            answer, status = {"success": True, "result": getattr(self.portal, action)(data, files)}, 200
        except Refused as error:
            self.portal.refused.append(action)
            answer, status = {"success": False, "error": {"__type": "Validation Error", "name": [str(error)]}}, 409
        except KeyError as error:
            answer, status = {"success": False, "error": {"__type": "Not Found Error", "message": str(error)}}, 404
        text = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def _parsed(self, body: bytes) -> tuple[Data, dict[str, bytes]]:
        kind = self.headers["Content-Type"]
        if not kind.startswith("multipart/"):
            return json.loads(body), {}
        message = email.message_from_bytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body,
                                           policy=email.policy.HTTP)  # fmt: skip
        data: Data = {}
        files: dict[str, bytes] = {}
        for part in message.iter_parts():
            name = part.get_param("name", header="content-disposition")
            content = part.get_payload(decode=True)
            if part.get_filename():
                files[str(name)] = content
            else:
                data[str(name)] = content.decode()
        return data, files

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def site() -> Iterator[tuple[Portal, str]]:
    portal = Portal()
    handler = type("Bound", (Handler,), {"portal": portal})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield portal, f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def batch(out: Path, address: str) -> list[list[Any]]:
    """What ckanapi logs of each line: number, action, error, answer."""
    pytest.importorskip("ckanapi")
    program = Path(sys.executable).with_name("ckanapi")
    log = out.parent / "batch.log"
    log.unlink(missing_ok=True)
    command = [str(program), "batch", "-I", "portal/ckan.jsonl", "--local-files", "-r", address, "-a", "x", "-q"]
    environment = {"PATH": str(program.parent), "NO_PROXY": "*", "no_proxy": "*"}
    done = subprocess.run(
        [*command, "-l", str(log)], cwd=out, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line)[1:] for line in log.read_text(encoding="utf-8").splitlines()]


def test_two_batches_make_one_dataset(site: tuple[Portal, str], write: Any, changed: Any) -> None:
    portal, address = site
    out = write()
    list(publish_release(out, ["ckan-jsonl"], OWNED))
    assert [entry[2] for entry in batch(out, address) if entry[2]] == []
    (dataset,) = portal.datasets.values()
    files = [resource.path(format) for resource in RESOURCES for format in resource.formats]
    assert [f"data/{resource['name']}" for resource in dataset["resources"]] == files
    assert [portal.uploads[r["id"]] for r in dataset["resources"]] == [(out / path).read_bytes() for path in files]
    identifiers = [resource["id"] for resource in dataset["resources"]]

    write(changed)
    list(publish_release(out, ["ckan-jsonl"], OWNED))
    refused = [(entry[1], entry[2]) for entry in batch(out, address) if entry[2]]
    assert refused == [("package_create", "ValidationError")]
    (dataset,) = portal.datasets.values()
    assert [resource["id"] for resource in dataset["resources"]] == identifiers
    assert len(portal.uploads) == len(files)
    lines = next(resource for resource in dataset["resources"] if resource["name"] == "budget_lines.csv")
    digest = hashlib.sha256(portal.uploads[lines["id"]]).hexdigest()
    assert lines["hash"] == f"sha256:{digest}"
    assert b"1234567.81" in portal.uploads[lines["id"]]


def test_an_update_before_a_create_is_refused(site: tuple[Portal, str], release: Path) -> None:
    """The first line is needed: CKAN does not update what is not there."""
    list(publish_release(release, ["ckan-jsonl"], OWNED))
    path = release / "portal" / "ckan.jsonl"
    path.write_text("".join(path.read_text(encoding="utf-8").splitlines(keepends=True)[1:2]), encoding="utf-8")
    (entry,) = batch(release, site[1])
    assert entry[1:3] == ["package_update", "NotFound"]


def test_without_an_owner_the_advice_names_the_option(release: Path, site: tuple[Portal, str]) -> None:
    (_, advice) = publish_release(release, ["ckan-jsonl"])
    assert "--organization" in advice
    assert batch(release, site[1])[0][1:3] == ["package_create", "ValidationError"]
    (_, advice) = publish_release(release, ["ckan-jsonl"], OWNED)
    assert "--organization" not in advice


def test_a_table_schema_goes_with_each_csv(release: Path) -> None:
    _, update, *uploads = calls(open_release(release))
    by_name = {resource["name"]: resource for resource in update["data"]["resources"]}
    schema = json.loads(by_name["documents.csv"]["schema"])
    assert schema["primaryKey"] == ["document_id"]
    assert "schema" not in by_name["documents.parquet"]
    assert all((release / call["files"]["upload"]).is_file() for call in uploads)
