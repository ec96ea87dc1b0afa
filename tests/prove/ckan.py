"""CKAN itself takes a release twice: ``python -m tests.prove.ckan RELEASE --ckan VENV`` (``make prove-ckan``).

PostgreSQL, Redis and CKAN are real. Solr is in no package registry: a stand-in answers that it found nothing, upon
which CKAN shows datasets from its database. So nothing is said of CKAN's search.
"""

from __future__ import annotations

import argparse
import json
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from pipeline.emission.schema import RESOURCES
from pipeline.portals.publish import publish_release
from pipeline.portals.target import DATASET, Site
from tests.prove.postgres import USER, postgres

ORGANIZATION = "finance"
SECONDS = 120
SCHEMA = b'<schema name="ckan-2.11" version="1.6"/>'
FILES = [resource.path(format) for resource in RESOURCES for format in resource.formats]


class NoSolr(BaseHTTPRequestHandler):
    """Answers every search with nothing and takes every update."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        found = {"responseHeader": {"status": 0}, "response": {"numFound": 0, "start": 0, "docs": []}}
        text = SCHEMA if "schema" in self.path else json.dumps(found).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    do_GET = do_POST

    def log_message(self, *_: object) -> None:
        return


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def no_solr() -> Iterator[str]:
    """The address of the stand-in."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), NoSolr)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/solr/ckan"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def running(command: list[str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The program, ended with the block."""
    with log.open("wb") as file, subprocess.Popen(command, stdout=file, stderr=file) as program:
        try:
            yield program
        finally:
            program.terminate()


@contextmanager
def ckan(venv: Path, folder: Path) -> Iterator[tuple[str, str]]:
    """Address and token of a CKAN with an organization and nothing else."""
    program, config, port = str(venv / "bin" / "ckan"), str(folder / "ckan.ini"), free_port()
    redis = shutil.which("redis-server")
    if redis is None:
        raise FileNotFoundError("Redis is not installed; on Debian: apt-get install redis-server")
    with ExitStack() as stack:
        sockets, psql = stack.enter_context(postgres())
        psql("-q", "-c", "CREATE DATABASE ckan")
        solr = stack.enter_context(no_solr())
        redis_port = free_port()
        command = [redis, "--port", str(redis_port), "--save", "", "--appendonly", "no"]
        stack.enter_context(running(command, folder / "redis.log"))

        def call(*arguments: str) -> str:
            done = subprocess.run([program, *arguments], capture_output=True, text=True, check=False, cwd=folder)
            if done.returncode:
                raise RuntimeError(f"ckan {' '.join(arguments[:4])}: {done.stderr[-2000:]}")
            return done.stdout

        call("generate", "config", config)
        settings = {
            "sqlalchemy.url": f"postgresql://{USER}@/ckan?host={sockets}",
            "solr_url": solr,
            "ckan.redis.url": f"redis://127.0.0.1:{redis_port}/0",
            "ckan.site_url": f"http://127.0.0.1:{port}",
            "ckan.storage_path": str(folder / "storage"),
            "ckan.plugins": "text_view",
            "ckan.max_resource_size": "1000",
        }
        (folder / "storage").mkdir()
        call("config-tool", config, *(f"{key} = {value}" for key, value in settings.items()))
        call("-c", config, "db", "init")
        call("-c", config, "user", "add", "admin", "email=admin@example.org", "password=correct-horse")
        call("-c", config, "sysadmin", "add", "admin")
        token = call("-c", config, "user", "token", "add", "admin", "prove").split()[-1]
        server = [program, "-c", config, "run", "-H", "127.0.0.1", "-p", str(port), "--disable-reloader"]
        running_server = stack.enter_context(running(server, folder / "ckan.log"))
        address = settings["ckan.site_url"]
        wait(address, running_server, folder / "ckan.log")
        action(address, token, "organization_create", {"name": ORGANIZATION, "title": "财政"})
        yield address, token


def wait(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Returns when CKAN answers. Raises ``RuntimeError`` with its log when it does not."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end and server.poll() is None:
        try:
            with urlopen(f"{address}/api/3/action/status_show"):
                return
        except OSError:
            time.sleep(0.5)
    raise RuntimeError(f"CKAN did not answer: {log.read_text(encoding='utf-8', errors='replace')[-2000:]}")


def action(address: str, token: str, name: str, data: dict[str, Any]) -> Any:
    """The result of one call of the API."""
    head = {"Authorization": token, "Content-Type": "application/json"}
    with urlopen(Request(f"{address}/api/3/action/{name}", json.dumps(data).encode(), head)) as answer:
        return json.load(answer)["result"]


def batch(out: Path, address: str, token: str, log: Path) -> Counter[tuple[str, str | None]]:
    """Runs ckanapi as the advice of ``publish`` says; how often each action ended with which error."""
    program = Path(sys.executable).with_name("ckanapi")
    command = [str(program), "batch", "-I", "portal/ckan.jsonl", "--local-files", "-r", address, "-a", token, "-q"]
    log.unlink(missing_ok=True)
    # It starts itself a second time by its name.
    subprocess.run([*command, "-l", str(log)], cwd=out, check=True, env={"PATH": str(program.parent)})
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    return Counter((line[2], line[3]) for line in lines)


def held(address: str, token: str, out: Path) -> list[str]:
    """The identifiers of the resources CKAN has, once their bytes are those of the release."""
    dataset = action(address, token, "package_show", {"id": DATASET})
    names = [resource["name"] for resource in dataset["resources"]]
    assert names == [Path(path).name for path in FILES], names
    for resource, path in zip(dataset["resources"], FILES, strict=True):
        with urlopen(Request(resource["url"], headers={"Authorization": token})) as answer:
            assert answer.read() == (out / path).read_bytes(), path
    return [resource["id"] for resource in dataset["resources"]]


def main() -> None:
    """Prints what became of two batches; ends with a traceback when the second made anything a second time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("release", type=Path)
    parser.add_argument("--ckan", type=Path, required=True, help="virtual environment with CKAN")
    options = parser.parse_args()
    for line in publish_release(options.release, ["ckan-jsonl"], Site(organization=ORGANIZATION)):
        sys.stderr.write(line + "\n")
    with tempfile.TemporaryDirectory() as name, ckan(options.ckan.absolute(), Path(name)) as (address, token):
        log = Path(name) / "batch.log"
        expected = {("package_create", None): 1, ("package_update", None): 1, ("resource_patch", None): len(FILES)}
        first: list[str] = []
        for again in (False, True):
            if again:
                expected[("package_create", "ValidationError")] = expected.pop(("package_create", None))
            started = time.monotonic()
            found = batch(options.release, address, token, log)
            assert found == expected, found
            seconds = time.monotonic() - started
            resources = held(address, token, options.release)
            assert not again or resources == first
            first = resources
            datasets = action(address, token, "package_list", {})
            assert datasets == [DATASET], datasets
            sys.stdout.write(f"1 dataset, {len(first)} resources, {seconds:.1f} s: {dict(found)}\n")


if __name__ == "__main__":
    main()
