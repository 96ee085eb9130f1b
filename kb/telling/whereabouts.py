"""Where words stand, as a source says it itself: under which headings, and of when. The editor's ordering is no part of it."""

from kb.library import Library
from kb.model import Section

BETWEEN = " › "
# The parts of a guide with steps that its source numbers itself; elsewhere a step is the editor's opinion of what a text is about.
_STEP_PARTS = frozenset({"stap", "verdieping"})


def headings(library: Library, section: Section) -> tuple[str, ...]:
    """Return the title of the source and the headings from the part down to the section, as they read outside their own page.

    A part that is called as its source is not told twice.
    """
    title = library.document[section.document_id].title
    return (title, *(part.outside_title for part in library.path(section.id) if part.level > 1 or part.outside_title != title))


def has_steps(library: Library, section: Section) -> bool:
    """Return whether the source itself says to which step a section belongs."""
    return library.section[section.part_id].part_kind in _STEP_PARTS


def page_of(library: Library, identity: str, begin: int = 0) -> int | None:
    """Return the page on which words of a passage or quote begin, or else that on which its part begins, where the source says so."""
    pages = library.pages(identity, begin, begin)
    return pages[0] if pages else stated_page(library, library.section_of(identity))


def stated_page(library: Library, section: Section) -> int | None:
    """Return the page on which the part of a section begins, where the source numbers it in its contents: of the steps."""
    return next((step.page for step in library.steps if step.part_id == section.part_id), None)
