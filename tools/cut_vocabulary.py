"""Choose once which pieces of the vocabulary of multilingual-e5-small stay: writes indexer/model/stukken.bin (takes ten minutes).

    .venv/bin/python tools/cut_vocabulary.py

Of the 250,002 pieces most are of scripts and languages that nobody here writes. What stays is told by languages, never by the corpus, so
that a text which comes tomorrow keeps its pieces too: those into which the words of simplemma's lists of Dutch, English, German, French and
Turkish fall, the names of municipalities and the little words that those lists lack; the same pieces with another capital, or at another
place in a word; and letters, figures and signs by themselves.
"""

import sys
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml
from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

from indexer.model import packaged, tokenizer, vocabulary

LANGUAGES = ("nl", "en", "de", "fr", "tr")
BATCH = 20_000
ADVERBS = ("waar", "daar", "hier", "er", "ergens", "nergens", "overal")
# fmt: off
PREPOSITIONS = (
    "aan", "achter", "achterna", "af", "bij", "binnen", "boven", "bovenop", "buiten", "door", "doorheen", "heen", "in",
    "langs", "mee", "na", "naar", "naartoe", "naast", "om", "omheen", "onder", "op", "over", "overheen", "rond", "te",
    "tegen", "tegenover", "toe", "tussen", "uit", "vanaf", "van", "vanuit", "vandaan", "voor", "voorbij",
)
# fmt: on
ROOT = Path(__file__).parent.parent


def main() -> None:
    """Write the file of pieces that stay."""
    model = packaged.read(packaged.file_of_package())
    splitter = tokenizer.of(model.pieces, model.unknown)
    kept = {model.bos, model.eos, model.pad, model.unknown}
    words = sorted(set(_words()))
    for start in range(0, len(words), BATCH):
        forms = [form for word in words[start : start + BATCH] for form in (word, word.capitalize())]
        for found in splitter.encode_batch_fast(forms, add_special_tokens=False):
            kept.update(found.ids)
    kept |= _signs(model.pieces) | _siblings(model.pieces, kept)
    vocabulary.write(kept, len(model.pieces))
    sys.stdout.write(f"{len(kept)} van {len(model.pieces)} stukken blijven.\n")


def _words() -> Iterator[str]:
    factory = DefaultDictionaryFactory(cache_max_size=1)
    for language in LANGUAGES:
        for form, lemma in factory.get_dictionary(language).items():
            yield from {_text(form), _text(lemma)}
    yield from (adverb + preposition for adverb in ADVERBS for preposition in PREPOSITIONS)
    for name in ("stopwoorden.txt", "terugwijzers.txt"):
        yield from (ROOT / "kb" / "analysis" / name).read_text(encoding="utf-8").split()
    yield from (record["naam"] for record in yaml.safe_load((ROOT / "corpus" / "gemeenten.yaml").read_text(encoding="utf-8"))["gemeenten"])


def _text(word: str | bytes) -> str:
    return word.decode() if isinstance(word, bytes) else word


def _signs(pieces: Sequence[tuple[str, float]]) -> set[int]:
    """Return the pieces of one Latin letter, of figures and signs alone, and of at most three ASCII capitals."""
    bare = [piece.lstrip(tokenizer.SPACE) for piece, _ in pieces]
    return {number for number, text in enumerate(bare) if _is_sign(text) or (text.isascii() and text.isupper() and len(text) <= 3)}


def _is_sign(text: str) -> bool:
    return all(map(_is_latin, text)) and (len(text) <= 1 or not any(sign.isalpha() for sign in text))


def _is_latin(sign: str) -> bool:
    return "LATIN" in unicodedata.name(sign, "") or (unicodedata.category(sign)[0] in "NPSZ" and ord(sign) < 0x2600)


def _siblings(pieces: Sequence[tuple[str, float]], kept: set[int]) -> set[int]:
    """Return the pieces that differ from a kept one of two letters or more in capitals or in the space before it alone."""
    bare = {pieces[number][0].lstrip(tokenizer.SPACE).lower() for number in kept}
    return {number for number, (piece, _) in enumerate(pieces) if len(piece) > 2 and piece.lstrip(tokenizer.SPACE).lower() in bare}


if __name__ == "__main__":
    main()
