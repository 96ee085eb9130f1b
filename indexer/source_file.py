"""Read one source file: front matter, headings, passages, quotes, working lists and notes (docs/corpusformaat.md)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from indexer import markdown_html, yaml_lines
from indexer.faults import FaultList
from indexer.schemas import FrontMatter, QuoteFields, SectionFields, WorkingListFields, validated
from kb.model import ContentItem, Document, Passage, Quote, Section, Span, WorkingList
from kb.passage_html import blocks_of, text_of

MOST_WORDS = 220
SPLIT_WORDS = 200
_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*(?:\{#([^}\s]*)(\s+\.redactie)?\})?\s*$")
_ANCHOR = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
_MARKS = re.compile(r"[*_`]|\\(?=[^\w\s])")
_QUOTE_MARKS = "\"'“”‘’„"


@dataclass(frozen=True, slots=True)
class Link:
    """A link to an id, with the line that has it."""

    target: str
    line: int


@dataclass(slots=True)
class Source:
    """All that one source file says, and the line on which each id is introduced."""

    file: Path
    document: Document
    original: str
    sections: list[Section] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    lists: list[WorkingList] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A heading, comment or run of text, and the line it begins on."""

    line: int
    kind: str
    text: str
    level: int = 0
    anchor: str | None = None
    ours: bool = False


@dataclass(slots=True)
class _OpenList:
    fields: WorkingListFields
    line: int
    begin: int
    end: int | None = None
    spans: list[Span] = field(default_factory=list)


def read(file: Path, faults: FaultList) -> Source | None:
    """Read a source file. Notes faults; returns None only when its front matter is unusable."""
    text = file.read_text(encoding="utf-8")
    match = re.match(r"---\n(.*?)\n---\n", text, re.DOTALL)
    if not match:
        faults.add(file, 1, "dit bestand begint niet met een blok tussen '---'-regels; zet daar id, titel, soort enzovoort in.")
        return None
    front: FrontMatter | None = _record(FrontMatter, match.group(1), 2, file, faults)
    if front is None:
        return None
    document = Document(
        front.id, front.titel, front.soort, front.uitgever, front.datum, front.datum_herkomst, front.bewijs, front.herkomst, ()
    )
    source = Source(file, document, front.origineel)
    _Builder(source, faults).build(_pieces(text[match.end() :], match.group().count("\n") + 1))
    return source


def _record(model: type[Any], text: str, line: int, file: Path, faults: FaultList) -> Any:
    try:
        data = yaml_lines.load(text, line)
    except yaml_lines.YamlFault as fault:
        faults.add(file, fault.line, str(fault))
        return None
    record, problems = validated(model, data.data if data.data is not None else {})
    for path, sentence in problems:
        faults.add(file, data.line(path), sentence)
    return record


def _pieces(text: str, first_line: int) -> Iterator[_Piece]:
    lines = text.split("\n")
    pending: list[str] = []
    begin = number = 0

    def flush() -> Iterator[_Piece]:
        if any(line.strip() for line in pending):
            yield _Piece(first_line + begin, "text", "\n".join(pending))
        pending.clear()

    while number < len(lines):
        line = lines[number]
        heading = _HEADING.match(line)
        if line.startswith("<!--"):
            yield from flush()
            first = number
            while "-->" not in lines[number] and number < len(lines) - 1:
                number += 1
            body = "\n".join(lines[first : number + 1])
            yield _Piece(first_line + first, "comment", body.removeprefix("<!--").partition("-->")[0].lstrip(" "))
        elif heading:
            yield from flush()
            marks, title, anchor, ours = heading.groups()
            yield _Piece(first_line + number, "heading", _MARKS.sub("", title), len(marks), anchor, bool(ours))
        else:
            if not pending:
                begin = number
            pending.append(line)
        number += 1
    yield from flush()


class _Builder:
    """Turns the pieces of one file, in order, into a Source."""

    def __init__(self, source: Source, faults: FaultList) -> None:
        self.source = source
        self.faults = faults
        self.order: list[ContentItem] = []
        self.section: Section | None = None
        self.passage_id = ""
        self.passage_line = 0
        self.html = ""
        self.trailing: list[Quote] = []
        self.pending_quote: tuple[QuoteFields, int] | None = None
        self.open_lists: list[_OpenList] = []
        self.ended_lists: list[_OpenList] = []
        self.after_heading = False

    def build(self, pieces: Iterator[_Piece]) -> None:
        for piece in pieces:
            match piece.kind:
                case "heading":
                    self._heading(piece)
                case "comment":
                    self._comment(piece)
                case _:
                    self._text(piece)
            self.after_heading = piece.kind == "heading"
        self._flush()
        for open_list in self.open_lists:
            self._fault(
                open_list.line, f"werklijst '{open_list.fields.werklijst}' eindigt nergens; zet <!-- /werklijst --> na het laatste punt."
            )
        self.source.document = replace(self.source.document, order=tuple(self.order))

    def _fault(self, line: int, sentence: str) -> None:
        self.faults.add(self.source.file, line, sentence)

    def _claim(self, anchor: str, line: int) -> str:
        """Return the id for anchor and note a fault when it is malformed or taken."""
        identity = f"{self.source.document.id}.{anchor}"
        if not _ANCHOR.match(anchor):
            self._fault(line, f"anker '{anchor}' is niet goed; gebruik kleine letters, cijfers en streepjes.")
        if identity in self.source.lines:
            self._fault(line, f"anker '{anchor}' staat ook op regel {self.source.lines[identity]}; geef elk zijn eigen anker.")
        self.source.lines.setdefault(identity, line)
        return identity

    def _heading(self, piece: _Piece) -> None:
        self._flush()
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
        identity = self._claim(anchor, piece.line)
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
        )
        self.source.sections.append(self.section)
        self.order.append(ContentItem("section", identity))
        self.passage_id, self.passage_line = identity, piece.line

    def _comment(self, piece: _Piece) -> None:
        body = piece.text.strip()
        word, _, rest = body.partition(":")
        if body == "/werklijst":
            self._end_list(piece.line)
        elif word == "noot":
            self._note(rest.strip(), piece.line)
        elif word == "passage":
            self._flush()
            self.passage_id, self.passage_line = self._claim(rest.strip(), piece.line), piece.line
        elif word == "citaat":
            fields = _record(QuoteFields, piece.text, piece.line, self.source.file, self.faults)
            if fields and fields.tekst:
                self._inline_quote(fields, piece.line)
            elif fields:
                self.pending_quote = (fields, piece.line)
        elif word == "werklijst":
            fields = _record(WorkingListFields, piece.text, piece.line, self.source.file, self.faults)
            if fields:
                self.open_lists.append(_OpenList(fields, piece.line, self._next_offset()))
        elif self.after_heading and self.section:
            self._describe(piece)
        else:
            self._fault(piece.line, "deze opmerking is niet te plaatsen; zet gegevens van een paragraaf direct onder de kop.")

    def _describe(self, piece: _Piece) -> None:
        fields: SectionFields | None = _record(SectionFields, piece.text, piece.line, self.source.file, self.faults)
        section = self.section
        if fields is None or section is None:
            return
        self.section = replace(
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
        )
        self.source.sections[-1] = self.section

    def _text(self, piece: _Piece) -> None:
        if self.section is None:
            self._fault(piece.line, "deze tekst staat voor de eerste kop; zet er een kop met anker boven.")
            return
        text = piece.text
        if self.pending_quote:
            text = self._block_quote(text, *self.pending_quote)
            self.pending_quote = None
        if not text.strip():
            return
        for quote in self.trailing:
            self.html += f'<figure data-citaat="{quote.id}"></figure>'
        self.trailing.clear()
        html, targets = markdown_html.render(text, self.source.document.id)
        self.source.links += [Link(target, piece.line + _lines_above(target, piece.text)) for target in targets]
        self.html += html

    def _block_quote(self, text: str, fields: QuoteFields, line: int) -> str:
        """Take the block quote that text begins with; return the text after it."""
        lines = text.strip("\n").split("\n")
        taken = 0
        while taken < len(lines) and lines[taken].startswith(">"):
            taken += 1
        if not taken:
            self._fault(line, f"onder citaat '{fields.citaat}' staat geen blok met '>'; zet de gezegde woorden daar.")
            return text
        html, _ = markdown_html.render("\n".join(row.removeprefix(">").strip() for row in lines[:taken]), self.source.document.id)
        self._add_quote(fields, line, text_of(html), html)
        self.trailing.append(self.source.quotes[-1])
        return "\n".join(lines[taken:])

    def _inline_quote(self, fields: QuoteFields, line: int) -> None:
        spoken = fields.tekst or ""
        begin = text_of(self.html).find(spoken)
        if begin < 0:
            self._fault(line, f"de tekst van citaat '{fields.citaat}' staat niet zo in de alinea erboven; neem de woorden letterlijk over.")
            return
        self._add_quote(fields, line, spoken, "")
        self.source.quotes[-1] = replace(self.source.quotes[-1], passage_id=self.passage_id, begin=begin, end=begin + len(spoken))

    def _add_quote(self, fields: QuoteFields, line: int, text: str, html: str) -> None:
        section = self.section
        if section is None:
            self._fault(line, f"citaat '{fields.citaat}' staat voor de eerste kop.")
            return
        if not fields.sprekers and not fields.rol and fields.toeschrijving != "niet-genoemd":
            self._fault(line, f"citaat '{fields.citaat}' heeft geen spreker; vul sprekers of rol in, of zet toeschrijving: niet-genoemd.")
        part = next(other for other in self.source.sections if other.id == section.part_id)
        place = part if part.part_kind == "stap" else section
        stripped = text.strip()
        if stripped[:1] in _QUOTE_MARKS and stripped[-1:] in _QUOTE_MARKS:
            stripped = stripped[1:-1].strip()
        self.source.quotes.append(
            Quote(
                id=self._claim(fields.citaat, line),
                document_id=self.source.document.id,
                section_id=place.id,
                text=stripped,
                html=html,
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
        )

    def _note(self, text: str, line: int) -> None:
        html, targets = markdown_html.render(text, self.source.document.id)
        self.source.links += [Link(target, line) for target in targets]
        if self.html:
            self.html += f'<aside class="redactie">{html}</aside>'
        else:
            self.order.append(ContentItem("note", f"{self.source.document.id}.noot-{line}", html))

    def _next_offset(self) -> int:
        text = text_of(self.html)
        return len(text) + 1 if text else 0

    def _end_list(self, line: int) -> None:
        if not self.open_lists:
            self._fault(line, "hier eindigt een werklijst die nergens begint; zet <!-- werklijst: … --> voor de inleidende zin.")
            return
        ending = self.open_lists.pop()
        ending.end = len(text_of(self.html))
        self.ended_lists.append(ending)

    def _finish_list(self, ending: _OpenList) -> None:
        fields = ending.fields
        section = self.section
        self.source.lists.append(
            WorkingList(
                id=self._claim(fields.werklijst, ending.line),
                document_id=self.source.document.id,
                title=fields.titel,
                form=fields.vorm,
                count=fields.aantal,
                ordered=fields.geordend,
                step=fields.stap or (section.step if section else None),
                audience=fields.doelgroep or (section.audience if section else ()),
                spans=tuple(ending.spans),
            )
        )

    def _flush(self) -> None:
        """End the passage under construction: cut it when it is long, and give lists and quotes their places in it."""
        text = text_of(self.html)
        if text:
            parts = [self.html] if len(text.split()) <= MOST_WORDS else markdown_html.split(self.html, SPLIT_WORDS)
            ids = [self.passage_id] + [f"{self.passage_id}.{number}" for number in range(2, len(parts) + 1)]
            places = self._add_passages(ids, parts)
            for working_list in self.open_lists + self.ended_lists:
                end = len(text) if working_list.end is None else working_list.end
                working_list.spans += _within(places, working_list.begin, end)
            self._place_inline_quotes(places)
        for ended in self.ended_lists:
            self._finish_list(ended)
        self.ended_lists.clear()
        for open_list in self.open_lists:
            open_list.begin = 0
        self.order += [ContentItem("quote", quote.id) for quote in self.trailing]
        self.trailing.clear()
        self.html = ""

    def _add_passages(self, ids: list[str], parts: list[str]) -> list[tuple[int, Span]]:
        """Add the passages; return for each where it begins in the whole text, and its span."""
        places: list[tuple[int, Span]] = []
        offset = 0
        for identity, html in zip(ids, parts, strict=True):
            text = text_of(html)
            if len(text.split()) > MOST_WORDS:
                self._fault(
                    self.passage_line, f"passage '{identity}' heeft {len(text.split())} woorden; knip hem met <!-- passage: een-anker -->."
                )
            section = self.section
            if section is None:
                continue
            self.source.passages.append(Passage(identity, self.source.document.id, section.id, text, html, blocks_of(html)))
            self.source.lines.setdefault(identity, self.passage_line)
            self.order.append(ContentItem("passage", identity))
            places.append((offset, Span(identity, 0, len(text))))
            offset += len(text) + 1
        return places

    def _place_inline_quotes(self, places: list[tuple[int, Span]]) -> None:
        for position, quote in enumerate(self.source.quotes):
            if quote.passage_id == self.passage_id and quote.html == "":
                spans = _within(places, quote.begin, quote.end)
                if len(spans) == 1:
                    where = spans[0]
                    self.source.quotes[position] = replace(quote, passage_id=where.passage_id, begin=where.begin, end=where.end)
                else:
                    self._fault(
                        self.source.lines[quote.id], f"citaat '{quote.id}' loopt over een knip in de passage; zet de knip ergens anders."
                    )


def _lines_above(target: str, text: str) -> int:
    """Return how many lines of Markdown text stand above the first link to an id."""
    place = max(text.find(f"(#{target.partition('.')[2]})"), text.find(f"({target})"), 0)
    return text.count("\n", 0, place)


def _within(places: list[tuple[int, Span]], begin: int, end: int) -> list[Span]:
    """Return the spans of the passages that the stretch [begin:end] of their joined text covers."""
    spans = []
    for offset, whole in places:
        low, high = max(begin - offset, 0), min(end - offset, whole.end)
        if low < high:
            spans.append(Span(whole.passage_id, low, high))
    return spans
