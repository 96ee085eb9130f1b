import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.analysis.kinds import FactKind, Kind, fact_asked, holds, kind_of


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("hoe betrek ik ouders", Kind.HOW),
        ("Op welke manier win ik vertrouwen?", Kind.HOW),
        ("hoe kan ik budget regelen", Kind.HOW),
        ("Wat is een sleutelpersoon?", Kind.WHAT_IS),
        ("wat wordt bedoeld met weerbaarheid", Kind.WHAT_IS),
        ("welke gemeenten werken met rolmodellen", Kind.EXAMPLES),
        ("voorbeelden met ouders in Groningen", Kind.EXAMPLES),
        ("welk voorbeeld is er van online jongerenwerk", Kind.EXAMPLE),
        ("welke stad begon met buurtvaders", Kind.EXAMPLE),
        ("wie zei dat een uniform averechts werkt", Kind.SAYING),
        ("citaten over vertrouwen", Kind.SAYING),
        ("welke vragen stel ik in een gesprek over de wijk", Kind.LIST),
        ("welke treden heeft de participatieladder", Kind.LIST),
        ("wat kost de Vreedzame Wijk", Kind.FACT),
        ("mailadres projectleider", Kind.FACT),
        ("wanneer was de kennissessie?", Kind.FACT),
        ("buurtvaders", Kind.OTHER),
        ("", Kind.OTHER),
    ],
)
def test_the_words_of_a_question_tell_what_it_asks_for(question: str, kind: Kind) -> None:
    assert kind_of(question) is kind


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("Wat is het e-mailadres van de ESS?", FactKind.ADDRESS),
        ("hoeveel kost het", FactKind.MONEY),
        ("Hoeveel mag een plan kosten?", FactKind.MONEY),
        ("wat gaat de avond ons kosten", FactKind.MONEY),
        ("vanaf welke leeftijd", FactKind.AGE),
        ("hoe lang duurt het traject", FactKind.DURATION),
        ("wanneer begint het", FactKind.MOMENT),
        ("hoeveel deelnemers", FactKind.NUMBER),
        ("wie leidt het project", FactKind.NAME),
        ("hoe betrek ik ouders", None),
    ],
)
def test_a_fact_question_tells_which_fact(question: str, fact: FactKind | None) -> None:
    assert fact_asked(question) is fact


@pytest.mark.parametrize(
    ("fact", "yes", "no"),
    [
        (FactKind.ADDRESS, "Mail tuin@beekstad.invalid.", "Neem contact op."),
        (FactKind.MONEY, "Het kost 1.500 euro.", "Het kost tijd."),
        (FactKind.AGE, "Jongeren van 12 tot 18 jaar.", "Jonge kinderen."),
        (FactKind.DURATION, "Een traject van drie maanden.", "Een lang gesprek."),
        (FactKind.MOMENT, "Op 7 maart 2024.", "Binnenkort."),
        (FactKind.NUMBER, "Er kwamen twintig vaders.", "Er kwamen veel vaders."),
        (FactKind.NAME, "Anna de Wit leidt het.", "een vader leidt het."),
    ],
)
def test_a_sentence_holds_a_fact_of_that_kind_or_not(fact: FactKind, yes: str, no: str) -> None:
    assert (holds(fact, yes), holds(fact, no)) == (True, False)


@given(st.text(max_size=200))
def test_every_text_is_some_kind_of_question(text: str) -> None:
    assert kind_of(text) in Kind
    assert fact_asked(text) in (None, *FactKind)
