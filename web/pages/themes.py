"""Themes: the list of them, and a page that brings together what the sources hold on one."""

from flask import Blueprint, render_template

from kb.errors import NotFound
from kb.library import Library
from kb.model import Passage, WorkingList
from web.serving.live import current
from web.serving.page_memory import remembered
from web.showing import questions
from web.showing.brief import in_brief
from web.showing.counts import theme_counts
from web.showing.quote_cards import cards

blueprint = Blueprint("themes", __name__)
# Beside a theme stand so many quotes; the page of quotes has them all.
SHOWN_QUOTES = 5


@blueprint.get("/themas")
@remembered
def show_themes() -> str:
    """Show all themes."""
    library = current().library
    return render_template("themes.html", counts=theme_counts(library))


@blueprint.get("/themas/<identity>")
@remembered
def show_theme(identity: str) -> str:
    """Show a theme: lists to use, passages, quotes, examples and steps."""
    library = current().library
    if identity not in library.theme:
        raise NotFound("Dit thema staat niet in de kennisbank.")
    passages = library.passages_of({section.id for section in library.sections if identity in section.themes})
    return render_template(
        "theme.html",
        theme=library.theme[identity],
        brief=in_brief(library, f"thema.{identity}"),
        questions=questions.of_theme(library, identity),
        lists=lists_of_theme(library, identity),
        sources=_per_source(library, passages, identity),
        quotes=cards(library, [quote for quote in library.quotes if identity in quote.themes])[:SHOWN_QUOTES],
        examples=[example for example in library.examples if identity in example.themes],
        steps=sorted({section.step for section in library.sections if section.step and section.themes[:1] == (identity,)}),
        passage_count=len(passages),
    )


def lists_of_theme(library: Library, identity: str) -> list[WorkingList]:
    """Return the working lists that stand in a section of a theme."""
    return [working_list for working_list in library.lists if identity in library.section_of(working_list.spans[0].passage_id).themes[:2]]


def _per_source(library: Library, passages: list[Passage], identity: str) -> list[tuple[str, list[Passage]]]:
    """Return the passages per source, one per section, those for which the theme comes first at the top."""
    per_source: dict[str, dict[str, Passage]] = {}
    for passage in passages:
        per_source.setdefault(passage.document_id, {}).setdefault(passage.section_id, passage)
    return [
        (source, sorted(found.values(), key=lambda passage: library.section[passage.section_id].themes.index(identity)))
        for source, found in per_source.items()
    ]
