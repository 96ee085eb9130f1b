"""Words in another language in what a page shows, so that a reading aid speaks them rightly (WCAG 3.1.2).

The HTML of the sources has them marked when it is indexed; every other text of the corpus comes by here where a template shows it.
What cannot hold a span is left as it is: attributes, the title of the page, fields, drawings.
"""

from collections.abc import Sequence

from markupsafe import Markup, escape

from kb.analysis.languages import Languages
from kb.model import Remark
from kb.passage_html import mark_languages
from kb.telling.remarks import pieces


def with_lang(text: str, languages: Languages) -> Markup:
    """Return a text, or HTML that was made of texts, with each phrase in another language in a <span lang="…">.

    >>> from kb.model import ForeignPhrase
    >>> english = Languages([ForeignPhrase("peers", "en")])
    >>> with_lang("jongeren & peers", english), with_lang(Markup("<mark>peers</mark>"), english)
    (Markup('jongeren &amp; <span lang="en">peers</span>'), Markup('<mark><span lang="en">peers</span></mark>'))
    """
    if not isinstance(text, Markup) and not any(languages.spans(text)):
        return escape(text)
    return Markup(mark_languages(escape(text), languages))


def with_remarks(text: str, remarks: Sequence[Remark]) -> Markup:
    """Return a text as HTML with the editor's remarks after the words that they are about.

    >>> with_remarks("Een gesprek.", [Remark(4, 11, "bedoeld: gebrek")])
    Markup('Een gesprek<span class="redactie"> [bedoeld: gebrek]</span>.')
    """
    ours = Markup('<span class="redactie">{}</span>')
    return Markup().join(ours.format(piece.text) if piece.is_ours else escape(piece.text) for piece in pieces(text, remarks))
