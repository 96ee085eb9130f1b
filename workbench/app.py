"""The application of the werkbank: its pages behind its guard, in the clothes of the site."""

from flask import Flask, Response, current_app, g, make_response, render_template, request
from werkzeug.exceptions import HTTPException, InternalServerError, RequestEntityTooLarge

from kb.errors import KnowledgeBaseError, NotFound
from web.serving.settings import Settings
from web.showing import assets
from workbench import guarding, moments, seen
from workbench.jobs import Busy, Job
from workbench.outcomes import for_editor
from workbench.pages import (
    answers,
    asked,
    beginning,
    contents,
    drafts,
    jobs,
    lists,
    overview,
    proposals,
    questions,
    removing,
    review,
    taking_in,
    versions,
)
from workbench.place import EXTENSION, Place
from workbench.visitors import Visitors

# A file of 50 MB is the largest that is taken in; the rest is the form around it.
LARGEST_UPLOAD = 50_000_000 + 100_000
_PAGES = (beginning, overview, taking_in, jobs, drafts, review, proposals, removing, contents, lists, answers, questions, asked, versions)
_TITLES = {
    403: "U kunt hier niet in",
    404: "Deze pagina bestaat niet",
    405: "Dat kan hier niet",
    413: "Dit bestand is te groot",
    500: "Er ging iets mis",
}


def create_app(place: Place, visitors: Visitors, settings: Settings | None = None) -> Flask:
    """Return the werkbank of a place."""
    settings = settings or Settings()
    app = Flask("workbench", static_url_path="/vormgeving")
    app.config.update(SETTINGS=settings, MAX_CONTENT_LENGTH=LARGEST_UPLOAD, MAX_FORM_MEMORY_SIZE=2_000_000)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions[EXTENSION] = place
    guarding.register(app, visitors, settings.werkbank_url)
    app.register_blueprint(assets.blueprint)
    for pages in _PAGES:
        app.register_blueprint(pages.blueprint)
    app.jinja_env.globals.update(asset=assets.address)
    app.add_template_filter(seen.stamps, "stamps")
    app.add_template_filter(moments.told, "moment")
    app.add_template_filter(for_editor, "for_editor")
    app.add_template_filter(_who, "who")
    app.context_processor(_everywhere)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(NotFound, lambda error: _error_page(404, _TITLES[404], str(error)))
    app.register_error_handler(Busy, lambda error: _error_page(400, "Dit kan nu niet", str(error), running=place.jobs.running()))
    app.register_error_handler(KnowledgeBaseError, lambda error: _error_page(400, "Dit ging niet", str(error)))
    app.register_error_handler(Exception, _broken)
    return app


def _everywhere() -> dict[str, object]:
    return {"editor": g.get("editor", "")}


def _who(name: str) -> str:
    """Return who changed something, to begin a sentence about it with: who reads it may have done so in another window."""
    return "U, in een ander venster," if name and name == g.get("editor") else name or "Een ander"


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    if status < 400:
        return error.get_response()  # type: ignore[return-value]
    if isinstance(error, RequestEntityTooLarge):
        return _error_page(status, _TITLES[413], "Een bestand mag hoogstens 50 MB zijn. Maak het kleiner, of deel het in stukken.")
    told = error.description if status == 403 and error.description else "Ga terug en probeer het opnieuw."
    return _error_page(status, _TITLES.get(status, _TITLES[500]), told)


def _broken(error: Exception) -> Response:
    current_app.logger.exception("A request for %s failed.", request.endpoint, exc_info=error)
    return _http(InternalServerError())


def _error_page(status: int, title: str, *sentences: str, running: Job | None = None) -> Response:
    return make_response(render_template("werkbank/fout.html", title=title, sentences=sentences, running=running), status)
