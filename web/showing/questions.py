"""The questions that the editors answered: by what they are about, and those that are related to what a reader asked."""

from collections.abc import Iterator, Sequence

from kb.library import Library
from kb.model import EditedAnswer

MOST_RELATED = 3
# What belongs to no theme is asked first.
TO_BEGIN = "Om te beginnen"


def by_theme(library: Library) -> Iterator[tuple[str, str, list[EditedAnswer]]]:
    """Yield each theme that has questions, by its id and name, with those that belong to it; first, with id '', those of no theme."""
    for identity, label in (("", TO_BEGIN), *((theme.id, theme.label) for theme in library.themes)):
        here = [one for one in library.edited_answers if (one.themes or ("",))[0] == identity]
        if here:
            yield identity, label, here


def of_theme(library: Library, theme: str) -> list[EditedAnswer]:
    """Return the questions of a theme, those that belong to it first."""
    return sorted((one for one in library.edited_answers if theme in one.themes), key=lambda one: one.themes[0] != theme)


def of_step(library: Library, number: int) -> list[EditedAnswer]:
    """Return the questions of a step."""
    return [one for one in library.edited_answers if number in one.steps]


def near(library: Library, places: Sequence[str], without: Sequence[EditedAnswer] = ()) -> list[EditedAnswer]:
    """Return the questions whose answers quote what was found, `places` being the ids of it, best first: at most MOST_RELATED."""
    rank = {place: number for number, place in reversed(list(enumerate(places)))}
    best = {
        one.id: min((rank[span.passage_id] for unit in one.units for span in unit.spans if span.passage_id in rank), default=None)
        for one in library.edited_answers
    }
    found = [one for one in library.edited_answers if best[one.id] is not None and one not in without]
    return sorted(found, key=lambda one: best[one.id] or 0)[:MOST_RELATED]


def beside(library: Library, answer: EditedAnswer) -> list[EditedAnswer]:
    """Return the questions to read after this one: those that share most of its themes and steps, in the order of the editors."""

    def shared(other: EditedAnswer) -> int:
        return len({*other.themes} & {*answer.themes}) + len({*other.steps} & {*answer.steps}) + (other.themes[:1] == answer.themes[:1])

    others = [one for one in library.edited_answers if one.id != answer.id and shared(one)]
    return sorted(others, key=shared, reverse=True)[:MOST_RELATED]
