"""The sentences of a question: what is told before it, what is asked, and the parts in which more than one thing is asked."""

import re
from dataclasses import dataclass

from kb.analysis.analyzer import content_words
from kb.analysis.words import stop_words, words

MOST_PARTS = 3
_END = re.compile(r"(?<=[.!?])\s+(?=\S)")
_ASKING = r"(?:wie|wat|waar|waarom|wanneer|hoe|hoeveel|welke?|waar(?:aan|bij|door|in|mee|op|over|uit|van|voor|toe))"
_BEFORE = r"(?:(?:door|met|voor|bij|aan|naar|van|over|in|op|onder|uit|vanaf|sinds|tot|tegen) )?"
# After a question word a subject begins what hangs on the first part: 'leg uit wat het is en waarom het helpt' asks one thing.
_SUBJECT = r"(?:het|de|een|dat|die|dit|deze|je|jij|u|we|wij|ze|zij|ik|men|er|mijn|ons|onze|uw|hun|jullie|iemand|niemand|iets|niets)"
_SECOND = re.compile(rf",? (?:en|maar) (?:ook )?(?={_BEFORE}{_ASKING} (?!{_SUBJECT}\b)[^ ]+ [^ ])", re.IGNORECASE)
_ASKS = re.compile(rf"\b{_ASKING}\b", re.IGNORECASE)
_ENDS_ASKING = re.compile(rf"\b{_ASKING}$", re.IGNORECASE)
_AND = re.compile(r"^(?:en|maar) ", re.IGNORECASE)
_SHORTEST_PART = 3
_FEW = 2
# What points at something in the part before; the first only where no noun follows, of which they would be the article.
_ARTICLES = frozenset({"het", "die", "dat", "dit", "deze", "haar", "hun"})
_PRONOUNS = frozenset({"hij", "hem", "hen", "zij", "ze", "zoiets"}) | {
    stem + end for stem in ("er", "daar", "hier") for end in ("aan", "bij", "door", "in", "mee", "op", "over", "uit", "van", "voor", "toe")
}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a question, in the reader's words as a sentence, and as it is to be searched for.

    All but the first `follow`. Of one that `leans` on the part before, `asked` has what it points at as well, and `own` are the telling
    words that it adds itself.
    """

    sentence: str
    asked: str
    follows: bool = False
    leans: bool = False
    own: tuple[str, ...] = ()


def asked_in(question: str) -> str:
    """Return the part of a question that asks: its last sentence with a question mark, or else its last sentence.

    >>> asked_in("Ik ben nieuw bij de gemeente. Wat is ondermijning?"), asked_in("Mijn wethouder vraagt dit. plan voor ouders")
    ('Wat is ondermijning?', 'plan voor ouders')
    """
    sentences = _END.split(question.strip())
    return next((sentence for sentence in reversed(sentences) if sentence.endswith("?")), sentences[-1])


def parts_of(question: str) -> tuple[Part, ...]:
    """Return the parts of a question that asks more than one thing, in their order; nothing when it asks one.

    >>> [part.asked for part in parts_of("Ik ben nieuw. Wat is een sleutelpersoon en hoe vind je er een?")]
    ['Ik ben nieuw. Wat is een sleutelpersoon?', 'Hoe vind je er een? (sleutelpersoon)']
    >>> parts_of("Hoe leg je uit wat het is en waarom het helpt?"), parts_of("wie doet wat en wanneer")
    ((), ())
    """
    told: list[str] = []
    asked: list[str] = []
    sentences = _END.split(" ".join(question.split()))
    for number, sentence in enumerate(sentences):
        asks = sentence.endswith("?") or (number == len(sentences) - 1 and _ASKS.search(sentence))
        (asked if asks and len(words(sentence)) >= _SHORTEST_PART else told).append(sentence)
    found = [_as_sentence(piece) for sentence in asked for piece in _pieces(sentence)]
    if not 1 < len(found) <= MOST_PARTS:
        return ()
    first = Part(found[0], " ".join([*told, found[0]]))
    # 'Wat is dat?' has its subject in what was told before.
    subject = " ".join(content_words(first.asked if _points(found[0]) or not content_words(found[0]) else found[0]))
    return (first, *(_following(one, subject) for one in found[1:]))


def _following(sentence: str, subject: str) -> Part:
    if not _leans(sentence):
        return Part(sentence, sentence, follows=True)
    return Part(sentence, f"{sentence} ({subject})", follows=True, leans=True, own=tuple(content_words(sentence)))


def _pieces(sentence: str) -> list[str]:
    """Return what a sentence asks in turn; what only goes on with the words before it is not parted from them."""
    pieces = [""]
    begin = 0
    for match in _SECOND.finditer(sentence):
        before = sentence[begin : match.start()]
        if len(words(before)) >= _SHORTEST_PART and _ASKS.search(before) and not _ENDS_ASKING.search(before.strip()):
            pieces[-1] = before
            pieces.append("")
            begin = match.end()
    pieces[-1] = sentence[begin:]
    return pieces


def _as_sentence(piece: str) -> str:
    whole = _AND.sub("", piece.strip(" ,;.?!"))
    return f"{whole[:1].upper()}{whole[1:]}?"


def _leans(piece: str) -> bool:
    """Return whether a part can't be understood without what is asked before it: it points at that, or says next to nothing itself."""
    return _points(piece) or len(content_words(piece)) < _FEW


def _points(piece: str) -> bool:
    said = words(piece)
    return not _PRONOUNS.isdisjoint(said) or any(
        word in _ARTICLES and (not after or after in stop_words()) for word, after in zip(said, [*said[1:], ""], strict=True)
    )
