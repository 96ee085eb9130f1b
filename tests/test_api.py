"""The API keeps its contract (docs/api.md) and the NLGov REST API Design Rules."""

import re
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from flask.testing import FlaskClient
from hypothesis import HealthCheck, assume, given, settings
from schemathesis.generation import GenerationMode

from kb.answer.whole import list_citations
from kb.knowledge_base import KnowledgeBase
from web.api.operations import PREFIX
from web.app import create_app
from web.serving.live import LiveKnowledgeBase
from web.serving.problems import API_VERSION
from web.serving.settings import Settings

LISTS = ("/citaten", "/praktijkvoorbeelden", "/themas", "/stappen", "/taken", "/werklijsten", "/begrippen", "/bronnen")
QUESTION = "wat is een spilpersoon"


@pytest.fixture(scope="module")
def client(small_index: Path) -> FlaskClient:
    return create_app(Settings(index=small_index, contact="redactie@beekstad.invalid", organisation="Beekstad")).test_client()


@pytest.fixture(scope="module")
def description(client: FlaskClient) -> dict[str, Any]:
    described: dict[str, Any] = client.get(f"{PREFIX}/openapi.json").get_json()
    return described


def get(client: FlaskClient, path: str, **asked: Any) -> Any:
    response = client.get(PREFIX + path, query_string=asked)
    assert response.status_code == 200, response.text
    assert response.content_type == "application/json"
    return response.get_json()


def faults(client: FlaskClient, address: str) -> list[str]:
    response = client.get(PREFIX + address)
    assert (response.status_code, response.content_type) == (400, "application/problem+json")
    told: list[str] = response.get_json()["fouten"]
    return told


def test_search_results_have_the_fields_of_the_contract(client: FlaskClient) -> None:
    found = get(client, "/zoekresultaten", q=QUESTION)
    assert list(found) == ["vraag", "totaal", "pagina", "paginaGrootte", "correctie", "uitgebreidMet", "resultaten", "facetten"]
    assert list(found["facetten"]) == ["soort", "thema", "stap", "gemeente"]
    first = found["resultaten"][0]
    assert list(first) == [
        "id",
        "soort",
        "titel",
        "kopregel",
        "koppad",
        "tekst",
        "fragmenten",
        "score",
        "opmerkingen",
        "url",
        "vastAdres",
        "bron",
        "bladzijde",
        "stap",
        "stapVanBron",
        "themas",
        "gemeenten",
        "spreker",
        "tijdgebonden",
        "inVerslag",
    ]
    assert first["id"] == "gids.spilpersoon"
    assert first["soort"] == "handreiking"
    assert first["koppad"] == ["Inleiding", "Wat is een spilpersoon?"]
    assert first["bron"] == {
        "id": "gids",
        "titel": "Gids Samen in de buurt",
        "soort": "handreiking",
        "uitgever": "Gemeente Beekstad",
        "datum": None,
        "datumTekst": "maart 2024",
        "bewerkt": True,
        "regel": "Inleiding, par. ‘Wat is een spilpersoon?’, in: Gids Samen in de buurt, Gemeente Beekstad, maart 2024",
    }
    assert first["vastAdres"] == "/passages/gids.spilpersoon"
    assert {"tekst": "spilpersoon", "gemarkeerd": True} in first["fragmenten"]
    assert "".join(piece["tekst"] for piece in first["fragmenten"]) in first["tekst"]


def test_an_answer_has_the_fields_of_the_contract_and_literal_sentences(client: FlaskClient, small_base: KnowledgeBase) -> None:
    given = get(client, "/antwoorden", q=QUESTION)
    assert list(given) == [
        *("vraag", "status", "zinnen", "vorm", "redactie", "deelvragen", "lijktOp", "lijktOok", "reden", "ingangen", "elders", "acuut"),
        *("bronnen", "verwant"),
    ]
    assert given["vraag"] == QUESTION
    assert given["status"] in ("beantwoord", "onzeker")
    for sentence in given["zinnen"]:
        assert list(sentence) == [
            "tekst",
            "passageId",
            "begin",
            "eind",
            "opmerkingen",
            "bronnummer",
            "deel",
            "voorop",
            "bladzijde",
            "vastAdres",
        ]
        assert small_base.library.text(sentence["passageId"])[sentence["begin"] : sentence["eind"]] == sentence["tekst"]
        assert given["bronnen"][sentence["bronnummer"] - 1]["passageId"] == sentence["passageId"]
        assert client.get(sentence["vastAdres"]).status_code == 302


def test_what_the_sources_do_not_hold_is_not_found(client: FlaskClient) -> None:
    given = get(client, "/antwoorden", q="kwantumchromodynamica")
    assert (given["status"], given["zinnen"], given["bronnen"]) == ("niet-gevonden", [], [])


def test_a_working_list_comes_whole_with_a_line_and_an_address_for_each_of_its_words(
    client: FlaskClient, small_base: KnowledgeBase
) -> None:
    told = get(client, "/werklijsten")
    assert [one["id"] for one in told["werklijsten"]] == [one.id for one in small_base.library.lists]
    for shown, found in zip(told["werklijsten"], small_base.library.lists, strict=True):
        assert (shown["aantal"], any(line["isPunt"] for line in shown["regels"])) == (found.count, True)
        assert [(line["passageId"], line["tekst"]) for line in shown["regels"]] == [
            (cited.place_id, cited.text) for cited in list_citations(small_base.library, found)
        ]
        assert all(line["bron"]["titel"] in line["bron"]["regel"] for line in shown["regels"])
    of_step = get(client, "/werklijsten", stap=1)["werklijsten"]
    assert [one["id"] for one in of_step] == [one["id"] for one in told["werklijsten"] if one["stap"] == 1] != []
    assert faults(client, "/werklijsten?vorm=x") == ["'x' is geen waarde van 'vorm'."]


def test_entrances_come_by_themselves_as_they_do_with_an_answer(client: FlaskClient) -> None:
    told = get(client, "/ingangen", q="stap 1")
    assert told == {"vraag": "stap 1", "ingangen": get(client, "/antwoorden", q="stap 1")["ingangen"]}
    assert told["ingangen"][0] == {"soort": "stap", "titel": told["ingangen"][0]["titel"], "url": "/stappen/1"}


def test_pages_join_to_the_whole(client: FlaskClient) -> None:
    whole = get(client, "/zoekresultaten", q="buurt", paginaGrootte=100)
    paged = [get(client, "/zoekresultaten", q="buurt", paginaGrootte=2, pagina=page)["resultaten"] for page in (1, 2, 3)]
    assert [one["id"] for page in paged for one in page] == [one["id"] for one in whole["resultaten"]][:6]
    assert get(client, "/zoekresultaten", q="buurt", pagina=1000)["resultaten"] == []


def test_filters_hold_for_results_and_counts(client: FlaskClient) -> None:
    found = get(client, "/zoekresultaten", q="buurt", soort=["citaat", "handreiking"], thema="ontmoeten")
    assert {one["soort"] for one in found["resultaten"]} <= {"citaat", "handreiking"}
    assert all("ontmoeten" in one["themas"] for one in found["resultaten"])
    assert sum(value["aantal"] for value in found["facetten"]["soort"]) == found["totaal"]


def test_parameters_left_empty_were_not_given(client: FlaskClient) -> None:
    bare = get(client, "/zoekresultaten", q="buurt")
    assert get(client, "/zoekresultaten", q="buurt", soort="", thema="", stap="", gemeente="", pagina="", paginaGrootte="") == bare


def test_spelling_is_corrected_unless_asked_literally(client: FlaskClient) -> None:
    found = get(client, "/zoekresultaten", q="moestiun")
    assert (found["vraag"], found["correctie"]) == ("moestiun", {"van": "moestiun", "naar": "moestuin"})
    assert "voorstel" not in found
    assert get(client, "/zoekresultaten", q="moestiun", letterlijk="true")["correctie"] is None


def test_for_a_word_that_may_be_right_another_is_only_proposed(client: FlaskClient) -> None:
    found = get(client, "/zoekresultaten", q="wat is Moestiun")
    assert (found["vraag"], found["correctie"], found["voorstel"]) == ("wat is Moestiun", None, "wat is moestuin")
    assert "voorstel" not in get(client, "/zoekresultaten", q="wat is Moestiun", letterlijk="true")


def test_a_question_may_come_by_post(client: FlaskClient) -> None:
    by_post = client.post(f"{PREFIX}/antwoorden", json={"q": QUESTION}).get_json()
    assert by_post == get(client, "/antwoorden", q=QUESTION)
    by_post = client.post(f"{PREFIX}/zoekresultaten", json={"q": "buurt", "stap": [1], "pagina": 1}).get_json()
    assert by_post == get(client, "/zoekresultaten", q="buurt", stap=1)


@pytest.mark.parametrize(
    ("body", "kind", "status", "told"),
    [
        (b'{"q": "buurt", "pagina": "1"}', "application/json", 400, "'pagina' moet een getal van 1 tot en met 1000 zijn."),
        (b'{"vraag": "buurt", "q": "x"}', "application/json", 400, "De parameter 'vraag' bestaat niet."),
        (b"{", "application/json", 400, "De inhoud is geen leesbaar JSON-object."),
        (b"q=buurt", "application/x-www-form-urlencoded", 415, "Stuur de gegevens als application/json."),
        (b'{"q": "' + b"x" * 70_000 + b'"}', "application/json", 413, "De aanvraag is te groot."),
    ],
)
def test_a_bad_body_is_refused(client: FlaskClient, body: bytes, kind: str, status: int, told: str) -> None:
    response = client.post(f"{PREFIX}/zoekresultaten", data=body, content_type=kind)
    assert (response.status_code, response.content_type, response.get_json()["detail"]) == (status, "application/problem+json", told)


def test_all_faults_are_told_at_once(client: FlaskClient) -> None:
    told = faults(
        client, "/zoekresultaten?q=a&q=b&soort=boek&thema=liefde&stap=x&gemeente=parijs&pagina=0&paginaGrootte=101&letterlijk=x&maat=1"
    )
    assert told == [
        "'q' staat er 2 keer. Geef hem één keer.",
        "'boek' is geen waarde van 'soort'.",
        "'liefde' is geen waarde van 'thema'.",
        "'x' is geen waarde van 'stap'.",
        "'parijs' is geen waarde van 'gemeente'.",
        "'pagina' moet een getal van 1 tot en met 1000 zijn.",
        "'letterlijk' moet true of false zijn.",
        "'paginaGrootte' moet een getal van 1 tot en met 100 zijn.",
        "De parameter 'maat' bestaat niet.",
    ]


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/antwoorden", "De parameter 'q' is leeg. Geef daarin een vraag of trefwoorden."),
        ("/antwoorden?q=%00%20", "De parameter 'q' is leeg. Geef daarin een vraag of trefwoorden."),
        ("/antwoorden?q=" + "x" * 1001, "Uw vraag is 1001 tekens lang. Maak hem korter dan 1000 tekens."),
        ("/zoekresultaten?q=x&" + "&".join(["thema=geld"] * 21), "Geef hoogstens 20 waarden van 'thema'."),
        ("/zoekresultaten?q=x&stap=4", "'4' is geen waarde van 'stap'."),
        ("/themas?pagina=1", "De parameter 'pagina' bestaat niet."),
        ("/zoekresultaten?q=a&pagina=1_0", "'pagina' moet een getal van 1 tot en met 1000 zijn."),
        ("/zoekresultaten?q=a&stap=%2B1", "'+1' is geen waarde van 'stap'."),
        ("/passages/gids.stap-1?x=1", "De parameter 'x' bestaat niet."),
    ],
)
def test_a_fault_is_told_in_a_sentence(client: FlaskClient, address: str, told: str) -> None:
    assert faults(client, address) == [told]


def test_quotes_by_theme_speaker_and_municipality(client: FlaskClient) -> None:
    every = get(client, "/citaten")
    assert every["totaal"] == len(every["citaten"]) > 2
    said = get(client, "/citaten", spreker="anna-de-wit", gemeente="beekstad", thema="ontmoeten")["citaten"]
    assert [(one["tekst"], one["sprekers"], one["rol"]) for one in said] == [
        ("Wie meteen over regels begint, krijgt geen koffie.", ["Anna de Wit"], "wijkregisseur")
    ]


def test_private_persons_are_shown_by_description_and_cannot_be_asked_for(client: FlaskClient) -> None:
    everything = "".join(client.get(PREFIX + path).text for path in LISTS) + client.get(f"{PREFIX}/openapi.json").text
    assert "Mirjam" not in everything
    assert "moeder-duinhaven" not in everything
    assert faults(client, "/citaten?spreker=moeder-duinhaven") == ["'moeder-duinhaven' is geen waarde van 'spreker'."]


def test_examples_are_described_by_their_sources(client: FlaskClient, small_base: KnowledgeBase) -> None:
    found = get(client, "/praktijkvoorbeelden", gemeente="beekstad", stap=2, thema="geld")
    (garden,) = found["praktijkvoorbeelden"]
    assert (garden["id"], garden["naam"]) == ("praktijkvoorbeeld.buurttuin", "De buurttuin aan de Lindelaan")
    assert garden["tekst"] == small_base.library.text("nieuws.buurttuin")
    assert garden["contact"] == {"naam": None, "functie": None, "adres": "tuin@beekstad.invalid", "passageId": "nieuws.buurttuin"}


def test_lists_give_what_the_corpus_holds(client: FlaskClient, small_base: KnowledgeBase) -> None:
    library = small_base.library
    assert [one["id"] for one in get(client, "/themas")["themas"]] == [theme.id for theme in library.themes]
    assert [one["nummer"] for one in get(client, "/stappen")["stappen"]] == [1, 2, 3]
    assert [one["id"] for one in get(client, "/bronnen")["bronnen"]] == ["gids", "nieuws", "verslag"]
    (task,) = get(client, "/taken")["taken"]
    items = [(item["id"], item["soort"]) for item in task["onderdelen"]]
    assert items == [("gids.stap-1", "passage"), ("gids.lijst-gesprek-op-straat", "werklijst")]
    (term,) = get(client, "/begrippen")["begrippen"]
    assert library.text(term["passageId"])[term["begin"] : term["eind"]] == term["tekst"]


def test_steps_themes_and_sources_are_told_in_brief(client: FlaskClient) -> None:
    steps = get(client, "/stappen")["stappen"]
    assert steps[0]["inHetKort"][0] == {
        "tekst": "Begin met luisteren.",
        "passageId": "gids.stap-1",
        "begin": 0,
        "eind": 20,
        "url": "/bronnen/gids/stap-1?passage=stap-1&woorden=0-20-hms4dt6n#gemarkeerd",
    }
    assert [len(step["inHetKort"]) for step in steps] == [2, 0, 0]
    themes = get(client, "/themas")["themas"]
    assert [len(theme["inHetKort"]) for theme in themes] == [0, 0, 1]
    sources = get(client, "/bronnen")["bronnen"]
    assert {source["id"]: [words["passageId"] for words in source["inHetKort"]] for source in sources} == {
        "gids": [],
        "nieuws": [],
        "verslag": ["verslag.avond"],
    }


def test_a_passage_by_its_id_and_by_its_old_one(client: FlaskClient) -> None:
    found = get(client, "/passages/gids.spilpersoon")
    assert (found["titel"], found["vorm"], found["doelgroepen"]) == ("Wat is een spilpersoon?", "definitie", ["bewoners"])
    moved = client.get(f"{PREFIX}/passages/gids.luisteren")
    assert (moved.status_code, moved.headers["Location"]) == (301, f"{PREFIX}/passages/gids.stap-1")


def test_every_link_in_an_answer_leads_somewhere(client: FlaskClient) -> None:
    addresses: set[str] = set()

    def collect(value: Any) -> None:
        if isinstance(value, dict):
            addresses.update(value["url"] for _ in [0] if "url" in value)
            for inner in value.values():
                collect(inner)
        elif isinstance(value, list):
            for inner in value:
                collect(inner)

    for path in LISTS:
        collect(get(client, path))
    collect(get(client, "/zoekresultaten", q="buurt tuin vaders koffie", paginaGrootte=100))
    collect(get(client, "/antwoorden", q=QUESTION))
    assert len(addresses) > 15
    assert {address: client.get(address).status_code for address in sorted(addresses)} == dict.fromkeys(sorted(addresses), 200)


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/api/", 404),
        ("GET", "/api/v1", 404),
        ("GET", "/api/v1/", 404),
        ("GET", "/api/v2/themas", 404),
        ("GET", "/api/v1/onbekend", 404),
        ("GET", "/api/v1/themas/", 404),
        ("GET", "/api/v1/zoekresultaten/?q=x", 404),
        ("GET", "/api/v1/passages/onbekend", 404),
        ("GET", "/api/v1/passages/..%2f..%2fetc%2fpasswd", 404),
        ("DELETE", "/api/v1/themas", 405),
        ("POST", "/api/v1/themas", 405),
        ("TRACE", "/api/v1/themas", 405),
    ],
)
def test_errors_are_problems_with_the_version(client: FlaskClient, method: str, address: str, status: int) -> None:
    response = client.open(address, method=method)
    told = response.get_json()
    assert (response.status_code, response.content_type) == (status, "application/problem+json")
    assert response.headers["API-Version"] == API_VERSION
    assert response.headers["Cache-Control"] == "no-store"
    assert (told["status"], bool(told["title"]), bool(told["detail"])) == (status, True, True)
    assert "Location" not in response.headers
    assert ("Allow" in response.headers) == (status == 405)


def test_a_fault_of_ours_is_a_problem_that_tells_nothing(
    small_index: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    app = create_app(Settings(index=small_index))
    monkeypatch.setattr(KnowledgeBase, "search", lambda *_, **__: 1 / 0)
    response = app.test_client().get(f"{PREFIX}/antwoorden?q=geheim")
    assert (response.status_code, response.content_type) == (500, "application/problem+json")
    assert response.headers["API-Version"] == API_VERSION
    assert response.get_json() == {
        "status": 500,
        "title": "Fout bij ons",
        "detail": "Er ging iets mis bij ons. Probeer het later nog eens.",
    }


def test_the_description_says_what_the_rules_ask(client: FlaskClient, description: dict[str, Any]) -> None:
    response = client.get(f"{PREFIX}/openapi.json")
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert description["openapi"] == "3.1.0"
    assert description["info"]["version"] == API_VERSION == response.headers["API-Version"]
    assert description["info"]["contact"] == {
        "name": "Beheer kennisbank Beekstad",
        "url": "http://localhost/over",
        "email": "redactie@beekstad.invalid",
    }
    assert description["servers"] == [{"url": "http://localhost/api/v1"}]
    for path, methods in description["paths"].items():
        assert path == path.lower().rstrip("/")
        for operation in methods.values():
            assert operation["summary"]
            assert operation["responses"]["200"]["content"]["application/json"]["example"]
            assert {"400", "429", "500", "503"} <= operation["responses"].keys()
            assert all(parameter["description"] for parameter in operation.get("parameters", ()))
    for status, problem in description["components"]["responses"].items():
        assert list(problem["content"]) == ["application/problem+json"], status


def test_a_field_that_is_a_date_says_which_form_it_has(description: dict[str, Any]) -> None:
    """As the linter of the API Design Rules asks: whole or null; one that lacks its day stands in words beside it."""
    dates = {
        (schema, name): field.get("format")
        for schema, described in description["components"]["schemas"].items()
        for name, field in described.get("properties", {}).items()
        if re.fullmatch(r"datum|date|\w+(?:Datum|Date)", name)
    }
    assert dates == {("Bron", "datum"): "date", ("BronKort", "datum"): "date"}


@pytest.mark.parametrize("path", ["/themas", "/antwoorden", "/passages/gids.inleiding", "/openapi.json"])
def test_what_may_be_asked_is_told_without_a_body_of_any_type(client: FlaskClient, path: str) -> None:
    told = client.options(PREFIX + path)
    assert (told.status_code, told.data, "Content-Type" in told.headers, "GET" in told.headers["Allow"]) == (200, b"", False, True)
    assert told.headers["API-Version"]


def test_each_application_says_what_is_in_its_own_settings(small_index: Path) -> None:
    """Also when it serves the same generation as another in this process, under the same name."""
    live = LiveKnowledgeBase.opened(small_index)
    for organisation in ("Duinhaven", "Beekstad"):
        client = create_app(Settings(index=small_index, organisation=organisation), live).test_client()
        contact = client.get(f"{PREFIX}/openapi.json").get_json()["info"]["contact"]
        assert contact == {"name": f"Beheer kennisbank {organisation}", "url": "http://localhost/over"}
        for page in ("/", "/over", "/zoeken?q=koffie"):
            assert re.findall(r"De rest is van de redactie van (\w+)", client.get(page).text) == [organisation], page


def test_the_description_names_every_address(client: FlaskClient, description: dict[str, Any]) -> None:
    served = {
        rule.rule.removeprefix(PREFIX).replace("<identity>", "{id}")
        for rule in client.application.url_map.iter_rules()
        if rule.rule.startswith(PREFIX)
    }
    assert served - {"/openapi.json"} == set(description["paths"])


def test_the_values_of_a_parameter_are_those_of_the_knowledge_base(description: dict[str, Any]) -> None:
    parameters = {one["name"]: one["schema"] for one in description["paths"]["/zoekresultaten"]["get"]["parameters"]}
    assert parameters["gemeente"]["items"]["enum"] == ["beekstad", "duinhaven"]
    assert parameters["stap"]["items"]["enum"] == [1, 2, 3]
    body = description["components"]["schemas"]["QuestionedSearchParameters"]["properties"]
    assert body["gemeente"]["items"]["enum"] == ["beekstad", "duinhaven"]


def test_other_answers_are_for_this_site_only(client: FlaskClient) -> None:
    assert "Access-Control-Allow-Origin" not in client.get(f"{PREFIX}/themas").headers


def test_the_page_for_readers_says_where_the_api_is(client: FlaskClient) -> None:
    page = client.get("/api")
    assert page.status_code == 200
    assert f"{PREFIX}/openapi.json" in page.text


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_every_operation_does_what_the_description_says(small_index: Path, mode: GenerationMode) -> None:
    schema = schemathesis.openapi.from_wsgi(f"{PREFIX}/openapi.json", create_app(Settings(index=small_index)))
    operations = [result.ok() for result in schema.get_all_operations()]
    assert len(operations) == 15

    for operation in operations:
        if mode is GenerationMode.NEGATIVE and not operation.query and not operation.body:
            continue

        @given(case=operation.as_strategy(generation_mode=mode))
        @settings(max_examples=10, suppress_health_check=list(HealthCheck))
        def holds(case: schemathesis.Case) -> None:
            # A parameter that is left empty counts as not given, as in the addresses that a form makes.
            given_values = [value for given in dict(case.query or {}).values() for value in (given if isinstance(given, list) else [given])]
            assume("" not in given_values)
            case.call_and_validate()

        holds()


def test_examples_in_the_description_fit_its_schemas(description: dict[str, Any]) -> None:
    for methods in description["paths"].values():
        for operation in methods.values():
            content = operation["responses"]["200"]["content"]["application/json"]
            jsonschema_rs.validate({**content["schema"], "components": description["components"]}, content["example"])
