"""What keeps the review page between one person's browser and this process: token, host, origin, strict headers."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable

from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp

CSRF_HEADER = "x-csrf-token"
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def new_token() -> str:
    """A token nobody can guess, fit for a URL."""
    return secrets.token_urlsafe(32)


def csrf_token(token: str) -> str:
    """What a page of ours sends back with every change; it follows from the token and does not tell it."""
    return hmac.new(token.encode(), b"csrf", hashlib.sha256).hexdigest()


class Guard(BaseHTTPMiddleware):
    """Lets through only requests to the hosts named, by who has the token, and changes only from our own pages."""

    def __init__(self, app: ASGIApp, token: str, hosts: Iterable[str], cookie: str) -> None:
        super().__init__(app)
        self._token = token
        self._hosts = frozenset(hosts)
        self._cookie = cookie

    async def dispatch(self, request: Request, call_next: RequestResponseEndpoint) -> Response:
        """The response, or why there is none."""
        response = self._refused(request) or await call_next(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    def _refused(self, request: Request) -> Response | None:
        host = request.headers.get("host", "")
        if host not in self._hosts:
            # A name that was bent to point here (DNS rebinding) is not ours.
            return PlainTextResponse("this server is not called so; use the address it printed\n", 421)
        given = request.query_params.get("token")
        if given is not None and request.method == "GET" and self._is_token(given):
            return self._let_in(request)
        if not self._is_token(request.cookies.get(self._cookie, "")):
            return PlainTextResponse("open the address that `yusuan review` printed, with its token\n", 403)
        if request.method not in ("GET", "HEAD"):
            origin = request.headers.get("origin")
            site = request.headers.get("sec-fetch-site", "same-origin")
            own = hmac.compare_digest(request.headers.get(CSRF_HEADER, "").encode(), csrf_token(self._token).encode())
            if not own or origin not in (None, f"http://{host}") or site != "same-origin":
                return PlainTextResponse("a change must come from a page of this server; reload it\n", 403)
        return None

    def _is_token(self, text: str) -> bool:
        return hmac.compare_digest(text.encode(), self._token.encode())

    def _let_in(self, request: Request) -> Response:
        """The token leaves the address bar and the history; a cookie no script can read takes its place."""
        left = request.url.remove_query_params("token")
        response = RedirectResponse(left.path + (f"?{left.query}" if left.query else ""), 303)
        response.set_cookie(self._cookie, self._token, httponly=True, samesite="strict", path="/")
        return response
