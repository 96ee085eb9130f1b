"""Words of a text, in the form in which they are compared: one road for how passages and questions are written."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib import resources
from itertools import pairwise

from kb.analysis.compounds import completed
from kb.analysis.letters import folded
from kb.analysis.numbers import multiplied, number, of_step

# Letters and figures, with the accents that may stand apart behind the last.
_ACCENTS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_LETTERS = rf"[^\W_]++[{_ACCENTS}]*+"
# Signs that no reader sees: the soft hyphen, marks of direction, joiners.
_UNSEEN = "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]*"
# Between two figures a hyphen makes a range or a date: those are words of their own.
_JOINT = rf"{_UNSEEN}(?:['’]|(?<!\d)[-‑]|[-‑](?!\d))?{_UNSEEN}"
_ABBREVIATION = r"[^\W\d_](?:\.[^\W\d_])+(?![^\W_])"
_POINTED = re.compile(rf"(?<![^\W_])(?<![^\W_]\.){_ABBREVIATION}\.?")
_NUMBER = r"(?<!\d[.,])(?:[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?|\d+[.,]\d+)(?![.,]?[^\W_])"
_WORD = re.compile(rf"(?P<abbreviation>{_ABBREVIATION})|(?P<number>{_NUMBER})|{_LETTERS}(?:{_JOINT}{_LETTERS})*")
_APOSTROPHE_ENDING = re.compile(r"['’](s|er|en|tje|tjes)$")
_HYPHENS = ("-", "‑")
_HYPHEN = re.compile(r"[-‑]")
# 'wet- en regelgeving', 'jeugd-, buurt- en wijkteams'
_SUSPENDED = re.compile(r"[-‑](?:,\s+[^\W_]{1,60}[-‑]){0,5},?\s+(?:en|of|en/of)\s+([^\W_]{1,60})")
_STEP = "stap"
LONGEST_WORD = 60


def words(text: str) -> list[str]:
    """Return the words of text: lower case, without accents; of a word with a hyphen the whole, joined, and then its parts.

    >>> words("De gezins-situatie van BOTOC-Arnhem: één foto's")
    ['de', 'gezinssituatie', 'gezins', 'situatie', 'van', 'botocarnhem', 'botoc', 'arnhem', 'een', 'foto']
    >>> words("wet- en regelgeving (o.a. de A.P.V.), 12-18 jaar, 2,42 miljoen, de derde stap")
    ['wetgeving', 'wet', 'en', 'regelgeving', 'oa', 'de', 'apv', '12', '18', 'jaar', '2420000', '2,42', 'miljoen', 'de', '3', 'stap']
    """
    return [form for forms, _, _ in _tokens(text) for form in forms]


def word_spans(text: str) -> list[tuple[str, int, int]]:
    """Return (word, begin, end) for each word of text; of a word with a hyphen the joined form, of a first half the completed one."""
    return [(forms[0], begin, end) for forms, begin, end in _tokens(text)]


def names_a_step(text: str) -> bool:
    """Return whether a text names a step by its number.

    >>> names_a_step("wat doe ik in de vierde stap"), names_a_step("stap 12"), names_a_step("de 12 stappen")
    (True, True, False)
    """
    said = words(text)
    return any((first == _STEP and second.isdigit()) or (first.isdigit() and second == _STEP) for first, second in pairwise(said))


def with_steps_in_figures(text: str) -> str:
    """Return text with every step by its number as the sources write it, for who compares other than by words.

    >>> with_steps_in_figures("Wat houdt de vierde stap in, en stap vijf?")
    'Wat houdt de stap 4 in, en stap 5?'
    """
    tokens = _tokens(text)
    told = text
    for place, (forms, begin, end) in reversed(list(enumerate(tokens))):
        before, after = _next_to(tokens, place, -1, text), _next_to(tokens, place, 1, text)
        figure = of_step(folded(text[begin:end]), "") or of_step("", folded(text[begin:end]))
        if figure != forms[0] or _STEP not in (before, after):
            continue
        shown, last = (figure, end) if before == _STEP else (f"{_STEP} {figure}", tokens[place + 1][2])
        told = told[:begin] + shown + told[last:]
    return told


def without_points(text: str) -> str:
    """Return text with its abbreviations without points, for who compares other than by words.

    >>> without_points("Wat doet de B.O.T.O.C. in het wijkteam.Bewoners?")
    'Wat doet de BOTOC in het wijkteam.Bewoners?'
    """
    return _POINTED.sub(lambda found: found.group().replace(".", ""), text)


def parts_of_hyphenated(raw: str) -> tuple[str, ...]:
    """Return the forms of the parts of a word that is written with hyphens, () for another word."""
    return _forms(raw)[1:] if _HYPHEN.search(raw) else ()


_Token = tuple[tuple[str, ...], int, int]


def _tokens(text: str) -> list[_Token]:
    """Return the words of text in their forms, the one that tells most first, with where each begins and ends."""
    found: list[_Token] = []
    for match in _WORD.finditer(text):
        found.append((_forms_of(match, text), *match.span()))
    return _with_figures(found, text)


def _forms_of(match: re.Match[str], text: str) -> tuple[str, ...]:
    kind = match.lastgroup
    if kind == "abbreviation":
        return (folded(match.group().replace(".", ""))[:LONGEST_WORD],)
    if kind == "number":
        return (number(match.group())[:LONGEST_WORD],)
    forms = _forms(match.group())
    end = match.end()
    half = _SUSPENDED.match(text, end) if text[end : end + 1] in _HYPHENS else None
    whole = completed(forms[0], folded(half[1])) if half and forms[0].isalpha() else None
    return (whole, *forms) if whole else forms


def _with_figures(tokens: list[_Token], text: str) -> list[_Token]:
    """Return the tokens with the value of '2,42 miljoen' beside its number, and the number of a step as a figure."""
    # A build takes half a million words apart, and of most texts no word asks what stands beside it.
    if not any(forms[0] == _STEP or forms[0][0].isdigit() for forms, _, _ in tokens):
        return tokens
    return [
        (_valued(forms, _next_to(tokens, place, 1, text), _next_to(tokens, place, -1, text), text[begin:end]), begin, end)
        for place, (forms, begin, end) in enumerate(tokens)
    ]


def _valued(forms: tuple[str, ...], after: str, before: str, raw: str) -> tuple[str, ...]:
    own = forms[0]
    if own[0].isdigit() and after:
        value = multiplied(own, after) if own.replace(",", "").isdecimal() and own.isascii() else None
        if value:
            return (value, *forms)
    step = of_step(own if after == _STEP else "", own if before == _STEP else "") if _STEP in (after, before) else None
    # 'Een' after a step is an article, unless it has its accents.
    return (step,) if step and not (own == "een" and raw.isascii()) else forms


def _next_to(tokens: Sequence[_Token], place: int, step: int, text: str) -> str:
    """Return the word just before or after a token, with only white space between, or ""."""
    other = place + step
    if not 0 <= other < len(tokens):
        return ""
    first, second = sorted((place, other))
    return tokens[other][0][0] if text[tokens[first][2] : tokens[second][1]].isspace() else ""


# Texts repeat their words: this is half the time of an answer. Bounded, since readers type words too.
@lru_cache(maxsize=20_000)
def _forms(raw: str) -> tuple[str, ...]:
    pieces = [form for piece in _HYPHEN.split(raw) if (form := _form(piece))]
    return tuple(pieces) if len(pieces) < 2 else ("".join(pieces), *pieces)


def _form(raw: str) -> str:
    word = _APOSTROPHE_ENDING.sub(lambda ending: "er" if ending[1] == "er" else "", folded(raw)[:LONGEST_WORD])
    return word.replace("'", "").replace("’", "")


@cache
def stop_words() -> frozenset[str]:
    """Words that say nothing about the subject; kept in stopwoorden.txt."""
    text = resources.files("kb.analysis").joinpath("stopwoorden.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() for word in line.partition("#")[0].split())
