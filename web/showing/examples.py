"""What pages tell of practice examples beside their texts: what an example does in the words of a source, and which are like it."""

from kb.library import Library
from kb.model import ContactDetails, PracticeExample
from web.showing.brief import ChosenWords, chosen_words


def likeness(example: PracticeExample, other: PracticeExample) -> int:
    """Return how much two examples are alike: by themes twice, and by for whom they are."""
    return len(set(example.themes) & set(other.themes)) * 2 + len(set(example.audience) & set(other.audience))


def no_way_in(via_ess: bool, *contacts: ContactDetails | None) -> list[str]:
    """Return what the sources lack to get in touch: a contact, or a mail address of those that they name; nothing when there is a way."""
    named = [contact for contact in contacts if contact]
    if via_ess or any(contact.address for contact in named):
        return []
    return ["een mailadres"] if named else ["contact"]


def deed(library: Library, example: PracticeExample) -> ChosenWords | None:
    """Return the sentence of a source that says what is done in an example, None when no source does."""
    return next((chosen_words(library, trait.words) for trait in example.traits if trait.kind == "wat_ze_doen"), None)
