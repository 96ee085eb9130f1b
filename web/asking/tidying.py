"""Addresses as mail programs leave them: with the mark behind them that belongs to the sentence they stood in."""

from urllib.parse import quote, urlencode

from flask import current_app, request
from werkzeug.exceptions import HTTPException

# A slash too: people add one. No address, id or value of a list ends in any of these.
_MARKS = "/.,;:!?)]}>\"'’”»›"


def tidied(text: str) -> str:
    """Return what was copied without the marks that stand behind it.

    >>> tidied("gids.plan)."), tidied("gids.plan~0-40”"), tidied("gids.plan")
    ('gids.plan', 'gids.plan~0-40', 'gids.plan')
    """
    return text.rstrip(_MARKS + " ")


def tidied_address() -> str | None:
    """Return the address of this request without marks behind it, when it has any and there is a page of that kind."""
    path, pairs = request.path, list(request.args.items(multi=True))
    if request.query_string:
        pairs = [*pairs[:-1], *((name, tidied(value)) for name, value in pairs[-1:])]
    else:
        path = tidied(path) or "/"
    address = quote(path) + (f"?{urlencode(pairs)}" if pairs else "")
    if request.method not in ("GET", "HEAD") or (path, pairs) == (request.path, list(request.args.items(multi=True))) or not _is_page(path):
        return None
    return address


def _is_page(path: str) -> bool:
    try:
        current_app.create_url_adapter(request).match(path, "GET")  # type: ignore[union-attr]
    except HTTPException:
        return False
    return True
