"""Static files with a digest of their content in the address, so that browsers may keep them for a year; sent as they are, compressed."""

from dataclasses import dataclass
from functools import cache
from gzip import compress
from hashlib import sha256
from mimetypes import guess_type
from pathlib import Path

from flask import Blueprint, Response, abort, current_app, request

from web.serving.settings import Settings

blueprint = Blueprint("assets", __name__)
FOLDER = Path(__file__).parent.parent / "static"
THEME = "huisstijl.css"
ONE_YEAR = 31_536_000
_DIGEST_LENGTH = 12


@dataclass(frozen=True, slots=True)
class _Asset:
    """A file as it is sent."""

    content: bytes
    compressed: bytes
    digest: str


@cache
def _read(file: Path, changed: float) -> _Asset:
    content = file.read_bytes()
    return _Asset(content, compress(content, mtime=0), sha256(content).hexdigest()[:_DIGEST_LENGTH])


def _asset(file: Path) -> _Asset:
    return _read(file, file.stat().st_mtime)


def address(name: str) -> str:
    """Return the address of a static file; it changes when the file does."""
    return f"/bestanden/{_asset(FOLDER / name).digest}/{name}"


def theme_address(settings: Settings) -> str:
    """Return the address of the mounted token file, or nothing when there is none."""
    file = Path(settings.theme_css)
    return f"/bestanden/{_asset(file).digest}/{THEME}" if settings.theme_css and file.is_file() else ""


@blueprint.get("/bestanden/<digest>/<name>")
def serve_file(digest: str, name: str) -> Response:
    """Serve a static file, for long when asked for by its own digest.

    Files may be compressed; a page that repeats a question never is (BREACH).
    """
    file = _file(name, current_app.config["SETTINGS"])
    if file is None:
        abort(404)
    asset = _asset(file)
    is_small = bool(request.accept_encodings["gzip"])
    response = Response(asset.compressed if is_small else asset.content, mimetype=guess_type(name)[0])
    response.vary.add("Accept-Encoding")
    if is_small:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Cache-Control"] = f"public, max-age={ONE_YEAR}, immutable" if digest == asset.digest else "no-cache"
    return response


def _file(name: str, settings: Settings) -> Path | None:
    """Return the file that is served by this name. What is asked never becomes a path: it is looked up among what there is."""
    served = {file.name: file for file in FOLDER.iterdir()}
    if settings.theme_css:
        served[THEME] = Path(settings.theme_css)
    file = served.get(name)
    return file if file and file.is_file() else None
