"""What is proposed of a draft, what becomes of a yes in its text, and in the lists of the own folder once it is published."""

import re
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml
from workbench_file import report

from indexer.corpus import corpus
from indexer.drafting import drafts, proposing, publishing, taking_in
from indexer.drafting.deciding import Accepted
from indexer.drafting.drafts import Draft
from indexer.drafting.proposing import Proposal
from indexer.entries import entries_of
from kb.errors import KnowledgeBaseError
from kb.library import Library
from kb.retrieval.retriever import EntryRecord

DECIDED = {
    "titel": "Samen in de Linde",
    "uitgever": "Gemeente Lindedam",
    "datum": "2026-03",
    "soort": "handreiking",
    "openbaar": "ja",
    "mag": "1-4",
}
GARDEN = "Een buurttuin is een tuin die bewoners samen onderhouden en die voor iedereen open is."
PEOPLE = "In 2025 werkten er 45 bewoners mee aan de tuin."


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "eigen"
    folder.mkdir()
    (folder / "eigen.yaml").write_text("voorvoegsel: eigen-linde\nnaam: Gemeente Lindedam\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory, small_corpus: Path) -> Path:
    """A draft of the report, to copy."""
    folder = tmp_path_factory.mktemp("gelezen") / "eigen"
    folder.mkdir()
    (folder / "eigen.yaml").write_text("voorvoegsel: eigen-linde\nnaam: Gemeente Lindedam\n", encoding="utf-8")
    file = folder.parent / "Verslag tuin.pdf"
    file.write_bytes(report())
    taking_in.take_in(file, folder, taking_in.known(small_corpus, folder), date(2026, 11, 30), shielded=False)
    return folder


@pytest.fixture
def draft(read: Path, own: Path) -> Draft:
    shutil.copytree(read / "wacht", own / "wacht")
    return drafts.decide(drafts.get(own, "eigen-linde-verslag-tuin"), DECIDED)


def proposed(draft: Draft, library: Library) -> list[Proposal]:
    body = drafts.body_without_proposals(draft)
    return proposing.proposals(drafts.source_of(draft, body), body, library)


def accept(draft: Draft, *accepted: Accepted) -> Draft:
    decisions = draft.decisions
    for one in accepted:
        decisions = decisions.with_proposal(one)
    return drafts.settle(draft, decisions)


def test_each_sort_is_proposed_with_its_words_and_its_place(draft: Draft, small_library: Library) -> None:
    told = proposed(draft, small_library)
    # It asks nothing itself: what an editor may ask.
    assert [(one.question, one.where, one.name) for one in told if one.sort == proposing.QUESTION] == [
        (f"Welke vraag van een lezer beantwoordt dit stuk van ‘{title}’?", f"onder ‘{title}’, blz. {page}", "")
        for title, page in (("1 Wat er speelt", 1), ("2 Wat helpt", 2))
    ]
    found = [one for one in told if one.sort not in (proposing.THEME, proposing.QUESTION)]
    assert [(one.sort, one.question, one.words, one.where, one.name) for one in found] == [
        ("begrip", "Is dit de uitleg van ‘buurttuin’?", GARDEN, "onder ‘1 Wat er speelt’, blz. 1", "buurttuin"),
        ("feit", "Is dit een cijfer om te bewaren?", PEOPLE, "onder ‘1 Wat er speelt’, blz. 1", "1 Wat er speelt"),
        (
            "werklijst",
            "Is deze lijst van 4 punten er een om los te bewaren, als werklijst?",
            "koffie op de stoep voor wie langs komt; een vast uur in de week voor alle buren; een sleutel van de schuur voor elke straat;"
            " een feest aan het eind van het seizoen",
            "onder ‘2 Wat helpt’",
            "De volgende dingen hielpen volgens hen het meest",
        ),
    ]


def test_a_yes_stands_in_the_text_and_a_no_does_not(draft: Draft, small_corpus: Path, own: Path) -> None:
    changed = accept(
        draft,
        Accepted(soort="thema", wat="2-wat-helpt geld", besluit="nee"),
        Accepted(soort="thema", wat="2-wat-helpt ontmoeten", besluit="ja"),
        Accepted(soort="gemeente", wat="2-wat-helpt beekstad", besluit="ja"),
        Accepted(soort="werklijst", wat="lijst-2-wat-helpt", besluit="ja", naam='Dit hielp "het meest"'),
    )
    body = drafts.body_of(changed)
    assert "## 2 Wat helpt {#2-wat-helpt}\n<!--\nthemas: [ontmoeten]\ngemeenten: [beekstad]\n-->\n" in body
    assert (
        '<!-- werklijst: lijst-2-wat-helpt\ntitel: "Dit hielp \\"het meest\\""\nvorm: uitleg\naantal: 4\n-->\n\nEen praatje op straat'
        in body
    )
    assert "seizoen\n\n<!-- /werklijst -->\n\nVragen?" in body
    assert not changed.is_edited_by_hand
    publishing.publish(folders(small_corpus, own), changed, is_internal=False, shielded=False)
    library = corpus.load(small_corpus, own).library
    section = library.section["eigen-linde-verslag-tuin.2-wat-helpt"]
    assert (section.themes, section.municipalities) == (("ontmoeten",), ("beekstad",))
    assert [(one.title, one.count) for one in library.lists if one.document_id == "eigen-linde-verslag-tuin"] == [
        ('Dit hielp "het meest"', 4)
    ]


def folders(corpus_folder: Path, own: Path) -> publishing.Folders:
    return publishing.Folders(corpus_folder, own, own.parent / "index", own.parent / "modellen")


TERM = Accepted(soort="begrip", wat="x", besluit="ja", tekst=GARDEN, naam="buurttuin")
FACT = Accepted(soort="feit", wat="y", besluit="ja", tekst=PEOPLE, naam="Bewoners in de tuin")
HIDE = Accepted(soort="weigering", wat="kosten-vadergroep", besluit="ja")


def test_lists_of_the_own_folder_are_added_to_when_it_is_published(draft: Draft, small_corpus: Path, own: Path) -> None:
    (own / "feiten.yaml").write_text("# Wat wij weten.\n[]\n", encoding="utf-8")
    (own / "begrippen.yaml").write_text(
        "# Onze woorden.\n- term: gids\n  passage: gids.spilpersoon\n  tekst: een spilpersoon\n", encoding="utf-8"
    )
    changed = drafts.decide(accept(draft, TERM, FACT, HIDE), {"bewerkt": "ja"})
    with pytest.raises(KnowledgeBaseError, match="'feiten.yaml' is zo ingedeeld dat er niets onder gezet kan worden"):
        publishing.publish(folders(small_corpus, own), changed, is_internal=False, shielded=False)
    (own / "feiten.yaml").unlink()
    (own / "begrippen.yaml").write_text("# Onze woorden.\n", encoding="utf-8")
    publishing.publish(folders(small_corpus, own), changed, is_internal=False, shielded=False)
    place = "eigen-linde-verslag-tuin.1-wat-er-speelt"
    text = (own / "begrippen.yaml").read_text(encoding="utf-8")
    assert text.startswith("# Onze woorden.\n- term: buurttuin\n")
    assert yaml.safe_load(text) == [{"term": "buurttuin", "passage": place, "tekst": GARDEN}]
    assert yaml.safe_load((own / "feiten.yaml").read_text(encoding="utf-8")) == [
        {"titel": "Bewoners in de tuin", "passage": place, "tekst": PEOPLE}
    ]
    assert yaml.safe_load((own / "verberg.yaml").read_text(encoding="utf-8")) == {"zonder-antwoord": ["kosten-vadergroep"]}
    library = corpus.load(small_corpus, own).library
    assert [term.name for term in library.terms if term.definition.passage_id == place] == ["buurttuin"]
    assert library.unanswered == ()


def test_no_definition_leans_on_what_no_editor_read(draft: Draft, small_corpus: Path, own: Path) -> None:
    with pytest.raises(KnowledgeBaseError, match="'buurttuin' komt uit een stuk dat de redactie nog niet heeft nagelezen"):
        publishing.publish(folders(small_corpus, own), accept(draft, TERM), is_internal=False, shielded=False)
    assert drafts.all_of(own)


def test_words_that_are_gone_are_told_of(draft: Draft, small_corpus: Path, own: Path) -> None:
    gone = FACT.model_copy(update={"tekst": "Er waren 46 bewoners."})
    with pytest.raises(KnowledgeBaseError, match="leunt op woorden die er niet meer zo staan: “Er waren 46 bewoners.”"):
        publishing.publish(folders(small_corpus, own), accept(draft, gone), is_internal=False, shielded=False)


def test_what_is_hidden_already_stays_hidden(draft: Draft, small_corpus: Path, own: Path) -> None:
    (own / "verberg.yaml").write_text("personen: [anna-de-wit]\nzonder-antwoord: []\n", encoding="utf-8")
    publishing.publish(folders(small_corpus, own), accept(draft, HIDE), is_internal=False, shielded=False)
    assert yaml.safe_load((own / "verberg.yaml").read_text(encoding="utf-8")) == {
        "personen": ["anna-de-wit"],
        "zonder-antwoord": ["kosten-vadergroep"],
    }


@pytest.mark.parametrize(
    ("sentence", "term"),
    [
        ("Een spilpersoon in de wijk is iemand die veel buren kent.", "spilpersoon in de wijk"),
        ("De SMP is een lijst met adressen van diensten.", "SMP"),
        ("Onder ‘stevige buurten’ verstaan wij buurten waar buren elkaar kennen.", "stevige buurten"),
        ("Ketentesten zijn een zaak van alle partijen samen.", "ketentesten"),
        ("Dit is een mooie dag voor de hele buurt.", ""),
        ("Opmerkelijk is de afname van de inzet van jongeren.", ""),
        ("Het doel is een tuin waar iedereen zich thuis voelt.", ""),
        ("De buren die wij spraken over hun straat is een groep.", ""),
        ("Onder buren verstaan wij de volgende mensen:", ""),
    ],
)
def test_what_reads_as_a_definition(draft: Draft, small_library: Library, sentence: str, term: str) -> None:
    body = f"# Kop {{#kop}}\n\n{sentence}\n"
    found = proposing.proposals(drafts.source_of(draft, body), body, small_library)
    assert [one.name for one in found if one.sort == proposing.TERM] == ([term] if term else [])


@pytest.mark.parametrize(
    ("sentence", "is_fact"),
    [
        ("Van de buren doet 45% elke week mee.", True),
        ("Er wonen nu 1.250 mensen in de wijk.", True),
        ("Bel ons op 06-12345678 als u wilt meedoen.", False),
        ("Lees er meer over in paragraaf 2.3.", False),
        ("Meer dan de helft doet elke week mee.", False),
    ],
)
def test_what_reads_as_a_fact(draft: Draft, small_library: Library, sentence: str, is_fact: bool) -> None:
    body = f"# Kop {{#kop}}\n\n{sentence}\n"
    found = proposing.proposals(drafts.source_of(draft, body), body, small_library)
    assert [one.words for one in found if one.sort == proposing.FACT] == ([sentence] if is_fact else [])


def test_refusals_that_may_now_be_answered_and_towns(draft: Draft, small_library: Library) -> None:
    body = "# Geld {#geld}\n\nIn Beekstad kost de vadergroep 300 euro in het jaar. De subsidie die vaders krijgen, is 200 euro.\n"
    found = proposing.proposals(drafts.source_of(draft, body), body, small_library)
    assert [(one.sort, one.key) for one in found if one.sort in (proposing.REFUSAL, proposing.TOWN)] == [
        ("weigering", "kosten-vadergroep"),
        ("gemeente", "geld beekstad"),
    ]


KAMERVRAGEN = """# Vraag 1 {#vraag-1}

Bent u bekend met de tuin in Lindedam? Wat kost hij de gemeente in het jaar?

# Antwoord 1 {#antwoord-1}

Ja. De tuin kost 300 euro in het jaar.

# Vragen 2 en 3 {#vragen-2-en-3}

2\\. Wie betaalt het zaad? Dat is onbekend.

# Antwoord op vragen 2 en 3 {#antwoord-op-vragen-2-en-3}

Dat betaalt de wijkraad.

# Waar staat de tuin? {#waar-staat-de-tuin}

Aan de Linde.

# Meer weten {#meer-weten}

Vraag: Wanneer is de tuin open?

Elke dag, van negen tot vijf.

Vertel eens. Hoe gaat het?

Goed, dank u.

4\\. Mag dat? En waarom dan?

Ja, omdat het kan.

- Wie onderhoudt de tuin?
- Wie maait het gras?

# Leeg? {#leeg}

## Onder leeg {#onder-leeg}

Niets.
"""


def test_questions_that_a_source_asks_stand_with_what_answers_them(draft: Draft, small_library: Library) -> None:
    source = drafts.source_of(draft, KAMERVRAGEN)
    found = [one for one in proposing.proposals(source, KAMERVRAGEN, small_library) if one.sort == proposing.QUESTION]
    asked = [(one.key.partition(" ")[0], one.name) for one in found if one.name]
    assert asked == [
        ("antwoord-1", "Bent u bekend met de tuin in Lindedam?"),
        ("antwoord-1", "Wat kost hij de gemeente in het jaar?"),
        ("antwoord-op-vragen-2-en-3", "Wie betaalt het zaad?"),
        ("waar-staat-de-tuin", "Waar staat de tuin?"),
        ("meer-weten", "Wanneer is de tuin open?"),
        ("meer-weten", "Mag dat?"),
        ("meer-weten", "En waarom dan?"),
    ]
    text = " ".join(KAMERVRAGEN.replace("\\\\", "").split())
    assert [name for _, name in asked if name not in text] == []


def test_a_question_that_is_refused_now_is_proposed_too_and_one_that_is_known_is_not(draft: Draft, small_library: Library) -> None:
    body = "# Geld {#geld}\n\nIn Beekstad kost de vadergroep 300 euro in het jaar. De subsidie die vaders krijgen, is 200 euro.\n"
    source = drafts.source_of(draft, body)
    found = [one.name for one in proposing.proposals(source, body, small_library) if one.sort == proposing.QUESTION]
    refused = next(one for one in small_library.unanswered if one.id == "kosten-vadergroep").questions
    assert len(found) == 1 and found[0] in refused
    known = replace(small_library, proposed={"gids.buiten": (found[0],)})
    assert [one.name for one in proposing.proposals(source, body, known) if one.sort == proposing.QUESTION] == []


def test_a_yes_to_a_question_waits_for_an_editor_and_counts_for_nothing_else(draft: Draft, small_corpus: Path, own: Path) -> None:
    before = drafts.body_of(draft)
    own_words = next(one for one in proposed(draft, Library()) if one.sort == proposing.QUESTION and one.key.endswith(" eigen"))
    place = own_words.key.partition(" ")[0]
    asked = "Wie gaf de zaden?"
    drafts.settle(draft, draft.decisions.with_proposal(Accepted(soort="vraag", wat=own_words.key, besluit="ja", naam=asked)))
    assert drafts.body_of(draft) == before
    folders = publishing.Folders(small_corpus, own, own / "index", own / "modellen")
    publishing.publish(folders, draft, is_internal=False, shielded=False)
    identity = f"{draft.id}.{place}"
    written = yaml.safe_load((own / "vragen" / f"{draft.id}.yaml").read_text(encoding="utf-8"))
    assert written == {identity: [{"vraag": asked, "status": "voorstel"}]}
    library = corpus.load(small_corpus, own).library
    assert (dict(library.proposed), identity in library.questions) == ({identity: (asked,)}, False)
    entry = next(one for one in entries_of(library) if one.id == identity)
    assert (entry.questions, entry.proposed) == ((), (asked,))
    assert EntryRecord.of(library, entry).is_unasked
    assert [one.proposed for one in entries_of(library, with_questions=False) if one.proposed] == []


@pytest.mark.parametrize(("key", "name"), [("weg eigen", "Wat nu?"), ("1-wat-er-speelt eigen", "Wie is Claire Boelema?")])
def test_a_question_that_can_no_longer_be_asked_is_told_of(draft: Draft, small_corpus: Path, own: Path, key: str, name: str) -> None:
    draft = drafts.decide(draft, {"lak": "1"})
    drafts.settle(draft, draft.decisions.with_proposal(Accepted(soort="vraag", wat=key, besluit="ja", naam=name)))
    folders = publishing.Folders(small_corpus, own, own / "index", own / "modellen")
    with pytest.raises(KnowledgeBaseError, match=f"De vraag “{re.escape(name)}”"):
        publishing.publish(folders, draft, is_internal=False, shielded=False)


def test_themes_are_those_of_the_sections_that_are_most_alike(draft: Draft, small_library: Library) -> None:
    like = next(passage for passage in small_library.passages if passage.id == "verslag.avond")
    themes = small_library.section_of("verslag.avond").themes
    body = f"# Kop {{#kop}}\n\n{like.text.replace(chr(10), ' ')}\n"
    source = drafts.source_of(draft, body)
    assert themes and themes[0] in [one.key.split()[1] for one in proposing.proposals(source, body, small_library) if one.sort == "thema"]
    other = "# Kop {#kop}\n\n" + " ".join(f"xq{number}w" for number in range(60)) + "\n"
    assert [one for one in proposing.proposals(drafts.source_of(draft, other), other, small_library) if one.sort == "thema"] == []
    body += "<!-- x -->" if not themes else ""
    said = body.replace("{#kop}\n", "{#kop}\n<!--\nthemas: [geld]\n-->\n")
    assert [one for one in proposing.proposals(drafts.source_of(draft, said), said, small_library) if one.sort == "thema"] == []


SPOKEN = "Wij zetten de stoelen op de stoep en wie langs kwam, kreeg koffie."


@pytest.mark.parametrize(
    ("sentence", "key", "name"),
    [
        (f"“{SPOKEN}” zegt Claire Boelema.", "eigen-linde-claire-boelema", "Claire Boelema"),
        (f"Anna de Wit vertelt over die dag: “{SPOKEN}”", "anna-de-wit", "Anna de Wit"),
        (f"“{SPOKEN}” zegt iemand uit de buurt.", "", ""),
        ("“Dat is mooi”, zegt Claire Boelema.", "", ""),
    ],
)
def test_words_of_somebody_who_is_named(draft: Draft, small_corpus: Path, own: Path, sentence: str, key: str, name: str) -> None:
    library = corpus.load(small_corpus, own).library
    body = f"# Kop {{#kop}}\n\n{sentence}\n"
    found = [one for one in proposing.proposals(drafts.source_of(draft, body), body, library) if one.sort == proposing.QUOTE]
    anchor = "citaat-wij-zetten-de-stoelen-op-de-stoep-en-wie"
    expected = [(f"{anchor} {key}", f"Zegt {name} dit?", SPOKEN, name)] if key else []
    assert [(one.key, one.question, one.words, one.name) for one in found] == expected


QUOTED = Accepted(
    soort="citaat",
    wat="citaat-een-praatje eigen-linde-claire-boelema",
    besluit="ja",
    tekst="Een praatje op straat helpt het meest, zo zeggen de bewoners van de Linde zelf.",
    naam="Claire Boelema",
)


def test_a_quote_is_of_a_private_person_until_an_editor_says_otherwise(draft: Draft, small_corpus: Path, own: Path) -> None:
    changed = accept(draft, QUOTED)
    publishing.publish(folders(small_corpus, own), changed, is_internal=False, shielded=False)
    library = corpus.load(small_corpus, own).library
    quote = library.quote["eigen-linde-verslag-tuin.citaat-een-praatje"]
    assert (quote.text, quote.speakers) == (QUOTED.tekst, ("eigen-linde-claire-boelema",))
    assert quote.passage_id == "eigen-linde-verslag-tuin.2-wat-helpt"
    assert yaml.safe_load((own / "personen.yaml").read_text(encoding="utf-8")) == [
        {
            "id": "eigen-linde-claire-boelema",
            "naam": "Claire Boelema",
            "herkenbaar": False,
            "aanduiding": "spreker in ‘Samen in de Linde’",
        }
    ]


def test_who_is_black_speaks_nowhere(draft: Draft, small_corpus: Path, own: Path) -> None:
    changed = drafts.decide(accept(draft, QUOTED), {"lak": "1"})
    with pytest.raises(KnowledgeBaseError, match="Wie een citaat uitspreekt, wordt ook zwart gemaakt"):
        publishing.publish(folders(small_corpus, own), changed, is_internal=False, shielded=False)
    assert not (own / "personen.yaml").exists()


def test_only_plain_lists_of_four_or_more_are_working_lists() -> None:
    items = "- een\n- twee\n- drie\n- vier"
    for body, keys in (
        (f"# Kop {{#kop}}\n\n{items}\n", ["lijst-kop"]),
        (f"# Kop {{#kop}}\n\n{items}\n\nTekst.\n\n{items}\n", ["lijst-kop", "lijst-kop-2"]),
        ("# Kop {#kop}\n\n- een\n- twee\n- drie\n", []),
        (f"# Kop {{#kop}}\n\n{items}\n    - dieper\n", []),
        (f"# Kop {{#kop}}\n\n<!-- werklijst: lijst-x\ntitel: X\naantal: 4\n-->\n\n{items}\n\n<!-- /werklijst -->\n", []),
        ("# Kop {#kop}\n\n1. een\n<!-- bladzijde: 2 -->\n2. twee\n3. drie\n4. vier\n", ["lijst-kop"]),
    ):
        assert [one.key for one in proposing._lists(body)] == keys, body
