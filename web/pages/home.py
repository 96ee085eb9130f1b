"""The home page: ask, pick a task, walk the steps, see examples and quotes."""

from datetime import date

from flask import Blueprint, Response, render_template

from kb.day import today
from kb.library import Library
from kb.model import Quote
from web.serving.live import current
from web.serving.page_memory import page
from web.showing import drawing

blueprint = Blueprint("home", __name__)
SHOWN_QUESTIONS = 2
SHOWN_TASKS = 8
# A quote of the day is read at a glance.
LONGEST_QUOTE_OF_THE_DAY = 320


@blueprint.get("/")
def show_home() -> Response:
    """Show the home page, another one each day."""
    day = today()
    return page(lambda: _home(current().library, day), day)


def _home(library: Library, day: date) -> str:
    return render_template(
        "home.html",
        questions=questions_of(library, day),
        tasks=library.tasks[:SHOWN_TASKS],
        route=drawing.route(library),
        country=drawing.country(library),
        quote=quote_of(library, day),
    )


def questions_of(library: Library, day: date) -> tuple[str, ...]:
    """Return the questions to suggest on a day: each day the next few of those that the editor marked for it."""
    questions = [question.text for question in library.suggested if question.on_home_page]
    first = day.toordinal() * SHOWN_QUESTIONS
    return tuple(questions[(first + number) % len(questions)] for number in range(min(SHOWN_QUESTIONS, len(questions))))


def quote_of(library: Library, day: date) -> Quote | None:
    """Return the quote of a day: never a damaged one, nor one of a private person."""
    fit = [quote for quote in library.quotes if may_be_shown_off(library, quote) and len(quote.text) <= LONGEST_QUOTE_OF_THE_DAY]
    return fit[day.toordinal() % len(fit)] if fit else None


def may_be_shown_off(library: Library, quote: Quote) -> bool:
    """Return whether a quote may stand outside its own place: not damaged, said by a named public person."""
    return not quote.damaged and quote.attribution == "genoemd" and all(library.person[speaker].recognisable for speaker in quote.speakers)
