"""What has moved is found at its old address too: ids stand in memos."""

from collections.abc import Callable

from flask import redirect
from werkzeug.wrappers import Response

from kb.library import Library


def redirect_moved(library: Library, identity: str, address: Callable[[str], str]) -> Response | None:
    """Return what leads on to the address of the id that something has now, or None when it has not moved."""
    present = library.present_id(identity)
    return None if present == identity else redirect(address(present), 301)
