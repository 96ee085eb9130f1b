"""security.txt (RFC 9116): where to report a leak. The file is the municipality's; its date is looked at when the site starts."""

import logging
import re
from datetime import UTC, datetime
from pathlib import Path

from flask import Blueprint, Flask, Response, redirect
from werkzeug.wrappers import Response as AnyResponse

from kb.errors import KnowledgeBaseError

PATH = "/.well-known/security.txt"
_EXPIRES = re.compile(r"^Expires:[ \t]*(\S+)[ \t]*$", re.IGNORECASE | re.MULTILINE)
_log = logging.getLogger(__name__)


def register(app: Flask, setting: str) -> None:
    """Serve a security.txt: `setting` is a file, an https address to send readers to, or nothing for none.

    Raises KnowledgeBaseError for a file that can't be read or lacks Contact or Expires. One that has expired is served and
    logged as an error: a date must not take the site down.
    """
    if not setting:
        return
    blueprint = Blueprint("security_txt", __name__)
    if setting.startswith("https://"):
        blueprint.add_url_rule(PATH, "redirect", lambda: _central(setting))
    elif "://" in setting:
        raise KnowledgeBaseError(
            f"KB_SECURITY_TXT is '{setting}', en dat kan niet: gebruik een adres dat met https:// begint, of een bestand."
        )
    else:
        text = _checked(Path(setting))
        blueprint.add_url_rule(PATH, "file", lambda: Response(text, mimetype="text/plain"))
    app.register_blueprint(blueprint)


def _central(address: str) -> AnyResponse:
    return redirect(address, 302)


def _checked(file: Path) -> str:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise KnowledgeBaseError(f"KB_SECURITY_TXT: het bestand '{file}' is niet te lezen.") from error
    expires = _moment(text)
    if expires is None or not re.search(r"^Contact:", text, re.IGNORECASE | re.MULTILINE):
        raise KnowledgeBaseError(
            f"KB_SECURITY_TXT: in '{file}' moeten een regel 'Contact:' en een regel 'Expires:' met een datum en tijd staan."
        )
    if expires < datetime.now(UTC):
        _log.error("security.txt is verlopen op %s; zet er een nieuwe datum in.", expires.date())
    return text


def _moment(text: str) -> datetime | None:
    found = _EXPIRES.search(text)
    try:
        moment = datetime.fromisoformat(found[1]) if found else None
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None
