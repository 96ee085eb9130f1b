"""The tools that an assistant may call: what each is for, what it takes and what it gives.

They take the parameters of the API and give its shapes, to the letter: a tool and an operation can't come to differ.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import Field

from kb.errors import InvalidRequest, NotFound
from kb.knowledge_base import KnowledgeBase
from kb.telling import shapes_lists
from kb.telling.schemas import (
    Antwoord,
    Citaten,
    Ingangen,
    PassageMetOmgeving,
    Praktijkvoorbeelden,
    Taken,
    Vorm,
    Werklijsten,
    Zoekresultaten,
)
from web.api import openapi, operations
from web.asking.parameters import (
    AnswerParameters,
    EntranceParameters,
    ExampleParameters,
    ListParameters,
    Parameters,
    QuestionedSearchParameters,
    QuoteParameters,
    known_values,
)


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool: its name, what a person reads, what a model reads, what it takes and gives; `give` does it."""

    name: str
    title: str
    description: str
    parameters: type[Parameters]
    answer: type[Vorm]
    give: Callable[[KnowledgeBase, Any], Vorm]

    def called(self, base: KnowledgeBase, arguments: Mapping[str, Any] | None) -> Vorm:
        """Return what the tool gives for these arguments. Raises InvalidRequest with all faults, or NotFound."""
        try:
            body = json.dumps(arguments or {}, allow_nan=False).encode()
        except (ValueError, RecursionError) as error:
            raise InvalidRequest("De argumenten zijn geen leesbaar JSON-object.") from error
        return self.give(base, self.parameters.of_json(body, base.library))

    def input_schema(self, base: KnowledgeBase) -> dict[str, Any]:
        """Return what the tool takes as JSON Schema, with the values that the lists of this knowledge base have."""
        schema = self.parameters.model_json_schema()
        openapi.name_values(schema.get("properties", {}), known_values(base.library))
        return {"type": "object", "properties": {}, **{key: value for key, value in schema.items() if key not in ("title", "description")}}

    def output_schema(self) -> dict[str, Any]:
        """Return what the tool gives as JSON Schema."""
        return self.answer.model_json_schema(mode="serialization")


class PassageParameters(Parameters):
    """Which passage."""

    identity: str = Field(
        alias="id", min_length=1, max_length=200, description="Id van een passage of los citaat.", examples=["handreiking.inleiding"]
    )


def _passage(base: KnowledgeBase, parameters: PassageParameters) -> PassageMetOmgeving:
    identity = base.library.present_id(parameters.identity)
    try:
        return shapes_lists.passage_with_surroundings(base.library, identity)
    except NotFound as error:
        raise NotFound(f"{error} Neem een id uit een ander resultaat over, of zoek met zoek.") from error


TOOLS = (
    Tool(
        "antwoord",
        "Antwoord in letterlijke zinnen",
        "Beantwoord een vraag van een gemeenteambtenaar over samenwerken met gemeenschappen, zodat jongeren buiten de ondermijnende"
        " criminaliteit blijven. Begin hiermee bij een vraag. Alleen bij status 'beantwoord' is er een antwoord: geef de zinnen letterlijk"
        " weer, in hun volgorde, elk met bron.regel en vastAdres. Bij 'onzeker' of 'niet-gevonden': zeg dat het niet in de bronnen staat,"
        " met reden als die er is, en noem hooguit wat er verwant is; maak zelf geen antwoord. Is acuut waar, zeg dan eerst: bel bij"
        " direct gevaar 112.",
        AnswerParameters,
        Antwoord,
        operations.antwoord,
    ),
    Tool(
        "zoek",
        "Zoek in de bronnen",
        "Zoek passages, citaten en praktijkvoorbeelden, het best passende eerst; te filteren op soort, thema, stap en gemeente. De teksten"
        " zijn letterlijk. Een resultaat past bij de vraag en is daarmee nog geen antwoord.",
        QuestionedSearchParameters,
        Zoekresultaten,
        operations.zoek,
    ),
    Tool(
        "passage",
        "Lees een passage in haar omgeving",
        "Geef één passage of los citaat letterlijk, met wat er in de bron voor en na staat. Gebruik dit om te zien waar een zin over gaat"
        " voordat u hem aanhaalt. Is gevoelig waar, dan is het een persoonlijk verhaal: haal het niet aan, verwijs naar het verslag.",
        PassageParameters,
        PassageMetOmgeving,
        _passage,
    ),
    Tool(
        "citaten",
        "Citaten van mensen uit de praktijk",
        "Geef wat mensen letterlijk zeiden, met spreker en plaats; te kiezen op thema, spreker en gemeente. Noem altijd wie het zei, zoals"
        " sprekers en rol het noemen.",
        QuoteParameters,
        Citaten,
        operations.citaten,
    ),
    Tool(
        "praktijkvoorbeelden",
        "Praktijkvoorbeelden",
        "Geef projecten en werkwijzen van gemeenten, met wat de bronnen er letterlijk over zeggen en wie te bellen is; te kiezen op thema,"
        " gemeente en stap. Een kenmerk dat ontbreekt noemen de bronnen niet: vul het niet in.",
        ExampleParameters,
        Praktijkvoorbeelden,
        operations.praktijkvoorbeelden,
    ),
    Tool(
        "taken",
        "Taken van een ambtenaar",
        "Geef wat een ambtenaar moet doen, elk met de passages en werklijsten die daarbij helpen.",
        Parameters,
        Taken,
        operations.taken,
    ),
    Tool(
        "werklijsten",
        "Werklijsten",
        "Geef vragenlijsten, checklists en andere lijsten om in een gesprek of plan te gebruiken, letterlijk; te kiezen op stap en vorm."
        " Geef een lijst in haar geheel weer.",
        ListParameters,
        Werklijsten,
        operations.werklijsten,
    ),
    Tool(
        "ingangen",
        "Bladzijden van de site",
        "Geef hooguit drie bladzijden van de site waar iemand naar zoekt: een taak, stap, thema, lijst, begrip, cijfer of gemeente. Voor"
        " een paar woorden, zoals 'stap 8' of 'cijfers'.",
        EntranceParameters,
        Ingangen,
        operations.ingangen,
    ),
)
