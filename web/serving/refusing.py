"""What a request is told that is refused before the application sees it: what the application would say, with the same headers."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus

from flask import Flask, Response

from web.serving.headers import is_api, secured
from web.serving.mounting import path_said
from web.serving.problems import API_VERSION, problem
from web.serving.settings import Settings

# Where the application has the function that makes the page of an error, of a status and sentences.
PAGE = "kennisbank-foutpagina"
# The method and the path of a first line that may be no good; a proxy may put the site before the path.
_FIRST_LINE = re.compile(rb"[\r\n]*([A-Za-z]{1,20})[ \t]+(?:https?://[^/\s]{1,300})?([^\s?#]{0,300})", re.IGNORECASE)
_PREFIX = re.compile(rb"^x-forwarded-prefix:[ \t]*([^\r\n]{0,300})", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Asked:
    """What can be told of a request that is not read: whether it is of the API, whether only for its headers, and under which path."""

    for_api: bool
    without_body: bool
    under: str


def asked(data: bytes, settings: Settings) -> Asked:
    """Return what the bytes of a request tell, though they may be cut off, or no request at all."""
    found = _FIRST_LINE.match(data)
    method, path = (found[1], found[2].decode("latin-1")) if found else (b"", "")
    under = path_said(settings, ",".join(value.decode("latin-1") for value in _PREFIX.findall(data)))
    return Asked(is_api(path.removeprefix(under)), method.upper() == b"HEAD", under)


@lru_cache(maxsize=100)
def refusal(app: Flask, of: Asked, status: int, sentence: str) -> bytes:
    """Return all that is sent: a problem to who asks the API, else the page of an error; without a sentence with that of its status.

    Kept, since many may be refused at once.
    """
    settings: Settings = app.config["SETTINGS"]
    make: Callable[..., Response] = problem if of.for_api else app.extensions[PAGE]
    with app.test_request_context("/", environ_overrides={"SCRIPT_NAME": of.under}):
        response = secured(make(status, *filter(None, [sentence])), settings, for_api=of.for_api)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Connection"] = "close"
    if of.for_api:
        response.headers["API-Version"] = API_VERSION
    body = response.get_data()
    response.headers["Content-Length"] = str(len(body))
    head = f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\n{response.headers}"
    return head.encode("latin-1") + (b"" if of.without_body else body)
