"""How much there is of what pages list."""

from collections import Counter

from kb.library import Library


def theme_counts(library: Library) -> Counter[str]:
    """Return how many passages, quotes and examples each theme has."""
    counts: Counter[str] = Counter()
    for section in library.sections_of_passages:
        counts.update(section.themes)
    for quote in library.quotes:
        counts.update(quote.themes)
    for example in library.examples:
        counts.update(example.themes)
    return counts
