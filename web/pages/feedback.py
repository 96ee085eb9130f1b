"""Feedback without names: whether an answer or result is right, kept in a folder of the operator's choosing; off without one.

Kept are the judgement, the day, and what was judged. The question is kept only when the reader ticks that it may, with numbers,
addresses of mail and what may be a name masked. No address of the reader, no cookie.
"""

import logging
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

from flask import Blueprint, Response, abort, current_app, make_response, render_template, request

from kb.analysis.words import words
from kb.day import today
from kb.library import Library
from kb.model import example_id
from kb.retrieval.reading import LONGEST_QUESTION
from web.asking.parameters import clean
from web.serving import judgements
from web.serving.live import current
from web.showing.error_page import error_page

blueprint = Blueprint("feedback", __name__)
JUDGEMENTS = {"ja": "Ja, dit klopt", "nee": "Nee, dit klopt niet"}
KINDS = ("antwoord", "resultaat", "niet-gevonden")
MOST_PLACES = 10
# In this order: an address of mail may hold a number, a number plate letters, and what is left a name.
_MASKS = (
    (re.compile(r'(?:"[^"]{1,64}"|[\w.+-]{1,64})\s?@\s?[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}'), "[mailadres]"),
    (re.compile(r"\b(?=[A-Za-z-]{0,6}\d)\w{1,3}-\w{1,3}-\w{1,3}\b"), "[nummer]"),
    (re.compile(r"(?<!\w)(?=\d*[^\W\d_])\w*\d\w*"), "[nummer]"),
    (re.compile(r"\+?\d[\d \-()/.]{5,20}\d"), "[nummer]"),
    (re.compile(r"\d+"), "[nummer]"),
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# What stood where a mask is now; none of these has a capital.
_NAME = "[naam]"
# A surname that is a word of every day (Bakker, de Vries) follows a name that is none.
_WHOLE_NAME = re.compile(r"\[naam\](?:(?:[ -](?:van|de|der|den|ter|ten|el|al)){0,3}[ -](?:\[naam\]|[A-Z][^\W\d_]*))+")
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
        record["vraag"] = masked(question, _is_known)
    try:
        judgements.keep(folder, record)
    except OSError as error:
        _log.error("Een oordeel is niet bewaard in %s. Maak ruimte, of kijk de rechten na.", folder, extra={"fout": type(error).__name__})
        return error_page(503, "Uw oordeel is niet bewaard. U kunt gewoon verder zoeken; probeer het later nog eens.")
    response = make_response(render_template("thanks.html", question=question))
    response.headers["Cache-Control"] = "no-store"
    return response


def folder_of(setting: str) -> Path | None:
    """Return the folder in which judgements are kept, or None when nothing is asked."""
    return Path(setting) if setting else None


def masked(question: str, is_known: Callable[[str], bool]) -> str:
    """Return a question without numbers, addresses of mail, and words with a capital that the knowledge base does not know.

    >>> masked("Mag Jan (06-12345678, jan@delft.nl) 50 euro in Delft?", lambda word: word in ("mag", "delft"))
    'Mag [naam] ([nummer], [mailadres]) [nummer] euro in Delft?'
    """
    text = unicodedata.normalize("NFKC", question)
    for pattern, instead in _MASKS:
        text = pattern.sub(instead, text)
    text = _WORD.sub(lambda found: found[0] if _may_stay(found[0], is_known) else _NAME, text)
    return _WHOLE_NAME.sub(_NAME, text)


def _may_stay(word: str, is_known: Callable[[str], bool]) -> bool:
    return word == word.lower() or all(is_known(form) for form in words(word))


def _is_known(word: str) -> bool:
    """Return whether a word is one of the sources or of the dictionary, and not the name of somebody private in the sources."""
    base = current()
    private = {name for person in base.library.persons if not person.recognisable for name in words(person.name)}
    return base.language.spelling.knows(word) and word not in private


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
