"""Sentences of personal stories, and how to see that an answer of any kind gives none of them away."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from urllib.parse import unquote_plus

from kb.analysis.sentences import sentences_of
from kb.analysis.words import words
from kb.library import Library

# So many words in a row, which stand nowhere else in the sources, are taken for words of the story.
RUN = 5
# A sentence of fewer words counts when it is there whole; one of two words anybody may have said.
SHORTEST = 3
_BLOCK = re.compile(r"<(?!/?(?:mark|span|em|strong|b|i|a|abbr|q|cite)\b)[^>]*>")

# The same things in neutral words, as somebody might ask who knows of no story.
NEUTRAL = (
    "uithuisplaatsing jongen",
    "Wat kan een school doen voor een kind met autisme?",
    "meisje gepest op school",
    "ervaringsverhaal van een moeder",
    "kind met goede cijfers dat vastloopt",
    "jongen die zijn stiefvader aanviel",
    "geweld thuis tegen een moeder",
    "diagnose na jaren zonder erkenning",
    "jeugdzorgketen na uithuisplaatsing",
    "wat zei de businesscoach",
    "ouders die niet serieus worden genomen door school",
    "hoe voelt het om niet gezien te worden",
    "dochter die thuis kwam te zitten",
    "schooluitval op het voortgezet onderwijs",
    "overbezorgde moeder",
    "leerkracht in groep 8 die luistert",
    "wie is Justin",
    "Eline Social Work",
    "Janneke dochter",
    "gezinsvoogd in Rotterdam vertelt over vroeger",
    "mes in huis nieuwe vriend van moeder",
    "gymnasium en voetbal",
    "contact met een jongere na jaren via LinkedIn",
    "werk bij KPN na een criminele tijd",
    "door het masker heen prikken",
    "een kaartje sturen aan ouders",
    "citaten van ouders over school",
    "citaten over moed",
    "wat is de les van een jeugdbeschermer",
    "verhaal over spoedhulp en ruzie",
    "signalen dat een leerling een rol speelt",
    "wat helpt een kind om weer te vertrouwen",
)


def story_sentences(library: Library) -> Iterator[str]:
    """Yield every sentence of a personal story, and the words of every quote in one."""
    for passage in library.protected_passages:
        yield from (passage.text[one.begin : one.end] for one in sentences_of(passage))
    yield from (quote.text for quote in library.protected_quotes)


@dataclass(frozen=True)
class Telltale:
    """Runs of words by which a story is known, wherever and however they are shown."""

    runs: frozenset[tuple[str, ...]]

    @classmethod
    def of(cls, library: Library) -> "Telltale":
        """Return the runs that only the stories of a library have, and the headings that name who tells."""
        told = {run for one in (*library.protected_passages, *library.protected_quotes) for run in _runs(words(one.text), RUN)}
        whole = [*story_sentences(library), *(one.title for one in library.sections if one.sensitive and one.title != one.outside_title)]
        told |= {run for row in map(words, whole) if len(row) >= SHORTEST for run in _runs(row, min(RUN, len(row)))}
        return cls(frozenset(told.difference(*(_all_runs(place.text) for place in library.places))))

    def in_text(self, text: str, typed: str = "") -> set[str]:
        """Return the words of a story that stand in a line of a text; those that were `typed` may: who typed them knows them."""
        found = frozenset().union(*map(self._in_line, text.split("\n")))
        return {" ".join(run) for run in found - _all_runs(typed)} if found else set()

    def in_page(self, page: str, typed: str = "") -> set[str]:
        """Return the words of a story that stand in the text of an HTML page or in a value of a tag of it, addresses included."""
        values = re.findall('="([^"]*)"', page)
        # Marks and foreign words stand around whole words: a space keeps a sentence together. Other tags begin another text.
        lines = re.sub(r"<[^>]*>", " ", _BLOCK.sub("\n", " ".join(page.split())))
        return self.in_text("\n".join(map(unescape, (lines, *map(unquote_plus, values)))), typed)

    def _in_line(self, line: str) -> frozenset[tuple[str, ...]]:
        # Pages share most of their lines.
        if line not in self._seen:
            self._seen[line] = frozenset(_all_runs(line) & self.runs)
        return self._seen[line]

    @cached_property
    def _seen(self) -> dict[str, frozenset[tuple[str, ...]]]:
        return {}


def _all_runs(text: str) -> set[tuple[str, ...]]:
    row = words(text)
    return {run for length in range(SHORTEST, RUN + 1) for run in _runs(row, length)}


def _runs(row: list[str], length: int) -> Iterator[tuple[str, ...]]:
    return (tuple(row[begin : begin + length]) for begin in range(len(row) - length + 1))
