"""A source is taken out without a trace, wherever the work is broken off, and its old addresses say so."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from meaning import TOY_NUMBERS, train

from indexer import build
from indexer.corpus.corpus import Corpus, load
from indexer.keeping import persons, pruning, removing
from indexer.keeping.removing import Places
from indexer.keeping.traces import rare_words, traces
from kb.errors import CorpusError, KnowledgeBaseError
from kb.index.encoder import TRAINED_HERE
from web.app import create_app
from web.serving.settings import Settings

ROOT = Path(__file__).parent.parent


class Stopped(Exception):
    """The process ends here."""


@pytest.fixture
def places(corpus_copy: Path, tmp_path: Path) -> Places:
    own = Path(shutil.copytree(ROOT / "tests" / "eigen", tmp_path / "eigen"))
    (own / "wacht" / "eigen-linde-speeltuin").mkdir(parents=True)
    (own / "wacht" / "eigen-linde-speeltuin" / "bron.md").write_text("Een schommel voor beheerders.", encoding="utf-8")
    return Places(corpus_copy, own, tmp_path / "index", tmp_path / "modellen")


def built(places: Places) -> Callable[[Corpus], Path]:
    return lambda read: build.build(read, places.index, TRAINED_HERE, train=train, calibration=TOY_NUMBERS, models=places.models)


def files_of(folder: Path) -> dict[str, str]:
    return {str(file.relative_to(folder)): file.read_text(encoding="utf-8") for file in sorted(folder.rglob("*")) if file.is_file()}


def test_a_dry_run_names_every_place_and_changes_nothing(places: Places) -> None:
    before = files_of(places.own)
    built(places)(load(places.corpus, places.own))
    places.models.mkdir(exist_ok=True)
    (places.models / "vectoren-0123.npz").write_bytes(b"x")
    what = removing.plan("eigen-linde-speeltuin", places)
    assert files_of(places.own) == before
    assert removing.told(what, places).splitlines() == [
        "Bron 'eigen-linde-speeltuin' (Nota speeltuinen) gaat uit de eigen map.",
        "bestanden die weggaan:",
        *(f"  eigen/{name}" for name in ("origineel/speeltuin.txt", "wacht/eigen-linde-speeltuin", "bronnen/speeltuin.md")),
        "leunt erop, en gaat mee:",
        "  eigen/praktijkvoorbeelden.yaml:9: eigen-linde-speeltuin.waarom",
        "  eigen/taken.yaml:3: eigen-linde-speeltuin.waarom",
        "  eigen/begrippen.yaml:1: eigen-linde-speeltuin.waarom",
        "  eigen/feiten.yaml:1: eigen-linde-speeltuin.kosten",
        "  eigen/verwijzingen.yaml:1: eigen-linde-speeltuin.kosten",
        "  eigen/suggesties.yaml:1: eigen-linde-speeltuin.kosten",
        "  eigen/antwoorden.yaml:6: eigen-linde-speeltuin.kosten",
        "  eigen/antwoorden.yaml:8: eigen-linde-speeltuin.waarom",
        "  eigen/vragen/speeltuin.yaml:1: eigen-linde-speeltuin.kosten",
        "personen die alleen hierin staan, en meegaan:",
        "  Yusuf Aydin",
        "indexen waar de tekst uit gaat, en die daarna weg zijn:",
        f"  {next(path for path in places.index.iterdir() if path.is_dir())}",
        "onthouden vectoren en wat het model leerde, opnieuw te maken:",
        *(f"  {places.models / name}" for name in ("herkenner.npz", "vectoren-0123.npz")),
        "waar u zelf aan denkt:",
        "  reservekopieën van de eigen map, van de index en pakketten van kb pack",
        "  de geschiedenis van git, als de eigen map daarin staat",
        "  machines die een index van deze ophalen",
        "  de oordelen van lezers (KB_FEEDBACK), die hun vraag en ids bewaren",
    ]


def test_after_a_removal_no_word_is_left_and_the_old_addresses_say_so(places: Places) -> None:
    for _ in range(2):
        built(places)(load(places.corpus, places.own))
    places.models.mkdir(exist_ok=True)
    (places.models / "vectoren-0123.npz").write_bytes(b"oud")
    (places.models / "herkenner.npz").write_bytes(b"schommel")
    for name in (".eerder/feiten.yaml/0000000000001", ".bezig/1700000000000.json", ".binnen/stuk.txt"):
        (places.own / name).parent.mkdir(parents=True)
        (places.own / name).write_text("Een schommel voor beheerders.", encoding="utf-8")
    what = removing.plan("eigen-linde-speeltuin", places)
    assert {"schommel", "beheert"} <= set(what.words)
    assert len({trace.file for trace in traces(what.words, [places.own, places.index])}) > 10
    left_of_it = removing.remove(what, "op verzoek", places, built(places))
    # The editor's own words, which went into the index too.
    assert {(trace.file.name, trace.word) for trace in left_of_it if trace.file.is_relative_to(places.own)} == {
        ("thesaurus.yaml", "speelbende"),
    }
    assert {trace.word for trace in left_of_it} == {"speelbende"}
    # What recognises the answers that are left was made anew.
    assert [path.name for path in places.models.iterdir()] == ["herkenner.npz"]
    assert len([path for path in places.index.iterdir() if path.is_dir()]) == 1
    left = files_of(places.own)
    assert "reden: op verzoek" in left.pop("weg.yaml")
    assert sorted(left) == [
        *("antwoorden.yaml", "begrippen.yaml", "bronnen/brief.md", "bronnen/plan.md", "eigen.yaml", "origineel/brief.txt"),
        *("origineel/plan.txt", "plaatsen.yaml", "praktijkvoorbeelden.yaml", "samenvattingen.yaml", "taken.yaml", "themas.yaml"),
        *("thesaurus.yaml", "vragen/speeltuin.yaml", "zonder-antwoord.yaml"),
    ]
    client = create_app(Settings(index=places.index)).test_client()
    for address in (
        "/bronnen/eigen-linde-speeltuin",
        "/bronnen/eigen-linde-speeltuin/kosten",
        "/api/v1/passages/eigen-linde-speeltuin.kosten",
    ):
        answer = client.get(address)
        assert (answer.status_code, " weggehaald." in answer.get_data(as_text=True)) == (410, True), address
    problem = json.loads(client.get("/api/v1/passages/eigen-linde-speeltuin.waarom").get_data(as_text=True))
    assert (problem["status"], problem["title"]) == (410, "Weggehaald")
    assert client.get("/bronnen/eigen-linde-nooit").status_code == 404
    assert client.get("/bronnen/eigen-linde-plan").status_code == 200


# Of the journal, the mark, the first, third, seventh and last list, the source, the index.
STEPS = (0, 1, 2, 4, 8, 11, 14, 15)


@pytest.mark.parametrize("step", STEPS)
def test_broken_off_at_any_step_it_can_be_indexed_and_the_next_command_ends_it(
    places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    undisturbed = Places(places.corpus, Path(shutil.copytree(places.own, tmp_path / "heel")), places.index, places.models)
    removing.remove(removing.plan("eigen-linde-speeltuin", undisturbed), "", undisturbed, built(undisturbed))
    left = [step]

    def stopping(do: Callable[..., None]) -> Callable[..., None]:
        def counted(*arguments: Any, **named: Any) -> None:
            left[0] -= 1
            if left[0] < 0:
                raise Stopped
            do(*arguments, **named)

        return counted

    with monkeypatch.context() as patched:
        patched.setattr(pruning, "write", stopping(pruning.write))
        patched.setattr(removing, "_delete", stopping(removing._delete))
        patched.setattr(removing, "rebuild", stopping(removing.rebuild))
        with pytest.raises(Stopped):
            removing.remove(removing.plan("eigen-linde-speeltuin", places), "", places, built(places))
    assert ("eigen-linde-speeltuin" in load(places.corpus, places.own).library.document) == (step < 2)
    removing.remove(removing.plan("eigen-linde-speeltuin", places), "", places, built(places))
    assert files_of(places.own) == files_of(undisturbed.own)


def test_of_a_source_that_nobody_wrote_about_no_word_is_left(places: Places) -> None:
    for _ in range(2):
        built(places)(load(places.corpus, places.own))
    what = removing.plan("eigen-linde-plan", places)
    assert "middernacht" in what.words
    assert {trace.file.name for trace in traces(["middernacht"], [places.index])} > {"regels.jsonl"}
    assert removing.remove(what, "", places, built(places)) == []


def test_a_delivered_source_is_hidden_and_told_so(places: Places) -> None:
    what = removing.plan("nieuws", places)
    assert (what.is_own, what.files) == (False, ())
    removing.remove(what, "", places, built(places))
    assert (places.own / "verberg.yaml").read_text(encoding="utf-8") == "bronnen:\n- nieuws\n"
    library = load(places.corpus, places.own).library
    assert ("nieuws" in library.document, [one.id for one in library.removed]) == (False, ["nieuws"])


def test_what_is_not_there_or_gone_already_is_told(places: Places) -> None:
    with pytest.raises(KnowledgeBaseError, match="Bron 'eigen-linde-x' bestaat niet"):
        removing.plan("eigen-linde-x", places)
    removing.remove(removing.plan("eigen-linde-brief", places), "", places, built(places))
    with pytest.raises(KnowledgeBaseError, match="al weggehaald; er is niets meer te doen"):
        removing.plan("eigen-linde-brief", places)


def test_records_lose_what_leans_and_fall_when_nothing_is_left(places: Places) -> None:
    changed = {file.name: text for file, text in pruning.without(places.own, pruning.names_of("eigen-linde-speeltuin")).items()}
    assert changed == {
        "praktijkvoorbeelden.yaml": (
            "- id: eigen-linde-speeltuin\n  naam: De speeltuin van Lindedam\n  naam_herkomst: redactie\n  gemeenten:\n  - lindedam\n"
            "  doelgroep_tekst: ouders\n  methode: samen beheren\n  themas:\n  - eigen-linde-spelen\n  - geld\n  diepgang: kort\n"
            "  passages:\n  - nieuws.kosten\n  contact:\n    functie: tuinman\n    passage: nieuws.buurttuin\n"
        ),
        "taken.yaml": (
            "- id: eigen-linde-beheer\n  titel: Ik wil ouders laten beheren\n  onderdelen:\n  - gids.lijst-gesprek-op-straat\n  - gids.stap-2\n"
        ),
        "begrippen.yaml": "- {term: volhouden, passage: gids.stap-3, tekst: Het strandt omdat niemand meer belt.}\n",
        "feiten.yaml": "",
        "verwijzingen.yaml": "",
        "suggesties.yaml": "",
        "antwoorden.yaml": "".join(
            (places.own / "antwoorden.yaml").read_text(encoding="utf-8").partition("- id: eigen-linde-beginnen")[1:]
        ),
        "herkennen.yaml": "",
        "speeltuin.yaml": "nieuws.kosten: [wat kost een moestuin in vergelijking met een speeltuin]\n",
    }


def test_words_that_stand_elsewhere_tell_nothing_apart(tmp_path: Path) -> None:
    (tmp_path / "ander.md").write_text("De SCHOMMELS hangen.", encoding="utf-8")
    assert rare_words(["schommel wipwappen glijbaan"], [tmp_path / "ander.md"]) == ("wipwappen", "wipwapp", "glijbaan", "glijban")


def test_a_name_is_found_and_hidden_in_either_layer(places: Places) -> None:
    assert list(persons.places_of("Yusuf Aydin", places)) == [
        "eigen/personen.yaml:1: - {id: eigen-linde-yusuf, naam: Yusuf Aydin, herkenbaar: true, aanduiding: beheerder van een speeltu"
    ]
    for name in ("Yusuf Aydin", "Annie de Wit"):
        persons.hide(persons.person_of(name, places), places)
    found = {person.name: person.recognisable for person in load(places.corpus, places.own).library.persons}
    assert found == {"Anna de Wit": False, "Rachid Bouali": True, "Mirjam": False, "Yusuf Aydin": False}
    with pytest.raises(KnowledgeBaseError, match="staat niet in personen.yaml"):
        persons.person_of("Niemand", places)


def test_a_name_in_own_words_is_a_fault_first_and_nothing_changes(places: Places) -> None:
    with (places.own / "suggesties.yaml").open("a", encoding="utf-8") as file:
        file.write('- {vraag: "Wat doet Yusuf Aydin?", plaats: eigen-linde-speeltuin.kosten}\n')
    before = files_of(places.own)
    with pytest.raises(CorpusError, match="eigen/suggesties.yaml:2: deze vraag noemt een privépersoon"):
        persons.hide(persons.person_of("Yusuf Aydin", places), places)
    assert files_of(places.own) == before


def test_a_trace_is_a_whole_word_of_a_text_and_any_occurrence_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "bekijken.txt").write_text("Wij bekijken dit.", encoding="utf-8")
    (tmp_path / "kijken.txt").write_text("Wij gaan (KIJKEN).", encoding="utf-8")
    (tmp_path / "segment").write_bytes(b"\x00\x01bekijken\xff")
    assert [trace.file.name for trace in traces(["kijken"], [tmp_path])] == ["kijken.txt", "kijken.txt", "segment"]


def test_a_word_that_an_index_makes_of_other_words_tells_no_source_apart(tmp_path: Path) -> None:
    other = tmp_path / "ander.md"
    other.write_text("Wij hebben het bekeken.", encoding="utf-8")
    assert rare_words(["Wij bekijken de speeltuin."], [other]) == ("speeltuin",)
