"""What the sources do not say, by subject, and where they contradict each other."""

import re
from collections import Counter
from itertools import groupby

from flask import Blueprint, render_template

from kb.analysis.letters import folded
from kb.errors import NotFound
from kb.library import Library
from kb.model import Contradiction, Section
from web.serving.live import current
from web.serving.page_memory import remembered
from web.showing.excerpts import ShownExcerpt, shown_all
from web.showing.further import further

blueprint = Blueprint("gaps", __name__)


@blueprint.get("/niet-in-de-bronnen")
@remembered
def show_gaps() -> str:
    """Show the subjects on which the sources are known to be silent, and those on which they contradict each other."""
    library = current().library
    counts = Counter(subject for record in library.unanswered if (subject := record.subject))
    listed = [(name, subject, counts[subject]) for name, subject in subjects(library).items()]
    return render_template("gaps.html", subjects=listed)


@blueprint.get("/niet-in-de-bronnen/<name>")
@remembered
def show_gaps_on(name: str) -> str:
    """Show what the sources do not say on a subject, and what they do say that is related."""
    library = current().library
    known = subjects(library)
    if name not in known:
        raise NotFound("Over dit onderwerp is niet bijgehouden wat er ontbreekt.")
    found = [record for record in library.unanswered if record.subject == known[name]]
    return render_template(
        "gaps_on.html",
        subject=known[name],
        gaps=[(record.reason, [further(library, place) for place in record.related]) for record in found],
    )


@blueprint.get("/tegenspraken")
@remembered
def show_contradictions() -> str:
    """Show where the sources say the same in two ways."""
    library = current().library
    return render_template("contradictions.html", contradictions=[(one, _per_source(library, one)) for one in library.contradictions])


def _per_source(library: Library, contradiction: Contradiction) -> list[tuple[Section, list[ShownExcerpt]]]:
    """Return the sides of a contradiction, those together that follow one another in one source of one date."""
    sides = shown_all(library, contradiction.sides)
    runs = [list(run) for _, run in groupby(sides, key=lambda side: (side.section.document_id, side.section.date))]
    return [(run[0].section, run) for run in runs]


def subjects(library: Library) -> dict[str, str]:
    """Return the subjects by their names in an address, in the order of the editor."""
    named = dict.fromkeys(record.subject for record in library.unanswered if record.subject)
    return {re.sub(r"[^a-z0-9]+", "-", folded(subject)).strip("-"): subject for subject in named}
