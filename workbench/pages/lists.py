"""The lists beside the sources: what stands in them, and a form for each record."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, abort, g, render_template, request
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from kb.errors import KnowledgeBaseError
from workbench import abbreviations, editing, listing, yaml_records
from workbench.content import content
from workbench.editing import Changed, Written
from workbench.forms import FORMS, Form, choices, filled_in, flat, missing, nearest, nested
from workbench.listing import HIDDEN, Record
from workbench.place import place
from workbench.seen import seen_in

blueprint = Blueprint("lists", __name__)


@blueprint.get("/inhoud/lijst/<name>")
def show(name: str) -> str:
    """Show the records of a list, or those in which words stand."""
    form = _form(name)
    sought = request.args.get("q", "").strip()
    found = listing.records(place(), name, form.key)
    shown = [one for one in found if sought.casefold() in str(dict(one.data)).casefold()]
    return render_template("werkbank/lijst.html", form=form, records=shown, sought=sought, total=len(found))


@blueprint.get("/inhoud/lijst/<name>/nieuw")
def ask_new(name: str) -> str:
    """Show the form for a new record; some of it may be told in the address."""
    form = _form(name)
    given = {field.name: request.args.get(field.name, "") for field in form.fields if field.kind in ("regel", "tekst", "regels")}
    return _page(form, None, {name: said for name, said in given.items() if said})


@blueprint.get("/inhoud/lijst/<name>/wijzig")
def ask(name: str) -> str:
    """Show the form of a record."""
    form = _form(name)
    one = listing.record(place(), name, form.key, request.args.get("id", ""))
    letters = {"afkorting": abbreviations.shown(place(), one.data.get("afkorting") or ())} if name == "thesaurus" else {}
    return _page(form, one, {**flat(form.fields, one.data), **letters})


@blueprint.post("/inhoud/lijst/<name>")
def keep(name: str) -> Response | str:
    """Keep a record, or show what is wrong with it."""
    here, form = place(), _form(name)
    identity = request.form.get("id", "")
    one = listing.record(here, name, form.key, identity) if identity else None
    if one and not one.is_own and not form.may_replace:
        abort(404)
    values = filled_in(form.fields, request.form, flat(form.fields, one.data) if one else {})
    faults = missing(form.fields, values)
    letters, told = abbreviations.read(values["afkorting"]) if form.name == "thesaurus" else ({}, [])
    if told:
        faults["afkorting"] = told
    if faults:
        return _page(form, one, values, faults)
    texts, written = _texts(form, one, nested(values | ({"afkorting": list(letters)} if form.name == "thesaurus" else {})))
    before = (one.data.get("afkorting") or ()) if one and one.is_own else ()
    if letters or before:
        text = editing.read(here.own, abbreviations.FILE)
        texts[abbreviations.FILE] = yaml_records.put_entries(text, abbreviations.entries(before, letters))
    trial = editing.try_out(here, texts, (written, Written(abbreviations.FILE, (), "afkorting")))
    if trial.faults or request.form.get("doe") == "kijk" or (trial.follows and not request.form.get("akkoord")):
        return _page(form, one, values, trial.faults, trial.follows, is_right=not trial.faults)
    title = str(values[form.title])
    try:
        editing.save(here, g.editor, (f"{form.one} bewaard", title), texts, seen_in(request.form))
    except Changed:
        return _page(form, one, values, is_changed=True)
    return redirect(f"/inhoud/lijst/{name}?{urlencode({'bewaard': 1, 'q': title})}", 303)


@blueprint.post("/inhoud/lijst/<name>/weg")
def take_away(name: str) -> Response | str:
    """Take an own record out, hide a delivered one, or show a hidden one again."""
    here, form = place(), _form(name)
    one = listing.record(here, name, form.key, request.form.get("id", ""))
    if one.is_own:
        file = f"{name}.yaml"
        texts, done = {file: yaml_records.without(editing.read(here.own, file), one.position)}, "weggehaald"
        if name == "thesaurus" and one.data.get("afkorting"):
            gone = abbreviations.entries(one.data["afkorting"], {})
            texts[abbreviations.FILE] = yaml_records.put_entries(editing.read(here.own, abbreviations.FILE), gone)
    else:
        hidden = listing.hidden_of(here).get(name, [])
        changed = [other for other in hidden if other != one.key] if one.is_hidden else [*hidden, one.key]
        texts = {HIDDEN: yaml_records.put_entries(editing.read(here.own, HIDDEN), {name: changed})}
        done = "weer getoond" if one.is_hidden else "verborgen"
    trial = editing.try_out(here, texts)
    if trial.faults or (trial.follows and not request.form.get("akkoord")):
        return render_template("werkbank/gevolgen.html", form=form, record=one, done=done, faults=trial.faults.get("", ()), trial=trial)
    seen = {file: editing.digest(here.own, file) for file in texts}
    editing.save(here, g.editor, (f"{form.one} {done}", one.text(form.title) or one.key), texts, seen)
    return redirect(f"/inhoud/lijst/{name}?bewaard=1", 303)


def _form(name: str) -> Form:
    if name not in FORMS:
        abort(404)
    return FORMS[name]


def _texts(form: Form, one: Record | None, values: Mapping[str, Any]) -> tuple[dict[str, str], Written]:
    """Return the new texts of the files that a record stands in, and where; a delivered one is hidden, and an own one takes its place."""
    here, file = place(), f"{form.name}.yaml"
    text = editing.read(here.own, file)
    if one and one.is_own:
        return {file: yaml_records.put(text, one.position, values)}, Written(file, (one.position,))
    kept = {name: value for name, value in one.data.items() if name not in (form.key, *values)} if one else {}
    others = listing.records(here, form.name, form.key)
    first = {}
    if form.key == "id":
        first["id"] = listing.new_id(here, one.key if one else str(values[form.title]), {record.key for record in others})
    position = len([record for record in others if record.is_own])
    texts = {file: yaml_records.put(text, None, {**first, **values, **kept})}
    if one and not one.is_hidden:
        hidden = listing.hidden_of(here).get(form.name, [])
        texts[HIDDEN] = yaml_records.put_entries(editing.read(here.own, HIDDEN), {form.name: [*hidden, one.key]})
    return texts, Written(file, (position,))


def _page(
    form: Form,
    one: Record | None,
    values: Mapping[str, Any],
    faults: Mapping[str, list[str]] | None = None,
    follows: tuple[str, ...] = (),
    *,
    is_changed: bool = False,
    is_right: bool = False,
) -> str:
    here = place()
    library = content(here).corpus
    files = (f"{form.name}.yaml", HIDDEN, *([abbreviations.FILE] if form.name == "thesaurus" else []))
    stamps = {name: editing.digest(here.own, name) for name in files}
    if not is_changed and request.method == "POST":
        # What the editor saw is what it was when the form was first made.
        stamps |= seen_in(request.form)
    return render_template(
        "werkbank/record.html",
        form=form,
        record=one,
        values=values,
        faults={nearest(form.fields, name): told for name, told in (faults or {}).items()},
        follows=follows,
        stamps=stamps,
        is_right=is_right,
        is_changed=is_changed,
        now=_as_it_stands(form, one) if is_changed else "",
        options={field.of: choices(field.of, library.library if library else None) for field in form.fields if field.of},
    )


def _as_it_stands(form: Form, one: Record | None) -> str:
    """Return the text of a record as its file has it now, or of the whole file when it is new."""
    text = editing.read(place().own, f"{form.name}.yaml")
    if one is None or not one.is_own:
        return text
    try:
        first, last = yaml_records.span(text, one.position)
    except KnowledgeBaseError:
        return text
    return "\n".join(text.split("\n")[first - 1 : last])
