"""The whole unit of a place in which a sentence stands: its paragraph, its list with what introduces it, or the place when it is short."""

import re
from collections.abc import Iterable, Iterator, Sequence

from kb.analysis.sentences import Sentence, pointing_back
from kb.model import Passage

# A place of at most so many words is read at a glance, and given whole.
SHORT_PLACE = 90
# What stands in a source for its own sake, and says nothing by itself.
_MONTH = "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
_FURNITURE = re.compile(
    r"(?:Sprekers?|Thema|Begeleiding|Presentatiedeel|Bron|Uit)\s*:|Presentatiedeel\b|Lees (?:meer|verder|ook)\b|\(Uit:?\s"
    r"|Op deze pagina\b|Wil je meer weten\b|Meer (?:informatie|lezen|weten)\b|Zie (?:ook|hier)\b|https?://\S+$|www\.\S+$"
    rf"|(?:\d{{1,2}} )?(?:{_MONTH}) \d{{4}}$",
    re.IGNORECASE,
)


def is_furniture(text: str) -> bool:
    """Return whether a sentence only announces: who speaks, what follows elsewhere, when it was.

    >>> [is_furniture(text) for text in ("Sprekers: Els Bijman", "Lees meer over Delft.", "Lees de brief eerst samen.")]
    [True, True, False]
    """
    return bool(_FURNITURE.match(text.lstrip("\"'“‘")))


def unit_around(place: Passage, sentences: Sequence[Sentence], best: Sentence, *, questions_wanted: bool) -> tuple[Sentence, ...]:
    """Return the sentences of the unit in which `best` stands, in order: what an answer quotes when that sentence answers.

    `sentences` are all of the place; `questions_wanted`: the reader asked for questions, so that a question is an answer. A list comes
    whole or not at all, and never what introduces it alone; what leans on a sentence outside the unit brings that one or stays away.
    """
    stretches = list(_stretches(place, sentences))
    telling = [_without_furniture(place, stretch, questions_wanted) for stretch in stretches]
    is_short = sum(sentence.words for stretch in telling for sentence in stretch) <= SHORT_PLACE
    chosen = [sentence for stretch in telling if is_short or best in stretch for sentence in stretch]
    standing = _standing(place, sentences, stretches, chosen)
    return tuple(standing if best in standing else chosen) or (best,)


def list_of(place: Passage, sentences: Sequence[Sentence], best: Sentence) -> tuple[Sentence, ...]:
    """Return the list of which `best` is an item or the introduction, with that introduction; nothing when it is of none."""
    stretch = next((stretch for stretch in _stretches(place, sentences) if best in stretch), ())
    return tuple(stretch) if _is_list(stretch) else ()


def _stretches(place: Passage, sentences: Sequence[Sentence]) -> Iterator[tuple[Sentence, ...]]:
    """Yield the paragraphs and the lists of a place, each list with the sentence that introduces it."""
    listed = list(_in_blocks(place, sentences))
    position = 0
    while position < len(listed):
        paragraph = listed[position]
        position += 1
        if not _is_item(paragraph[0]):
            items = _items_from(listed, position)
            if not items:
                yield paragraph
                continue
            position += len(items)
            *before, lead_in = paragraph
            # A paragraph of which only the last words open the list is one by itself.
            if before and _text(place, lead_in).endswith(":"):
                yield tuple(before)
                yield (lead_in, *(sentence for item in items for sentence in item))
            else:
                yield (*paragraph, *(sentence for item in items for sentence in item))
        else:
            items = _items_from(listed, position)
            position += len(items)
            yield tuple(sentence for item in (paragraph, *items) for sentence in item)


def _in_blocks(place: Passage, sentences: Sequence[Sentence]) -> Iterator[tuple[Sentence, ...]]:
    for block in place.text_blocks():
        inside = tuple(sentence for sentence in sentences if block.begin <= sentence.begin < block.end)
        if inside:
            yield inside


def _items_from(blocks: Sequence[Sequence[Sentence]], position: int) -> list[Sequence[Sentence]]:
    items = []
    while position < len(blocks) and _is_item(blocks[position][0]):
        items.append(blocks[position])
        position += 1
    return items


def _without_furniture(place: Passage, stretch: Sequence[Sentence], questions_wanted: bool) -> tuple[Sentence, ...]:
    """Return a stretch without what says nothing by itself: announcements, headings, questions to the reader, openings of nothing."""
    if _is_list(stretch):
        return tuple(stretch)
    kept = [sentence for sentence in stretch if sentence.kind != "label" and not is_furniture(_text(place, sentence))]
    while kept and (_text(place, kept[-1]).endswith(":") or (_text(place, kept[-1]).endswith("?") and not questions_wanted)):
        kept.pop()
    return tuple(kept)


def _standing(
    place: Passage, sentences: Sequence[Sentence], stretches: Sequence[Sequence[Sentence]], chosen: Iterable[Sentence]
) -> list[Sentence]:
    """Return the chosen sentences with those that they lean on, of a list all of it; what leans on one that is not in the place is left
    out, but for what introduces a list."""
    found: dict[int, Sentence] = {}
    for sentence in chosen:
        needed = _needed(sentence, sentences)
        introduces = any(sentence in stretch and _is_list(stretch) for stretch in stretches)
        if pointing_back(_text(place, needed[0])) and needed[0].number == 0 and not introduces:
            continue
        for one in needed:
            whole = next((stretch for stretch in stretches if one in stretch and _is_list(stretch)), (one,))
            found |= {other.number: other for other in whole}
    return [found[number] for number in sorted(found)]


def _is_list(stretch: Sequence[Sentence]) -> bool:
    return any(map(_is_item, stretch))


def _needed(sentence: Sentence, sentences: Sequence[Sentence]) -> list[Sentence]:
    """Return a sentence after those that it can't be understood without, in order."""
    needed = [sentence]
    while (number := needed[0].needs) is not None:
        needed.insert(0, sentences[number])
    return needed


def _is_item(sentence: Sentence) -> bool:
    return sentence.kind in ("item", "cel")


def _text(place: Passage, sentence: Sentence) -> str:
    return place.text[sentence.begin : sentence.end]
