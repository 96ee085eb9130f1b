"""The guide in five minutes: what one does, step by step, on two printed pages."""

from flask import Blueprint, render_template

from kb.errors import NotFound
from web.serving.live import current
from web.serving.page_memory import remembered
from web.showing.brief import chosen_words, items_of

blueprint = Blueprint("five_minutes", __name__)


@blueprint.get("/vijf-minuten")
@remembered
def show_five_minutes() -> str:
    """Show the guide in five minutes."""
    library = current().library
    told = library.five_minutes
    if told is None:
        raise NotFound("Deze kennisbank heeft geen korte versie van de aanpak.")
    return render_template(
        "five_minutes.html",
        told=told,
        advice={step.number: advice for step, advice in zip(library.steps, told.steps, strict=True)},
        words=lambda span: chosen_words(library, span),
        documents=[library.document[source] for source in dict.fromkeys(library.place(span.passage_id).document_id for span in told.spans)],
        items=items_of(library, told.spans),
    )
