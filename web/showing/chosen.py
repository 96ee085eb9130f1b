"""What stands in a selection: the chosen passages, quotes, lists and examples, found in the library by their items."""

from collections.abc import Sequence
from dataclasses import dataclass

from kb.library import Library
from kb.model import EXAMPLE_PREFIX, Edition, PracticeExample
from kb.telling.addresses import part_path
from kb.telling.source_lines import dated, source_line
from web.showing.citing import CitedWords, cited, site_address
from web.showing.lines import Line, passage_lines, stretch_lines
from web.showing.pointed import NO_STRETCH, look_up
from web.showing.wording import joined
from web.showing.working_lists import lines_of

# web/static/selectie.js keeps to the same number.
MOST_ITEMS = 60
# What stands in a selection for a personal story.
REPORT = "Verslag"
# As on the page of an example.
VIA_ESS = "De Expertise-unit Sociale Stabiliteit kan u in contact brengen: ess@minszw.nl. Dat staat in stap 1 van de handreiking."
_LONGEST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Chosen:
    """A chosen thing: its title, its literal words as lines, who said them, and its source; `why_whole` when only a part was asked for.

    `about` is what its page tells beside those words, each with its label: of an example the places, for whom it is, and the contact.
    """

    item: str
    kind: str
    title: str
    lines: Sequence[Line]
    said_by: str
    source_line: str
    address: str
    why_whole: str = ""
    about: Sequence[tuple[str, str]] = ()

    @property
    def has_remarks(self) -> bool:
        """Return whether the editor says something beside these words."""
        return any(line.remarks for line in self.lines)


@dataclass(frozen=True, slots=True)
class Selection:
    """What is asked for: the items, the things that they are, and a sentence for each that is not shown, or not as it was asked."""

    items: Sequence[str]
    chosen: Sequence[Chosen]
    left_out: Sequence[str]
    edition: Edition | None = None

    @property
    def is_too_large(self) -> bool:
        """Return whether more was asked for than a selection may have; then it is shown in part, and not taken along."""
        return len(self.items) > MOST_ITEMS


def select(library: Library, items: Sequence[str]) -> Selection:
    """Return the chosen things in order, as many as a selection may have, and what is left out."""
    chosen, left_out = [], []
    for item in items[:MOST_ITEMS]:
        thing = _chosen(library, item)
        if thing is None:
            left_out.append(f"‘{item[:_LONGEST_SHOWN]}’ staat niet in deze kennisbank.")
            continue
        chosen.append(thing)
        if thing.kind == REPORT:
            left_out.append(
                f"In ‘{thing.title}’ staat een persoonlijk verhaal; dat gaat niet mee. Lees dit in het verslag: de link staat erbij."
            )
        elif thing.why_whole:
            left_out.append(f"‘{thing.title}’ staat er in zijn geheel: {thing.why_whole}.")
    selection = Selection(items, chosen, left_out, library.edition)
    if selection.is_too_large:
        left_out.append(
            f"Een selectie heeft hoogstens {MOST_ITEMS} teksten, en u koos er {len(items)}. Wat na de eerste {MOST_ITEMS} komt, ziet u hier"
            " niet. Haal eerst iets weg; daarna kunt u de selectie meenemen."
        )
    return selection


def _chosen(library: Library, item: str) -> Chosen | None:
    identity, _, stretch = item.partition("~")
    identity = library.present_id(identity)
    if identity in library.working_list:
        return _chosen_list(library, item, identity)
    example = library.example.get(identity.removeprefix(EXAMPLE_PREFIX))
    if example:
        return _chosen_example(library, item, example)
    if library.is_protected(identity):
        section = library.section[library.section_of(identity).part_id]
        return Chosen(item, REPORT, section.title, [], "", source_line(library, section), site_address() + part_path(section))
    if not library.stands(identity):
        return None
    return _chosen_words(library, item, identity, _stretches(library.text(identity), stretch) if "~" in item else ())


def _chosen_list(library: Library, item: str, identity: str) -> Chosen:
    working_list = library.working_list[identity]
    source = source_line(library, library.section_of(working_list.spans[0].passage_id), working_list.spans[0])
    address = f"{site_address()}/werklijsten/{identity}"
    return Chosen(item, "Werklijst", working_list.title, lines_of(library, working_list), "", source, address, _why_whole(item))


def _chosen_example(library: Library, item: str, example: PracticeExample) -> Chosen:
    words = cited(library, example.passages[0])
    lines = _lines(library, example.passages[0], words)
    address = f"{site_address()}/praktijkvoorbeelden/{example.id}"
    about = [("Waar", _places(library, example)), ("Voor wie", _for_whom(library, example, words)), ("Contact", _contact(library, example))]
    return Chosen(item, "Praktijkvoorbeeld", example.name, lines, words.said_by, words.source_line, address, _why_whole(item), about)


def _places(library: Library, example: PracticeExample) -> str:
    names = ", ".join(library.municipality[place].name for place in example.municipalities)
    parts = f" ({joined(example.neighbourhoods)})" if example.neighbourhoods else ""
    return f"{names}{parts}" if names else "de bronnen noemen geen gemeente"


def _for_whom(library: Library, example: PracticeExample, lead: CitedWords) -> str:
    """Return for whom an example is: in quoted words, with their source where it is another than that of the lead; or the editor's."""
    for trait in example.traits:
        if trait.kind == "voor_wie":
            words = cited(library, trait.words.passage_id, trait.words.begin, trait.words.end)
            return f"“{words.text}”" + (f" ({words.source_line})" if words.source_line != lead.source_line else "")
    return example.audience_text or joined(example.audience)


def _contact(library: Library, example: PracticeExample) -> str:
    """Return whom one can ask, as the page of an example tells it: never without where and when a source named them."""
    told = []
    contact = example.contact
    if contact:
        section = library.section_of(contact.passage_id)
        who = ", ".join(filter(None, [contact.name, contact.role, contact.address]))
        told.append(f"{who}. Zoals genoemd in {library.document[section.document_id].title}, {dated(section)}.")
        if not contact.address:
            told.append("De bron geeft geen mailadres.")
    if example.via_ess:
        told.append(VIA_ESS)
    return " ".join(told) or "de bronnen noemen geen contact"


def _why_whole(item: str) -> str:
    """Return what to say of a list or an example, which is always taken whole, when the item names a stretch of it."""
    return NO_STRETCH if "~" in item else ""


def _stretches(text: str, given: str) -> Sequence[tuple[int, int]] | str:
    """Return the stretches of a text that an item names, compared with their words, in order; or why they are not all there."""
    found: list[tuple[int, int]] = []
    for pointed in given.split("~"):
        stretch = look_up(text, pointed)
        if isinstance(stretch, str):
            return stretch
        found.append(stretch)
    return found


def _chosen_words(library: Library, item: str, identity: str, part: Sequence[tuple[int, int]] | str) -> Chosen:
    """Return a passage or quote, or a part of its words."""
    stretches, why_whole = ((), part) if isinstance(part, str) else (part, "")
    words = cited(library, identity, *_around(stretches))
    if identity in library.quote:
        kind = "Citaat"
        title = library.quote[identity].headline or f"Citaat van {words.said_by or 'iemand die de bron niet noemt'}"
        lines = [Line(library.text(identity)[begin:end]) for begin, end in stretches] or [Line(words.text)]
    else:
        kind = "Passage"
        title = library.section_of(identity).title
        passage = library.passage[identity]
        lines = [line for begin, end in stretches for line in stretch_lines(passage, begin, end)] or passage_lines(passage)
    return Chosen(item, kind, title, lines, words.said_by, words.source_line, words.address, why_whole)


def _around(stretches: Sequence[tuple[int, int]]) -> tuple[int, int] | tuple[()]:
    """Return the one stretch from the first of these to the last: an address points at one."""
    return (min(begin for begin, _ in stretches), max(end for _, end in stretches)) if stretches else ()


def _lines(library: Library, identity: str, words: CitedWords) -> list[Line]:
    return passage_lines(library.passage[identity]) if identity in library.passage else [Line(words.text)]
