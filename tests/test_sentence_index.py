import numpy as np

from kb.analysis.sentences import sentences_of
from kb.knowledge_base import KnowledgeBase


def test_every_place_has_its_sentences_with_their_vectors_and_terms(small_base: KnowledgeBase) -> None:
    asked = ("vader", "koffie", "tuin")
    vector = small_base.encoder.encode_queries(["koffie voor vaders"])[0]
    for place in small_base.library.places:
        sentences = sentences_of(place)
        texts = [place.text[sentence.begin : sentence.end] for sentence in sentences]
        found = small_base.retriever.sentences([place.id], asked, vector)[place.id]
        assert (found.place, found.sentences) == (place, sentences)
        np.testing.assert_allclose(found.likeness, small_base.encoder.encode_passages(texts) @ vector, atol=1e-6)
        assert found.held.terms.tolist() == [[term in small_base.language.analyzer.terms(text).parts for term in asked] for text in texts]


def test_a_quote_that_stands_alone_is_a_place_of_one_block(small_base: KnowledgeBase) -> None:
    vector = small_base.encoder.encode_queries(["sla"])[0]
    found = small_base.retriever.sentences(["nieuws.citaat-sla"], ("sla",), vector)
    assert [sentence.kind for sentence in found["nieuws.citaat-sla"].sentences] == ["alinea"]
