"""Settings of the site: read once from the environment, each with the help text that docs/beheer.md lists."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

from kb.errors import KnowledgeBaseError
from web.numbers import number_of

PREFIX = "KB_"


def _setting(default: Any, help_text: str) -> Any:
    return field(default=default, metadata={"help": help_text})


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings; the environment variable of `index` is KB_INDEX."""

    index: Path = _setting(Path("index"), "Map met de index. Alleen `kb index` schrijft erin.")
    corpus: Path = _setting(Path("corpus"), "Map met het corpus, voor `kb check` en `kb index`.")
    model: str = _setting("", "Naam of map van een sentence-transformers-model. Leeg: het model dat `kb index` zelf traint.")
    host: str = _setting("127.0.0.1", "Adres waarop de site luistert.")
    port: int = _setting(8080, "Poort waarop de site luistert.")
    workers: int = _setting(2, "Aantal processen dat vragen beantwoordt.")
    threads: int = _setting(4, "Aantal vragen dat een proces tegelijk aanneemt.")
    base_url: str = _setting(
        "", "Openbaar adres van de site, ook met een pad, bijvoorbeeld https://kennisbank.gemeente.nl. Leeg: zoals de lezer het intypt."
    )
    contact: str = _setting("", "Mailadres voor vragen en gemiste inhoud, getoond op de site. Leeg: geen maillink.")
    organisation: str = _setting("", "Naam van de organisatie die deze kennisbank aanbiedt. Leeg: niet genoemd.")
    theme_css: str = _setting(
        "", "Bestand met NL Design System-tokens (CSS) dat de site een eigen huisstijl geeft. Leeg: eigen vormgeving."
    )
    theme_class: str = _setting("", "Naam van de CSS-klasse waaronder de tokens staan, bijvoorbeeld voorbeeld-theme.")
    gevoelig: Literal["tonen", "verbergen"] = _setting(
        "tonen", "Of persoonlijke verhalen (`gevoelig`) in hun verslag te lezen zijn: tonen. Of nergens: verbergen."
    )
    indexable: bool = _setting(False, "Of zoekmachines de site mogen opnemen (ja of nee).")
    feedback: str = _setting("", "Map waarin oordelen over antwoorden worden bewaard. Leeg: er wordt niets gevraagd of bewaard.")
    hsts: bool = _setting(False, "Of de site achter TLS draait en dat met HSTS afdwingt (ja of nee).")
    proxies: int = _setting(0, "Aantal vertrouwde proxy's voor de site, voor het adres van de lezer en het pad van de site.")
    rate_limit: str = _setting(
        "",
        "Hoogste aantal verzoeken per adres en proces, bijvoorbeeld '600 per minute'; 'uit': geen grens."
        " Leeg: 1200 per minute, waarbij verzoeken van de machine zelf niet meetellen.",
    )
    security_txt: str = _setting(
        "", "Bestand dat de site als /.well-known/security.txt geeft, of het https-adres van een centraal bestand. Leeg: geen."
    )
    metrics_port: int = _setting(0, "Poort voor meetwaarden in Prometheus-vorm. 0: uit.")
    log_level: str = _setting("INFO", "Hoeveel er in het logboek komt: DEBUG, INFO, WARNING of ERROR.")

    @property
    def shows_stories(self) -> bool:
        """Return whether personal stories can be read in their report."""
        return self.gevoelig == "tonen"


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings that the environment gives. Raises KnowledgeBaseError naming every value that does not fit."""
    values: dict[str, Any] = {}
    faults = []
    hints = get_type_hints(Settings)
    for setting in fields(Settings):
        text = environment.get(PREFIX + setting.name.upper())
        if text is None:
            continue
        try:
            values[setting.name] = _converted(text.strip(), hints[setting.name])
        except ValueError as error:
            faults.append(f"{PREFIX}{setting.name.upper()} is '{text}', en dat kan niet: {error}.")
    known = {PREFIX + setting.name.upper() for setting in fields(Settings)}
    faults += [f"{name} bestaat niet; kijk in docs/beheer.md hoe de instelling heet." for name in environment if _stray(name, known)]
    if faults:
        raise KnowledgeBaseError(" ".join(faults))
    return Settings(**values)


def _stray(name: str, known: set[str]) -> bool:
    return name.startswith(PREFIX) and name not in known


def _converted(text: str, kind: Any) -> Any:
    if get_origin(kind) is Literal:
        if text.casefold() not in get_args(kind):
            raise ValueError(f"gebruik {' of '.join(get_args(kind))}")
        return text.casefold()
    if kind is bool:
        if text.casefold() in ("ja", "true", "1", "aan"):
            return True
        if text.casefold() in ("nee", "false", "0", "uit", ""):
            return False
        raise ValueError("gebruik ja of nee")
    if kind is int:
        number = number_of(text)
        if number is None:
            raise ValueError("gebruik een heel getal")
        return number
    return kind(text)
