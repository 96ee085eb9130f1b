"""What in a file may tell of a person: mail addresses, phone and account numbers, citizen service numbers, likely names.

Nothing is decided here: each find is shown to a person, who ticks that it may stay or has it blacked out.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

from indexer.importing.blocks import Conversion
from kb.analysis.compounds import parts as compound_parts
from kb.analysis.lemmas import in_dictionary, in_other_dictionary
from kb.analysis.letters import folded
from kb.analysis.names import has_capital_inside
from kb.analysis.words import stop_words


class FindKind(StrEnum):
    """What was found."""

    MAIL = "mailadres"
    PHONE = "telefoonnummer"
    ACCOUNT = "rekeningnummer"
    CITIZEN = "burgerservicenummer"
    NAME = "naam"


@dataclass(frozen=True, slots=True)
class Told:
    """Words of a file and where they stand, in Dutch: 'bladzijde 3', 'voetnoot 2', 'bestandseigenschap auteur'."""

    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Find:
    """Words that may tell of a person: what kind, every place where they stand, and the words around the first."""

    kind: FindKind
    words: str
    places: tuple[str, ...]
    around: str


_MAIL = re.compile(r"[\w.+'-]+(?:@|\s?[\[(](?:at|apenstaartje)[\])]\s?)[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
# Nine digits after the 0 or the number of the country, with at most two signs between them.
_PHONE = re.compile(
    r"(?<![\w.,/+-])(?<![A-Z]{4} )(?:(?:\+|00)\s?31[\s.-]{0,2}(?:\(0\)\s?)?|\(?0)[1-9](?:[\s./()–-]{0,2}\d){8}(?!\w|[.,-]\d)"
)
_DATE = re.compile(r"\d{1,2}[-/. ]\d{1,2}[-/. ](?:19|20)\d\d")
_ACCOUNT = re.compile(r"\b[A-Z]{2}\d{2}(?:[ .]?[A-Z0-9]{4}){2,7}(?:[ .]?[A-Z0-9]{1,3})?\b")
_NINE = re.compile(r"(?<![\w.,-])(?:\d{9}|\d{4}[. ]\d{2}[. ]\d{3}|\d{3}[. -]\d{3}[. -]\d{3})(?!\w|[.,-]\d)")
_CITIZEN_NEAR = re.compile(r"\b(?:bsn|burgerservice|burgerservicenummer|sofi|sofinummer|persoonsnummer)\b", re.IGNORECASE)
# How far before a number its name stands, in characters.
_NEAR = 60
_AROUND = 60

# Between the parts of a name; "'s" is none, for it ends a word.
_BETWEEN = r"(?:van|de|den|der|ten|ter|te|het|in|op|el|al|la|le|du|von|af|bin|ben|'t|’t)"
_PART = r"(?:[DdLl][’'])?[A-ZÀ-ÖØ-Þ][\w’'-]*[^\W\d_]"
_SURNAME = rf"(?:{_BETWEEN}\s+){{0,3}}{_PART}(?:(?:\s|\s?-\s?)(?:{_BETWEEN}\s+){{0,3}}{_PART}){{0,2}}"
_INITIALS = r"(?:(?:[A-ZÀ-Þ]|Th|Ch|IJ)\.[\s-]?){1,5}"
_HONORIFIC = r"(?:(?:[Dd]e )?[Hh]eer|[Dd]hr\.?|[Mm]evrouw|[Mm]evr\.?|[Mm]w\.?|[Mm]eneer|(?:[Dd]rs|[Dd]r|[Ii]r|[Ii]ng|[Mm]r|[Pp]rof)\.)"
_ROLE = (
    r"(?:[Bb]urgemeester|[Ww]ethouder|[Rr]aadslid|[Mm]inister|[Ss]taatssecretaris|[Gg]edeputeerde|[Dd]irecteur|[Vv]oorzitter|[Gg]riffier"
    r"|[Pp]astoor|[Ii]mam|[Ww]ijkagent|[Jj]ongerenwerker)"
)
_WITH_TITLE = re.compile(rf"\b{_HONORIFIC}\s+((?:{_HONORIFIC}\s+)*(?:{_INITIALS}\s?)?{_SURNAME})")
_WITH_ROLE = re.compile(rf"\b{_ROLE}\s+({_PART}(?:\s+(?:{_BETWEEN}\s+){{0,3}}{_PART}){{0,2}})")
_WITH_INITIALS = re.compile(rf"(?<![\w.])({_INITIALS}\s?{_SURNAME})")
_IN_FULL = re.compile(rf"(?<![\w.-])({_PART}(?:\s+(?:{_BETWEEN}\s+){{0,3}}{_PART}){{1,3}})")
_ALONE = re.compile(rf"(?<![\w.’'-]){_PART}(?![\w’'-])")
_WORD = re.compile(r"[^\s]+")


def finds_in(told: Sequence[Told], no_persons: Iterable[str] = ()) -> list[Find]:
    """Return what may tell of a person in the texts of a file, each words once, in the order in which they are met.

    `no_persons`: names of places and organisations that are known, which are no finds.
    """
    known = frozenset(map(folded, no_persons))
    common = frozenset(word for one in told for word in re.findall(r"\b[^\W\d_]+\b", one.text) if word.islower())
    kinds: dict[str, FindKind] = {}
    places: dict[str, list[str]] = {}
    around: dict[str, str] = {}
    for one in told:
        text = " ".join(one.text.split())
        for kind, begin, end in _finds(text, known, common):
            words = text[begin:end]
            kinds.setdefault(words, kind)
            around.setdefault(words, _around(text, begin, end))
            if one.where not in places.setdefault(words, []):
                places[words].append(one.where)
    return [Find(kind, words, tuple(places[words]), around[words]) for words, kind in kinds.items()]


def told_by(conversion: Conversion) -> list[Told]:
    """Return every text of a conversion in which a person may be told of, with its place; what was set aside and the properties too.

    Set aside words stay in the original text that is kept, so that they count as well.
    """
    told = [Told(_page(block.page, "tekst"), block.text) for block in conversion.blocks]
    told += [Told(f"voetnoot {note.label}", note.text) for note in conversion.footnotes]
    told += [Told(f"{_page(aside.page, 'tekst')} ({aside.reason})", aside.text) for aside in conversion.set_aside]
    told += [Told(f"bestandseigenschap {name}", text) for name, text in conversion.properties.items() if name != "programma"]
    return told


def author_of(properties: dict[str, str]) -> list[Find]:
    """Return the author that a file names in its properties: a find whatever he is called, for nobody sees him in the text."""
    author = " ".join(properties.get("auteur", "").split())
    return [Find(FindKind.NAME, author, ("bestandseigenschap auteur",), author)] if author else []


def _page(page: int | None, otherwise: str) -> str:
    return f"bladzijde {page}" if page else otherwise


def _around(text: str, begin: int, end: int) -> str:
    before, after = text[max(0, begin - _AROUND) : begin], text[end : end + _AROUND]
    before = f"… {before.partition(' ')[2]}" if begin > _AROUND else before
    after = f"{after.rpartition(' ')[0]} …" if end + _AROUND < len(text) else after
    return f"{before}{text[begin:end]}{after}"


def _finds(text: str, known: frozenset[str], common: frozenset[str]) -> list[tuple[FindKind, int, int]]:
    """Return kind, begin and end of each find, in order; of two that overlap the one of the more certain kind."""
    taken: list[tuple[FindKind, int, int]] = []
    for kind, begin, end in (*_certain(text), *((FindKind.NAME, begin, end) for begin, end in _names(text, known, common))):
        if all(end <= other_begin or begin >= other_end for _, other_begin, other_end in taken):
            taken.append((kind, begin, end))
    return sorted(taken, key=lambda find: find[1])


def _certain(text: str) -> Iterator[tuple[FindKind, int, int]]:
    for match in _MAIL.finditer(text):
        yield FindKind.MAIL, match.start(), match.end()
    for match in _ACCOUNT.finditer(text):
        if is_account(match.group()):
            yield FindKind.ACCOUNT, match.start(), match.end()
    for match in _PHONE.finditer(text):
        if not _DATE.search(match.group()):
            yield FindKind.PHONE, match.start(), match.end()
    for match in _NINE.finditer(text):
        # Of nine digits that are another number, one in eleven passes the test: where they are written apart or as money, the name decides.
        is_named = bool(_CITIZEN_NEAR.search(text, max(0, match.start() - _NEAR), match.start()))
        is_plain = match.group().isdigit() and not text[: match.start()].rstrip().endswith(("€", "EUR", "euro"))
        if is_citizen(match.group()) and (is_named or is_plain):
            yield FindKind.CITIZEN, match.start(), match.end()


def is_account(text: str) -> bool:
    """Return whether text is an account number (IBAN) with the right check digits.

    >>> is_account("NL91 ABNA 0417 1643 00"), is_account("NL92 ABNA 0417 1643 00")
    (True, False)
    """
    letters = re.sub(r"[ .]", "", text)
    return int("".join(str(int(letter, 36)) for letter in letters[4:] + letters[:4])) % 97 == 1


def is_citizen(text: str) -> bool:
    """Return whether text is a number that passes the test of citizen service numbers (elfproef).

    >>> is_citizen("111222333"), is_citizen("111222334"), is_citizen("000000000")
    (True, False, False)
    """
    digits = [int(letter) for letter in text if letter.isdigit()]
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return len(digits) == 9 and any(digits) and sum(map(int.__mul__, digits, weights)) % 11 == 0


def _names(text: str, known: frozenset[str], common: frozenset[str]) -> Iterator[tuple[int, int]]:
    for pattern in (_WITH_TITLE, _WITH_INITIALS):
        for match in pattern.finditer(text):
            if not _is_no_person(match.group(1), known):
                yield match.span(1)
    for match in _IN_FULL.finditer(text):
        begin, end = _trimmed(text, *match.span(1))
        if _is_name(text[begin:end], known, common):
            yield begin, end
    for match in _WITH_ROLE.finditer(text):
        form = folded(match.group(1)).split()[0]
        if not in_dictionary(form) and form not in known:
            yield match.span(1)
    for match in _ALONE.finditer(text):
        form = folded(match.group())
        is_plain = form not in known and not match.group().isupper() and not in_dictionary(form)
        if form in first_names() and is_plain and has_capital_inside(text, match.start()):
            yield match.span()


def _is_no_person(name: str, known: frozenset[str]) -> bool:
    form = folded(name)
    return form in known or form.split()[0] in _no_persons()


def _trimmed(text: str, begin: int, end: int) -> tuple[int, int]:
    """Return text[begin:end] from the first name in it, or else from its first word that no dictionary has: 'Volgens Jan de Boer'."""
    parts = [part for part in _WORD.finditer(text, begin, end) if part.group()[0].isupper()][:-1]
    first = next((part for part in parts if folded(part.group()) in first_names()), None)
    first = first or next((part for part in parts if not in_dictionary(folded(part.group()))), None)
    return (first.start(), end) if first else (begin, end)


def _is_name(name: str, known: frozenset[str], common: frozenset[str]) -> bool:
    """Return whether words with capitals are likely the name of a person: a first name and whatever, or what begins with no word at all.

    `common`: the words that the file writes without a capital.
    """
    parts = [part for part in name.split() if part[:1].isupper()]
    forms = [folded(part) for part in parts]
    if len(parts) < 2 or any(len(part) > 1 and part.isupper() for part in parts):
        return False
    if folded(name) in known or any(form in _no_persons() for form in forms):
        return False
    if forms[0] in first_names():
        return True
    if any(form in known or form in common or form in stop_words() for form in forms):
        return False
    return not (in_dictionary(forms[0]) or in_other_dictionary(forms[0]) or compound_parts(forms[0], common)) and "-" not in forms[0]


@cache
def first_names() -> frozenset[str]:
    """Return the first names of voornamen.txt, as they are compared."""
    return _listed("voornamen.txt")


@cache
def _no_persons() -> frozenset[str]:
    return _listed("geen-namen.txt")


def _listed(file: str) -> frozenset[str]:
    text = resources.files("indexer.drafting").joinpath(file).read_text(encoding="utf-8")
    return frozenset(folded(name) for line in text.splitlines() if not line.startswith("#") for name in line.split())
