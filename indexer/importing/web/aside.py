"""What of a web page is its text, and what belongs to the site or is not to be seen."""

import re

from lxml.html import HtmlElement

from indexer.importing.web.words import plain

# What a converter marks a paragraph with that HTML has no element for.
CONTENTS, RUNNING = "kb-inhoud", "kb-kopregel"
HIDDEN = "verborgen tekst"
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_OF_FORMS = frozenset(("form", "button", "select", "textarea", "option", "datalist", "fieldset"))
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|(?:font-size|opacity)\s*:\s*0(?![.\d])", re.IGNORECASE)
_HIDDEN_NAME = re.compile(r"\b(?:visually-?hidden|sr-only|screen-?reader(?:-text|-only)?|verborgen-tekst)\b", re.IGNORECASE)
_MENU_NAME = re.compile(r"bread-?crumb|kruimel|\bskip-?(?:link|nav|to)|\b(?:nav|menu|navbar|navigation|pagination)\b", re.IGNORECASE)
_COOKIES = re.compile(r"\bcookie", re.IGNORECASE)
_FEW_WORDS = 30
_PROGRAMS = ("javascript:", "vbscript:", "data:")
_UNSEEN = re.compile(r"[\s\x00-\x1f\u00ad\u200b-\u200d\u2060\ufeff]")


def main_of(root: HtmlElement) -> HtmlElement | None:
    """Return where the text of a page stands, if it says so: the one with the most words."""
    for path in (".//main | .//*[@role='main']", ".//article"):
        found = root.xpath(path)
        if path == ".//article" and len(found) > 1:
            continue
        largest = max(found, key=lambda element: len(plain(element)), default=None)
        if largest is not None and plain(largest):
            return largest
    return None


def why_aside(element: HtmlElement) -> str:
    """Return why an element is no part of the text; empty when it is."""
    tag, role, names = element.tag, element.get("role", ""), f"{element.get('class', '')} {element.get('id', '')}"
    if (
        "hidden" in element.attrib
        or element.get("aria-hidden") == "true"
        or tag == "noscript"
        or _HIDDEN_STYLE.search(element.get("style", ""))
        or _HIDDEN_NAME.search(names)
    ):
        return HIDDEN
    if tag == "a" and _UNSEEN.sub("", element.get("href", "")).lower().startswith(_PROGRAMS):
        return "link die een programma start"
    if CONTENTS in names:
        return "inhoudsopgave"
    if RUNNING in names:
        return "kop- of voetregel"
    if tag in ("nav", "menu") or role in ("navigation", "menu", "menubar"):
        return "" if _holds_text(element) else "menu"
    if _MENU_NAME.search(names) and tag not in (*_HEADINGS, "main", "body") and not _holds_text(element) and _is_of_links(element):
        return "menu"
    if tag in ("dialog",) or role in ("dialog", "alertdialog") or _COOKIES.search(names) and not _holds_text(element):
        return "melding van de website"
    if tag == "aside" or role == "complementary":
        return "zijkolom"
    if tag in _OF_FORMS:
        return "" if tag in ("form", "fieldset") and _holds_text(element) else "formulier"
    if tag == "footer" or role == "contentinfo":
        return "voet van de webpagina"
    if (tag == "header" or role == "banner") and element.find(".//h1") is None and not _is_within(element, ("main", "article")):
        return "kop van de webpagina"
    return ""


def _holds_text(element: HtmlElement) -> bool:
    """Return whether a site put its text in what is meant for something else, such as one form around the whole page."""
    return bool(element.xpath("self::main | .//main | .//article | .//h1"))


def _is_of_links(element: HtmlElement) -> bool:
    """Return whether an element holds little, or more in links than beside them: a name alone may be that of what stands beside a menu."""
    words = len(plain(element).split())
    return words <= _FEW_WORDS or 2 * sum(len(plain(link).split()) for link in element.iter("a")) >= words


def _is_within(element: HtmlElement, tags: tuple[str, ...]) -> bool:
    return any(ancestor.tag in tags for ancestor in element.iterancestors())
