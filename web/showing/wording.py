"""Words that readers see for values of the model: dates, kinds, forms, evidence, attribution, audience."""

from kb.library import Library
from kb.model import Quote
from kb.telling import dates
from kb.telling.source_lines import NO_DATE

EVIDENCE = {
    "onderzoek": "onderzoek",
    "advies": "advies",
    "praktijkbeschrijving": "beschrijving van de praktijk",
    "verslag": "verslag van een bijeenkomst",
    "mening": "mening",
}
# What a reader may take from a source that knows what it says in such a way.
WORTH = {
    "onderzoek": "Zegt wat er is onderzocht en wat daaruit kwam.",
    "advies": "Zegt wat de schrijvers aanraden, uit onderzoek en ervaring.",
    "praktijkbeschrijving": "Zegt wat gemeenten doen, niet of het werkt.",
    "verslag": "Zegt wat er op een bijeenkomst werd verteld.",
    "mening": "Zegt wat iemand vindt.",
}
FORMS = {
    "hulpvragen": "Vragen om te stellen",
    "checklist": "Checklists",
    "tips": "Tips",
    "ladder": "Ladder",
    "tabel": "Tabel",
    "activiteiten": "Activiteiten",
    "rol": "Rollen",
    "inzicht": "Inzichten",
    "definitie": "Begrippen op een rij",
    "kernzin": "Kernzinnen",
    "verwijzing": "Verwijzingen",
    "uitleg": "Uitleg",
}
ATTRIBUTION = {
    "genoemd": "",
    "rol": "De bron noemt alleen de functie, geen naam.",
    "uit-verband": "Wie dit zei, blijkt uit de tekst eromheen; het staat er niet letterlijk bij.",
    "niet-genoemd": "De bron noemt niet wie dit zei.",
}
DEPTH = {"beschreven": "Uitgewerkt", "kort": "Kort beschreven", "genoemd": "Alleen genoemd"}
# What the sources may say of a practice example, in the order of its page.
TRAITS = {
    "probleem": "Probleem",
    "voor_wie": "Voor wie",
    "wat_ze_doen": "Wat ze doen",
    "sinds": "Sinds wanneer",
    "kosten": "Kosten",
    "resultaat": "Resultaat",
}
IN_DANGER = (
    "Bel bij direct gevaar 112. Geen haast, wel politie: 0900-8844. Zorgen om geweld in huis of een kind: Veilig Thuis, 0800-2000."
    " Denkt u aan zelfmoord: 113. Deze site behandelt geen zaken van één persoon."
)
SOMEBODY = "iemand die de bron niet noemt"


def date_in_words(date: str | None) -> str:
    """Return a date of the corpus as a reader writes it.

    >>> date_in_words("2024-07-09"), date_in_words("2024-12"), date_in_words("2024"), date_in_words(None)
    ('9 juli 2024', 'december 2024', '2024', 'zonder datum')
    """
    return dates.date_in_words(date) if date else NO_DATE


def form_label(form: str) -> str:
    """Return the name of a form of working list."""
    return FORMS.get(form, form)


def joined(words: tuple[str, ...] | list[str], last: str = "en") -> str:
    """Return words as a list in a sentence.

    >>> joined(["Delft"]), joined(["Delft", "Breda", "Utrecht"])
    ('Delft', 'Delft, Breda en Utrecht')
    """
    return f" {last} ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def speaker(library: Library, quote: Quote) -> str:
    """Return who said a quote, as readers may see it."""
    return joined(library.speaker_names(quote)) or quote.role or SOMEBODY


def signature(library: Library, quote: Quote) -> str:
    """Return speaker, role and organisation of a quote, each once."""
    parts = [speaker(library, quote), quote.role or "", quote.organisation or ""]
    return ", ".join(dict.fromkeys(part for part in parts if part))


def capital(text: str) -> str:
    """Return text with its first letter as a capital."""
    return text[:1].upper() + text[1:]


def counted(number: int, one: str, more: str) -> str:
    """Return a number with its noun.

    >>> counted(1, "citaat", "citaten"), counted(0, "citaat", "citaten")
    ('1 citaat', '0 citaten')
    >>> counted(1_056, "tekst, citaat of voorbeeld", "teksten, citaten en voorbeelden")
    '1.056 teksten, citaten en voorbeelden'
    """
    in_thousands = f"{number:,}".replace(",", ".")
    return f"{in_thousands} {one if number == 1 else more}"
