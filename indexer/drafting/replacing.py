"""A source in whose place a new file comes: what stays (anchors, what editors said of headings), where the rest went, what differs."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from html import unescape

from pydantic import TypeAdapter

from indexer.corpus.source import Source
from indexer.corpus.source_pieces import pieces
from indexer.drafting.anchors import cut_key, heading_key
from kb.library import Library

_ANCHOR = re.compile(r"^#{1,3} .*\{#([a-z0-9-]+)(?: \.redactie)?\}$")
_FIELDS = ("titel", "uitgever", "soort", "openbaar", "vindplaats", "bewijs")
_AROUND = 4
_MOST_OF_BLOCK = 300


@dataclass(frozen=True, slots=True)
class Earlier:
    """What is kept of a source for the one in its place: anchors by the keys of indexer.drafting.anchors, the comments below headings by
    their anchor, decisions, the sections of each of its ids (the innermost first), and how many quotes and lists have to be made anew."""

    anchors: dict[str, tuple[str, ...]]
    comments: dict[str, str]
    decided: dict[str, str]
    places: dict[str, tuple[str, ...]]
    quotes: int = 0
    lists: int = 0

    def as_json(self) -> str:
        """Return it as text that from_json reads."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @staticmethod
    def from_json(text: bytes) -> "Earlier":
        """Return what as_json made text of."""
        return _EARLIER.validate_json(text)


_EARLIER: TypeAdapter[Earlier] = TypeAdapter(Earlier)


def earlier(source: Source, library: Library) -> Earlier:
    """Return what is kept of a source."""
    anchors: dict[str, list[str]] = {}
    places: dict[str, tuple[str, ...]] = {}
    sections = {section.id: section for section in source.sections}
    for section in source.sections:
        anchors.setdefault(heading_key(section.title), []).append(_anchor(section.id))
        places[section.id] = tuple(above.id for above in reversed(library.path(section.id)))
    for passage in source.passages:
        if passage.id not in sections and "." not in _anchor(passage.id):
            first = passage.blocks[0]
            anchors.setdefault(cut_key(passage.text[first.begin : first.end]), []).append(_anchor(passage.id))
        places.setdefault(passage.id, places[passage.section_id])
    for quote in source.quotes:
        places[quote.id] = places[quote.section_id]
    for one in source.lists:
        places[one.id] = next((places[passage.id] for passage in source.passages if passage.id == one.spans[0].passage_id), ())
    document = source.document
    decided = {
        "titel": document.title,
        "uitgever": document.publisher,
        "soort": document.kind,
        "openbaar": document.openness,
        "vindplaats": document.found_at or "later",
        "bewijs": document.evidence,
    }
    return Earlier(
        {key: tuple(found) for key, found in anchors.items()},
        dict(_comments(source)),
        {name: decided[name] for name in _FIELDS},
        places,
        len(source.quotes),
        len(source.lists),
    )


def moved(before: Earlier, now: Sequence[str]) -> dict[str, str]:
    """Return for each id that a source had and that is not among those it has `now`, the id where a reader of it is best sent."""
    there = set(now)
    return {
        identity: next((above for above in sections if above in there), now[0])
        for identity, sections in before.places.items()
        if identity not in there
    }


def with_comments(body: str, before: Earlier) -> str:
    """Return the text of a source with what an editor said of headings below those that still have their anchor."""
    lines: list[str] = []
    for line in body.split("\n"):
        lines.append(line)
        found = _ANCHOR.match(line)
        comment = before.comments.get(found.group(1)) if found else None
        if comment:
            lines.append(comment)
    return "\n".join(lines)


def differences(before: str, now: str) -> Iterator[str]:
    """Yield in Dutch what differs between the text of two sources, block by block: what went, what came, and which words changed."""
    old, new = _blocks(before), _blocks(now)
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = old[a:b], new[c:d]
        if tag == "equal":
            continue
        for left, right in zip(gone, come, strict=False):
            yield from _changed(left, right)
        yield from (f"weg:    {_short(one)}" for one in gone[len(come) :])
        yield from (f"nieuw:  {_short(one)}" for one in come[len(gone) :])


def _changed(left: str, right: str) -> Iterator[str]:
    before, after = left.split(), right.split()
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < 0.5:
        yield f"weg:    {_short(left)}"
        yield f"nieuw:  {_short(right)}"
        return
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal":
            lead = " ".join(before[max(0, a - _AROUND) : a])
            tail = " ".join(before[b : b + _AROUND])
            yield f"anders: … {lead} [{' '.join(before[a:b])} → {' '.join(after[c:d])}] {tail} …"


def _blocks(body: str) -> list[str]:
    """Return the blocks of a source without what an editor added, in the letters that a reader sees."""
    text = unescape(re.sub(r"<!--.*?-->\n?", "", body, flags=re.DOTALL))
    return [" ".join(re.sub(r"\{#[^}]*\}$", "", line).split()) for line in text.split("\n") if line.strip()]


def _short(text: str) -> str:
    return text if len(text) <= _MOST_OF_BLOCK else text[:_MOST_OF_BLOCK].rpartition(" ")[0] + " …"


def _comments(source: Source) -> Iterator[tuple[str, str]]:
    """Yield anchor and comment of each heading that an editor said something of."""
    text = source.file.read_text(encoding="utf-8").split("\n---\n", 1)[1]
    anchor: str | None = None
    for piece in pieces(text, 1):
        word = piece.text.strip().partition(":")[0]
        is_of_section = word in ("stap", "themas", "doelgroep", "gemeenten", "vorm", "deel", "datum", "datum_herkomst", "bewijs")
        if piece.kind == "comment" and anchor and (is_of_section or word in ("tijdgebonden", "gevoelig", "kop_elders", "sprekers")):
            yield anchor, f"<!--\n{piece.text.strip()}\n-->"
        anchor = piece.anchor if piece.kind == "heading" else None


def _anchor(identity: str) -> str:
    return identity.partition(".")[2]
