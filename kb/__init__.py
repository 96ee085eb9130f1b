"""Everything that a request needs: model, Dutch analysis, indexes, search and answer."""
