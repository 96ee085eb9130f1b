"""Settings of the site: read once from the environment, each with the help text that docs/beheer.md lists."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

from kb.errors import KnowledgeBaseError
from kb.index.database import Database
from web.numbers import number_of
from web.serving import setting_checks as checks

PREFIX = "KB_"
# Of `kb index`; they may stand in the same file of settings.
_OF_OTHERS = ("KB_IJKING", "KB_MODELLEN")
_LAST_PORT = 65_535


def _setting(default: Any, help_text: str, check: checks.Check = lambda text: "", *, is_told: bool = True) -> Any:
    """Return a field; one that may hold what nobody should read is not told when its value does not fit."""
    return field(default=default, metadata={"help": help_text, "check": check, "is_told": is_told})


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings; the environment variable of `index` is KB_INDEX."""

    index: Path = _setting(Path("index"), "Map met de index. Alleen `kb index` schrijft erin.")
    corpus: Path = _setting(Path("corpus"), "Map met het corpus, voor `kb check` en `kb index`.")
    eigen: str = _setting("", "Eigen map over het corpus heen, voor `kb check` en `kb index`; een update raakt haar nooit. Leeg: geen.")
    model: str = _setting(
        "",
        "`e5`, `eigen`, of een sentence-transformers-model (naam of map). Leeg: bij het bouwen e5, bij het serveren wat de index noemt.",
    )
    postgres: str = _setting(
        "",
        "Adres van de PostgreSQL-database waarin de index staat (`kb publish-postgres`), zonder wachtwoord: dat staat in het bestand van"
        " PGPASSFILE. KB_INDEX bewaart dan wat elke machine zelf opent. Leeg: de index staat in KB_INDEX.",
        checks.database,
        is_told=False,
    )
    host: str = _setting("127.0.0.1", "Adres waarop de site luistert.", checks.host)
    port: int = _setting(8080, "Poort waarop de site luistert.", checks.number_between(1, _LAST_PORT))
    workers: int = _setting(2, "Aantal processen dat vragen beantwoordt.", checks.number_between(1, 100))
    threads: int = _setting(4, "Aantal vragen dat een proces tegelijk aanneemt.", checks.number_between(1, 100))
    base_url: str = _setting(
        "",
        "Openbaar adres van de site, ook met een pad, bijvoorbeeld https://kennisbank.gemeente.nl. Leeg: zoals de lezer het intypt.",
        checks.site,
    )
    contact: str = _setting("", "Mailadres voor vragen en gemiste inhoud, getoond op de site. Leeg: geen maillink.", checks.mail_address)
    organisation: str = _setting("", "Naam van de organisatie die deze kennisbank aanbiedt. Leeg: niet genoemd.", checks.name)
    noodregel: str = _setting(
        "", "Wat bovenaan staat als een vraag over direct gevaar of nood lijkt te gaan. Leeg: de regel van de site zelf, met 112 en 113."
    )
    theme_css: str = _setting(
        "", "Bestand met NL Design System-tokens (CSS) dat de site een eigen huisstijl geeft. Leeg: eigen vormgeving.", checks.style_file
    )
    theme_class: str = _setting("", "Naam van de CSS-klasse waaronder de tokens staan, bijvoorbeeld voorbeeld-theme.", checks.class_name)
    intern: Literal["ja", "nee"] = _setting(
        "nee", "ja: alleen medewerkers lezen deze site. `kb index` neemt dan ook op wat niet openbaar is, en de site dient het."
    )
    gevoelig: Literal["tonen", "verbergen"] = _setting(
        "tonen", "Of persoonlijke verhalen (`gevoelig`) in hun verslag te lezen zijn: tonen. Of nergens: verbergen."
    )
    indexable: bool = _setting(False, "Of zoekmachines de site mogen opnemen (ja of nee).")
    feedback: str = _setting(
        "", "Map waarin oordelen over antwoorden worden bewaard. Leeg: er wordt niets gevraagd of bewaard.", checks.folder_to_write
    )
    feedback_dagen: int = _setting(
        90, "Hoeveel dagen een oordeel bewaard blijft; daarna verwijdert de site het.", checks.number_between(1, 3_650)
    )
    hsts: bool = _setting(False, "Of de site achter TLS draait en dat met HSTS afdwingt (ja of nee).")
    proxies: int = _setting(
        0, "Aantal vertrouwde proxy's voor de site, voor het adres van de lezer en het pad van de site.", checks.number_between(0, 10)
    )
    rate_limit: str = _setting(
        "",
        "Hoogste aantal verzoeken per adres en proces, bijvoorbeeld '600 per minute'; 'uit': geen grens."
        " Leeg: 1200 per minute, waarbij verzoeken van de machine zelf niet meetellen.",
    )
    security_txt: str = _setting(
        "", "Bestand dat de site als /.well-known/security.txt geeft, of het https-adres van een centraal bestand. Leeg: geen."
    )
    metrics_port: int = _setting(0, "Poort voor meetwaarden in Prometheus-vorm. 0: uit.", checks.number_between(0, _LAST_PORT))
    mcp_port: int = _setting(
        0,
        "Poort waarop `kb mcp` luistert voor assistenten (streamable HTTP). 0: geen poort, maar standaardinvoer.",
        checks.number_between(0, _LAST_PORT),
    )
    mcp_host: str = _setting(
        "127.0.0.1", "Adres waarop `kb mcp` luistert; voor een ander dan deze machine is KB_MCP_TOKEN nodig.", checks.host
    )
    mcp_url: str = _setting(
        "", "Openbaar adres waaronder assistenten `kb mcp` bereiken, achter een proxy. Leeg: alleen deze machine.", checks.site
    )
    mcp_token: str = _setting(
        "", "Bestand met de sleutel die een assistent bij `kb mcp` moet meesturen, ten minste 24 tekens. Leeg: alleen deze machine."
    )
    werkbank_port: int = _setting(8070, "Poort waarop `kb werkbank` luistert, op 127.0.0.1.", checks.number_between(1, _LAST_PORT))
    werkbank_kop: str = _setting(
        "",
        "Kopregel waarin een vertrouwde proxy zegt wie zich aanmeldde, zoals X-Forwarded-User."
        " Leeg: alleen deze computer, met een sleutel.",
        checks.header,
    )
    werkbank_url: str = _setting(
        "", "Openbaar adres van de werkbank achter die proxy, zonder pad. Leeg: alleen deze computer.", checks.site
    )
    werkbank_tweede: bool = _setting(
        False, "Of een ander dan wie een concept afmaakte het moet publiceren (ja of nee); alleen met KB_WERKBANK_KOP."
    )
    log_level: str = _setting(
        "INFO", "Hoeveel er in het logboek komt: DEBUG, INFO, WARNING of ERROR.", checks.one_of("DEBUG", "INFO", "WARNING", "ERROR")
    )

    def database(self) -> Database | None:
        """Return the database in which the index stands, None when it stands in a folder. Raises PackagesMissing."""
        return Database(self.postgres, self.threads) if self.postgres else None

    @property
    def is_internal(self) -> bool:
        """Whether only employees read the site, so that it may hold what is not for everybody."""
        return self.intern == "ja"

    @property
    def shows_stories(self) -> bool:
        """Return whether personal stories can be read in their report."""
        return self.gevoelig == "tonen"


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings that the environment gives; one that is left empty was not given.

    Raises KnowledgeBaseError naming every value that does not fit, and what to do.
    """
    values: dict[str, Any] = {}
    faults = []
    hints = get_type_hints(Settings)
    names = {PREFIX + setting.name.upper(): setting for setting in fields(Settings)}
    for name, setting in names.items():
        text = environment.get(name, "").strip()
        if not text:
            continue
        try:
            values[setting.name] = _converted(text, hints[setting.name])
            advice = setting.metadata["check"](text)
        except ValueError as error:
            advice = str(error)
        if advice:
            value = f" is '{_shown(text)}', en dat" if setting.metadata["is_told"] else " past niet, en zo"
            faults.append(f"{name}{value} kan niet: {advice}.")
    settings = Settings(**values)
    if settings.metrics_port and settings.metrics_port == settings.port:
        faults.append(f"KB_METRICS_PORT is '{settings.port}', en dat kan niet: daar luistert de site zelf al; kies een andere poort.")
    if settings.mcp_port and settings.mcp_port == settings.port:
        faults.append(f"KB_MCP_PORT is '{settings.port}', en dat kan niet: daar luistert de site zelf al; kies een andere poort.")
    faults += [f"{name} bestaat niet; kijk in docs/beheer.md hoe de instelling heet." for name in environment if _stray(name, names)]
    if faults:
        raise KnowledgeBaseError(" ".join(faults))
    return settings


def _stray(name: str, known: Mapping[str, Any]) -> bool:
    return name.startswith(PREFIX) and name not in known and name not in _OF_OTHERS


def _shown(text: str) -> str:
    """Return what was given on one line that any terminal takes, and not all of it when it is very long."""
    line = "".join(character if character.isprintable() else "?" for character in text)
    return line if len(line) <= 100 else f"{line[:100]} …"


def _converted(text: str, kind: Any) -> Any:
    if get_origin(kind) is Literal:
        if text.casefold() not in get_args(kind):
            raise ValueError(f"gebruik {' of '.join(get_args(kind))}")
        return text.casefold()
    if kind is bool:
        if text.casefold() in ("ja", "true", "1", "aan"):
            return True
        if text.casefold() in ("nee", "false", "0", "uit"):
            return False
        raise ValueError("gebruik ja of nee")
    if kind is int:
        number = number_of(text)
        if number is None:
            raise ValueError("gebruik een heel getal")
        return number
    return kind(text)
