"""The page of an error: what went wrong in plain words, and ways on."""

from flask import Response, make_response, render_template

_TITLES = {
    400: "Deze aanvraag klopt niet",
    404: "Deze pagina bestaat niet",
    405: "Dat kan hier niet",
    410: "Deze bron is weggehaald",
    408: "Uw aanvraag kwam niet op tijd binnen",
    413: "Dit is te veel tekst",
    429: "U vraagt te veel in korte tijd",
    431: "Uw browser stuurt te veel mee",
    500: "Er ging iets mis bij ons",
    503: "De kennisbank is er even niet",
}
_EXPLANATIONS = {
    400: "Het adres dat u gebruikte, klopt niet helemaal. Begin opnieuw met zoeken of kies hieronder een andere weg.",
    404: "Misschien is het adres verkeerd overgetypt, of is de tekst weggehaald.",
    405: "Ga terug naar de vorige pagina en probeer het daar nog eens.",
    413: "Maak uw tekst korter en probeer het nog eens. Gaat u terug in uw browser, dan staat daar meestal nog wat u typte.",
    429: "Wacht een minuut en probeer het dan nog eens.",
    431: "Ververs de pagina. Helpt dat niet, probeer dan een andere browser.",
    500: "Uw vraag is niet beantwoord. Probeer het later nog eens.",
    503: "De beheerder moet de index opnieuw maken. Probeer het later nog eens.",
}


def error_page(status: int, *sentences: str) -> Response:
    """Return the error page of a status; sentences stand instead of its usual explanation."""
    title = _TITLES.get(status, _TITLES[500 if status >= 500 else 400])
    explanation = sentences or (_EXPLANATIONS.get(status, _EXPLANATIONS[500 if status >= 500 else 400]),)
    response = make_response(render_template("error.html", title=title, sentences=explanation, status=status), status)
    response.headers["Cache-Control"] = "no-store"
    return response
