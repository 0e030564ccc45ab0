"""HTTP in one voice: errors as problem+json, guards against foreign pages, static files with honest caching."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote

import msgspec
import structlog
from litestar import Request, Response
from litestar.connection import ASGIConnection
from litestar.exceptions import HTTPException, ValidationException
from litestar.handlers.base import BaseRouteHandler

from pult.kit.errors import Forbidden, Invalid, Malformed, PultError
from pult.kit.shape import shaped

PRIVATE = {"cache-control": "no-store"}
"""Headers of an answer that is meant for whoever asked: nobody on its way, and no browser, keeps it."""
PUBLIC = "public"
"""The permission of an address that needs nobody to be signed in."""
log = structlog.get_logger("pult.http")
_WORTH = 400
"""Bytes; less is not worth packing."""
_HASHED = re.compile(r"[-.][A-Za-z0-9_-]{8,}\.(js|css|svg|woff2)$")
TYPES = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".ts": "text/plain",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".png": "image/png",
    ".ico": "image/x-icon",
}


def problem(
    status: int, code: str, detail: str, *, pointer: str | None = None, extra: dict[str, Any] | None = None
) -> Response[bytes]:
    """RFC 9457: `type`, `title`, `status`, `detail`, and our `code`, `pointer` and facts."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": code,
        "status": status,
        "code": code,
        "detail": detail,
        **(extra or {}),
    }
    if pointer:
        body["pointer"] = pointer
    return Response(
        msgspec.json.encode(body),
        status_code=status,
        media_type="application/problem+json",
        headers={"cache-control": "no-store"},
    )


def _ours(_request: Request[Any, Any, Any], error: PultError) -> Response[bytes]:
    return problem(error.status, error.code, error.detail, pointer=error.pointer, extra=error.extra)


_FIELD = re.compile(r"at `\$\.?([^`]*)`")


def _invalid(_request: Request[Any, Any, Any], error: ValidationException) -> Response[bytes]:
    items = cast("list[dict[str, Any]]", error.extra) if isinstance(error.extra, list) else []
    first: dict[str, Any] = items[0] if items else {}
    found = _FIELD.search(str(first.get("message", "")))
    field = str(first.get("key") or (found[1] if found else ""))
    return problem(
        422,
        "invalid",
        str(first.get("message") or "a field is wrong"),
        pointer=f"/{field.replace('.', '/')}" if field else None,
    )


_CODES = {
    400: "malformed",
    401: "sign_in_needed",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
}


def _http(_request: Request[Any, Any, Any], error: HTTPException) -> Response[bytes]:
    return problem(
        error.status_code, _CODES.get(error.status_code, "refused"), error.detail if error.status_code < 500 else ""
    )


def _crash(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    log.error("request_failed", path=request.url.path, error=repr(error), exc_info=error)
    return problem(500, "internal", "something went wrong on our side; nothing that was accepted is lost")


HANDLERS: dict[int | type[Exception], Any] = {
    PultError: _ours,
    ValidationException: _invalid,
    HTTPException: _http,
    Exception: _crash,
}


def own_pages_only(
    origins: frozenset[str], *, forms: bool = False
) -> Callable[[ASGIConnection[Any, Any, Any, Any], BaseRouteHandler], None]:
    """A guard for everything that changes something: the request comes from a page of ours, as JSON. Programs without
    an Origin pass; they carry no cookie by accident."""

    def guard(connection: ASGIConnection[Any, Any, Any, Any], _handler: BaseRouteHandler) -> None:
        if str(cast("dict[str, Any]", connection.scope).get("method")) in ("GET", "HEAD", "OPTIONS"):
            return
        origin, site = connection.headers.get("origin"), connection.headers.get("sec-fetch-site")
        if (origin is not None and origin not in origins) or (
            origin is None and site not in (None, "same-origin", "none")
        ):
            raise Forbidden("this request comes from another site", code="origin_refused")
        kind = connection.headers.get("content-type", "")
        if (
            not forms
            and connection.headers.get("content-length", "0") != "0"
            and not kind.startswith("application/json")
        ):
            raise Forbidden("send application/json", code="json_only")

    return guard


class StrictRequest(Request[Any, Any, Any]):
    """A request whose JSON is taken at its word: no "1" for a number, no key twice; a pointer to what does not fit."""

    async def json(self) -> Any:
        """The body as what the handler calls `data`; without such a thing, as it is."""
        body = await self.body()
        try:
            value: Any = msgspec.json.decode(body or b"null")
            json.loads(body or b"null", object_pairs_hook=_each_once)
        except (ValueError, RecursionError) as error:
            raise Malformed("the body is no JSON") from error
        wanted = self.route_handler.parsed_fn_signature.parameters.get("data")
        kind: Any = wanted.annotation if wanted is not None else None
        return shaped(value, kind) if isinstance(kind, type) and issubclass(kind, msgspec.Struct) else value


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        raise Invalid("a key stands here twice", pointer=f"/{next(one for one in names if names.count(one) > 1)}")
    return found


def uploaded_name(request: Request[Any, Any, Any]) -> str:
    """The percent-encoded name that came with a file; it is cleaned where the file is taken in."""
    return unquote(request.headers.get("x-file-name", "")[:3000], errors="replace")


def uploaded_size(request: Request[Any, Any, Any]) -> int | None:
    """How many bytes a client says it sends; None when it does not know."""
    length = request.headers.get("content-length", "")
    return int(length) if length.isascii() and length.isdigit() else None


@lru_cache(maxsize=512)
def _packed(content: bytes) -> bytes:
    return gzip.compress(content, 9, mtime=0)


@lru_cache(maxsize=512)
def _mark(content: bytes) -> str:
    return f'W/"{hashlib.sha256(content).hexdigest()[:24]}"'


def spared(answer: Response[bytes], request: Request[Any, Any, Any]) -> Response[bytes]:
    """The same file in as few bytes as the browser allows: none (304) when it has it, gzip when it reads that. Only for
    what holds nothing of anybody's: beside words that a stranger chooses, a length would tell of a secret.
    """
    if answer.status_code not in (None, 200):
        return answer
    answer.headers["etag"] = _mark(answer.content)
    answer.headers["vary"] = "accept-encoding"
    if request.headers.get("if-none-match") == answer.headers["etag"]:
        return Response(b"", status_code=304, headers=answer.headers)
    if len(answer.content) >= _WORTH and re.search(
        r"\bgzip\b(?!\s*;\s*q=0)", request.headers.get("accept-encoding", "")
    ):
        answer.content = _packed(answer.content)
        answer.headers["content-encoding"] = "gzip"
    return answer


class Folder:
    """Static files of one folder, read once. Hashed names are cached for a year, the rest is asked for again."""

    def __init__(self, folder: Path) -> None:
        self._files: dict[str, tuple[bytes, str]] = {}
        if folder.is_dir():
            for path in sorted(folder.rglob("*")):
                if path.is_file() and path.suffix in TYPES:
                    self._files[path.relative_to(folder).as_posix()] = (path.read_bytes(), TYPES[path.suffix])

    def read(self, name: str) -> bytes | None:
        """The bytes of a file, or None."""
        found = self._files.get(name)
        return found[0] if found else None

    def response(self, name: str, headers: dict[str, str] | None = None) -> Response[bytes]:
        """The file, or a 404 problem."""
        found = self._files.get(name)
        if found is None:
            return problem(404, "not_found", "there is no such file")
        cache = "public, max-age=31536000, immutable" if _HASHED.search(name) else "no-cache"
        return Response(
            found[0],
            media_type=found[1],
            headers={"cache-control": cache, "x-content-type-options": "nosniff", **(headers or {})},
        )
