"""Read one source file: front matter, headings, passages, quotes, working lists and notes (docs/corpusformaat.md)."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from indexer.corpus import corpus_files, markdown_html, page_marks, records
from indexer.corpus.faults import FaultList
from indexer.corpus.footnotes import Footnotes
from indexer.corpus.schemas import FrontMatter, QuoteFields, RemarkFields, SectionFields, WorkingListFields
from indexer.corpus.source import Link, Source
from indexer.corpus.source_lists import WorkingLists
from indexer.corpus.source_passages import MOST_WORDS, passages_of
from indexer.corpus.source_pieces import Piece, pieces
from indexer.corpus.source_quotes import Quotes
from indexer.corpus.source_remarks import Remarks
from kb.model import ContentItem, Document, Passage, Section
from kb.passage_html import pages_marked, text_of

# The longest source has 600. More would cost time without end, for each heading and quote is compared with the others.
MOST_PIECES = 5_000


def read(file: Path, faults: FaultList) -> Source | None:
    """Read a source file. Notes faults; returns None only when the file can't be read or its front matter is unusable."""
    text = corpus_files.read(file, faults)
    if text is None:
        return None
    match = re.match(r"---\n(.*?)\n---\n", text, re.DOTALL)
    if not match:
        faults.add(file, 1, "dit bestand begint niet met een blok tussen '---'-regels; zet daar id, titel, soort enzovoort in.")
        return None
    head = records.read(FrontMatter, match.group(1), file, faults, first_line=2)
    if head is None:
        return None
    front: FrontMatter = head.content
    document = Document(
        id=front.id,
        title=front.titel,
        kind=front.soort,
        publisher=front.uitgever,
        date=front.datum,
        date_origin=front.datum_herkomst,
        evidence=front.bewijs,
        provenance=front.herkomst,
        order=(),
        file=front.bestand,
        openness=front.openbaar,
        found_at=front.vindplaats,
        is_edited=front.bewerkt,
        added=front.toegevoegd,
    )
    source = Source(file, document, front.origineel)
    source.lines |= {f"{front.id}:{field}": head.line(field) for field in ("soort", "bestand", "origineel")}
    cut = list(pieces(text[match.end() :], match.group().count("\n") + 1))
    if len(cut) > MOST_PIECES:
        sentence = f"dit bestand heeft {len(cut)} koppen, opmerkingen en stukken tekst en {MOST_PIECES} is het meeste; knip het."
        faults.add(file, cut[MOST_PIECES].line, sentence)
        return None
    _Builder(source, faults).build(cut)
    return source


class _Builder:
    """Turns the pieces of one file, in order, into a Source; `html` is that of the passage under construction.

    `page` is the page on which what comes next stands (None in a source without pages), `passage_page` that on which the passage begins;
    `waiting` are the pages that begin with the next words.
    """

    def __init__(self, source: Source, faults: FaultList) -> None:
        self.source = source
        self.faults = faults
        self.quotes = Quotes(source, faults)
        self.lists = WorkingLists(source, faults)
        self.remarks = Remarks(source, faults)
        self.footnotes = Footnotes(source, faults)
        self.order: list[ContentItem] = []
        self.section: Section | None = None
        self.passage_id = ""
        self.passage_line = 0
        self.html = ""
        self.after_heading = False
        self.page: int | None = None
        self.passage_page: int | None = None
        self.waiting: list[int] = []

    def build(self, pieces: Sequence[Piece]) -> None:
        # What stands before the first mark stands on the first page.
        if any(piece.kind == "page" or any(map(page_marks.page_of, piece.text.split("\n"))) for piece in pieces):
            self.page = 1
        for piece in pieces:
            match piece.kind:
                case "heading":
                    self._heading(piece)
                case "comment":
                    self._comment(piece)
                case "page":
                    self.page = int(piece.text)
                    self.waiting.append(self.page)
                    continue
                case _:
                    self._text(piece)
            self.after_heading = piece.kind == "heading"
        self._end_section()
        self.lists.close()
        # A personal story is told in its report only, and the file has it too.
        offers = _has_open_file(self.source) and not any(section.sensitive for section in self.source.sections)
        self.source.document = replace(self.source.document, order=tuple(self.order), offers_file=offers)

    def _heading(self, piece: Piece) -> None:
        self._end_section()
        if piece.level > 3:
            self._fault(piece.line, "een kop heeft hoogstens drie hekjes; maak hier een vetgedrukte regel van.")
        anchor = piece.anchor or "zonder-anker"
        if not piece.anchor:
            self._fault(piece.line, f"kop '{piece.text}' heeft geen anker; zet er {{#een-anker}} achter.")
        parent = self.section
        while parent and parent.level >= piece.level:
            parent = next((section for section in self.source.sections if section.id == parent.parent_id), None)
        if parent is None and piece.level > 1:
            self._fault(piece.line, f"kop '{piece.text}' staat niet onder een deel; een bestand begint met een kop met één hekje.")
        identity = self.source.claim(anchor, piece.line, self.faults)
        document = self.source.document
        self.section = Section(
            id=identity,
            document_id=document.id,
            part_id=parent.part_id if parent else identity,
            parent_id=parent.id if parent else None,
            level=piece.level,
            title=piece.text,
            title_is_ours=piece.ours,
            part_kind=None,
            speakers=None,
            form="uitleg",
            step=parent.step if parent else None,
            themes=parent.themes if parent else (),
            audience=parent.audience if parent else (),
            municipalities=parent.municipalities if parent else (),
            date=parent.date if parent else document.date,
            date_origin=parent.date_origin if parent else document.date_origin,
            evidence=parent.evidence if parent else document.evidence,
            time_bound=parent.time_bound if parent else False,
            sensitive=parent.sensitive if parent else False,
            outside_title=piece.text,
        )
        self.source.sections.append(self.section)
        self.source.heading_pages[identity] = self.page
        self.order.append(ContentItem("section", identity))
        self.passage_id, self.passage_line = identity, piece.line

    def _comment(self, piece: Piece) -> None:
        body = piece.text.strip()
        word, _, rest = body.partition(":")
        if body == "/werklijst":
            self.lists.end(piece.line, self.html)
        elif word == "vervolg":
            self.lists.resume(rest.strip(), piece.line, self.html)
        elif word == "noot":
            if self._is_fit(piece):
                self._note(rest.strip(), piece.line)
        elif word == "opmerking":
            remark: RemarkFields | None = self._fields(RemarkFields, piece)
            if remark:
                self.remarks.add(remark, piece.line, self.html)
        elif word == "passage":
            self._flush()
            self.passage_id, self.passage_line = self.source.claim(rest.strip(), piece.line, self.faults), piece.line
        elif word == "citaat":
            quote: QuoteFields | None = self._fields(QuoteFields, piece)
            if quote and quote.tekst:
                self.quotes.add_running(quote, piece.line, self.section, self.passage_id, self.html)
            elif quote:
                self.quotes.describe(quote, piece.line)
        elif word == "werklijst":
            working_list: WorkingListFields | None = self._fields(WorkingListFields, piece)
            if working_list:
                self.lists.begin(working_list, piece.line, self.html)
        elif self.after_heading and self.section:
            section: SectionFields | None = self._fields(SectionFields, piece)
            if section:
                self.section = self.source.sections[-1] = _described(self.section, section)
        elif word == "bladzijde":
            self._fault(piece.line, "achter 'bladzijde:' hoort alleen een getal van 1 tot 99999; schrijf <!-- bladzijde: 12 -->.")
        else:
            self._fault(piece.line, "deze opmerking is niet te plaatsen; zet gegevens van een paragraaf direct onder de kop.")

    def _fields(self, model: Any, piece: Piece) -> Any:
        found = records.read(model, piece.text, self.source.file, self.faults, piece.line)
        self.source.is_whole &= found is not None
        return found.content if found else None

    def _text(self, piece: Piece) -> None:
        if self.section is None:
            self._fault(piece.line, "deze tekst staat voor de eerste kop; zet er een kop met anker boven.")
            return
        if not self._is_fit(piece):
            self.quotes.described = None
            return
        written = self.footnotes.take(piece.text, piece.line)
        if not written.strip():
            return
        marked = page_marks.set_in(written, self.waiting)
        first_marks = self.footnotes.see(written, marked, piece.line, self.page)
        text = self.quotes.take_block(marked, self.section, self.page)
        pages = pages_marked(marked)
        # A page that begins in a quote beside the text has begun for the text after it too.
        taken = pages[: len(pages) - len(pages_marked(text))][-1:]
        text = page_marks.set_in(text, taken)
        self.waiting = [] if text.strip() else taken
        if not self.html:
            self.passage_page = self.page
        if pages:
            self.page = pages[-1]
        if text.strip() or text_of(self.html).endswith(":"):
            for quote in self.quotes.take_unplaced():
                self.html = self.quotes.set_in(quote, self.passage_id, self.html)
        if not text.strip():
            return
        html, targets = markdown_html.render(text, self.source.document.id, self.section.id)
        self.source.links += [Link(target, piece.line + _lines_above(target, piece.text)) for target in targets]
        for label in first_marks:
            html = markdown_html.with_way_back(html, self.section.id, label)
        self.html += html

    def _is_fit(self, piece: Piece) -> bool:
        """Return whether the Markdown of a piece can be rendered, and note why not."""
        problem = markdown_html.unfit(piece.text)
        if problem:
            lines_below, sentence = problem
            self._fault(piece.line + lines_below, sentence)
            self.source.is_whole = False
        return problem is None

    def _note(self, text: str, line: int) -> None:
        html, targets = markdown_html.render(text, self.source.document.id)
        self.source.links += [Link(target, line) for target in targets]
        if self.html:
            self.html += f'<aside class="redactie">{html}</aside>'
        else:
            self.order.append(ContentItem("note", f"{self.source.document.id}.noot-{line}", html))

    def _end_section(self) -> None:
        self._flush()
        if self.section:
            self.order += self.footnotes.close(self.section)

    def _flush(self) -> None:
        """End the passage under construction, and give quotes and lists their places in it."""
        passages: list[Passage] = []
        if self.section and text_of(self.html):
            passages = passages_of(self.passage_id, self.html, self.section, self.passage_page)
        for passage in passages:
            words = len(passage.text.split())
            if words > MOST_WORDS:
                self._fault(self.passage_line, f"passage '{passage.id}' heeft {words} woorden; knip hem met <!-- passage: een-anker -->.")
            self.source.lines.setdefault(passage.id, self.passage_line)
            self.order.append(ContentItem("passage", passage.id))
        passages = self.remarks.place(passages)
        self.source.passages += passages
        if passages:
            self.quotes.place_running(self.passage_id, passages)
        self.lists.place(self.html, passages, self.section)
        self.order += [ContentItem("quote", quote.id) for quote in self.quotes.take_unplaced()]
        self.html = ""

    def _fault(self, line: int, sentence: str) -> None:
        self.faults.add(self.source.file, line, sentence)


def _has_open_file(source: Source) -> bool:
    """Return whether the file of a source is there and everybody may have it."""
    name = source.document.file
    is_open = source.document.openness == "ja"
    return bool(name) and is_open and corpus_files.is_own_file(source.folder / corpus_files.FILES / str(name), source.folder)


def _described(section: Section, fields: SectionFields) -> Section:
    """Return section with what its own comment says of it."""
    return replace(
        section,
        step=fields.stap or section.step,
        themes=section.themes if fields.themas is None else fields.themas,
        audience=section.audience if fields.doelgroep is None else fields.doelgroep,
        municipalities=section.municipalities if fields.gemeenten is None else fields.gemeenten,
        form=fields.vorm,
        part_kind=fields.deel,
        speakers=fields.sprekers,
        date=fields.datum or section.date,
        date_origin=fields.datum_herkomst or section.date_origin,
        evidence=fields.bewijs or section.evidence,
        time_bound=fields.tijdgebonden or section.time_bound,
        sensitive=fields.gevoelig or section.sensitive,
        outside_title=fields.kop_elders or section.title,
    )


def _lines_above(target: str, text: str) -> int:
    """Return how many lines of Markdown text stand above the first link to an id."""
    place = max(text.find(f"(#{target.partition('.')[2]})"), text.find(f"({target})"), 0)
    return text.count("\n", 0, place)
