"""What a reader writes himself in a memo, read from the body of a request: used for the answer to it, and kept nowhere."""

from collections.abc import Iterator
from itertools import zip_longest

from werkzeug.datastructures import MultiDict

from kb.errors import InvalidRequest
from web.asking.parameters import clean
from web.showing.chosen import Selection
from web.showing.memo import HEADINGS, Beside, OwnWords
from web.showing.wording import counted

LONGEST_TITLE = 200
LONGEST_NOTE = 2_000


def own_words(form: "MultiDict[str, str]") -> OwnWords:
    """Return the own words of a form, which has for each 'id' in turn a 'kopje' and 'woorden', or none of these at all.

    An item that comes twice keeps its first heading, and all that was written with it. Raises InvalidRequest when they do not match.
    """
    items, headings, notes = form.getlist("id"), form.getlist("kopje"), form.getlist("woorden")
    if not {len(headings), len(notes)} <= {0, len(items)}:
        raise InvalidRequest(
            "Uw memo kwam niet heel aan: bij elke tekst horen een kopje en eigen woorden. Ga terug en probeer het nog eens."
        )
    beside: dict[str, Beside] = {}
    for given, heading, note in zip_longest(items, headings, notes, fillvalue=""):
        item = clean(given)
        before = beside.get(item)
        written = "\n".join(filter(None, [before.note if before else "", _clean_lines(note)]))
        beside[item] = Beside(before.heading if before else heading if heading in HEADINGS else "", written)
    beside.pop("", None)
    return OwnWords(clean(form.get("titel", "")), beside)


def faults_of(own: OwnWords, selection: Selection) -> Iterator[str]:
    """Yield a sentence for each text that is longer than it may be."""
    if len(own.title) > LONGEST_TITLE:
        yield f"Uw titel heeft {_characters(own.title)}. Er passen er hoogstens {LONGEST_TITLE}: maak uw titel korter."
    titles = {thing.item: thing.title for thing in selection.chosen}
    for item, beside in own.beside.items():
        if len(beside.note) > LONGEST_NOTE:
            where = f"Uw eigen woorden bij ‘{titles.get(item, item)}’"
            yield f"{where} hebben {_characters(beside.note)}. Er passen er hoogstens {LONGEST_NOTE}: maak ze korter."


def _characters(text: str) -> str:
    return counted(len(text), "teken", "tekens")


def _clean_lines(text: str) -> str:
    """Return text of several lines, each clean; an empty line stays, but for those at the beginning and the end.

    >>> _clean_lines("\\r\\nEen \\x00 alinea\\r\\n\\r\\nen nog een\\n")
    'Een alinea\\n\\nen nog een'
    """
    return "\n".join(map(clean, text.splitlines())).strip("\n")
