"""Feedback without names: whether an answer or result is right, kept in a folder of the operator's choosing; off without one.

Kept are the judgement, the day, and what was judged. The question is kept only when the reader ticks that it may, with
numbers, e-mail addresses and telephone numbers masked. No address of the reader, no cookie.
"""

import errno
import fcntl
import json
import logging
import os
import re
from collections.abc import Iterator
from pathlib import Path

from flask import Blueprint, Response, abort, current_app, make_response, render_template, request

from kb.library import Library
from kb.model import example_id
from kb.retrieval.reading import LONGEST_QUESTION
from web.asking.parameters import clean
from web.serving.day import today
from web.serving.live import current
from web.showing.error_page import error_page

blueprint = Blueprint("feedback", __name__)
JUDGEMENTS = {"ja": "Ja, dit klopt", "nee": "Nee, dit klopt niet"}
KINDS = ("antwoord", "resultaat", "niet-gevonden")
MOST_PLACES = 10
# Of a month: some 100,000 judgements, or 20,000 of the longest.
MOST_BYTES = 20_000_000
_FILE = "oordelen-{month}.jsonl"
_MASKS = (
    (re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"), "[mailadres]"),
    (re.compile(r"\+?\d[\d \-()/.]{5,20}\d"), "[nummer]"),
    (re.compile(r"\d+"), "[nummer]"),
)
_log = logging.getLogger(__name__)


@blueprint.post("/oordeel")
def judge() -> Response:
    """Keep a judgement."""
    folder = folder_of(current_app.config["SETTINGS"].feedback)
    if folder is None:
        abort(404)
    # Browsers say from which site a form came; another site's visitors must not judge for it.
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return error_page(403, "Een oordeel geeft u op deze site zelf. Ga naar het antwoord en klik daar op ja of nee.")
    judgement, places = _judged()
    kind = request.form.get("soort", "")
    if judgement not in JUDGEMENTS or kind not in KINDS:
        abort(400)
    question = clean(request.form.get("vraag", ""))[:LONGEST_QUESTION]
    record: dict[str, object] = {
        "dag": today().isoformat(),
        "soort": kind,
        "oordeel": judgement,
        "plaatsen": _known(places, current().library),
    }
    if request.form.get("vraag-bewaren") == "ja" and question:
        record["vraag"] = masked(question)
    try:
        keep(folder, record)
    except OSError as error:
        _log.error("Een oordeel is niet bewaard in %s. Maak ruimte, of kijk de rechten na.", folder, extra={"fout": type(error).__name__})
        return error_page(503, "Uw oordeel is niet bewaard. U kunt gewoon verder zoeken; probeer het later nog eens.")
    response = make_response(render_template("thanks.html", question=question))
    response.headers["Cache-Control"] = "no-store"
    return response


def folder_of(setting: str) -> Path | None:
    """Return the folder in which judgements are kept, or None when nothing is asked."""
    return Path(setting) if setting else None


def masked(question: str) -> str:
    """Return a question without numbers, e-mail addresses and telephone numbers.

    >>> masked("Mag Jan (06-12345678, jan@delft.nl) 50 euro?")
    'Mag Jan ([nummer], [mailadres]) [nummer] euro?'
    """
    for pattern, instead in _MASKS:
        question = pattern.sub(instead, question)
    return question


def keep(folder: Path, record: dict[str, object]) -> None:
    """Add a record to the file of its month, whole or not at all, for no other account to read. Raises OSError when there is no room."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    line = (json.dumps(record, ensure_ascii=False) + "\n").encode()
    file = os.open(folder / _FILE.format(month=str(record["dag"])[:7]), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        before = os.fstat(file).st_size
        if before + len(line) > MOST_BYTES:
            raise OSError(errno.EFBIG, "")
        if os.write(file, line) < len(line):
            os.ftruncate(file, before)
            raise OSError(errno.ENOSPC, "")
    finally:
        os.close(file)


def kept(folder: Path) -> Iterator[dict[str, object]]:
    """Yield the records that were kept, oldest first; a line that cannot be read is passed over."""
    for file in sorted(folder.glob(_FILE.format(month="*"))):
        for line in file.read_text(encoding="utf-8").splitlines():
            try:
                yield json.loads(line)
            except ValueError:
                continue


def _judged() -> tuple[str, list[str]]:
    """Return the judgement and what it is about: the button of a result is named for the judgement and has the result as its value."""
    for judgement in JUDGEMENTS:
        if judgement in request.form:
            return judgement, [request.form[judgement]]
    return request.form.get("oordeel", ""), request.form.getlist("plaats")


def _known(places: list[str], library: Library) -> list[str]:
    """Return the places that the knowledge base knows."""
    known = (
        place
        for place in dict.fromkeys(places)
        if place in library.passage or place in library.quote or example_id(place) in library.example
    )
    return list(known)[:MOST_PLACES]
