"""Search with filters in the real corpus: the number beside a value is the number of results that choosing it gives."""

import pytest

from kb.knowledge_base import KnowledgeBase
from kb.retrieval.facets import Filters

# Broad on purpose: filters are for those who get much.
BROAD = (
    "jongeren",
    "ouders",
    "samenwerken met de gemeenschap",
    "hoe bereik je bewoners",
    "vertrouwen opbouwen in de wijk",
    "sleutelpersonen en netwerken",
    "rol van de gemeente",
    "jeugdcriminaliteit voorkomen",
    "subsidie en financiering",
    "voorbeelden uit de praktijk",
)


def _filters(facet: str, value: str) -> Filters:
    return {
        "soort": Filters(kinds=(value,)),
        "thema": Filters(themes=(value,)),
        "stap": Filters(steps=(int(value),) if facet == "stap" else ()),
        "gemeente": Filters(municipalities=(value,)),
    }[facet]


@pytest.mark.parametrize("question", BROAD)
def test_every_number_beside_a_value_is_what_choosing_it_gives(real_base: KnowledgeBase, question: str) -> None:
    found = real_base.search(question)
    counted = {(facet, value.value): value.count for facet, values in found.facets.items() for value in values}
    given = {(facet, value): len(real_base.search(question, _filters(facet, value)).hits) for facet, value in counted}
    assert given == counted
    assert len(counted) > 5


def test_a_second_choice_in_another_facet_gives_its_number_too(real_base: KnowledgeBase) -> None:
    chosen = Filters(kinds=("praktijkvoorbeeld",))
    found = real_base.search("ouders", chosen)
    counted = {value.value: value.count for value in found.facets["gemeente"]}
    given = {
        place: len(real_base.search("ouders", Filters(kinds=("praktijkvoorbeeld",), municipalities=(place,))).hits) for place in counted
    }
    assert given == counted
    assert sum(counted.values()) > 0


def test_filters_only_take_away(real_base: KnowledgeBase) -> None:
    """What passes keeps its order, and nothing comes in that was not about the question without filters."""
    every = [{hit.entry.id, *hit.also} for hit in real_base.search("jongeren").hits]
    for place in ("eindhoven", "arnhem", "rotterdam"):
        passing = [{hit.entry.id, *hit.also} for hit in real_base.search("jongeren", Filters(municipalities=(place,))).hits]
        assert [found for found in every if found in passing] == passing
