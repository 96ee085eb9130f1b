"""Pages made before are given back as they were: most readers ask for the same few."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import current_app, request
from werkzeug.wrappers import Response

from web.serving.live import current
from web.serving.settings import Settings

_Given = ParamSpec("_Given")
_View = Callable[_Given, str] | Callable[_Given, Response | str]


def page_key() -> tuple[str, str, Settings]:
    """Return what tells pages apart: the address, the name that the site goes by, which stands in source lines, and the settings."""
    return request.url_root, request.full_path, current_app.config["SETTINGS"]


def remembered(view: _View[_Given]) -> Callable[_Given, bytes | Response]:
    """Return a view that makes a page once per address and generation; for pages that depend on nothing else.

    A redirect is not kept, nor the page of an error.
    """

    @wraps(view)
    def respond(*args: _Given.args, **kwargs: _Given.kwargs) -> bytes | Response:
        def make() -> bytes | Response:
            page = view(*args, **kwargs)
            return page.encode() if isinstance(page, str) else page

        return current().pages.get(page_key(), make, may_keep=lambda page: isinstance(page, bytes))

    return respond
