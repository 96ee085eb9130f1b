"""The kb command, as somebody at a terminal sees it."""

import json
import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from meaning import TOY_NUMBERS

from indexer import extras, terminal
from indexer.cli import main
from kb.calibration import as_json
from kb.index import folder as index_folder
from kb.telling.stretches import digest_of
from web.app import create_app
from web.serving.settings import Settings

Edit = Callable[[str, str, str], None]
COMMANDS = sorted(main.commands)


def kb(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_help_names_every_command_with_a_sentence() -> None:
    result = kb("--help")
    assert result.exit_code == 0
    assert {"ask", "check", "evaluate", "index", "search", "serve"} <= set(COMMANDS)
    for name in COMMANDS:
        assert f"\n  {name} " in result.output


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_help_for_itself_and_its_options(command: str) -> None:
    result = kb(command, "-h")
    assert (result.exit_code, result.output.startswith(f"Gebruik: kb {command} [OPTIES]")) == (0, True)
    assert main.commands[command].help
    options = [parameter for parameter in main.commands[command].params if isinstance(parameter, click.Option)]
    assert [option.name for option in options if not option.help] == []


def test_check_tells_what_a_faultless_corpus_holds(small_corpus: Path) -> None:
    result = kb("check", "--corpus", small_corpus)
    assert (result.exit_code, result.output) == (
        0,
        "In orde: 3 bronnen, 16 passages, 7 citaten, 2 werklijsten, 3 praktijkvoorbeelden.\n"
        "In de lijsten: vragen 11, plaatsen met vragen 10, redactionele antwoorden 2, samenvattingen 3, zonder antwoord 1, thesaurus 3, soorten 5, thema's 3, stappen 3, gemeenten 2, personen 3, plaatsnamen 3, taken 1,"
        " begrippen 1, feiten 1, verwijzingen 1, organisaties 3, afkortingen 1, vergelijkingen 1, leesroutes 1, pakketten 1, klaar als 1, tegenspraken 1, kopregels 1, anderstalig 1, verhuisd 1.\n",
    )


def test_check_reports_faithfulness_and_questions_when_asked(small_corpus: Path) -> None:
    result = kb("check", "--corpus", small_corpus, "--report")
    assert result.exit_code == 0
    assert "  weggelaten regel 41: 'Terug naar de inhoud'\n" in result.output
    assert "Thesaurus: 3 begrippen, 9 namen.\n" in result.output


def test_a_list_that_is_not_there_is_told(corpus_copy: Path) -> None:
    for name in ("thesaurus.yaml", "feiten.yaml"):
        (corpus_copy / name).unlink()
    result = kb("check", "--corpus", corpus_copy)
    told = "Let op, dit is er niet: feiten.yaml, thesaurus.yaml. Wat daarin hoort, ontbreekt in de kennisbank.\n"
    assert (result.exit_code, result.stderr, result.stdout.partition(":")[0]) == (0, told, "In orde")


def test_check_tells_every_fault_and_fails(corpus_copy: Path, edit: Edit) -> None:
    edit("bronnen/gids.md", "themas: [ontmoeten, geld]", "themas: [voetbal]")
    edit("feiten.yaml", "2.000", "3.000")
    (corpus_copy / "samenvattingen.yaml").unlink()
    result = kb("check", "--corpus", corpus_copy)
    assert (result.exit_code, result.output) == (
        1,
        "Fout: bronnen/gids.md:80: thema 'voetbal' bestaat niet; kies er een uit themas.yaml.\n"
        "feiten.yaml:1: deze tekst staat niet zo in passage 'nieuws.kosten'; neem haar letterlijk over.\n",
    )


def test_check_holds_the_corpus_to_its_originals(corpus_copy: Path, edit: Edit) -> None:
    edit("origineel/nieuws.txt", "achter de school", "naast de school")
    result = kb("check", "--corpus", corpus_copy)
    assert result.exit_code == 1
    assert "origineel/nieuws.txt:3: " in result.output


def test_index_builds_once_and_then_says_it_is_up_to_date(small_corpus: Path, tmp_path: Path) -> None:
    result = kb("index", "--corpus", small_corpus, "--index", tmp_path)
    assert result.exit_code == 0, result.output
    assert result.stdout == f"De index is klaar: {index_folder.current(tmp_path)}\n"
    assert kb("index", "--corpus", small_corpus, "--index", tmp_path, "--if-changed").output == "De index is actueel.\n"


def test_index_forgets_every_earlier_index_when_asked(small_corpus: Path, small_index: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(small_index, tmp_path / "index"))
    first = index_folder.current(root)
    # As a build that was broken off in its last step leaves it: whole, and named by nobody.
    shutil.copytree(first, root / "aaaaaaaaaaaa")
    numbers = tmp_path / "ijking.json"
    numbers.write_bytes(as_json(TOY_NUMBERS))
    result = kb("index", "--corpus", small_corpus, "--index", root, "--model", "eigen", "--ijking", numbers, "--if-changed", "--forget")
    assert (result.exit_code, result.output) == (0, "De index is actueel.\nEerdere indexen zijn verwijderd.\n")
    assert [path for path in root.iterdir() if path.is_dir()] == [first]
    result = kb("index", "--corpus", small_corpus, "--index", root, "--model", "eigen", "--forget")
    second = index_folder.current(root)
    assert (result.exit_code, result.stdout) == (0, f"De index is klaar: {second}\nEerdere indexen zijn verwijderd.\n")
    assert [path for path in root.iterdir() if path.is_dir()] == [second] != [first]


def test_index_of_a_faulty_corpus_leaves_the_live_index(corpus_copy: Path, edit: Edit, small_index: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(small_index, tmp_path / "index"))
    before = index_folder.current(root)
    edit("themas.yaml", "label: Geld,", "label: [Geld,")
    result = kb("index", "--corpus", corpus_copy, "--index", root, "--if-changed")
    assert (result.exit_code, result.output) == (
        1,
        "Fout: themas.yaml:3: dit is geen geldige YAML: in een lijst tussen [ en ] mist een komma of het laatste haakje.\n",
    )
    assert index_folder.current(root) == before


def test_search_shows_numbered_results(small_index: Path) -> None:
    result = kb("search", "wat kost de tuin", "--index", small_index, "--most", "1")
    assert (result.exit_code, result.output) == (
        0,
        "1. Wat kost de tuin?  [projectupdate]  nieuws.kosten\n"
        "   De tuin kost 2.000 euro per jaar. De gemeente betaalt driekwart en de bewoners zamelen de rest in.\n\n",
    )


def test_search_says_what_it_took_a_misspelt_word_for(small_index: Path) -> None:
    assert kb("search", "vadergroap", "--index", small_index).output.startswith("Resultaten voor: vadergroep\n\n1. ")


def test_search_that_finds_nothing_says_so(small_index: Path) -> None:
    assert kb("search", "?", "--index", small_index).output == "Niets gevonden.\n"


def test_search_gives_json(small_index: Path) -> None:
    data = json.loads(kb("search", "vadergroap", "--index", small_index, "--json", "--most", "1").output)
    assert (data["vraag"], data["correctie"]) == ("vadergroap", {"van": "vadergroap", "naar": "vadergroep"})
    assert [hit["id"] for hit in data["resultaten"]] == ["praktijkvoorbeeld.vadergroep"]
    assert (data["pagina"], data["paginaGrootte"], data["totaal"] >= 1) == (1, 1, True)


def test_ask_answers_in_sentences_with_their_sources(small_index: Path) -> None:
    lines = kb("ask", "hoeveel geld gaat er jaarlijks naar het groen", "--index", small_index).output.splitlines()
    assert lines[0] == "“De tuin kost 2.000 euro per jaar.” [1]"
    assert "  [1] Nieuws over de buurttuin, 14 mei 2024 › De buurttuin aan de Lindelaan › Wat kost de tuin? (nieuws.kosten)" in lines


def test_ask_without_an_answer_says_why(small_index: Path) -> None:
    output = kb("ask", "hoe lang is de Nijl", "--index", small_index).output
    assert output.splitlines()[0].startswith("Niet gevonden. ")


def test_ask_says_when_the_sources_do_not_name_the_place(small_index: Path) -> None:
    output = kb("ask", "hoeveel geld gaat er jaarlijks naar het groen in Goudhoek", "--index", small_index).output
    assert (
        output.splitlines()[0]
        == "Niet gevonden. Over ‘Goudhoek’ zeggen de bronnen niets. Wat wij vonden, gaat over andere plaatsen of in het algemeen."
    )


def test_ask_gives_json(small_index: Path) -> None:
    data = json.loads(kb("ask", "hoeveel geld gaat er jaarlijks naar het groen", "--index", small_index, "--json").output)
    assert (data["vraag"], data["status"], data["bronnen"][0]["passageId"]) == (
        "hoeveel geld gaat er jaarlijks naar het groen",
        "beantwoord",
        "nieuws.kosten",
    )
    assert data["zinnen"][0] == {
        "tekst": "De tuin kost 2.000 euro per jaar.",
        "passageId": "nieuws.kosten",
        "begin": 0,
        "eind": 33,
        "opmerkingen": [],
        "bronnummer": 1,
        "deel": 0,
        "voorop": True,
        "bladzijde": None,
        "vastAdres": f"/passages/nieuws.kosten?woorden=0-33-{digest_of('De tuin kost 2.000 euro per jaar.')}",
    }


def test_search_and_ask_tell_in_json_what_the_api_tells(small_index: Path) -> None:
    """One contract for every way out: only the numbers of a page differ, which the command line gives by --most."""
    client = create_app(Settings(index=small_index)).test_client()
    asked = "hoeveel geld gaat er jaarlijks naar het groen"
    told = [json.loads(kb(command, asked, "--index", small_index, "--json").output) for command in ("search", "ask")]
    assert told[0] == client.get("/api/v1/zoekresultaten", query_string={"q": asked, "paginaGrootte": 5}).json
    assert told[1] == client.get("/api/v1/antwoorden", query_string={"q": asked}).json


def test_ask_explains_each_step(small_index: Path) -> None:
    output = kb("ask", "hoeveel geld gaat er jaarlijks naar het groen", "--index", small_index, "--uitleg").output
    steps = [line for line in output.splitlines() if re.match(r"(lezen|vinden|oordelen|kiezen|nakijken) \(\d+\.\d ms\): ", line)]
    assert [line.partition(" ")[0] for line in steps] == ["lezen", "vinden", "oordelen", "kiezen", "nakijken"]
    assert steps[2].endswith(": beantwoord")
    assert steps[4].endswith(": 1 van 1 aanhalingen staan letterlijk op hun plaats")
    assert "“De tuin kost 2.000 euro per jaar.” [1]" in output


def test_evaluate_prints_a_table_and_writes_json(small_index: Path, tmp_path: Path) -> None:
    questions = tmp_path / "vragen.yaml"
    questions.write_text('- {id: V1, q: wat kost de tuin, kind: feit, gold: [{text: "De tuin kost 2.000 euro per jaar.", grade: 2}]}\n')
    result = kb("evaluate", questions, "--index", small_index, "--json", tmp_path / "verslag.json")
    assert result.exit_code == 0
    assert "\nsamen\n" in result.stdout
    assert "  feit              1   1.00 (1.00-1.00)  1.00 (1.00-1.00)  1.00 (1.00-1.00)" in result.stdout
    report = json.loads((tmp_path / "verslag.json").read_text(encoding="utf-8"))
    told = [report[name]["antwoorden"]["vragen"] for name in ("met de antwoorden van de redactie", "zonder")]
    assert ("samen" in report["vinden"], told) == (True, [1, 1])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("check", "--corpus", "nergens"), "De map 'nergens' met het corpus bestaat niet. Geef hem met --corpus of KB_CORPUS."),
        (
            ("check", "--corpus", ".", "--eigen", "nergens"),
            "De eigen map 'nergens' bestaat niet. Maak haar, of geef een andere met --eigen of KB_EIGEN.",
        ),
        (("index", "--corpus", "nergens"), "De map 'nergens' met het corpus bestaat niet. Geef hem met --corpus of KB_CORPUS."),
        (("search", "ouders", "--index", "nergens"), "Er is geen index in 'nergens'. Maak hem met: kb index"),
        (("ask", "ouders", "--index", "nergens"), "Er is geen index in 'nergens'. Maak hem met: kb index"),
        (("serve", "--index", "nergens"), "Er is geen index in 'nergens'. Maak hem met: kb index"),
        (("evaluate", "vragen.yaml", "--index", "nergens"), "Er is geen index in 'nergens'. Maak hem met: kb index"),
    ],
)
def test_an_error_is_one_sentence_with_what_to_do(
    arguments: tuple[str, ...], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = kb(*arguments)
    assert (result.exit_code, result.output) == (1, f"Fout: {message}\n")
    assert isinstance(result.exception, SystemExit)


@pytest.mark.parametrize(
    ("command", "extra"),
    [
        (("index",), "index"),
        (("index", "--if-changed"), "index"),
        (("check", "--report"), "index"),
        (("evaluate", "vragen.yaml"), "evaluatie"),
        (("calibrate", "vragen.yaml", "--outside", "buiten.yaml"), "evaluatie"),
    ],
)
def test_where_only_serving_was_installed_a_command_says_how_to_install_the_rest(
    command: tuple[str, ...], extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extras, "find_spec", lambda name: None)
    result = kb(*command)
    assert (result.exit_code, result.output) == (
        1,
        f"Fout: Voor 'kb {command[0]}' ontbreken hier pakketten; installeer ze, in de map van het project, met:"
        f" .venv/bin/pip install -c constraints.txt -e '.[{extra}]'\n",
    )


def test_another_model_than_that_of_the_index_is_refused(small_index: Path) -> None:
    result = kb("search", "ouders", "--index", small_index, "--model", "clips/e5-small-trm-nl")
    assert (result.exit_code, result.output) == (
        1,
        "Fout: De index is gemaakt met het model 'eigen' en gevraagd is 'clips/e5-small-trm-nl'."
        " Maak de index opnieuw met: KB_MODEL=clips/e5-small-trm-nl kb index, of laat KB_MODEL weg.\n",
    )


def test_a_model_that_cannot_be_had_is_refused(small_corpus: Path, tmp_path: Path) -> None:
    result = kb("index", "--corpus", small_corpus, "--index", tmp_path / "index", "--model", tmp_path / "geen-model")
    assert result.exit_code == 1
    assert f"Fout: Het model '{tmp_path / 'geen-model'}' is niet te laden. " in result.output
    assert "Traceback" not in result.output
    assert [path for path in (tmp_path / "index").iterdir() if path.is_dir()] == []


@pytest.mark.parametrize("command", ["search", "ask"])
@pytest.mark.parametrize(
    ("question", "message"),
    [
        ("", "De vraag is leeg. Typ wat u zoekt, bijvoorbeeld: kb search 'ouders betrekken'"),
        (" \t", "De vraag is leeg. Typ wat u zoekt, bijvoorbeeld: kb search 'ouders betrekken'"),
        ("caf\udce9", "In de vraag staan tekens die geen UTF-8 zijn. Typ haar opnieuw, of zet de terminal op UTF-8."),
    ],
)
def test_what_is_no_question_is_told(small_index: Path, command: str, question: str, message: str) -> None:
    result = kb(command, question, "--index", small_index)
    assert (result.exit_code, result.output) == (1, f"Fout: {message}\n")


@pytest.mark.parametrize("most", ["-3", "0", "drie", "1.5", "", "٣", "9" * 30])
def test_what_is_no_number_of_results_is_told(small_index: Path, most: str) -> None:
    result = kb("search", "tuin", "--index", small_index, "--most", most)
    assert (result.exit_code, result.output) == (1, f"Fout: '{most}' kan niet bij --most. Geef een getal van 1 of meer.\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("zoek tuin", "De opdracht 'zoek' bestaat niet. Kijk met: kb --help"),
        ("serch tuin", "De opdracht 'serch' bestaat niet. Bedoelt u 'search'? Kijk met: kb --help"),
        ("--versie", "De optie '--versie' bestaat niet. Kijk met: kb --help"),
        ("--", "Deze opdracht is zo niet te begrijpen. Kijk met: kb --help"),
        ("search", "Geef ook: VRAAG. Kijk met: kb search --help"),
        ("search hoe betrek ik", "'betrek ik' staat er te veel. Zet de hele vraag tussen aanhalingstekens."),
        ("check x", "'x' staat er te veel. Kijk met: kb check --help"),
        ("search tuin --jsn", "De optie '--jsn' bestaat niet. Bedoelt u '--json'? Kijk met: kb search --help"),
        ("search tuin --json=3", "Bij de optie '--json' hoort geen waarde. Kijk met: kb search --help"),
        ("search tuin --most", "Bij de optie '--most' hoort een waarde. Kijk met: kb search --help"),
        ("ask x --gevoelig nee", "Bij de optie '--gevoelig' (KB_GEVOELIG) kan alleen: tonen, verbergen. Kijk met: kb ask --help"),
        ("calibrate v.yaml", "De optie '--outside' ontbreekt. Kijk met: kb calibrate --help"),
        ("calibrate v.yaml --outside x --half a", "Bij de optie '--half' kan alleen: ijking, apart. Kijk met: kb calibrate --help"),
    ],
)
def test_arguments_that_do_not_fit_are_told_in_dutch(arguments: str, message: str) -> None:
    result = kb(*arguments.split())
    assert (result.exit_code, result.output) == (2, f"Fout: {message}\n")


def test_a_setting_that_does_not_fit_an_option_is_told_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KB_GEVOELIG", "nee")
    assert kb("search", "tuin").output.startswith("Fout: Bij de optie '--gevoelig' (KB_GEVOELIG) kan alleen: tonen, verbergen. ")


@pytest.mark.parametrize("command", [(), *((name,) for name in COMMANDS)])
def test_help_holds_no_word_of_click(command: tuple[str, ...]) -> None:
    """All that click says by itself, besides the names of our own options."""
    words = set(re.findall(r"[A-Za-z]+", re.sub(r"--[a-z-]+", "", kb(*command, "--help").output)))
    english = "Usage Options Commands Show this message and exit default required TEXT PATH INTEGER FILE DIRECTORY OPTIONS COMMAND ARGS QUESTION FOLDER"
    assert words.isdisjoint(english.split())


@pytest.mark.parametrize("stop", [KeyboardInterrupt, EOFError, click.Abort])
def test_who_stops_a_command_is_told_so(stop: type[BaseException]) -> None:
    @click.command()
    def fail() -> None:
        raise stop

    result = CliRunner().invoke(terminal.Group(commands={"fail": fail}), ["fail"])
    assert (result.exit_code, result.output) == (130, "Fout: afgebroken.\n")


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (OSError(121, "Remote I/O error"), "Lezen of schrijven lukte niet: de machine meldt fout 121."),
        (OSError(28, "No space left on device"), "Lezen of schrijven lukte niet: de schijf is vol."),
        (PermissionError(13, "Permission denied", "corpus"), "Lezen of schrijven van 'corpus' lukte niet: dit account mag dat niet."),
    ],
)
def test_an_error_of_the_disk_is_told_in_dutch(error: OSError, message: str) -> None:
    @click.command()
    def fail() -> None:
        raise error

    result = CliRunner().invoke(terminal.Group(commands={"fail": fail}), ["fail"])
    assert (result.exit_code, result.output) == (1, f"Fout: {message}\n")


def test_what_nobody_foresaw_is_one_sentence_with_the_file_that_tells_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    @click.command()
    def fail() -> None:
        raise RecursionError("te diep \udce9")

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    result = CliRunner().invoke(terminal.Group(commands={"fail": fail}), ["fail"])
    (file,) = tmp_path.iterdir()
    assert (result.exit_code, result.output) == (
        1,
        f"Fout: Er ging iets mis waar het programma niet op rekent. Meld het aan de beheerder, met het bestand '{file}'.\n",
    )
    written = file.read_text(encoding="utf-8")
    assert written.startswith("Traceback (most recent call last):\n")
    assert written.endswith("RecursionError: te diep ?\n")


@pytest.mark.parametrize("question", ["a" * 10_000, "\x01\x02", "[a TO z] *", "--", "(((("])
def test_any_question_gets_an_answer_at_the_terminal(small_index: Path, question: str) -> None:
    for command in ("search", "ask"):
        assert kb(command, "--index", small_index, "--", question).exit_code == 0
