import pytest
from asking import reading

from kb.analysis.thesaurus import Expansion, Thesaurus, lemma_key
from kb.analysis.words import words
from kb.knowledge_base import KnowledgeBase
from kb.library import Library
from kb.model import Concept

GARDEN = Concept("buurttuin", ("moestuin",), ("groentetuin",), (), ("buurthuis",), ())
KEY_PERSON = Concept("sleutelpersoon", ("informele leider",), (), (), (), ("sleutelpersson",))
PROGRAMME = Concept("Preventie met Gezag", (), (), ("PmG",), ("preventie",), ())
PROSECUTOR = Concept("Openbaar Ministerie", (), (), ("OM",), (), ())
TEAM = Concept("Preventief Interventie Team", (), (), ("PIT",), (), ())
OFFICER = Concept("handhaver", (), ("popo",), ("boa",), (), ())
FATHER = Concept("buurtvader", (), ("pa",), (), (), ())
PARENT = Concept("ouder", (), (), (), (), ())
PRISONER = Concept("gedetineerde", ("gevangene",), (), (), (), ())
WORRY = Concept("zorg", (), ("overspannen", "opgefokt"), (), (), ())
PUPIL = Concept("scholier", ("docent in opleiding",), (), (), (), ())
THESAURUS = Thesaurus((GARDEN, KEY_PERSON, PROGRAMME, PROSECUTOR, TEAM, OFFICER, FATHER, PARENT, PRISONER, WORRY, PUPIL))


def names(question: str) -> list[tuple[str, bool, bool]]:
    return [(expansion.name, expansion.related, expansion.official) for expansion in THESAURUS.expansions(question)]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("de moestuin", [("buurttuin", False, True), ("buurthuis", True, False)]),
        ("MOESTUINEN", [("buurttuin", False, True), ("buurthuis", True, False)]),
        ("een groentetuin", [("buurttuin", False, True), ("moestuin", False, True), ("buurthuis", True, False)]),
        ("informele leiders vinden", [("sleutelpersoon", False, True), ("sleutelpersson", False, False)]),
        ("wat doet pmg", [("Preventie met Gezag", False, True), ("preventie", True, False)]),
        ("preventie met gezag", [("PmG", False, True), ("preventie", True, False)]),
        ("handhaver", [("boa", False, True)]),
        ("preventie", []),
        ("leiders", []),
        ("", []),
    ],
)
def test_a_name_in_a_question_brings_the_other_names_but_no_everyday_one(question: str, expected: list[tuple[str, bool, bool]]) -> None:
    assert names(question) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Hoe ga ik om met weerstand?", []),
        ("Om ouders te bereiken", ["ouder"]),
        ("HOE GA IK OM MET WEERSTAND?", []),
        ("Wat doet het OM?", ["Openbaar Ministerie"]),
        ("OM", ["Openbaar Ministerie"]),
        ("Wat doet het O.M.?", ["Openbaar Ministerie"]),
        ("o.m. ouders", ["ouder"]),
        ("een pit van een perzik", []),
        ("het PIT in Arnhem", ["Preventief Interventie Team"]),
        ("pmg", ["Preventie met Gezag"]),
        ("de boa", ["handhaver"]),
        ("de BOA", ["handhaver"]),
    ],
)
def test_an_abbreviation_that_is_a_word_too_is_met_only_as_it_is_written(question: str, expected: list[str]) -> None:
    assert [concept.term for _, _, concept in THESAURUS.named_in(question)] == expected


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("buurtvaders", ["buurtvader"]),
        ("pas op de plaats", []),
        ("handhavers", ["handhaver"]),
        ("scholieren", ["scholier"]),
        ("ouders", ["ouder"]),
        ("activiteiten voor ouderen", []),
        ("gevangenen", ["gedetineerde"]),
        ("een opgefokte sfeer", ["zorg"]),
    ],
)
def test_forms_are_met_though_the_dictionary_lacks_them(form: str, expected: list[str]) -> None:
    assert [concept.term for _, _, concept in THESAURUS.named_in(form)] == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Wie vangt signalen op?", []),
        ("een gevangene", ["gedetineerde"]),
        ("een docent in opleiding", ["scholier"]),
        ("docenten in opleiding", ["scholier"]),
    ],
)
def test_a_single_word_that_the_dictionary_takes_for_another_is_met_as_it_stands(question: str, expected: list[str]) -> None:
    """To the dictionary 'gevangene' is the verb of which 'vangt' is a form; a name of several words is safe from that."""
    assert [concept.term for _, _, concept in THESAURUS.named_in(question)] == expected


def test_a_name_that_two_concepts_bring_comes_once() -> None:
    twice = Thesaurus((GARDEN, Concept("tuinhuis", (), (), (), ("buurthuis",), ())))
    assert twice.expansions("moestuin met tuinhuis") == (Expansion("buurttuin", official=True), Expansion("buurthuis", related=True))


def test_names_that_are_the_same_come_before_names_that_are_related() -> None:
    both = Thesaurus((GARDEN, Concept("buurthuis", ("wijkcentrum",), (), (), (), ())))
    assert both.expansions("moestuin en wijkcentrum") == (Expansion("buurttuin", official=True), Expansion("buurthuis", official=True))


def test_a_concept_knows_where_it_is_named() -> None:
    assert THESAURUS.named_in("vraag de informele leider van de moestuin") == [(2, 4, KEY_PERSON), (6, 7, GARDEN)]


def test_the_words_of_a_name_are_not_read_again_as_names_of_their_own() -> None:
    """Who asks about 'preventie met gezag' does not ask about authority."""
    inner = Thesaurus((PROGRAMME, Concept("gezag", ("overheid",), (), (), (), ()), GARDEN))
    assert inner.named_in("preventie met gezag in de moestuin") == [(0, 3, PROGRAMME), (5, 6, GARDEN)]
    assert inner.expansions("preventie met gezag") == (Expansion("PmG", official=True), Expansion("preventie", related=True))


def test_stop_words_count_in_a_name() -> None:
    assert lemma_key(words("Het gaat mis")) != lemma_key(words("mis"))


@pytest.fixture(scope="module")
def real(real_library: Library) -> Thesaurus:
    return Thesaurus(real_library.concepts)


@pytest.mark.parametrize(
    ("question", "concept"),
    [
        ("Mag ik buren die er veel uren in steken ook betalen?", "messengeweld"),
        ("het eerste kwartier van de bijeenkomst", "wijk"),
        ("de kwaliteit van de samenwerking", "talent"),
        ("data van de kennisdagen", "cijfermateriaal"),
        ("op welke datum is de kennisdag", "cijfermateriaal"),
        ("wie wint de prijs", "kosten"),
        ("stoppen met criminaliteit", "afronden"),
        ("per telefoon bereikbaar", "online"),
        ("koffie drinken met bewoners", "verslaving"),
        ("dat pikken we niet", "diefstal"),
        ("de klappen opvangen", "geweld"),
        ("een bak koffie", "detentie"),
        ("een bord pap", "vader"),
        ("onder leiding van de jongerenwerker", "regie"),
        ("de bezetting van het buurthuis", "menskracht"),
        ("ergens raad op weten", "gemeenteraad"),
        ("er is geen geld", "schaamte"),
        ("hoe vroeg moet je beginnen", "voorgeschiedenis"),
        ("welke regels gelden er", "bureaucratie"),
        ("het overleg is aan de gang", "jeugdgroep"),
        ("ons project zit vast", "gedetineerde"),
        ("Wie vangt signalen van jongeren op?", "gedetineerde"),
        ("welke signalen moet de wijkagent oppakken", "aanhouding"),
        ("een activiteit voor ouderen in de wijk", "ouder"),
        ("de gasten van de buurtmaaltijd", "jongen"),
        ("Welke uitgaven zie ik aankomen?", "publicatie"),
        ("bijeenkomsten van twee uur", "tijdsinvestering"),
        ("hoelang duurt het traject", "lange adem"),
        ("Hoe meld ik mij aan voor de cursus?", "melding"),
        ("achterstand inlopen op school", "ontmoetingsplek"),
        ("cursus omgaan met andere culturen", "sociale vaardigheden"),
        ("wie schakelt de politie in", "brugfunctie"),
        ("snel kunnen schakelen", "brugfunctie"),
        ("hoe pak je de bazen van de drugshandel aan", "leidinggevende"),
        ("pakketjes bezorgen als bijbaan", "bezorgdheid"),
        ("moet ik hier klikken", "relatie"),
        ("een rijke ervaring", "overheid"),
        ("kan de burgemeester een verbod opleggen", "top-down"),
        ("elke leerling een eigen plan", "bewonersinitiatief"),
        ("mogen bewoners zelf bepalen wat er met het geld gebeurt", "zelfregie"),
        ("hulp bij ingewikkelde formulieren", "vragenlijst"),
        ("de oorzaak van de weerstand", "risicofactor"),
        ("hoe lok ik bewoners naar een bijeenkomst", "ronselen"),
        ("instaan voor elkaar", "sociale media"),
        ("langs de achterdeur naar binnen sluipen", "vandalisme"),
        ("een kind laten dopen", "drugs"),
        ("diverse gemeenten doen mee", "diversiteit"),
        ("een eigen bijdrage aan de kosten", "inbreng"),
        ("jongeren in een instelling", "instantie"),
        ("ondersteuning op maat", "maatje"),
        ("Hoe ga ik om met weerstand?", "Openbaar Ministerie"),
        ("iedereen doet het op zijn manier, po, vo of gi", "basisschool"),
    ],
)
def test_a_plain_word_names_no_concept_that_it_does_not_mean(real: Thesaurus, question: str, concept: str) -> None:
    assert concept in {known.term for known in real.concepts}
    assert concept not in {named.term for _, _, named in real.named_in(question)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("jeugdgroep", "bende"),
        ("radicalisering", "jihadisme"),
        ("radicalisering", "extremisme"),
        ("gedetineerde", "ex-gedetineerde"),
        ("armoede", "problematische schulden"),
        ("leerling", "student"),
        ("drugshandel", "ripdeal"),
        ("verdachte", "aangehouden"),
        ("huiselijk geweld", "kindermishandeling"),
        ("crimineel", "dader"),
        ("training", "opleiding"),
    ],
)
def test_what_often_goes_together_is_at_most_related(real: Thesaurus, one: str, other: str) -> None:
    concept_of = {name: concept.term for concept in real.concepts for name in concept.names}
    assert concept_of[one] != concept_of[other]
    for typed, not_the_same in ((one, concept_of[other]), (other, concept_of[one])):
        assert Expansion(not_the_same, official=True) not in real.expansions(typed)


@pytest.mark.parametrize(
    ("question", "concept"),
    [
        ("pubers", "jongere"),
        ("scholieren", "leerling"),
        ("deelnemers", "deelnemer"),
        ("buurtvaders", "buurtvader"),
        ("agenten", "politie"),
        ("straatcoaches", "straatcoach"),
        ("stadsmariniers", "stadsmarinier"),
        ("wijkverbinders", "wijkverbinder"),
        ("netwerkregisseurs", "netwerkregisseur"),
        ("drugsdealers", "drugshandel"),
        ("moskeeën", "geloofsgemeenschap"),
        ("potjes", "budget"),
        ("kennisdagen", "kennisdag"),
        ("werksessies", "werksessie"),
        ("verdachten", "verdachte"),
        ("gedetineerden", "gedetineerde"),
        ("raadsleden", "gemeenteraad"),
        ("leerlingen verzuimen", "schooluitval"),
        ("vuurwerk en wapens", "messengeweld"),
        ("hangjeugd", "hangjongere"),
        ("straatjeugd", "hangjongere"),
        ("ghetto", "achterstandswijk"),
        ("cocaïne", "drugs"),
        ("uitbuiting van jongeren", "ronselen"),
        ("de leerplichtambtenaar", "leerplicht"),
        ("de jeugdagent", "jeugdagent"),
        ("jeugdboa's", "buitengewoon opsporingsambtenaar"),
        ("voetbalclub", "sport"),
        ("buurtsportcoach", "sportcoach"),
        ("een buurtfeest", "activiteit"),
        ("iftar in de moskee", "activiteit"),
        ("de wijkraad", "wijkraad"),
        ("een bewonersraad", "wijkraad"),
        ("een burgerberaad", "burgerberaad"),
        ("burgerbegroting", "burgerbegroting"),
        ("een psycholoog", "gezondheidszorgpsycholoog"),
        ("nazorg na detentie", "nazorg"),
        ("jeugdreclassering", "reclassering"),
        ("anderstaligen", "taalbarrière"),
        ("impact", "resultaat"),
        ("opbrengsten", "resultaat"),
        ("dialoog", "gesprek"),
        ("co-productie", "coproduceren"),
        ("cocreatie", "co-creatie"),
        ("wijkregisseur", "wijkverbinder"),
        ("gebiedsregisseurs", "wijkverbinder"),
        ("burgers", "bewoner"),
        ("inwoners", "bewoner"),
        ("sanctioneren", "sanctie"),
        ("straffen", "sanctie"),
    ],
)
def test_words_of_officials_and_outsiders_lead_to_a_concept(real: Thesaurus, question: str, concept: str) -> None:
    assert concept in {named.term for _, _, named in real.named_in(question)}


def test_no_name_ever_brings_an_everyday_name_to_show(real_base: KnowledgeBase) -> None:
    """Whatever of the thesaurus is typed, the names that a reader may be shown hold no everyday one."""
    concepts = real_base.library.concepts
    everyday = {name.casefold() for concept in concepts for name in concept.everyday}
    assert everyday
    shown = {
        expansion.name.casefold()
        for concept in concepts
        for name in concept.names
        for expansion in real_base.language.thesaurus.expansions(name)
        if expansion.official
    }
    assert shown and shown.isdisjoint(everyday)


def test_what_was_searched_for_too_is_no_everyday_name(real_base: KnowledgeBase) -> None:
    question = reading(real_base, "Wat doet de politie tegen wiet in de wijk?")
    assert [expansion.name for expansion in question.expansions if expansion.official] == [
        "agent",
        "drugs",
        "verdovende middelen",
        "buurt",
        "gebied",
    ]
