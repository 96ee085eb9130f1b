"""Other engines on the same passages: bm25s and tantivy, each with its own Dutch stemming, as yardsticks."""

import tempfile
from collections.abc import Callable, Sequence

import bm25s
import Stemmer
import tantivy

from kb.model import Entry

Search = Callable[[str, int], list[str]]


def bm25s_search(entries: Sequence[Entry]) -> Search:
    """Return a search over title and text with bm25s, Snowball's Dutch stemmer and bm25s' Dutch stop words."""
    stemmer = Stemmer.Stemmer("dutch_porter")

    def tokens(texts: list[str]) -> bm25s.tokenization.Tokenized:
        return bm25s.tokenize(texts, stopwords="nl", stemmer=stemmer, show_progress=False)

    retriever = bm25s.BM25()
    retriever.index(tokens([f"{entry.title}\n{entry.text}" for entry in entries]), show_progress=False)

    def search(query: str, most: int) -> list[str]:
        found, _ = retriever.retrieve(tokens([query]), k=most, show_progress=False)
        return [entries[int(position)].id for position in found[0]]

    return search


def tantivy_search(entries: Sequence[Entry]) -> Search:
    """Return a search over title and text with tantivy and its Dutch stemmer."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    builder.add_text_field("body", tokenizer_name="nl_stem")
    index = tantivy.Index(builder.build(), path=tempfile.mkdtemp())
    analyzer = (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.stopword("dutch"))
        .filter(tantivy.Filter.stemmer("dutch"))
        .build()
    )
    index.register_tokenizer("nl_stem", analyzer)
    writer = index.writer(heap_size=100_000_000, num_threads=1)
    for entry in entries:
        writer.add_document(tantivy.Document(id=entry.id, body=f"{entry.title}\n{entry.text}"))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def search(query: str, most: int) -> list[str]:
        parsed, _ = index.parse_query_lenient(query, ["body"])
        return [searcher.doc(address)["id"][0] for _, address in searcher.search(parsed, most).hits]

    return search
