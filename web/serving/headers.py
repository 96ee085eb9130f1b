"""Headers of every answer: what a browser may do with it, that it must come over TLS, and that search engines leave it out."""

from flask import Flask, Response, request

from web.serving.settings import Settings

# Nothing but this site's own files; no inline script or style anywhere.
SITE_POLICY = (
    "default-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'; frame-src 'none'; object-src 'none'; img-src 'self'"
)
API_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
ONE_YEAR = 31_536_000


def register(app: Flask, settings: Settings) -> None:
    """Give every answer of the application its headers."""

    @app.after_request
    def headers(response: Response) -> Response:
        return secured(response, settings, for_api=is_api(request.path))


def secured(response: Response, settings: Settings, *, for_api: bool) -> Response:
    """Give an answer its headers."""
    response.headers.setdefault("Content-Security-Policy", API_POLICY if for_api else SITE_POLICY)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Frame-Options"] = "DENY"
    response.headers["Referrer-Policy"] = "no-referrer" if for_api else "same-origin"
    response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    if not settings.indexable:
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
    if settings.hsts:
        response.headers["Strict-Transport-Security"] = f"max-age={ONE_YEAR}; includeSubDomains"
    return response


def is_api(path: str) -> bool:
    """Return whether an address is one of the API; the page about it, /api, is one of the site."""
    return path.startswith("/api/")
