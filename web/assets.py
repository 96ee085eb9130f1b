"""Static files with a digest of their content in the address, so that browsers may keep them for a year."""

from functools import cache
from gzip import compress
from hashlib import sha256
from pathlib import Path

from flask import Blueprint, Response, abort, current_app, request, send_file, send_from_directory

from web.settings import Settings

blueprint = Blueprint("assets", __name__)
FOLDER = Path(__file__).parent / "static"
ONE_YEAR = 31_536_000
_DIGEST_LENGTH = 12


@cache
def _digest(file: Path, changed: float) -> str:
    return sha256(file.read_bytes()).hexdigest()[:_DIGEST_LENGTH]


def address(name: str) -> str:
    """Return the address of a static file; it changes when the file does."""
    file = FOLDER / name
    return f"/bestanden/{_digest(file, file.stat().st_mtime)}/{name}"


def theme_address(settings: Settings) -> str:
    """Return the address of the mounted token file, or nothing when there is none."""
    if not settings.theme_css:
        return ""
    file = Path(settings.theme_css)
    return f"/bestanden/{_digest(file, file.stat().st_mtime)}/huisstijl.css" if file.is_file() else ""


def _squeeze(response: Response, file: Path) -> None:
    """Send a file compressed where the browser takes it. Only files do: a page that echoes a question never does (BREACH)."""
    response.vary.add("Accept-Encoding")
    if request.accept_encodings["gzip"] and response.status_code == 200:
        response.direct_passthrough = False
        response.set_data(_compressed(file, file.stat().st_mtime))
        response.headers["Content-Encoding"] = "gzip"
        response.headers.pop("ETag", None)


@cache
def _compressed(file: Path, changed: float) -> bytes:
    return compress(file.read_bytes(), mtime=0)


@blueprint.get("/bestanden/<digest>/<path:name>")
def static_file(digest: str, name: str) -> Response:
    """Serve a static file, for long when asked for by its own digest."""
    settings: Settings = current_app.config["SETTINGS"]
    if name == "huisstijl.css":
        if not settings.theme_css or not Path(settings.theme_css).is_file():
            abort(404)
        file = Path(settings.theme_css).resolve()
        response = send_file(file, mimetype="text/css")
    else:
        response = send_from_directory(FOLDER, name)
        file = FOLDER / name
    _squeeze(response, file)
    if digest == _digest(file, file.stat().st_mtime):
        response.headers["Cache-Control"] = f"public, max-age={ONE_YEAR}, immutable"
    return response
