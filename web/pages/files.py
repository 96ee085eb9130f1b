"""The files that open sources were taken in from, as they are: a PDF to read here, anything else to keep."""

from flask import Blueprint, Response, send_file

from kb.errors import NotFound
from web.serving.live import current

blueprint = Blueprint("files", __name__)
# A browser shows a PDF with a program of its own, as an object; of the file itself nothing may run.
POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
PDF = "application/pdf"


# A digest of 64 letters, a full stop and an ending.
@blueprint.get("/bestanden/<string(minlength=66, maxlength=70):name>")
def show_file(name: str) -> Response:
    """Send the file of a source, by the name that the library has for it."""
    found = current().offered_file(name)
    if found is None or not found[1].is_file():
        raise NotFound("Dit bestand staat niet (meer) in de kennisbank.")
    document, file = found
    is_pdf = file.suffix == ".pdf"
    response = send_file(
        file,
        mimetype=PDF if is_pdf else "application/octet-stream",
        as_attachment=not is_pdf,
        download_name=f"{document.id}{file.suffix}",
        etag=file.stem,
    )
    # It may be taken out of the knowledge base tomorrow.
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Content-Security-Policy"] = POLICY
    return response
