"""What a draft might also be used for: each proposal with yes and no, and nothing applied by itself."""

from dataclasses import dataclass

from flask import Blueprint, g, make_response, render_template, request
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from indexer.drafting import drafts, proposing
from indexer.drafting.deciding import Accepted
from indexer.drafting.drafts import Draft
from indexer.drafting.proposing import Proposal
from kb.errors import InvalidRequest
from workbench import meaning, waiting
from workbench.content import library_of
from workbench.place import Place, place

blueprint = Blueprint("proposals", __name__)
MOST_SHOWN = 150
_MOST_OF_NAME = 200
HEADINGS = {
    proposing.THEME: ("Thema's", "Ja zet het thema bij de paragraaf."),
    proposing.TERM: (
        "Begrippen",
        "Ja zet het bij de begrippen als u publiceert. Dat kan alleen van een stuk dat de redactie heeft nagelezen.",
    ),
    proposing.FACT: ("Cijfers", "Ja zet de zin bij de feiten als u publiceert. Geef haar een titel: waar gaat het getal over?"),
    proposing.QUESTION: (
        "Vragen",
        "Dit vraagt het stuk zelf, of vraagt een lezer die nu leest dat het er niet in staat. Ja maakt er bij publiceren een voorstel van:"
        " er wordt mee gezocht, geen lezer ziet het, en u bevestigt het later bij Inhoud, Vragen. Waar niets gevraagd wordt, mag u zelf"
        " een vraag typen.",
    ),
    proposing.REFUSAL: ("Vragen zonder antwoord", "Ja verbergt bij publiceren het antwoord dat het er niet in staat."),
    proposing.LIST: ("Werklijsten", "Ja maakt van de lijst een werklijst, die lezers los kunnen meenemen. Geef haar een titel."),
    proposing.QUOTE: (
        "Citaten",
        "Ja maakt van deze woorden een citaat. De spreker komt bij uw personen, als privépersoon: lezers zien een aanduiding.",
    ),
    proposing.TOWN: ("Gemeenten", "Ja zet de gemeente bij de paragraaf."),
}
_NOT_READ = "Een begrip kan alleen uit een stuk dat de redactie heeft nagelezen. Zet eerst dat vinkje bij het concept. Er is niets bewaard."
_NAMED = {proposing.TERM: "Begrip", proposing.FACT: "Titel", proposing.LIST: "Titel", proposing.QUESTION: "Vraag"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A proposal with what was said of it: 'ja', 'nee' or '', and what it is called."""

    proposal: Proposal
    decision: str
    name: str

    @property
    def is_to_write(self) -> bool:
        """Whether it is a place for words of the editor alone: what is typed there is a yes."""
        return self.proposal.sort == proposing.QUESTION and not self.proposal.name


@blueprint.get("/concepten/<identity>/voorstellen")
def show(identity: str) -> str:
    """Show the proposals by sort, those that nobody decided on first."""
    here = place()
    draft = waiting.get(here, identity)
    return _page(draft, _all(here, draft), saved=bool(request.args.get("bewaard")))


@blueprint.post("/concepten/<identity>/voorstellen")
def decide(identity: str) -> Response:
    """Keep what was said of proposals. What somebody else decided meanwhile stays, and is told."""
    here = place()
    draft = waiting.get(here, identity)
    found = _all(here, draft)
    with waiting.held(here):
        draft = waiting.get(here, identity)
        decisions = draft.decisions
        clashes = []
        for one in found:
            key, proposal = one.proposal.id, one.proposal
            before = decisions.of_proposal(proposal.sort, proposal.key)
            name = (
                " ".join(request.form.get(f"n-{key}", proposal.name).split())[:_MOST_OF_NAME] if proposal.sort in _NAMED else proposal.name
            )
            said = request.form.get(f"v-{key}", "")
            if one.is_to_write and f"n-{key}" in request.form:
                said = "ja" if name else "nee" if before else ""
            if said not in ("ja", "nee") or (before and (before.besluit, before.naam) == (said, name)):
                continue
            if request.form.get(f"w-{key}", "") != (before.besluit if before else ""):
                clashes.append(one)
                continue
            if said == "ja" and proposal.sort == proposing.TERM and draft.concept.bewerkt != "ja":
                raise InvalidRequest(_NOT_READ)
            if said == "ja" and proposal.sort in _NAMED and not name:
                raise InvalidRequest(f"Geef een naam of titel bij “{proposal.words}”. Er is niets bewaard.")
            decisions = decisions.with_proposal(
                Accepted(soort=proposal.sort, wat=proposal.key, besluit="ja" if said == "ja" else "nee", tekst=proposal.words, naam=name)
            )
        if decisions != draft.decisions:
            with waiting.changing(here, draft, g.editor, "voorstellen beslist"):
                drafts.settle(draft, decisions)
    if clashes:
        draft = waiting.get(here, identity)
        return make_response(_page(draft, _all(here, draft), clashes=clashes), 409)
    return redirect(f"/concepten/{identity}/voorstellen?bewaard=1", 303)


def _all(here: Place, draft: Draft) -> list[Shown]:
    """Return the proposals of a draft, and those that were decided on and that nothing proposes any more."""
    decisions = draft.decisions
    body = drafts.body_without_proposals(draft)
    found = proposing.proposals(drafts.source_of(draft, body), body, library_of(here), meaning.likeness(here))
    known = {(one.sort, one.key) for one in found}
    found += [
        Proposal(one.soort, one.wat, "Dit is al beslist.", one.tekst, "", one.naam)
        for one in decisions.voorstellen
        if (one.soort, one.wat) not in known and one.soort in HEADINGS
    ]
    shown = []
    for one in found:
        said = decisions.of_proposal(one.sort, one.key)
        shown.append(Shown(one, said.besluit if said else "", said.naam if said and said.naam else one.name))
    return shown


def _page(draft: Draft, found: list[Shown], *, clashes: list[Shown] | None = None, saved: bool = False) -> str:
    groups = []
    for sort, (heading, about) in HEADINGS.items():
        of_sort = sorted((one for one in found if one.proposal.sort == sort), key=lambda one: bool(one.decision))
        groups.append((sort, heading, about, of_sort[:MOST_SHOWN], sum(not one.decision for one in of_sort if not one.is_to_write)))
    return render_template(
        "werkbank/voorstellen.html",
        told=draft.concept,
        groups=[group for group in groups if group[3]],
        left=sum(not one.decision for one in found if not one.is_to_write),
        named=_NAMED,
        clashes=clashes or [],
        change=waiting.last_change(place(), draft),
        saved=saved,
        is_by_hand=draft.is_edited_by_hand,
    )
