"""A draft: what there is to decide of it, what became of each page, and what can be done with it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, abort, current_app, g, make_response, render_template, request
from werkzeug.datastructures import MultiDict
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from indexer.drafting import concept as concepts
from indexer.drafting import drafts
from indexer.drafting.concept import Concept
from indexer.drafting.drafts import Draft
from indexer.drafting.guesses import as_date
from indexer.drafting.page_report import Report
from kb.errors import InvalidRequest
from kb.telling.dates import date_in_words
from web.serving.settings import Settings
from workbench import logbook, waiting
from workbench.content import content
from workbench.place import Place, place

blueprint = Blueprint("drafts", __name__)
OWN = "eigen"
MOST_QUESTIONS = 5
LABELS = {
    "titel": "Titel",
    "uitgever": "Uitgever",
    "datum": "Datum",
    "datum_herkomst": "Waar de datum vandaan komt",
    "soort": "Soort",
    "openbaar": "Mag iedereen dit stuk lezen?",
    "vindplaats": "Adres waar het staat",
    "bewijs": "Soort kennis",
    "bewerkt": "Nagelezen door de redactie",
}
_CHOSEN = ("titel", "uitgever", "datum")
# A form has a proof of its own under the name of this field.
_SENT_AS = {"bewijs": "hoe"}
_OPEN = "mag iedereen dit stuk lezen?"
EVIDENCE = ("later", "onderzoek", "advies", "praktijkbeschrijving", "verslag", "mening")
ORIGINS = {
    "vermeld": "staat in het stuk",
    "afgeleid": "afgeleid, bijvoorbeeld uit de eigenschappen van het bestand",
    "onbekend": "niet bekend",
}


@dataclass(frozen=True, slots=True)
class Clash:
    """Something that another editor decided while a form was open: what it is, what it is now, and what the form has."""

    label: str
    now: str
    yours: str


@blueprint.get("/concepten/<identity>")
def show(identity: str) -> str:
    """Show a draft."""
    here = place()
    draft = waiting.get(here, identity)
    return _page(here, draft, decided(draft.concept), saved=bool(request.args.get("bewaard")))


@blueprint.post("/concepten/<identity>")
def decide(identity: str) -> Response:
    """Keep what was decided. When somebody else changed the draft meanwhile, nothing is: both are shown."""
    here = place()
    with waiting.held(here):
        draft = waiting.get(here, identity)
        filled = filled_in(request.form, draft.concept)
        clashes = _clashes(decided(draft.concept), filled) if request.form.get("stand") != waiting.digest(draft) else []
        values = {} if clashes else changed(draft.concept, filled)
        if values:
            with waiting.changing(here, draft, g.editor, "concept beslist"):
                drafts.decide(draft, values)
    if clashes:
        return make_response(_page(here, draft, filled, clashes=clashes), 409)
    return redirect(f"/concepten/{identity}?bewaard=1", 303)


@blueprint.post("/concepten/<identity>/proberen")
def try_out(identity: str) -> Response:
    """Begin to ask a draft questions, or to open a preview of the site with it in it."""
    here = place()
    draft = waiting.get(here, identity)
    if request.form.get("hoe") == "proefsite":
        if _is_on_server():
            abort(404)
        job = here.jobs.start("Proefsite", draft.concept.titel or draft.id, g.editor, ["try", draft.id])
        return redirect(f"/taken/{job}", 303)
    questions = [line.strip() for line in request.form.get("vragen", "").splitlines() if line.strip()]
    if not questions:
        raise InvalidRequest("Typ eerst een vraag; elke regel is er een.")
    asked = [part for question in questions[:MOST_QUESTIONS] for part in ("--vraag", question)]
    job = here.jobs.start("Vragen aan het concept", draft.concept.titel or draft.id, g.editor, ["try", draft.id, *asked])
    return redirect(f"/taken/{job}", 303)


@blueprint.post("/concepten/<identity>/publiceren")
def publish(identity: str) -> Response:
    """Begin to publish a draft, where all is decided and, if that is demanded, another person than who changed it last asks for it."""
    here = place()
    draft = waiting.get(here, identity)
    if concepts.left(draft.concept, concepts.kinds(here.corpus, here.own)):
        raise InvalidRequest("Er is nog iets te beslissen voordat dit stuk gepubliceerd kan worden. Ga terug naar het concept.")
    if request.form.get("stand") != waiting.digest(draft):
        raise InvalidRequest("Een ander heeft dit concept intussen gewijzigd. Ga terug, ververs de pagina en kijk wat er nu staat.")
    if needs_other(here, draft):
        raise InvalidRequest("U wijzigde dit concept als laatste. Vraag een ander om het na te kijken en te publiceren.")
    job = here.jobs.start("Publiceren", draft.concept.titel, g.editor, ["publish", draft.id])
    logbook.note(here.own, g.editor, "publiceren begonnen", draft.id)
    return redirect(f"/taken/{job}", 303)


@blueprint.post("/concepten/<identity>/weggooien")
def throw_away(identity: str) -> Response:
    """Throw a draft away, when that is said to be meant."""
    here = place()
    if request.form.get("zeker") != "ja":
        raise InvalidRequest("Zet eerst het vinkje bij 'Ja, gooi dit concept weg'. Er is niets weggegooid.")
    with waiting.held(here):
        drafts.throw_away(waiting.get(here, identity))
    logbook.note(here.own, g.editor, "concept weggegooid", identity)
    return redirect("/", 303)


@blueprint.post("/concepten/<identity>/terug")
def bring_back(identity: str) -> Response:
    """Make a draft what it was; what it is now becomes a state too."""
    here = place()
    with waiting.held(here):
        draft = waiting.get(here, identity)
        if request.form.get("stand") != waiting.digest(draft):
            raise InvalidRequest("Een ander heeft dit concept intussen gewijzigd. Ga terug, ververs de pagina en kijk wat er nu staat.")
        with waiting.changing(here, draft, g.editor, "eerdere staat van concept teruggezet"):
            waiting.bring_back(draft, request.form.get("moment", ""))
    return redirect(f"/concepten/{identity}?bewaard=1", 303)


def decided(told: Concept) -> dict[str, str]:
    """Return what was decided of a draft, by the fields of its form."""
    found = {name: str(getattr(told, name)) for name in LABELS}
    found |= {"vindplaats": "" if told.vindplaats == concepts.LATER else told.vindplaats, "bewijs": told.bewijs or concepts.LATER}
    found |= {f"vondst-{find.nummer}": find.besluit for find in told.vondsten}
    return found | {f"bladzijde-{page.bladzijde}": page.besluit for page in told.bladzijden}


def filled_in(form: MultiDict[str, str], told: Concept) -> dict[str, str]:
    """Return what a form says of a draft, by the same fields; one that the form has not is as it was."""
    found = {}
    for name, before in decided(told).items():
        value = form.get(_SENT_AS.get(name, name), "nee" if name == "bewerkt" else "" if name.startswith("bladzijde-") else before)
        # Who typed something and chose nothing meant what was typed.
        if name in _CHOSEN and (value == OWN or name not in form and form.get(f"{name}-{OWN}", "").strip()):
            value = form.get(f"{name}-{OWN}", "")
        value = " ".join(value.split())
        found[name] = as_date(value) if name == "datum" else value
    return found


def changed(told: Concept, filled: Mapping[str, str]) -> dict[str, str]:
    """Return what a form changes, as drafts.decide takes it; what is empty is left as it was."""
    before = decided(told)
    new = {name: value for name, value in filled.items() if value != before[name]}
    values = {name: value for name, value in new.items() if name in LABELS and value}
    if "vindplaats" in new and not new["vindplaats"]:
        values["vindplaats"] = concepts.LATER
    for decision in ("mag", "lak"):
        numbers = [name.partition("-")[2] for name, value in new.items() if name.startswith("vondst-") and value == decision]
        values |= {decision: ",".join(numbers)} if numbers else {}
    pages = [name.partition("-")[2] for name, value in new.items() if name.startswith("bladzijde-") and value]
    return values | ({"goed": ",".join(pages)} if pages else {})


def needs_other(here: Place, draft: Draft) -> bool:
    """Return whether another person than this editor has to publish a draft."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings.werkbank_tweede and waiting.last_change(here, draft).editor == g.editor


def _is_on_server() -> bool:
    settings: Settings = current_app.config["SETTINGS"]
    return bool(settings.werkbank_kop)


def _clashes(now: Mapping[str, str], yours: Mapping[str, str]) -> list[Clash]:
    return [Clash(_label(name), value or "niets", yours[name] or "niets") for name, value in now.items() if yours[name] != value]


def _label(name: str) -> str:
    kind, _, number = name.partition("-")
    return LABELS.get(name, f"{kind.capitalize()} {number}")


def _page(here: Place, draft: Draft, values: Mapping[str, str], *, clashes: list[Clash] | None = None, saved: bool = False) -> str:
    told = draft.concept
    kinds = concepts.kinds(here.corpus, here.own)
    found = content(here).corpus
    labels = {kind.id: kind.label for kind in found.library.kinds} if found else {}
    doubts = draft.doubts
    left = concepts.left(told, kinds)
    return render_template(
        "werkbank/concept.html",
        draft=draft,
        told=told,
        values=values,
        clashes=clashes or [],
        saved=saved,
        left=[(_field_of(one), _said(one)) for one in left],
        report=draft.report,
        read=_read(draft.report),
        doubts=doubts,
        open_doubts=[number for number, doubt in enumerate(doubts, start=1) if not doubt.is_settled],
        kinds=sorted(((kind, labels.get(kind, kind)) for kind in kinds), key=lambda one: one[1]),
        evidence=EVIDENCE,
        origins=ORIGINS,
        labels=LABELS,
        change=waiting.last_change(here, draft),
        states=waiting.states(draft),
        stand=waiting.digest(draft),
        needs_other=needs_other(here, draft),
        is_on_server=_is_on_server(),
        has_pictures=waiting.has_pictures(draft),
        running=here.jobs.running(),
        in_words=_in_words,
        preview=here.jobs.preview(),
    )


def _said(sentence: str) -> str:
    """Return a sentence of what is left as this page says it: its form has the guesses, and what `kb decide` calls otherwise.

    >>> _said("vondst 2, naam 'Jan': mag of lak?"), _said("titel is nog leeg; misschien 'Nota' (de eerste kop)")
    ("Naam 'Jan': mag dit blijven, of wordt het zwart?", 'Titel is nog leeg')
    """
    told = sentence.partition("; misschien")[0].replace(": mag of lak?", ": mag dit blijven, of wordt het zwart?")
    told = re.sub("^vondst [0-9]+, ", "", told).replace("openbaar is nog onbekend: mag iedereen dit stuk lezen? ja of nee", _OPEN)
    return told[:1].upper() + told[1:]


def _read(report: Report) -> str:
    """Return how much was read of a file, and whether all of it is there."""
    words = sum(page.words for page in report.pages)
    missing, extra = (sum(len(getattr(page, name)) for page in report.pages) for name in ("missing", "extra"))
    pages = f"{len(report.pages)} {'bladzijde' if len(report.pages) == 1 else 'bladzijden'} en " if report.has_pages else ""
    told = f"{pages}{words:,} woorden gelezen.".replace(",", ".")
    if not missing and not extra:
        return f"{told} Alle woorden van het bestand staan in het concept, en geen andere."
    lacks = f"{'ontbreekt' if missing == 1 else 'ontbreken'} er {missing}"
    adds = f"{extra} {'staat' if extra == 1 else 'staan'} niet in het bestand"
    return f"{told} Daarvan {lacks} in het concept; {adds}. Welke dat zijn, staat bij Per bladzijde."


def _in_words(date: str) -> str:
    return date_in_words(date) if concepts.is_date(date) else date


def _field_of(sentence: str) -> str:
    """Return the field that a sentence of what is left is about: its first words name it."""
    first, _, rest = sentence.partition(" ")
    return f"{first}-{rest.partition(',')[0].partition(':')[0]}" if first in ("vondst", "bladzijde") else first
