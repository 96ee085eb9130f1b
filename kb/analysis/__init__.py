"""Dutch text analysis: the one road from text, of a passage or a question, to the terms that are compared."""
