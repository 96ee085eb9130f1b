"""The name under which a reader asks for the site (Host): one that is no name of a host is refused, since addresses are made of it."""

from flask import Flask, request

from kb.errors import InvalidRequest


def register(app: Flask) -> None:
    """Refuse a request whose Host is no name or address of a host, with a port or without. What it is does not matter."""

    @app.before_request
    def refuse_what_is_no_host() -> None:
        try:
            # Empty for what can't stand in an address; and a name with signs of other languages may be none when it is read.
            is_host = bool(request.host and request.url_root)
        except UnicodeError:
            is_host = False
        if not is_host:
            raise InvalidRequest("De naam van de site in de aanvraag (de kopregel Host) klopt niet.")
