"""Practice examples: cards with filters, the map, and a page for each."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from kb.errors import NotFound
from kb.library import Library
from kb.model import EXAMPLE_PREFIX, PracticeExample, Section, example_id
from kb.telling.addresses import permanent_path, span_path
from web.asking.browsing import Facet, FacetValue, browse_facets, chosen_of
from web.asking.parameters import BrowsedExamples
from web.serving.live import current
from web.serving.moving import redirect_moved
from web.serving.page_memory import remembered
from web.showing import drawing
from web.showing.comparisons import with_example
from web.showing.examples import likeness, no_way_in
from web.showing.quote_cards import cards
from web.showing.reading import passage_html
from web.showing.wording import TRAITS, joined, signature

blueprint = Blueprint("examples", __name__)
MOST_RELATED = 4


@dataclass(frozen=True, slots=True)
class ToldTrait:
    """What a source says of one thing about an example, who said it (of a quote), and the address at which it stands marked."""

    label: str
    text: str
    said_by: str
    section: Section
    address: str


@blueprint.get("/praktijkvoorbeelden")
@remembered
def show_examples() -> str:
    """Show the practice examples that have the chosen values."""
    library = current().library
    parameters, left_out = BrowsedExamples.of_page(request.args, library)
    chosen = chosen_of(parameters)
    filters = {name: value for name, value in chosen.items() if value}
    matches = [one for one in library.examples if all(value in values_of(library, one, name) for name, value in filters.items())]
    return render_template(
        "examples.html",
        examples=matches,
        chosen=chosen,
        left_out=left_out,
        total=len(library.examples),
        facets=browse_facets("/praktijkvoorbeelden", chosen, _facets(library)),
        country=drawing.country(library),
    )


@blueprint.get("/praktijkvoorbeelden/<identity>")
@remembered
def show_example(identity: str) -> Response | str:
    """Show one practice example."""
    library = current().library
    if moved := redirect_moved(library, EXAMPLE_PREFIX + identity, _address_of):
        return moved
    if identity not in library.example:
        raise NotFound("Dit praktijkvoorbeeld staat niet in de kennisbank.")
    example = library.example[identity]
    quotes = [library.quote[place] for place in dict.fromkeys((*example.passages, *example.quotes)) if place in library.quote]
    return render_template(
        "example.html",
        example=example,
        traits=list(_told(library, example)),
        untold=_untold(example),
        passages=[library.passage[place] for place in example.passages if place in library.passage],
        cards=cards(library, quotes),
        related=related(library, example),
        comparisons=with_example(library, identity),
        passage_html=lambda passage: passage_html(library, passage),
    )


def _address_of(present: str) -> str:
    """Return where to read what an example has become: another example, or a place in a source."""
    return f"/praktijkvoorbeelden/{example_id(present)}" if present.startswith(EXAMPLE_PREFIX) else permanent_path(present)


def values_of(library: Library, example: PracticeExample, facet: str) -> tuple[str, ...]:
    """Return the values that an example has of a facet."""
    return {
        "gemeente": example.municipalities,
        "thema": example.themes,
        "stap": tuple(map(str, example.steps)),
        "doelgroep": example.audience,
        "methode": example.methods,
        "contact": ("ja",) if example.contact else (),
        "diepgang": (example.depth,),
        "provincie": tuple(dict.fromkeys(library.province[town] for town in example.municipalities if town in library.province)),
    }[facet]


def related(library: Library, example: PracticeExample) -> list[PracticeExample]:
    """Return the examples most like this one: by shared themes, audience and municipality."""

    def shared(other: PracticeExample) -> int:
        return likeness(example, other) + len(set(example.municipalities) & set(other.municipalities))

    others = [other for other in library.examples if other.id != example.id and shared(other) > 1]
    return sorted(others, key=lambda other: (-shared(other), other.depth != "beschreven"))[:MOST_RELATED]


def _told(library: Library, example: PracticeExample) -> Iterator[ToldTrait]:
    for trait in example.traits:
        span = trait.words
        quote = library.quote.get(span.passage_id)
        yield ToldTrait(
            TRAITS[trait.kind],
            library.text(span.passage_id)[span.begin : span.end],
            signature(library, quote) if quote else "",
            library.section_of(span.passage_id),
            span_path(library, span),
        )


def _untold(example: PracticeExample) -> str:
    """Return what the sources do not say of an example, as the end of a sentence; nothing when they say it all."""
    told = {trait.kind for trait in example.traits}
    missing = [label.lower() for kind, label in TRAITS.items() if kind not in told]
    return joined([*([] if example.municipalities else ["gemeente"]), *missing, *no_way_in(example.via_ess, example.contact)])


def _facets(library: Library) -> list[Facet]:
    labels = {
        "contact": "Contact",
        "diepgang": "Hoe goed beschreven",
        "doelgroep": "Voor wie",
        "methode": "Werkwijze",
        "thema": "Thema",
        "provincie": "Provincie",
        "gemeente": "Gemeente",
        "stap": "Stap",
    }
    facets = []
    for name, label in labels.items():
        counts = Counter(value for example in library.examples for value in values_of(library, example, name))
        facets.append(Facet(name, label, [FacetValue.of(library, name, value, number) for value, number in counts.items()]))
    return facets
