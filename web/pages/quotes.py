"""Quotes: browsing them by theme, speaker, municipality, step and kind of source, and a page for each."""

from collections import Counter
from collections.abc import Callable, Iterable

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from kb.errors import NotFound
from kb.library import Library
from kb.model import Quote
from kb.telling.addresses import place_path
from web.asking.browsing import Facet, FacetValue, Paging, browse_facets, chosen_of, last_page_of
from web.asking.parameters import BrowsedQuotes
from web.serving.live import current
from web.serving.moving import redirect_moved
from web.serving.page_memory import remembered
from web.showing.quote_cards import card_of, cards

blueprint = Blueprint("quotes", __name__)
CARDS_PER_PAGE = 12
_Values = Callable[[Quote], Iterable[str]]


@blueprint.get("/citaten")
@remembered
def show_quotes() -> str:
    """Show the quotes that have the chosen values."""
    library = current().library
    values = _values(library)
    parameters, left_out = BrowsedQuotes.of_page(request.args, library)
    chosen = chosen_of(parameters)
    all_cards = cards(library, library.quotes)
    matches = [card for card in all_cards if all(not chosen[name] or chosen[name] in values[name](card.quote) for name in values)]
    last_page = last_page_of(len(matches), CARDS_PER_PAGE, parameters.page)
    return render_template(
        "quotes.html",
        cards=matches[(parameters.page - 1) * CARDS_PER_PAGE : parameters.page * CARDS_PER_PAGE],
        count=len(matches),
        paging=Paging("/citaten", chosen, parameters.page, last_page),
        total=len(all_cards),
        chosen=chosen,
        left_out=left_out,
        facets=browse_facets("/citaten", chosen, _facets(library, values, [card.quote for card in all_cards])),
        hidden=len(library.protected_quotes),
    )


@blueprint.get("/citaten/<identity>")
@remembered
def show_quote(identity: str) -> Response | str:
    """Show one quote."""
    library = current().library
    if moved := redirect_moved(library, identity, "/citaten/{}".format):
        return moved
    if library.is_protected(identity):
        # Read in its report, and nowhere else.
        return redirect(place_path(library, identity), 302)
    if identity not in library.quote:
        raise NotFound("Dit citaat staat niet in de kennisbank.")
    quote = library.quote[identity]
    return render_template(
        "quote.html",
        card=card_of(library, quote),
        fuller=library.quote.get(quote.belongs_to or ""),
        section=library.section[quote.section_id],
        document=library.document[quote.document_id],
        examples=[example for example in library.examples if identity in example.quotes],
    )


def _values(library: Library) -> dict[str, _Values]:
    return {
        "thema": lambda quote: quote.themes,
        "spreker": lambda quote: library.public_speakers(quote),
        "gemeente": lambda quote: [quote.municipality] if quote.municipality else [],
        "stap": lambda quote: [str(quote.step)] if quote.step else [],
        "soort": lambda quote: [library.document[quote.document_id].kind],
    }


def _facets(library: Library, values: dict[str, _Values], quotes: list[Quote]) -> list[Facet]:
    labels = {"thema": "Thema", "spreker": "Spreker", "gemeente": "Gemeente", "stap": "Stap", "soort": "Soort bron"}
    facets = []
    for name, label in labels.items():
        counts = Counter(value for quote in quotes for value in values[name](quote))
        facets.append(Facet(name, label, [FacetValue.of(library, name, value, number) for value, number in counts.items()]))
    return facets
