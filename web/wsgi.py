"""The application as gunicorn loads it: once, before the processes that serve are split off, so that they share its memory."""

import gc
import sys

from flask import Flask

from kb.errors import KnowledgeBaseError
from web.app import create_app
from web.live import LiveKnowledgeBase
from web.settings import Settings, read_settings


def application() -> Flask:
    """Return the site with its index open and warm. What a person must mend ends the program with one sentence."""
    try:
        settings = read_settings()
        app = create_app(settings, _live(settings))
    except KnowledgeBaseError as error:
        sys.exit(f"Fout: {error}")
    for name in app.jinja_env.list_templates(extensions=["html"]):
        app.jinja_env.get_template(name)
    # What lives now stays: kept out of collections, its memory is never written to and remains shared between processes.
    gc.collect()
    gc.freeze()
    return app


def _live(settings: Settings) -> LiveKnowledgeBase:
    live = LiveKnowledgeBase(settings.index, settings.model or None)
    if live.may_open_before_fork():
        live.open()
    return live
