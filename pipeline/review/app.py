"""The review page's addresses. Nothing here decides anything: it asks the desk and answers in HTML, JSON or PNG."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.templating import Jinja2Templates

from pipeline.errors import YusuanError
from pipeline.geometry import Box
from pipeline.ingest.pictures import page_picture
from pipeline.review.deciding import Refused, Wish, take, undo
from pipeline.review.desk import Desk
from pipeline.review.guard import Guard, csrf_token
from pipeline.review.queue import TableItems
from pipeline.review.screen import screen
from pipeline.review.words import LANGUAGES, Language, reason_text, word, words

HERE = Path(__file__).parent
LANGUAGE = "yusuan_language"
MOST_DPI = 400
ORIGINS = ("printed", "ocr", "doubtful", "derived", "repaired", "corrected", "illegible", "blank", "decided")
AHEAD = 40
"""Tables of the queue whose cells are read together with those of the one that is opened."""
CONFLICT, NOT_POSSIBLE = 409, 422


def application(desk: Callable[[], Desk], reviewer: str, token: str, hosts: list[str], cookie: str) -> Starlette:
    """The ASGI application. ``desk`` gives the release as it lies on the disk now; one request at a time."""
    routes = [
        Route("/", _served(queue_page)),
        Route("/table/{table_id}", _served(table_page)),
        Route("/api/table/{table_id}", _served(table_json)),
        Route("/api/table/{table_id}/decide", _served(decide), methods=["POST"]),
        Route("/api/table/{table_id}/undo", _served(withdraw), methods=["POST"]),
        Route("/page/{document_id}/{page_no:int}.png", _served(picture)),
        Route("/pdf/{document_id}", _served(pdf)),
        Mount("/static", StaticFiles(directory=HERE / "static")),
    ]
    app = Starlette(
        routes=routes,
        middleware=[Middleware(Guard, token=token, hosts=hosts, cookie=cookie)],
        exception_handlers={YusuanError: _fault},
    )
    app.state.desk = desk
    app.state.reviewer = reviewer
    app.state.csrf = csrf_token(token)
    app.state.lock = Lock()
    app.state.templates = Jinja2Templates(directory=HERE / "templates")
    return app


Served = Callable[[Request, Desk, Any], Response]


def _served(answer: Served) -> Callable[[Request], Any]:
    """The endpoint: the body is read first, then one request at a time asks the desk (MuPDF knows no threads)."""

    async def endpoint(request: Request) -> Response:
        from starlette.concurrency import run_in_threadpool  # noqa: PLC0415 - not needed to describe the routes

        body: Any = None
        if request.method == "POST":
            if request.headers.get("content-type", "").partition(";")[0] != "application/json":
                raise HTTPException(415, "send JSON")
            try:
                body = await request.json()
            except (ValueError, RecursionError) as error:
                raise HTTPException(400, "not JSON") from error

        def work() -> Response:
            with request.app.state.lock:
                return answer(request, request.app.state.desk(), body)

        return await run_in_threadpool(work)

    return endpoint


def _fault(request: Request, error: Exception) -> Response:
    """A fault that has a message for people: a decisions file that cannot be read, a disk that is full."""
    return JSONResponse({"fault": "error", "message": str(error)}, 500)


def language_of(request: Request) -> Language:
    """The language asked for, or the one asked for last; Chinese at first."""
    asked = request.query_params.get("lang") or request.cookies.get(LANGUAGE, "")
    return "en" if asked == "en" else "zh"


def _page(request: Request, name: str, **parts: Any) -> Response:
    language = language_of(request)
    other = next(one for one in LANGUAGES if one != language)
    shared = {
        "w": words(language),
        "language": language,
        "other": other,
        "reviewer": request.app.state.reviewer,
        "csrf": request.app.state.csrf,
    }
    templates: Jinja2Templates = request.app.state.templates
    response = templates.TemplateResponse(request, name, {**shared, **parts})
    response.set_cookie(LANGUAGE, language, samesite="strict", httponly=True, path="/")
    return response


def queue_page(request: Request, desk: Desk, _body: Any) -> Response:
    """What is left, table by table; with ``?next`` straight to the first."""
    queue = desk.queue()
    if "next" in request.query_params:
        return RedirectResponse(f"/table/{queue[0].table_id}" if queue and queue[0].open else "/", 303)
    language = language_of(request)
    rows = [_queue_row(desk, table, language) for table in queue]
    return _page(request, "queue.html", rows=rows, orphans=desk.orphans())


def _queue_row(desk: Desk, table: TableItems, language: Language) -> dict[str, Any]:
    record = desk.view.tables[table.table_id]
    document = desk.view.documents[table.document_id]
    open_items = [item for item in table.items if item.state not in ("unsure", "sent_back")]
    codes = dict.fromkeys(reason.code for item in table.items for reason in item.reasons)
    return {
        "id": table.table_id,
        "title": record["title_raw"] or record["printed_no"] or record["table_kind"],
        "file": document["file_name"],
        "publisher": document["publisher_raw"],
        "page": record["page_start"],
        "open": len(open_items),
        "later": len(table.items) - len(open_items),
        "money": f"{max((item.money for item in table.items), default=0):,.2f}",
        "why": [word(f"why.{code}", language, code).rstrip("：: 。.") for code in codes],
        "sentence": reason_text(table.items[0].reasons[0], desk.sums(table.document_id), language, desk.view.kinds)
        if len(table.items) == 1
        else "",
    }


def _known(desk: Desk, request: Request) -> str:
    table_id = str(request.path_params["table_id"])
    if table_id not in desk.view.tables:
        raise HTTPException(404, "no such table in this release")
    return table_id


def table_page(request: Request, desk: Desk, _body: Any) -> Response:
    """The screen of one table."""
    table_id = _known(desk, request)
    following = [one.table_id for one in desk.queue() if one.open]
    at = following.index(table_id) if table_id in following else 0
    desk.view.fetch_cells([table_id, *following[at : at + AHEAD]])
    data = screen(desk, table_id, language_of(request))
    return _page(request, "table.html", data=data, neighbours=_neighbours(following, table_id), origins=ORIGINS)


def _neighbours(following: list[str], table_id: str) -> dict[str, str | None]:
    """The tables before and after in the queue; behind the last, or from outside the queue, the first other one."""
    others = [one for one in following if one != table_id]
    if table_id not in following:
        return {"next": others[0] if others else None, "previous": None}
    at = following.index(table_id)
    after, before = following[at + 1 :], following[:at]
    return {"next": next(iter((*after, *before)), None), "previous": before[-1] if before else None}


def table_json(request: Request, desk: Desk, _body: Any) -> Response:
    """The same table as values, for the page to take up what changed."""
    return JSONResponse(screen(desk, _known(desk, request), language_of(request)))


def decide(request: Request, desk: Desk, body: Any) -> Response:
    """Takes one decision or several at once, all or none; 409 when what was seen is not there any more."""
    table_id = _known(desk, request)
    try:
        wishes = [_wish(said) for said in body["decisions"]]
    except (TypeError, KeyError, AttributeError, UnicodeEncodeError) as error:
        raise HTTPException(400, "send decisions: line, etag, verdict, value, reason") from error
    try:
        taken = take(desk, table_id, wishes, request.app.state.reviewer)
    except Refused as refusal:
        return _refusal(request, refusal, desk, table_id)
    answer = {"taken": [{"id": d.id, "verdict": d.verdict, "value": d.value} for d in taken]}
    return JSONResponse({**answer, "screen": screen(desk, table_id, language_of(request))})


def _wish(said: dict[str, Any]) -> Wish:
    """The wish sent; what is no text, or cannot be kept as UTF-8, raises ``TypeError`` or ``UnicodeEncodeError``."""
    texts = {name: said[name] for name in ("line", "etag", "verdict")}
    further = {name: said[name] for name in ("value", "reason") if said.get(name) is not None}
    for text in (*texts.values(), *further.values()):
        if not isinstance(text, str):
            raise TypeError(f"{text!r} is no text")
        text.encode()
    return Wish(texts["line"], texts["etag"], texts["verdict"], further.get("value"), further.get("reason", ""))


def withdraw(request: Request, desk: Desk, body: Any) -> Response:
    """Takes a decision back; 409 when it is no longer in force."""
    table_id = _known(desk, request)
    if not isinstance(body, dict) or "id" not in body:
        raise HTTPException(400, "send id: the decision to withdraw")
    try:
        undo(desk, table_id, str(body["id"]), request.app.state.reviewer)
    except Refused as refusal:
        return _refusal(request, refusal, desk, table_id)
    return JSONResponse({"screen": screen(desk, table_id, language_of(request))})


def _refusal(request: Request, refusal: Refused, desk: Desk, table_id: str) -> Response:
    language = language_of(request)
    message = word(f"fault.{refusal.fault}", language).format(detail=refusal.detail or "…")
    status = CONFLICT if refusal.fault in ("changed", "undone") else NOT_POSSIBLE
    answer = {"fault": refusal.fault, "message": message, "screen": screen(desk, table_id, language)}
    return JSONResponse(answer, status)


def picture(request: Request, desk: Desk, _body: Any) -> Response:
    """A page, or the ``box`` of it with ``margin``, as PNG at ``dpi``."""
    path = _input(desk, request)
    query = request.query_params
    try:
        edges = [float(edge) for edge in query["box"].split(",")] if "box" in query else []
        box = Box(*edges) if edges else None
        dpi = min(max(float(query.get("dpi", 144)), 36), MOST_DPI)
        margin = min(max(float(query.get("margin", 0)), 0), 200)
        data = page_picture(path.read_bytes(), request.path_params["page_no"], box, dpi, margin)
    except (ValueError, TypeError) as error:
        raise HTTPException(404, "no such part of a page") from error
    return Response(data, media_type="image/png", headers={"Cache-Control": "private, max-age=3600"})


def pdf(request: Request, desk: Desk, _body: Any) -> Response:
    """The document itself; the browser's own viewer shows it."""
    csp = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'"
    return FileResponse(_input(desk, request), media_type="application/pdf", headers={"Content-Security-Policy": csp})


def _input(desk: Desk, request: Request) -> Path:
    """The PDF of a document of the release, with the bytes that were read: no other file can be asked for."""
    path = desk.inputs.get(str(request.path_params["document_id"]))
    if path is None:
        raise HTTPException(404, "the PDF is not at hand; start with --pdfs and its folder")
    return path
