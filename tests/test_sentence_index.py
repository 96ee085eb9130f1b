import numpy as np

from kb.analysis.sentences import sentences_of
from kb.knowledge_base import KnowledgeBase


def test_every_place_has_its_sentences_with_their_vectors_and_terms(small_base: KnowledgeBase) -> None:
    library, finder = small_base.library, small_base.finder
    for place in library.places:
        sentences = sentences_of(place)
        texts = [place.text[found.begin : found.end] for found in sentences]
        assert finder.sentence_index.sentences(place.id) == sentences
        vector = finder.encoder.encode_queries(["koffie voor vaders"])[0]
        expected = finder.encoder.encode_passages(texts) @ vector
        np.testing.assert_allclose(finder.sentence_index.likeness(place.id, vector), expected, atol=1e-6)
        asked = ("vader", "koffie", "tuin")
        held = [[term in finder.analyzer.terms(text).parts for term in asked] for text in texts]
        assert finder.sentence_index.held(place.id, asked).terms.tolist() == held


def test_a_quote_that_stands_alone_is_a_place_of_one_block(small_base: KnowledgeBase) -> None:
    assert [found.kind for found in small_base.finder.sentence_index.sentences("nieuws.citaat-sla")] == ["alinea"]
