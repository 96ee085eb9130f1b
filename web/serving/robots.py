"""robots.txt: what programs that go through sites are asked not to fetch. X-Robots-Tag (headers.py) tells those that do not read it."""

from flask import Blueprint, Flask, Response

from web.serving.mounting import here
from web.serving.settings import Settings

# Made anew for each question, without end.
_ENDLESS = ("/zoeken", "/suggesties", "/selectie", "/api/")


def register(app: Flask, settings: Settings) -> None:
    """Serve a robots.txt: everything, or what has no end, is not to be fetched."""
    blueprint = Blueprint("robots", __name__)

    @blueprint.get("/robots.txt")
    def give_robots() -> Response:
        left_out = _ENDLESS if settings.indexable else ("/",)
        return Response("".join(["User-agent: *\n", *(f"Disallow: {here(path)}\n" for path in left_out)]), mimetype="text/plain")

    app.register_blueprint(blueprint)
