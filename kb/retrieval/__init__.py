"""Retrieval: what searching and answering ask of an index, and the index folder that gives it."""
