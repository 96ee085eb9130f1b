"""What the value of a setting must be: each check returns what to do when a value does not fit, or nothing. It needs no package.

They run when the site starts, so that a wrong value is told to who can mend it and never becomes a reader's trouble.
"""

import ipaddress
import re
import tempfile
from collections.abc import Callable
from pathlib import Path

from kb.index.database import fault_of

Check = Callable[[str], str]

# A label of the name of a host; a name ends in one that is no number, or it would be an address that is none.
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = rf"(?:{_LABEL}\.){{0,10}}(?!\d+\Z|\d+[:/]){_LABEL}"
_HOST_NAME = re.compile(_HOST, re.IGNORECASE)
_SITE = re.compile(rf"https?://({_HOST}|[\d.]{{7,15}}|\[[0-9a-f:.]{{2,45}}\])(?::(\d{{1,5}}))?(?:/[\w.~-]+)*/?", re.ASCII | re.IGNORECASE)
# No mark that means something in the address of a mail link.
_MAIL = re.compile(r"[A-Za-z0-9._+'-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z0-9-]{2,63}")
_CLASS = re.compile(r"-?[A-Za-z_][A-Za-z0-9_-]{0,100}")
_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{1,100}")
_LONGEST_NAME = 200
_LARGEST_STYLE = 2_000_000


def number_between(least: int, most: int) -> Check:
    """Return the check of a whole number that is one of these."""

    def check(text: str) -> str:
        return "" if least <= int(text) <= most else f"gebruik een getal van {least} tot en met {most}"

    return check


def one_of(*values: str) -> Check:
    """Return the check of a word that is one of these, in capitals or not."""

    def check(text: str) -> str:
        return "" if text.casefold() in {value.casefold() for value in values} else f"gebruik {', '.join(values[:-1])} of {values[-1]}"

    return check


def host(text: str) -> str:
    """Check an address to listen on: of IPv4, of IPv6, or the name of a machine."""
    return "" if _is_address(text) or _HOST_NAME.fullmatch(text) else "gebruik een IP-adres van deze machine, zonder poort"


def site(text: str) -> str:
    """Check the public address of a site, which may stand under a path of its host."""
    found = _SITE.fullmatch(text)
    if found and (_HOST_NAME.fullmatch(found[1]) or _is_address(found[1].strip("[]"))) and int(found[2] or 1) in range(1, 65_536):
        return ""
    return "gebruik http:// of https:// met de naam van de site en hoogstens een pad, zoals https://kennisbank.gemeente.nl"


def database(text: str) -> str:
    """Check the address of a database, in which a password has no place."""
    return fault_of(text)


def mail_address(text: str) -> str:
    """Check an e-mail address."""
    return "" if _MAIL.fullmatch(text) else "gebruik één mailadres, zoals kennisbank@gemeente.nl"


def class_name(text: str) -> str:
    """Check the name of a CSS class."""
    return "" if _CLASS.fullmatch(text) else "gebruik één naam van letters, cijfers en streepjes, zonder punt ervoor"


def header(text: str) -> str:
    """Check the name of a header."""
    return "" if _HEADER.fullmatch(text) else "gebruik de naam van een kopregel, zoals X-Forwarded-User"


def name(text: str) -> str:
    """Check a name that readers see."""
    return "" if text.isprintable() and len(text) <= _LONGEST_NAME else f"gebruik één regel van hoogstens {_LONGEST_NAME} tekens"


def style_file(text: str) -> str:
    """Check that a stylesheet is there and can be read."""
    file = Path(text)
    try:
        if not file.is_file():
            return "daar staat geen bestand; wijs een CSS-bestand aan, of laat de instelling leeg"
        if file.stat().st_size > _LARGEST_STYLE:
            return f"dat bestand is groter dan {_LARGEST_STYLE // 1_000_000} MB; wijs een CSS-bestand aan"
        file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return "dat bestand is geen tekst in UTF-8; bewaar het als UTF-8"
    except (OSError, ValueError):
        return "dit account mag dat bestand niet lezen; geef het leesrecht"
    return ""


def folder_to_write(text: str) -> str:
    """Check that a folder can be written in by this account; one that is missing is made, for no other account to read."""
    folder = Path(text)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Gone again when it is closed: whether a name may be made can't be told from the rights alone.
        with tempfile.TemporaryFile(dir=folder):
            return ""
    except FileExistsError:
        return "dat is geen map; wijs een map aan"
    except (OSError, ValueError):
        return "dit account kan daar geen map maken of niet in die map schrijven; geef het schrijfrecht, of wijs een andere map aan"


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
