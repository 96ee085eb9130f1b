"""Edited answers: made of sentences that an editor ticks in the sources, put in order, looked at as readers will see them, and kept."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from flask import Blueprint, g, render_template, request
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from kb.library import Library
from workbench import begun, choosing, editing, listing, preview, yaml_records
from workbench.begun import Begun, Unit
from workbench.content import content, library_of
from workbench.editing import Changed, Trial, Written
from workbench.forms import choices, in_order, lines_of
from workbench.listing import HIDDEN
from workbench.place import Place, place

blueprint = Blueprint("answers", __name__)
ANSWERS, KNOWN_BY = "antwoorden.yaml", "herkennen.yaml"
_FILES = (ANSWERS, KNOWN_BY, HIDDEN)
MOST_UNITS = 5
LABELS = {
    "vraag": "De vraag",
    "ook": "Andere manieren om dit te vragen",
    "herkennen": "Waaraan de vraag herkend wordt",
    "anders": "Vragen die erop lijken",
    "regel": "De regel van de redactie",
    "delen": "Wat de bronnen zeggen",
    "niet": "Wat er niet in staat",
    "themas": "Thema's",
    "stappen": "Stappen",
    "verder": "Verder lezen",
}


@dataclass(frozen=True, slots=True)
class _Shown:
    """A part of an answer on its form: the words of its place, where it is read, and how that place is called."""

    unit: Unit
    words: str
    address: str
    title: str


@blueprint.get("/inhoud/antwoorden")
def show_all() -> str:
    """Show the edited answers, those that are being made too."""
    here, sought = place(), request.args.get("q", "").strip()
    found = listing.records(here, "antwoorden", "id")
    shown = [one for one in found if sought.casefold() in str(dict(one.data)).casefold()]
    return render_template("werkbank/antwoorden.html", records=shown, total=len(found), sought=sought, begun=begun.all_of(here.own))


@blueprint.post("/inhoud/antwoorden/nieuw")
def begin() -> Response:
    """Begin a new answer, to a question that may be told, or one that changes another."""
    here = place()
    one = Begun("", editor=g.editor, seen=_digests(here), vraag=" ".join(request.form.get("vraag", "").split())[:300])
    identity = request.form.get("id", "")
    if identity:
        one = _filled(one, here, identity)
    return redirect(f"/inhoud/antwoorden/bezig/{begun.new(here.own, one).key}", 303)


@blueprint.post("/inhoud/antwoorden/kies")
def choose() -> Response:
    """Add what was ticked to an answer that is being made, or begin one with it."""
    here = place()
    ticked = tuple(choosing.chosen(library_of(here), request.form.getlist("kies")))
    key = request.form.get("voor", "")
    one = begun.get(here.own, key) if key else begun.new(here.own, Begun("", editor=g.editor, seen=_digests(here)))
    begun.keep(here.own, replace(one, delen=(*one.delen, *(unit for unit in ticked if unit not in one.delen))))
    return redirect(f"/inhoud/antwoorden/bezig/{one.key}#veld-delen", 303)


@blueprint.get("/inhoud/antwoorden/bezig/<key>")
def ask(key: str) -> str:
    """Show the form of an answer that is being made."""
    return _page(begun.get(place().own, key), Trial())


@blueprint.post("/inhoud/antwoorden/bezig/<key>")
def work(key: str) -> Response | str:
    """Keep what was filled in, and do what was asked with it."""
    here = place()
    one = _given(begun.get(here.own, key))
    if request.form.get("gezien") != begun.stamp(here.own, key):
        # Somebody else, or another window, was before: neither is written over.
        copy = begun.new(here.own, replace(one, editor=g.editor))
        return redirect(f"/inhoud/antwoorden/bezig/{copy.key}?kopie={key}", 303)
    done, _, number = request.form.get("doe", "bewaar").partition(":")
    if done in ("op", "neer", "weg") and number.isdigit():
        one = replace(one, delen=_moved(one.delen, done, int(number)))
    begun.keep(here.own, one)
    if done in ("op", "neer", "weg"):
        return redirect(f"/inhoud/antwoorden/bezig/{key}#veld-delen", 303)
    if done == "gooi":
        begun.throw_away(here.own, key)
        return redirect("/inhoud/antwoorden", 303)
    if done == "kies":
        return redirect(f"/inhoud?voor={key}#bronnen", 303)
    return _finish(one, done)


@blueprint.post("/inhoud/antwoorden/weg")
def take_away() -> Response | str:
    """Take an own answer out, hide a delivered one, or show it again."""
    here = place()
    one = listing.record(here, "antwoorden", "id", request.form.get("id", ""))
    if one.is_own:
        texts = {ANSWERS: yaml_records.without(editing.read(here.own, ANSWERS), one.position)}
        at = _known_by(here, one.key)
        if at is not None:
            texts[KNOWN_BY] = yaml_records.without(editing.read(here.own, KNOWN_BY), at)
        done = "weggehaald"
    else:
        hidden = listing.hidden_of(here).get("antwoorden", [])
        changed = [other for other in hidden if other != one.key] if one.is_hidden else [*hidden, one.key]
        texts = {HIDDEN: yaml_records.put_entries(editing.read(here.own, HIDDEN), {"antwoorden": changed})}
        done = "weer getoond" if one.is_hidden else "verborgen"
    trial = editing.try_out(here, texts)
    if trial.faults:
        return render_template("werkbank/fout.html", title="Dit kan nog niet", sentences=trial.faults[""])
    seen = {name: editing.digest(here.own, name) for name in texts}
    editing.save(here, g.editor, (f"antwoord {done}", one.text("vraag")), texts, seen)
    return redirect("/inhoud/antwoorden?bewaard=1", 303)


def _finish(one: Begun, done: str) -> Response | str:
    """Try an answer, and show what is wrong with it, or how it looks, or keep it."""
    here = place()
    faults = _missing(one)
    if faults:
        return _page(one, Trial(faults))
    identity, texts, written = _texts(here, one)
    trial = editing.try_out(here, texts, written)
    if trial.faults:
        return _page(one, trial)
    if done == "voorbeeld":
        html = preview.answer_html(trial.library, identity) if trial.library else ""
        return render_template("werkbank/voorbeeld.html", begun=one, html=html)
    if done == "kijk" or trial.follows and not request.form.get("akkoord"):
        return _page(one, trial, is_right=not trial.follows)
    try:
        editing.save(here, g.editor, ("antwoord bewaard", one.vraag), texts, one.seen)
    except Changed:
        renewed = replace(one, seen=_digests(here))
        begun.keep(here.own, renewed)
        return _page(renewed, trial, now=editing.read(here.own, ANSWERS))
    begun.throw_away(here.own, one.key)
    return redirect("/inhoud/antwoorden?bewaard=1", 303)


def _given(one: Begun) -> Begun:
    """Return an answer with what the form says; the parts stand in the order of the form."""
    form = request.form
    parts = zip(*map(form.getlist, ("plaats", "woorden", "label", "volgt")), strict=False)
    units = tuple(
        Unit(place, words.replace("\r\n", "\n"), " ".join(label.split()), bool(follows)) for place, words, label, follows in parts
    )

    def line(name: str) -> str:
        return " ".join(form.get(name, "").split())

    def lines(name: str) -> tuple[str, ...]:
        return tuple(lines_of(form.get(name, "")))

    return replace(
        one,
        vraag=line("vraag"),
        ook=lines("ook"),
        regel=line("regel"),
        delen=units,
        niet=line("niet"),
        verder=lines("verder"),
        themas=tuple(in_order(form.getlist("themas"), one.themas)),
        stappen=tuple(in_order(form.getlist("stappen"), one.stappen)),
        herkennen=lines("herkennen"),
        anders=lines("anders"),
    )


def _moved(units: Sequence[Unit], done: str, at: int) -> tuple[Unit, ...]:
    row = list(units)
    if at < len(row):
        unit = row.pop(at)
        if done != "weg":
            row.insert(max(at - 1, 0) if done == "op" else at + 1, unit)
    return tuple(row)


def _missing(one: Begun) -> dict[str, list[str]]:
    needed = {
        "vraag": (one.vraag, "Vul de vraag in, met een hoofdletter en een vraagteken."),
        "ook": (one.ook, "Geef ten minste één andere manier om dit te vragen."),
        "regel": (one.regel, "Schrijf één regel van de redactie."),
        "delen": (one.delen, "Kies zinnen uit een bron."),
    }
    faults = {name: [sentence] for name, (said, sentence) in needed.items() if not said}
    if one.vraag and not (one.vraag[0].isupper() and one.vraag.endswith("?")):
        faults["vraag"] = ["Begin de vraag met een hoofdletter en eindig met een vraagteken."]
    if len(one.delen) > MOST_UNITS:
        faults["delen"] = [f"Een antwoord heeft hoogstens {MOST_UNITS} delen; haal er weg."]
    return faults


def _texts(here: Place, one: Begun) -> tuple[str, dict[str, str], tuple[Written, ...]]:
    """Return the id of an answer, the new texts of the files, and where it stands in them."""
    found = listing.records(here, "antwoorden", "id")
    changed = next((record for record in found if record.key == one.changes), None)
    is_own = bool(changed and changed.is_own)
    identity = changed.key if changed and is_own else listing.new_id(here, one.changes or one.vraag, {record.key for record in found})
    position = changed.position if changed and is_own else None
    answers = yaml_records.put(editing.read(here.own, ANSWERS), position, _fields(one, identity))
    at = len([record for record in found if record.is_own]) if position is None else position
    texts = {ANSWERS: answers}
    written = [Written(ANSWERS, (at,))]
    known = _known_by(here, identity)
    text = editing.read(here.own, KNOWN_BY)
    if one.herkennen:
        record = {"antwoord": identity, "vragen": one.herkennen, "niet": one.anders}
        texts[KNOWN_BY] = yaml_records.put(text, known, record)
        place_of = len(listing.records_of(here.own, KNOWN_BY)) if known is None else known
        written.append(Written(KNOWN_BY, (place_of,), "herkennen"))
    elif known is not None:
        texts[KNOWN_BY] = yaml_records.without(text, known)
    if changed and not is_own and not changed.is_hidden:
        hidden = listing.hidden_of(here).get("antwoorden", [])
        texts[HIDDEN] = yaml_records.put_entries(editing.read(here.own, HIDDEN), {"antwoorden": [*hidden, changed.key]})
    return identity, texts, tuple(written)


def _fields(one: Begun, identity: str) -> dict[str, Any]:
    units = [{"label": unit.label, "volgt": unit.volgt or None, "plaats": unit.plaats, "woorden": unit.woorden} for unit in one.delen]
    return {
        "id": identity,
        "vraag": one.vraag,
        "themas": one.themas,
        "stappen": one.stappen,
        "ook": one.ook,
        "regel": one.regel,
        "delen": units,
        "niet": one.niet,
        "verder": one.verder,
    }


def _filled(one: Begun, here: Place, identity: str) -> Begun:
    """Return an answer with what the record of another says."""
    record = listing.record(here, "antwoorden", "id", identity)
    folder = here.own if record.is_own else here.corpus
    known = next((known for known in listing.records_of(folder, KNOWN_BY) if known.get("antwoord") == identity), {})
    units = tuple(
        Unit(unit["plaats"], unit.get("woorden") or "", unit.get("label") or "", str(unit.get("volgt")).lower() == "true")
        for unit in record.data.get("delen", ())
    )
    return replace(
        one,
        changes=identity,
        vraag=record.text("vraag"),
        ook=tuple(record.data.get("ook") or ()),
        regel=record.text("regel"),
        delen=units,
        niet=record.text("niet"),
        verder=tuple(record.data.get("verder") or ()),
        themas=tuple(record.data.get("themas") or ()),
        stappen=tuple(record.data.get("stappen") or ()),
        herkennen=tuple(known.get("vragen") or ()),
        anders=tuple(known.get("niet") or ()),
    )


def _known_by(here: Place, identity: str) -> int | None:
    found = listing.records_of(here.own, KNOWN_BY)
    return next((at for at, record in enumerate(found) if record.get("antwoord") == identity), None)


def _digests(here: Place) -> dict[str, str]:
    return {name: editing.digest(here.own, name) for name in _FILES}


def _page(one: Begun, trial: Trial, now: str = "", *, is_right: bool = False) -> str:
    found = content(place()).corpus
    library = found.library if found else None
    units = [_shown(library, unit) for unit in one.delen]
    return render_template(
        "werkbank/antwoord.html",
        begun=one,
        values=asdict(one),
        stamp=begun.stamp(place().own, one.key),
        copied=request.args.get("kopie", ""),
        faults=trial.faults,
        follows=trial.follows,
        labels=LABELS | {f"delen-{number}": f"Deel {number + 1}" for number in range(len(one.delen))},
        units=units,
        counted=sum(len(shown.words.split()) for shown in units),
        options={of: choices(of, library) for of in ("themas", "stappen")},
        now=now,
        is_right=is_right,
    )


def _shown(library: Library | None, unit: Unit) -> _Shown:
    words = choosing.words_of(library, unit) if library else unit.woorden
    listed = library.working_list.get(unit.plaats) if library else None
    if library is None or not library.stands(unit.plaats):
        return _Shown(unit, words, "", f"Werklijst: {listed.title}" if listed else unit.plaats)
    section = library.section_of(unit.plaats)
    title = f"{section.title}, {library.document[section.document_id].title}"
    return _Shown(unit, words, f"/inhoud/bronnen/{unit.plaats.replace('.', '/', 1)}", title)
