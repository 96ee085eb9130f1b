"""From what was found and answered to what the API says of it; the site shows results in the same shape."""

from collections.abc import Iterator, Sequence

from kb.answer.answering import NO_ANSWER, Answer
from kb.answer.danger import is_danger
from kb.knowledge_base import KnowledgeBase
from kb.library import Library
from kb.model import EditedAnswer, EntryKind, Quote, Remark, Section, Span, Status, example_id
from kb.retrieval.facets import FacetCount
from kb.retrieval.inquiry import Hit, Inquiry
from kb.retrieval.nearby import elsewhere
from kb.telling.addresses import (
    entrance_path,
    entry_path,
    example_path,
    municipality_path,
    passage_path,
    permanent_entry_path,
    permanent_span_path,
    question_path,
)
from kb.telling.dates import date_in_words, whole_date
from kb.telling.fragments import FragmentPiece, fragments
from kb.telling.schemas import (
    Antwoord,
    AntwoordBron,
    BronKort,
    Correctie,
    Deelvraag,
    Elders,
    Facetten,
    FacetWaarde,
    Fragment,
    GemeenteNabij,
    Ingang,
    LijktOp,
    Opmerking,
    Redactie,
    Resultaat,
    Zin,
    Zoekresultaten,
)
from kb.telling.source_lines import source_line
from kb.telling.whereabouts import has_steps, page_of

TITLE_WORDS = 8


def result(base: KnowledgeBase, hit: Hit, inquiry: Inquiry) -> Resultaat:
    """Return a hit as a `resultaat`."""
    library = base.library
    entry = hit.entry
    if entry.kind is EntryKind.EXAMPLE:
        section = library.section_of(library.example[example_id(entry.id)].passages[0])
    else:
        section = library.section_of(entry.id)
    said = library.quote[entry.id] if entry.kind is EntryKind.QUOTE else None
    pieces = fragments(base.language.analyzer, inquiry, entry.text)
    described = library.example[example_id(entry.id)].passages[0] if entry.kind is EntryKind.EXAMPLE else entry.id
    remarks = library.remarks(described)
    return Resultaat(
        id=entry.id,
        soort=hit.labels.kind,
        titel=title(library, hit),
        # A report is called by its heading: the line there tells of its first passage alone.
        kopregel=library.title_lines.get(entry.id) if entry.kind is EntryKind.PASSAGE else None,
        koppad=koppad(library, section),
        tekst=entry.text,
        fragmenten=list(_noted(pieces, entry.text, remarks)),
        score=round(min(hit.score, 1.0), 4),
        opmerkingen=opmerkingen(remarks),
        url=entry_path(library, entry, inquiry.typed),
        vast_adres=permanent_entry_path(library, entry),
        bron=source(library, section, library.whole(described)),
        bladzijde=page_of(library, described),
        stap=hit.labels.steps[0] if hit.labels.steps else None,
        stap_van_bron=bool(hit.labels.steps) and has_steps(library, section),
        themas=list(hit.labels.themes),
        gemeenten=list(hit.labels.municipalities),
        spreker=", ".join(speakers(library, said)) or None if said else None,
        tijdgebonden=hit.time_bound,
        in_verslag=entry.kind is EntryKind.REPORT,
    )


def title(library: Library, hit: Hit) -> str:
    """Return the title of a hit; a quote without a headline is called by its first words."""
    return hit.entry.title or f"“{first_words(hit.entry.text)}”"


def first_words(text: str) -> str:
    """Return the first words of what somebody said, enough to know it by.

    >>> first_words("Wij waren er elke zaterdag, ook als het regende en niemand kwam."), first_words("Je moet er zijn.")
    ('Wij waren er elke zaterdag, ook als het …', 'Je moet er zijn.')
    """
    words = text.split()
    return text if len(words) <= TITLE_WORDS + 2 else f"{' '.join(words[:TITLE_WORDS])} …"


def speakers(library: Library, said: Quote) -> list[str]:
    """Return who said a quote as readers may see it: names, or else the role."""
    return list(library.speaker_names(said)) or [name for name in (said.role,) if name]


def source(library: Library, section: Section, words: Span | None = None) -> BronKort:
    """Return the source that a section stands in, with the section's own date where it differs, and how words in it are cited."""
    document = library.document[section.document_id]
    return BronKort(
        id=document.id,
        titel=document.title,
        soort=document.kind,
        uitgever=document.publisher,
        datum=whole_date(section.date),
        datum_tekst=date_in_words(section.date) if section.date else None,
        bewerkt=document.is_edited,
        regel=source_line(library, section, words),
    )


def opmerkingen(remarks: Sequence[Remark], begin: int = 0, end: int | None = None) -> list[Opmerking]:
    """Return the remarks on a passage, or on words within text[begin:end] of it, at their places in the whole text."""
    last = remarks[-1].end if end is None and remarks else end or 0
    return [Opmerking(begin=one.begin, eind=one.end, tekst=one.text) for one in remarks if begin <= one.begin and one.end <= last]


def _noted(pieces: Sequence[FragmentPiece], text: str, remarks: Sequence[Remark]) -> Iterator[Fragment]:
    """Yield the pieces of a fragment of text, each cut where a remark stands."""
    at = text.find("".join(piece.text for piece in pieces))
    for piece in pieces:
        begin = 0
        for remark in remarks:
            end = remark.end - at
            if begin < end <= len(piece.text):
                yield Fragment(tekst=piece.text[begin:end], gemarkeerd=piece.is_marked, opmerking=remark.text)
                begin = end
        if begin < len(piece.text):
            yield Fragment(tekst=piece.text[begin:], gemarkeerd=piece.is_marked, opmerking=None)
        at += len(piece.text)


def koppad(library: Library, section: Section) -> list[str]:
    """Return the headings under which something stands, from the part down."""
    return [part.outside_title for part in library.path(section.id)]


def search_results(base: KnowledgeBase, inquiry: Inquiry, page: int, page_size: int) -> Zoekresultaten:
    """Return a page of what was found as `zoekresultaten`."""
    first = (page - 1) * page_size
    correction = inquiry.correction
    return Zoekresultaten(
        vraag=inquiry.typed,
        totaal=len(inquiry.hits),
        pagina=page,
        pagina_grootte=page_size,
        correctie=Correctie(van=correction.typed, naar=correction.meant) if correction else None,
        voorstel=inquiry.offered,
        uitgebreid_met=[expansion.name for expansion in inquiry.expansions if expansion.official],
        resultaten=[result(base, hit, inquiry) for hit in inquiry.hits[first : first + page_size]],
        facetten=Facetten(**{name: [facet(count) for count in counts] for name, counts in inquiry.facets.items()}),
        onvolledig=not inquiry.is_complete,
    )


def facet(count: FacetCount) -> FacetWaarde:
    """Return one value of a facet."""
    return FacetWaarde(waarde=count.value, label=count.label, aantal=count.count)


def answer(base: KnowledgeBase, given: Answer, inquiry: Inquiry) -> Antwoord:
    """Return an answer as `antwoord`."""
    library = base.library
    first_citation = {citation.place_id: citation for citation in reversed(given.citations)}
    alike = [LijktOp(vraag=one.question, url=question_path(one.question)) for one in given.alike]
    return Antwoord(
        vraag=inquiry.typed,
        status=given.status.value,
        zinnen=[
            Zin(
                tekst=cited.text,
                passage_id=cited.place_id,
                begin=cited.begin,
                eind=cited.end,
                opmerkingen=opmerkingen(library.remarks(cited.place_id), cited.begin, cited.end),
                bronnummer=cited.source,
                deel=cited.unit,
                voorop=cited.leads,
                bladzijde=page_of(library, cited.place_id, cited.begin),
                vast_adres=permanent_span_path(library, cited.place_id, cited.begin, cited.end),
            )
            for cited in given.citations
        ],
        vorm=given.form.value,
        redactie=edited(given.edited) if given.edited else None,
        deelvragen=list(_asked_in(given)),
        lijkt_op=next(iter(alike), None),
        lijkt_ook=alike[1:],
        reden=given.reason or None,
        ingangen=entrances(base, inquiry.text),
        elders=elders(base, inquiry),
        acuut=is_danger(inquiry.text),
        bronnen=[
            AntwoordBron(
                nummer=number,
                passage_id=identity,
                titel=library.section_of(identity).title,
                koppad=koppad(library, library.section_of(identity)),
                bron=source(library, library.section_of(identity), _cited_in(given, identity)),
                bladzijde=page_of(library, identity, first_citation[identity].begin),
                url=passage_path(library, identity, first_citation[identity].begin, first_citation[identity].end, given.question),
            )
            for number, identity in enumerate(given.sources, start=1)
        ],
        verwant=[result(base, hit, inquiry) for hit in given.related],
        onvolledig=not given.is_complete,
    )


def _asked_in(given: Answer) -> Iterator[Deelvraag]:
    first = 0
    for part in given.parts:
        after = first + 1 + max((cited.unit for cited in part.answer.citations), default=-1)
        yield Deelvraag(
            vraag=part.sentence,
            status=part.answer.status.value,
            vorm=part.answer.form.value,
            delen=list(range(first, after)),
            redactie=edited(part.answer.edited) if part.answer.edited else None,
            reden=None if part.answer.status is Status.ANSWERED else part.answer.reason or NO_ANSWER,
        )
        first = after


def _cited_in(given: Answer, identity: str) -> Span:
    """Return the stretch of a place from its first to its last cited words."""
    cited = [citation for citation in given.citations if citation.place_id == identity]
    return Span(identity, min(one.begin for one in cited), max(one.end for one in cited))


def edited(answer: EditedAnswer) -> Redactie:
    """Return what the editors say with an answer of theirs."""
    return Redactie(
        id=answer.id, vraag=answer.question, regel=answer.line, labels=[unit.label for unit in answer.units], niet=answer.missing
    )


def elders(base: KnowledgeBase, inquiry: Inquiry) -> Elders | None:
    """Return what there is in place of a municipality without an example."""
    found = elsewhere(base.library, base.language.spelling.names, inquiry)
    if found is None:
        return None
    return Elders(
        gemeente=found.name,
        dichtstbij=[
            GemeenteNabij(
                id=one.municipality.id, naam=one.municipality.name, kilometer=one.kilometres, url=municipality_path(one.municipality.id)
            )
            for one in found.nearest
        ],
        voorbeelden=[Ingang(soort="praktijkvoorbeeld", titel=one.name, url=example_path(one.id)) for one in found.examples],
    )


def entrances(base: KnowledgeBase, question: str) -> list[Ingang]:
    """Return the pages that a question may simply be looking for."""
    found = base.entrances.for_question(question)
    return [Ingang(soort=one.kind.value, titel=one.title, url=entrance_path(base.library, one)) for one in found]
