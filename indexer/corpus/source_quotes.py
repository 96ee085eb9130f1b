"""Quotes of a source: those that stand alone, in a block quote, and those in running text, be it in a block quote."""

from collections.abc import Sequence
from dataclasses import replace

from indexer.corpus import markdown_html
from indexer.corpus.faults import FaultList
from indexer.corpus.schemas import QuoteFields
from indexer.corpus.source import Source
from indexer.corpus.source_passages import spans_within
from kb.model import PageStart, Passage, Quote, Section
from kb.passage_html import page_starts, text_of

_QUOTE_MARKS = "\"'“”‘’„"


class Quotes:
    """Adds the quotes of one source, in order, to it."""

    def __init__(self, source: Source, faults: FaultList) -> None:
        self.source = source
        self.faults = faults
        self.described: tuple[QuoteFields, int] | None = None
        self.unplaced: list[Quote] = []

    def describe(self, fields: QuoteFields, line: int) -> None:
        """Take the description of a quote; its block quote has to be what follows."""
        self.described = fields, line

    def take_block(self, text: str, section: Section, page: int | None = None) -> str:
        """Take the block quote that text, on a page of its file, begins with, if one was described; return the text after it."""
        if self.described is None:
            return text
        fields, line = self.described
        self.described = None
        lines = text.strip("\n").split("\n")
        taken = 0
        while taken < len(lines) and lines[taken].startswith(">"):
            taken += 1
        if not taken:
            self._fault(line, f"onder citaat '{fields.citaat}' staat geen blok met '>'; zet de gezegde woorden daar.")
            return text
        html, _ = markdown_html.render("\n".join(row.removeprefix(">").strip() for row in lines[:taken]), section.document_id, section.id)
        quote = self._quote(fields, line, text_of(html), section)
        self.source.quotes.append(replace(quote, html=html, pages=_shifted(page_starts(html, page), text_of(html).find(quote.text))))
        self.unplaced.append(self.source.quotes[-1])
        return "\n".join(lines[taken:])

    def take_unplaced(self) -> list[Quote]:
        """Return the block quotes that were taken since the last call; where they stand is for the caller to say."""
        taken, self.unplaced = self.unplaced, []
        return taken

    def set_in(self, quote: Quote, passage_id: str, html: str) -> str:
        """Return the html of the passage under construction with a block quote set in after it.

        One with a headline stands in the layout beside the text: only its place is kept. Any other, and what a sentence leads in, is part
        of the running text, and its words are a place in the passage.
        """
        before = text_of(html)
        if quote.headline and not before.endswith(":"):
            return f'{html}<figure data-citaat="{quote.id}"></figure>'
        begin = len(before) + bool(before) + text_of(quote.html).find(quote.text)
        position = next(number for number, other in enumerate(self.source.quotes) if other.id == quote.id)
        self.source.quotes[position] = replace(quote, passage_id=passage_id, begin=begin, end=begin + len(quote.text), pages=())
        return f'{html}<blockquote data-citaat="{quote.id}">{quote.html}</blockquote>'

    def add_running(self, fields: QuoteFields, line: int, section: Section | None, passage_id: str, html: str) -> None:
        """Add a quote whose words stand in the passage under construction."""
        spoken = fields.tekst or ""
        begin = text_of(html).find(spoken)
        if begin < 0 or section is None:
            # Of a source that was not read whole, the words may stand in what is missing.
            if self.source.is_whole:
                self._fault(
                    line, f"de tekst van citaat '{fields.citaat}' staat niet zo in de alinea erboven; neem de woorden letterlijk over."
                )
            return
        quote = self._quote(fields, line, spoken, section)
        self.source.quotes.append(replace(quote, passage_id=passage_id, begin=begin, end=begin + len(spoken)))

    def place_running(self, passage_id: str, passages: Sequence[Passage]) -> None:
        """Give the running quotes of a passage, now that it has been cut, their places in the parts."""
        for position, quote in enumerate(self.source.quotes):
            if quote.passage_id != passage_id:
                continue
            spans = spans_within(passages, quote.begin, quote.end)
            if len(spans) == 1:
                where = spans[0]
                self.source.quotes[position] = replace(quote, passage_id=where.passage_id, begin=where.begin, end=where.end)
            else:
                line = self.source.lines[quote.id]
                self._fault(line, f"citaat '{quote.id}' loopt over een knip in de passage; zet de knip ergens anders.")

    def _quote(self, fields: QuoteFields, line: int, text: str, section: Section) -> Quote:
        if not fields.sprekers and not fields.rol and fields.toeschrijving != "niet-genoemd":
            self._fault(line, f"citaat '{fields.citaat}' heeft geen spreker; vul sprekers of rol in, of zet toeschrijving: niet-genoemd.")
        part = next(other for other in self.source.sections if other.id == section.part_id)
        place = part if part.part_kind == "stap" else section
        stripped = text.strip()
        if stripped[:1] in _QUOTE_MARKS and stripped[-1:] in _QUOTE_MARKS:
            stripped = stripped[1:-1].strip()
        return Quote(
            id=self.source.claim(fields.citaat, line, self.faults),
            document_id=self.source.document.id,
            section_id=place.id,
            text=stripped,
            html="",
            headline=fields.kop,
            speakers=fields.sprekers,
            role=fields.rol,
            organisation=fields.organisatie,
            municipality=fields.gemeente,
            municipality_from_context=fields.gemeente_herkomst == "uit-verband",
            step=fields.stap or section.step,
            themes=section.themes if fields.themas is None else fields.themas,
            attribution=fields.toeschrijving,
            belongs_to=f"{self.source.document.id}.{fields.hoort_bij}" if fields.hoort_bij else None,
            interview=fields.interview,
            damaged=fields.beschadigd,
            sensitive=fields.gevoelig or section.sensitive,
            passage_id=None,
            begin=0,
            end=0,
        )

    def _fault(self, line: int, sentence: str) -> None:
        self.faults.add(self.source.file, line, sentence)


def _shifted(starts: Sequence[PageStart], by: int) -> tuple[PageStart, ...]:
    """Return where pages start in a text that begins so many characters further on."""
    return tuple(PageStart(begin, page) for begin, page in {max(start.begin - by, 0): start.page for start in starts}.items())
