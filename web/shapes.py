"""The JSON that readers of the API get: field names in Dutch, as docs/api promises."""

import re
from typing import Any

from kb.analysis.words import stop_words, word_spans
from kb.answer.answering import Answer
from kb.facets import FacetCount
from kb.knowledge_base import KnowledgeBase
from kb.library import Library
from kb.model import EntryKind, Section
from kb.search import Finder, Found, Hit, Question
from web.addresses import entry_path, passage_path

FRAGMENT_WORDS = 30


def result(base: KnowledgeBase, hit: Hit, question: Question) -> dict[str, Any]:
    """Return a hit as a `resultaat`."""
    library = base.library
    entry = hit.entry
    speakers: list[str] = []
    if entry.kind is EntryKind.EXAMPLE:
        section = library.section_of(library.example[entry.id.partition(".")[2]].passages[0])
    else:
        section = library.section_of(entry.id)
    if entry.kind is EntryKind.QUOTE:
        said = library.quote[entry.id]
        speakers = list(library.speaker_names(said)) or [name for name in (said.role,) if name]
    return {
        "id": entry.id,
        "soort": hit.labels.kind,
        "titel": title(library, hit),
        "koppad": [part.title for part in library.path(section.id)],
        "tekst": entry.text,
        "fragmenten": fragments(base.finder, question, entry.text),
        "score": round(hit.score, 4),
        "url": entry_path(library, entry, question.text),
        "bron": source(library, section),
        "stap": hit.labels.steps[0] if hit.labels.steps else None,
        "themas": list(hit.labels.themes),
        "gemeenten": list(hit.labels.municipalities),
        "spreker": ", ".join(speakers) or None,
    }


def title(library: Library, hit: Hit) -> str:
    """Return the title of a hit; a quote without a headline is called by its speaker."""
    if hit.entry.title:
        return hit.entry.title
    said = library.quote[hit.entry.id]
    return f"Citaat van {', '.join(library.speaker_names(said)) or said.role or 'iemand die de bron niet noemt'}"


def source(library: Library, section: Section) -> dict[str, Any]:
    """Return the source that a section stands in, with the section's own date where it differs."""
    document = library.document[section.document_id]
    return {"id": document.id, "titel": document.title, "soort": document.kind, "uitgever": document.publisher, "datum": section.date}


def fragments(finder: Finder, question: Question, text: str) -> list[dict[str, Any]]:
    """Return the stretch of text that holds most words of the question, cut where marked words begin and end."""
    wanted = {term for word in question.words for term in finder.analyzer.with_parts(word)}
    spans = word_spans(text)
    marked = [word not in stop_words() and not wanted.isdisjoint(finder.analyzer.with_parts(word)) for word, _, _ in spans]
    if not spans:
        return []
    starts = range(max(1, len(spans) - FRAGMENT_WORDS + 1))
    best = max(starts, key=lambda start: (sum(marked[start : start + FRAGMENT_WORDS]), -start))
    best = _sentence_start(text, spans, best, marked)
    chosen = list(zip(spans, marked, strict=True))[best : best + FRAGMENT_WORDS]
    begin, end = chosen[0][0][1], chosen[-1][0][2]
    pieces: list[dict[str, Any]] = []
    at = begin
    for (_, low, high), is_marked in chosen:
        if is_marked:
            pieces += [{"tekst": text[at:low], "gemarkeerd": False}] if low > at else []
            pieces.append({"tekst": text[low:high], "gemarkeerd": True})
            at = high
    rest = text[at : end + 1] if text[end : end + 1] in ".!?" else text[at:end]
    return [*pieces, {"tekst": rest, "gemarkeerd": False}] if rest else pieces


def _sentence_start(text: str, spans: list[tuple[str, int, int]], start: int, marked: list[bool]) -> int:
    """Return the first word of the sentence in which word `start` stands, when no marked word falls off the end by it."""
    for earlier in range(start, max(-1, start - 12), -1):
        begin = spans[earlier][1]
        if earlier == 0 or re.search(r"[.!?:]\W*$|\n\W*$", text[spans[earlier - 1][2] : begin]):
            kept = sum(marked[earlier : earlier + FRAGMENT_WORDS])
            return earlier if kept >= sum(marked[start : start + FRAGMENT_WORDS]) else start
    return start


def search_results(base: KnowledgeBase, found: Found, page: int, page_size: int) -> dict[str, Any]:
    """Return a page of what was found as `zoekresultaten`."""
    question = found.question
    first = (page - 1) * page_size
    return {
        "vraag": question.correction.typed if question.correction else question.text,
        "totaal": len(found.hits),
        "pagina": page,
        "paginaGrootte": page_size,
        "correctie": {"van": question.correction.typed, "naar": question.correction.meant} if question.correction else None,
        "uitgebreidMet": [name for name, _ in question.expansions],
        "resultaten": [result(base, hit, question) for hit in found.hits[first : first + page_size]],
        "facetten": {name: [facet(count) for count in counts] for name, counts in found.facets.items()},
    }


def facet(count: FacetCount) -> dict[str, Any]:
    """Return one value of a facet."""
    return {"waarde": count.value, "label": count.label, "aantal": count.count}


def answer(base: KnowledgeBase, given: Answer, found: Found) -> dict[str, Any]:
    """Return an answer as `antwoord`."""
    library = base.library
    first_citation = {citation.place_id: citation for citation in reversed(given.citations)}
    return {
        "vraag": given.question,
        "status": given.status,
        "zinnen": [
            {"tekst": citation.text, "passageId": citation.place_id, "begin": citation.begin, "eind": citation.end, "bronnummer": citation.source}
            for citation in given.citations
        ],
        "vorm": "lijst" if given.working_list else "zinnen",
        "bronnen": [
            {
                "nummer": number,
                "passageId": identity,
                "titel": library.section_of(identity).title,
                "bron": source(library, library.section_of(identity)),
                "url": passage_path(library, identity, first_citation[identity].begin, first_citation[identity].end, given.question),
            }
            for number, identity in enumerate(given.sources, start=1)
        ],
        "verwant": [result(base, hit, found.question) for hit in given.related],
    }

