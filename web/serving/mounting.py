"""Where the site stands on its host: at the root, or under a path such as /kennisbank, which is known from KB_BASE_URL or said by a proxy.

Pages, redirects and the library write addresses from the root of the site ("/stappen"). The path comes before them here and nowhere else:
in the tags of a finished page, in a redirect, and by `here` in what is neither. So no template can forget it.
"""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit
from wsgiref.types import StartResponse, WSGIEnvironment

from flask import Flask, Response, request

from kb.errors import KnowledgeBaseError
from web.serving.settings import Settings

# What needs no escaping in a page, an address or a header, so that whoever writes the path can't write anything else with it.
_PATH = re.compile(r"(?:/(?!\.\.?(?:/|$))[A-Za-z0-9._~-]+)*", re.ASCII)
# What holds an address in a tag; an address of another site begins with its scheme.
_ADDRESS = re.compile(r'(?<=\s)(?:href|src|action|formaction|data-clipboard|data-suggesting)="(?=/(?!/))')


def register(app: Flask, settings: Settings) -> None:
    """Let the application answer under the path of KB_BASE_URL; without that setting, under the one that a trusted proxy says.

    The proxy may take the path off or leave it on. What a reader says of it (SCRIPT_NAME, X-Script-Name, X-Forwarded-Prefix) counts for
    nothing. To be called when all pages are there: raises KnowledgeBaseError for a path that one of them has, or that is none.
    """
    fixed = path_of(settings.base_url)
    if fixed and fixed.split("/")[1] in {rule.rule.split("/")[1] for rule in app.url_map.iter_rules()}:
        raise KnowledgeBaseError(f"KB_BASE_URL eindigt op '{fixed}', en zo begint ook een adres van de site zelf. Kies een ander pad.")
    inside = app.wsgi_app

    def mounted(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = path_said(settings, environ.get("HTTP_X_FORWARDED_PREFIX", ""))
        environ["SCRIPT_NAME"] = path
        asked: str = environ.get("PATH_INFO", "")
        if path and f"{asked}/".startswith(f"{path}/"):
            environ["PATH_INFO"] = asked.removeprefix(path) or "/"
        return inside(environ, start_response)

    app.wsgi_app = mounted  # type: ignore[method-assign]

    @app.after_request
    def stay_under_path(response: Response) -> Response:
        address = response.headers.get("Location", "")
        if address.startswith("/") and not address.startswith("//"):
            response.headers["Location"] = here(address)
        return response


def path_of(base_url: str) -> str:
    """Return the path of an address of the site, without a slash at its end. Raises KnowledgeBaseError when it is none.

    >>> path_of("https://www.gemeente.nl/kennisbank/"), path_of("https://kennisbank.gemeente.nl"), path_of("")
    ('/kennisbank', '', '')
    """
    path = urlsplit(base_url).path.rstrip("/")
    if not _PATH.fullmatch(path):
        raise KnowledgeBaseError(
            f"KB_BASE_URL is '{base_url}', en dat kan niet: gebruik in het pad alleen letters, cijfers en de tekens . _ ~ en -."
        )
    return path


def path_said(settings: Settings, forwarded: str) -> str:
    """Return the path of KB_BASE_URL; without that setting, the one that the outermost of the trusted proxies says, or none."""
    if settings.base_url:
        return path_of(settings.base_url)
    said = [path.strip().rstrip("/") for path in forwarded.split(",")]
    path = said[-settings.proxies] if 0 < settings.proxies <= len(said) else ""
    return path if _PATH.fullmatch(path) else ""


def here(address: str) -> str:
    """Return an address of the site, given from its own root, from the root of the host."""
    return request.root_path.rstrip("/") + address


def page_here(html: str) -> str:
    """Return the html of a page with every address in its tags from the root of the host; its text stays the same."""
    path = here("")
    if not path:
        return html

    def under_path(found: re.Match[str]) -> str:
        is_in_tag = html.rfind("<", 0, found.start()) > html.rfind(">", 0, found.start())
        return found[0] + path if is_in_tag else found[0]

    return _ADDRESS.sub(under_path, html)
