"""Before any page: is it asked of this host, by somebody who may, and did a form come from here?"""

from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, request
from markupsafe import Markup
from werkzeug.exceptions import Forbidden
from werkzeug.utils import redirect

from workbench.visitors import COOKIE, Visitors

EXTENSION = "visitors"
PROOF = "bewijs"
POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; form-action 'self';"
    " frame-ancestors 'none'; base-uri 'none'"
)
# What an error page for somebody outside needs too.
_STYLE = ("/bestanden/", "/vormgeving/")
_NO_SESSION = "Start de werkbank opnieuw (kb werkbank) en open het adres dat verschijnt."
_ENTRANCE = "/binnen"
_OWN_NAMES = ("127.0.0.1", "localhost", "[::1]")


def register(app: Flask, visitors: Visitors, address: str) -> None:
    """Let only visitors in, who ask for `address` (of a server; '' is this machine), and only their own forms change anything."""
    app.extensions[EXTENSION] = visitors
    app.add_template_global(_proof, "proof")
    app.add_url_rule(_ENTRANCE, view_func=enter)
    allowed = {urlsplit(address).netloc} if address else set()

    @app.before_request
    def guard() -> None:
        host = request.host.rsplit(":", 1)[0] if request.host.rsplit(":", 1)[-1].isdigit() else request.host
        # Another name that leads to this machine is how a page elsewhere would come in.
        if request.host not in allowed if allowed else host not in _OWN_NAMES:
            raise Forbidden("Open de werkbank met het adres dat bij het starten verscheen.")
        if request.path == _ENTRANCE or request.path.startswith(_STYLE):
            return
        g.editor = visitors.name(request.cookies.get(COOKIE, ""), request.headers.get(visitors.sign_on, "") if visitors.sign_on else "")
        if not g.editor:
            raise Forbidden("U bent niet aangemeld." if visitors.sign_on else _NO_SESSION)
        if request.method not in ("GET", "HEAD"):
            _refuse_others(visitors)

    @app.after_request
    def headers(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["X-Frame-Options"] = "DENY"
        # With "no-referrer" a browser would not tell where a form comes from.
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        if not request.path.startswith(_STYLE):
            response.headers["Cache-Control"] = "no-store"
        return response


def enter() -> Response:
    """Take the key out of the address, open a session with it and go to the first page, as who is in already does too."""
    visitors: Visitors = current_app.extensions[EXTENSION]
    if not visitors.sign_on and visitors.name(request.cookies.get(COOKIE, ""), ""):
        return redirect("/", 303, Response)  # type: ignore[return-value]
    session = visitors.enter(request.args.get("sleutel", ""))
    if not session:
        raise Forbidden("Deze sleutel is al gebruikt of klopt niet. Start de werkbank opnieuw (kb werkbank).")
    response = redirect("/", 303, Response)
    response.set_cookie(COOKIE, session, httponly=True, samesite="Strict", path="/")
    return response  # type: ignore[return-value]


def _refuse_others(visitors: Visitors) -> None:
    origin = request.headers.get("Origin", "")
    from_elsewhere = origin and urlsplit(origin).netloc != request.host
    if from_elsewhere or request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise Forbidden("Dit formulier kwam van een andere site.")
    if not visitors.is_proof(g.editor, request.form.get(PROOF, "")):
        raise Forbidden("Dit formulier is verlopen. Ga terug, ververs de pagina en probeer het opnieuw.")


def _proof() -> Markup:
    value = current_app.extensions[EXTENSION].proof(g.editor)
    return Markup('<input type="hidden" name="{}" value="{}">').format(PROOF, value)
