"""What one does after a command: which draft came of it, or what stands in its way, by what it was asked and the lines it told."""

import re
from dataclasses import dataclass
from typing import Literal

from workbench import waiting
from workbench.jobs import Job
from workbench.place import Place

_DRAFT = re.compile(r"([a-z0-9-]+): .+ \(.*twijfels\)")
_WAITS = re.compile(r"wacht al als concept '([a-z0-9-]+)'")
_IS_THERE = re.compile(r"staat er al als '(.+?)' \(([a-z0-9-]+)\)")
_PREVIEW = re.compile(r"http://127\.0\.0\.1:\d+/bronnen/[a-z0-9-]+")
# What is still to be decided, which the page of the draft tells, and which command comes next, for which there is a button.
_NEXT = re.compile(
    r"\s*(?:- (?:\w+ is nog leeg|openbaar is nog|vondst [0-9]+, |bladzijde [0-9]+: )"
    r"|Nog [0-9]+ te beslissen: kb decide|Alles is beslist\. Probeer het met: kb try|Er is niets veranderd\. Met --ja gebeurt het)"
)
# What is to be typed, as somebody with buttons reads it.
_TYPED = (
    (re.compile("; breekt dat af, geef dan: kb index"), "; breekt dat af, kies dan bij Inhoud ‘Zet op de site’"),
    (re.compile("Bouw de index met: kb index"), "Kies bij Inhoud ‘Zet op de site’"),
    (re.compile(r" Nieuwe versie\? Geef dan: kb replace .*"), ""),
    (re.compile(", of maak er toch nog een met --ja"), ""),
    (re.compile(r", of verwijder het: kb remove \S+"), ", of gooi het weg"),
    (re.compile(r" \(met kb decide [^)]*\)"), ""),
    (re.compile("pakketten van kb pack"), "pakketten die u inpakte"),
    (re.compile("Een pakket maakt u met: kb pack"), "Een pakket maakt u bij Versies, met ‘Pak in’"),
    (re.compile("en geef kb index --forget"), "en kies bij Inhoud ‘Zet op de site’"),
    (re.compile(": voeg het toe met --ocr"), ""),
    (re.compile("voeg die toe met --ocr"), "voeg die toe als scan"),
    (re.compile("Met --ocr lukt dat wel"), "Voeg het toe als scan; dan lukt dat wel"),
    (re.compile("Met --ocr (wordt|worden) ook die gelezen"), r"Voeg het toe als scan; dan \1 ook die gelezen"),
)
_PUBLISHED = re.compile(r"Gepubliceerd: (\S+)")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command came to: `what` says which of these it is, `id` of which draft or source, `title` how that is called, `address` where
    it can be seen."""

    what: Literal["concept", "scan", "wacht", "dubbel", "proefsite", "gepubliceerd", "weghalen", "niets"]
    id: str = ""
    title: str = ""
    address: str = ""


NOTHING = Outcome("niets")


def for_editor(line: str) -> str:
    """Return a line of a command without what one would type in a terminal.

    >>> for_editor("'nota' staat in de eigen map. Nu de index; breekt dat af, geef dan: kb index")
    "'nota' staat in de eigen map. Nu de index; breekt dat af, kies dan bij Inhoud ‘Zet op de site’"
    >>> for_editor("  Nog 7 te beslissen: kb decide eigen-nota VELD=WAARDE …"), for_editor("Dit duurt 2 minuten: voeg het toe met --ocr.")
    ('', 'Dit duurt 2 minuten.')
    """
    if _NEXT.match(line):
        return ""
    for typed, said in _TYPED:
        line = typed.sub(said, line)
    return line


def outcome(place: Place, job: Job) -> Outcome:
    """Return what a command came to."""
    command = job.arguments[0] if job.arguments else ""
    told = " ".join(job.lines)
    if command in ("add", "replace"):
        return _of_adding(place, job, told)
    if command == "try":
        seen = _PREVIEW.search(told)
        is_open = job.is_running and seen
        return Outcome("proefsite", job.arguments[1], address=seen[0]) if seen and is_open else _draft(place, job.arguments[1])
    if command == "publish" and not job.is_running:
        seen = _PUBLISHED.search(told)
        return Outcome("gepubliceerd", job.arguments[1], address=seen[1]) if seen and job.went_well else _draft(place, job.arguments[1])
    if command == "remove" and "--ja" not in job.arguments and job.went_well:
        return Outcome("weghalen", job.arguments[1])
    return NOTHING


def _of_adding(place: Place, job: Job, told: str) -> Outcome:
    if job.is_running:
        return NOTHING
    if job.went_well:
        # What differs from an earlier version stands above it, in words of a file.
        named = [match[1] for line in job.lines if (match := _DRAFT.fullmatch(line))]
        return next((came for identity in reversed(named) if (came := _draft(place, identity)) is not NOTHING), NOTHING)
    if "--ocr" in told and "--ocr" not in job.arguments:
        return Outcome("scan")
    if found := _WAITS.search(told):
        return Outcome("wacht", found[1])
    if found := _IS_THERE.search(told):
        return Outcome("dubbel", found[2], found[1])
    return NOTHING


def _draft(place: Place, identity: str) -> Outcome:
    return Outcome("concept", identity) if identity in waiting.ids(place) else NOTHING
