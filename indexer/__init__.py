"""Offline: read and check the corpus, build an index, train the embedding, measure quality."""
