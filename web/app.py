"""The application: settings, knowledge base, headers, limits, log, site and API put together."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from web.api import operations
from web.pages import site
from web.serving import headers, health, hosts, limits, logbook, metrics, mounting, robots, security_txt
from web.serving.live import EXTENSION, LiveKnowledgeBase
from web.serving.settings import Settings, read_settings
from web.serving.waiting_room import LARGEST_REQUEST


def create_app(settings: Settings | None = None, live: LiveKnowledgeBase | None = None) -> Flask:
    """Return the site, reading settings from the environment unless given. Raises KnowledgeBaseError when there is no index to serve."""
    settings = settings or read_settings()
    app = Flask("web", static_folder=None)
    app.extensions[EXTENSION] = live or LiveKnowledgeBase.opened(
        settings.index,
        settings.model or None,
        with_stories=settings.shows_stories,
        is_internal=settings.is_internal,
        database=settings.database(),
    )
    app.config["SETTINGS"] = settings
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    # The last registered looks at an answer first: the log comes first here, to see what the others made of it.
    logbook.register(app)
    if settings.metrics_port:
        metrics.register(app)
    headers.register(app, settings)
    limits.register(app, settings.rate_limit)
    hosts.register(app)
    security_txt.register(app, settings.security_txt)
    robots.register(app, settings)
    app.register_blueprint(health.blueprint)
    site.register(app)
    operations.register(app)
    mounting.register(app, settings)
    if settings.proxies:
        trusted = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=trusted, x_proto=trusted, x_host=trusted)  # type: ignore[method-assign]
    return app
