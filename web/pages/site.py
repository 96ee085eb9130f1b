"""The site: its pages, what every template may use, and its error pages."""

from typing import Any

from flask import Flask, current_app
from jinja2 import Template
from markupsafe import Markup

from kb.errors import KnowledgeBaseError
from kb.library import Library
from kb.model import Section
from kb.telling import source_lines, whereabouts
from kb.telling.addresses import abbreviation_anchor, file_path, part_path, passage_path, permanent_path, question_path
from web.asking.parameters import clean
from web.pages import (
    about,
    along,
    comparisons,
    errors,
    examples,
    feedback,
    files,
    five_minutes,
    gaps,
    home,
    lists,
    municipalities,
    organisations,
    questions,
    quotes,
    search,
    selection,
    sources,
    steps,
    suggestions,
    themes,
)
from web.serving.live import current
from web.serving.mounting import page_here
from web.showing import answer_view, assets, citing, lines, menu, wording
from web.showing.languages import with_lang, with_remarks
from web.showing.publishers import publishers

_PAGES = (
    home,
    search,
    questions,
    sources,
    files,
    quotes,
    examples,
    municipalities,
    organisations,
    comparisons,
    steps,
    five_minutes,
    themes,
    lists,
    along,
    gaps,
    selection,
    suggestions,
    about,
    assets,
    feedback,
)
_FILTERS = (
    wording.date_in_words,
    source_lines.dated,
    source_lines.publisher,
    wording.form_label,
    wording.joined,
    wording.capital,
    lines.runs,
    menu.is_under,
    clean,
)


class _Page(Template):
    """A template whose finished page has its addresses put under the path of the site."""

    def render(self, *args: Any, **kwargs: Any) -> str:
        """Return the page."""
        return page_here(super().render(*args, **kwargs))


def register(app: Flask) -> None:
    """Put the pages of the site into the application."""
    for pages in _PAGES:
        app.register_blueprint(pages.blueprint)
    for function in _FILTERS:
        app.add_template_filter(function)
    app.jinja_env.globals.update(
        counted=wording.counted,
        cited=citing.cited,
        speaker=wording.speaker,
        signature=wording.signature,
        attribution=wording.ATTRIBUTION,
        evidence=wording.EVIDENCE,
        worth=wording.WORTH,
        in_danger=app.config["SETTINGS"].noodregel or wording.IN_DANGER,
        depth=wording.DEPTH,
        headings=whereabouts.headings,
        main_menu=menu.MAIN,
        has_steps=_has_steps,
        part_path=part_path,
        passage_path=passage_path,
        file_path=file_path,
        page_of=whereabouts.page_of,
        question_path=question_path,
        permanent_path=permanent_path,
        abbreviation_anchor=abbreviation_anchor,
        asset=assets.address,
        settings=app.config["SETTINGS"],
    )
    app.add_template_filter(_kind_label, "kind_label")
    app.add_template_filter(_with_lang, "with_lang")
    app.add_template_filter(_with_remarks, "with_remarks")
    app.context_processor(_everywhere)
    app.jinja_env.template_class = _Page
    errors.register(app)


def _with_remarks(said: lines.Line | answer_view.ShownSentence) -> Markup:
    return with_lang(with_remarks(said.text, said.remarks), _library().languages)


def _kind_label(kind: str) -> str:
    return _library().kind_label(kind)


def _has_steps(section: Section) -> bool:
    return whereabouts.has_steps(_library(), section)


def _with_lang(text: str) -> Markup:
    return with_lang(text, _library().languages)


def _everywhere() -> dict[str, object]:
    library = _library()
    return {"library": library, "publishers": publishers(library), "theme_address": assets.theme_address(current_app.config["SETTINGS"])}


def _library() -> Library:
    try:
        return current().library
    except KnowledgeBaseError:  # an error page must come up without an index too
        return Library()
