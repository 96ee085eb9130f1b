"""The application as gunicorn loads it: once, before the processes that serve are split off, so that they share its memory."""

import gc
import sys

from flask import Flask

from kb.errors import KnowledgeBaseError
from web.app import create_app
from web.serving.live import EXTENSION, LiveKnowledgeBase
from web.serving.settings import Settings, read_settings

WARMED = ("/", "/zoeken?q=hoe+betrek+ik+ouders", "/stappen", "/bronnen", "/citaten", "/api/v1/antwoorden?q=ouders")


def application() -> Flask:
    """Return the site with its index open and warm. What a person must mend ends the program with one sentence."""
    try:
        settings = read_settings()
        live = _live(settings)
        app = create_app(settings, live)
    except KnowledgeBaseError as error:
        sys.exit(f"Fout: {error}")
    _warm(app)
    # What lives now stays: kept out of collections, its memory is never written to and remains shared between processes.
    gc.collect()
    gc.freeze()
    live.let_go_when_replaced()
    return app


def _warm(app: Flask) -> None:
    """Make one page of most kinds, past the log and the counters: what that loads and compiles is then shared between processes."""
    if app.extensions[EXTENSION].is_open:
        for path in WARMED:
            with app.test_request_context(path):
                app.dispatch_request()


def _live(settings: Settings) -> LiveKnowledgeBase:
    live = LiveKnowledgeBase(
        settings.index,
        settings.model or None,
        with_stories=settings.shows_stories,
        is_internal=settings.is_internal,
        database=settings.database(),
    )
    if live.may_open_before_fork():
        live.open()
    return live
