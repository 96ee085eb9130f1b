"""The application: settings, knowledge base, headers, site and API put together."""

from flask import Flask, Response

from web import api, site
from web.live import EXTENSION, LiveKnowledgeBase
from web.settings import Settings, read_settings

# Nothing but this site's own files; no inline script or style anywhere.
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'; frame-src 'none'; object-src 'none'; img-src 'self'"
)


def create_app(settings: Settings | None = None, live: LiveKnowledgeBase | None = None) -> Flask:
    """Return the site, reading settings from the environment unless given. Raises KnowledgeBaseError when there is no index to serve."""
    settings = settings or read_settings()
    app = Flask("web")
    app.extensions[EXTENSION] = live or LiveKnowledgeBase(settings.index, settings.model or None)
    app.config["SETTINGS"] = settings
    app.config["MAX_CONTENT_LENGTH"] = 64 * 1024
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.after_request(_headers)
    site.register(app)
    app.register_blueprint(api.blueprint, url_prefix="/api/v1")
    return app


def _headers(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Frame-Options"] = "DENY"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
    return response
