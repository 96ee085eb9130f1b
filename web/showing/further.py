"""What to read next, as an editor named it: a task, step, theme, list, example, passage or quote, with its title and address."""

from urllib.parse import quote

from kb.library import Library
from kb.model import EXAMPLE_PREFIX, example_id
from kb.telling.addresses import passage_path
from web.showing.wording import speaker


def further(library: Library, identity: str) -> tuple[str, str]:
    """Return title and address of what `verder` of an edited answer names."""
    kind, _, name = identity.partition(".")
    if kind == "taak":
        return next(task.title for task in library.tasks if task.id == name), f"/taken/{quote(name)}"
    if kind == "stap":
        return f"Stap {name}. {library.step[int(name)].title}", f"/stappen/{quote(name)}"
    if kind == "thema":
        return library.theme[name].label, f"/themas/{quote(name)}"
    if identity.startswith(EXAMPLE_PREFIX):
        return library.example[example_id(identity)].name, f"/praktijkvoorbeelden/{quote(example_id(identity))}"
    if identity in library.working_list:
        return library.working_list[identity].title, f"/werklijsten/{quote(identity)}"
    if identity in library.quote:
        return f"Citaat van {speaker(library, library.quote[identity])}", f"/citaten/{quote(identity)}"
    return library.section_of(identity).outside_title, passage_path(library, identity)
