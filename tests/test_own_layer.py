"""The own folder: a layer over the delivered corpus that an update of it never breaks."""

import shutil
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path

import pytest
from meaning import TOY_NUMBERS, train

from indexer import build
from indexer.corpus import doubles
from indexer.corpus.corpus import Corpus, load
from indexer.fidelity import comparison
from indexer.freshness import corpus_digest
from kb.errors import CorpusError
from kb.index.encoder import TRAINED_HERE
from kb.library import Library
from kb.model import Layer, Reference, Removed
from web.app import create_app
from web.serving.settings import Settings

ROOT = Path(__file__).parent.parent
Add = Callable[[str, str], None]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A copy of the own folder of the municipality of Lindedam, to change."""
    return Path(shutil.copytree(ROOT / "tests" / "eigen", tmp_path / "lindedam"))


@pytest.fixture
def add(own: Path) -> Add:
    """Add lines to a file of the own folder: add(file, text)."""

    def append(name: str, text: str) -> None:
        with (own / name).open("a", encoding="utf-8") as file:
            file.write(text + "\n")

    return append


def everywhere(folder: Path, old: str, new: str) -> None:
    """Replace words in all files of a corpus."""
    for file in folder.rglob("*.*"):
        file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def faults_of(folder: Path, own: Path) -> list[str]:
    with pytest.raises(CorpusError) as caught:
        load(folder, own)
    return str(caught.value).splitlines()


def warnings_of(read: Corpus) -> list[str]:
    return [str(warning) for warning in read.warnings]


def test_own_sources_and_records_are_added_to_the_delivered_ones(small_corpus: Path, own: Path) -> None:
    alone, both = load(small_corpus).library, load(small_corpus, own).library
    assert both.own == Layer("Gemeente Lindedam", "eigen-linde", "1")
    assert [document.id for document in both.documents if document.is_own] == [
        "eigen-linde-brief",
        "eigen-linde-plan",
        "eigen-linde-speeltuin",
    ]
    assert both.documents[: len(alone.documents)] == alone.documents
    assert [theme.id for theme in both.themes] == ["ontmoeten", "ouderschap", "geld", "eigen-linde-spelen"]
    assert both.questions["nieuws.kosten"] == (*alone.questions["nieuws.kosten"], "wat kost een moestuin in vergelijking met een speeltuin")
    assert both.references == (
        Reference("Brochure over subsidies", "Gemeente Beekstad", ("gids.inleiding", "eigen-linde-speeltuin.kosten")),
    )
    assert [answer.id for answer in both.edited_answers] == ["gesprek-op-straat", "bedragen", "eigen-linde-kosten", "eigen-linde-beginnen"]
    assert load(small_corpus, own).warnings == ()


def test_no_field_of_a_library_is_lost_between_two_layers(small_library: Library) -> None:
    """A list that is added to the library is to be added to the merging too."""
    full = replace(small_library, **{name: {"a.b": ("c",)} for name in ("questions", "moved", "title_lines")})
    assert doubles.merged(full, Library()) == doubles.merged(Library(edition=full.edition), full)
    taken = {field.name for field in fields(Library)} - {"own", "removed", "edition"}
    both = doubles.merged(Library(), full)
    assert [name for name in taken if getattr(both, name) != getattr(full, name)] == []


def test_an_own_source_may_be_of_an_own_kind(small_corpus: Path, own: Path, add: Add) -> None:
    add("soorten.yaml", "- {id: eigen-linde-oproep, label: Oproep, meervoud: Oproepen}")
    everywhere(own / "bronnen", "soort: plan-van-aanpak", "soort: eigen-linde-oproep")
    library = load(small_corpus, own).library
    assert (library.document["eigen-linde-plan"].kind, library.kind_label("eigen-linde-oproep")) == ("eigen-linde-oproep", "Oproep")


def test_own_sources_are_compared_with_their_own_originals(small_corpus: Path, own: Path) -> None:
    reports = comparison.check(load(small_corpus, own))
    assert [(report.document_id, report.total) for report in reports[3:]] == [
        ("eigen-linde-brief", 3),
        ("eigen-linde-plan", 3),
        ("eigen-linde-speeltuin", 8),
    ]
    (own / "origineel" / "brief.txt").write_text("De vijver", encoding="utf-8")
    with pytest.raises(CorpusError, match="^eigen/bronnen/brief.md:19: "):
        comparison.check(load(small_corpus, own))


def test_an_own_municipality_of_a_delivered_name_is_that_one(small_corpus: Path, own: Path, add: Add) -> None:
    add("plaatsen.yaml", "  - {id: beekstad, naam: Beekstad, provincie: Gelderland, breedte: 52.1, lengte: 5.9, wijken: [Havenbuurt]}")
    town = load(small_corpus, own).library.municipality["beekstad"]
    assert (town.also, town.neighbourhoods) == (("Beekstadse",), ("Lindekwartier", "Havenbuurt"))


@pytest.mark.parametrize(
    ("file", "text", "fault"),
    [
        ("themas.yaml", "- {id: geld, label: Geld, uitleg: Ook geld.}", "eigen/themas.yaml:2: id 'geld' begint niet met 'eigen-linde-'; geef wat in de eigen map staat, een id dat zo begint."),
        ("plaatsen.yaml", "  - {id: kade, naam: Kadestad, provincie: Gelderland, breedte: 52.1, lengte: 5.9}", "eigen/plaatsen.yaml:3: gemeente 'Kadestad' heeft hier als id 'kadestad' of een id dat met 'eigen-linde-' begint."),
        ("stappen.yaml", "bron: gids", "eigen/stappen.yaml:1: dit kan alleen in de geleverde inhoud staan; haal het hier weg."),
        ("verhuisd.yaml", "gids.oud: eigen-linde-plan.kade", "eigen/verhuisd.yaml:1: 'gids.oud' is geen eigen id; alleen wat met 'eigen-linde-' begint, verhuist hier."),
        ("taken.yaml", "- {id: eigen-linde-x, titel: Iets, onderdelen: [eigen-linde-plan.haven]}", "eigen/taken.yaml:4: passage 'eigen-linde-plan.haven' bestaat niet; verbeter het id."),
        ("verberg.yaml", "gemeentes: [beekstad]", "eigen/verberg.yaml:1: 'gemeentes' is niet te verbergen; kies uit"),
        ("thesaurus.yaml", "- {term: ploeg, synoniemen: [speelploeg]}", "eigen/thesaurus.yaml:2: 'speelploeg' staat bij 'speelbende' én bij 'ploeg'; kies er één."),
        ("weg.yaml", "- {id: eigen-linde-oud, datum: 2025-02-30}", "eigen/weg.yaml:1: '2025-02-30' bij '0.datum' is geen datum die bestaat; verbeter hem."),
    ],
)  # fmt: skip
def test_a_slip_of_the_own_editor_is_a_fault(small_corpus: Path, own: Path, add: Add, file: str, text: str, fault: str) -> None:
    add(file, text)
    found = faults_of(small_corpus, own)
    assert (len(found), found[0][: len(fault)]) == (1, fault)


def test_the_delivered_corpus_never_begins_an_id_as_an_own_folder_does(corpus_copy: Path, own: Path) -> None:
    everywhere(corpus_copy, "vadergroep\n  naam", "eigen-vaders\n  naam")
    everywhere(corpus_copy, "voorbeeld: vadergroep", "voorbeeld: eigen-vaders")
    everywhere(corpus_copy, "praktijkvoorbeeld.vadergroep", "praktijkvoorbeeld.eigen-vaders")
    slip = (
        "praktijkvoorbeelden.yaml:20: id 'eigen-vaders' begint met 'eigen-', en zo beginnen alleen ids in een eigen map; kies een ander id."
    )
    assert faults_of(corpus_copy, own) == [slip]
    with pytest.raises(CorpusError) as caught:
        load(corpus_copy)
    assert str(caught.value) == slip


@pytest.mark.parametrize("prefix", ["delft", "eigenlijk", "eigen-", "Eigen", "eigen--a"])
def test_a_prefix_that_the_delivered_corpus_may_use_is_a_fault(small_corpus: Path, own: Path, prefix: str) -> None:
    (own / "eigen.yaml").write_text(f"voorvoegsel: {prefix}\nnaam: Gemeente Delft\n", encoding="utf-8")
    assert faults_of(small_corpus, own)[0].startswith(
        f"eigen/eigen.yaml:1: '{prefix}' past niet bij 'voorvoegsel'; gebruik eigen, of eigen- met een naam erachter, zoals eigen-delft."
    )


def test_an_organisation_that_only_an_own_source_names_is_named(small_corpus: Path, own: Path) -> None:
    assert [one.is_named for one in load(small_corpus, own).library.organisations if one.id == "tuinbond"] == [False]
    for file in ("bronnen/brief.md", "origineel/brief.txt"):
        text = (own / file).read_text(encoding="utf-8")
        (own / file).write_text(text.replace("binnen een week.", "binnen een week, zegt de Tuinbond."), encoding="utf-8")
    assert [one.is_named for one in load(small_corpus, own).library.organisations if one.id == "tuinbond"] == [True]


def test_without_eigen_yaml_it_is_no_own_folder(small_corpus: Path, own: Path) -> None:
    (own / "eigen.yaml").unlink()
    assert faults_of(small_corpus, own) == [
        "eigen/eigen.yaml:1: dit bestand ontbreekt; zet daarin 'voorvoegsel' (waarmee de ids beginnen) en 'naam' (wiens map dit is)."
    ]


def test_an_update_of_the_delivered_corpus_never_stops_the_own_layer(corpus_copy: Path, own: Path) -> None:
    """Each list of the delivered corpus changes: what own content leans on is gone, moved, worded otherwise, or brought by it too."""
    everywhere(corpus_copy, "lijst-gesprek-op-straat", "lijst-op-straat")
    everywhere(corpus_copy, "Begin met luisteren", "Begin altijd met luisteren")
    everywhere(corpus_copy, "geld", "centen")
    everywhere(corpus_copy, "stap-3", "stap-drie")
    everywhere(corpus_copy, "nieuws.kosten", "nieuws.prijs")
    everywhere(corpus_copy, "{#kosten}", "{#prijs}")
    more = {
        "themas.yaml": "- {id: water, label: Water, uitleg: Over water.}",
        "plaatsen.yaml": "  - {id: lindedam, naam: Lindedam, provincie: Gelderland, breedte: 52.2, lengte: 5.8, wijken: [Kadewijk]}",
        "personen.yaml": "- {id: yusuf-aydin, naam: Yusuf Aydin, herkenbaar: true, aanduiding: beheerder}",
        "praktijkvoorbeelden.yaml": "- {id: speeltuin, naam: De speeltuin, naam_herkomst: redactie, doelgroep_tekst: ouders, methode: spelen, diepgang: kort, passages: [gids.stap-2]}",
        "taken.yaml": "- {id: beheer, titel: Ik wil ouders laten beheren, onderdelen: [gids.stap-2]}",
        "begrippen.yaml": "- {term: Speelbende, passage: gids.stap-2, tekst: minstens tien bewoners}",
        "feiten.yaml": "- {titel: Wat een speeltuin kost, passage: gids.stap-2, tekst: minstens tien bewoners}",
        "verwijzingen.yaml": "- {titel: Boek over spelen, passages: [gids.stap-2]}",
        "thesaurus.yaml": "- {term: speelploeg, alledaags: [speelgroepje]}",
        "suggesties.yaml": '- {vraag: "Wat kost een speeltuin?", plaats: gids.stap-2}',
        "zonder-antwoord.yaml": "- {id: vissen, reden: De bronnen zeggen niets over vissen., vragen: [mag ik vissen]}",
        "antwoorden.yaml": '- {id: betalen, vraag: "Wie betaalt een speeltuin?", ook: [speeltuin betalen], regel: Samen., delen: [{plaats: gids.stap-2}]}',
        "herkennen.yaml": "- {antwoord: betalen, vragen: [wie lapt er voor de wip]}",
        "verhuisd.yaml": "nieuws.kosten: nieuws.prijs\ngids.stap-3: gids.stap-drie",
    }  # fmt: skip
    for name, text in more.items():
        with (corpus_copy / name).open("a", encoding="utf-8") as file:
            file.write(text + "\n")
    load(corpus_copy)
    read = load(corpus_copy, own)
    gone = "Het hoort bij wat geleverd of weggehaald is, en blijft tot dan weg."
    double = "en telt hier niet mee; haal het weg, of verberg dat in verberg.yaml."
    assert warnings_of(read) == [
        f"eigen/antwoorden.yaml:1: 'wie betaalt een speeltuin' staat al in de geleverde antwoorden.yaml:32 {double}",
        "eigen/antwoorden.yaml:8: 'nieuws.kosten' is verhuisd naar 'nieuws.prijs'; neem het nieuwe id over.",
        f"eigen/antwoorden.yaml:15: deze woorden staan niet zo in 'gids.stap-1'; neem ze letterlijk over. {gone}",
        f"eigen/begrippen.yaml:1: 'speelbende' staat al in de geleverde begrippen.yaml:5 {double}",
        "eigen/begrippen.yaml:2: 'gids.stap-3' is verhuisd naar 'gids.stap-drie'; neem het nieuwe id over.",
        f"eigen/bronnen/plan.md:13: thema 'geld' bestaat niet; kies er een uit themas.yaml. {gone}",
        f"eigen/bronnen/speeltuin.md:21: thema 'geld' bestaat niet; kies er een uit themas.yaml. {gone}",
        f"eigen/praktijkvoorbeelden.yaml:7: thema 'geld' bestaat niet; kies er een uit themas.yaml. {gone}",
        "eigen/praktijkvoorbeelden.yaml:9: 'nieuws.kosten' is verhuisd naar 'nieuws.prijs'; neem het nieuwe id over.",
        f"eigen/suggesties.yaml:1: 'wat kost een speeltuin' staat al in de geleverde suggesties.yaml:6 {double}",
        f"eigen/taken.yaml:3: passage 'gids.lijst-gesprek-op-straat' bestaat niet; verbeter het id. {gone}",
        f"eigen/thesaurus.yaml:1: 'speelploeg' staat al in de geleverde thesaurus.yaml:4 {double}",
        "eigen/vragen/speeltuin.yaml:2: 'nieuws.kosten' is verhuisd naar 'nieuws.prijs'; neem het nieuwe id over.",
    ]
    library = read.library
    example = library.example["eigen-linde-speeltuin"]
    assert (example.themes, example.passages) == (("eigen-linde-spelen",), ("eigen-linde-speeltuin.waarom", "nieuws.prijs"))
    assert library.section["eigen-linde-plan.kade"].themes == ()
    assert [task.items for task in library.tasks if task.id == "eigen-linde-beheer"] == [("eigen-linde-speeltuin.waarom", "gids.stap-2")]
    assert [answer.id for answer in library.edited_answers] == ["gesprek-op-straat", "bedragen", "betalen"]
    assert [(term.name, term.definition.passage_id) for term in library.terms[1:]] == [
        ("Speelbende", "gids.stap-2"),
        ("volhouden", "gids.stap-drie"),
    ]
    assert [concept.term for concept in library.concepts][-1] == "speelploeg"
    assert library.municipality["lindedam"].neighbourhoods == ("Kadewijk", "Kadekwartier")


def test_what_is_hidden_takes_along_what_leans_on_it(small_corpus: Path, own: Path, add: Add) -> None:
    add(
        "verberg.yaml",
        "bronnen: [nieuws]\nantwoorden: [bedragen]\nzonder-antwoord: [kosten-vadergroep]\nthesaurus: [vadergroep]\ntaken: [er-niet]",
    )
    read = load(small_corpus, own)
    library = read.library
    assert [warning for warning in warnings_of(read) if "verberg.yaml" in warning] == [
        "eigen/verberg.yaml:1: Door verberg.yaml vervallen: antwoorden (gesprek-op-straat).",
        "eigen/verberg.yaml:1: Door verberg.yaml vervallen: feiten (Wat de buurttuin kost).",
        "eigen/verberg.yaml:1: Door verberg.yaml vervallen: praktijkvoorbeelden (buurttuin).",
        "eigen/verberg.yaml:1: Door verberg.yaml vervallen: suggesties (Wat kost de buurttuin?).",
        "eigen/verberg.yaml:1: Door verberg.yaml vervallen: vergelijkingen (voorbeelden).",
        "eigen/verberg.yaml:5: 'taak.er-niet' staat niet in de geleverde inhoud; haal het hier weg.",
    ]
    assert "nieuws" not in library.document
    assert [document.id for document in library.documents[:2]] == ["gids", "verslag"]
    assert [example.id for example in library.examples] == ["vadergroep", "bellen-aan-huis", "eigen-linde-speeltuin"]
    assert library.example["eigen-linde-speeltuin"].contact is None
    assert [answer.id for answer in library.edited_answers] == ["eigen-linde-kosten", "eigen-linde-beginnen"]
    assert library.edited_answer["eigen-linde-kosten"].further == ("eigen-linde-speeltuin.waarom",)
    assert [gap.id for gap in library.unanswered] == ["eigen-linde-vissen"]
    assert [contradiction.id for contradiction in library.contradictions] == ["begin"]
    assert {identity for identity in library.questions if identity.startswith("nieuws")} == set()
    assert "nieuws.buurttuin" not in library.passage["eigen-linde-speeltuin.waarom"].html
    assert "het nieuws over de buurttuin" in library.passage["eigen-linde-speeltuin.waarom"].text
    comparison.check(read)


def test_a_source_with_the_steps_takes_the_steps_along(small_corpus: Path, own: Path, add: Add) -> None:
    add("verberg.yaml", "bronnen: [gids]")
    library = load(small_corpus, own).library
    assert (library.steps, library.phases, library.decision, library.five_minutes, library.readiness) == ((), (), None, None, ())
    assert {section.step for section in library.sections} == {None}
    assert library.example["buurttuin"].steps == ()
    assert [person.id for person in library.persons] == ["rachid-bouali", "moeder-duinhaven", "eigen-linde-yusuf"]


def test_a_passage_that_is_hidden_takes_its_footnotes_along(corpus_copy: Path, own: Path, add: Add) -> None:
    source = corpus_copy / "bronnen" / "nieuws.md"
    source.write_text(
        source.read_text(encoding="utf-8").replace("In het Lindekwartier", "[^1]: De noot.\n\n[^1] In het Lindekwartier"), "utf-8"
    )

    def notes() -> list[str]:
        return [item.id for item in load(corpus_copy, own).library.document["nieuws"].order if item.kind == "footnote"]

    assert notes() == ["nieuws.buurttuin-noot-1"]
    add("verberg.yaml", "passages: [nieuws.buurttuin]")
    assert notes() == []


def test_a_quote_that_is_hidden_leaves_the_words_of_its_passage(small_corpus: Path, own: Path, add: Add) -> None:
    add("verberg.yaml", "citaten: [gids.citaat-de-wit-eerst-koffie, nieuws.citaat-buurvrouw-bij-naam]\nwerklijsten: [gids.lijst-volhouden]")
    read = load(small_corpus, own)
    library = read.library
    assert "nieuws.citaat-buurvrouw-bij-naam" not in library.quote
    assert "Hier ken ik nu iedereen bij naam." in library.passage["nieuws.buurttuin"].text
    assert "citaat-de-wit" not in library.passage["gids.stap-1"].html
    assert library.example["buurttuin"].quotes == ()
    assert list(library.working_list) == ["gids.lijst-gesprek-op-straat"]


def test_a_name_that_is_hidden_is_shown_as_a_description(small_corpus: Path, own: Path, add: Add) -> None:
    add("verberg.yaml", "personen: [anna-de-wit]")
    library = load(small_corpus, own).library
    assert library.speaker_names(library.quote["gids.citaat-de-wit-eerst-koffie"]) == ("wijkregisseur in Beekstad",)


def test_what_was_taken_out_is_kept_with_its_date_only(small_corpus: Path, own: Path, add: Add) -> None:
    add("weg.yaml", "- {id: eigen-linde-oud, datum: 2025-03-03, reden: op verzoek}")
    assert load(small_corpus, own).library.removed == (Removed("eigen-linde-oud", "2025-03-03"),)


def test_the_digest_knows_the_own_folder_and_no_drafts(small_corpus: Path, own: Path, add: Add, tmp_path: Path) -> None:
    before = corpus_digest(small_corpus, own)
    assert before != corpus_digest(small_corpus)
    (own / "wacht" / "eigen-linde-nieuw").mkdir(parents=True)
    (own / "wacht" / "eigen-linde-nieuw" / "bron.md").write_text("# Concept {#concept}", encoding="utf-8")
    kept = Path(shutil.copytree(own, tmp_path / "elders" / "eigen"))
    shutil.rmtree(own)
    assert corpus_digest(small_corpus, kept) == before
    (kept / "bestanden").mkdir()
    (kept / "bestanden" / "ab.pdf").write_bytes(b"%PDF-1.7")
    assert corpus_digest(small_corpus, kept) != before


def test_a_passage_that_is_hidden_takes_its_quotes_along(small_corpus: Path, own: Path, add: Add) -> None:
    add("verberg.yaml", "passages: [nieuws.buurttuin]")
    library = load(small_corpus, own).library
    assert ("nieuws.buurttuin" in library.passage, "nieuws.citaat-buurvrouw-bij-naam" in library.quote) == (False, False)
    assert library.section["nieuws.buurttuin"].title == "De buurttuin aan de Lindelaan"
    assert library.example["buurttuin"].passages == ("nieuws.kosten",)


def test_the_site_serves_an_own_layer_over_what_is_left_of_a_hidden_one(small_corpus: Path, own: Path, add: Add, tmp_path: Path) -> None:
    """Each page without an id, each source, and each page of the own layer; of the source with the steps nothing is left."""
    add("verberg.yaml", "bronnen: [gids]")
    build.build(load(small_corpus, own), tmp_path / "index", TRAINED_HERE, train=train, calibration=TOY_NUMBERS)
    client = create_app(Settings(index=tmp_path / "index")).test_client()
    pages = [rule.rule for rule in client.application.url_map.iter_rules() if "GET" in (rule.methods or ()) and not rule.arguments]
    pages += [
        "/bronnen/nieuws",
        "/bronnen/linde-speeltuin",
        "/gemeenten/lindedam",
        "/themas/linde-spelen",
        "/praktijkvoorbeelden/linde-speeltuin",
    ]
    pages += ["/zoeken?q=wat+kost+een+speeltuin", "/zoeken?q=hoe+begin+ik+een+gesprek"]
    assert [(page, status) for page in pages if (status := client.get(page).status_code) >= 500] == []
    assert client.get("/bronnen/gids").status_code == 404
