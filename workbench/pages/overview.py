"""The first page: what waits, what there is, whether it is in order, and what was done last."""

from dataclasses import dataclass

from flask import Blueprint, render_template

from indexer.drafting import concept as concepts
from kb.errors import KnowledgeBaseError
from workbench import logbook, waiting
from workbench.content import content
from workbench.place import Place, place

blueprint = Blueprint("overview", __name__)
_LAST_DONE = 10


@dataclass(frozen=True, slots=True)
class Waiting:
    """A draft as the overview lists it: its id, what it is called, how much there is to it in words, and what one does next."""

    id: str
    title: str
    told: str
    next: str
    address: str
    replaces: str = ""


@blueprint.get("/")
def show() -> str:
    """Show how things stand."""
    here = place()
    found = content(here)
    library = found.corpus.library if found.corpus else None
    kinds = concepts.kinds(here.corpus, here.own)
    drafts = [_waiting(here, identity, kinds) for identity in waiting.ids(here)]
    documents = library.documents if library else ()
    return render_template(
        "werkbank/overzicht.html",
        content=found,
        drafts=drafts,
        documents=documents,
        titles={one.id: one.title for one in documents} | {one.id: one.title for one in drafts},
        running=here.jobs.running(),
        preview=here.jobs.preview(),
        jobs=here.jobs.all()[:_LAST_DONE],
        done=logbook.last(here.own, _LAST_DONE),
    )


def _waiting(here: Place, identity: str, kinds: frozenset[str]) -> Waiting:
    address = f"/concepten/{identity}"
    try:
        draft = waiting.get(here, identity)
        read, doubts = draft.read, [doubt for doubt in draft.doubts if not doubt.is_settled]
    except (KnowledgeBaseError, OSError, ValueError) as error:
        return Waiting(identity, identity, str(error), "Herstel het bestand in de map, of gooi het concept weg", address)
    left = len(concepts.left(draft.concept, kinds))
    pages = [_counted(len(read.pages), "bladzijde", "bladzijden")] if read.has_pages else []
    told = [*pages, _counted(len(doubts), "twijfel", "twijfels"), f"{_counted(left, 'ding', 'dingen')} te beslissen"]
    step = "Beslis" if left else "Kijk de twijfels na" if doubts else "Probeer of publiceer"
    return Waiting(
        identity, draft.concept.titel or draft.concept.naam_bestand, ", ".join(told), step, address, replaces=draft.concept.vervangt
    )


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
