"""What a request may ask, as models that check it: the site, the API and the API's description all read the same ones.

The aliases are the names in an address. Values of a list of the knowledge base (thema, gemeente, …) are checked against it.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError, ValidationInfo
from pydantic_core import ErrorDetails, PydanticCustomError
from werkzeug.datastructures import MultiDict

from kb.errors import InvalidRequest
from kb.library import Library
from kb.retrieval.facets import Filters
from kb.retrieval.nearby import DEPTHS
from kb.retrieval.reading import LONGEST_QUESTION
from web.numbers import number_of

PAGE_SIZE = 10
LARGEST_PAGE = 100
LAST_PAGE = 1_000
MOST_VALUES = 20
LONGEST_NAME = 60
# The quotes page has 'soort' for the kind of source that a quote stands in, elsewhere it is the kind of result.
_SOURCE = "soort bron"
# Marks, embeddings, overrides and isolates of the bidirectional algorithm of Unicode.
_DIRECTION = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def clean(text: str) -> str:
    """Return text without control characters and lone surrogates, white space folded, each accent with its letter (NFC).

    Signs that turn the direction of what follows go too: they would turn the words of the page around it.

    >>> clean("hoe \\x00 betrek\\nik"), clean("financie\\u0308n"), clean("\\u202eeiffok")
    ('hoe betrek ik', 'financiën', 'eiffok')
    """
    turned = _DIRECTION.sub("", text)
    readable = "".join(" " if unicodedata.category(character) in ("Cc", "Cs") else character for character in turned)
    return unicodedata.normalize("NFC", " ".join(readable.split()))


def known_values(library: Library) -> Mapping[str, tuple[str, ...] | tuple[int, ...]]:
    """Return for each list of the knowledge base, by its name in an address, the values it has."""
    towns = {town for example in library.examples for town in example.municipalities}
    return {
        "soort": tuple(library.kind_labels),
        "thema": tuple(library.theme),
        "stap": tuple(library.step),
        "gemeente": tuple(library.municipality),
        "spreker": tuple(dict.fromkeys(speaker for quote in library.quotes for speaker in library.public_speakers(quote))),
        "vorm": tuple(dict.fromkeys(one.form for one in library.lists)),
        "doelgroep": tuple(dict.fromkeys(group for example in library.examples for group in example.audience)),
        "methode": tuple(library.method),
        "contact": ("ja",),
        "diepgang": DEPTHS,
        "provincie": tuple(sorted({province for town, province in library.province.items() if town in towns})),
        _SOURCE: tuple(dict.fromkeys(document.kind for document in library.documents)),
    }


def _filled(question: str) -> str:
    if not question:
        raise PydanticCustomError("missing", "")
    return question


def _short(name: str) -> str:
    """Return as much of what was typed as a name can be."""
    return clean(name)[:LONGEST_NAME]


def _whole(value: Any) -> Any:
    """Return 2 for 2.0, which is the same number in JSON, also in an address; text that only Python takes for a number (1_0) is none."""
    if isinstance(value, str) and number_of(value.strip().partition(".")[0].removeprefix("-")) is None:
        raise ValueError
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _among(name: str) -> AfterValidator:
    def check(values: tuple[Any, ...], info: ValidationInfo) -> tuple[Any, ...]:
        _refuse([value for value in values if value not in (info.context or {})[name]], name)
        return tuple(dict.fromkeys(values))

    return AfterValidator(check)


def _one_of(name: str, listed: str = "") -> AfterValidator:
    """Return the check of one value, as it stands in an address: it is in the list of its name, unless another list is told."""

    def check(value: str, info: ValidationInfo) -> str:
        _refuse([value] if value not in map(str, (info.context or {})[listed or name]) else [], name)
        return value

    return AfterValidator(check)


def _refuse(unknown: Sequence[Any], name: str) -> None:
    """Raise a fault that names each value that is unknown, if there are any."""
    if unknown:
        shown = [clean(str(value))[:60] for value in unknown]
        raise PydanticCustomError("unknown", "{values}", {"values": " ".join(f"'{value}' is geen waarde van '{name}'." for value in shown)})


_Question = Annotated[str, StringConstraints(max_length=LONGEST_QUESTION), AfterValidator(clean)]
# What is left of a question after clean() must not be nothing: the pattern says the same to readers of the description.
_GivenQuestion = Annotated[_Question, AfterValidator(_filled), Field(json_schema_extra={"pattern": r"[^\s\u0000-\u001f\u007f-\u009f]"})]
_Themes = Annotated[tuple[str, ...], Field(max_length=MOST_VALUES), _among("thema")]
_Number = Annotated[int, BeforeValidator(_whole)]
_Steps = Annotated[tuple[_Number, ...], Field(max_length=MOST_VALUES), _among("stap")]
_Places = Annotated[tuple[str, ...], Field(max_length=MOST_VALUES), _among("gemeente")]
_Kinds = Annotated[tuple[str, ...], Field(max_length=MOST_VALUES), _among("soort")]
_Theme = Annotated[str, _one_of("thema")]
_Step = Annotated[str, _one_of("stap")]
_Place = Annotated[str, _one_of("gemeente")]
_Speakers = Annotated[tuple[str, ...], Field(max_length=MOST_VALUES), _among("spreker")]
_Forms = Annotated[tuple[str, ...], Field(max_length=MOST_VALUES), _among("vorm")]
_THEME_HELP = "Alleen wat bij een van deze thema's hoort; de namen staan op /themas."
_STEP_HELP = "Alleen wat bij een van deze stappen van de handreiking hoort."
_PLACE_HELP = "Alleen wat over een van deze gemeenten gaat."


class Parameters(BaseModel):
    """Parameters of a request, checked."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @classmethod
    def of_address(cls, arguments: "MultiDict[str, str]", library: Library) -> Self:
        """Return what the arguments of an address ask; a value that is left empty was not given.

        Raises InvalidRequest with all faults, a name that is unknown or stands there twice among them.
        """
        given = {name: [value for value in values if value] for name, values in arguments.lists()}
        faults = [
            f"'{clean(name)}' staat er {len(values)} keer. Geef hem één keer."
            for name, values in given.items()
            if len(values) > 1 and name in cls._single_names()
        ]
        try:
            parameters = cls._checked(given, library)
        except ValidationError as error:
            faults += map(_sentence, error.errors())
        if faults:
            raise InvalidRequest(*faults)
        return parameters

    @classmethod
    def of_page(cls, arguments: "MultiDict[str, str]", library: Library) -> tuple[Self, Sequence[str]]:
        """Return what the address of a page asks, and a sentence for each value that is left out: one that is not there, or no longer.

        Unknown names are passed over, since other sites hang names of their own on links. Raises InvalidRequest for a question that is
        too long, and for too many values.
        """
        given = {name: [value for value in values if value] for name, values in arguments.lists() if name in cls._names()}
        left_out: list[str] = []
        try:
            return cls._checked(given, library), left_out
        except ValidationError:
            known = {
                name: [value for value in values if name == "q" or cls._is_known(name, value, library, left_out)]
                for name, values in given.items()
            }
        try:
            return cls._checked(known, library), left_out
        except ValidationError as error:
            raise InvalidRequest(*map(_sentence, error.errors())) from error

    @classmethod
    def _checked(cls, given: Mapping[str, list[str]], library: Library) -> Self:
        by_name = {name: values[0] if name in cls._single_names() else values for name, values in given.items() if values}
        return cls.model_validate(by_name, context=known_values(library))

    @classmethod
    def _is_known(cls, name: str, value: str, library: Library, left_out: list[str]) -> bool:
        try:
            cls._checked({name: [value]}, library)
        except ValidationError as error:
            left_out += map(_sentence, error.errors())
            return False
        return True

    @classmethod
    def of_json(cls, body: bytes, library: Library) -> Self:
        """Return what a JSON object asks. Raises InvalidRequest with all faults."""
        try:
            return cls.model_validate_json(body, strict=True, context=known_values(library))
        except ValidationError as error:
            raise InvalidRequest(*map(_sentence, error.errors())) from error

    @classmethod
    def _names(cls) -> set[str]:
        return {field.alias or "" for field in cls.model_fields.values()}

    @classmethod
    def _single_names(cls) -> set[str]:
        return {field.alias or "" for field in cls.model_fields.values() if field.annotation in (str, int, bool)}


class AnswerParameters(Parameters):
    """A question to be answered."""

    question: _GivenQuestion = Field(alias="q", description="De vraag in eigen woorden, of trefwoorden.", examples=["hoe betrek ik ouders"])
    literal: bool = Field(False, alias="letterlijk", description="Zoek precies wat er staat, zonder de spelling te verbeteren.")


class SearchParameters(Parameters):
    """What a reader of the site asks: a question (empty on the first visit), filters, and the page of the results."""

    question: _Question = Field("", alias="q", description="De vraag in eigen woorden, of trefwoorden.", examples=["hoe betrek ik ouders"])
    kinds: _Kinds = Field((), alias="soort", description="Alleen resultaten van een van deze soorten.")
    themes: _Themes = Field((), alias="thema", description=_THEME_HELP)
    steps: _Steps = Field((), alias="stap", description=_STEP_HELP)
    municipalities: _Places = Field((), alias="gemeente", description=_PLACE_HELP)
    page: _Number = Field(1, alias="pagina", ge=1, le=LAST_PAGE, description="De hoeveelste pagina van de resultaten.")
    literal: bool = Field(False, alias="letterlijk", description="Zoek precies wat er staat, zonder de spelling te verbeteren.")

    @property
    def filters(self) -> Filters:
        """Return the chosen facet values."""
        return Filters(self.kinds, self.themes, self.steps, self.municipalities)


class QuestionedSearchParameters(SearchParameters):
    """What a caller of the API asks: the same, with a question, and with as many results on a page as he likes.

    The site has pages of one size: a long question stands in each of its many addresses, and makes a large page very large.
    """

    question: _GivenQuestion = Field(alias="q", description="De vraag in eigen woorden, of trefwoorden.", examples=["hoe betrek ik ouders"])
    page_size: _Number = Field(PAGE_SIZE, alias="paginaGrootte", ge=1, le=LARGEST_PAGE, description="Hoeveel resultaten op een pagina.")


class QuoteParameters(Parameters):
    """Which quotes."""

    themes: _Themes = Field((), alias="thema", description=_THEME_HELP)
    speakers: _Speakers = Field((), alias="spreker", description="Alleen citaten van een van deze sprekers.")
    municipalities: _Places = Field((), alias="gemeente", description=_PLACE_HELP)


class ExampleParameters(Parameters):
    """Which practice examples."""

    themes: _Themes = Field((), alias="thema", description=_THEME_HELP)
    municipalities: _Places = Field((), alias="gemeente", description=_PLACE_HELP)
    steps: _Steps = Field((), alias="stap", description=_STEP_HELP)


class ListParameters(Parameters):
    """Which working lists."""

    steps: _Steps = Field((), alias="stap", description=_STEP_HELP)
    forms: _Forms = Field((), alias="vorm", description="Alleen werklijsten van een van deze vormen.")


class EntranceParameters(Parameters):
    """What a page may be called."""

    question: _GivenQuestion = Field(alias="q", description="Waar naar gezocht wordt.", examples=["stap 8"])


class BrowsedQuotes(Parameters):
    """Which quotes a reader of the site browses, one value per facet, and the page of them."""

    theme: _Theme = Field("", alias="thema")
    speaker: Annotated[str, _one_of("spreker")] = Field("", alias="spreker")
    municipality: _Place = Field("", alias="gemeente")
    step: _Step = Field("", alias="stap")
    kind: Annotated[str, _one_of("soort", _SOURCE)] = Field("", alias="soort")
    page: _Number = Field(1, alias="pagina", ge=1, le=LAST_PAGE)


class BrowsedExamples(Parameters):
    """Which practice examples a reader of the site browses, one value per facet."""

    municipality: _Place = Field("", alias="gemeente")
    theme: _Theme = Field("", alias="thema")
    step: _Step = Field("", alias="stap")
    audience: Annotated[str, _one_of("doelgroep")] = Field("", alias="doelgroep")
    method: Annotated[str, _one_of("methode")] = Field("", alias="methode")
    contact: Annotated[str, _one_of("contact")] = Field("", alias="contact")
    depth: Annotated[str, _one_of("diepgang")] = Field("", alias="diepgang")
    province: Annotated[str, _one_of("provincie")] = Field("", alias="provincie")


class BrowsedMunicipalities(Parameters):
    """Which municipality a reader of the site looks for, by name, and the problem about which he seeks examples."""

    name: Annotated[str, AfterValidator(_short)] = Field("", alias="naam")
    theme: _Theme = Field("", alias="thema")


def _sentence(error: ErrorDetails) -> str:
    """Return what is wrong with one value, in Dutch."""
    name = clean(str(error["loc"][0] if error["loc"] else ""))[:60]
    about = error.get("ctx", {})
    match error["type"]:
        case "unknown":
            return error["msg"]
        case "missing":
            return f"De parameter '{name}' is leeg. Geef daarin een vraag of trefwoorden."
        case "too_long" | "string_too_long" if isinstance(error["input"], str):
            return f"Uw vraag is {len(error['input'])} tekens lang. Maak hem korter dan {LONGEST_QUESTION} tekens."
        case "too_long":
            return f"Geef hoogstens {about['max_length']} waarden van '{name}'."
        case "extra_forbidden":
            return f"De parameter '{name}' bestaat niet."
        case "bool_parsing" | "bool_type":
            return f"'{name}' moet true of false zijn."
        case "json_invalid" | "model_type":
            return "De inhoud is geen leesbaar JSON-object."
        case _ if name in ("pagina", "paginaGrootte"):
            return f"'{name}' moet een getal van 1 tot en met {LAST_PAGE if name == 'pagina' else LARGEST_PAGE} zijn."
        case _ if isinstance(error["input"], str):
            return f"'{clean(error['input'])[:60]}' is geen waarde van '{name}'."
        case _:
            return f"De waarde van '{name}' is van het verkeerde soort."
