"""The review server: one process, one person's browser, bound to the loopback unless told otherwise."""

from __future__ import annotations

import ipaddress
import socket
import sys
import webbrowser
from collections.abc import Callable
from pathlib import Path

from pipeline.config.load import Configs, configs_root, load_configs
from pipeline.errors import DependencyMissing, UsageProblem
from pipeline.review.desk import Desk


def serve(
    out: Path, pdfs: Path | None, configs: Path | None, host: str, port: int, browser: bool, reviewer: str
) -> None:
    """Serves the release until interrupted. Says the address, with its token, on stderr.

    Raises ``DependencyMissing`` without the extra, ``UsageProblem`` for an address that cannot be had or configs that
    cannot keep decisions, ``InputUnreadable`` for a folder that is no release.
    """
    try:
        import uvicorn  # noqa: PLC0415 - the extra may be missing

        from pipeline.review.app import application  # noqa: PLC0415 - the extra may be missing
        from pipeline.review.guard import new_token  # noqa: PLC0415 - the extra may be missing
    except ModuleNotFoundError as error:
        raise DependencyMissing(
            f"yusuan review needs the package {error.name}; run: pip install 'yusuan[review]'"
        ) from error
    rules = load_configs(keeping_folder(configs))
    desk = fresh(out, rules, pdfs)
    desk()  # a folder that is no release ends here, before anything is bound
    token = new_token()
    with bound(host, port) as sock:
        port = sock.getsockname()[1]
        names = dict.fromkeys((host, "127.0.0.1", "localhost", "[::1]") if _is_loopback(host) else (host,))
        app = application(desk, reviewer, token, [f"{name}:{port}" for name in names], f"yusuan_review_{port}")
        url = f"http://{host}:{port}/?next=1&token={token}"
        sys.stderr.write(f"review: {url}\nreview: Ctrl+C ends it; decisions are kept as they are made\n")
        sys.stderr.flush()
        if browser:
            webbrowser.open(url)
        config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, lifespan="off")
        uvicorn.Server(config).run(sockets=[sock])


def keeping_folder(configs: Path | None) -> Path:
    """The configs folder decisions are kept in.

    Raises ``UsageProblem`` for the one inside an installed package: the next upgrade would throw them away.
    """
    folder = configs or configs_root()
    if folder.name == "_configs":
        raise UsageProblem(
            f"decisions would be kept in {folder}, which the next upgrade replaces; "
            "copy it to a folder of your own (under git, best) and give that with --configs, here and to `yusuan run`"
        )
    return folder


def fresh(out: Path, configs: Configs, pdfs: Path | None) -> Callable[[], Desk]:
    """A function that gives the release as it lies there now: after another run, the new one."""
    last: list[tuple[int, Desk]] = []

    def desk() -> Desk:
        descriptor = out / "datapackage.json"
        state = descriptor.stat().st_mtime_ns if descriptor.exists() else 0
        if not last or last[0][0] != state:
            last[:] = [(state, Desk(out, configs, pdfs))]
        return last[0][1]

    return desk


def bound(host: str, port: int) -> socket.socket:
    """A socket bound to the address. Raises ``UsageProblem`` when it cannot be had."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        sock = socket.socket(family, socket.SOCK_STREAM)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind((host, port))
        sock.listen()  # who opens the address before the server is up waits instead of being turned away
    except OSError as error:
        raise UsageProblem(
            f"--host {host} --port {port}: cannot be had: {error.strerror or error}; --port 0 takes a free one"
        ) from error
    return sock


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
