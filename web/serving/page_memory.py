"""Pages made before are given back as they were, and a browser that still has one is told so: most readers ask for the same few."""

from collections.abc import Callable, Hashable
from functools import wraps
from pathlib import Path
from typing import ParamSpec

from flask import Response, current_app, make_response, request
from werkzeug.wrappers import Response as AnyResponse

from web.serving.etags import tagged
from web.serving.live import current
from web.serving.settings import Settings

_Given = ParamSpec("_Given")
_View = Callable[_Given, str] | Callable[_Given, AnyResponse | str]


def page_key() -> tuple[str, str, Settings, int]:
    """Return what tells pages apart: the address, the name that the site goes by, which stands in source lines, the settings, and when
    the tokens that they name were changed."""
    settings: Settings = current_app.config["SETTINGS"]
    theme = Path(settings.theme_css)
    return request.url_root, request.full_path, settings, theme.stat().st_mtime_ns if settings.theme_css and theme.is_file() else 0


def remembered(view: _View[_Given]) -> Callable[_Given, Response]:
    """Return a view that makes a page once per address and generation; for pages that depend on nothing else."""

    @wraps(view)
    def shown(*args: _Given.args, **kwargs: _Given.kwargs) -> Response:
        return page(lambda: view(*args, **kwargs))

    return shown


def page(make: Callable[[], AnyResponse | str], *also: Hashable) -> Response:
    """Return a page that depends on its address and generation, and on `also`: as it was made before, or made now.

    What `make` gives as a response, such as a redirect, is given as it is and not kept; nor is the page of an error.
    """
    key = (*page_key(), *also)

    def made() -> bytes | AnyResponse:
        answer = make()
        return answer.encode() if isinstance(answer, str) else answer

    return tagged(key, lambda: make_response(current().pages.get(key, made, may_keep=lambda found: isinstance(found, bytes))))
