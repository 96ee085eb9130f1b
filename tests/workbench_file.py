"""A small report as PDF, with something of each sort that a person decides on: a name, a word over a line's end, a list, a definition."""

from pdf_maker import Said, pdf, said


def report() -> bytes:
    """Return a report of two pages about a garden in Lindedam."""
    first = [
        Said("Samen in de Linde", 72, 90, size=22, look="b"),
        Said("Gemeente Lindedam, 12 maart 2026", 72, 120),
        Said("1 Wat er speelt", 72, 170, size=15, look="b"),
        *said(
            "Wij spraken Claire Boelema over de buurt. Een buurttuin is een tuin die bewoners samen",
            "onderhouden en die voor iedereen open is. In 2025 werkten er 45 bewoners mee aan de tuin.",
            "Zij kwamen elke week bij elkaar en leerden elkaar daar kennen. De gemeente gaf zaden en",
            "gereedschap, en de school hielp met het schoonmaken. Op het eerste zomerse Linde-",
            "feest kwamen veel oude bewoners kijken, omdat zij de tuin nog kenden van vroeger.",
            top=200,
        ),
    ]
    second = [
        Said("2 Wat helpt", 72, 90, size=15, look="b"),
        *said(
            "Een praatje op straat helpt het meest, zo zeggen de bewoners van de Linde zelf. Wie elkaar",
            "kent, vraagt elkaar eerder om hulp. De volgende dingen hielpen volgens hen het meest:",
            top=120,
        ),
        *said(
            "• koffie op de stoep voor wie langs komt",
            "• een vast uur in de week voor alle buren",
            "• een sleutel van de schuur voor elke straat",
            "• een feest aan het eind van het seizoen",
            left=90,
            top=160,
        ),
        *said("Vragen? Mail naar tuin@lindedam.example of bel 06-12345678.", top=240),
    ]
    return pdf([first, second], properties={"Title": "Samen in de Linde", "Author": "C. Boelema"})
