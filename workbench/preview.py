"""An edited answer as readers will see it: made by the templates of the site, without the links and buttons that lead elsewhere."""

import re
from types import SimpleNamespace

from flask import Flask, g, get_template_attribute
from markupsafe import Markup

from kb.answer.answering import as_edited
from kb.library import Library
from web.pages import site
from web.serving.settings import Settings
from web.showing import answer_view

_TOOLS = re.compile(r'<div class="tools".*?</div>', re.DOTALL)
_HOVERED = re.compile(r'<span class="preview">.*?</span></span>', re.DOTALL)
_LINK = re.compile(r'(<a\b[^>]*?)\s+href="[^"]*"')


def answer_html(library: Library, identity: str) -> Markup:
    """Return an edited answer of a library as its page on the site shows it."""
    edited = library.edited_answer[identity]
    app = Flask("web", static_folder=None)
    app.config["SETTINGS"] = Settings()
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    site.register(app)
    with app.test_request_context("/"):
        # What the templates of the site ask of the knowledge base that serves, is its library.
        g.knowledge_base = SimpleNamespace(library=library)
        shown = get_template_attribute("_answer.html", "edited_body")
        html = str(shown(library, answer_view.view(library, as_edited(library, edited))))
    return Markup(_LINK.sub(r"\1", _TOOLS.sub("", _HOVERED.sub("", html))))
