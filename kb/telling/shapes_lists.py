"""From the lists of the library to what the API says of them."""

from typing import cast

from kb.errors import NotFound
from kb.library import Library
from kb.model import Block, Document, PracticeExample, Quote, Span, Step, Task, Term, Trait, WorkingList
from kb.telling import schemas
from kb.telling.addresses import passage_path, permanent_path, permanent_span_path, span_path
from kb.telling.dates import date_in_words, whole_date
from kb.telling.schemas import (
    Begrip,
    Bron,
    Citaat,
    Contact,
    Diepgang,
    GekozenZin,
    Kenmerk,
    PassageMetOmgeving,
    Praktijkvoorbeeld,
    Regel,
    SoortKenmerk,
    SoortOnderdeel,
    Stap,
    Taak,
    TaakOnderdeel,
    Thema,
    Werklijst,
)
from kb.telling.shapes import koppad, opmerkingen, source, speakers
from kb.telling.source_lines import document_line
from kb.telling.whereabouts import has_steps, page_of


def quote(library: Library, said: Quote) -> Citaat:
    """Return a quote."""
    return Citaat(
        id=said.id,
        kop=said.headline,
        tekst=said.text,
        sprekers=speakers(library, said),
        rol=said.role,
        organisatie=said.organisation,
        gemeente=said.municipality,
        stap=said.step,
        themas=list(said.themes),
        toeschrijving=said.attribution,
        hoort_bij=said.belongs_to,
        koppad=koppad(library, library.section[said.section_id]),
        bron=source(library, library.section[said.section_id], library.whole(said.id)),
        url=f"/citaten/{said.id}",
        vast_adres=permanent_path(said.id),
    )


def example(library: Library, found: PracticeExample) -> Praktijkvoorbeeld:
    """Return a practice example, described by its lead passage."""
    contact = found.contact
    return Praktijkvoorbeeld(
        id=found.entry_id,
        naam=found.name,
        naam_van_redactie=found.name_is_ours,
        gemeenten=list(found.municipalities),
        wijken=list(found.neighbourhoods),
        doelgroepen=list(found.audience),
        methode=found.method,
        themas=list(found.themes),
        stappen=list(found.steps),
        diepgang=cast(Diepgang, found.depth),
        kenmerken=[_trait(library, trait) for trait in found.traits],
        noot=found.note,
        tekst=library.text(found.passages[0]),
        opmerkingen=opmerkingen(library.remarks(found.passages[0])),
        passages=list(dict.fromkeys((*found.passages, *found.quotes))),
        contact=Contact(naam=contact.name, functie=contact.role, adres=contact.address, passage_id=contact.passage_id) if contact else None,
        koppad=koppad(library, library.section_of(found.passages[0])),
        bron=source(library, library.section_of(found.passages[0]), library.whole(found.passages[0])),
        url=f"/praktijkvoorbeelden/{found.id}",
    )


def _trait(library: Library, trait: Trait) -> Kenmerk:
    span = trait.words
    return Kenmerk(
        kenmerk=cast(SoortKenmerk, trait.kind),
        tekst=library.text(span.passage_id)[span.begin : span.end],
        passage_id=span.passage_id,
        begin=span.begin,
        eind=span.end,
        bron=source(library, library.section_of(span.passage_id), span),
        url=span_path(library, span),
        vast_adres=permanent_span_path(library, span.passage_id, span.begin, span.end),
    )


def themes(library: Library) -> list[Thema]:
    """Return all themes."""
    return [
        Thema(
            id=theme.id,
            label=theme.label,
            uitleg=theme.explanation,
            in_het_kort=_in_brief(library, f"thema.{theme.id}"),
            url=f"/themas/{theme.id}",
        )
        for theme in library.themes
    ]


def step(library: Library, found: Step) -> Stap:
    """Return a step with the name of its phase."""
    phase = next(phase.title for phase in library.phases if phase.id == found.phase)
    brief = _in_brief(library, f"stap.{found.number}")
    return Stap(nummer=found.number, titel=found.title, fase=phase, in_het_kort=brief, url=f"/stappen/{found.number}")


def _in_brief(library: Library, about: str) -> list[GekozenZin]:
    summary = library.summary.get(about)
    return [
        GekozenZin(
            tekst=library.text(span.passage_id)[span.begin : span.end],
            passage_id=span.passage_id,
            begin=span.begin,
            eind=span.end,
            url=passage_path(library, span.passage_id, span.begin, span.end),
        )
        for span in (summary.sentences if summary else ())
    ]


def task(library: Library, found: Task) -> Taak:
    """Return a task with the titles of what belongs to it."""
    return Taak(id=found.id, titel=found.title, onderdelen=[_item(library, item) for item in found.items], url=f"/taken/{found.id}")


def _item(library: Library, identity: str) -> TaakOnderdeel:
    if identity in library.working_list:
        working_list = library.working_list[identity]
        words = working_list.spans[0]
        section = library.section_of(words.passage_id)
        kind, title, address = "werklijst", working_list.title, f"/werklijsten/{identity}"
    else:
        section, words = library.section_of(identity), library.whole(identity)
        kind = "passage" if identity in library.passage else "citaat"
        title, address = section.outside_title, passage_path(library, identity)
    return TaakOnderdeel(
        id=identity,
        soort=cast(SoortOnderdeel, kind),
        titel=title,
        koppad=koppad(library, section),
        bron=source(library, section, words),
        url=address,
    )


def working_list(library: Library, found: WorkingList) -> Werklijst:
    """Return a working list with all its lines."""
    section = library.section_of(found.spans[0].passage_id)
    return Werklijst(
        id=found.id,
        titel=found.title,
        vorm=found.form,
        aantal=found.count,
        stap=found.step,
        doelgroepen=list(found.audience),
        regels=[
            _line(library, span.passage_id, block)
            for span in found.spans
            for block in library.passage[span.passage_id].text_blocks(span.begin, span.end)
        ],
        koppad=koppad(library, section),
        bron=source(library, section, found.spans[0]),
        url=f"/werklijsten/{found.id}",
    )


def _line(library: Library, identity: str, block: Block) -> Regel:
    return Regel(
        tekst=library.text(identity)[block.begin : block.end],
        is_punt=block.is_item,
        passage_id=identity,
        begin=block.begin,
        eind=block.end,
        opmerkingen=opmerkingen(library.remarks(identity), block.begin, block.end),
        bron=source(library, library.section_of(identity), Span(identity, block.begin, block.end)),
        vast_adres=permanent_span_path(library, identity, block.begin, block.end),
    )


def term(library: Library, found: Term) -> Begrip:
    """Return a term with the words that define it."""
    span = found.definition
    return Begrip(
        begrip=found.name,
        ook=list(found.also),
        tekst=library.text(span.passage_id)[span.begin : span.end],
        passage_id=span.passage_id,
        begin=span.begin,
        eind=span.end,
        opmerkingen=opmerkingen(library.remarks(span.passage_id), span.begin, span.end),
        koppad=koppad(library, library.section_of(span.passage_id)),
        url=passage_path(library, span.passage_id, span.begin, span.end),
    )


def document(library: Library, found: Document) -> Bron:
    """Return a source."""
    return Bron(
        id=found.id,
        titel=found.title,
        soort=found.kind,
        uitgever=found.publisher,
        datum=whole_date(found.date),
        datum_tekst=date_in_words(found.date) if found.date else None,
        bewerkt=found.is_edited,
        regel=document_line(found),
        datum_herkomst=found.date_origin,
        bewijs=found.evidence,
        herkomst=found.provenance,
        in_het_kort=_in_brief(library, f"bron.{found.id}"),
        url=f"/bronnen/{found.id}",
    )


def passage(library: Library, identity: str) -> schemas.Passage:
    """Return a passage, or a quote that stands alone. Raises NotFound."""
    if not library.stands(identity):
        raise NotFound(f"Passage '{identity[:100]}' staat niet in deze kennisbank.")
    section = library.section_of(identity)
    return schemas.Passage(
        id=identity,
        titel=section.outside_title,
        koppad=koppad(library, section),
        tekst=library.text_in_report(identity),
        opmerkingen=opmerkingen(library.remarks(identity)),
        bron=source(library, section, library.whole(identity)),
        stap=section.step,
        stap_van_bron=section.step is not None and has_steps(library, section),
        themas=list(section.themes),
        gemeenten=list(section.municipalities),
        doelgroepen=list(section.audience),
        vorm=section.form,
        tijdgebonden=section.time_bound,
        gevoelig=library.is_protected(identity),
        bladzijde=page_of(library, identity),
        url=passage_path(library, identity),
        vast_adres=permanent_path(identity),
    )


def passage_with_surroundings(library: Library, identity: str) -> PassageMetOmgeving:
    """Return a passage with what stands before and after it in the same part of its source. Raises NotFound."""
    told = passage(library, identity)
    part = library.section_of(identity).part_id
    here = [one.id for one in library.passages_of_part(part)]
    place = here.index(identity) if identity in here else None
    before = passage(library, here[place - 1]) if place else None
    after = passage(library, here[place + 1]) if place is not None and place + 1 < len(here) else None
    return PassageMetOmgeving(**dict(told), ervoor=before, erna=after)
